package web

import (
	"net/http"
	"slices"

	"github.com/fihris-search/fihris"
)

// The start page.

// shownNewest is how many of the last articles the start page shows.
const shownNewest = 5

// startView is the start page: the box, how much there is to search, and the
// values of fields for those who want to look around.
type startView struct {
	view
	Articles uint64
	Shelves  []shelf
	Newest   []hitView // the last articles
	Asked    []link    // what several people have searched
}

// shelf is the values of a field to look around in.
type shelf struct {
	Field fihris.FacetField
	Links []link
}

func (srv *server) start(w http.ResponseWriter, r *http.Request) error {
	res, err := srv.front.get(func() (*fihris.Results, error) {
		return srv.searcher.Search(r.Context(), fihris.Request{
			Query: fihris.All(), Limit: shownNewest, Order: fihris.Newest, NoPassages: true, Fields: []string{"title", "source", "published"},
			Facets: []fihris.Facet{{Field: fihris.FacetSource, Limit: shelfValues}, {Field: fihris.FacetSection, Limit: shelfValues}},
		})
	})
	if err != nil {
		return err
	}
	v := startView{view: srv.pages.newView(r, ""), Articles: res.Total}
	v.Bare = true
	for _, h := range res.Hits {
		if !h.Article.Published.IsZero() {
			v.Newest = append(v.Newest, hitView{Hit: h, Href: v.State.Article(h.Article.ID)})
		}
	}
	for _, q := range srv.popular.list() {
		v.Asked = append(v.Asked, link{Text: q, Href: v.State.withQuery(q).Home()})
	}
	for _, list := range slices.Backward(res.Facets) { // sections before sources
		s := shelf{Field: list.Field}
		for _, c := range list.Values {
			if c.Value != "" {
				s.Links = append(s.Links, link{Text: c.Value, Href: v.State.withValues(list.Field, c.Value).withSort("newest").Home(), Count: c.Count})
			}
		}
		if len(s.Links) > 0 {
			v.Shelves = append(v.Shelves, s)
		}
	}
	return srv.pages.render(w, http.StatusOK, "start.html", v.L, v)
}
