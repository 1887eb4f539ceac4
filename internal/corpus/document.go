package corpus

import (
	"iter"

	"github.com/fihris-search/fihris"
)

// reader makes drafts of articles out of a document. An error with a draft is
// about that draft only (its line says where); the sequence ends when nothing
// more can be read.
type reader func(*document) iter.Seq2[draft, error]

// document is what a reader is given: the bytes of one file, with what is known
// of it.
type document struct {
	*input
	opts   *Options
	note   noter
	coding string            // what the text was read as
	fields map[string]string // which field of the articles came from where, for the report
}

// draft is an article as its file has it: in the file's own markup, with the
// date as it was written, and perhaps without a name.
type draft struct {
	id        string // as given; "" where none is
	title     string
	body      string
	author    string
	source    string
	section   string
	url       string
	published []written // the likeliest first
	saved     []string  // when the file was written, where nothing else says when
	tags      []string
	extra     map[string]any
	record    int // its number in the file, from 1; 0 where the file is one article
	line      int // where it begins, from 1; 0 where lines say nothing
	prose     bool
	plain     bool            // title and body are text already: what looks like markup in them is meant
	from      map[role]string // which field came from what of the file, for the report

	whole *fihris.Article // of an export: to be taken as it is; nil for all others
	base  string          // and the folder that names of files were relative to
	// and the fields of the index's own that was exported
	fields []fihris.Field
}

// written is a date as its file has it.
type written struct {
	text string
	from string // what says so in the file, for the report; "" where that was said already
}

// took remembers from what of the file a field came, unless it is empty.
func (d *draft) took(r role, value, from string) {
	if value == "" || from == "" {
		return
	}
	if d.from == nil {
		d.from = map[role]string{}
	}
	d.from[r] = from
}

// took remembers for the report which field of the articles came from what of
// the file: of the first article that says it.
func (doc *document) took(r role, from string) {
	if doc.fields[string(r)] == "" {
		doc.fields[string(r)] = from
	}
}
