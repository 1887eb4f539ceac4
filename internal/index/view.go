package index

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/blockmax"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/store"
)

// view is the index at one moment: every search runs on one.
type view struct {
	snap store.Snapshot
	segs []*segment
	base []uint64 // number of the first document of each segment
	rank *rank.Snapshot
	live uint64 // documents that are not deleted

	analyzer *analysis.Analyzer // that made its terms
	own      *own
	lexis    Dictionary // of the collection that its documents are of; nil where they are all of it

	mu   sync.Mutex
	sets map[string]docset.Set // of filters, by what they ask for; none is changed

	expansions expansions // of prefixes, patterns and fuzzy words
	readings   readings   // of bare words
	firsts     firsts
}

// maxKept is how many sets a view keeps.
const maxKept = 64

// kept returns the set of a name, computed on first use.
func (v *view) kept(name string, compute func() (docset.Set, error)) (docset.Set, error) {
	v.mu.Lock()
	s, ok := v.sets[name]
	v.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := compute()
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sets == nil || len(v.sets) >= maxKept {
		v.sets = map[string]docset.Set{}
	}
	v.sets[name] = s
	return s, nil
}

// views hands out the newest view and keeps what can be kept of the one before:
// side data belongs to a segment, and segments outlive many changes.
type views struct {
	mu      sync.Mutex
	current *view
	sides   map[uint64]*side
}

// view returns the index as it is now, with all that was acknowledged. Close it after use.
func (ix *Index) view(ctx context.Context) (*view, error) {
	if err := ix.catchUp(ctx); err != nil {
		return nil, err
	}
	return ix.segments()
}

// segments is view without what waits to be put into segments.
func (ix *Index) segments() (*view, error) {
	snap, err := ix.store.Snapshot()
	if err != nil {
		return nil, err
	}
	vs := &ix.views
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.current != nil && vs.current.snap == snap {
		return vs.current, nil
	}
	v := vs.build(snap, ix)
	old := vs.current
	vs.current = v
	snap.AddRef() // one reference is the caller's, one is ours until the next view
	if old != nil {
		err = old.close()
	}
	return v, err
}

func (vs *views) build(snap store.Snapshot, ix *Index) *view {
	v := &view{snap: snap, analyzer: ix.analyzer, own: ix.own}
	sides := make(map[uint64]*side)
	var ranked []rank.Segment
	base := uint64(0)
	for _, s := range snap.Segments() {
		d := vs.sides[s.ID]
		if d == nil {
			d = &side{}
		}
		sides[s.ID] = d
		if d.finds == nil || d.finds.of != s.Postings {
			d.finds = &finds{of: s.Postings}
		}
		seg := &segment{seg: s.Postings, id: s.ID, docs: s.Docs, deleted: s.Deleted, side: d, finds: d.finds}
		v.segs = append(v.segs, seg)
		v.base = append(v.base, base)
		ranked = append(ranked, seg)
		base += uint64(seg.docs)
		v.live += s.Live
	}
	v.rank = ix.engine.Snapshot(ranked)
	vs.sides = sides
	return v
}

func (vs *views) close() error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.current == nil {
		return nil
	}
	err := vs.current.close()
	vs.current = nil
	return err
}

func (v *view) close() error { return v.snap.Close() }

// hold holds the index open for one call and returns it as it is now. The
// deferred done lets go of both, and makes an error of a panic, as leave does.
func (ix *Index) hold(ctx context.Context) (v *view, done func(*error), err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return nil, nil, err
	}
	if v, err = ix.view(ctx); err != nil {
		leave(&err)
		return nil, nil, err
	}
	return v, func(err *error) {
		if r := recover(); r != nil {
			*err = store.Panicked(r)
		}
		if limit, ok := errors.AsType[*rank.LimitError](*err); ok {
			*err = tooMuch(limit)
		}
		if errors.Is(*err, blockmax.ErrCorrupt) && !errors.Is(*err, ErrCorrupt) { // found while ranking
			*err = damage(*err)
		}
		_ = v.close()
		leave(err)
	}, nil
}

// locate splits a document number into its segment and its number there.
func (v *view) locate(doc uint64) (*segment, uint32) {
	seg, n := v.rank.Locate(doc)
	return v.segs[seg], n
}

// lookUp finds the document of an ID.
func (v *view) lookUp(id string) (doc uint64, ok bool) {
	for i, s := range v.segs {
		if d, ok := s.seg.Find(id); ok && (s.deleted == nil || !s.deleted.Contains(d)) {
			return v.base[i] + uint64(d), true
		}
	}
	return 0, false
}

// has says whether there is a document of an ID.
func (v *view) has(id string) bool {
	_, ok := v.lookUp(id)
	return ok
}

// stored returns the stored form of the document of an ID.
func (v *view) stored(ctx context.Context, id string) (data []byte, ok bool, err error) {
	doc, ok := v.lookUp(id)
	if !ok {
		return nil, false, nil
	}
	s, n := v.locate(doc)
	data, err = s.stored(ctx, n)
	return data, true, err
}

// document reads a stored document.
func (v *view) document(ctx context.Context, doc uint64) (d Document, err error) {
	d.ID, err = v.read(ctx, doc, func(id string, b []byte) error {
		d.ID = id
		return d.decode(ctx, b)
	})
	return d, err
}

// shown is document for one of which passages are shown, which share the memory of its body anyhow: so does all of
// it. Extra values are read where they are wanted.
func (v *view) shown(ctx context.Context, doc uint64, extra bool) (d Document, err error) {
	d.ID, err = v.read(ctx, doc, func(id string, b []byte) error {
		d.ID = id
		return d.decodeAs(ctx, b, decoding{shares: true, extra: extra || len(v.own.fields) > 0})
	})
	return d, err
}

// text reads title and body of a stored document that is not shown; see decodeText.
func (v *view) text(ctx context.Context, doc uint64) (title, body string, err error) {
	_, err = v.read(ctx, doc, func(_ string, b []byte) (err error) {
		title, body, err = decodeText(b)
		return err
	})
	return title, body, err
}

// read gives the stored form of a document to who takes it apart.
func (v *view) read(ctx context.Context, doc uint64, decode func(id string, b []byte) error) (id string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s, n := v.locate(doc)
	if id, err = s.docID(n); err != nil {
		return "", err
	}
	b, err := s.stored(ctx, n)
	if err == nil {
		err = decode(id, b)
	}
	if err != nil {
		return id, fmt.Errorf("article %q: %w", id, err)
	}
	return id, nil
}

func (v *view) empty() docset.Set { return docset.Empty(len(v.segs)) }

// all is the set of live documents.
func (v *view) all() docset.Set {
	out := make(docset.Set, len(v.segs))
	for i, s := range v.segs {
		out[i] = roaring.New()
		out[i].AddRange(0, uint64(s.docs))
		if s.deleted != nil {
			out[i].AndNot(s.deleted)
		}
	}
	return out
}
