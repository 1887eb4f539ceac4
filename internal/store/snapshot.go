package store

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/fihris-search/fihris/internal/posting"
)

// Snapshot is the index at one moment. Two are equal if nothing was written or
// merged between them. It holds its segments until every reference to it was
// closed; the one who got it has the first.
type Snapshot struct{ of *scorch.IndexSnapshot }

// Segment is one segment of a snapshot.
type Segment struct {
	ID       uint64 // within the process: equal IDs are the same segment
	Postings *posting.Segment
	Docs     int             // deleted ones included
	Live     uint64          // not deleted
	Deleted  *roaring.Bitmap // nil for none; not to be changed
}

// Snapshot returns the index as it is now.
func (s *Store) Snapshot() (Snapshot, error) {
	r, err := s.scorch.Reader()
	if err != nil {
		return Snapshot{}, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok || snap == nil {
		return Snapshot{}, ErrClosed // it has no state left to read
	}
	return Snapshot{snap}, nil
}

// AddRef adds a reference, which must be closed as well.
func (s Snapshot) AddRef() { s.of.AddRef() }

// Close lets one reference go.
func (s Snapshot) Close() error { return s.of.Close() }

// Segments lists the segments; their order stays the same.
func (s Snapshot) Segments() []Segment {
	all := s.of.Segments()
	out := make([]Segment, len(all))
	for i, seg := range all {
		out[i] = Segment{
			ID: seg.Id(), Postings: postingsOf(seg.Segment()), Docs: int(seg.FullSize()), Live: seg.Count(), Deleted: seg.Deleted(),
		}
	}
	return out
}
