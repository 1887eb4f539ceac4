package corpus

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// record is what a table has a row of, and JSON an object: fields without a
// meaning yet.
type record struct {
	fields []field
	outer  []field // of the objects around it, which fill in what it lacks
	key    string  // under which it lies in an object of records
	number int     // in the file, from 1; 0 where the file is one record
	line   int
}

// maxExtra is how many bytes a field may have that is kept though no one
// knows what it means.
const maxExtra = 2 << 10

// mapping knows what the fields of the records of one file mean. It is chosen
// once, on a sample, so that all records are read alike.
type mapping struct {
	doc    *document
	places map[string]place  // by key
	own    map[string]string // declared fields, by key
	unread map[string]*unread
}

// place is the meaning of a key, and whether it comes before others of the
// same meaning: the least is taken of those that are not empty.
type place struct {
	role  role // "" for none
	order int
}

// unread adds up what was not read of one field.
type unread struct {
	letters, records int
	dropped          bool
}

// choice is a field taken for a role.
type choice struct {
	order int
	field *field
}

// draft makes a draft of a record.
func (m *mapping) draft(rec *record) (draft, error) {
	chosen := map[role]choice{}
	dates := []choice{}
	consider := func(f *field, later int) {
		p := m.place(f.key)
		if p.role == "" || p.role == roleOwn || !fits(p.role, f.value) {
			return
		}
		c := choice{p.order + later, f}
		if p.role == rolePublished {
			dates = append(dates, c)
		}
		if best, ok := chosen[p.role]; !ok || c.order < best.order {
			chosen[p.role] = c
		}
	}
	for i := range rec.fields {
		consider(&rec.fields[i], 0)
	}
	for i := range rec.outer {
		if !isProse(m.place(rec.outer[i].key).role) {
			consider(&rec.outer[i], outerOrder)
		}
	}
	d := draft{record: rec.number, line: rec.line}
	m.fill(&d, chosen)
	slices.SortStableFunc(dates, func(a, b choice) int { return a.order - b.order })
	for _, c := range dates {
		d.published = append(d.published, written{text: c.field.one()})
	}
	if d.id == "" {
		d.id = rec.key
	}
	d.extra = m.extra(rec, chosen)
	if d.title == "" && d.body == "" {
		return d, m.noText(rec)
	}
	return d, nil
}

// outerOrder puts the fields of outer objects behind those of the record.
const outerOrder = 10_000

// isProse tells the roles that a record must have itself.
func isProse(r role) bool { return r == roleTitle || r == roleBody }

// fits tells whether a value can be what its name says: a number is no author,
// but the number of one.
func fits(r role, v value) bool {
	if v.empty() {
		return false
	}
	switch r {
	case roleBody:
		return v.kind() == '"' || v.kind() == '[' || v.kind() == '{'
	case roleAuthor, roleSource, roleSection, roleTags:
		return slices.ContainsFunc(v.all(), func(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) })
	case roleTitle:
		return len(v.all()) > 0
	}
	return v.one() != ""
}

// fill puts the chosen fields into a draft.
func (m *mapping) fill(d *draft, chosen map[role]choice) {
	one := func(r role) string {
		if c, ok := chosen[r]; ok {
			m.doc.took(r, c.field.key)
			return c.field.one()
		}
		return ""
	}
	all := func(r role) []string {
		if c, ok := chosen[r]; ok {
			m.doc.took(r, c.field.key)
			return c.field.all()
		}
		return nil
	}
	d.id, d.url = one(roleID), one(roleURL)
	d.title = strings.Join(all(roleTitle), " ")
	d.author = strings.Join(all(roleAuthor), ", ")
	d.source = strings.Join(all(roleSource), ", ")
	d.section = strings.Join(all(roleSection), ", ")
	for _, tag := range all(roleTags) {
		d.tags = append(d.tags, splitTags(tag)...)
	}
	if c, ok := chosen[roleBody]; ok {
		m.doc.took(roleBody, c.field.key)
		d.body = c.field.prose()
	}
	if c, ok := chosen[rolePublished]; ok {
		m.doc.took(rolePublished, c.field.key)
	}
}

// splitTags parts keywords that stand in one text.
func splitTags(s string) (tags []string) {
	for tag := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",،;؛|\n", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

// extra keeps the fields that became nothing else. What `fihris get --json`
// wrote under "extra" becomes what it was.
func (m *mapping) extra(rec *record, chosen map[role]choice) map[string]any {
	extra := map[string]any{}
	for i := range rec.fields {
		f := &rec.fields[i]
		p := m.place(f.key)
		if name := m.own[f.key]; name != "" && p.role == roleOwn {
			if !f.empty() {
				extra[name] = f.any()
				m.doc.took(role(name), f.key)
			}
			continue
		}
		if c, ok := chosen[p.role]; ok && c.field == f || f.empty() || isIndexColumn(f.key) {
			continue
		}
		if f.key == "extra" && f.kind() == '{' {
			for _, inner := range f.members() {
				extra[inner.key] = inner.any()
			}
			continue
		}
		if m.keep(f) {
			extra[f.key] = f.any()
		}
	}
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// isIndexColumn tells the row numbers that pandas writes in front.
func isIndexColumn(key string) bool {
	return key == "" || strings.HasPrefix(key, "Unnamed: ") || key == "__index_level_0__"
}

// textLetters is from how many Arabic letters on a field is text that someone
// wrote, and no value.
const textLetters = 200

// keep says whether an unread field is short enough to be kept, and remembers
// it if it holds text.
func (m *mapping) keep(f *field) bool {
	size := f.bytes()
	if size <= textLetters {
		return true
	}
	_, arabic := letters(f.prose())
	if arabic >= textLetters || size > maxExtra {
		u := m.unread[f.key]
		if u == nil && len(m.unread) < maxNotes {
			u = &unread{}
			m.unread[f.key] = u
		}
		if u != nil {
			u.letters += arabic
			u.records++
			u.dropped = u.dropped || size > maxExtra
		}
	}
	return size <= maxExtra
}

// noteUnread says at the end of a file which fields hold text or were too long
// to be kept.
func (m *mapping) noteUnread(records int) {
	for key, u := range m.unread {
		kept := "is kept, but not searched"
		if u.dropped {
			kept = fmt.Sprintf("is left out where it is longer than %d KB", maxExtra>>10)
		}
		switch {
		case u.letters >= textLetters*records/2 && u.letters > 0:
			m.doc.note(0, fmt.Sprintf("field %q %s: %d Arabic letters of text in %d records (--map body=%s reads it)", key, kept, u.letters, u.records, key))
		case u.dropped:
			m.doc.note(0, fmt.Sprintf("field %q %s", key, kept))
		}
	}
}

// noText refuses a record that has nothing to search, and says what it has.
func (m *mapping) noText(rec *record) error {
	var keys []string
	for _, f := range rec.fields {
		if !f.empty() && len(keys) < 8 {
			keys = append(keys, fmt.Sprintf("%.40s", f.key))
		}
	}
	f := errNoText
	if len(keys) > 0 {
		f.detail = "its keys: " + strings.Join(keys, ", ")
		f.next = "if one of them holds the text, say so: --map body=KEY"
	}
	return f
}
