package index

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// bleve never verifies a checksum, falls back to an older state when a segment
// cannot be read, deletes all segments when root.bolt is missing, and dies
// when it is cut short. So nothing is opened before it was looked at here.

const (
	rootFile     = "root.bolt"
	verifiedFile = "verified.json" // beside the segments: which of them were found whole, so that opening need not read them all
	checksumSize = 4               // the last bytes of a segment are the CRC-32 of all before
)

// stamp is what a file looked like when its checksum was verified.
type stamp struct {
	Size  int64 `json:"size"`
	Mtime int64 `json:"mtime"` // nanoseconds since 1970
}

// Check looks whether every file of the index in dir is whole, reading all of
// them. It returns nil, or an error that tells what is damaged.
func Check(dir string, lockTimeout time.Duration) error {
	if _, err := readMeta(dir); err != nil {
		return err
	}
	return verify(filepath.Join(dir, storeName), Options{LockTimeout: lockTimeout}.lockTimeout(), true)
}

// verify looks whether the store is whole. Segments that have not changed
// since they were last verified are read again only if full.
func verify(store string, lockTimeout time.Duration, full bool) error {
	root := filepath.Join(store, rootFile)
	if err := checkBolt(root); err != nil {
		return err
	}
	names, err := segmentNames(root, lockTimeout)
	if err != nil {
		return err
	}
	known := readStamps(store)
	now := make(map[string]stamp, len(names))
	var damage []error
	for _, name := range names {
		st, err := statStamp(filepath.Join(store, name))
		if err == nil && (full || known[name] != st) {
			err = checkSegment(filepath.Join(store, name), st.Size)
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.New("is missing")
		}
		if err != nil {
			damage = append(damage, fmt.Errorf("%w: %s: %w", ErrCorrupt, filepath.Join(storeName, name), err))
			continue
		}
		now[name] = st
	}
	if err := errors.Join(damage...); err != nil {
		return err
	}
	if len(now) != len(known) || full {
		writeStamps(store, now)
	}
	return nil
}

func statStamp(path string) (stamp, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return stamp{}, err
	}
	return stamp{fi.Size(), fi.ModTime().UnixNano()}, nil
}

func readStamps(store string) map[string]stamp {
	known := map[string]stamp{}
	if b, err := os.ReadFile(filepath.Join(store, verifiedFile)); err == nil {
		if json.Unmarshal(b, &known) != nil {
			return nil
		}
	}
	return known
}

// writeStamps keeps what was verified. Where it cannot be written (a read-only
// disk), the next opening verifies again; nothing else depends on it.
func writeStamps(store string, stamps map[string]stamp) {
	if b, err := json.Marshal(stamps); err == nil {
		_ = writeFile(filepath.Join(store, verifiedFile), b)
	}
}

// checkSegment compares a segment's checksum with its content.
func checkSegment(path string, size int64) error {
	if size < checksumSize {
		return fmt.Errorf("has %d bytes only", size)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	h := crc32.NewIEEE()
	if _, err := io.CopyN(h, f, size-checksumSize); err != nil {
		return err
	}
	var want [checksumSize]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(want[:]) != h.Sum32() {
		return errors.New("its checksum does not agree with its content")
	}
	return nil
}

// checkBolt says whether the database of segments is as long as it claims: one
// that is cut short ends the process when it is mapped and read.
func checkBolt(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s is missing", ErrCorrupt, filepath.Join(storeName, rootFile))
	}
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	// Two meta pages, each: 16 bytes of page header, then magic, version, page
	// size, flags (4 bytes each), root bucket (16), free list, high water mark
	// and transaction (8 each), checksum. All in the byte order of the machine.
	const magic, at = 0xED0CDAED, 16
	page := int64(os.Getpagesize())
	for _, start := range [...]int64{0, page} {
		var b [at + 64]byte
		if _, err := f.ReadAt(b[:], start); err != nil {
			continue
		}
		m := b[at:]
		if binary.NativeEndian.Uint32(m) != magic {
			continue
		}
		size := int64(binary.NativeEndian.Uint32(m[8:]))
		pages := int64(binary.NativeEndian.Uint64(m[40:]))
		if size > 0 && pages > 0 && pages <= fi.Size()/size {
			return nil
		}
	}
	return fmt.Errorf("%w: %s is cut short or overwritten", ErrCorrupt, filepath.Join(storeName, rootFile))
}

