package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bolt "go.etcd.io/bbolt"
)

// The manifest is the one file that says what the index is: JSON, and in the
// last line the SHA-256 of all before. It is replaced as a whole by renaming, so
// that after a crash it is the old one or the new one; one that does not agree
// with its hash is therefore damage and never a write cut short.
const (
	manifestFile = "manifest"
	mostManifest = 1 << 30
)

// manifest is a state of the index as it is on the disk.
type manifest struct {
	Meta
	Sequence uint64         `json:"sequence"` // of states; see lock.go for who watches it
	Segments []manifestPart `json:"segments"`
	Journal  journalMark    `json:"journal"`

	read journalRead // what the journal holds beside it
	bolt *bolt.DB    // of a state of bleve's: held while it is read
}

// manifestPart is a segment of a state: which bytes it has, and which of its
// documents are deleted.
type manifestPart struct {
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // nanoseconds since 1970; only Quick looks at it
	CRC      uint32 `json:"crc"`      // that ends the file, and that its bytes have
	Docs     int    `json:"docs"`
	Live     uint64 `json:"live"`
	Deleted  []byte `json:"deleted,omitempty"` // a roaring bitmap; nothing for none
}

// encode returns the manifest as it is in the file.
func (m *manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	b = append(b, '\n')
	sum := sha256.Sum256(b)
	return append(b, hex.EncodeToString(sum[:])+"\n"...), nil
}

// manifestName is how messages name it.
var manifestName = filepath.Join(segmentFolder, manifestFile)

// readManifest reads the manifest of a folder of segments.
func readManifest(folder string) (m manifest, err error) {
	path := filepath.Join(folder, manifestFile)
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: %s is missing", ErrCorrupt, manifestName)
	}
	if err != nil {
		return m, err
	}
	if fi.Size() > mostManifest {
		return m, fmt.Errorf("%w: %s has %d bytes", ErrCorrupt, manifestName, fi.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return m, err
	}
	return decodeManifest(b)
}

// decodeManifest reads a manifest and looks whether it agrees with its hash.
func decodeManifest(b []byte) (m manifest, err error) {
	const tail = 2*sha256.Size + 1
	if len(b) < tail {
		return m, fmt.Errorf("%w: %s is cut short", ErrCorrupt, manifestName)
	}
	body, tailOf := b[:len(b)-tail], b[len(b)-tail:]
	sum := sha256.Sum256(body)
	if !bytes.Equal(tailOf, append([]byte(hex.EncodeToString(sum[:])), '\n')) {
		return m, fmt.Errorf("%w: %s does not agree with its checksum", ErrCorrupt, manifestName)
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, manifestName, err)
	}
	for i := range m.Segments {
		if err := m.Segments[i].check(); err != nil {
			return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, manifestName, err)
		}
	}
	return m, nil
}

// check says whether a part can be what it says.
func (p *manifestPart) check() error {
	if filepath.Base(p.Name) != p.Name || filepath.Ext(p.Name) != segmentExt || p.Size < 0 || p.Docs < 0 {
		return fmt.Errorf("no segment is called %q", p.Name)
	}
	deleted, err := p.deleted()
	if err != nil {
		return err
	}
	gone := uint64(0)
	if deleted != nil {
		gone = deleted.GetCardinality()
		if gone > 0 && uint64(deleted.Maximum()) >= uint64(p.Docs) {
			return fmt.Errorf("%s: deleted documents that it does not have", p.Name)
		}
	}
	if gone > uint64(p.Docs) || p.Live != uint64(p.Docs)-gone {
		return fmt.Errorf("%s: %d of %d documents deleted and %d left", p.Name, gone, p.Docs, p.Live)
	}
	return nil
}

// deleted reads the deleted documents; nil for none.
func (p *manifestPart) deleted() (b *roaring.Bitmap, err error) {
	if len(p.Deleted) == 0 {
		return nil, nil
	}
	defer func() { // a bitmap that is none may be read beyond its end
		if r := recover(); r != nil {
			b, err = nil, fmt.Errorf("%s: deleted documents cannot be read: %v", p.Name, r)
		}
	}()
	b = roaring.New()
	if err := b.UnmarshalBinary(slices.Clone(p.Deleted)); err != nil {
		return nil, fmt.Errorf("%s: deleted documents: %w", p.Name, err)
	}
	return b, b.Validate()
}

// writeManifest makes a state the one on the disk. An error says that nothing
// has changed, unless it breaks the store off: then nobody can tell.
func (s *Store) writeManifest(m manifest) error {
	if s.dir == "" || s.unpublished {
		s.manifest = m
		return nil
	}
	b, err := m.encode()
	if err != nil {
		return err
	}
	folder := filepath.Join(s.dir, segmentFolder)
	// What the manifest will name must be there before it is.
	if err := syncDir(folder); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(folder, manifestFile), b); err != nil {
		return err
	}
	if err := syncDir(folder); err != nil {
		err = fmt.Errorf("whether the change is on the disk cannot be told; open the index again: %w", err)
		s.breakOff(err)
		return err
	}
	s.lock.witness(m.Sequence)
	s.manifest = m
	return nil
}

// changed says whether anything was written since the index in a folder was created.
func (m *manifest) changed(folder string) bool {
	if m.Sequence > 1 {
		return true
	}
	entries, err := os.ReadDir(folder)
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		_, ok := journalNumber(e.Name())
		return ok
	})
}

// readState reads the state of a folder of segments, also of one of bleve's.
func readState(folder string, opts Options) (manifest, error) {
	old, err := isOfBleve(folder)
	if err != nil {
		return manifest{}, err
	}
	if !old {
		return readManifest(folder)
	}
	m, err := readBleve(folder, opts.lockTimeout())
	if err != nil {
		if now, nowErr := readManifest(folder); nowErr == nil { // it was rebuilt meanwhile
			return now, nil
		}
	}
	return m, err
}

// notBefore says whether a manifest is as new as the witness says.
func (m *manifest) notBefore(seen uint64) error {
	if m.bolt == nil && seen > m.Sequence {
		return fmt.Errorf("%w: %s is an older one: it is of change %d, and %d was written", ErrCorrupt, manifestName, m.Sequence, seen)
	}
	return nil
}

// release lets go of what a state of bleve's holds.
func (m *manifest) release() {
	if m.bolt != nil {
		_ = m.bolt.Close()
		m.bolt = nil
	}
}
