package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// articleView is the reading view: one article with the words of the query
// marked throughout, and what can be done with it.
type articleView struct {
	view
	Article    fihris.Article
	Heading    parts
	Paragraphs []parts
	Matches    int
	Words      []matchedWord // of the query, as they stand here
	Map        mapView
	Said       []saidView // the dates that the text mentions
	Link       string     // where it was published, if that is a web address
	Back       string     // the hits that led here; empty if none did
	Walk       *walkView  // the neighbours in these hits
	Meta       metaView
	Marks      *link // shows vowel marks, or hides them; nil for a text without any
	Cite       citation
	Copies     uint64 // near-duplicates
	Versions   string // where they stand side by side
	Similar    []hitView
}

// metaView is what is known about an article, as links to more of the same.
type metaView struct {
	Source, Section, Author *link
	Tags                    []link
}

// matchedWord is a word of the query and where it stands in the article.
type matchedWord struct {
	Text  string
	Count uint64
	First int      // the number of its first match
	Forms []string // as written; none but the word itself are empty
}

// article answers GET /article?id=…&q=….
func (srv *server) article(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	v := articleView{view: srv.pages.newView(r, "")}
	heading, body, why, err := srv.read(r, &v, id)
	if err != nil {
		return err
	}
	v.Title = v.Article.Title
	mentions, err := srv.mentions(r, v.Article)
	if err != nil {
		return err
	}
	v.cut(heading, body, mentions)
	v.Words = v.words(why)
	v.Map = newMap(v.Paragraphs)
	v.Said = v.said(mentions)
	v.Link = webAddress(v.Article.URL)
	v.Meta = newMeta(v.State, v.Article)
	v.Marks = v.vowels()
	v.Cite = newCitation(v.State, v.Article)
	v.Similar = srv.similar(r, v.State, id)
	v.Copies, v.Versions = uint64(len(srv.copies(r, id))), v.State.hrefWith(pathVersions, "id", id)
	if v.State.Query != "" || v.State.Filtered() {
		v.Back = v.State.Home()
		v.Walk = srv.walk(r, v.State, id)
	}
	return srv.pages.render(w, http.StatusOK, "article.html", v.L, v)
}

// read finds the article, with the matches of the query if it has any.
func (srv *server) read(r *http.Request, v *articleView, id string) (heading, body fihris.Snippet, why *fihris.Explanation, err error) {
	q, err := checkLength("q", v.State.Query, maxQuery)
	if err != nil {
		return nil, nil, nil, err
	}
	if strings.TrimSpace(q) != "" {
		query, err := fihris.ParseQuery(q)
		if err != nil {
			return nil, nil, nil, err
		}
		res, err := srv.searcher.Search(r.Context(), fihris.Request{
			Query: query, Filter: fihris.Filter{IDs: []string{id}}, Limit: 1, WholeText: true, Explain: true, Literal: v.State.Literal,
		})
		if err != nil {
			return nil, nil, nil, err
		}
		if len(res.Hits) == 1 && len(res.Hits[0].Snippets) == 1 {
			v.Article = res.Hits[0].Article
			return res.Hits[0].Title, res.Hits[0].Snippets[0], res.Hits[0].Why, nil
		}
	}
	if v.Article, err = srv.searcher.Article(r.Context(), id); err != nil {
		return nil, nil, nil, err
	}
	return fihris.Snippet{{Text: v.Article.Title}}, fihris.Snippet{{Text: v.Article.Body}}, nil, nil
}

// words are the words of the query by what stands marked. A form that the explanation does not know, as the
// words of a phrase, stands for itself.
func (v *articleView) words(why *fihris.Explanation) (all []matchedWord) {
	of := map[string]string{}
	if why != nil {
		for _, t := range why.Terms {
			for _, form := range t.Forms {
				if of[form] == "" && t.Word != "" {
					of[form] = t.Word
				}
			}
		}
	}
	for _, p := range slices.Concat([]parts{v.Heading}, v.Paragraphs) {
		for _, part := range p {
			if part.Match == 0 {
				continue
			}
			word := of[part.whole]
			if word == "" {
				word = part.whole
			}
			i := slices.IndexFunc(all, func(w matchedWord) bool { return w.Text == word })
			if i < 0 {
				i = len(all)
				all = append(all, matchedWord{Text: word, First: part.Match})
			}
			all[i].Count++
			if !slices.Contains(all[i].Forms, part.whole) {
				all[i].Forms = append(all[i].Forms, part.whole)
			}
		}
	}
	for i := range all {
		if len(all[i].Forms) == 1 && all[i].Forms[0] == all[i].Text {
			all[i].Forms = nil
		}
	}
	return all
}

// newMeta links what is known about an article to the articles that have the same.
func newMeta(s state, a fihris.Article) (m metaView) {
	same := state{Prefix: s.Prefix, Lang: s.Lang, Unvowelled: s.Unvowelled, Digits: s.Digits, Page: 1}
	one := func(field fihris.FacetField, value string) *link {
		if value == "" {
			return nil
		}
		return &link{Text: value, Href: same.withValues(field, value).withSort("newest").Home()}
	}
	m.Source, m.Section, m.Author = one(fihris.FacetSource, a.Source), one(fihris.FacetSection, a.Section), one(fihris.FacetAuthor, a.Author)
	for _, t := range a.Tags {
		if l := one(fihris.FacetTag, t); l != nil {
			m.Tags = append(m.Tags, *l)
		}
	}
	return m
}

// walkView is where an article stands in the list that led to it.
type walkView struct {
	Rank       int
	Prev, Next string
}

// walk finds the neighbours of an article in the list of a state. It is an extra: where the list is another one
// by now, there are none.
func (srv *server) walk(r *http.Request, s state, id string) *walkView {
	values, err := readValues(r)
	if err != nil || values.Get("rank") == "" {
		return nil
	}
	rank, err := readInt(values, "rank", 1, maxOffset+maxLimit)
	if err != nil {
		return nil
	}
	req, err := srv.readList(values)
	if err != nil {
		return nil
	}
	req.Offset, req.Limit, req.IDsOnly, req.Suggest = max(rank-2, 0), 3, true, true
	at := rank - 1 - req.Offset
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil || at >= len(res.Hits) || res.Hits[at].Article.ID != id {
		return nil
	}
	v := &walkView{Rank: rank}
	if at > 0 {
		v.Prev = s.at(rank-1).Hit(res.Hits[at-1].Article.ID, rank-1)
	}
	if at+1 < len(res.Hits) && rank < maxOffset+maxLimit {
		v.Next = s.at(rank+1).Hit(res.Hits[at+1].Article.ID, rank+1)
	}
	return v
}

// at is the same list on the page that a rank is on.
func (s state) at(rank int) state { return s.withPage((rank-1)/s.perPage() + 1) }

// copies are the near-duplicates of an article. They are an extra.
func (srv *server) copies(r *http.Request, id string) []fihris.Article {
	can, ok := srv.searcher.(fihris.Copier)
	if !ok {
		return nil
	}
	copies, err := can.Copies(r.Context(), id)
	if err != nil {
		srv.log.Warn("no copies", "error", err)
	}
	return copies
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
