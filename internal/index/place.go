package index

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
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

// placeReader reads where words stand in a few documents. The lists of a root and of its stems say how often
// each holds any of their words: so of the stems that are asked for first, and then of the most frequent, the lists of
// their words, the most frequent first, are read until all places are known. Of a hundred words of a root that is a handful.
type placeReader struct {
	places     posting.Places
	finder     scratch
	lists      []posting.List
	stems      []stemLists
	order      []uint64 // of stems or lists: the longest first
	root, stem unknown  // of the root and the stem at hand
	lead       []uint32 // of each title, where one place in the lead tells all; nil where it does not
}

// stemLists are the list of a stem, and those of its words.
type stemLists struct {
	all      posting.List
	from, to int // in lists
}

// unknown are the places that are not known yet.
type unknown struct {
	left []uint32 // by document
	open []int    // documents that have such
}

var placeReaders = sync.Pool{New: func() any { return &placeReader{} }}

// placesOf reads where a word stands in some documents, ascending. With the lengths of their titles
// it reads no more of a document once the word stands in its lead as itself: where it is the only word,
// no other place counts for more.
func (r *placeReader) placesOf(ctx context.Context, s *segment, w *bareWord, at, lead []uint32) ([][]place, error) {
	r.lead = lead
	defer r.places.Release()
	defer r.finder.keys.In(nil)
	out := make([][]place, len(at))
	for _, root := range w.roots {
		if err := r.read(ctx, s, analysis.Root, root, w.stems, at, out); err != nil {
			return nil, err
		}
	}
	for _, stem := range w.stems {
		if slices.ContainsFunc(w.roots, func(root string) bool { return strings.HasPrefix(stem, root) }) {
			continue
		}
		if err := r.read(ctx, s, analysis.Stem, stem, w.stems, at, out); err != nil {
			return nil, err
		}
	}
	for i, x := range out {
		slices.SortFunc(x, func(a, b place) int {
			if a.at == b.at && a.byRoot != b.byRoot { // a place may have several words
				if b.byRoot {
					return -1
				}
				return 1
			}
			return cmp.Compare(a.at, b.at)
		})
		out[i] = x[:min(len(x), mostPlaces)]
	}
	return out, nil
}

// read adds the places of the keys that begin with a root, or a stem.
func (r *placeReader) read(ctx context.Context, s *segment, level analysis.Level, start string, stems []string, at []uint32, out [][]place) error {
	all, err := s.find(&r.finder, textLevels[level], start)
	if err != nil || len(all) == 0 {
		return err
	}
	r.root.open = r.root.open[:0]
	for i := range at {
		if !slices.ContainsFunc(out[i], func(x place) bool { return r.leads(i, x) }) {
			r.root.open = append(r.root.open, i)
		}
	}
	if err := r.count(&all[0].list, at, r.root.open, &r.root); err != nil {
		return err
	}
	r.makeRoom(out)
	if level == analysis.Stem {
		return r.walk(ctx, s, start, false, nil, at, out)
	}
	for i, stem := range stems { // most articles hold no other word of the root
		if strings.HasPrefix(stem, start) && !slices.Contains(stems[:i], stem) {
			if err := r.walk(ctx, s, stem, false, nil, at, out); err != nil {
				return err
			}
		}
	}
	return r.walk(ctx, s, start, true, stems, at, out)
}

