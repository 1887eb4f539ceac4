package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// dates holds the publication dates of a segment: by document, and in order
// of time.
type dates struct {
	seconds []int64 // by document; noDate where unknown
	order   []uint32
}

// noDate stands for an unknown date; it is before every other.
const noDate = -1 << 63

// loadDates reads the dates of the segment on first use.
func (s *segment) loadDates(ctx context.Context) (*dates, error) {
	s.side.mu.Lock()
	defer s.side.mu.Unlock()
	if s.side.dates != nil {
		return s.side.dates, nil
	}
	d := &dates{seconds: make([]int64, s.docs)}
	for i := range d.seconds {
		d.seconds[i] = noDate
	}
	err := s.eachTerm(ctx, fieldPublished, func(term string, docs []uint32) error {
		sec, ok := decodeTime(term)
		if !ok {
			return fmt.Errorf("%w: date %q", ErrCorrupt, term)
		}
		for _, n := range docs {
			d.seconds[n] = sec
			d.order = append(d.order, n) // terms come in order of time
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.side.dates = d
	return d, nil
}

// between returns the documents with from <= date < to.
func (d *dates) between(from, to int64) *roaring.Bitmap {
	at := func(sec int64) int {
		i, _ := slices.BinarySearchFunc(d.order, sec, func(n uint32, sec int64) int { return cmp.Compare(d.seconds[n], sec) })
		return i
	}
	out := roaring.New()
	if lo, hi := at(from), at(to); lo < hi {
		out.AddMany(d.order[lo:hi])
	}
	return out
}

// ordinals numbers the values of a keyword field of a segment and tells those
// of each document.
type ordinals struct {
	values []string
	first  []uint32 // of each document: where its numbers begin in numbers; one more entry at the end
	number []uint32
}

// loadOrdinals reads the values of a field on first use.
func (s *segment) loadOrdinals(ctx context.Context, field string) (*ordinals, error) {
	s.side.mu.Lock()
	defer s.side.mu.Unlock()
	if o := s.side.words[field]; o != nil {
		return o, nil
	}
	o := &ordinals{first: make([]uint32, s.docs+1)}
	type pair struct{ doc, value uint32 }
	var pairs []pair // in the order of values
	err := s.eachTerm(ctx, field, func(term string, docs []uint32) error {
		for _, n := range docs {
			pairs = append(pairs, pair{n, uint32(len(o.values))})
		}
		o.values = append(o.values, term)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		o.first[p.doc+1]++
	}
	for i := range s.docs {
		o.first[i+1] += o.first[i]
	}
	o.number = make([]uint32, len(pairs))
	next := slices.Clone(o.first)
	for _, p := range pairs {
		o.number[next[p.doc]] = p.value
		next[p.doc]++
	}
	if s.side.words == nil {
		s.side.words = map[string]*ordinals{}
	}
	s.side.words[field] = o
	return o, nil
}

// loadFolded reads the values of a field by what alike spellings of them share,
// on first use: analyzing 90,000 tags takes a third of a second.
func (s *segment) loadFolded(ctx context.Context, field string, fold func(string) string) (map[string][]string, error) {
	o, err := s.loadOrdinals(ctx, field)
	if err != nil {
		return nil, err
	}
	s.side.mu.Lock()
	defer s.side.mu.Unlock()
	if folded := s.side.folded[field]; folded != nil {
		return folded, nil
	}
	folded := make(map[string][]string, len(o.values))
	for i, value := range o.values {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		key := fold(value)
		folded[key] = append(folded[key], value)
	}
	if s.side.folded == nil {
		s.side.folded = map[string]map[string][]string{}
	}
	s.side.folded[field] = folded
	return folded, nil
}

// eachTerm visits all terms of a field with their documents.
func (s *segment) eachTerm(ctx context.Context, field string, visit func(term string, docs []uint32) error) error {
	var p rank.Postings
	n := 0
	return s.eachKey(keyRange{field: field}, func(key []byte, l *posting.List) error {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p.Reset()
		if err := read(l, &p); err != nil {
			return err
		}
		return visit(string(key), p.Docs)
	})
}
