package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// root.bolt is bleve's: which segments make up the newest state. It is read here
// before bleve opens it, and without bleve.

// rootName is how messages name it.
var rootName = filepath.Join(segmentFolder, rootFile)

// checkBolt says whether the database of segments is as long as it claims: one
// that is cut short ends the process when it is mapped and read.
func checkBolt(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s is missing", ErrCorrupt, rootName)
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
	// and transaction (8 each), FNV-1a of these. All in the byte order of the
	// machine. Of those that are sound the one of the last transaction counts.
	const magic, at = 0xED0CDAED, 16
	fits, last := false, uint64(0)
	page := int64(os.Getpagesize())
	for _, start := range [...]int64{0, page} {
		var b [at + 64]byte
		if _, err := f.ReadAt(b[:], start); err != nil {
			continue
		}
		m := b[at:]
		sum := fnv.New64a()
		sum.Write(m[:56])
		if binary.NativeEndian.Uint32(m) != magic || binary.NativeEndian.Uint64(m[56:]) != sum.Sum64() {
			continue
		}
		size := int64(binary.NativeEndian.Uint32(m[8:]))
		pages := int64(binary.NativeEndian.Uint64(m[40:]))
		if transaction := binary.NativeEndian.Uint64(m[48:]); transaction >= last {
			last = transaction
			fits = size > 0 && pages > 0 && pages <= fi.Size()/size
		}
	}
	if fits {
		return nil
	}
	return fmt.Errorf("%w: %s is cut short or overwritten", ErrCorrupt, rootName)
}

// segmentNames reads which segments the newest state of the store has.
func segmentNames(root string, lockTimeout time.Duration) (names []string, err error) {
	// A damaged database can make bolt panic or read beyond the file's end.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s cannot be read: %v", ErrCorrupt, rootName, r)
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
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, rootName, err)
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
			return fmt.Errorf("%w: %s holds no state", ErrCorrupt, rootName)
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
