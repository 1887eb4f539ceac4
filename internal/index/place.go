package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// place is where a word of the query stands in an article, and how: as itself,
// or by its root only.
type place struct {
	at     uint32
	byRoot bool
}

// placeReader reads where words stand in a few documents: in the list of their root, which says
// it of all of its words, and of which stem each is.
type placeReader struct {
	places posting.Places
	finder scratch
	found  []place
	parts  []placesOfOne
	itself []bool // by the stems of the root at hand: whether a word of it is met as itself
}

// placesOfOne are those of found that one document has by one root.
type placesOfOne struct{ doc, from, to int }

var placeReaders = sync.Pool{New: func() any { return &placeReader{} }}

// placesOf reads where a word stands in some documents, ascending. Where it is the only word of the query, those
// up to the first as itself are enough: no other place counts for more.
func (r *placeReader) placesOf(ctx context.Context, s *segment, w *bareWord, at []uint32, only bool) ([][]place, error) {
	defer r.places.Release()
	defer r.finder.keys.In(nil)
	r.found, r.parts = r.found[:0], r.parts[:0]
	for _, root := range w.roots {
		if err := r.read(ctx, s, root, w.stems, true, at, only); err != nil {
			return nil, err
		}
	}
	for i, stem := range w.stems {
		root := rootStart(stem)
		ofRoot := func(stem string) bool { return strings.HasPrefix(stem, root) }
		if slices.Contains(w.roots, root) || slices.ContainsFunc(w.stems[:i], ofRoot) {
			continue
		}
		if err := r.read(ctx, s, root, w.stems, false, at, only); err != nil {
			return nil, err
		}
	}
	return r.byDocument(len(at)), nil
}

// read adds the places of the words of a root: those of some stems as themselves, and the others
// if they count by the root.
func (r *placeReader) read(ctx context.Context, s *segment, root string, stems []string, others bool, at []uint32, only bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	all, err := s.find(&r.finder, textLevels[analysis.Root], root)
	if err != nil || len(all) == 0 {
		return err
	}
	if err := r.places.Reset(&all[0].list); err != nil {
		return damage(err)
	}
	if err := r.setItself(s, root, stems, all[0].list.Number); err != nil {
		return err
	}
	for i, d := range at {
		from := len(r.found)
		if err := r.add(d, others, only); err != nil {
			return damage(err)
		}
		if to := len(r.found); to > from {
			r.parts = append(r.parts, placesOfOne{i, from, to})
		}
	}
	return nil
}

// setItself notes which stems of a root, whose first term has a number, are among some.
func (r *placeReader) setItself(s *segment, root string, stems []string, first uint32) error {
	held, err := r.places.Stems()
	if err != nil {
		return damage(err)
	}
	r.itself = append(r.itself[:0], make([]bool, len(held))...)
	for _, stem := range stems {
		if !strings.HasPrefix(stem, root) {
			continue
		}
		lists, err := s.find(&r.finder, textLevels[analysis.Stem], stem)
		if err != nil {
			return err
		}
		for i := range lists {
			if k := slices.Index(held, lists[i].list.Number-first); k >= 0 {
				r.itself[k] = true
			}
		}
	}
	return nil
}

// add adds the places in a document.
func (r *placeReader) add(doc uint32, others, only bool) error {
	held, err := r.places.Holds(doc)
	if err != nil || !held {
		return err
	}
	if err := r.places.Stand(); err != nil {
		return err
	}
	for from := len(r.found); len(r.found)-from < mostPlaces; {
		x, ok, err := r.places.Standing()
		if err != nil || !ok {
			return err
		}
		itself := r.itself[x.Stem]
		if !itself && !others {
			continue
		}
		r.found = append(r.found, place{x.Position, !itself})
		if itself && only {
			break
		}
	}
	return nil
}

// byDocument parts what was found by documents, of which there are so many.
func (r *placeReader) byDocument(docs int) [][]place {
	out := make([][]place, docs)
	all := slices.Clone(r.found)
	for _, x := range r.parts {
		if of := all[x.from:x.to:x.to]; out[x.doc] == nil {
			out[x.doc] = of
		} else {
			out[x.doc] = append(out[x.doc], of...)
		}
	}
	for i, x := range out {
		if !slices.IsSortedFunc(x, place.compare) { // words of several roots, or several words at one place
			slices.SortFunc(x, place.compare)
		}
		out[i] = x[:min(len(x), mostPlaces)]
	}
	return out
}

// compare orders places, as itself before by root.
func (x place) compare(o place) int {
	if x.at == o.at && x.byRoot != o.byRoot {
		if o.byRoot {
			return -1
		}
		return 1
	}
	return cmp.Compare(x.at, o.at)
}

// inOneText counts the words of the body on from those of the title.
func inOneText(at, titled uint32) uint32 {
	if at >= bodyPosition {
		at += titled + 1 - bodyPosition
	}
	return at
}
