package corpus

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// input is the bytes of one file or member of an archive, and where they come
// from.
type input struct {
	*bufio.Reader
	path     string // for people
	name     string // in the index: relative to the base, in NFC
	nameless bool   // no lasting name: standard input, a pipe
	depth    int    // in how many archives it lies
	at       io.ReaderAt
	size     int64 // of what at reads
	kind     *kind
	head     head
	made     *made // by a program out of another kind, or nil
	closers  []func()
}

func newInput(path, name string, r io.Reader, c io.Closer) *input {
	in := &input{Reader: bufio.NewReaderSize(r, bufferBytes), path: path, name: name}
	if c != nil {
		in.closers = append(in.closers, func() { c.Close() })
	}
	return in
}

// close closes what lies beneath, last opened first.
func (in *input) close() {
	for i := len(in.closers) - 1; i >= 0; i-- {
		in.closers[i]()
	}
}

// open opens a file.
func (c *Corpus) open(e entry) (*input, error) {
	if e.err != nil {
		return nil, e.err
	}
	if e.stdin {
		in := newInput(e.path, stdinName, &counter{c.stdin, &c.read}, nil)
		in.nameless = true
		return in, nil
	}
	if e.pipe {
		var r io.Reader = &pipe{path: e.path}
		if c.opts.Pipe != nil {
			r = c.opts.Pipe(r)
		}
		in := newInput(e.path, stdinName, &counter{r, &c.read}, nil)
		in.nameless = true
		return in, nil
	}
	f, err := os.Open(e.path)
	if err != nil {
		return nil, reason(err)
	}
	in := newInput(e.path, stdinName, &counter{f, &c.read}, f)
	in.name = fileName(c.opts.Base, e.real)
	if info, err := f.Stat(); err == nil {
		in.at, in.size = f, info.Size()
	}
	return in, nil
}

// pipe is a named pipe or a device. It is opened by the first Read, since even
// that waits for whoever writes.
type pipe struct {
	path string
	file *os.File
	err  error
}

func (p *pipe) Read(b []byte) (int, error) {
	if p.file == nil && p.err == nil {
		p.file, p.err = os.Open(p.path)
	}
	if p.err != nil {
		return 0, reason(p.err)
	}
	n, err := p.file.Read(b)
	if err != nil {
		p.file.Close()
		p.err = err
	}
	return n, err
}

// counter adds up the bytes read through it.
type counter struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// packings are the compressions that are looked through, by their first bytes.
var packings = []struct {
	magic string
	open  func(io.Reader) (io.Reader, func(), error)
}{
	{"\x1f\x8b", func(r io.Reader) (io.Reader, func(), error) { z, err := gzip.NewReader(r); return z, nil, err }},
	{"BZh", func(r io.Reader) (io.Reader, func(), error) { return bzip2.NewReader(r), nil, nil }},
	{"\xfd7zXZ\x00", func(r io.Reader) (io.Reader, func(), error) {
		z, err := xz.ReaderConfig{DictCap: 64 << 20}.NewReader(r)
		return z, nil, err
	}},
	{"\x28\xb5\x2f\xfd", func(r io.Reader) (io.Reader, func(), error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(64<<20), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}},
}

// unpack puts the reader behind the compression that the first bytes show, and
// behind one more in it.
func (in *input) unpack() error {
	for range 2 {
		start, _ := in.Peek(6)
		for _, p := range packings {
			if !bytes.HasPrefix(start, []byte(p.magic)) || p.magic == "BZh" && !isBzip2(start) {
				continue
			}
			m := &meter{packed: in.Reader}
			unpacked, done, err := p.open(packedReader{m})
			if err != nil {
				return fault{what: "cannot be unpacked", detail: err.Error(), next: "look whether it was copied whole"}
			}
			m.unpacked = unpacked
			if done != nil {
				in.closers = append(in.closers, done)
			}
			in.Reader, in.at = bufio.NewReaderSize(m, bufferBytes), nil
			break
		}
	}
	return nil
}

// isBzip2 tells the level that follows, for three letters are few.
func isBzip2(start []byte) bool { return len(start) > 3 && '1' <= start[3] && start[3] <= '9' }

// packedEndings are looked through to see what a file is called.
var packedEndings = []string{".gz", ".zst", ".xz", ".bz2"}

// ending returns the ending of a name in small letters, with those of
// compression taken off: ".csv", or "".
func ending(name string) string {
	name = strings.ToLower(path.Base(name))
	for range 2 {
		for _, packed := range packedEndings {
			name = strings.TrimSuffix(name, packed)
		}
	}
	if rest, ok := strings.CutSuffix(name, ".tgz"); ok {
		return path.Ext(rest + ".tar")
	}
	return path.Ext(name)
}

// spool makes an input readable in any order, on the disk if need be.
func (in *input) spool() error {
	if in.at != nil {
		return nil
	}
	f, err := os.CreateTemp("", "fihris-*")
	if err != nil {
		return err
	}
	in.closers = append(in.closers, func() { f.Close(); os.Remove(f.Name()) })
	n, err := io.Copy(f, io.LimitReader(in.Reader, maxSpool+1))
	switch {
	case err != nil:
		return lost(err)
	case n > maxSpool:
		return fault{what: "an archive that is too large to be read from a stream", next: "save it, and name the file"}
	}
	in.at, in.size = f, n
	in.Reader.Reset(io.NewSectionReader(f, 0, n))
	return nil
}

// restLost is what a disk that fails gives, too.
const restLost = "the rest of the file is lost"

// lost says of an error in the middle of a file that the rest cannot be had.
func lost(err error) error {
	if _, ok := isFault(err); ok || errors.Is(err, os.ErrClosed) {
		return err
	}
	return fault{what: restLost, detail: reason(err).Error(), next: "look whether it was copied whole"}
}