// segmentNames reads which segments the newest state of the store has.
func segmentNames(root string, lockTimeout time.Duration) (names []string, err error) {
	// A damaged database can make bolt panic or read beyond the file's end.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s cannot be read: %v", ErrCorrupt, filepath.Join(storeName, rootFile), r)
		}
	}()
	db, err := bolt.Open(root, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	if err != nil {
		if isTimeout(err) {
			return nil, ErrLocked
		}
		if errors.Is(err, fs.ErrPermission) {
			return nil, err // nothing is damaged: it is not ours to open
		}
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, filepath.Join(storeName, rootFile), err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		snapshots := tx.Bucket([]byte("s"))
		if snapshots == nil {
			return nil // nothing was ever written
		}
		c := snapshots.Cursor()
		k, v := c.Last()
		if k == nil {
			return nil
		}
		newest := snapshots.Bucket(k)
		if newest == nil || v != nil {
			return fmt.Errorf("%w: %s holds no state", ErrCorrupt, filepath.Join(storeName, rootFile))
		}
		return newest.ForEachBucket(func(k []byte) error {
			if path := newest.Bucket(k).Get([]byte("p")); path != nil {
				names = append(names, filepath.Base(string(path)))
			}
			return nil
		})
	})
	return names, err
}

func isTimeout(err error) bool { return errors.Is(err, bolterrors.ErrTimeout) }

// stampSegments remembers that the segments of the newest state, just written
// by this process, are whole.
//
// Of the files given, those that are no longer segments are removed: bleve
// leaves what a merge has replaced until it next writes, which after a bulk load
// and its optimization may be never. Files that another process has made in the
// meantime are not among them.
func (ix *Index) stampSegments(files []string) {
	store := filepath.Join(ix.path, storeName)
	names, err := segmentNames(filepath.Join(store, rootFile), time.Second)
	if err != nil {
		return
	}
	stamps := map[string]stamp{}
	for _, n := range names {
		if st, err := statStamp(filepath.Join(store, n)); err == nil {
			stamps[n] = st
		}
	}
	writeStamps(store, stamps)
	if len(names) == 0 {
		return // nothing to compare with: leave everything
	}
	for _, f := range files {
		if !slices.Contains(names, f) {
			_ = os.Remove(filepath.Join(store, f)) // if not, the next writer does
		}
	}
}

// segmentFiles lists the segment files in the folder, dead ones too.
func (ix *Index) segmentFiles() (names []string) {
	if ix.path == "" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(ix.path, storeName))
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".zap" {
			names = append(names, e.Name())
		}
	}
	return names
}

// Backup copies the index as it is now to a new folder dest, while it can be
// searched and written. The copy appears whole or not at all.
func (ix *Index) Backup(ctx context.Context, dest string) error {
	if err := ix.enter(ctx); err != nil {
		return err
	}
	defer ix.leave()
	if ix.path == "" {
		return errors.New("an index in memory cannot be copied to a folder")
	}
	if _, err := os.Stat(dest); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w", dest, ErrExists)
	}
	part := dest + ".part"
	if err := os.MkdirAll(filepath.Join(part, storeName), 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(part)
	r := ix.scorch.CopyReader()
	err := r.CopyTo(copyDir(part)) // bleve writes to store/ below it
	if err = errors.Join(err, r.CloseCopyReader()); err != nil {
		return err
	}
	if err := writeMeta(part, newMeta(ix.opts.Words)); err != nil {
		return err
	}
	if err := verify(filepath.Join(part, storeName), time.Second, true); err != nil {
		return err
	}
	return os.Rename(part, dest)
}

// copyDir receives the files of a copy.
type copyDir string

func (d copyDir) GetWriter(name string) (io.WriteCloser, error) {
	path := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.Create(path)
}
