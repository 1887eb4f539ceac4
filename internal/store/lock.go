package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// lockFile is locked while a process has the index open for writing; who reads
// needs no lock (beside.go). It is also the witness of the manifest: it holds the
// number of the last change, written after the manifest and never waited for. A
// manifest with a lower number is an old one that somebody has put there; with a
// higher one, the process was killed between the two, and the manifest wins. In the
// same way it holds the number of the last change of the journal that was acknowledged.
const lockFile = "lock"

// lock is an open lock file.
type lock struct{ file *os.File }

// A witness: a number and the CRC-32 of its bytes. There are two, that of the manifest and
// that of the journal.
const (
	witnessSize = 8 + 4
	changeAt    = 16 // where that of the journal stands
)

// lockPause is how long to wait before the lock is tried again.
const lockPause = 10 * time.Millisecond

// lockFolder waits until the folder of segments is free, but no longer than
// the options and ctx say.
func lockFolder(ctx context.Context, folder string, opts Options) (*lock, error) {
	path := filepath.Join(folder, lockFile)
	f, err := createFile(path, folder, os.O_RDWR)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing", ErrCorrupt, segmentFolder)
	}
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(opts.lockTimeout()); ; time.Sleep(lockPause) {
		late := !time.Now().Before(end)
		var others []Holder
		if late {
			others = holders(f) // before the last try: who is named still has it after that
		}
		switch free, err := tryLock(f); {
		case err != nil:
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
		case free:
			l := &lock{f}
			l.sign(opts.Note)
			return l, nil
		case late:
			_ = f.Close()
			return nil, &LockedError{others}
		case ctx.Err() != nil:
			_ = f.Close()
			return nil, ctx.Err()
		}
	}
}

// readWitness reads the number of the last change that was written down; 0 for
// none, and for one that is being written. It needs no lock.
func readWitness(path string) uint64 { return readWitnessAt(path, 0) }

// readChangeWitness reads the number of the last change of the journal that was
// acknowledged, in the same way.
func readChangeWitness(path string) uint64 { return readWitnessAt(path, changeAt) }

func readWitnessAt(path string, at int64) uint64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	var b [witnessSize]byte
	if _, err := f.ReadAt(b[:], at); err != nil || crc32.ChecksumIEEE(b[:8]) != binary.LittleEndian.Uint32(b[8:]) {
		return 0
	}
	return binary.LittleEndian.Uint64(b[:])
}

// witness writes down the number of a change. Where it cannot, an old manifest
// is less likely to be noticed; nothing else depends on it.
func (l *lock) witness(sequence uint64) { l.witnessAt(sequence, 0) }

// witnessChange writes down the number of a change of the journal that is durable.
func (l *lock) witnessChange(number uint64) { l.witnessAt(number, changeAt) }

func (l *lock) witnessAt(n uint64, at int64) {
	b := binary.LittleEndian.AppendUint64(nil, n)
	_, _ = l.file.WriteAt(binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)), at)
}

// close lets go.
func (l *lock) close() error {
	l.unsign()
	return l.file.Close()
}
