package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
)

// articleView is the reading view: one article with the words of the query
// marked throughout.
type articleView struct {
	view
	Article    fihris.Article
	Heading    parts
	Paragraphs []parts
	Matches    int
	Link       string // where it was published, if that is a web address
	Back       string // the hits that led here; empty if none did
	Similar    []hitView
}

// part is a run of text. A match has its number, counted from 1 through title
// and body, by which the reader steps from one to the next.
type part struct {
	Text  string
	Match int
	Prev  int // the numbers of the neighbours; 0 at either end
	Next  int
}

// parts are a title or a paragraph.
type parts []part

// String returns the text.
func (p parts) String() string {
	var b strings.Builder
	for i := range p {
		b.WriteString(p[i].Text)
	}
	return b.String()
}

// article answers GET /article?id=…&q=….
func (srv *server) article(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	v := articleView{view: srv.pages.newView(r, "")}
	heading, body, err := srv.read(r, &v, id)
	if err != nil {
		return err
	}
	v.Title = v.Article.Title
	v.number(heading, body)
	v.Link = webAddress(v.Article.URL)
	v.Similar = srv.similar(r, v.State, id)
	if v.State.Query != "" || v.State.Filtered() {
		v.Back = v.State.Home()
	}
	return srv.pages.render(w, http.StatusOK, "article.html", v.L, v)
}

// read finds the article, with the matches of the query if it has any.
func (srv *server) read(r *http.Request, v *articleView, id string) (heading, body fihris.Snippet, err error) {
	q, err := checkLength("q", v.State.Query, maxQuery)
	if err != nil {
		return nil, nil, err
	}
	if strings.TrimSpace(q) != "" {
		query, err := fihris.ParseQuery(q)
		if err != nil {
			return nil, nil, err
		}
		res, err := srv.searcher.Search(r.Context(), fihris.Request{
			Query: query, Filter: fihris.Filter{IDs: []string{id}}, Limit: 1, WholeText: true,
		})
		if err != nil {
			return nil, nil, err
		}
		if len(res.Hits) == 1 && len(res.Hits[0].Snippets) == 1 {
			v.Article = res.Hits[0].Article
			return res.Hits[0].Title, res.Hits[0].Snippets[0], nil
		}
	}
	if v.Article, err = srv.searcher.Article(r.Context(), id); err != nil {
		return nil, nil, err
	}
	return fihris.Snippet{{Text: v.Article.Title}}, fihris.Snippet{{Text: v.Article.Body}}, nil
}

// number cuts the text into paragraphs and numbers its matches.
func (v *articleView) number(heading, body fihris.Snippet) {
	v.Heading = v.parts(heading)
	for _, paragraph := range paragraphs(body) {
		v.Paragraphs = append(v.Paragraphs, v.parts(paragraph))
	}
	for _, list := range append(v.Paragraphs, v.Heading) {
		for i := range list {
			if list[i].Match > 0 && list[i].Match < v.Matches {
				list[i].Next = list[i].Match + 1
			}
		}
	}
}

func (v *articleView) parts(s fihris.Snippet) parts {
	list := make(parts, 0, len(s))
	for _, span := range s {
		p := part{Text: span.Text}
		if span.Match {
			v.Matches++
			p.Match, p.Prev = v.Matches, v.Matches-1
		}
		list = append(list, p)
	}
	return list
}

// paragraphs cuts a text at its line feeds, dropping empty lines. A match that
// runs over the end of a line, as a phrase may, is marked on both.
func paragraphs(text fihris.Snippet) []fihris.Snippet {
	var out []fihris.Snippet
	var line fihris.Snippet
	flush := func() {
		if strings.TrimSpace(line.String()) != "" {
			out = append(out, line)
		}
		line = nil
	}
	for _, span := range text {
		for i, piece := range strings.Split(span.Text, "\n") {
			if i > 0 {
				flush()
			}
			if piece != "" {
				line = append(line, fihris.Span{Text: piece, Match: span.Match})
			}
		}
	}
	flush()
	return out
}

// webAddress lets through what is safe to link to.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// Count is the number of matches, for a message.
func (v articleView) Count() uint64 { return uint64(v.Matches) }

// marked is a stretch of the article with what its matches need to know.
type marked struct {
	L       *locale
	Matches string
	Parts   []part
}

// Marked gives a stretch to the template that draws matches.
func (v articleView) Marked(parts []part) marked {
	return marked{L: v.L, Matches: strconv.Itoa(v.Matches), Parts: parts}
}

// Number writes the number of a match.
func (p part) Number() string { return strconv.Itoa(p.Match) }
