package corpus

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/dates"
)

// How many records, and how many bytes of them, a mapping is chosen by.
const (
	sampleRecords = 100
	sampleBytes   = 4 << 20
)

// How many letters on average make a field of no known name the body, if it
// has more Arabic ones than any other, and how many if none is Arabic.
const (
	leastArabicBody = 12
	leastOtherBody  = 80
)

// column is what the sample shows of one key.
type column struct {
	key      string
	filled   int // records in which it is not empty
	letters  int
	arabic   int
	dates    int // values that are dates
	urls     int
	numbers  int
	distinct map[string]bool
	first    int // where it stood first in a record
}

// newMapping chooses what the fields of a file mean by a sample of its records.
func newMapping(doc *document, sample []record) *mapping {
	m := &mapping{doc: doc, places: map[string]place{}, own: map[string]string{}, unread: map[string]*unread{}}
	columns := measure(sample)
	for _, c := range columns {
		if m.places[c.key] = c.named(); m.isOwn(c.key) {
			m.places[c.key] = place{role: roleOwn}
		}
	}
	m.mapped(doc.opts.Map)
	m.preferBodies(columns)
	m.checkIDs(columns, len(sample))
	nameless := nameless(columns) || !m.anyNamed(columns)
	if !m.hasText(columns, roleBody) {
		m.bodyByContent(columns)
	}
	if !m.hasText(columns, roleTitle) && nameless {
		m.titleByContent(columns)
	}
	return m
}

// measure looks at the fields of a sample.
func measure(sample []record) []*column {
	byKey := map[string]*column{}
	var columns []*column
	for _, rec := range sample {
		for i, f := range rec.fields {
			c := byKey[f.key]
			if c == nil {
				c = &column{key: f.key, distinct: map[string]bool{}, first: i}
				byKey[f.key] = c
				columns = append(columns, c)
			}
			c.add(f.value)
		}
	}
	return columns
}

func (c *column) add(v value) {
	if v.empty() {
		return
	}
	c.filled++
	s := v.one()
	c.distinct[fmt.Sprintf("%.200s", s)] = true
	if _, ok := dates.Parse(s); ok {
		c.dates++
	}
	if isURL(s) {
		c.urls++
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		c.numbers++
	}
	all, arabic := letters(v.prose())
	c.letters += all
	c.arabic += arabic
}

// isURL tells addresses, also those without a host.
func isURL(s string) bool {
	return !strings.ContainsAny(s, " \n") && (strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "/"))
}

// mean is the letters of a value on average.
func (c *column) mean(n int) int { return n / max(c.filled, 1) }

// named returns what the name of a column says, where its values agree.
func (c *column) named() place {
	n, ok := roleOf(c.key)
	if !ok || c.filled == 0 {
		return place{n.role, n.rank}
	}
	vague := n.rank >= wordRank
	switch n.role {
	case rolePublished:
		ok = c.dates > 0 || !vague
	case roleURL:
		ok = 2*c.urls >= c.filled
	case roleBody:
		ok = c.letters > 0 && (!vague || c.mean(c.letters) >= leastArabicBody)
	case roleTitle:
		ok = c.letters > 0
	case roleAuthor, roleSource, roleSection:
		ok = c.mean(c.letters) <= textLetters
	}
	if !ok {
		return place{}
	}
	return place{n.role, n.rank}
}

// place returns what a key means; one that the sample did not have is known by
// its name alone.
func (m *mapping) place(key string) place {
	p, ok := m.places[key]
	if !ok && len(m.places) < maxKeys {
		n, _ := roleOf(key)
		if p = (place{n.role, n.rank}); m.isOwn(key) {
			p = place{role: roleOwn}
		}
		m.places[key] = p
	}
	return p
}

// isOwn says whether a key is that of a declared field, and remembers it.
func (m *mapping) isOwn(key string) bool {
	f := m.doc.opts.own.of(key)
	if f == nil || m.doc.opts.Map[f.Name] != "" && m.doc.opts.Map[f.Name] != key {
		return false // the user says which key it is
	}
	m.own[key] = f.Name
	return true
}

// maxKeys bounds the keys remembered: a file may have others in every record.
const maxKeys = 10_000

// mapped lets what the user says overrule what names say.
func (m *mapping) mapped(by map[string]string) {
	for _, r := range slices.Sorted(maps.Keys(by)) {
		if f := m.doc.opts.own.of(r); f != nil {
			for key, name := range m.own {
				if name == f.Name {
					delete(m.own, key)
					m.places[key] = place{}
				}
			}
			m.own[by[r]], m.places[by[r]] = f.Name, place{role: roleOwn}
			continue
		}
		for key, p := range m.places {
			if p.role == role(r) {
				m.places[key] = place{}
			}
		}
		m.places[by[r]] = place{role(r), -1}
	}
}

