// Package corpus turns files into articles: texts, tables, JSON of many shapes,
// in folders and archives, packed or not, and standard input.
//
// What a file is, its content tells (kinds.go); the ending of its name only
// breaks ties. A kind is a line in that table: either a [reader], which makes
// drafts of articles out of bytes, or a refusal that says what to do instead.
// What all kinds have in common comes after: finish.go makes an article of a
// draft, identity.go gives it the ID that it has whatever way its file was
// named.
//
// Bad input loses nothing but itself: a file or a record that cannot be read
// becomes a [*SkipError] in the stream of articles, and the stream goes on.
package corpus

import (
	"errors"
	"io"
	"iter"
	"strings"
	"sync/atomic"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/convert"
)

// Options say what the files themselves do not. The zero value is right for
// most.
type Options struct {
	Base  string // the folder that names of files are relative to; "" chooses one, see Corpus.Base
	Scope Scope  // whether two files may speak of one article

	Source, Section, Author string // of articles whose file does not say
	Folders                 Folders
	DateFrom                string            // where names of files have a date, such as YYYY/MM/DD; "" finds plain ones
	Map                     map[string]string // the key of a field of articles, by the field's name: body=content
	Fields                  []fihris.Field    // the index has of its own: a column, or a key, of the name of one is its value
	Adopt                   bool              // there is no index yet: it gets the fields of an export that comes first, where Fields has none
	Visual                  bool              // the text was written from left to right: turn it
	Tools                   *convert.Bench    // where other programs may turn files into what is read; nil leaves them out

	// Known says what an index holds under an ID already; nil holds nothing.
	Known func(id string) (fihris.Article, bool)
	// Pipe wraps the reader of a pipe, which may wait for ever for whoever writes;
	// nil leaves it as it is.
	Pipe func(io.Reader) io.Reader
	// Before is asked before a file on the disk is read: false passes over it.
	Before func(File) bool
	// After is told what became of one that was not passed over.
	After func(Reading)
	// Tied is told of a file, or a member of one, that has given an ID which a file
	// that is being read gives, too.
	Tied func(file string)
	// OnFile is told of every file, and of every member of an archive, after
	// it was read.
	OnFile func(FileReport)

	own ownNames // Fields, by name
}

// Folders says whether the folder of a text is its section.
type Folders int

// Whether a folder names a section.
const (
	FoldersThatAreSections Folders = iota // where its name is Arabic, or that of a section: sports, politics …
	AllFolders
	NoFolders
)

// Corpus is a list of files that hold articles. Its Articles may be read once;
// Progress may be called meanwhile.
type Corpus struct {
	opts     Options
	dates    *datePattern
	files    []entry
	stdin    io.Reader
	folders  []string // that were named
	looked   []string // see Looked
	named    []string // likewise
	size     int64
	read     atomic.Int64
	passed   atomic.Int64 // bytes of files that were passed over
	notes    notes
	tracked  *tracker // of the file at hand; nil where nobody wants to know
	register register

	began        bool    // an article has been read
	settled      bool    // the base is settled: it was given, or an article has been named
	exportedBase *string // of the index whose export came first; nil for none
}

// Open lists the files that paths name: files, folders (with all that is in
// them, hidden files left out), globs that no shell has expanded, and "-" for
// stdin. Names come in the order given, files of a folder in the order of
// their names.
//
// The error joins one error for each path that names nothing, and for options
// that cannot be understood; the Corpus holds the others, and is never nil.
func Open(paths []string, stdin io.Reader, opts Options) (*Corpus, error) {
	c := &Corpus{opts: opts, stdin: stdin, settled: opts.Base != ""}
	var faults []error
	fail := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	var err error
	c.dates, err = newDatePattern(opts.DateFrom)
	fail(err)
	c.opts.own = newOwnNames(opts.Fields)
	fail(checkMap(opts.Map, c.opts.own))
	w := walker{seen: map[string]bool{}}
	for _, p := range paths {
		fail(w.add(p))
	}
	c.files, c.folders, c.looked, c.named, c.size = w.files, w.folders, w.looked, w.named, w.size
	if c.opts.Base == "" {
		c.opts.Base, err = chooseBase(w.roots)
		fail(err)
	}
	c.register = newRegister(opts.Scope, opts.Known, opts.Tied)
	return c, errors.Join(faults...)
}

// Close removes what was kept on the disk. Given knows nothing after it.
func (c *Corpus) Close() error { return c.register.given.close() }

// Files returns the number of files found.
func (c *Corpus) Files() int { return len(c.files) }

// Base returns the folder that names of files are relative to: the one of the
// options, else the working directory where all files lie beneath it, else the
// folder around all that was named. Once an article of an export was read, and
// none before it, it is that of the index which was exported, "" where that had none.
func (c *Corpus) Base() string {
	if c.exportedBase != nil {
		return *c.exportedBase
	}
	return c.opts.Base
}

