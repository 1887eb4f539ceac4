package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
)

// The page of the hits of a query.

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
	Ways      []way    // what finds more, where no article holds every word
	Missing   []string // words that no article holds
	Time      *timeline
	Meant     *understood
	Told      map[string]bool // words of which the explanations have said how a form comes from them
	Swapped   string          // the time that was given the wrong way round, in words
	Took      string          // seconds
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

func (srv *server) results(w http.ResponseWriter, r *http.Request, req fihris.Request) error {
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil {
		return err
	}
	v := &resultsView{view: srv.pages.newView(r, ""), Res: res, First: req.Offset + 1, Told: map[string]bool{}}
	if res.Instead == nil && !res.Relaxed && res.Total > 0 && req.Offset == 0 {
		srv.popular.add(v.State.Query, callerOf(r).key())
	}
	v.Browsing = strings.TrimSpace(v.State.Query) == ""
	v.Title = beginning(v.State.Query)
	if v.Browsing {
		v.Title = v.L.text("results.browsing")
	}
	typed := v.State
	if res.Instead != nil { // from here on it is the query of the page
		v.Typed, v.State = v.State.Query, v.State.withQuery(res.Instead.Query)
		if req.Query, err = fihris.ParseQuery(res.Instead.Query); err != nil {
			return err
		}
		v.TypedKind, res.Suggestions = v.L.Kind(res.Instead.Kind), res.Suggestions[1:]
	}
	if len(res.Hits) > 0 {
		v.Feeds = newFeeds(v.Title, v.State.hitsHref)
	}
	typed = v.shorten(typed)
	v.AsTyped = typed.literal().Home()
	for _, r := range res.ReadAs {
		v.ReadAs = append(v.ReadAs, readView{r, v.L.Reading(r.Why)})
	}
	counts, err := srv.siblings(r.Context(), v.State, req, res)
	if err != nil {
		return err
	}
	v.Facets, v.Narrows = srv.own.newFacets(v.State, counts), true
	if v.Time, err = srv.newTimeline(r.Context(), &v.view, req, months(res), res.Total); err != nil {
		return err
	}
	if v.State.Swapped {
		v.Swapped = v.span()
	}
	v.Took = strconv.FormatFloat(res.Took.Seconds(), 'f', 3, 64)
	v.Hits = resultHits(v.State, v.First, res.Hits, v.State.Query)
	v.Meant = srv.understand(v.L, v.State, res.Hits)
	v.Chips, v.Clear = v.chips(), v.State.unfiltered().Home()
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
	if req.Offset == 0 && (len(v.Hits) == 0 || res.Relaxed) {
		if v.Ways, err = srv.ways(r.Context(), v.L, v.State, req, res); err != nil {
			return err
		}
	}
	if len(v.Hits) == 0 && req.Offset == 0 {
		if v.Zero, err = srv.explainZero(r.Context(), v.State, res.Zero); err != nil {
			return err
		}
		v.Narrows = v.State.Filtered()
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
	v.WhyHref = v.State.withExplain(!v.State.Explain).Home()
	all := v.State.withPage(1)
	all.AllCopies = !all.AllCopies
	v.AllHref = all.Home()

	// By score every article with any of the words is listed; by date only
	// those that the total counts.
	listed := v.Res.TotalAny
	if req.Order != fihris.ByScore || listed < v.Res.Total {
		listed = v.Res.Total
	}
	per := uint64(v.State.perPage())
	most := maxOffset/per + 1
	last := int(min((listed+per-1)/per, most))
	if len(v.Res.Hits) < int(per) {
		last = min(last, v.State.Page) // with copies together there are fewer pages than articles would fill
	}
	v.AtLimit = listed > most*per && uint64(v.State.Page) >= most
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
		text := strconv.Itoa(n)
		v.Pages = append(v.Pages, link{Text: text, Label: v.L.text("results.page", text), Href: v.State.withPage(n).Home(), Current: n == v.State.Page})
	}
}

// months are those of the hits, if they were counted.
func months(res *fihris.Results) []fihris.FacetValue {
	for _, f := range res.Facets {
		if f.Field == fihris.FacetMonth {
			return f.Values
		}
	}
	return nil
}
