package store

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/mmap-go"
	bolt "go.etcd.io/bbolt"

	"github.com/fihris-search/fihris/internal/posting"
)

// Archive is what is stored in an index, to be taken out of it: of any format
// that ever was, whatever analyzer and word lists made it, and whatever of it is
// damaged as long as the stored documents are there. It takes no lock, is the
// index as it was when it was opened, and knows no postings.
type Archive struct {
	Meta  Meta    // what made the index; zero where nothing says
	Whole bool    // the manifest could be read: which documents are deleted is known
	Live  uint64  // documents that the manifest says are there; only if Whole
	Lost  uint64  // of these, those of segments that cannot be read at all
	Notes []error // what is damaged or not known

	sequence uint64
	names    []string // of the files of its segments
	parts    []*archived
	bolt     *bolt.DB // held, so that no program of format 2 writes
}

// documents are those of a segment of any layout.
type documents interface {
	Docs() int
	ID(doc uint32) []byte
	Stored(doc uint32) ([]byte, error)
	InOrder(place int) uint32
}

// archived is one segment of an archive.
type archived struct {
	documents
	name    string
	number  uint64
	mapped  mmap.MMap
	sound   bool // its checksum agrees
	deleted *roaring.Bitmap
}

// OpenArchive opens what is stored in dir. Damage is no error but a note, unless
// nothing at all can be read; an index beside which another process writes is
// read as it was committed last.
func OpenArchive(dir string, opts Options) (a *Archive, err error) {
	folder := filepath.Join(dir, segmentFolder)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		_, err := readMeta(dir) // which says what there is instead
		return nil, errors.Join(err, fmt.Errorf("%w: %s is missing", ErrCorrupt, segmentFolder))
	}
	defer Faults()()
	err = beside(folder, opts, func(m manifest) error {
		if a != nil {
			_ = a.Close()
		}
		a = &Archive{Meta: m.Meta, Whole: true, sequence: m.Sequence}
		if err := a.open(folder, m); err != nil {
			return err
		}
		return errors.Join(a.Notes...)
	})
	if a != nil && (err == nil || errors.Is(err, ErrCorrupt)) {
		return a, nil
	}
	if a != nil {
		return nil, errors.Join(err, a.Close())
	}
	if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrNotIndex) {
		return nil, err
	}
	return openRuin(dir, err)
}

// open opens the segments of a manifest.
func (a *Archive) open(folder string, m manifest) (err error) {
	if a.bolt = m.bolt; a.bolt != nil {
		m.bolt = nil
	}
	for i := range m.Segments {
		p := &m.Segments[i]
		a.names = append(a.names, p.Name)
		a.Live += p.Live
		part, err := openArchived(filepath.Join(folder, p.Name))
		if err != nil && !errors.Is(err, posting.ErrCorrupt) && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err == nil && p.Docs >= 0 && part.Docs() != p.Docs {
			err = errors.Join(fmt.Errorf("%w: %d documents, and it was written with %d", posting.ErrCorrupt, part.Docs(), p.Docs), part.mapped.Unmap())
		}
		if err != nil {
			a.Lost += p.Live
			a.Notes = append(a.Notes, fmt.Errorf("%w; %d articles of it cannot be read", p.damaged(err), p.Live))
			continue
		}
		if part.sound = part.sound && part.crc() == p.CRC; !part.sound {
			if p.Docs < 0 { // its end was lost, and with it how many there were
				a.Live += uint64(part.Docs())
			}
			a.Notes = append(a.Notes, p.damaged(errChecksum))
		}
		part.deleted, _ = p.deleted() // the manifest has been looked at
		a.parts = append(a.parts, part)
	}
	return nil
}

// openRuin opens the segments that lie in a folder without a manifest that could
// say which of them make the index, and what is deleted in them.
func openRuin(dir string, why error) (*Archive, error) {
	a := &Archive{}
	made, metaErr := readMeta(dir)
	if metaErr == nil {
		a.Meta = made
	}
	folder := filepath.Join(dir, segmentFolder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, why
	}
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext != segmentExt && ext != zapExt {
			continue
		}
		part, err := openArchived(filepath.Join(folder, e.Name()))
		if err != nil {
			p := manifestPart{Name: e.Name()}
			a.Notes = append(a.Notes, p.damaged(err))
			continue
		}
		a.parts = append(a.parts, part)
	}
	if len(a.parts)+len(a.Notes) == 0 && errors.Is(metaErr, ErrNotIndex) {
		return nil, metaErr // what a Create has made so far
	}
	if len(a.parts) == 0 {
		return nil, errors.Join(append([]error{why}, a.Notes...)...)
	}
	a.Notes = append([]error{fmt.Errorf("%w; which articles were removed or replaced is not known: all that are in the segments are taken, of two with one ID that of the segment that was written last", why)}, a.Notes...)
	return a, nil
}

