// Package ledger remembers which files were read into an index, so that what
// has not changed need not be read again.
//
// A ledger can only ever cause more work, never less than is right: an entry
// counts only where the file has the state it had, was read with the same
// options, and the index holds of it what it held then, which whoever asks
// compares. So it need not be durable, may be copied, restored or removed, and
// a damaged line is one file that is read again.
//
// It is a file of lines, each a CRC-32 in hexadecimal, a space and JSON. The
// first names the base that names are relative to; each other is an [Entry], and
// takes the place of an earlier one of its name. Lines are appended as files are
// read; once more than half of them are outdated, it is written anew.
package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// FileName is how the ledger of an index is called in its folder.
const FileName = "ledger"

// version is that of the format. Another is as good as no ledger.
const version = 1

// Bounds on what is read.
const (
	mostLine = 1 << 20 // bytes; a longer one is damage
	slack    = 1000    // outdated lines that are always borne
)

// header is the first line.
type header struct {
	Ledger int    `json:"ledger"` // the version
	Base   string `json:"base"`
}

// Ledger is what is remembered of files. It is not safe for concurrent use;
// the lock of the index keeps other processes away.
type Ledger struct {
	path    string
	base    string
	entries map[string]Entry
	lines   int  // in the file
	anew    bool // the file must be written anew before a line is added
	file    *os.File
	out     *bufio.Writer
	err     error // why nothing more is written
}

// Open reads the ledger at a path; where there is none it is empty. It belongs to a base:
// what was remembered for another is forgotten. The error says what of it could not be
// read, and that is all that is wrong: the ledger can be used.
func Open(path, base string) (*Ledger, error) {
	l := &Ledger{path: path, base: base, entries: map[string]Entry{}, anew: true}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, err
	}
	defer f.Close()
	return l, l.read(f)
}

// read reads the lines of a file.
func (l *Ledger) read(r io.Reader) error {
	in := bufio.NewReaderSize(r, mostLine)
	damaged := 0
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if len(line) == 0 && err != nil {
			break
		}
		for errors.Is(err, bufio.ErrBufferFull) { // the rest of a line that is too long
			line = nil
			_, err = in.ReadSlice('\n')
		}
		cut := err != nil // a process was killed as it wrote the last line
		body, whole := unseal(line)
		if first {
			var h header
			if !whole || json.Unmarshal(body, &h) != nil || h.Ledger == 0 {
				return errors.New("its first line is damaged: all files are read again")
			}
			if h.Ledger != version || h.Base != l.base {
				return nil
			}
			l.anew = false
			continue
		}
		l.lines++
		var e Entry
		switch {
		case cut:
			l.anew = true
		case !whole || json.Unmarshal(body, &e) != nil:
			damaged++
		case e.Gone:
			delete(l.entries, e.Name)
		default:
			l.entries[e.Name] = e
		}
		if cut {
			break
		}
	}
	if damaged > 0 {
		l.anew = true
		return fmt.Errorf("damaged lines: %d; their files are read again", damaged)
	}
	return nil
}

// seal writes a line.
func seal(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	line := fmt.Appendf(nil, "%08x ", crc32.ChecksumIEEE(body))
	return append(append(line, body...), '\n'), nil
}

// unseal returns what a line holds, and whether it is what was written.
func unseal(line []byte) (body []byte, whole bool) {
	sum, body, ok := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
	if !ok {
		return nil, false
	}
	n, err := strconv.ParseUint(string(sum), 16, 32)
	return body, err == nil && len(sum) == 8 && uint32(n) == crc32.ChecksumIEEE(body)
}

// Base is the folder that the names are relative to.
func (l *Ledger) Base() string { return l.base }

// Len is how many files are remembered.
func (l *Ledger) Len() int { return len(l.entries) }

// Get returns what is remembered of a file.
func (l *Ledger) Get(name string) (Entry, bool) {
	e, ok := l.entries[name]
	return e, ok
}

// Names returns the names of the files that are remembered, sorted.
func (l *Ledger) Names() []string { return slices.Sorted(maps.Keys(l.entries)) }

// Put remembers a file. What cannot be written is told by Close.
func (l *Ledger) Put(e Entry) {
	l.entries[e.Name] = e
	l.write(e)
}

// Forget forgets a file.
func (l *Ledger) Forget(name string) {
	if _, ok := l.entries[name]; ok {
		delete(l.entries, name)
		l.write(Entry{Name: name, Gone: true})
	}
}

// write appends a line.
func (l *Ledger) write(e Entry) {
	if l.err != nil {
		return
	}
	if l.anew {
		l.err = l.rewrite()
		return
	}
	if l.file == nil {
		if l.file, l.err = os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND, 0o666); l.err != nil {
			return
		}
		l.out = bufio.NewWriter(l.file)
	}
	line, err := seal(e)
	if err == nil && len(line) <= mostLine {
		_, err = l.out.Write(line)
	}
	l.lines++
	l.err = err
}

// Flush hands what was remembered to the system, so that it outlives the process.
func (l *Ledger) Flush() {
	if l.out == nil || l.err != nil {
		return
	}
	if l.lines > 2*len(l.entries)+slack {
		l.err = l.rewrite()
		return
	}
	l.err = l.out.Flush()
}

// rewrite writes the ledger anew, in one step, and leaves it open for more.
func (l *Ledger) rewrite() (err error) {
	f, err := os.Create(l.path + ".tmp")
	if err != nil {
		return err
	}
	adopt(f, filepath.Dir(l.path))
	done := false
	defer func() {
		if !done {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriterSize(f, 64<<10)
	line, err := seal(header{version, l.base})
	if err == nil {
		_, err = out.Write(line)
	}
	l.lines = 0
	for _, name := range l.Names() {
		if err != nil {
			return err
		}
		if line, err = seal(l.entries[name]); err == nil && len(line) <= mostLine {
			_, err = out.Write(line)
		}
		l.lines++
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(f.Name(), l.path)
	}
	if err != nil {
		return err
	}
	done = true
	if l.file != nil {
		_ = l.file.Close()
	}
	l.file, l.out, l.anew = f, bufio.NewWriter(f), false
	return nil
}

// Close writes what is left. The error says why not all could be: files that
// the ledger lacks are read again.
func (l *Ledger) Close() error {
	if l.file == nil {
		return l.err
	}
	l.Flush()
	err := errors.Join(l.err, l.file.Close())
	l.file, l.out, l.err = nil, nil, nil
	return err
}