// walk adds the places of the keys that begin so: of words that
// are met by themselves, or by their root, of which the keys of some stems are left out.
func (r *placeReader) walk(ctx context.Context, s *segment, start string, byRoot bool, without []string, at []uint32, out [][]place) error {
	if len(r.root.open) == 0 {
		return nil
	}
	defer func() { clear(r.lists); clear(r.stems) }() // they point into the segment
	if err := r.list(s, start, without); err != nil {
		return err
	}
	r.order = r.order[:0]
	for i := range r.stems {
		r.order = append(r.order, longestFirst(&r.stems[i].all, i))
	}
	slices.Sort(r.order)
	stems := len(r.order)
	for k := 0; k < stems && len(r.root.open) > 0; k++ {
		of := &r.stems[uint32(r.order[k])]
		if err := r.count(&of.all, at, r.root.open, &r.stem); err != nil {
			return err
		}
		for _, i := range r.stem.open {
			r.root.left[i] -= min(r.root.left[i], r.stem.left[i])
		}
		r.root.close()
		r.order = r.order[:stems]
		for i := of.from; i < of.to; i++ {
			r.order = append(r.order, longestFirst(&r.lists[i], i))
		}
		slices.Sort(r.order[stems:])
		for _, o := range r.order[stems:] {
			if len(r.stem.open) == 0 {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := r.take(&r.lists[uint32(o)], byRoot, at, out); err != nil {
				return damage(err)
			}
		}
	}
	return nil
}

// longestFirst orders a list before those of fewer documents; its lower half is a number.
func longestFirst(l *posting.List, number int) uint64 {
	return uint64(math.MaxUint32-uint32(l.Count))<<32 | uint64(number)
}

// list lists the stems of the keys that begin so, but for some, with the lists of their words.
func (r *placeReader) list(s *segment, start string, without []string) error {
	r.lists, r.stems = r.lists[:0], r.stems[:0]
	keys := &r.finder.keys
	keys.Restart(s.seg.Field(fieldText), start)
	left := false // out, with the stem at hand
	for keys.Next() && bytes.HasPrefix(keys.Term(), []byte(start)) {
		if all, begins := keys.Stem(); begins {
			left = slices.ContainsFunc(without, func(stem string) bool { return bytes.HasPrefix(keys.Term(), []byte(stem)) })
			if !left {
				r.stems = append(r.stems, stemLists{all, len(r.lists), len(r.lists)})
			}
		} else if len(r.stems) == 0 && !left {
			return fmt.Errorf("%w: %q is of no stem", ErrCorrupt, keys.Term())
		}
		if !left {
			r.lists = append(r.lists, *keys.List())
			r.stems[len(r.stems)-1].to++
		}
	}
	return damage(keys.Err())
}

// count notes how often some of the documents hold any word of a list of several.
func (r *placeReader) count(all *posting.List, at []uint32, among []int, of *unknown) error {
	if err := r.places.Reset(all); err != nil {
		return damage(err)
	}
	of.left = append(of.left[:0], make([]uint32, len(at))...)
	for _, i := range among {
		ok, err := r.places.Holds(at[i])
		if err == nil && ok {
			of.left[i], err = r.places.Freq()
		}
		if err != nil {
			return damage(err)
		}
	}
	of.open = append(of.open[:0], among...)
	of.close()
	return nil
}

// close leaves the documents open that have places left.
func (u *unknown) close() {
	u.open = slices.DeleteFunc(u.open, func(i int) bool { return u.left[i] == 0 })
}

// makeRoom gives the places of all open documents room in one piece.
func (r *placeReader) makeRoom(out [][]place) {
	n := 0
	for _, i := range r.root.open {
		n += min(int(r.root.left[i]), mostPlaces)
	}
	room := make([]place, n)
	for _, i := range r.root.open {
		if n := min(int(r.root.left[i]), mostPlaces); out[i] == nil {
			out[i], room = room[:0:n], room[n:]
		}
	}
}

// take adds the places that the list of a word of the stem at hand has.
func (r *placeReader) take(l *posting.List, byRoot bool, at []uint32, out [][]place) error {
	if err := r.places.Reset(l); err != nil {
		return err
	}
	for _, i := range r.stem.open {
		ok, err := r.places.Holds(at[i])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		positions, err := r.places.Positions()
		if err != nil {
			return err
		}
		for _, x := range positions[:min(len(positions), mostPlaces)] {
			out[i] = append(out[i], place{x, byRoot})
		}
		r.stem.left[i] -= min(r.stem.left[i], uint32(len(positions)))
		if len(positions) > 0 && r.leads(i, place{positions[0], byRoot}) {
			r.stem.left[i], r.root.left[i] = 0, 0
		}
	}
	r.stem.close()
	r.root.close()
	return nil
}

// leads says whether a place in a document tells all that is asked.
func (r *placeReader) leads(doc int, x place) bool {
	return r.lead != nil && !x.byRoot && inOneText(x.at, r.lead[doc]) <= leadSpan
}

// inOneText counts the words of the body on from those of the title.
func inOneText(at, titled uint32) uint32 {
	if at >= bodyPosition {
		at += titled + 1 - bodyPosition
	}
	return at
}
