package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"

	"github.com/blevesearch/mmap-go"

	"github.com/fihris-search/fihris/internal/posting"
)

// segment is one segment, in a file that is mapped, or in memory. It lives as
// long as any state refers to it.
type segment struct {
	id       uint64 // within the process
	part     manifestPart
	postings *posting.Segment
	mapped   mmap.MMap // nil in memory
	path     string
	refs     atomic.Int64
	dead     atomic.Bool // no manifest names it any more: the file goes with the last reference
}

func (g *segment) release() error {
	if g.refs.Add(-1) > 0 || g.mapped == nil {
		return nil
	}
	err := g.mapped.Unmap()
	if g.dead.Load() {
		_ = os.Remove(g.path) // if not, the next writer does
	}
	return err
}

// checksum are the last bytes of a segment, which its content must have.
const checksumSize = 4

var errChecksum = errors.New("its checksum does not agree with its content")

// verify looks whether a segment has the checksum that the manifest says, and
// the content that has it. It reads through the file, not through the map, so
// that a disk that cannot be read is that and not damage.
func (p *manifestPart) verify(ctx context.Context, f *os.File) error {
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if fi.Size() != p.Size || p.Size < checksumSize {
		return p.damaged(fmt.Errorf("has %d bytes, and was written with %d", fi.Size(), p.Size))
	}
	r := io.NewSectionReader(f, 0, p.Size)
	h := crc32.NewIEEE()
	if _, err := io.CopyBuffer(h, interruptible{ctx, io.LimitReader(r, p.Size-checksumSize)}, make([]byte, 256<<10)); err != nil {
		return err
	}
	var sum [checksumSize]byte
	switch _, err := io.ReadFull(r, sum[:]); {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return p.damaged(errors.New("became shorter while it was read"))
	case err != nil:
		return err
	}
	if p.CRC != h.Sum32() || p.CRC != binary.BigEndian.Uint32(sum[:]) {
		return p.damaged(errChecksum)
	}
	return nil
}

// interruptible is a reader that ends when a context does.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

// looksWhole says whether a file has the size, the time and the checksum that
// the manifest says, without reading what lies between.
func (p *manifestPart) looksWhole(f *os.File) bool {
	fi, err := f.Stat()
	var sum [checksumSize]byte
	if err != nil || fi.Size() != p.Size || p.Size < checksumSize || fi.ModTime().UnixNano() != p.Modified {
		return false
	}
	_, err = f.ReadAt(sum[:], p.Size-checksumSize)
	return err == nil && binary.BigEndian.Uint32(sum[:]) == p.CRC
}

func (p *manifestPart) damaged(why error) error {
	return fmt.Errorf("%w: %s: %w", ErrCorrupt, filepath.Join(segmentFolder, p.Name), why)
}

// openFiles opens the files of a manifest, all of them before any is read: none
// that is open can be taken away. Those that are missing are nil, and their errors
// joined.
func openFiles(folder string, m manifest) (files []*os.File, err error) {
	var damage []error
	for i := range m.Segments {
		f, err := os.Open(filepath.Join(folder, m.Segments[i].Name))
		if errors.Is(err, fs.ErrNotExist) {
			err = m.Segments[i].damaged(errors.New("is missing"))
		}
		if err != nil {
			damage = append(damage, err)
			f = nil
		}
		files = append(files, f)
	}
	return files, errors.Join(damage...)
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close() // nothing was written
		}
	}
}

// openParts verifies and maps the segments of a manifest. The errors of all
// that are damaged are joined.
func (s *Store) openParts(ctx context.Context, folder string, m manifest) (parts []part, err error) {
	files, missing := openFiles(folder, m)
	defer closeFiles(files)
	damage := []error{missing}
	for i, f := range files {
		p := &m.Segments[i]
		if f == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			damage = append(damage, err)
			break
		}
		if !s.opts.Quick || !s.opts.ReadOnly || !p.looksWhole(f) {
			if err := p.verify(ctx, f); err != nil {
				damage = append(damage, err)
				continue
			}
		}
		g, err := s.mapSegment(f, *p)
		if err != nil {
			damage = append(damage, err)
			continue
		}
		deleted, err := p.deleted()
		if err != nil { // it could be read a moment ago
			damage = append(damage, err)
		}
		parts = append(parts, part{segment: g, deleted: deleted, live: p.Live})
	}
	if err := errors.Join(damage...); err != nil {
		_ = newState(parts, 0).release()
		return nil, err
	}
	return parts, nil
}

