package store

import (
	"errors"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/posting"
)

// state is the index between two changes. It never changes, and holds its
// segments while any refer to it.
type state struct {
	parts   []part
	applied uint64 // the number of the last change of the journal that is in them
	refs    atomic.Int64
}

// part is a segment of a state and what is deleted in it.
type part struct {
	*segment
	deleted *roaring.Bitmap // nil for none; never changed
	live    uint64
}

// newState makes a state that has one reference, and takes one of each segment.
func newState(parts []part, applied uint64) *state {
	st := &state{parts: parts, applied: applied}
	st.refs.Store(1)
	for _, p := range parts {
		p.segment.refs.Add(1)
	}
	return st
}

func (st *state) release() error {
	if st.refs.Add(-1) > 0 {
		return nil
	}
	var errs []error
	for _, p := range st.parts {
		errs = append(errs, p.segment.release())
	}
	return errors.Join(errs...)
}

// Snapshot is the index at one moment. Two are equal if nothing was written or
// merged between them. It holds its segments until every reference to it was
// closed; the one who got it has the first.
type Snapshot struct{ of *state }

// Segment is one segment of a snapshot.
type Segment struct {
	ID       uint64 // within the process: equal IDs are the same segment
	Postings *posting.Segment
	Docs     int             // deleted ones included
	Live     uint64          // not deleted
	Deleted  *roaring.Bitmap // nil for none; not to be changed
	Name     string          // of the file, for messages; empty in memory
}

// Snapshot returns the index as it is now.
func (s *Store) Snapshot() (Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root == nil {
		return Snapshot{}, ErrClosed
	}
	if s.broken != nil {
		return Snapshot{}, s.broken
	}
	s.root.refs.Add(1)
	return Snapshot{s.root}, nil
}

// AddRef adds a reference, which must be closed as well.
func (s Snapshot) AddRef() { s.of.refs.Add(1) }

// Close lets one reference go.
func (s Snapshot) Close() error { return s.of.release() }

// Segments lists the segments; their order stays the same.
func (s Snapshot) Segments() []Segment {
	out := make([]Segment, len(s.of.parts))
	for i, p := range s.of.parts {
		out[i] = Segment{ID: p.id, Postings: p.postings, Docs: p.part.Docs, Live: p.live, Deleted: p.deleted, Name: p.part.Name}
	}
	return out
}
