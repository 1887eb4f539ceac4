package page

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Page is the article of a page.
type Page struct {
	Title     string
	Body      string // plain text, a paragraph a line
	Author    string
	Source    string // the site
	Section   string // as the page names it
	URL       string // the address that is the article's own; "" where there is none
	Published []Said // the likeliest first
	Tags      []string
	Guessed   bool              // the text was found by its looks, the page does not say which it is
	From      map[string]string // what says which field, by the name of the field
	Plain     bool              // too many elements to look for the article in them: Body is all text there is
}

// Said is what a page says, and what says so in it, such as og:title.
type Said struct{ Text, From string }

// Why a page is no article.
var (
	ErrList   = errors.New("a list of articles, not one")
	ErrLogin  = errors.New("a page to log in, or one that a server puts before the article")
	ErrFrames = errors.New("a frame around other pages")
	ErrError  = errors.New("a page that says that there is no page")
	ErrNoText = errors.New("no text but menus; scripts may have filled it in")
)

// Bounds on pages. The memory that is needed grows with the elements.
const (
	MaxBytes    = 16 << 20
	maxElements = 40_000
)

// Read reads a page that was decoded already. address is where it came from,
// "" where that is not known. The error is one of this package, or says that the
// page is longer than MaxBytes.
func Read(text, address string) (Page, error) {
	if len(text) > MaxBytes {
		return Page{}, fmt.Errorf("a page longer than %d MB", MaxBytes>>20)
	}
	text = strings.ReplaceAll(text, "\x00", "")
	if bytes.Count([]byte(text), []byte("<")) > 2*maxElements {
		return readPlain(text, address)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil { // nested too deep
		return readPlain(text, address)
	}
	r := reader{facts: gather(doc), from: map[string]string{}}
	r.ld = linkedData(r.scripts)
	r.site = r.siteName()
	r.address = r.ownAddress(address)
	p := Page{
		Author: r.author(), Source: r.site, Section: r.section(), Tags: r.tags(), URL: r.address,
	}
	p.Title = r.title()
	body, guessed, err := r.body(doc, p.Title)
	if err != nil {
		return Page{}, err
	}
	p.Body, p.Guessed = joined(body), guessed
	r.from["body"] = "articleBody of JSON-LD"
	if guessed {
		r.from["body"] = "the text among the menus"
	}
	p.From = r.from
	p.Published = r.published(p.Title, body)
	return p, nil
}

// reader is a page being read.
type reader struct {
	facts
	ld      article
	site    string
	address string
	from    map[string]string
}

// linked is what JSON-LD says.
func linked(text string) Said { return Said{text, "JSON-LD"} }

// all returns what some fields say.
func (f *facts) all(keys ...string) (all []Said) {
	for _, key := range keys {
		for _, s := range f.meta[key] {
			all = append(all, Said{s, key})
		}
	}
	return all
}

// take remembers what says a field.
func (r *reader) take(field string, n Said) string {
	if n.Text != "" {
		r.from[field] = n.From
	}
	return n.Text
}
