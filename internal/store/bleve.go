package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Up to format 2 the store was bleve's: its root.bolt says which segments there
// are and what is deleted in them. What is stored in it can still be read.

// Files of bleve's store, and one that Fihris kept beside it.
const (
	bleveFile    = "root.bolt"
	zapExt       = ".zap"
	verifiedFile = "verified.json"
)

// isOfBleveStore says whether a file is one of bleve's store.
func isOfBleveStore(name string) bool {
	return name == bleveFile || name == verifiedFile || filepath.Ext(name) == zapExt
}

// isOfBleve says whether the folder of segments is one of bleve's.
func isOfBleve(folder string) (bool, error) {
	if _, err := os.Lstat(filepath.Join(folder, manifestFile)); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	_, err := os.Lstat(filepath.Join(folder, bleveFile))
	return err == nil, ignoreMissing(err)
}

// readBleve makes a manifest of the newest state of a store of bleve's.
func readBleve(folder string, timeout time.Duration) (m manifest, err error) {
	name := filepath.Join(segmentFolder, bleveFile)
	if m.Meta, err = readMeta(filepath.Dir(folder)); err != nil && !errors.Is(err, ErrNotIndex) && !errors.Is(err, ErrCorrupt) {
		return m, err
	}
	opened := false
	defer func() {
		if err != nil && opened {
			m.release()
		}
	}()
	defer Faults()() // a database that was cut short is read beyond its end
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s cannot be read: %v", ErrCorrupt, name, r)
		}
	}()
	db, err := bolt.Open(filepath.Join(folder, bleveFile), 0o600, &bolt.Options{ReadOnly: true, Timeout: timeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return m, ErrLocked
	}
	if errors.Is(err, fs.ErrPermission) {
		return m, err
	}
	if err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, name, err)
	}
	m.bolt, opened = db, true
	err = db.View(func(tx *bolt.Tx) error {
		states := tx.Bucket([]byte("s"))
		if states == nil {
			return nil // nothing was ever written
		}
		k, v := states.Cursor().Last()
		if k == nil {
			return nil
		}
		newest := states.Bucket(k)
		if newest == nil || v != nil {
			return fmt.Errorf("%w: %s holds no state", ErrCorrupt, name)
		}
		return newest.ForEachBucket(func(k []byte) error {
			path := newest.Bucket(k).Get([]byte("p"))
			if path == nil {
				return nil
			}
			p, err := blevePart(folder, filepath.Base(string(path)), newest.Bucket(k).Get([]byte("d")))
			m.Segments = append(m.Segments, p)
			return err
		})
	})
	return m, err
}

// blevePart describes a segment by what its own end says. Of one that cannot be
// read the documents are -1.
func blevePart(folder, name string, deleted []byte) (manifestPart, error) {
	p := manifestPart{Name: name, Docs: -1}
	f, err := os.Open(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return p, err
	}
	var end [zapFooter]byte
	if _, err := f.ReadAt(end[:], fi.Size()-int64(len(end))); err != nil {
		return p, nil
	}
	tail := end[zapFooter-12:]
	p.Size, p.Modified, p.CRC = fi.Size(), fi.ModTime().UnixNano(), binary.BigEndian.Uint32(tail[8:])
	switch {
	case binary.BigEndian.Uint32(tail[4:]) == zapVersion:
		p.Docs = int(binary.BigEndian.Uint32(end[4:])) // the lower half
	case binary.LittleEndian.Uint32(tail[4:]) == 1: // a segment of ours
		p.Docs = int(binary.LittleEndian.Uint32(tail))
	default:
		return p, nil
	}
	p.Live = uint64(p.Docs)
	if len(deleted) > 0 {
		b := roaring.New()
		if err := b.UnmarshalBinary(deleted); err != nil {
			return p, p.damaged(err)
		}
		if p.Deleted, err = b.ToBytes(); err != nil {
			return p, err
		}
		p.Live -= min(p.Live, b.GetCardinality())
	}
	return p, nil
}
