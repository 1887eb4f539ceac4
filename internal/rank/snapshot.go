package rank

import (
	"fmt"
	"math"
	"sync"
)

// Snapshot is a state of the index to search in. It is immutable and safe for
// concurrent use.
type Snapshot struct {
	sequence uint64 // later snapshots of an engine have greater numbers
	segs     []segment
	live     uint64      // documents that are not deleted: N
	all      *Statistics // of the collection that they are of; nil where they are all of it

	mu       sync.Mutex
	averages map[string]float64
	counts   map[string]uint64 // of documents that hold a part, where that is not written
}

// mostCounts bounds the counts that a snapshot keeps.
const mostCounts = 1 << 14

// counted returns a count that is kept.
func (s *Snapshot) counted(key string) (n uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok = s.counts[key]
	return n, ok
}

// count keeps a count.
func (s *Snapshot) count(key string, n uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil || len(s.counts) >= mostCounts {
		s.counts = map[string]uint64{}
	}
	s.counts[key] = n
}

// segment is a Segment within a snapshot.
type segment struct {
	Segment
	docs    int
	base    uint64   // number of its first document in the snapshot
	deleted []uint64 // as a bit set of docs bits; nil for none
	dead    int      // how many are deleted
	shared  *lengthCache
}

// lengthCache keeps the lengths of one segment for all snapshots that have it.
type lengthCache struct {
	mu     sync.Mutex
	fields map[string]*fieldLengths
}

type fieldLengths struct {
	lengths  []uint32
	total    uint64 // deleted documents included
	longest  uint32
	shortest uint32
}

// Docs returns the number of documents that are not deleted.
func (s *Snapshot) Docs() uint64 { return s.live }

// Segments returns the number of segments.
func (s *Snapshot) Segments() int { return len(s.segs) }

// Locate returns the segment that has the document and its number there.
func (s *Snapshot) Locate(doc uint64) (seg int, local uint32) {
	lo, hi := 0, len(s.segs)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; s.segs[mid].base <= doc {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo, uint32(doc - s.segs[lo].base)
}

// Base returns the number of the first document of a segment.
func (s *Snapshot) Base(seg int) uint64 { return s.segs[seg].base }

// isLive says whether the document has not been deleted.
func (g *segment) isLive(doc uint32) bool {
	return g.deleted == nil || g.deleted[doc>>6]>>(doc&63)&1 == 0
}

// lengths returns the lengths of a field in the segment.
func (g *segment) lengths(field string) (*fieldLengths, error) {
	c := g.shared
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.fields[field]; f != nil {
		return f, nil
	}
	l, err := g.Lengths(field)
	if err != nil {
		return nil, fmt.Errorf("lengths of field %q: %w", field, err)
	}
	if len(l) != g.docs {
		return nil, fmt.Errorf("lengths of field %q: %d for %d documents", field, len(l), g.docs)
	}
	f := &fieldLengths{lengths: l, shortest: math.MaxUint32}
	for _, n := range l {
		f.total += uint64(n)
		f.longest = max(f.longest, n)
		f.shortest = min(f.shortest, n)
	}
	c.fields[field] = f
	return f, nil
}

// average returns the mean length of a field over the live documents.
func (s *Snapshot) average(field string) (float64, error) {
	if s.all != nil {
		return s.all.Averages[field], nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.averages[field]; ok {
		return a, nil
	}
	var total uint64
	for i := range s.segs {
		f, err := s.segs[i].lengths(field)
		if err != nil {
			return 0, err
		}
		total += f.total
		forEach(s.segs[i].deleted, func(doc uint32) { total -= uint64(f.lengths[doc]) })
	}
	a := 0.0
	if s.live > 0 {
		a = float64(total) / float64(s.live)
	}
	s.averages[field] = a
	return a, nil
}
