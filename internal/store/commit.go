package store

import (
	"errors"
	"io"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/posting"
)

// Write adds the documents of a builder as one batch, replacing those that have
// the same IDs, and returns when they are durable. The IDs are those of the
// builder, each once, and others that are taken away; the builder may be used again
// afterwards. After an error nothing of the batch is in.
func (s *Store) Write(b *posting.Builder, ids []string) error {
	if err := s.writable(); err != nil {
		return err
	}
	if b.Docs() == 0 {
		return s.batch(ids, nil)
	}
	var broken any
	err := s.batch(ids, func(w io.Writer) (err error) {
		defer func() {
			if broken = recover(); broken != nil {
				err = errUnmade
			}
		}()
		return b.Write(w)
	})
	if broken != nil {
		panic(broken) // a fault of the program, and no damage of what is stored
	}
	return err
}

var errUnmade = errors.New("a segment could not be made")

// Delete removes the documents of the IDs and returns when that is durable.
// After an error all of them are there.
func (s *Store) Delete(ids []string) error {
	if err := s.writable(); err != nil {
		return err
	}
	return s.batch(ids, nil)
}

// Stage shows what the journal holds up to a number to those who read, as Write does, but writes nothing to
// the disk: the next Write, Save or merge that does takes it along.
func (s *Store) Stage(b *posting.Builder, ids []string, upTo uint64) (err error) {
	if err := s.usable(); err != nil {
		return err
	}
	defer Faults()()
	defer s.guard(&err)
	gone, err := s.find(ids)
	if err != nil {
		return err
	}
	var fresh *segment
	if b.Docs() > 0 {
		data, err := b.Segment()
		if err != nil {
			return err
		}
		if fresh, err = s.inMemoryOf(data); err != nil {
			return err
		}
	}
	err = s.swap(upTo, func(parts []part) []part {
		return slices.DeleteFunc(with(parts, gone, ids, fresh), func(p part) bool { return p.live == 0 && p.inMemory() })
	})
	if err == nil {
		s.merges.wake()
	}
	return err
}

// Save writes to the disk what Stage has shown.
func (s *Store) Save() error {
	if err := s.writable(); err != nil || s.dir == "" {
		return err
	}
	return s.commit(slices.Clone[[]part])
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
	err = s.commit(func(parts []part) []part { return with(parts, gone, ids, fresh) })
	if done = err == nil; done {
		s.merges.wake()
	}
	return err
}

// with are parts less the documents of some IDs, which were found in some of them already, and
// with a fresh segment, unless it is nil.
func with(parts []part, gone map[*segment]*roaring.Bitmap, ids []string, fresh *segment) []part {
	next := make([]part, 0, len(parts)+1)
	for _, p := range parts {
		delta, ok := gone[p.segment]
		if !ok {
			delta = p.postings.FindAll(ids)
		}
		next = append(next, p.without(delta))
	}
	if fresh != nil {
		next = append(next, part{segment: fresh, live: uint64(fresh.part.Docs)})
	}
	return next
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
// for those who read. What was only in memory is written as well, so that the
// manifest holds the changes of the journal up to those that are shown. change is asked
// twice, and returns a slice of its own: while the manifest is written, others may be shown.
func (s *Store) commit(change func([]part) []part) (err error) {
	s.committing.Lock()
	defer s.committing.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	snap, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer snap.Close()
	next := change(snap.of.parts)
	memory, err := s.fileOf(next)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done && memory.file != nil {
			s.discard(memory.file)
		}
	}()
	next = slices.DeleteFunc(memory.replace(next), func(p part) bool { return p.live == 0 })
	m := manifest{Meta: s.metaNow(), Sequence: s.manifest.Sequence + 1, Journal: s.manifest.Journal}
	named := make(map[*segment]bool, len(next))
	for _, p := range next {
		named[p.segment] = true
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
	upTo := snap.of.applied
	if s.dir != "" {
		m.Journal.Applied = upTo
		m.Journal.File = s.journal.turn(upTo)
	}
	if err := s.writeManifest(m); err != nil {
		return err
	}
	done = true
	err = s.swap(upTo, func(parts []part) []part {
		// What the manifest names stays, also where nothing of it is left by now.
		return slices.DeleteFunc(memory.replace(change(parts)), func(p part) bool { return p.live == 0 && !named[p.segment] })
	})
	if s.dir != "" && !s.unpublished {
		s.saved.Store(upTo)
		s.journal.drop(filepath.Join(s.dir, segmentFolder), m.Journal.File)
	}
	return err
}

// swap shows the next state to those who read.
func (s *Store) swap(applied uint64, change func([]part) []part) error {
	old, err := s.swapped(applied, change)
	if err != nil {
		return err
	}
	return old.release()
}

// swapped makes the next state the newest one and returns the one before, whose reference is the caller's.
func (s *Store) swapped(applied uint64, change func([]part) []part) (old *state, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old = s.root; old == nil {
		return nil, ErrClosed
	}
	parts := change(old.parts)
	s.root = newState(parts, max(applied, old.applied))
	stays := make(map[*segment]bool, len(parts))
	for _, p := range parts {
		stays[p.segment] = true
	}
	for _, p := range old.parts {
		if !stays[p.segment] {
			p.dead.Store(true)
		}
	}
	return old, nil
}

// filed is a file in the place of segments in memory.
type filed struct {
	of      []part
	file    *segment // nil where there is none in memory
	numbers [][]uint32
}

// fileOf writes the segments that are in memory to one file.
func (s *Store) fileOf(parts []part) (f filed, err error) {
	if s.dir == "" {
		return f, nil
	}
	for _, p := range parts {
		if p.inMemory() && p.live > 0 {
			f.of = append(f.of, p)
		}
	}
	if len(f.of) == 0 {
		return f, nil
	}
	defer Faults()()
	defer s.guard(&err)
	if one := f.of[0]; len(f.of) == 1 && one.deleted == nil {
		f.numbers = [][]uint32{make([]uint32, one.part.Docs)}
		for i := range f.numbers[0] {
			f.numbers[0][i] = uint32(i)
		}
		f.file, err = s.newSegment(func(w io.Writer) error {
			_, err := w.Write(one.postings.Bytes())
			return err
		})
		return f, err
	}
	f.file, f.numbers, err = s.mergedOf(f.of, s.newSegment, nil)
	return f, err
}

func (f *filed) replace(parts []part) []part {
	if f.file == nil {
		return parts
	}
	return replaced(parts, f.of, f.file, f.numbers)
}
