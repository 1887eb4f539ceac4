package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// backupName is how the folder is called in which a copy is made, beside what it
// becomes.
const backupName = ".fihris-backup-"

// Backup copies the index as it is now to a new folder dest, while it can be
// read and written. The copy appears whole, verified and durable, or not at all.
func (s *Store) Backup(ctx context.Context, dest string) (err error) {
	if s.dir == "" {
		return errors.New("an index in memory cannot be copied to a folder")
	}
	dest, err = filepath.Abs(dest) // which drops a slash at the end, too
	if err != nil {
		return err
	}
	if _, err := os.Lstat(dest); err == nil {
		return fmt.Errorf("%s %w", dest, ErrExists)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dest)
	if err := s.outside(parent); err != nil {
		return err
	}
	if err := os.MkdirAll(parent, folderMode); err != nil {
		return err
	}
	sweepBackups(parent)
	mode := fs.FileMode(folderMode) // a copy is for no more people than the index
	if fi, err := os.Stat(filepath.Join(s.dir, segmentFolder)); err == nil {
		mode = fi.Mode().Perm()
	}
	temp, err := makeUnique(filepath.Join(parent, backupName), "", func(path string) error { return os.Mkdir(path, mode) })
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp) // fails once renamed, as it should
	if err := s.copyTo(ctx, temp, mode); err != nil {
		return err
	}
	if err := os.Rename(temp, dest); err != nil {
		return err
	}
	return syncDir(parent)
}

// outside refuses a folder that is in that of the index.
func (s *Store) outside(folder string) error {
	index, err := os.Stat(s.dir)
	if err != nil {
		return err
	}
	for {
		if fi, err := os.Stat(folder); err == nil && os.SameFile(fi, index) {
			return fmt.Errorf("a copy cannot be inside of the index %s: name a folder beside it", s.dir)
		}
		above := filepath.Dir(folder)
		if above == folder {
			return nil
		}
		folder = above
	}
}

// copyTo makes the copy in a folder.
func (s *Store) copyTo(ctx context.Context, dir string, mode fs.FileMode) (err error) {
	defer Faults()()
	defer s.guard(&err)
	snap, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer snap.Close()
	folder := filepath.Join(dir, segmentFolder)
	if err := os.Mkdir(folder, mode); err != nil {
		return err
	}
	l, err := lockFolder(ctx, folder, Options{}) // so that no other takes it for a leftover
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	m := manifest{Meta: s.metaNow(), Sequence: 2, Journal: newJournal()} // 1 is that of an empty one
	free := uint64(0)
	for _, p := range snap.of.parts {
		n, _ := segmentNumber(p.part.Name)
		free = max(free, n)
	}
	for _, p := range alive(snap.of.parts) {
		if p.inMemory() {
			free++
			p.segment = &segment{part: p.part, postings: p.postings}
			p.part.Name, p.part.Size = segmentName(free), int64(len(p.postings.Bytes()))
		}
		one, err := p.copyTo(ctx, folder)
		if err != nil {
			return err
		}
		m.Segments = append(m.Segments, one)
	}
	b, err := m.encode()
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(folder, manifestFile), b); err != nil {
		return err
	}
	if err := syncDir(folder); err != nil {
		return err
	}
	if err := writeMeta(dir, m.Meta); err != nil {
		return err
	}
	copyLedger(s.dir, dir, folder)
	if err := copyAlerts(s.dir, dir); err != nil {
		return err
	}
	if m, err = readManifest(folder); err != nil {
		return ofCopy(err)
	}
	if err := m.verify(ctx, folder); err != nil {
		return ofCopy(err)
	}
	return nil
}

// ofCopy says that an error is one of reading the copy again. Where the copy is
// damaged, the index is not.
func ofCopy(err error) error {
	if errors.Is(err, ErrCorrupt) {
		return fmt.Errorf("the copy is not what was written: %v", err)
	}
	return fmt.Errorf("read the copy: %w", err)
}

// copyTo copies the file of a segment as it is mapped, and looks whether that
// is what was written.
func (p part) copyTo(ctx context.Context, folder string) (one manifestPart, err error) {
	one = p.part
	one.Live, one.Deleted = p.live, nil
	if p.deleted != nil {
		if one.Deleted, err = p.deleted.ToBytes(); err != nil {
			return one, err
		}
	}
	path := filepath.Join(folder, one.Name)
	data := p.postings.Bytes()
	h := crc32.NewIEEE()
	err = createSynced(path, func(w io.Writer) error {
		const step = 4 << 20
		for at := 0; at < len(data); at += step {
			if err := ctx.Err(); err != nil {
				return err
			}
			b := data[at:min(at+step, len(data))]
			// Read by us first: what cannot be read must be our fault, not that of a system call.
			h.Write(b[:min(len(b), max(0, len(data)-checksumSize-at))])
			if _, err := w.Write(b); err != nil {
				return err
			}
		}
		return nil
	}, func(f *os.File) error {
		fi, err := f.Stat()
		if err == nil {
			one.Modified = fi.ModTime().UnixNano()
		}
		return err
	})
	if err == nil && h.Sum32() != one.CRC {
		err = p.part.damaged(errChecksum)
	}
	return one, err
}

// ledgerFile is what a loader remembers of the files it has read: it lies beside
// fihris.json and is no part of the index, which does not need it.
const ledgerFile = "ledger"

// copyLedger copies what a loader remembers. Where that cannot be, whoever loads
// into the copy reads its files once more, and that is all.
func copyLedger(from, to, folder string) {
	src, err := os.Open(filepath.Join(from, ledgerFile))
	if err != nil {
		return
	}
	defer src.Close()
	path := filepath.Join(to, ledgerFile)
	dst, err := createFile(path, folder, os.O_WRONLY|os.O_EXCL)
	if err != nil {
		return
	}
	_, err = io.Copy(dst, src)
	if errors.Join(err, dst.Close()) != nil {
		_ = os.Remove(path)
	}
}

// sweepBackups removes copies that a process was killed amid: folders that only
// Backup names so, and that nobody holds.
func sweepBackups(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), backupName) {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		fi, err := os.Lstat(dir)
		if err != nil || !fi.IsDir() || time.Since(fi.ModTime()) < time.Minute || !onlyOurs(dir) {
			continue // one that has just been made is not held yet
		}
		folder := filepath.Join(dir, segmentFolder)
		l, err := lockFolder(context.Background(), folder, Options{LockTimeout: time.Nanosecond})
		if err == nil {
			_ = l.close()
		} else if !errors.Is(err, ErrCorrupt) {
			continue // held, or not ours
		}
		_ = os.RemoveAll(dir)
	}
}

// onlyOurs says whether a folder has nothing but what a copy has.
func onlyOurs(dir string) bool {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != segmentFolder && e.Name() != metaFile && e.Name() != ledgerFile && e.Name() != AlertsFile && !isTemporary(e.Name(), metaFile) && !isTemporary(e.Name(), AlertsFile) {
			return false
		}
	}
	return err == nil
}
