package index

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"strings"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/rank"
)

// Order says which hits come first: one of those below, or a field by its name, the
// least value first; with a hyphen before it, the greatest. Hits without a value come last, those that are
// equal by ID.
type Order string

// The orders of every index.
const (
	ByScore Order = ""
	Newest  Order = "newest"
	Oldest  Order = "oldest"
)

// sorting is an order by the values of a field.
type sorting struct {
	field      *field
	descending bool
}

// The orders by the date of publication.
var (
	published = field{name: "published", stored: fieldPublished, kind: DateField}
	newest    = &sorting{&published, true}
	oldest    = &sorting{&published, false}
)

// sorting reads the order of a request; nil for that of scores.
func (o *own) sorting(order Order) (*sorting, error) {
	switch order {
	case ByScore, "score":
		return nil, nil
	case Newest:
		return newest, nil
	case Oldest:
		return oldest, nil
	}
	name, descending := strings.CutPrefix(string(order), "-")
	f, err := o.find(name, "orders", func(u *Uses) *bool { return &u.Sortable })
	if err != nil {
		return nil, fmt.Errorf("%w, or score, newest or oldest", err)
	}
	return &sorting{f, descending}, nil
}

// standing is where a document stands in an order by a field: by its least value, or
// where the greatest come first by that.
type standing struct {
	none bool // it has no value
	key  int64
	text string
}

// mostText is how much of a keyword counts in an order, in bytes.
const mostText = 128

// compare orders places: those without a value come last, in whichever order.
func (s *sorting) compare(a, b *standing) int {
	if a.none || b.none {
		switch {
		case a.none && b.none:
			return 0
		case a.none:
			return 1
		}
		return -1
	}
	c := cmp.Or(cmp.Compare(a.key, b.key), strings.Compare(a.text, b.text))
	if s.descending {
		return -c
	}
	return c
}

// places reads where the documents of a segment stand.
func (s *sorting) places(ctx context.Context, seg *segment) (func(doc uint32) standing, error) {
	if s.field.kind != KeywordField {
		o, err := seg.loadOrdered(ctx, s.field.stored)
		if err != nil {
			return nil, err
		}
		return func(doc uint32) standing {
			key := o.least[doc]
			if s.descending {
				key = o.greatest(doc)
			}
			return standing{none: key == noDate, key: key}
		}, nil
	}
	o, err := seg.loadOrdinals(ctx, s.field.stored)
	if err != nil {
		return nil, err
	}
	return func(doc uint32) standing {
		numbers := o.number[o.first[doc]:o.first[doc+1]] // in the order of values
		if len(numbers) == 0 {
			return standing{none: true}
		}
		text := o.values[numbers[0]]
		if s.descending {
			text = o.values[numbers[len(numbers)-1]]
		}
		return standing{text: text[:min(len(text), mostText)]}
	}, nil
}

// placed is a document with its place.
type placed struct {
	doc uint64
	at  standing
}

// placedHeap keeps the k first documents of an order: its root is the last of them.
type placedHeap struct {
	hits   []placed
	before func(a, b *placed) bool
}

func (h *placedHeap) Len() int           { return len(h.hits) }
func (h *placedHeap) Less(i, j int) bool { return h.before(&h.hits[j], &h.hits[i]) }
func (h *placedHeap) Swap(i, j int)      { h.hits[i], h.hits[j] = h.hits[j], h.hits[i] }
func (h *placedHeap) Push(x any)         { h.hits = append(h.hits, x.(placed)) }
func (h *placedHeap) Pop() any {
	last := h.hits[len(h.hits)-1]
	h.hits = h.hits[:len(h.hits)-1]
	return last
}

// sorted is the first k documents of a set in an order by a field, without scores.
func (p *plan) sorted(by *sorting, in docset.Set, k int, after *cursor) ([]rank.Hit, error) {
	h := &placedHeap{before: func(a, b *placed) bool {
		if c := by.compare(&a.at, &b.at); c != 0 {
			return c < 0
		}
		return p.v.less(a.doc, b.doc)
	}}
	var x placed // one for all documents: each of its own would be garbage
	for i, s := range p.v.segs {
		at, err := by.places(p.ctx, s)
		if err != nil {
			return nil, err
		}
		base := p.v.base[i]
		docset.Each(in[i], func(n uint32) {
			x = placed{base + uint64(n), at(n)}
			if after != nil {
				c := by.compare(&x.at, &after.at)
				if c < 0 || c == 0 && !p.v.isBehind(x.doc, after.id) {
					return
				}
			}
			if len(h.hits) < k {
				heap.Push(h, x)
			} else if h.before(&x, &h.hits[0]) {
				h.hits[0] = x
				heap.Fix(h, 0)
			}
		})
	}
	out := make([]rank.Hit, len(h.hits))
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = rank.Hit{Doc: heap.Pop(h).(placed).doc}
	}
	return out, nil
}
