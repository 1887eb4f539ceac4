package index

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// sequences are the words of documents in their order, by number, made of positions: as many
// documents at a time as there is room for. Texts are not read.
type sequences struct {
	v     *view
	level analysis.Level
	set   docset.Set
	room  int // words at a time
	work  *work

	numbers map[string]uint32
	words   []string // by number
	at      sequencePlace
	spans   [][]span // by segment and document, of those at hand
	docs    []span   // the same, one behind the other
	run     []uint32 // the words at hand, a number and flags each

	postings rank.Postings
	among    []uint32
	name     posting.Places
}

// What a word of a sequence is besides its number. 0 is no word, but a position that a longer one takes.
const (
	wordBegins = 1 << 31 // a sentence or a text
	wordStops  = 1 << 30 // a stop word
	wordNumber = wordStops - 1
)

// sequencePlace is where the documents that come next begin.
type sequencePlace struct {
	segment int
	doc     uint32
}

// span is where the words of a document lie: those of the title, then those of the body.
type span struct {
	doc        uint64
	from       int
	title, all int
}

func newSequences(v *view, set docset.Set, level analysis.Level, room int, w *work) *sequences {
	s := &sequences{v: v, level: level, set: set, room: room, work: w, numbers: map[string]uint32{}, words: []string{""}}
	for _, g := range v.segs {
		s.spans = append(s.spans, make([]span, g.docs))
	}
	return s
}

// rewind begins again with the first documents; where there is room for all of them, what was read is kept.
func (s *sequences) rewind() { s.at = sequencePlace{} }

// next reads the next documents; false if there are none.
func (s *sequences) next(ctx context.Context) (bool, error) {
	if s.at.segment == len(s.v.segs) {
		return false, nil
	}
	if s.at == (sequencePlace{}) && len(s.docs) > 0 && s.whole() {
		s.at.segment = len(s.v.segs)
		return true, nil
	}
	s.forget()
	size, err := s.place(ctx)
	if err != nil || len(s.docs) == 0 {
		return false, err
	}
	s.run = slices.Grow(s.run[:0], size)[:size]
	clear(s.run)
	if err := s.sentences(); err != nil {
		return false, err
	}
	return true, s.fill(ctx)
}

// whole says whether all documents are at hand.
func (s *sequences) whole() bool { return uint64(len(s.docs)) == s.texts() }

// texts counts the documents of the set that have words.
func (s *sequences) texts() (n uint64) {
	for i, g := range s.v.segs {
		lengths := g.seg.Column(lengthText, nil)
		docset.Each(s.set[i], func(doc uint32) {
			if lengths[doc] > 0 {
				n++
			}
		})
	}
	return n
}

func (s *sequences) forget() {
	for _, d := range s.docs {
		g, n := s.v.rank.Locate(d.doc)
		s.spans[g][n] = span{}
	}
	s.docs = s.docs[:0]
}

// eachSentence visits the documents of a segment from one on, with where their sentences begin; the
// last place of a title, and of a body, is where it ends.
func (s *sequences) eachSentence(segment int, from uint32, visit func(doc uint32, at []uint32)) error {
	l, ok, err := s.v.segs[segment].seg.Field(fieldShape).Get(shapeSentence)
	if err != nil || !ok {
		return damage(err)
	}
	s.postings.Reset()
	if err := read(&l, &s.postings); err != nil {
		return err
	}
	s.among = s.among[:0]
	docset.Each(s.set[segment], func(doc uint32) {
		if doc >= from {
			s.among = append(s.among, doc)
		}
	})
	return damage(l.Positions(s.postings.Docs, s.postings.Freqs, s.among, func(i int, at []uint32) { visit(s.among[i], at) }))
}

