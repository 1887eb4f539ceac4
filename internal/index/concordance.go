package index

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"
)

// LineOrder says which lines of a concordance come first.
type LineOrder int

// The orders; lines that are equal in one come by ID and place.
const (
	ByPlace  LineOrder = iota // by ID of the article and place in it: the only order that needs no memory
	ByBefore                  // by the word before, then the one before that
	ByAfter                   // by the word behind, then the one behind that
	ByNode                    // by the occurrence itself
	ByDate                    // oldest first; unknown dates last
)

// ConcordanceRequest asks for occurrences in their context.
type ConcordanceRequest struct {
	Study
	Window int // words on either side
	Order  LineOrder
	Sample int // so many occurrences, drawn at random; 0 means all
	Seed   uint64
}

// Line is an occurrence in its context. Before, Node and After are one stretch of
// the text, as written.
type Line struct {
	ID, Source, Section string
	Published           time.Time
	InTitle             bool // in the title, not in the body
	Start, End          int  // of Node: bytes in the title or the body
	Before, Node, After string

	key    []string // what it is sorted by, in this order
	second int64
}

// size is how many bytes a line takes, about.
func (l *Line) size() int {
	n := 200 + len(l.ID) + len(l.Source) + len(l.Section) + len(l.Before) + len(l.Node) + len(l.After)
	for _, k := range l.key {
		n += 16 + len(k)
	}
	return n
}

// Concordance yields the occurrences of a study, each with its context. By place
// they are read one article at a time; other orders hold all lines in memory.
func (ix *Index) Concordance(ctx context.Context, req ConcordanceRequest) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		c, err := ix.concordance(ctx, req)
		if err != nil {
			yield(Line{}, err)
			return
		}
		defer c.v.close()
		var sorted []Line
		for len(c.left) > 0 {
			lines, err := c.next(ctx, ix)
			if err != nil {
				yield(Line{}, err)
				return
			}
			if req.Order != ByPlace {
				for i := range lines {
					if err := c.work.take(lines[i].size()); err != nil {
						yield(Line{}, err)
						return
					}
				}
				sorted = append(sorted, lines...)
				continue
			}
			for _, l := range lines {
				if !yield(l, nil) {
					return
				}
			}
		}
		slices.SortStableFunc(sorted, func(a, b Line) int {
			return cmp.Or(cmp.Compare(a.second, b.second), slices.Compare(a.key, b.key))
		})
		for _, l := range sorted {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// concordance is one on its way.
type concordance struct {
	v      *view
	req    ConcordanceRequest
	work   *work
	left   []occurrence // by ID and place
	shapes *shapes
	text   concordedText
}

// concordance finds the occurrences and keeps the view, which is to be closed.
func (ix *Index) concordance(ctx context.Context, req ConcordanceRequest) (c *concordance, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	p, set, err := ix.study(ctx, v, req.Study)
	if err != nil {
		return nil, err
	}
	all, err := p.occurrences(set)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b occurrence) int {
		if a.doc != b.doc {
			return v.compareIDs(a.doc, b.doc)
		}
		return compareOccurrences(a, b)
	})
	if req.Sample > 0 {
		all = draw(all, req.Sample, req.Seed)
	}
	v.snap.AddRef()
	return &concordance{v: v, req: req, work: p.work, left: all, shapes: newShapes(v), text: concordedText{analyzer: v.analyzer}}, nil
}

// draw keeps n of all, each as likely as any other, in their order (selection
// sampling: Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
func draw[T any](all []T, n int, seed uint64) []T {
	r := rand.New(rand.NewPCG(seed, 0))
	var out []T
	for i := range all {
		if r.IntN(len(all)-i) < n-len(out) {
			out = append(out, all[i])
		}
	}
	return out
}

// next reads the lines of the next article.
func (c *concordance) next(ctx context.Context, ix *Index) (lines []Line, err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave(&err)
	n := 1
	for n < len(c.left) && c.left[n].doc == c.left[0].doc {
		n++
	}
	at := c.left[:n]
	c.left = c.left[n:]
	d, err := c.v.document(ctx, at[0].doc)
	if err != nil {
		return nil, err
	}
	titled := slices.IndexFunc(at, func(o occurrence) bool { return o.first >= bodyPosition })
	if titled < 0 {
		titled = len(at)
	}
	lines = make([]Line, n)
	for i := range lines {
		lines[i] = Line{ID: d.ID, Source: d.Source, Section: d.Section, Published: d.Published, InTitle: i < titled}
	}
	ok := true
	if titled > 0 {
		if err := c.text.analyze(ctx, d.Title); err != nil {
			return nil, err
		}
		ok, _ = c.cut(lines[:titled], at[:titled], 0)
	}
	if lines, at := lines[titled:], at[titled:]; ok && len(at) > 0 {
		shifts, several, err := c.shapes.of(at[0].doc)
		if err != nil {
			return nil, err
		}
		if err := c.text.scan(ctx, d.Body, shifts, several, at[len(at)-1].last, c.req.Window); err != nil {
			return nil, err
		}
		whole := false
		if ok, whole = c.cut(lines, at, bodyPosition-1); whole {
			if err := c.text.analyze(ctx, d.Body); err != nil {
				return nil, err
			}
			ok, _ = c.cut(lines, at, bodyPosition-1)
		}
	}
	if !ok {
		return nil, fmt.Errorf("article %q: its text has no word at a position where it holds one: %w", d.ID, ErrCorrupt)
	}
	return lines, nil
}

// cut fills in lines. Where one touches a piece of several words it says that the text must be
// analyzed.
func (c *concordance) cut(lines []Line, at []occurrence, base int) (ok, whole bool) {
	for i, o := range at {
		if ok, whole = c.text.cut(&lines[i], int(o.first)-base, int(o.last)-base, &c.req); !ok || whole {
			return ok, whole
		}
	}
	return true, false
}
