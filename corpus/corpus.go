// Package corpus turns files into articles, as the command "fihris index" does: texts,
// tables, JSON of many shapes, pages, mails, feeds and office documents, in folders and archives, packed or
// not, in the encodings that Arabic has had. docs/loading.md of the repository says what is read how.
//
//	c, err := corpus.Open([]string{"articles/"}, nil)
//	defer c.Close()
//	changes, err := ix.AddAll(ctx, c.Articles())
//
// Bad input loses nothing but itself: what cannot be read comes as a [*Problem] in the stream of
// articles, which goes on. Archives are read within limits: one that unpacks to hundreds of times its
// size, or holds another that holds a third, is a problem too.
package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
)

// Options say what the files themselves do not; nil and zero fields are right for most.
// The flags of "fihris index" have the same meaning.
type Options struct {
	Stdin io.Reader // what the path "-" stands for
	Base  string    // the folder that the names of files are relative to; "" is the working directory or, where not all lie below it, the folder around them
	Scope Scope     // what an ID in the data is worth in another file

	Source, Section, Author string            // of articles whose file does not say
	Folders                 Folders           // whether the folder of a text is its section
	DateFrom                string            // where paths have the date of their articles, such as YYYY/MM/DD; "" finds plain ones
	Map                     map[string]string // the key of the records for a field of articles, where its name does not tell: "body": "content"
	Visual                  bool              // texts were written from left to right: turn them round

	// Fields are the index's own ([fihris.Index.Fields]): a column or a key of the name of one becomes its
	// value, of its kind. Nil stands for none, or for those of an export that comes first: see [Corpus.Fields].
	Fields []fihris.Field

	// Known is what an index holds under an ID already, so that an article of another
	// file does not take its place: the method Article of one. An error means that it is not known. Nil knows nothing.
	Known func(ctx context.Context, id string) (fihris.Article, error)
}

// Scope says what an ID in the data is worth in another file.
type Scope int

// Scopes of IDs.
const (
	ScopeAuto Scope = Scope(corpus.ScopeAuto) // one article where title, text or address agree; else the later is named by its file
	ScopeFile Scope = Scope(corpus.ScopeFile) // each file counts for itself: every ID is put behind the name of its file
	ScopeAll  Scope = Scope(corpus.ScopeAll)  // one article everywhere: the later takes the place of the earlier
)

// Folders says whether the folder of a text is its section.
type Folders int

// Whether a folder names a section.
const (
	FoldersThatAreSections Folders = Folders(corpus.FoldersThatAreSections) // where its name is Arabic, or that of a section: sports, politics …
	AllFolders             Folders = Folders(corpus.AllFolders)
	NoFolders              Folders = Folders(corpus.NoFolders)
)

// Corpus is a list of files that hold articles. It is read once, by one goroutine;
// Progress may be called meanwhile.
type Corpus struct{ c *corpus.Corpus }

// Open lists the files that paths name: files, folders (with all that is in them, hidden files left
// out), globs, and "-" for Options.Stdin. Files of a folder come in the order of their names.
//
// The error joins one for each path that names nothing, and for options that mean nothing; the
// Corpus has the other files, and is never nil. It is to be closed.
func Open(paths []string, opts *Options) (*Corpus, error) {
	if opts == nil {
		opts = &Options{}
	}
	var faults []error
	if opts.Stdin == nil && slices.Contains(paths, "-") {
		faults = append(faults, errors.New(`"-" stands for Options.Stdin, which is nil`))
		paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == "-" })
	}
	if opts.Scope < ScopeAuto || opts.Scope > ScopeAll {
		faults = append(faults, fmt.Errorf("there is no Scope %d", opts.Scope))
	}
	if opts.Folders < FoldersThatAreSections || opts.Folders > NoFolders {
		faults = append(faults, fmt.Errorf("there is no Folders %d", opts.Folders))
	}
	var known func(id string) (fihris.Article, bool)
	if opts.Known != nil {
		known = func(id string) (fihris.Article, bool) {
			a, err := opts.Known(context.Background(), id)
			return a, err == nil
		}
	}
	c, err := corpus.Open(paths, opts.Stdin, corpus.Options{
		Base: opts.Base, Scope: corpus.Scope(opts.Scope), Folders: corpus.Folders(opts.Folders), DateFrom: opts.DateFrom,
		Source: opts.Source, Section: opts.Section, Author: opts.Author, Map: opts.Map, Visual: opts.Visual, Known: known, Fields: opts.Fields, Adopt: opts.Fields == nil,
	})
	if err = errors.Join(append(faults, err)...); err != nil {
		err = fmt.Errorf("corpus: %w", err)
	}
	return &Corpus{c}, err
}

// Articles yields the articles of all files in order. An error is always a
// [*Problem]: something was left out, and reading goes on. It can be given to
// [fihris.Index.AddAll], which joins these errors with its own.
func (c *Corpus) Articles() iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for a, err := range c.c.Articles() {
			if err != nil {
				err = newProblem(err)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// Files returns the number of files found.
func (c *Corpus) Files() int { return c.c.Files() }

// Base returns the folder that names of files ([fihris.Article.File]) are relative to: what an index is told by
// [fihris.Index.SetBase]. Once an article of an export was read, and none before it, it is that of the
// index which was exported.
func (c *Corpus) Base() string { return c.c.Base() }

// Fields returns the fields of the index's own that values are made for: those of the options or, where these
// have none and an article of an export was the first, those of the index which was exported. An index
// that is created for the first article should have them ([fihris.Options.Fields]).
func (c *Corpus) Fields() []fihris.Field { return c.c.Fields() }

// Progress returns how many bytes of the files have been read, and how many there are as
// they lie on the disk: -1 where standard input is among them.
func (c *Corpus) Progress() (done, total int64) { return c.c.Progress() }

// Note is something that was noticed and kept no article out: damage that was mended, a
// date that could not be read, a field that was left.
type Note struct {
	Text  string
	Count int    // how often
	First string // where first: a file, or file:line
}

// Notes returns what was noticed so far, the most frequent first.
func (c *Corpus) Notes() []Note {
	var out []Note
	for _, n := range c.c.Notes() {
		out = append(out, Note{n.Text, n.Count, n.First})
	}
	return out
}

// Close removes what was kept on the disk while reading: IDs, where they are many.
func (c *Corpus) Close() error { return c.c.Close() }

// Problem says why a file, or a record of one, was left out.
type Problem struct {
	Path   string // the file, as its user named it; within an archive, behind the name of that
	Line   int    // the line, from 1; 0 where the whole file is meant
	Reason string // the same words for all that were left out for the same reason
	Detail string // what is peculiar to this one
	Next   string // what to do about it; "" where nothing is known to help
	err    error
}

// newProblem makes a Problem of an error of the stream.
func newProblem(err error) error {
	s, ok := errors.AsType[*corpus.SkipError](err)
	if !ok {
		return err
	}
	return &Problem{Path: s.Path, Line: s.Line, Reason: s.What(), Detail: s.Detail(), Next: s.Next(), err: s.Err}
}

// Error returns "path:line: reason: detail".
func (p *Problem) Error() string {
	at, why := p.Path, p.Reason
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", at, p.Line)
	}
	if p.Detail != "" {
		why += ": " + p.Detail
	}
	return cmp.Or(at, "corpus") + ": " + why
}

// Unwrap returns the error of the system where there is one, such as fs.ErrPermission.
func (p *Problem) Unwrap() error { return p.err }
