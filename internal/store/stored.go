package store

import (
	"bytes"
	"container/heap"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Stored is a document as it lies in an archive.
type Stored struct {
	ID    string
	Data  []byte // nil with Err
	Name  string // of the segment, for messages
	Sound bool   // the checksum of the segment agrees, and with it the ID
	Twice bool   // there was another of this ID, which was left; only of an archive that is not Whole
	Err   error
}

// Documents yields the documents in the order of their IDs. Those that cannot be
// read come with an error, which is that of ctx where that is done. Whoever calls has had faults
// made panics (see Faults).
func (a *Archive) Documents(ctx context.Context) iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		var q heads
		for _, p := range a.parts {
			if h := p.head(); h.next() {
				q = append(q, h)
			}
		}
		heap.Init(&q)
		for len(q) > 0 {
			h := q[0]
			s := Stored{ID: string(h.id), Name: h.of.name, Sound: h.of.sound}
			s.Data, s.Err = h.read(ctx)
			q.advance()
			// Of one ID there are several only where deletions are not known.
			for !a.Whole && len(q) > 0 && s.ID != "" && string(q[0].id) == s.ID {
				if data, err := q[0].read(ctx); s.Err != nil || err == nil && !bytes.Equal(data, s.Data) {
					s.Twice = true
					if s.Err != nil && err == nil {
						s.Data, s.Err, s.Name, s.Sound = data, nil, q[0].of.name, q[0].of.sound
					}
				}
				q.advance()
			}
			if !yield(s) {
				return
			}
		}
	}
}

// head is a place in the documents of a segment, in the order of their IDs.
type head struct {
	of    *archived
	order []uint32 // that are left
	id    []byte
}

// head returns the place before the first live document. The order that the
// segment says is not believed, which costs nothing where it is right.
func (a *archived) head() (h *head) {
	order := make([]uint32, 0, a.Docs())
	seen := roaring.New()
	for place := range a.Docs() {
		if d := a.InOrder(place); uint64(d) < uint64(a.Docs()) {
			seen.Add(d)
			order = append(order, d)
		}
	}
	if seen.GetCardinality() != uint64(a.Docs()) {
		order = order[:0]
		for d := range a.Docs() {
			order = append(order, uint32(d))
		}
	}
	if a.deleted != nil {
		order = slices.DeleteFunc(order, a.deleted.Contains)
	}
	defer func() { _ = recover() }() // a place that cannot be read: then they come in another order
	byID := func(x, y uint32) int { return bytes.Compare(a.ID(x), a.ID(y)) }
	if !slices.IsSortedFunc(order, byID) {
		slices.SortStableFunc(order, byID)
	}
	return &head{of: a, order: order}
}

// next goes to the next document.
func (h *head) next() bool {
	if len(h.order) == 0 {
		return false
	}
	h.id = nil
	defer func() { _ = recover() }() // a place that cannot be read: reading the document says so
	h.id = h.of.ID(h.order[0])
	return true
}

// read returns the stored form of the document at hand.
func (h *head) read(ctx context.Context) (data []byte, err error) {
	defer func() { // a place that cannot be read any more
		if r := recover(); r != nil {
			data, err = nil, Panicked(r)
		}
	}()
	if len(h.id) == 0 {
		return nil, fmt.Errorf("document %d of %s has no ID", h.order[0], h.of.name)
	}
	return h.of.Stored(ctx, h.order[0])
}

// heads is a heap: the least ID first, and of one ID the newest segment.
type heads []*head

func (q heads) Len() int      { return len(q) }
func (q heads) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *heads) Push(x any)   { *q = append(*q, x.(*head)) }
func (q *heads) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
func (q heads) Less(i, j int) bool {
	if c := bytes.Compare(q[i].id, q[j].id); c != 0 {
		return c < 0
	}
	return q[i].of.number > q[j].of.number
}

// advance goes on behind the least.
func (q *heads) advance() {
	h := (*q)[0]
	h.order = h.order[1:]
	if h.next() {
		heap.Fix(q, 0)
	} else {
		heap.Pop(q)
	}
}
