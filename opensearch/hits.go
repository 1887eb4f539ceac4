package opensearch

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// hits fills in the hits of the page asked for.
func (x *asked) hits(res *index.Results) error {
	cur, err := readCursor(x.req.After, x.a.List())
	if err != nil {
		return err
	}
	start := cur.First + x.req.Offset
	if start > mostListed {
		return fmt.Errorf("%w: %d hits are passed over, at most %d are possible: go on by cursors (Request.After)", fihris.ErrTooMuch, start, mostListed)
	}
	limit := min(x.req.Limit, mostListed)
	end := start + limit
	refine := x.req.Refine && x.a.Sort == nil && cur.After == nil
	l, err := x.listFor(cur.After, start, end, refine)
	if err != nil {
		return err
	}
	page, f, err := x.page(l, start, min(end, len(l.hits)), refine)
	if err != nil {
		return err
	}
	if len(page) > 0 {
		res.Hits = make([]index.Hit, 0, len(page))
	}
	for _, h := range page {
		hit, err := f.Hit(h)
		if err != nil {
			return err
		}
		res.Hits = append(res.Hits, hit)
	}
	if len(l.hits) <= end || start >= end {
		return nil
	}
	res.Next, err = x.next(l, cur, end, refine).encode()
	return err
}

// next is the place behind the first hits of a list.
func (x *asked) next(l *listed, cur *cursor, end int, refine bool) *cursor {
	from, _ := x.near(l, end, end) // before those that are nearly equal: which of them come first the cluster cannot tell
	switch {
	case cur.After == nil && (x.most || refine && from <= index.Refined || from == 0):
		return &cursor{List: x.a.List(), First: end}
	case from == 0:
		return &cursor{List: x.a.List(), First: end, After: cur.After}
	}
	return &cursor{List: x.a.List(), First: end - from, After: l.hits[from-1].Sort}
}

// listFor returns the hits of a list that a page needs: one more than it has, and where scores are nearly equal at
// its end some behind it.
func (x *asked) listFor(after []json.RawMessage, start, end int, refine bool) (*listed, error) {
	need := end + 1
	if refine {
		need = max(need, index.Refined+2)
	}
	l, err := x.list(after, need)
	if err != nil || len(l.hits) < need {
		return l, err
	}
	if _, to := x.window(l, start, end, refine); to >= need {
		return x.list(after, need+mostNear)
	}
	return l, nil
}

// window is the part of a list that is put in order for a page.
func (x *asked) window(l *listed, start, end int, refine bool) (from, to int) {
	from, to = start, end
	if refine && start < index.Refined {
		from, to = 0, min(max(end, index.Refined+1), len(l.hits))
	}
	return x.near(l, from, to)
}

// near widens a part of a list by the hits before and behind whose scores are nearly equal to those at its
// ends: a score of the cluster has 32 bits, ours 64.
func (x *asked) near(l *listed, start, end int) (from, to int) {
	if x.a.Sort != nil || x.most {
		return start, end
	}
	equal := func(i int) bool { // hits i-1 and i
		a, err := l.hits[i-1].score()
		b, err2 := l.hits[i].score()
		return err == nil && err2 == nil && a-b <= precision*max(a, -a)
	}
	from, to = start, end
	for from > max(start-mostNear, 0) && from < len(l.hits) && equal(from) {
		from--
	}
	for to > 0 && to < min(end+mostNear, len(l.hits)) && equal(to) {
		to++
	}
	return from, to
}

const (
	mostNear  = 32   // hits before and behind a page that are looked at; more that are equal are copies, whose scores are the same here
	precision = 5e-7 // of the scores of a cluster: some roundings to 24 bits
)

// page puts the hits of a page in order, and brings them here.
func (x *asked) page(l *listed, start, end int, refine bool) (page []rank.Hit, f *index.Found, err error) {
	if start >= end {
		return nil, nil, nil
	}
	if x.a.Sort != nil {
		if f, err = x.bring(l, l.hits[start:end]); err == nil {
			page, err = inOrder(f, l.hits[start:end])
		}
		return page, f, err
	}
	from, to := x.window(l, start, end, refine)
	if f, err = x.bring(l, l.hits[from:to]); err != nil {
		return nil, nil, err
	}
	if page, err = scored(f, l.hits[from:to]); err != nil {
		return nil, nil, err
	}
	if refine && start < index.Refined {
		if err = f.Refine(page); err != nil {
			return nil, nil, err
		}
	}
	return page[min(start-from, len(page)):min(end-from, len(page))], f, nil
}

// scored puts what was brought in the order of our scores.
func scored(f *index.Found, in []found) (hits []rank.Hit, err error) {
	all, err := f.Scores()
	if err != nil {
		return nil, err
	}
	among := map[uint64]bool{}
	for i := range in {
		id, err := in[i].id()
		if err != nil {
			return nil, err
		}
		if doc, ok := f.Number(id); ok {
			among[doc] = true
		}
	}
	return slices.DeleteFunc(all, func(h rank.Hit) bool { return !among[h.Doc] }), nil
}

// inOrder gives hits in the order in which they were found; an order by a field has no scores.
func inOrder(f *index.Found, in []found) (hits []rank.Hit, err error) {
	for i := range in {
		id, err := in[i].id()
		if err != nil {
			return nil, err
		}
		if doc, ok := f.Number(id); ok {
			hits = append(hits, rank.Hit{Doc: doc})
		}
	}
	return hits, nil
}
