package store

import (
	"io"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/posting"
)

// Write adds the documents of a builder as one batch, replacing those that have
// the same IDs, and returns when they are durable. The IDs are those of the
// builder, each once; the builder may be used again afterwards. After an error
// nothing of the batch is in.
func (s *Store) Write(b *posting.Builder, ids []string) error {
	if err := s.writable(); err != nil {
		return err
	}
	data, err := b.Segment()
	if err != nil {
		return err
	}
	return s.batch(ids, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Delete removes the documents of the IDs and returns when that is durable.
// After an error all of them are there.
func (s *Store) Delete(ids []string) error {
	if err := s.writable(); err != nil {
		return err
	}
	return s.batch(ids, nil)
}

func (s *Store) writable() error {
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	return s.usable()
}

// batch takes the documents of the IDs away and adds a segment, unless write is nil.
func (s *Store) batch(ids []string, write func(io.Writer) error) (err error) {
	defer Faults()()
	defer s.guard(&err)
	// What is replaced in the segments that are there is found side by side with
	// other batches; only for those that come meanwhile they must wait.
	gone, err := s.find(ids)
	if err != nil {
		return err
	}
	var fresh *segment
	if write != nil {
		if fresh, err = s.newSegment(write); err != nil {
			return err
		}
	}
	done := false
	defer func() {
		if !done && fresh != nil {
			s.discard(fresh)
		}
	}()
	err = s.commit(func(parts []part) []part {
		next := make([]part, 0, len(parts)+1)
		for _, p := range parts {
			delta, ok := gone[p.segment]
			if !ok {
				delta = p.postings.FindAll(ids)
			}
			if p = p.without(delta); p.live > 0 {
				next = append(next, p)
			}
		}
		if fresh != nil {
			next = append(next, part{segment: fresh, live: uint64(fresh.part.Docs)})
		}
		return next
	})
	if done = err == nil; done {
		s.merges.wake()
	}
	return err
}

// find finds the documents of the IDs in the segments of now.
func (s *Store) find(ids []string) (map[*segment]*roaring.Bitmap, error) {
	snap, err := s.Snapshot()
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	out := make(map[*segment]*roaring.Bitmap, len(snap.of.parts))
	for _, p := range snap.of.parts {
		out[p.segment] = p.postings.FindAll(ids)
	}
	return out, nil
}

// without is a part less further documents.
func (p part) without(docs *roaring.Bitmap) part {
	if docs.IsEmpty() {
		return p
	}
	if p.deleted == nil {
		p.deleted = docs
	} else {
		p.deleted = roaring.Or(p.deleted, docs)
	}
	p.live = uint64(p.part.Docs) - p.deleted.GetCardinality()
	return p
}

// commit makes the next state of the newest one: on the disk first, and then
// for those who read.
func (s *Store) commit(change func([]part) []part) error {
	s.committing.Lock()
	defer s.committing.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	s.mu.Lock()
	old := s.root
	s.mu.Unlock()
	parts := change(old.parts)
	m := manifest{Meta: s.metaNow(), Sequence: s.manifest.Sequence + 1}
	for _, p := range parts {
		one := p.part
		one.Live, one.Deleted = p.live, nil
		if p.deleted != nil {
			b, err := p.deleted.ToBytes()
			if err != nil {
				return err
			}
			one.Deleted = b
		}
		m.Segments = append(m.Segments, one)
	}
	if err := s.writeManifest(m); err != nil {
		return err
	}
	next := newState(parts)
	stays := map[*segment]bool{}
	for _, p := range parts {
		stays[p.segment] = true
	}
	for _, p := range old.parts {
		if !stays[p.segment] {
			p.dead.Store(true)
		}
	}
	s.mu.Lock()
	s.root = next
	s.mu.Unlock()
	return old.release()
}
