// Package corpus turns files into articles: text files, JSON lines and other
// JSON, folders and globs of them, compressed or not, and standard input.
//
// Bad input loses nothing but itself: a file or a line that cannot be read
// becomes a [*SkipError] in the stream of articles, and the stream goes on.
package corpus

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"sync/atomic"

	"github.com/fihris-search/fihris"
)

// maxArticle bounds the bytes of one text file and of one line of JSONL, so
// that a file of another kind cannot fill the memory.
const maxArticle = 64 << 20

// errTooLong says that an article passes maxArticle.
var errTooLong = fmt.Errorf("longer than %d MB", maxArticle>>20)

// Corpus is a list of files that hold articles. Its Articles may be read once
// at a time; Progress may be called meanwhile.
type Corpus struct {
	files   []file
	stdin   io.Reader
	size    int64
	read    atomic.Int64
	notes   notes
	seen    map[uint64]struct{} // hashes of the IDs yielded
	repeats int
}

// file is one file to be read.
type file struct {
	path  string // where it is, as its user names it
	id    string // its path under the named folder, with slashes
	kind  kind
	stdin bool
}

// Open lists the files that paths name: files, folders (with all that is in
// them, hidden files left out), globs that no shell has expanded, and "-" for
// stdin. Names come in the order given, files of a folder in the order of
// their names.
//
// The error joins one error for each path that names nothing; the Corpus holds
// the others, and is never nil.
func Open(paths []string, stdin io.Reader) (*Corpus, error) {
	c := &Corpus{stdin: stdin, seen: map[uint64]struct{}{}}
	var missing []error
	for _, p := range paths {
		if err := c.add(p); err != nil {
			missing = append(missing, err)
		}
	}
	return c, errors.Join(missing...)
}

// Files returns the number of files found.
func (c *Corpus) Files() int { return len(c.files) }

// Progress returns how many bytes of the files have been read and how many
// there are, as they lie on the disk; total is -1 where stdin is among them.
func (c *Corpus) Progress() (read, total int64) { return c.read.Load(), c.size }

// Notes returns what was noticed so far but kept no article out: unknown keys,
// dates that could not be read, files of other kinds. Most frequent first.
func (c *Corpus) Notes() []Note { return c.notes.list() }

// Repeats returns how many articles so far had the ID of an earlier one: in an
// index they take its place.
func (c *Corpus) Repeats() int { return c.repeats }

// Articles yields the articles of all files in order. An element with an error
// is always a [*SkipError]: something was left out, and reading goes on.
func (c *Corpus) Articles() iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for _, f := range c.files {
			if !c.articles(f, yield) {
				return
			}
		}
	}
}

// articles yields the articles of one file and reports whether to go on.
func (c *Corpus) articles(f file, yield func(fihris.Article, error) bool) bool {
	r, err := c.open(f)
	if err != nil {
		return yield(fihris.Article{}, skip(f.path, 0, err))
	}
	defer r.Close()
	k := f.kind
	if k == sniffed {
		k, err = r.sniff()
		if err != nil {
			return yield(fihris.Article{}, skip(f.path, 0, err))
		}
	}
	switch {
	case k == jsonl && r.isDocument():
		return c.readJSON(f, r, yield)
	case k == jsonl:
		return c.readJSONL(f, r, yield)
	}
	a, err := readText(f, r)
	if err == nil {
		c.note(a, f.path, 0)
	}
	return yield(a, err)
}

// seed makes the hashes of IDs differ from run to run, so that no corpus can
// be made to collide.
var seed = maphash.MakeSeed()

// note remembers an article that is about to be yielded and notes a repetition.
func (c *Corpus) note(a fihris.Article, path string, line int) {
	h := maphash.String(seed, a.ID)
	if _, again := c.seen[h]; again {
		c.repeats++
		c.notes.add("duplicate ID: the later article takes the place of the earlier", path, line)
	}
	c.seen[h] = struct{}{}
}

// open returns the decoded text of a file.
func (c *Corpus) open(f file) (*source, error) {
	if f.stdin {
		return newSource(&counter{c.stdin, &c.read}, nil)
	}
	file, err := os.Open(f.path)
	if err != nil {
		return nil, reason(err)
	}
	src, err := newSource(&counter{file, &c.read}, file)
	if err != nil {
		file.Close()
	}
	return src, err
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
