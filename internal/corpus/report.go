package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/fihris-search/fihris"
)

// fault is why something was left out: what is wrong, in words that are the
// same for all of its sort; a detail that is not; and what to do next.
type fault struct {
	what   string
	detail string
	next   string
	kind   bool // what it is, is why: the kind of a file is not read
	sound  bool // it was understood, and there is no article in it
}

// Error says what and where.
func (f fault) Error() string {
	if f.detail == "" {
		return f.what
	}
	return f.what + ": " + f.detail
}

// SkipError says that a file or a record of one was left out, and why.
type SkipError struct {
	Path string // the file, as its user named it
	Line int    // the line, from 1; 0 where the whole file is meant
	Err  error  // why
}

// Error returns "path:line: why".
func (e *SkipError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err)
}

// Unwrap returns the reason.
func (e *SkipError) Unwrap() error { return e.Err }

// What returns the reason without what is peculiar to this one: the same words
// for all that were left out for the same reason.
func (e *SkipError) What() string {
	if f, ok := isFault(e.Err); ok {
		return f.what
	}
	return e.Err.Error()
}

// Detail returns what is peculiar to this one, or "".
func (e *SkipError) Detail() string {
	if f, ok := isFault(e.Err); ok {
		return f.detail
	}
	return ""
}

// Next returns what to do about it, or "".
func (e *SkipError) Next() string {
	if f, ok := isFault(e.Err); ok {
		return f.next
	}
	return ""
}

// IsKind reports whether a whole file was left out for what it is: a kind that
// is not read.
func (e *SkipError) IsKind() bool {
	f, ok := isFault(e.Err)
	return ok && f.kind
}

// isSound tells that what was left out was understood, and holds no article.
// All else might hold one, could it be read.
func (e *SkipError) isSound() bool {
	f, ok := isFault(e.Err)
	return ok && f.sound
}

// isCertain tells that it would be left out again, were the file read again as it
// is: for its kind, or because a record of it is broken. A whole file may have
// been unreadable for reasons that pass.
func (e *SkipError) isCertain() bool {
	f, ok := isFault(e.Err)
	return ok && f.what != restLost && (f.sound || f.kind || e.Line > 0 || f.what == errEmpty.what || f.what == errHollow.what)
}

// skip returns a SkipError as an error.
func skip(path string, line int, err error) *SkipError {
	return &SkipError{Path: path, Line: line, Err: err}
}

// reason takes the operation and the path off an error of the file system,
// because a SkipError names the path already.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// FileReport says what became of one file, or one member of an archive.
type FileReport struct {
	Path     string
	Kind     string            // such as CSV; "" where it was not read
	Encoding string            // such as windows-1256; "" where it was not read as text
	Fields   map[string]string // which field of the articles came from which of the file
	Articles int
	Skipped  int            // records that were left out; 1 for a file that was not read
	First    fihris.Article // the first of the articles
	Refused  *SkipError     // why the file was not read, or nil
}

// add counts an article, or what was left out.
func (r *FileReport) add(a fihris.Article, err error) {
	if err != nil {
		r.Skipped++
		return
	}
	if r.Articles++; r.Articles == 1 {
		r.First = a
	}
}

// Note is something noticed that kept no article out.
type Note struct {
	Text  string `json:"text"`  // such as: date not understood, article kept without it
	Count int    `json:"count"` // how often
	First string `json:"first"` // where first: "path:line", or "path"
}

// maxNotes bounds the different notes kept: a file may have other keys in
// every line.
const maxNotes = 1000

// notes counts equal notes.
type notes struct{ byText map[string]*Note }

// addMany counts notes, the first of them at a place; line 0 means the whole file.
func (n *notes) addMany(text, path string, line, count int) {
	if note := n.byText[text]; note != nil {
		note.Count += count
		return
	}
	if len(n.byText) >= maxNotes {
		return
	}
	if n.byText == nil {
		n.byText = map[string]*Note{}
	}
	first := path
	if line > 0 {
		first = fmt.Sprintf("%s:%d", path, line)
	}
	n.byText[text] = &Note{Text: text, Count: count, First: first}
}

// noter notes something of one file.
type noter func(line int, text string)

// noter returns a noter of a file.
func (c *Corpus) noter(path string) noter {
	return func(line int, text string) {
		c.notes.addMany(text, path, line, 1)
		c.tracked.note(text, path, line)
	}
}

// list returns the notes, most frequent first.
func (n *notes) list() []Note {
	var all []Note
	for _, note := range n.byText {
		all = append(all, *note)
	}
	slices.SortFunc(all, func(a, b Note) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return all
}
