package corpus

import (
	"errors"
	"iter"

	"github.com/fihris-search/fihris/internal/page"
)

// readHTML reads a page of HTML as one article. internal/page knows which part
// of it that is.
func readHTML(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err != nil {
			yield(draft{}, err)
			return
		}
		yield(doc.page(s, ""))
	}
}

// page makes a draft of a page that came from an address, "" where that is not
// known.
func (doc *document) page(s, address string) (draft, error) {
	p, err := page.Read(s, address)
	if err != nil {
		return draft{}, notPage(err)
	}
	if p.Guessed {
		doc.note(0, "page of HTML: its text found among menus and the rest, which were left out")
	}
	if p.Plain {
		doc.note(0, "a page of very many elements: all of its text was taken, menus too")
	}
	d := draft{title: p.Title, body: p.Body, plain: true, author: p.Author, source: p.Source, section: p.Section, url: p.URL, tags: p.Tags}
	for _, day := range p.Published {
		d.published = append(d.published, written{day.Text, day.From})
	}
	for field, from := range p.From {
		d.took(role(field), from, from)
	}
	return d, nil
}

// notPage says why a page holds no article.
func notPage(err error) error {
	f := fault{what: "HTML page: " + err.Error(), kind: true, next: leaveOut}
	switch {
	case errors.Is(err, page.ErrList):
		f.next = "leave it out: the articles it leads to are pages of their own"
	case errors.Is(err, page.ErrLogin):
		f.next = "fetch the article anew, logged in as the site wants it"
	case errors.Is(err, page.ErrFrames):
		f.next = "name the pages that it shows"
	case errors.Is(err, page.ErrNoText):
		f.next = "open it in a browser, and save what is shown as MHTML or HTML"
	case errors.Is(err, page.ErrError):
		f.next = "leave it out, or fetch the article anew"
	}
	return f
}
