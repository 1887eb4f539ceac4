package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
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
func Check(dir string, opts Options) error {
	if _, err := readMeta(dir); err != nil {
		return err
	}
	return verify(filepath.Join(dir, segmentFolder), opts.lockTimeout(), true)
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
			damage = append(damage, fmt.Errorf("%w: %s: %w", ErrCorrupt, filepath.Join(segmentFolder, name), err))
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

// stampSegments remembers that the segments of the newest state, just written
// by this process, are whole.
//
// Of the files given, those that are no longer segments are removed: bleve
// leaves what a merge has replaced until it next writes, which after a bulk load
// and its optimization may be never. Files that another process has made in the
// meantime are not among them.
func (s *Store) stampSegments(files []string) {
	store := filepath.Join(s.dir, segmentFolder)
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
func (s *Store) segmentFiles() (names []string) {
	if s.dir == "" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(s.dir, segmentFolder))
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