// place finds how many documents there is room for, and where their words will lie.
func (s *sequences) place(ctx context.Context) (size int, err error) {
	for ; s.at.segment < len(s.v.segs); s.at = (sequencePlace{s.at.segment + 1, 0}) {
		full := false
		err := s.eachSentence(s.at.segment, s.at.doc, func(doc uint32, at []uint32) {
			if full {
				return
			}
			title, body := 0, 0
			if n, _ := slices.BinarySearch(at, bodyPosition); n > 0 {
				title = int(at[n-1]) - 1
			}
			if last := at[len(at)-1]; last >= bodyPosition {
				body = int(last) - bodyPosition
			}
			if full = size > 0 && size+title+body > s.room; full {
				s.at.doc = doc
				return
			}
			d := span{s.v.base[s.at.segment] + uint64(doc), size, title, title + body}
			s.docs = append(s.docs, d)
			s.spans[s.at.segment][doc] = d
			size += d.all
		})
		if err != nil || full {
			return size, err
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
	return size, nil
}

// place is where a position of a document lies; -1 for what is left out, the words behind the
// positions that a title has.
func (d *span) place(position uint32) int {
	i := int(position) - 1
	if position >= bodyPosition {
		i = d.title + int(position) - bodyPosition
	} else if i >= d.title {
		return -1
	}
	if i >= d.all {
		return -1
	}
	return d.from + i
}

// sentences marks where sentences begin.
func (s *sequences) sentences() error {
	for i := range s.v.segs {
		err := s.eachSentence(i, 0, func(doc uint32, at []uint32) {
			d := &s.spans[i][doc]
			if d.all == 0 {
				return
			}
			s.run[d.from] = wordBegins
			if d.title < d.all {
				s.run[d.from+d.title] = wordBegins
			}
			for _, p := range at {
				if k := d.place(p); k >= 0 {
					s.run[k] = wordBegins
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fill goes through the dictionary and puts the number of each word where the word stands.
func (s *sequences) fill(ctx context.Context) error {
	names := make([]*posting.Cursor, len(s.v.segs)) // of several words, which are in the dictionary too
	ended := make([]bool, len(names))
	for i, g := range s.v.segs {
		names[i] = g.seg.Field(fieldShape).From(shapeName)
		ended[i] = !names[i].Next()
	}
	var damaged error
	var name []byte
	d := s.v.dictionary(s.level, true)
	err := d.walk(ctx, func(segment int, key []byte, l *posting.List) error {
		spans := s.spans[segment]
		s.postings.Reset()
		if err := read(l, &s.postings); err != nil {
			return err
		}
		s.among = s.among[:0]
		for _, doc := range s.postings.Docs {
			if spans[doc].all > 0 {
				s.among = append(s.among, doc)
			}
		}
		if len(s.among) == 0 {
			return nil
		}
		number, err := s.number(d, key)
		if err != nil {
			return err
		}
		name = append(append(name[:0], shapeName...), key...)
		for !ended[segment] && bytes.Compare(names[segment].Term(), name) < 0 {
			ended[segment] = !names[segment].Next()
		}
		isName := !ended[segment] && bytes.Equal(names[segment].Term(), name)
		if isName {
			if err := s.name.Reset(names[segment].List()); err != nil {
				return damage(err)
			}
		}
		err = l.Positions(s.postings.Docs, s.postings.Freqs, s.among, func(i int, positions []uint32) {
			d := &spans[s.among[i]]
			var not []uint32
			if isName {
				at, err := placesIn(&s.name, s.among[i])
				if err != nil {
					damaged = err
				}
				not = at
			}
			for _, p := range positions {
				if len(not) > 0 && slices.Contains(not, p) {
					continue
				}
				if k := d.place(p); k >= 0 {
					s.run[k] = s.run[k]&wordBegins | number
				}
			}
		})
		return cmp.Or(damage(err), damaged)
	}, func([]byte) error { return nil })
	for _, c := range names {
		err = cmp.Or(err, damage(c.Err()))
	}
	return err
}

// number is the number of the word that a key belongs to, with its flags.
func (s *sequences) number(d *dictionary, key []byte) (uint32, error) {
	w := d.word(string(key)).Word
	n, ok := s.numbers[w]
	if !ok {
		n = uint32(len(s.words))
		if n > wordNumber {
			return 0, ErrTooMuch
		}
		const size = 64 // about
		if err := s.work.take(size + len(w)); err != nil {
			return 0, err
		}
		w = strings.Clone(w)
		s.numbers[w] = n
		s.words = append(s.words, w)
	}
	if key[0] == stopPrefix[0] {
		n |= wordStops
	}
	return n, nil
}
