package index

import (
	"bytes"
	"container/heap"
	"context"
	"iter"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
)

// All yields every document of the index as it is when the sequence is first
// asked, in the order of their IDs, and holds no more than one of them. One that
// cannot be read comes with its ID and an error, and the sequence goes on; it ends
// with an error when ctx is done or the index is closed.
func (ix *Index) All(ctx context.Context) iter.Seq2[Document, error] {
	return ix.stream(ctx, func(v *view) (docset.Set, error) { return v.all(), nil })
}

// Matching yields the documents that a request counts (Results.Total), in the
// order of their IDs, as All does. Of the request it takes the query, the filter and
// Literal.
func (ix *Index) Matching(ctx context.Context, req Request) iter.Seq2[Document, error] {
	return ix.stream(ctx, func(v *view) (docset.Set, error) {
		filter, err := v.filtered(ctx, req.Filter)
		if err != nil {
			return nil, err
		}
		p, err := ix.plan(ctx, v, req.Query, filter, !req.Literal)
		if err != nil {
			return nil, err
		}
		p.by = newest // which needs the set
		return p.totals(Request{Limit: 1}, &Results{})
	})
}

// stream yields the documents of a set.
func (ix *Index) stream(ctx context.Context, choose func(*view) (docset.Set, error)) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		s, err := ix.begin(ctx, choose)
		if err != nil {
			yield(Document{}, err)
			return
		}
		defer s.v.close()
		for {
			// The index is held for one document at a time: what the caller does
			// with it takes as long as he likes.
			d, more, err := s.next(ctx, ix)
			if err != nil && d.ID == "" {
				yield(d, err)
				return
			}
			if !more || !yield(d, err) {
				return
			}
		}
	}
}

// streaming is a set of documents on its way.
type streaming struct {
	v     *view
	heads streamHeads
}

// begin chooses the documents and keeps the view, which is to be closed.
func (ix *Index) begin(ctx context.Context, choose func(*view) (docset.Set, error)) (s *streaming, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	set, err := choose(v)
	if err != nil {
		return nil, err
	}
	s = &streaming{v: v}
	for i, seg := range v.segs {
		if h := (&streamHead{seg: seg, base: v.base[i], in: set[i]}); h.advance() {
			s.heads = append(s.heads, h)
		}
	}
	heap.Init(&s.heads)
	v.snap.AddRef()
	return s, nil
}

// next reads the document with the least ID. An error without an ID ends it all.
func (s *streaming) next(ctx context.Context, ix *Index) (d Document, more bool, err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return Document{}, false, err
	}
	defer leave(&err)
	if len(s.heads) == 0 {
		return Document{}, false, nil
	}
	h := s.heads[0]
	d, err = s.v.document(ctx, h.base+uint64(h.doc))
	if ctx.Err() != nil {
		return Document{}, false, ctx.Err()
	}
	if h.advance() {
		heap.Fix(&s.heads, 0)
	} else {
		heap.Pop(&s.heads)
	}
	return d, true, err
}

// streamHead is a place in the order of the IDs of a segment.
type streamHead struct {
	seg   *segment
	base  uint64
	in    *roaring.Bitmap
	place int
	doc   uint32
	id    []byte
}

// advance goes to the next document of the set.
func (h *streamHead) advance() bool {
	for h.place < h.seg.docs {
		h.doc = h.seg.seg.InOrder(h.place)
		h.place++
		if h.in.Contains(h.doc) {
			h.id = h.seg.seg.ID(h.doc)
			return true
		}
	}
	return false
}

// streamHeads is a heap: the least ID first.
type streamHeads []*streamHead

func (q streamHeads) Len() int           { return len(q) }
func (q streamHeads) Less(i, j int) bool { return bytes.Compare(q[i].id, q[j].id) < 0 }
func (q streamHeads) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *streamHeads) Push(x any)        { *q = append(*q, x.(*streamHead)) }
func (q *streamHeads) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
