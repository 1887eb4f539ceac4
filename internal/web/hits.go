package web

import (
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// passageLength is how many letters a passage of the page has: two lines on a desk. What is a tenth longer is
// shown whole, so that there are some 180 at most.
const passageLength = 165

// hitView is a hit with its addresses, and with the best of its passages before the others.
type hitView struct {
	fihris.Hit
	Href      string
	CopyLinks []copyView
	Passage   fihris.Snippet
	More      []fihris.Snippet
	Forms     []string // in which the words stand there, where they are not as in the query
	Links     []link   // source, section and author: the hits with the same
}

// CopyCount is the number of copies, for a message.
func (v hitView) CopyCount() uint64 { return uint64(len(v.CopyLinks)) }

// HasCopies tells whether any hit of the page has copies.
func (v resultsView) HasCopies() bool {
	return slices.ContainsFunc(v.Hits, func(h hitView) bool { return len(h.CopyLinks) > 0 })
}

// ShownForms are the forms that no explanation names.
func (v hitView) ShownForms() []string {
	if v.Why != nil {
		return nil
	}
	return v.Forms
}

// shownForms is how many forms a hit names.
const shownForms = 4

// resultHits are the hits as the page lists them, first being the rank of the first.
func resultHits(s state, first int, hits []fihris.Hit, query string) []hitView {
	views := hitViews(s, first, hits)
	asked, met := map[string]bool{}, map[string]bool{} // met: the forms, and whether one is asked for
	for _, w := range strings.FieldsFunc(query, func(c rune) bool { return !isWordRune(c) }) {
		asked[arabic.Normalize(w)] = true
	}
	narrowed := s.withPage(1)
	for i := range views {
		v := &views[i]
		if n := bestPassage(v.Snippets); n >= 0 {
			v.Passage = v.Snippets[n]
			v.More = slices.Delete(slices.Clone(v.Snippets), n, n+1)
		}
		for _, form := range formsOf(&v.Hit) {
			if len(v.Forms) == shownForms {
				break
			}
			same, known := met[form]
			if !known {
				same = asked[arabic.Normalize(form)]
				met[form] = same
			}
			if !same {
				v.Forms = append(v.Forms, form)
			}
		}
		a := &v.Article
		v.Links = make([]link, 0, 3)
		for _, of := range [...]struct {
			field fihris.FacetField
			value string
		}{{fihris.FacetSource, a.Source}, {fihris.FacetSection, a.Section}, {fihris.FacetAuthor, a.Author}} {
			l := link{Text: of.value}
			if of.value != "" {
				l.Href = narrowed.withValues(of.field, of.value).Home()
			}
			v.Links = append(v.Links, l)
		}
	}
	return views
}

// bestPassage is the passage that holds the most different matches, the first of these; -1 where there is none.
func bestPassage(passages []fihris.Snippet) int {
	best, most := -1, -1
	var room [8]string
	for i, p := range passages {
		if n := len(matched(room[:0], p)); n > most {
			best, most = i, n
		}
	}
	return best
}

// matched adds the texts that are marked in a passage, each once.
func matched(texts []string, p fihris.Snippet) []string {
	for _, span := range p {
		if span.Match && !slices.Contains(texts, span.Text) {
			texts = append(texts, span.Text)
		}
	}
	return texts
}

// formsOf are the texts that are marked in a hit.
func formsOf(h *fihris.Hit) []string {
	texts := matched(make([]string, 0, 8), h.Title)
	for _, p := range h.Snippets {
		texts = matched(texts, p)
	}
	return texts
}

// inText escapes a text that stands between tags, where quotes are none.
var inText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\x00", "\uFFFD")
