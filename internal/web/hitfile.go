package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/openapi"
)

// The hits of a search as a file: a table, a JSON a line, or a feed that a reader of feeds follows. What a feed of a
// query has new is what the reader has not seen: items keep their IDs.

// The forms of a list of hits.
const (
	asLines = "jsonl"
	asRSS   = "rss"
	asAtom  = "atom"
)

// The limits of such a file.
const (
	maxFile     = 1000
	defaultFile = 100
	defaultFeed = 50
)

var hitFormats = []string{asCSV, asLines, asRSS, asAtom}

// hitsEndpoint is GET /v1/hits.
func (srv *server) hitsEndpoint() endpoint {
	op := openapi.Operation{
		Method: http.MethodGet, Path: pathHits, ID: "hits", Group: groupSearch, Summary: "The hits of a search as a file or a feed",
		Text: "As CSV or JSON lines by score, unless sort says otherwise; as RSS or Atom the newest first. Links of feeds lead to the page of this server.",
		Params: append(append([]openapi.Param{
			openapi.Text("q", "The query. May be left out only if a filter is given.", maxQuery),
			openapi.Choice("format", "The form.", hitFormats...).Needed(),
			openapi.Integer("limit", "At most so many: 100, of feeds 50, where it is left out.", 1, maxFile, defaultFile),
			openapi.Choice("sort", "The order.", srv.own.sortNames()...),
			openapi.Switch("literal", "Search every word as it is typed."),
		}, srv.own.filterParams()...), paramLang),
		Token: openapi.Readers,
	}
	for _, media := range []string{"text/csv", jsonLines[0], "application/rss+xml", "application/atom+xml"} {
		op.Answers = append(op.Answers, openapi.Answer{Status: http.StatusOK, Text: "The hits.", MediaType: media})
	}
	return srv.checked(op, srv.limited, srv.apiHits)
}

// fileHit is a hit as a line of JSON.
type fileHit struct {
	Rank      int      `json:"rank"`
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Source    string   `json:"source,omitempty"`
	Section   string   `json:"section,omitempty"`
	Author    string   `json:"author,omitempty"`
	Published string   `json:"published,omitempty"`
	URL       string   `json:"url,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Score     float64  `json:"score"`
	Passage   string   `json:"passage,omitempty"`
}

// apiHits answers GET /v1/hits.
func (srv *server) apiHits(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	format, err := readChoice(values, "format", "", hitFormats)
	if err != nil {
		return err
	}
	if format == "" {
		return badParameter("error.needed", "format")
	}
	feed := format == asRSS || format == asAtom
	var req fihris.Request
	if req.Filter, err = srv.own.readFilter(values); err != nil {
		return err
	}
	if req.Query, err = readQuery(values, req.Filter, fihris.ParseQuery); err != nil {
		return err
	}
	if req.Order, err = srv.own.readSort(values); err != nil {
		return err
	}
	if req.Literal, err = readBool(values, "literal"); err != nil {
		return err
	}
	otherwise := defaultFile
	if feed {
		otherwise = defaultFeed
		if values.Get("sort") == "" {
			req.Order = fihris.Newest
		}
	}
	if req.Limit, err = readNumber(values, "limit", 1, maxFile, otherwise); err != nil {
		return err
	}
	req.Passages = 1
	req.Fields = []string{"title", "author", "source", "section", "url", "published", "tags"}
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil {
		return err
	}
	if feed && res.Relaxed { // what has only some of the words was not asked for
		res.Hits = nil
	}
	if !feed {
		return sendHits(w, format, res.Hits)
	}
	l := localeOf(r, arabicLocale)
	s := newState(values)
	s.Prefix = srv.pages.prefix
	what := strings.TrimSpace(s.Query)
	if what == "" {
		what = strings.Join(append(append([]string{}, s.Filter.Sources...), s.Filter.Sections...), l.text("comma")+" ")
	}
	if what == "" {
		what = l.text("results.browsing")
	}
	f := newsFeed{Title: what + " – " + l.text("site.plain"), Lang: l.Lang, Home: srv.origin(r) + s.Home(), Self: srv.origin(r) + srv.pages.prefix + r.URL.RequestURI()}
	for _, h := range res.Hits {
		f.add(srv.origin(r)+s.Article(h.Article.ID), h.Article, passageOf(h), time.Time{})
	}
	return f.send(w, format)
}

// passageOf is the best passage of a hit as text.
func passageOf(h fihris.Hit) string {
	if len(h.Snippets) == 0 {
		return ""
	}
	return oneLine(h.Snippets[0].String())
}

// origin is where the page stands as the client calls it: a feed needs whole addresses.
func (srv *server) origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	} else if direct, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && srv.proxies.trust(direct.Addr().Unmap()) && r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host}).String()
}

// sendHits answers with a table or JSON lines.
func sendHits(w http.ResponseWriter, format string, hits []fihris.Hit) error {
	var rows [][]string
	var lines bytes.Buffer
	for i, h := range hits {
		a := answer.NewArticle(h.Article)
		if format == asCSV {
			rows = append(rows, []string{
				strconv.Itoa(i + 1), a.ID, a.Title, a.Source, a.Section, a.Author, a.Published, a.URL, strings.Join(a.Tags, "; "),
				strconv.FormatFloat(h.Score, 'f', -1, 64), passageOf(h),
			})
			continue
		}
		line, err := json.Marshal(fileHit{i + 1, a.ID, a.Title, a.Source, a.Section, a.Author, a.Published, a.URL, a.Tags, h.Score, passageOf(h)})
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	if format == asCSV {
		return sendCSV(w, "hits.csv", []string{"rank", "id", "title", "source", "section", "author", "published", "url", "tags", "score", "passage"}, rows)
	}
	sendFile(w, jsonLines[0]+"; charset=utf-8", "hits.jsonl", lines.Bytes())
	return nil
}
