package corpus

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// What the documents of word processors have in common: parts in a ZIP,
// paragraphs with styles, and properties.

// paragraph is one of a document.
type paragraph struct {
	text    string
	title   bool // has the style of a title
	heading int  // level of a heading, 0 for none
}

// officeDocument is what was read of a document.
type officeDocument struct {
	paragraphs []paragraph
	notes      []paragraph // at the foot, or the end
	size       int

	title, author, section string
	tags                   []string
	created, modified      string
}

// add takes a paragraph in, and reports whether there is room for more.
func (o *officeDocument) add(to *[]paragraph, p paragraph) error {
	if p.text = strings.TrimSpace(p.text); p.text != "" {
		*to = append(*to, p)
	}
	if o.size += len(p.text); o.size > maxDocument {
		return errTooLong
	}
	return nil
}

// part opens a part of a document, within the bounds; nil where it has none.
func (in *input) part(name string) (io.ReadCloser, error) {
	for _, f := range in.head.zip.File {
		if f.Name != name {
			continue
		}
		switch {
		case f.Flags&1 != 0:
			return nil, errLocked
		case f.UncompressedSize64 > maxDocument:
			return nil, errTooLong
		}
		r, err := f.Open()
		if err != nil {
			return nil, lost(err)
		}
		return struct {
			io.Reader
			io.Closer
		}{io.LimitReader(r, maxDocument), r}, nil
	}
	return nil, nil
}

// maxPartNesting is how deep the elements of a document may lie in one another:
// tables in tables, and frames.
const maxPartNesting = 1000

var errNestedXML = errors.New("its elements are nested without end")

var errLocked = fault{what: "a document with a password", next: "open it where its password is known, and save it without", kind: true}

// tokens calls f with the parts of XML in a part of a document, if there is such
// a part.
func (in *input) tokens(name string, f func(xml.Token) error) error {
	r, err := in.part(name)
	if r == nil || err != nil {
		return err
	}
	defer r.Close()
	d := xmlDecoder(r)
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxPartNesting {
			return damaged(errNestedXML)
		}
		if err := f(t); err != nil {
			return err
		}
	}
}

// damaged says that a document cannot be read to its end.
func damaged(err error) error {
	if _, ok := isFault(err); ok {
		return err
	}
	if errors.Is(err, zip.ErrChecksum) {
		return fault{what: "a damaged document", detail: err.Error(), next: "look whether it was copied whole"}
	}
	return fault{what: "a document that cannot be read to its end", detail: err.Error(), next: "open it and save it anew"}
}

// property takes one property of a document in, by its local name.
func (o *officeDocument) property(name, text string) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return
	}
	switch name {
	case "title":
		o.title = text
	case "creator", "initial-creator":
		if o.author == "" && !slices.Contains(nobody, strings.ToLower(text)) {
			o.author = text
		}
	case "category":
		o.section = text
	case "keywords", "keyword":
		o.tags = append(o.tags, splitTags(text)...)
	case "created", "creation-date":
		o.created = text
	case "modified", "date":
		o.modified = text
	}
}

// nobody are authors that programs make up.
var nobody = []string{"user", "admin", "administrator", "windows user", "microsoft", "microsoft office user", "hp", "dell", "acer", "lenovo", "pc", "home", "unknown", "author", "مستخدم", "مدير", "المستخدم"}

// madeUp is a title that programs make up.
var madeUp = pattern.New(`(?i)^(?:microsoft word\b|untitled|document ?\d*$|doc\d*$|مستند ?\d*$|بدون عنوان|slide ?\d*$|powerpoint)|\.(?:docx?|rtf|odt|txt)$`)

// draft makes a draft of a document: the title is a paragraph with the style of
// one, or a heading at the beginning, or what looks like a headline there; else
// the one of its properties.
func (o *officeDocument) draft() (draft, error) {
	d := draft{author: o.author, section: o.section, tags: o.tags, plain: true, prose: true}
	d.title, d.body = o.split()
	d.took(roleTitle, d.title, "the title or first line")
	if d.title == "" && !madeUp().MatchString(o.title) {
		d.title = o.title
		d.took(roleTitle, d.title, "the properties")
	}
	d.took(roleAuthor, d.author, "the properties")
	d.took(roleSection, d.section, "the properties")
	d.took(roleTags, strings.Join(d.tags, ""), "the properties")
	d.saved = []string{o.created, o.modified}
	return d, checkProse(d.title + d.body)
}

// split parts the title from the text.
func (o *officeDocument) split() (title, body string) {
	at := slices.IndexFunc(o.paragraphs[:min(len(o.paragraphs), 5)], func(p paragraph) bool { return p.title })
	if at < 0 && len(o.paragraphs) > 0 && o.paragraphs[0].heading > 0 {
		at = 0
	}
	if at >= 0 {
		title = strings.Join(strings.Fields(o.paragraphs[at].text), " ")
	}
	var lines []string
	for i, p := range slices.Concat(o.paragraphs, o.notes) {
		if i != at && (p.text != title || i > 5) {
			lines = append(lines, p.text)
		}
	}
	body = strings.Join(lines, "\n")
	if title == "" {
		title, body = parseText(body)
	}
	return title, body
}
