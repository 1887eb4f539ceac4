package index

import (
	"cmp"
	"container/heap"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/rank"
)

// cursor is a place in a list of hits: behind the hit of this score (or date)
// and ID.
type cursor struct {
	score   float64
	seconds int64
	id      string
	refined bool // in a list that the second stage has put in order
}

// A cursor is the order (with refinedMark where the second stage chose the
// place), the score's bits, the date and the ID of the last hit.
const cursorHeader = 1 + 8 + 8

func (p *plan) encodeCursor(o Order, last rank.Hit) (string, error) {
	b := make([]byte, cursorHeader, cursorHeader+32)
	b[0] = byte(o)
	if slices.ContainsFunc(p.window, func(h rank.Hit) bool { return h.Doc == last.Doc }) {
		b[0] |= refinedMark
	}
	binary.BigEndian.PutUint64(b[1:], math.Float64bits(last.Score))
	s, n := p.v.locate(last.Doc)
	d, err := s.loadDates(p.ctx)
	if err != nil {
		return "", err
	}
	binary.BigEndian.PutUint64(b[9:], uint64(d.seconds[n]))
	id, err := s.docID(n)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(b, id...)), nil
}

// readCursor reads the cursor of a request, nil if it has none.
func (p *plan) readCursor(req Request) (*cursor, error) {
	if req.After == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(req.After)
	if err != nil || len(b) < cursorHeader {
		return nil, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	if Order(b[0]&^refinedMark) != req.Order {
		return nil, fmt.Errorf("%w: it is of another order", ErrCursor)
	}
	at := &cursor{
		score:   math.Float64frombits(binary.BigEndian.Uint64(b[1:])),
		seconds: int64(binary.BigEndian.Uint64(b[9:])),
		id:      string(b[cursorHeader:]),
		refined: b[0]&refinedMark != 0,
	}
	if math.IsNaN(at.score) {
		return nil, fmt.Errorf("%w: it cannot be read", ErrCursor)
	}
	return at, nil
}

// datedHit is a document with its date.
type datedHit struct {
	doc     uint64
	seconds int64
}

// dateHeap keeps the k first documents by date: its root is the last of them.
type dateHeap struct {
	hits   []datedHit
	before func(a, b datedHit) bool
}

func (h *dateHeap) Len() int           { return len(h.hits) }
func (h *dateHeap) Less(i, j int) bool { return h.before(h.hits[j], h.hits[i]) }
func (h *dateHeap) Swap(i, j int)      { h.hits[i], h.hits[j] = h.hits[j], h.hits[i] }
func (h *dateHeap) Push(x any)         { h.hits = append(h.hits, x.(datedHit)) }
func (h *dateHeap) Pop() any {
	last := h.hits[len(h.hits)-1]
	h.hits = h.hits[:len(h.hits)-1]
	return last
}

// byDate is the first k documents of a set in an order of date, without
// scores; unknown dates come last in either order.
func (p *plan) byDate(o Order, in docset.Set, k int, after *cursor) ([]rank.Hit, error) {
	rankOf := func(sec int64) int64 { // ascending is the order asked for
		switch {
		case sec == noDate:
			return math.MaxInt64
		case o == Newest:
			return -sec
		}
		return sec
	}
	before := func(a, b datedHit) bool {
		if c := cmp.Compare(rankOf(a.seconds), rankOf(b.seconds)); c != 0 {
			return c < 0
		}
		return p.v.less(a.doc, b.doc)
	}
	h := &dateHeap{before: before}
	for i, s := range p.v.segs {
		d, err := s.loadDates(p.ctx)
		if err != nil {
			return nil, err
		}
		base := p.v.base[i]
		docset.Each(in[i], func(n uint32) {
			x := datedHit{base + uint64(n), d.seconds[n]}
			if after != nil {
				c := cmp.Compare(rankOf(x.seconds), rankOf(after.seconds))
				if c < 0 || c == 0 && !p.v.isBehind(x.doc, after.id) {
					return
				}
			}
			if len(h.hits) < k {
				heap.Push(h, x)
			} else if before(x, h.hits[0]) {
				h.hits[0] = x
				heap.Fix(h, 0)
			}
		})
	}
	out := make([]rank.Hit, len(h.hits))
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = rank.Hit{Doc: heap.Pop(h).(datedHit).doc}
	}
	return out, nil
}