// mapFile maps the segment in a file.
func mapFile(f *os.File) (mmap.MMap, *posting.Segment, error) {
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("map %s: %w", f.Name(), err)
	}
	postings, err := posting.Open(m)
	if err != nil {
		return nil, nil, errors.Join(err, m.Unmap())
	}
	return m, postings, nil
}

// mapSegment maps a segment of the folder.
func (s *Store) mapSegment(f *os.File, p manifestPart) (*segment, error) {
	m, postings, err := mapFile(f)
	if err == nil && postings.Docs() != p.Docs {
		err = fmt.Errorf("%w: %d documents, and it was written with %d", posting.ErrCorrupt, postings.Docs(), p.Docs)
		err = errors.Join(err, m.Unmap())
	}
	if errors.Is(err, posting.ErrCorrupt) {
		err = p.damaged(err)
	}
	if err != nil {
		return nil, err
	}
	return &segment{id: s.nextID(), part: p, postings: postings, mapped: m, path: f.Name()}, nil
}

func (s *Store) nextID() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids++
	return s.ids
}

// newName is the name of the next segment.
func (s *Store) newName() string { return segmentName(s.names.Add(1)) }

// inMemory says whether a segment has no file.
func (g *segment) inMemory() bool { return g.mapped == nil }

// newSegment makes a segment of what write writes: a file that no manifest
// names yet, or memory.
func (s *Store) newSegment(write func(io.Writer) error) (*segment, error) {
	if s.dir == "" {
		return s.newInMemory(write)
	}
	folder := filepath.Join(s.dir, segmentFolder)
	for {
		name := s.newName()
		var g *segment
		err := createSynced(filepath.Join(folder, name), write, func(f *os.File) (err error) {
			g, err = s.mapNew(f, name)
			return err
		})
		switch {
		case errors.Is(err, fs.ErrExist): // a leftover that could not be swept away
			continue
		case err != nil && g != nil:
			return nil, errors.Join(err, g.mapped.Unmap())
		}
		return g, err
	}
}

// mapNew maps a segment that was just written.
func (s *Store) mapNew(f *os.File, name string) (*segment, error) {
	fi, err := f.Stat()
	if err != nil {
		return nil, err
	}
	m, postings, err := mapFile(f)
	if err != nil {
		return nil, err
	}
	p := newPart(postings)
	p.Name, p.Size, p.Modified = name, fi.Size(), fi.ModTime().UnixNano()
	return &segment{id: s.nextID(), part: p, postings: postings, mapped: m, path: f.Name()}, nil
}

// newPart is a segment of which nothing is deleted.
func newPart(s *posting.Segment) manifestPart {
	b := s.Bytes()
	return manifestPart{Docs: s.Docs(), Live: uint64(s.Docs()), CRC: binary.BigEndian.Uint32(b[len(b)-checksumSize:])}
}

func (s *Store) newInMemory(write func(io.Writer) error) (*segment, error) {
	var data memory
	if err := write(&data); err != nil {
		return nil, err
	}
	return s.inMemoryOf(data)
}

// inMemoryOf makes a segment of its bytes, which are the store's from then on.
func (s *Store) inMemoryOf(data []byte) (*segment, error) {
	postings, err := posting.Open(data)
	if err != nil {
		return nil, err
	}
	return &segment{id: s.nextID(), part: newPart(postings), postings: postings}, nil
}

// memory is where a segment in memory is written to.
type memory []byte

func (m *memory) Write(b []byte) (int, error) {
	*m = append(*m, b...)
	return len(b), nil
}

// discard lets a segment go that became part of no state; its file, too, unless
// the manifest on the disk may name it.
func (s *Store) discard(g *segment) {
	g.dead.Store(s.usable() == nil)
	g.refs.Store(1)
	_ = g.release()
}

// checksum looks whether the bytes of a segment that is open are still those
// that were written, unless it is stopped.
func (g *segment) checksum(stop <-chan struct{}) error {
	b := g.postings.Bytes()
	h := crc32.NewIEEE()
	for part := range slices.Chunk(b[:len(b)-checksumSize], 16<<20) {
		select {
		case <-stop:
			return posting.ErrInterrupted
		default:
		}
		_, _ = h.Write(part) // a hash takes all
	}
	if h.Sum32() != g.part.CRC {
		return g.part.damaged(errChecksum)
	}
	return nil
}
