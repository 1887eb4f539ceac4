package corpus

import (
	"bufio"
	"encoding/binary"
	"errors"
	"os"
	"slices"

	"github.com/bits-and-blooms/bloom/v3"
)

// maxRecent is how many articles are remembered in memory, at up to 90 bytes
// each. Those before them lie in a file.
const maxRecent = 500_000

// holders remembers who has which ID, of any number of articles in bounded
// memory: the latest in a map, the earlier ones in sorted runs in a file, each behind a Bloom filter,
// so that an ID that nobody had asks the disk for one run of a hundred. Where
// no file can be written the map grows.
type holders struct {
	max    int
	recent map[uint64]holder // by the hash of the ID
	runs   []run
	file   *os.File // of all runs, nil before the first
	size   int64
	full   bool  // no further run can be written
	err    error // why a run could not be read, the first time
}

// run is a row of records in the order of their keys.
type run struct {
	at     int64 // where it begins
	n      int
	firsts []uint64 // the first key of every block
	keys   *bloom.BloomFilter
}

const (
	recordBytes = 8 + 4*4
	runBlock    = 128 // records that are read at once
)

func newHolders(limit int) *holders { return &holders{max: limit, recent: map[uint64]holder{}} }

// get returns who has an ID.
func (hs *holders) get(key uint64) (holder, bool) {
	if h, ok := hs.recent[key]; ok {
		return h, true
	}
	for i := len(hs.runs) - 1; i >= 0; i-- { // the later takes the place of the earlier
		if !hs.runs[i].keys.Test(keyBytes(key)) {
			continue
		}
		h, ok, err := hs.find(&hs.runs[i], key)
		if err != nil && hs.err == nil {
			hs.err = err
		}
		if ok {
			return h, true
		}
	}
	return holder{}, false
}

// put says who has an ID from now on.
func (hs *holders) put(key uint64, h holder) {
	if len(hs.recent) >= hs.max && !hs.full {
		hs.full = hs.write() != nil
	}
	hs.recent[key] = h
}

// write makes a run of what is in memory.
func (hs *holders) write() error {
	if hs.file == nil {
		f, err := os.CreateTemp("", "fihris-ids-*")
		if err != nil {
			return err
		}
		hs.file = f
	}
	keys := make([]uint64, 0, len(hs.recent))
	for key := range hs.recent {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	r := run{at: hs.size, n: len(keys), keys: bloom.NewWithEstimates(uint(len(keys)), 0.01)}
	w := bufio.NewWriter(&sectionWriter{hs.file, hs.size})
	var rec [recordBytes]byte
	for i, key := range keys {
		if i%runBlock == 0 {
			r.firsts = append(r.firsts, key)
		}
		r.keys.Add(keyBytes(key))
		h := hs.recent[key]
		binary.LittleEndian.PutUint64(rec[:], key)
		for j, v := range [...]uint32{h.file, h.title, h.body, h.url} {
			binary.LittleEndian.PutUint32(rec[8+4*j:], v)
		}
		w.Write(rec[:]) // Flush has the error
	}
	if err := w.Flush(); err != nil {
		return err
	}
	hs.size += int64(r.n) * recordBytes
	hs.runs = append(hs.runs, r)
	hs.recent = make(map[uint64]holder, 0)
	return nil
}

// find looks a key up in a run.
func (hs *holders) find(r *run, key uint64) (holder, bool, error) {
	block, exact := slices.BinarySearch(r.firsts, key)
	if !exact {
		block--
	}
	if block < 0 {
		return holder{}, false, nil
	}
	n := min(runBlock, r.n-block*runBlock)
	b := make([]byte, n*recordBytes)
	if _, err := hs.file.ReadAt(b, r.at+int64(block)*runBlock*recordBytes); err != nil {
		return holder{}, false, err
	}
	for ; len(b) > 0; b = b[recordBytes:] {
		if binary.LittleEndian.Uint64(b) == key {
			u := func(j int) uint32 { return binary.LittleEndian.Uint32(b[8+4*j:]) }
			return holder{u(0), u(1), u(2), u(3)}, true, nil
		}
	}
	return holder{}, false, nil
}

// close removes the file.
func (hs *holders) close() error {
	if hs.file == nil {
		return nil
	}
	err := errors.Join(hs.file.Close(), os.Remove(hs.file.Name()))
	hs.file, hs.runs = nil, nil
	return err
}

func keyBytes(key uint64) []byte { return binary.LittleEndian.AppendUint64(nil, key) }

// sectionWriter writes from a place of a file on.
type sectionWriter struct {
	f  *os.File
	at int64
}

func (s *sectionWriter) Write(p []byte) (int, error) {
	n, err := s.f.WriteAt(p, s.at)
	s.at += int64(n)
	return n, err
}
