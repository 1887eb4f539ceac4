package index

import (
	"bytes"
	"context"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// A list of words counts every word of the texts at a level: a lexeme, a family of
// words, or a form. Of forms that several words share each word is one of its own
// (spending, tunnels). Stop words have no lexeme: each form is one. A name of several
// words is a word beside its words.

// listedWord is a word at a level, and its most frequent forms.
type listedWord struct {
	Root, Stem string   // empty for a stop word, the stem also for a root
	Word       string   // at the level asked for
	Forms      []string // its exact forms that were counted, the most frequent first; at most mostForms
}

// mostForms is how many forms of a word are told.
const mostForms = 4

// dictionary goes through the keys of the texts of all segments, in their order.
type dictionary struct {
	level   analysis.Level
	stops   bool // stop words too
	cursors []*posting.Cursor
	alive   []bool
}

func (v *view) dictionary(level analysis.Level, stops bool) *dictionary {
	if level == analysis.NoLevel {
		level = analysis.Stem
	}
	d := &dictionary{level: level, stops: stops}
	start := ""
	if !stops {
		start = stopPrefix + prefixEnd
	}
	for _, s := range v.segs {
		d.cursors = append(d.cursors, s.seg.Field(fieldText).From(start))
		d.alive = append(d.alive, true)
	}
	return d
}

// stopPrefix begins the keys of stop words.
const stopPrefix = keySeparator + keySeparator

// lookEvery is how many documents of lists are read, some milliseconds, until the context is looked at.
const lookEvery = 1 << 18

// walk visits each key, segment by segment, and says when all of a word were visited.
// Key and list are valid during the visit.
func (d *dictionary) walk(ctx context.Context, visit func(segment int, key []byte, l *posting.List) error, end func(key []byte) error) error {
	for i := range d.cursors {
		if err := d.advance(i); err != nil {
			return err
		}
	}
	var word []byte
	left := 0 // documents of lists until the context is looked at: stop words have lists of nearly all
	for {
		if left <= 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			left = lookEvery
		}
		least := -1
		for i, c := range d.cursors {
			if d.alive[i] && (least < 0 || bytes.Compare(c.Term(), d.cursors[least].Term()) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		word = append(word[:0], d.cursors[least].Term()...)
		start, whole := d.start(word)
		for i, c := range d.cursors {
			for d.alive[i] && bytes.HasPrefix(c.Term(), word[:start]) && (!whole || len(c.Term()) == start) {
				l := c.List()
				if left -= 64 + l.Count; left <= 0 {
					if err := ctx.Err(); err != nil {
						return err
					}
					left = lookEvery
				}
				if err := visit(i, c.Term(), l); err != nil {
					return err
				}
				if err := d.advance(i); err != nil {
					return err
				}
			}
		}
		if err := end(word); err != nil {
			return err
		}
	}
}

// advance goes to the next key of a segment.
func (d *dictionary) advance(i int) error {
	d.alive[i] = d.cursors[i].Next()
	return damage(d.cursors[i].Err())
}

// start is how long the beginning of a key is that all keys of its word share; a form
// is a whole key.
func (d *dictionary) start(key []byte) (n int, whole bool) {
	if d.level == analysis.Exact || bytes.HasPrefix(key, []byte(stopPrefix)) {
		return len(key), true
	}
	n = bytes.IndexByte(key, keySeparator[0]) + 1
	if d.level == analysis.Stem {
		n += bytes.IndexByte(key[n:], keySeparator[0]) + 1
	}
	return n, false
}

// word says what word a key belongs to.
func (d *dictionary) word(key string) listedWord {
	root, rest, _ := strings.Cut(key, keySeparator)
	stem, _, _ := strings.Cut(rest, keySeparator)
	if stem == "" {
		stem = root
	}
	w := listedWord{Root: root, Stem: stem, Word: stem}
	switch {
	case d.level == analysis.Exact || root == "":
		w.Word = formOf(key)
	case d.level == analysis.Root:
		w.Word, w.Stem = root, ""
	}
	return w
}
