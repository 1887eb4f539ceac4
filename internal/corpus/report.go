package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

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

// skip returns a SkipError as an error.
func skip(path string, line int, err error) error {
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

// Note is something noticed that kept no article out.
type Note struct {
	Text  string `json:"text"`  // such as: unknown key "lang", ignored
	Count int    `json:"count"` // how often
	First string `json:"first"` // where first: "path:line", or "path"
}

// maxNotes bounds the different notes kept: a file may have other keys in
// every line.
const maxNotes = 1000

// notes counts equal notes.
type notes struct{ byText map[string]*Note }

// add counts one more note at a place; line 0 means the whole file.
func (n *notes) add(text, path string, line int) {
	if note := n.byText[text]; note != nil {
		note.Count++
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
	n.byText[text] = &Note{Text: text, Count: 1, First: first}
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