// Fields are those of the index's own: of the options or, where these adopt some, of
// the index whose export came first.
func (c *Corpus) Fields() []fihris.Field { return c.opts.Fields }

// Progress returns how many bytes of the files have been read or passed over and how many
// there are, as they lie on the disk; total is -1 where stdin is among them.
func (c *Corpus) Progress() (done, total int64) { return c.read.Load() + c.passed.Load(), c.size }

// Bytes returns how many bytes of the files have been read.
func (c *Corpus) Bytes() int64 { return c.read.Load() }

// Notes returns what was noticed so far but kept no article out: damage that
// was mended, dates that could not be read, fields that were left. Most
// frequent first.
func (c *Corpus) Notes() []Note { return c.notes.list() }

// Repeats returns how many articles so far had the ID of an earlier one and
// take its place; Apart returns how many were kept beside it under another ID.
func (c *Corpus) Repeats() int { return c.register.repeats }

// Apart returns how many articles had an ID that another file gave to another
// article, and were named by their file instead.
func (c *Corpus) Apart() int { return c.register.apart }

// Articles yields the articles of all files in order. An element with an error
// is always a [*SkipError]: something was left out, and reading goes on.
func (c *Corpus) Articles() iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for i := range c.files {
			e := &c.files[i]
			if !c.begin(e) {
				continue
			}
			more := c.file(*e, yield)
			c.end(e, more)
			if !more {
				return
			}
		}
	}
}

// yielder takes an article, or why there is none, and says whether to go on.
type yielder = func(fihris.Article, error) bool

// file yields the articles of one file and reports whether to go on.
func (c *Corpus) file(e entry, yield yielder) bool {
	in, err := c.open(e)
	if err != nil {
		return c.refuse(e.path, err, yield)
	}
	defer in.close()
	begun := c.read.Load()
	more := c.input(in, yield)
	if !e.pipe { // some read what they need of a file, and some of it twice
		c.read.Store(begun + e.size)
	}
	return more
}

// refuse yields a file that is not read at all.
func (c *Corpus) refuse(path string, err error, yield yielder) bool {
	s := skip(path, 0, err)
	c.tracked.skip(s)
	c.report(FileReport{Path: path, Skipped: 1, Refused: s})
	return yield(fihris.Article{}, s)
}

// input yields the articles of one file or member of an archive.
func (c *Corpus) input(in *input, yield yielder) bool {
	err := in.unpack()
	if err == nil {
		err = in.recognize()
	}
	switch {
	case err != nil:
		return c.refuse(in.path, err, yield)
	case in.kind.members != nil:
		return c.members(in, yield)
	case in.kind.read == nil && len(in.kind.tools) > 0 && c.opts.Tools != nil:
		return c.converted(in, yield)
	case in.kind.read == nil:
		return c.refuse(in.path, in.kind.refusal(in), yield)
	}
	return c.document(in, yield)
}

// members yields the articles of all members of an archive.
func (c *Corpus) members(in *input, yield yielder) bool {
	if in.depth >= maxNested {
		return c.refuse(in.path, errNested, yield)
	}
	none := true
	for m, err := range in.kind.members(in) {
		none = false
		if err != nil {
			if !c.refuse(m.path, err, yield) {
				return false
			}
			continue
		}
		more := c.input(m, yield)
		m.close()
		if !more {
			return false
		}
	}
	if none {
		return c.refuse(in.path, errHollow, yield)
	}
	return true
}

// document yields the articles of one document, as its kind reads it.
func (c *Corpus) document(in *input, yield yielder) bool {
	r := FileReport{Path: in.path, Kind: in.kindName()}
	doc := &document{input: in, opts: &c.opts, note: c.noter(in.path), fields: map[string]string{}}
	more := true
	for d, err := range in.kind.read(doc) {
		var a fihris.Article
		if err == nil {
			a, err = c.finish(doc, &d)
		}
		if err != nil {
			s := skip(in.path, d.line, err)
			if err = s; s.IsKind() {
				r.Refused = s // if there is nothing else in it
			}
			c.tracked.skip(s)
		} else if c.tracked != nil {
			c.tracked.Articles++
		}
		r.add(a, err)
		if more = yield(a, err); !more {
			break
		}
	}
	if r.Articles+r.Skipped == 0 {
		return c.refuse(in.path, errEmpty, yield)
	}
	if r.Articles > 0 || r.Skipped > 1 {
		r.Refused = nil
	}
	r.Encoding, r.Fields = doc.encoding(), doc.fields
	if r.Encoding != "" && !strings.HasPrefix(r.Encoding, "UTF-") {
		doc.note(0, "read as "+r.Encoding)
	}
	c.report(r)
	return more
}

func (c *Corpus) report(r FileReport) {
	if c.opts.OnFile != nil {
		c.opts.OnFile(r)
	}
}
