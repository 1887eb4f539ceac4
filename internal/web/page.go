package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
)

const pageSize = 10

// home answers GET /: the start page, or the hits of a query.
func (srv *server) home(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	filter, err := readFilter(values)
	if err != nil {
		return err
	}
	if strings.TrimSpace(values.Get("q")) == "" && filter.IsZero() {
		return srv.start(w, r)
	}
	req := fihris.Request{Filter: filter, Limit: pageSize, Facets: pageFacets}
	if req.Query, err = readQuery(values, filter, fihris.ParseQuery); err != nil {
		return err
	}
	if req.Order, err = readSort(values); err != nil {
		return err
	}
	if req.Explain, err = readBool(values, "explain"); err != nil {
		return err
	}
	if req.Literal, err = readBool(values, "literal"); err != nil {
		return err
	}
	if values.Get("page") != "" {
		page, err := readInt(values, "page", 1, maxOffset/pageSize+1)
		if err != nil {
			return err
		}
		req.Offset = (page - 1) * pageSize
	}
	if req.Group = true; values.Get("group") != "" {
		if req.Group, err = readBool(values, "group"); err != nil {
			return err
		}
	}
	req.Suggest = req.Offset == 0
	return srv.results(w, r, req)
}

// startView is the start page: the box, how much there is to search, and the
// values of fields for those who want to look around.
type startView struct {
	view
	Articles uint64
	Shelves  []shelf
}

// shelf is the values of a field to look around in.
type shelf struct {
	Field fihris.FacetField
	Links []link
}

// link is an address with its text, and perhaps a number.
type link struct {
	Text    string
	Href    string
	Count   uint64
	Current bool
	Percent uint64 // of the greatest count among its neighbours
}

func (srv *server) start(w http.ResponseWriter, r *http.Request) error {
	res, err := srv.searcher.Search(r.Context(), fihris.Request{
		Query: fihris.All(), Limit: fihris.NoHits, Facets: pageFacets,
	})
	if err != nil {
		return err
	}
	v := startView{view: srv.pages.newView(r, ""), Articles: res.Total}
	v.Bare = true
	v.Facets = newFacets(v.State, res.Facets)
	for _, list := range slices.Backward(v.Facets.Lists) { // sections before sources
		s := shelf{Field: list.Field}
		for _, c := range list.Choices {
			s.Links = append(s.Links, link{Text: c.Text, Href: v.State.withValues(list.Field, c.Text).withSort("newest").Home(), Count: c.Count})
		}
		v.Shelves = append(v.Shelves, s)
	}
	return srv.pages.render(w, http.StatusOK, "start.html", v.L, v)
}

// resultsView is a page of hits.
type resultsView struct {
	view
	Res       *fihris.Results
	Hits      []hitView
	First     int    // the rank of the first hit
	More      uint64 // articles beyond the total: some of the words, or only their roots
	Suggest   []suggestView
	ReadAs    []readView
	Typed     string // the query, where the hits are of another one instead
	TypedKind string // what was wrong with it
	AsTyped   string // the address of the query with its words as they are typed
	Chips     []link
	Clear     string // without any filter
	Sorts     []link
	Pages     []link
	Prev      string
	Next      string
	AtLimit   bool // there are more hits than may be paged through
	Browsing  bool // there is no query: all articles that the filters let through
	WhyHref   string
	AllHref   string // with every copy by itself, or together again
	Zero      *zeroView
	Missing   []string // words that no article holds
	Took      string   // seconds
}

// FirstHref is the address of the first page.
func (v resultsView) FirstHref() string { return v.State.withPage(1).Home() }

// suggestView is another query to try.
type suggestView struct {
	link
	Kind string
}

// readView is a word that was read as another too.
type readView struct {
	fihris.ReadAs
	Why string
}

// hitView is a hit with its address.
type hitView struct {
	fihris.Hit
	Href      string
	CopyLinks []copyView
}