// openArchived maps a segment of any layout, and looks whether its checksum is
// that of its content.
func openArchived(path string) (*archived, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err == nil && fi.Size() == 0 {
		err = fmt.Errorf("%w: it is empty", posting.ErrCorrupt)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	a := &archived{name: filepath.Base(path), mapped: m}
	a.number, _ = segmentNumber(a.name)
	h := crc32.NewIEEE() // through the file: what cannot be read is no damage
	_, err = io.CopyBuffer(h, interruptible{context.Background(), io.LimitReader(f, max(0, fi.Size()-checksumSize))}, make([]byte, 256<<10))
	err = errors.Join(err, f.Close())
	a.sound = err == nil && h.Sum32() == a.crc()
	ours, _, oursErr := posting.OpenDocuments(m)
	if a.documents = ours; oursErr != nil {
		zap, zapErr := openZap(m)
		a.documents = zap
		if zapErr != nil {
			return nil, errors.Join(oursErr, m.Unmap())
		}
	}
	return a, nil
}

// crc are the last bytes of a segment, which its content should have.
func (a *archived) crc() uint32 {
	return binary.BigEndian.Uint32(a.mapped[max(0, len(a.mapped)-checksumSize):])
}

// Close lets the files go.
func (a *Archive) Close() error {
	var errs []error
	for _, p := range a.parts {
		errs = append(errs, p.mapped.Unmap())
	}
	a.parts = nil
	if a.bolt != nil {
		errs = append(errs, a.bolt.Close())
		a.bolt = nil
	}
	return errors.Join(errs...)
}

// Stored is a document as it lies in an archive.
type Stored struct {
	ID    string
	Data  []byte // nil with Err
	Name  string // of the segment, for messages
	Sound bool   // the checksum of the segment agrees, and with it the ID
	Twice bool   // there was another of this ID, which was left; only of an archive that is not Whole
	Err   error
}

// Documents yields the documents in the order of their IDs. Those that cannot be
// read come with an error. Whoever calls has had faults made panics (see Faults).
func (a *Archive) Documents() iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		var q heads
		for _, p := range a.parts {
			if h := p.head(); h.next() {
				q = append(q, h)
			}
		}
		heap.Init(&q)
		for len(q) > 0 {
			h := q[0]
			s := Stored{ID: string(h.id), Name: h.of.name, Sound: h.of.sound}
			s.Data, s.Err = h.read()
			q.advance()
			// Of one ID there are several only where deletions are not known.
			for !a.Whole && len(q) > 0 && s.ID != "" && string(q[0].id) == s.ID {
				if data, err := q[0].read(); s.Err != nil || err == nil && !bytes.Equal(data, s.Data) {
					s.Twice = true
					if s.Err != nil && err == nil {
						s.Data, s.Err, s.Name, s.Sound = data, nil, q[0].of.name, q[0].of.sound
					}
				}
				q.advance()
			}
			if !yield(s) {
				return
			}
		}
	}
}

// head is a place in the documents of a segment, in the order of their IDs.
type head struct {
	of    *archived
	order []uint32 // that are left
	id    []byte
}

// head returns the place before the first live document. The order that the
// segment says is not believed, which costs nothing where it is right.
func (a *archived) head() (h *head) {
	order := make([]uint32, 0, a.Docs())
	seen := roaring.New()
	for place := range a.Docs() {
		if d := a.InOrder(place); uint64(d) < uint64(a.Docs()) {
			seen.Add(d)
			order = append(order, d)
		}
	}
	if seen.GetCardinality() != uint64(a.Docs()) {
		order = order[:0]
		for d := range a.Docs() {
			order = append(order, uint32(d))
		}
	}
	if a.deleted != nil {
		order = slices.DeleteFunc(order, a.deleted.Contains)
	}
	defer func() { _ = recover() }() // a place that cannot be read: then they come in another order
	slices.SortStableFunc(order, func(x, y uint32) int { return bytes.Compare(a.ID(x), a.ID(y)) })
	return &head{of: a, order: order}
}

// next goes to the next document.
func (h *head) next() bool {
	if len(h.order) == 0 {
		return false
	}
	h.id = nil
	defer func() { _ = recover() }() // a place that cannot be read: reading the document says so
	h.id = h.of.ID(h.order[0])
	return true
}

// read returns the stored form of the document at hand.
func (h *head) read() (data []byte, err error) {
	defer func() { // a place that cannot be read any more
		if r := recover(); r != nil {
			data, err = nil, Panicked(r)
		}
	}()
	if len(h.id) == 0 {
		return nil, fmt.Errorf("document %d of %s has no ID", h.order[0], h.of.name)
	}
	return h.of.Stored(h.order[0])
}

// heads is a heap: the least ID first, and of one ID the newest segment.
type heads []*head

func (q heads) Len() int      { return len(q) }
func (q heads) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *heads) Push(x any)   { *q = append(*q, x.(*head)) }
func (q *heads) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
func (q heads) Less(i, j int) bool {
	if c := bytes.Compare(q[i].id, q[j].id); c != 0 {
		return c < 0
	}
	return q[i].of.number > q[j].of.number
}

// advance goes on behind the least.
func (q *heads) advance() {
	h := (*q)[0]
	h.order = h.order[1:]
	if h.next() {
		heap.Fix(q, 0)
	} else {
		heap.Pop(q)
	}
}
