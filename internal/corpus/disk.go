package corpus

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/ledger"
)

// File is a file on the disk that is to be read: no pipe, no member of an
// archive.
type File struct {
	Path  string       // as its user named it
	Name  string       // in the index: the articles of it have it, and a member's name begins with it
	State ledger.State // as it was listed
}

// Reading is what became of a file that was read.
type Reading struct {
	File
	Articles int
	Skips    []ledger.Skip
	Notes    []ledger.Note
	Ties     []string // files, or members of them, that have given an ID of this one, too
	Whole    bool     // it was read to its end, and nothing that might hold an article was left out
	Certain  bool     // read again as it is, it would give the same, and Skips and Notes tell all
	Steady   bool     // it is the same file after it was read
}

// keptReasons is how many reasons and notes of one file are kept.
const keptReasons = 40

// List returns the files on the disk that are to be read, and those that cannot
// be, with why.
func (c *Corpus) List() (files []File, failed []string) {
	for i := range c.files {
		switch e := &c.files[i]; {
		case e.err != nil:
			failed = append(failed, fileName(c.opts.Base, e.real))
		case !e.pipe:
			files = append(files, c.fileOf(e))
		}
	}
	return files, failed
}

// Folders returns the folders that were named, absolute.
func (c *Corpus) Folders() []string { return c.folders }

// Looked returns the folders that were looked into for files, and the files and
// folders that were named, there or not: what changes in the ones, and whether the
// others come and go, may change the corpus.
func (c *Corpus) Looked() (folders, named []string) { return c.looked, c.named }

// Locate returns where a file of a name lies, in the form in which names are
// compared, and the folder, of those named, that it lies in; "" for none.
func (c *Corpus) Locate(name string) (path, folder string) {
	path = filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.opts.Base, path)
	}
	path = filepath.FromSlash(cleanName(filepath.ToSlash(path)))
	for _, f := range c.folders {
		if isWithin(filepath.FromSlash(cleanName(filepath.ToSlash(f))), path) {
			return path, f
		}
	}
	return path, ""
}

// HasPipes tells whether there is something among the files that can be read
// only once: standard input, a named pipe.
func (c *Corpus) HasPipes() bool {
	return slices.ContainsFunc(c.files, func(e entry) bool { return e.pipe })
}

// Given tells whether an article of this ID has come.
func (c *Corpus) Given(id string) bool { return c.register.has(id) }

func (c *Corpus) fileOf(e *entry) File {
	return File{Path: e.path, Name: fileName(c.opts.Base, e.real), State: e.state}
}

// tracker keeps what becomes of the file at hand.
type tracker struct {
	Reading
	notes map[string]int // where a note stands in Notes
	skips map[string]int
}

// begin begins a file on the disk, unless whoever asked for the corpus wants it
// passed over.
func (c *Corpus) begin(e *entry) bool {
	c.tracked = nil
	c.register.begin("")
	if e.pipe || e.err != nil || c.opts.Before == nil && c.opts.After == nil {
		return true
	}
	f := c.fileOf(e)
	if c.opts.Before != nil && !c.opts.Before(f) {
		c.passed.Add(e.size)
		return false
	}
	c.tracked = &tracker{Reading: Reading{File: f, Whole: true, Certain: true}, notes: map[string]int{}, skips: map[string]int{}}
	c.register.begin(f.Name)
	return true
}

// end ends a file on the disk. One that was changed while it was read may have
// been read in parts of two states.
func (c *Corpus) end(e *entry, more bool) {
	t := c.tracked
	if c.tracked = nil; t == nil || c.opts.After == nil {
		return
	}
	info, err := os.Stat(e.path)
	t.Steady = err == nil && ledger.StateOf(info).Same(e.state)
	t.Whole = t.Whole && more && t.Articles > 0 // none at all: it may be one that was cut short
	t.Certain = t.Certain && more
	t.Ties = c.register.ties()
	t.Certain = t.Certain && len(t.Ties) < mostTies
	c.opts.After(t.Reading)
}

// member is the part of a path that is behind the file on the disk.
func (t *tracker) member(path string) string {
	rest, ok := strings.CutPrefix(path, t.Path)
	if !ok {
		return ""
	}
	return rest
}

// skip keeps why something was left out.
func (t *tracker) skip(s *SkipError) {
	if t == nil || errors.Is(s.Err, os.ErrClosed) {
		return
	}
	t.Whole = t.Whole && s.isSound()
	t.Certain = t.Certain && s.isCertain()
	what := s.What()
	at, ok := t.skips[what]
	switch {
	case ok:
		t.Skips[at].Count++
	case len(t.Skips) == keptReasons:
		t.Certain = false
	default:
		t.skips[what] = len(t.Skips)
		t.Skips = append(t.Skips, ledger.Skip{What: what, Detail: s.Detail(), Next: s.Next(), Kind: s.IsKind(), Member: t.member(s.Path), Line: s.Line, Count: 1})
	}
}

// note keeps what was noticed.
func (t *tracker) note(text, path string, line int) {
	if t == nil {
		return
	}
	at, ok := t.notes[text]
	switch {
	case ok:
		t.Notes[at].Count++
	case len(t.Notes) == keptReasons:
		t.Certain = false
	default:
		t.notes[text] = len(t.Notes)
		t.Notes = append(t.Notes, ledger.Note{Text: text, Member: t.member(path), Line: line, Count: 1})
	}
}

// Recall tells again what was noticed in a file that was passed over, and
// returns what was left out of it.
func (c *Corpus) Recall(f File, e *ledger.Entry) []RecalledSkip {
	for _, n := range e.Notes {
		c.notes.addMany(n.Text, f.Path+n.Member, n.Line, n.Count)
	}
	var skips []RecalledSkip
	for _, s := range e.Skips {
		why := fault{what: s.What, detail: s.Detail, next: s.Next, kind: s.Kind}
		skips = append(skips, RecalledSkip{skip(f.Path+s.Member, s.Line, why), s.Count})
	}
	return skips
}

// RecalledSkip is why something was left out when a file was read, and how
// often it was.
type RecalledSkip struct {
	*SkipError
	Count int
}
