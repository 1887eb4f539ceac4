package web

import (
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// shownSimilar is how many similar articles the reading view offers.
const shownSimilar = 5

// apiSimilar answers GET /v1/similar?id=.
func (srv *server) apiSimilar(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	var req fihris.Request
	if req.Filter, err = srv.own.readFilter(values); err != nil {
		return err
	}
	if req.Group, err = readBool(values, "group"); err != nil {
		return err
	}
	if err := readWindow(values, &req); err != nil {
		return err
	}
	res, err := srv.searcher.(fihris.Relater).Similar(r.Context(), id, req)
	if err != nil {
		return err
	}
	a := answer.NewSimilar(res)
	same := a
	same.TookMS = 0
	writeKept(w, r, a, same)
	return nil
}

// similar finds what the reading view offers to read next. It is an extra: an
// article is shown without it rather than not at all.
func (srv *server) similar(r *http.Request, s state, id string) []hitView {
	related, ok := srv.searcher.(fihris.Relater)
	if !ok {
		return nil
	}
	res, err := related.Similar(r.Context(), id, fihris.Request{Limit: shownSimilar, Group: true})
	if err != nil {
		srv.log.Warn("no similar articles", "error", err)
		return nil
	}
	return hitViews(s, 0, res.Hits)
}

// hitViews gives hits, and the copies below them, their addresses. The rank of the first, from 1, is
// 0 where they are no list to go on in.
func hitViews(s state, first int, hits []fihris.Hit) []hitView {
	views := make([]hitView, 0, len(hits))
	for i, hit := range hits {
		rank := 0
		if first > 0 {
			rank = first + i
		}
		v := hitView{Hit: hit, Href: s.Hit(hit.Article.ID, rank)}
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
