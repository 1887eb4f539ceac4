package store

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/posting"
)

// merges are the merges of a store: one at a time, by itself after batches, or
// because Optimize asks for it. Nobody waits for them but who asks: batches go on,
// and what they delete meanwhile is deleted in what comes out, too.
type merges struct {
	turn    chan struct{} // holds one element while a merge runs
	due     chan struct{}
	closing chan struct{}
	ended   sync.WaitGroup
}

// start begins to merge.
func (s *Store) start() {
	s.merges.turn = make(chan struct{}, 1)
	s.merges.due = make(chan struct{}, 1)
	s.merges.closing = make(chan struct{})
	if !s.opts.ReadOnly {
		s.merges.ended.Go(s.mergeAfterBatches)
	}
}

func (m *merges) wake() {
	select {
	case m.due <- struct{}{}:
	default: // it will look anyway
	}
}

// stop interrupts the merge under way.
func (m *merges) stop() {
	select {
	case <-m.closing:
	default:
		close(m.closing)
	}
	m.ended.Wait()
}

// mergeAfterBatches merges what a batch has made due. A merge that fails is not
// tried again before another batch: of a full disk the next batch tells, and
// damage ends the use of the store.
func (s *Store) mergeAfterBatches() {
	for {
		select {
		case <-s.merges.closing:
			return
		case <-s.merges.due:
		}
		for s.mergeDue() {
		}
	}
}

// mergeDue merges some segments if any are due, and says whether others may be.
func (s *Store) mergeDue() bool {
	select {
	case s.merges.turn <- struct{}{}:
	case <-s.merges.closing:
		return false
	}
	defer func() { <-s.merges.turn }()
	snap, err := s.Snapshot()
	if err != nil {
		return false
	}
	defer snap.Close()
	chosen := due(alive(snap.of.parts))
	return len(chosen) > 0 && s.merge(chosen, s.merges.closing) == nil
}

// Optimize merges the segments into one: what was removed leaves the disk. It
// can be interrupted through ctx; what is written meanwhile stays beside it.
func (s *Store) Optimize(ctx context.Context) error {
	if err := s.writable(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.merges.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.merges.turn }()
	snap, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer snap.Close()
	parts := alive(snap.of.parts)
	if len(parts) == 0 || len(parts) == 1 && parts[0].deleted == nil {
		return s.Save() // what is in memory, or of which nothing is left
	}
	err = s.merge(parts, ctx.Done())
	if errors.Is(err, posting.ErrInterrupted) {
		return ctx.Err()
	}
	return err
}

// merge makes one segment of some of the newest state. Each is verified before:
// a merge would put a good checksum on rotten bytes.
func (s *Store) merge(chosen []part, stop <-chan struct{}) (err error) {
	defer Faults()()
	defer s.guard(&err)
	little := s.dir != "" && !slices.ContainsFunc(chosen, func(p part) bool { return !p.inMemory() })
	where := s.newSegment
	if little { // it waits for the next manifest, as what it is made of did
		where = s.newInMemory
	}
	merged, numbers, err := s.mergedOf(chosen, where, stop)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			s.discard(merged)
		}
	}()
	change := func(parts []part) []part { return replaced(parts, chosen, merged, numbers) }
	if little {
		err = s.swap(0, func(parts []part) []part {
			return slices.DeleteFunc(change(parts), func(p part) bool { return p.live == 0 && p.inMemory() })
		})
	} else {
		err = s.commit(change)
	}
	done = err == nil
	return err
}

// mergedOf makes one segment of some, and says which numbers their documents have in it.
func (s *Store) mergedOf(chosen []part, where func(func(io.Writer) error) (*segment, error), stop <-chan struct{}) (merged *segment, numbers [][]uint32, err error) {
	inputs, drops := make([]*posting.Segment, len(chosen)), make([]*roaring.Bitmap, len(chosen))
	for i, p := range chosen {
		if err := p.checksum(stop); err != nil {
			return nil, nil, err
		}
		forget(p.mapped)
		inputs[i], drops[i] = p.postings, p.deleted
	}
	merged, err = where(func(w io.Writer) (err error) {
		numbers, err = posting.Merge(&forgetting{Writer: w, of: chosen}, inputs, drops, stop)
		return err
	})
	return merged, numbers, named(err)
}

// forgetting writes what is merged and, as it goes on, gives back the memory in which the
// process has the segments that it is made of: it reads each place about once. So a
// merge of a large index needs no memory for all of it.
type forgetting struct {
	io.Writer
	of      []part
	written int // since
}

// Write writes.
func (f *forgetting) Write(b []byte) (int, error) {
	const between = 32 << 20
	if f.written += len(b); f.written >= between {
		f.written = 0
		for _, p := range f.of {
			forget(p.mapped)
		}
	}
	return f.Writer.Write(b)
}

// alive leaves those of which something is left.
func alive(parts []part) []part {
	return slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.live == 0 })
}

// named gives damage that package posting has found our name.
func named(err error) error {
	if errors.Is(err, posting.ErrCorrupt) {
		return errors.Join(ErrCorrupt, err)
	}
	return err
}

// replaced puts the merged segment in the place of those that it was made of.
// What was deleted in these since is deleted in it.
func replaced(parts, chosen []part, merged *segment, numbers [][]uint32) []part {
	of := make(map[*segment]int, len(chosen))
	for i, c := range chosen {
		of[c.segment] = i
	}
	next := make([]part, 0, len(parts))
	gone := roaring.New()
	at := -1
	there := make([]bool, len(chosen))
	for _, p := range parts {
		i, ok := of[p.segment]
		if !ok {
			next = append(next, p)
			continue
		}
		if at < 0 {
			at = len(next)
		}
		there[i] = true
		if p.deleted != nil {
			p.deleted.Iterate(func(doc uint32) bool {
				if n := numbers[i][doc]; n != posting.Dropped {
					gone.Add(n)
				}
				return true
			})
		}
	}
	for i := range chosen {
		if there[i] {
			continue // else all of it was deleted since
		}
		for _, n := range numbers[i] {
			if n != posting.Dropped {
				gone.Add(n)
			}
		}
	}
	p := part{segment: merged, live: uint64(merged.part.Docs)}.without(gone)
	if at < 0 {
		at = len(next)
	}
	return append(next[:at:at], append([]part{p}, next[at:]...)...)
}