func (srv *server) results(w http.ResponseWriter, r *http.Request, req fihris.Request) error {
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil {
		return err
	}
	v := resultsView{view: srv.pages.newView(r, ""), Res: res, First: req.Offset + 1}
	v.Browsing = strings.TrimSpace(v.State.Query) == ""
	v.Title = v.State.Query
	if v.Browsing {
		v.Title = v.L.text("results.browsing")
	}
	v.AsTyped = v.State.literal().Home()
	if res.Instead != nil { // from here on it is the query of the page
		v.Typed, v.State = v.State.Query, v.State.withQuery(res.Instead.Query)
		if req.Query, err = fihris.ParseQuery(res.Instead.Query); err != nil {
			return err
		}
		v.TypedKind, res.Suggestions = v.L.Kind(res.Instead.Kind), res.Suggestions[1:]
	}
	for _, r := range res.ReadAs {
		v.ReadAs = append(v.ReadAs, readView{r, v.L.Reading(r.Why)})
	}
	counts, err := srv.siblings(r.Context(), req, res)
	if err != nil {
		return err
	}
	v.Facets = newFacets(v.State, counts)
	v.Took = strconv.FormatFloat(res.Took.Seconds(), 'f', 3, 64)
	v.Hits = hitViews(v.State, res.Hits)
	v.Chips, v.Clear = chips(v.L, v.State), v.State.unfiltered().Home()
	if !res.Relaxed && res.TotalAny > res.Total {
		v.More = res.TotalAny - res.Total
	}
	for _, s := range res.Suggestions {
		v.Suggest = append(v.Suggest, suggestView{
			link{Text: s.Query, Href: v.State.withQuery(s.Query).Home(), Count: s.Total}, v.L.Kind(s.Kind),
		})
	}
	v.Missing = missing(res.Zero)
	v.navigate(req)
	if len(v.Hits) == 0 && req.Offset == 0 {
		if v.Zero, err = srv.explainZero(r.Context(), v.State, res.Zero); err != nil {
			return err
		}
	}
	return srv.pages.render(w, http.StatusOK, "results.html", v.L, v)
}

// navigate fills the links to other pages and orders.
func (v *resultsView) navigate(req fihris.Request) {
	for _, name := range []string{"", "newest", "oldest"} {
		key := "sort." + name
		if name == "" {
			key = "sort.score"
		}
		v.Sorts = append(v.Sorts, link{Text: v.L.text(key), Href: v.State.withSort(name).Home(), Current: v.State.Sort == name})
	}
	why := v.State
	why.Explain = !why.Explain
	v.WhyHref = why.Home()
	all := v.State.withPage(1)
	all.AllCopies = !all.AllCopies
	v.AllHref = all.Home()

	// By score every article with any of the words is listed; by date only
	// those that the total counts.
	listed := v.Res.TotalAny
	if req.Order != fihris.ByScore || listed < v.Res.Total {
		listed = v.Res.Total
	}
	const most = maxOffset/pageSize + 1
	last := int(min((listed+pageSize-1)/pageSize, most))
	if len(v.Res.Hits) < pageSize {
		last = min(last, v.State.Page) // with copies together there are fewer pages than articles would fill
	}
	v.AtLimit = listed > most*pageSize && v.State.Page >= most
	if v.State.Page > 1 {
		v.Prev = v.State.withPage(v.State.Page - 1).Home()
	}
	if v.State.Page < last {
		v.Next = v.State.withPage(v.State.Page + 1).Home()
	}
	if last < 2 {
		return
	}
	for n := max(1, min(v.State.Page-3, last-6)); n <= last && len(v.Pages) < 7; n++ {
		v.Pages = append(v.Pages, link{Text: strconv.Itoa(n), Href: v.State.withPage(n).Home(), Current: n == v.State.Page})
	}
}

// chips are the filters in force, each with the address that lifts it.
func chips(l *locale, s state) []link {
	var out []link
	add := func(label, value string, rest state) {
		out = append(out, link{Text: l.text(label) + " " + quoted(value), Href: rest.withPage(1).Home()})
	}
	for _, field := range fihris.KeywordFields() {
		values := s.values(field)
		for _, v := range values {
			add("filter.chosen."+string(field), v, s.withValues(field, without(values, v)...))
		}
	}
	if s.From != "" {
		add("filter.from", s.From, s.withDates("", s.To))
	}
	if s.To != "" {
		add("filter.to", s.To, s.withDates(s.From, ""))
	}
	return out
}

// helpView is the page that teaches the query language.
type helpView struct{ view }

func (srv *server) help(w http.ResponseWriter, r *http.Request) error {
	v := helpView{srv.pages.newView(r, "")}
	v.Title = v.L.text("help.title")
	return srv.pages.render(w, http.StatusOK, "help.html", v.L, v)
}
