package store

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// A segment has its price, whatever it holds: several files made durable and a
// manifest. So small changes go to the journal first: one append and one sync
// make them durable. They are put into segments together, in memory as soon as
// somebody reads (Stage), on the disk once enough of them wait (Save).
//
// Every change of one document has a number. The manifest says up to which its
// segments hold them, and so putting them in again after a kill does nothing
// twice. The journal is a row of files: each is only ever appended to, by one
// process, until a manifest was written after it; it is removed once a manifest
// holds all of it, and what is older than the manifest says is not looked at. What is
// in a file, and which of it is believed, is in journalfile.go.

// Op is what a change does to one document.
type Op struct {
	ID   string
	Data []byte // the stored form that takes the place of what was there; nil where it is taken away
}

// journalMark is what a manifest says of the journal.
type journalMark struct {
	ID      uint64 `json:"id"`      // that its files must have: of no other index
	File    uint64 `json:"file"`    // the number of the first one that is to be read
	Applied uint64 `json:"applied"` // the number of the last change that is in the segments
}

// newJournal begins the journal of a new index.
func newJournal() journalMark {
	var b [8]byte
	_, _ = rand.Read(b[:]) // which never fails
	return journalMark{ID: binary.LittleEndian.Uint64(b[:]), File: 1}
}

// journal is what is appended to.
type journal struct {
	mu     sync.Mutex
	id     uint64
	file   *os.File      // nil until the next change
	number uint64        // of the file, or of the one that comes next
	size   int64         // of what was written; behind it are zeros
	zeros  int64         // how many
	last   uint64        // the number of the last change
	behind []journalFile // that came before, and are not removed yet
	frame  []byte        // scratch
}

// journalFile is a file of the journal to which nothing is added any more.
type journalFile struct {
	number uint64
	last   uint64 // the number of its last change
	size   int64
}

// resume goes on behind what was read.
func (j *journal) resume(m journalMark, r *journalRead) {
	j.id, j.number, j.last = m.ID, max(m.File, r.next), max(m.Applied, r.last)
	j.behind = slices.Clone(r.files)
}

// Log writes changes to the journal, of one document one after the other, and returns when
// they are durable, with the number of the last. What reads the store does not see them
// before they were given to Stage. After an error none of them is there.
func (s *Store) Log(ops []Op) (last uint64, err error) {
	if err := s.writable(); err != nil {
		return 0, err
	}
	j := &s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	if s.dir == "" || len(ops) == 0 {
		j.last += uint64(len(ops))
		return j.last, nil
	}
	if j.frame, err = appendFrame(j.frame[:0], j.last+1, ops); err != nil {
		return 0, err
	}
	if j.file == nil {
		err = s.beginFile()
	} else {
		err = j.append()
	}
	if err != nil {
		return 0, s.takeBack(err)
	}
	j.last += uint64(len(ops))
	s.lock.witnessChange(j.last)
	if cap(j.frame) > mostScratch {
		j.frame = nil
	}
	return j.last, nil
}

// mostScratch bounds the memory that is kept for the next change.
const mostScratch = 1 << 20

// How many zeros are written behind a frame for which there is no room: as many as the file has bytes, within these.
// What is written in their place changes neither the size of the file nor where it lies, so that there is less to make
// durable: writing an article takes a quarter less CPU, and half the time.
const (
	leastZeros = 16 << 10
	mostZeros  = 256 << 10
)

// append makes the frame durable behind what was written.
func (j *journal) append() error {
	n := int64(len(j.frame))
	if j.zeros < n {
		more := min(max(j.size, leastZeros), mostZeros)
		whole := slices.Grow(j.frame, int(more))[:n+more]
		clear(whole[n:])
		j.frame = whole[:n]
		if err := writeSynced(j.file, whole, j.size); err == nil {
			j.size, j.zeros = j.size+n, more
			return nil
		} // there may be space for the frame alone
	}
	if err := writeSynced(j.file, j.frame, j.size); err != nil {
		return err
	}
	j.size, j.zeros = j.size+n, max(0, j.zeros-n)
	return nil
}

// beginFile makes the next file of the journal, with what is in the frame.
func (s *Store) beginFile() (err error) {
	j := &s.journal
	folder := filepath.Join(s.dir, segmentFolder)
	for {
		j.file, err = createFile(filepath.Join(folder, journalName(j.number)), folder, os.O_RDWR|os.O_EXCL|syncedWrites)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
		j.number++ // a leftover that could not be swept away
	}
	if err != nil {
		j.file = nil
		return err
	}
	begun := append(appendHead(nil, j.id, j.number, j.last+1), j.frame...)
	j.size, j.zeros = 0, 0
	if err = writeSynced(j.file, begun, 0); err == nil {
		err = syncDir(folder)
	}
	if err == nil {
		j.size = int64(len(begun))
	}
	return err
}

// takeBack takes away what could not be written. Where that fails as well, nobody
// can tell whether it is on the disk.
func (s *Store) takeBack(why error) error {
	j := &s.journal
	if j.file == nil {
		return why
	}
	var err error
	j.zeros = 0
	if j.size > 0 {
		if err = j.file.Truncate(j.size); err == nil {
			err = j.file.Sync()
		}
	} else {
		err = errors.Join(j.file.Close(), os.Remove(j.file.Name()))
		j.file = nil
		if err == nil {
			err = syncDir(filepath.Join(s.dir, segmentFolder))
		}
	}
	if err != nil {
		why = fmt.Errorf("whether the change is on the disk cannot be told; open the index again: %w", errors.Join(why, err))
		s.breakOff(why)
	}
	return why
}

// turn ends the file that is appended to, before a manifest is written that holds the changes up to
// a number, and returns which file is the first to be read beside it.
func (j *journal) turn(applied uint64) (first uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		_ = j.file.Close() // all that was written was synced
		j.behind = append(j.behind, journalFile{j.number, j.last, j.size})
		j.file = nil
		j.number++
	}
	for _, f := range j.behind {
		if f.last > applied {
			return f.number
		}
	}
	return j.number
}

// drop removes the files that a durable manifest holds all of. What cannot be removed does
// no harm: the manifest does not name it.
func (j *journal) drop(folder string, first uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.behind) > 0 && j.behind[0].number < first {
		_ = os.Remove(filepath.Join(folder, journalName(j.behind[0].number)))
		j.behind = j.behind[1:]
	}
}

func (j *journal) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}

// Waiting returns the changes that the journal held when the store was opened, and the number
// of the last; once, for they are not kept.
func (s *Store) Waiting() (ops []Op, last uint64) {
	ops, s.waiting = s.waiting, nil
	return ops, s.journal.last
}

// Unsaved is how many changes are in the journal and in no segment on the disk, and how many
// bytes the journal has.
func (s *Store) Unsaved() (changes uint64, bytes int64) {
	if s.dir == "" {
		return 0, 0
	}
	j := &s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		bytes = j.size
	}
	for _, f := range j.behind {
		bytes += f.size
	}
	return j.last - min(j.last, s.saved.Load()), bytes
}
