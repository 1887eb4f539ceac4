package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// relater is a Searcher that also knows which articles are alike, as an
// *fihris.Index does. Without it the page offers no similar articles.
type relater interface {
	Similar(ctx context.Context, id string, req fihris.Request) (*fihris.Results, error)
}

// shownSimilar is how many similar articles the reading view offers.
const shownSimilar = 5

// similarParameters are the names that GET /v1/similar knows.
var similarParameters = slices.Concat([]string{"id", "limit"}, filterParameters, []string{"group", "lang"})

// apiSimilar answers GET /v1/similar?id=.
func (srv *server) apiSimilar(w http.ResponseWriter, r *http.Request) error {
	related, ok := srv.searcher.(relater)
	if !ok {
		return errNoPage
	}
	values, err := readValues(r)
	if err != nil {
		return err
	}
	if err := checkNames(values, similarParameters); err != nil {
		return err
	}
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	var req fihris.Request
	if req.Filter, err = readFilter(values); err != nil {
		return err
	}
	if req.Group, err = readBool(values, "group"); err != nil {
		return err
	}
	if err := readWindow(values, &req); err != nil {
		return err
	}
	res, err := related.Similar(r.Context(), id, req)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer.NewSimilar(res))
	return nil
}

// similar finds what the reading view offers to read next. It is an extra: an
// article is shown without it rather than not at all.
func (srv *server) similar(r *http.Request, s state, id string) []hitView {
	related, ok := srv.searcher.(relater)
	if !ok {
		return nil
	}
	res, err := related.Similar(r.Context(), id, fihris.Request{Limit: shownSimilar, Group: true})
	if err != nil {
		srv.log.Warn("no similar articles", "error", err)
		return nil
	}
	return hitViews(s, res.Hits)
}

// hitViews gives hits, and the copies below them, their addresses.
func hitViews(s state, hits []fihris.Hit) []hitView {
	views := make([]hitView, 0, len(hits))
	for _, hit := range hits {
		v := hitView{Hit: hit, Href: s.Article(hit.Article.ID)}
		for _, c := range hit.Copies {
			v.CopyLinks = append(v.CopyLinks, copyView{c, s.Article(c.ID)})
		}
		views = append(views, v)
	}
	return views
}

// copyView is a near-duplicate of a hit.
type copyView struct {
	fihris.Article
	Href string
}

// CopyCount is the number of copies, for a message.
func (v hitView) CopyCount() uint64 { return uint64(len(v.CopyLinks)) }

// HasCopies tells whether any hit of the page has copies.
func (v resultsView) HasCopies() bool {
	return slices.ContainsFunc(v.Hits, func(h hitView) bool { return len(h.CopyLinks) > 0 })
}