// preferBodies lets a body go before a better name that has hardly any text: a
// teaser called text beside the whole called content.
func (m *mapping) preferBodies(columns []*column) {
	best := m.best(columns, roleBody)
	if best == nil {
		return
	}
	for _, c := range columns {
		p := m.places[c.key]
		if p.role == roleBody && c != best && (best.letters == 0 || p.order < secondChoice && c.letters > 3*best.letters) {
			m.places[c.key] = place{roleBody, min(m.places[best.key].order, p.order) - 1}
			best = c
		}
	}
}

// best returns the column that comes first for a role, or nil.
func (m *mapping) best(columns []*column, r role) (best *column) {
	for _, c := range columns {
		p := m.places[c.key]
		if p.role == r && (best == nil || p.order < m.places[best.key].order) {
			best = c
		}
	}
	return best
}

// hasText tells whether some field of a role has letters in the sample.
func (m *mapping) hasText(columns []*column, r role) bool {
	for _, c := range columns {
		if m.places[c.key].role == r && c.letters > 0 {
			return true
		}
	}
	return false
}

// leastIDs is how many records must have an ID before it is doubted.
const leastIDs = 20

// checkIDs gives up an ID that comes again and again: it names something else
// than the record.
func (m *mapping) checkIDs(columns []*column, records int) {
	for _, c := range columns {
		if p := m.places[c.key]; p.role == roleID && p.order >= 0 && c.filled >= leastIDs && 2*len(c.distinct) <= c.filled {
			m.places[c.key] = place{}
			m.doc.note(0, fmt.Sprintf("field %q is no ID: %d values in %d records", c.key, len(c.distinct), c.filled))
		}
	}
}

// bodyByContent takes the field with the most Arabic letters for the body, or
// where none is Arabic that with the most letters, if they are enough for a
// text; beside a title it must be the longer of the two.
func (m *mapping) bodyByContent(columns []*column) {
	var best *column
	for _, c := range columns {
		if m.places[c.key].role == "" && !isIndexColumn(c.key) && (best == nil || c.arabic > best.arabic || c.arabic == best.arabic && c.letters > best.letters) {
			best = c
		}
	}
	if best == nil {
		return
	}
	title := m.best(columns, roleTitle)
	switch {
	case best.mean(best.arabic) < leastArabicBody && (best.arabic > 0 || best.mean(best.letters) < leastOtherBody):
		return
	case title != nil && title.letters > 0 && best.mean(best.letters) < 2*title.mean(title.letters):
		return
	}
	m.places[best.key] = place{roleBody, -1}
	m.doc.note(0, fmt.Sprintf("body taken from %q, the field with the most Arabic letters (--map body=FIELD takes another)", best.key))
}

// nameless tells a table without a header: its columns are numbered.
func nameless(columns []*column) bool {
	for _, c := range columns {
		if _, err := strconv.Atoi(c.key); err != nil {
			return false
		}
	}
	return len(columns) > 1
}

// anyNamed tells whether some field has a name that is known.
func (m *mapping) anyNamed(columns []*column) bool {
	return slices.ContainsFunc(columns, func(c *column) bool { return m.places[c.key].role != "" })
}

// titleByContent takes, where no field has a name that is known, a column of short texts
// that differ for the title; the one nearest to the front.
func (m *mapping) titleByContent(columns []*column) {
	body := m.best(columns, roleBody)
	for _, c := range columns {
		if c == body || m.places[c.key].role != "" || c.dates+c.urls+c.numbers > c.filled/2 {
			continue
		}
		mean := c.mean(c.letters)
		if mean >= 8 && mean <= maxTitle && 10*len(c.distinct) >= 9*c.filled && (body == nil || 2*mean < body.mean(body.letters)) {
			m.places[c.key] = place{roleTitle, -1}
			m.doc.note(0, fmt.Sprintf("title taken from %q, which has short texts that differ (--map title=COLUMN takes another)", c.key))
			break
		}
	}
	m.datesByContent(columns)
}

// datesByContent takes a column of nothing but dates for the date, and one of
// addresses for the address.
func (m *mapping) datesByContent(columns []*column) {
	for _, c := range columns {
		if m.places[c.key].role != "" || c.filled == 0 {
			continue
		}
		switch {
		case c.urls == c.filled && !m.hasRole(roleURL):
			m.places[c.key] = place{roleURL, -1}
		case c.dates == c.filled && c.numbers == 0 && !m.hasRole(rolePublished):
			m.places[c.key] = place{rolePublished, -1}
		}
	}
}

func (m *mapping) hasRole(r role) bool {
	for _, p := range m.places {
		if p.role == r {
			return true
		}
	}
	return false
}
