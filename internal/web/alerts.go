package web

import (
	"errors"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/openapi"
)

// alertEndpoints are the addresses of saved queries, where they are offered.
func (srv *server) alertEndpoints() []endpoint {
	if srv.alerts.Dir == "" {
		return nil
	}
	list := openapi.Operation{
		Method: http.MethodGet, Path: pathAlerts, ID: "alerts", Group: groupSearch, Summary: "The saved queries", Params: []openapi.Param{paramLang},
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "They are.", Of: answer.NewAlerts(nil)}}, Token: openapi.Readers,
	}
	news := openapi.Operation{
		Method: http.MethodGet, Path: pathNews, ID: "news", Group: groupSearch, Summary: "What is new to a saved query, as a feed",
		Text: "What came since the query was saved: what no run has told yet, and what the last runs told. Reading it is no run: fihris alert run tells the same.",
		Params: []openapi.Param{
			openapi.Text("name", "The name of the saved query.", maxText).Needed(), openapi.Choice("format", "RSS where it is left out.", asRSS, asAtom),
			openapi.Integer("limit", "At most so many articles.", 1, maxFeed, defaultFeed), paramLang,
		},
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "The articles.", MediaType: "application/rss+xml"}, {Status: http.StatusOK, Text: "The articles.", MediaType: "application/atom+xml"}},
		Token:   openapi.Readers,
	}
	return []endpoint{srv.checked(list, srv.limited, srv.apiAlerts), srv.checked(news, srv.limited, srv.apiNews)}
}

// alertsView is the page of the saved queries, each with its hits and its feeds.
type alertsView struct {
	view
	Alerts []alertView
}

// alertView is a saved query.
type alertView struct {
	alert.Alert
	Href  string // its hits, the newest first
	Feeds []feedLink
}

// alertsPage answers GET /alerts.
func (srv *server) alertsPage(w http.ResponseWriter, r *http.Request) error {
	if _, err := readValues(r); err != nil {
		return err
	}
	all, err := srv.alerts.List()
	if err != nil {
		return err
	}
	v := alertsView{view: srv.pages.newView(r, "")}
	v.Title = v.L.text("alerts.title")
	for _, a := range all {
		feeds := newFeeds(a.Name, func(format string) string {
			return srv.pages.prefix + pathNews + "?" + encoded("name", a.Name, "format", format, "lang", v.State.Lang)
		})
		v.Alerts = append(v.Alerts, alertView{a, v.State.withQuery(a.Query).withSort("newest").Home(), feeds})
		v.Feeds = append(v.Feeds, feeds...)
	}
	return srv.pages.render(w, http.StatusOK, "alerts.html", v.L, v)
}

// maxFeed is how many articles the feed of a saved query has at most.
const maxFeed = 200

// apiAlerts answers GET /v1/alerts.
func (srv *server) apiAlerts(w http.ResponseWriter, r *http.Request) error {
	all, err := srv.alerts.List()
	if err != nil {
		return err
	}
	a := answer.NewAlerts(all)
	writeKept(w, r, a, a)
	return nil
}

// apiNews answers GET /v1/news.
func (srv *server) apiNews(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	name, err := checkText("name", values.Get("name"))
	if err != nil {
		return err
	}
	format, err := readChoice(values, "format", asRSS, []string{asRSS, asAtom})
	if err != nil {
		return err
	}
	limit, err := readNumber(values, "limit", 1, maxFeed, defaultFeed)
	if err != nil {
		return err
	}
	news, err := srv.alerts.News(r.Context(), srv.searcher, name, limit)
	if errors.Is(err, alert.ErrNone) {
		return &problem{status: http.StatusNotFound, code: "not_found", key: "error.no_alert", args: []any{quoted(name)}}
	}
	if err != nil {
		return err
	}
	l := localeOf(r, arabicLocale)
	s := state{Prefix: srv.pages.prefix, Lang: newState(values).Lang, Page: 1}
	f := newsFeed{Title: name + " – " + l.text("site.plain"), Lang: l.Lang, Home: srv.origin(r) + s.Start(), Self: srv.origin(r) + srv.pages.prefix + r.URL.RequestURI()}
	for _, n := range news {
		f.add(srv.origin(r)+s.Article(n.ID), fihris.Article{ID: n.ID, Title: n.Title, Source: n.Source, Section: n.Section, Published: n.Published}, "", n.Found)
	}
	return f.send(w, format)
}
