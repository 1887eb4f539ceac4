package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/fihris-search/fihris"
)

// pageSizes are how many hits a page may have, pageSize unless another is asked for. More than the last would
// make it heavier than mostHTML in its test.
var pageSizes = []int{pageSize, 20, 30}

const (
	pageSize    = 10
	fewHits     = 20 // up to so many show more than their best passage: all three of fifty were a quarter of the page
	shelfValues = 12 // of the start page
)

// shownFields are what of an article a page of hits shows.
var shownFields = []string{"title", "source", "section", "author", "published"}

// home answers GET /: the start page, or the hits of a query.
func (srv *server) home(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	if dropped, signed := dropEmpty(values), putSign(values); dropped || signed { // a form without a script sends what was left open
		http.Redirect(w, r, srv.pages.prefix+pathHome+"?"+values.Encode(), http.StatusSeeOther)
		return nil
	}
	if strings.TrimSpace(values.Get("q")) == "" && !newState(values).Filtered() {
		return srv.start(w, r)
	}
	req, err := srv.readList(values)
	if err != nil {
		return err
	}
	req.Limit, req.Facets, req.PassageLength = newState(values).perPage(), srv.own.pageFacets(), passageLength
	req.Fields = shownFields
	if req.Explain, err = readBool(values, "explain"); err != nil {
		return err
	}
	if req.Limit > fewHits || req.Explain { // the best one: there are many, or what else was found is said
		req.Passages = 1
	}
	if values.Get("page") != "" {
		page, err := readInt(values, "page", 1, maxOffset/req.Limit+1)
		if err != nil {
			return err
		}
		req.Offset = (page - 1) * req.Limit
	}
	if req.Filter.From.IsZero() && req.Filter.To.IsZero() {
		req.Facets = append(req.Facets, fihris.Facet{Field: fihris.FacetMonth})
	}
	req.Suggest = req.Offset == 0 && srv.own.suggests
	return srv.results(w, r, req)
}

// readList reads which hits an address lists, and in which order; not which of them are on a page.
func (srv *server) readList(values url.Values) (req fihris.Request, err error) {
	if req, err = srv.readPage(values); err != nil {
		return req, err
	}
	if req.Order, err = readPageSort(values); err != nil {
		return req, err
	}
	if req.Group = true; values.Get("group") != "" {
		req.Group, err = readBool(values, "group")
	}
	return req, err
}

// dropEmpty takes out of an address what only a form has in it, and says whether there was any: dates that were left
// open, and instead of the dates that stand in their fields the one of the button that was pressed.
func dropEmpty(values url.Values) (dropped bool) {
	if at := values.Get("at"); at != "" {
		values["from"], values["to"] = []string{at}, []string{at}
		if first, last, ok := strings.Cut(at, "/"); ok {
			values["from"], values["to"] = []string{first}, []string{last}
		}
		values.Del("at")
		dropped = true
	}
	for _, name := range []string{"from", "to"} {
		if values.Has(name) && values.Get(name) == "" {
			values.Del(name)
			dropped = true
		}
	}
	return dropped
}

// readPage reads what a page searches: the query, and what narrows it. Dates are read as people write them.
func (srv *server) readPage(values url.Values) (req fihris.Request, err error) {
	if err := srv.own.checkOwn(values); err != nil {
		return req, err
	}
	others := maps.Clone(values)
	for _, name := range []string{"from", "to"} {
		if _, err := checkText(name, values.Get(name)); err != nil {
			return req, err
		}
		delete(others, name)
	}
	if req.Filter, err = srv.own.readFilter(others); err != nil {
		return req, err
	}
	dates, broken := readSpan(strings.TrimSpace(values.Get("from")), strings.TrimSpace(values.Get("to")))
	if broken != "" {
		return req, badParameter("error.date", broken, quoted(values.Get(broken)))
	}
	req.Filter.From, req.Filter.To = dates.from.From, dates.to.To
	if req.Query, err = readQuery(values, req.Filter, fihris.ParseQuery); err != nil {
		return req, err
	}
	req.Literal, err = readBool(values, "literal")
	return req, err
}

// link is an address with its text, and perhaps a number.
type link struct {
	Text    string
	Label   string // what a screen reader says in place of the text
	Href    string
	Count   uint64
	Current bool
}

// helpView is the page that teaches the query language.
type helpView struct{ view }

// Example is a query of the page with the address of its hits.
func (v helpView) Example(query string) link {
	s := state{Prefix: v.State.Prefix, Lang: v.State.Lang, Digits: v.State.Digits, Page: 1}
	return link{Text: query, Href: s.withQuery(query).Home()}
}

func (srv *server) help(w http.ResponseWriter, r *http.Request) error {
	if _, err := readValues(r); err != nil {
		return err
	}
	v := helpView{srv.pages.newView(r, "")}
	v.Title = v.L.text("help.title")
	return srv.pages.render(w, http.StatusOK, "help.html", v.L, v)
}
