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
	Lost  uint64  // of these, those of segments that cannot be read at all; and changes of the journal that are lost
	Notes []error // what is damaged or not known

	sequence uint64
	names    []string // of the files of its segments
	parts    []*archived
	journal  journalRead
	bolt     *bolt.DB // held, so that no program of format 2 writes
}

// documents are those of a segment of any layout.
type documents interface {
	Docs() int
	ID(doc uint32) []byte
	Stored(ctx context.Context, doc uint32) ([]byte, error)
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
// read as it was committed last. It ends early, with its error, when ctx does.
func OpenArchive(ctx context.Context, dir string, opts Options) (*Archive, error) {
	for again := 2; ; again-- {
		a, err := openArchive(ctx, dir, opts)
		if err == nil || !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrNotIndex) {
			return a, err
		}
		a, err = openRuin(ctx, dir, err)
		// Where the manifest can be read by now, the index was just being made.
		if _, nowErr := readManifest(filepath.Join(dir, segmentFolder)); nowErr != nil || again == 0 {
			return a, err
		}
		if a != nil {
			_ = a.Close()
		}
	}
}

// openArchive opens what a manifest names.
func openArchive(ctx context.Context, dir string, opts Options) (a *Archive, err error) {
	folder := filepath.Join(dir, segmentFolder)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if _, err := readMeta(dir); err != nil {
			return nil, err // which says what there is instead
		}
		return nil, fmt.Errorf("%w: %s is missing", ErrCorrupt, segmentFolder)
	}
	defer Faults()()
	err = beside(folder, opts, func(m manifest) error {
		if a != nil {
			_ = a.Close()
		}
		a = &Archive{Meta: m.Meta, Whole: true, sequence: m.Sequence, journal: m.read}
		if err := a.open(ctx, folder, m); err != nil {
			return err
		}
		a.Live -= a.overlay()
		a.Live += a.journal.lost
		a.Lost += a.journal.lost
		return errors.Join(a.Notes...)
	})
	if a != nil && (err == nil || errors.Is(err, ErrCorrupt)) {
		return a, nil
	}
	if a != nil {
		return nil, errors.Join(err, a.Close())
	}
	return nil, err
}

// open opens the segments of a manifest.
func (a *Archive) open(ctx context.Context, folder string, m manifest) (err error) {
	if a.bolt = m.bolt; a.bolt != nil {
		m.bolt = nil
	}
	for i := range m.Segments {
		p := &m.Segments[i]
		a.names = append(a.names, p.Name)
		a.Live += p.Live
		part, err := openArchived(ctx, filepath.Join(folder, p.Name))
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
func openRuin(ctx context.Context, dir string, why error) (*Archive, error) {
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
		part, err := openArchived(ctx, filepath.Join(folder, e.Name()))
		if ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), a.Close())
		}
		if err != nil {
			p := manifestPart{Name: e.Name()}
			a.Notes = append(a.Notes, p.damaged(err))
			continue
		}
		a.parts = append(a.parts, part)
	}
	if err := a.readRuin(folder, entries); err != nil {
		return nil, errors.Join(err, a.Close())
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
func openArchived(ctx context.Context, path string) (*archived, error) {
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
	_, err = io.CopyBuffer(h, interruptible{ctx, io.LimitReader(f, max(0, fi.Size()-checksumSize))}, make([]byte, 256<<10))
	err = errors.Join(err, f.Close())
	if ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), m.Unmap())
	}
	a.sound = err == nil && h.Sum32() == a.crc()
	ours, _, oursErr := posting.OpenDocuments(ctx, m)
	if ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), m.Unmap())
	}
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
		if p.mapped != nil {
			errs = append(errs, p.mapped.Unmap())
		}
	}
	a.parts = nil
	if a.bolt != nil {
		errs = append(errs, a.bolt.Close())
		a.bolt = nil
	}
	return errors.Join(errs...)
}
