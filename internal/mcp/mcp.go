// Package mcp lets assistants ask an index, by the Model Context Protocol
// (https://modelcontextprotocol.io) and its official SDK: they search, read an article, find
// those like it, and count over time. What they get is short: whoever pays by the word reads
// no passages that nobody asked for.
package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/bins"
)

// Searcher is what assistants may ask; an open *fihris.Index is one.
type Searcher interface {
	fihris.Searcher
	Similar(ctx context.Context, id string, req fihris.Request) (*fihris.Results, error)
}

// Limits on what an assistant asks and gets.
const (
	defaultLimit = 5
	mostHits     = 20
	mostQuery    = 2000  // letters
	partLetters  = 12000 // of an article at once
	mostBins     = 400
)

// New makes a server of an index. It keeps nothing between calls.
func New(s Searcher, version string) *sdk.Server {
	server := sdk.NewServer(&sdk.Implementation{Name: "fihris", Title: "Fihris: an archive of Arabic articles", Version: version}, &sdk.ServerOptions{
		Instructions: "An archive of Arabic news articles. Ask in Arabic: every form of a word is found, so give the plain words. " +
			"search finds articles, article reads one, similar finds more like it, count_over_time says how many there were when. Name the articles that you rely on by title, source and date.",
	})
	t := tools{s: s}
	if d, ok := s.(fihris.Declarer); ok {
		t.fields = d.Fields()
	}
	read := &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true}
	sdk.AddTool(server, &sdk.Tool{Name: "search", Title: "Search the articles", Annotations: read,
		Description: "Finds articles by their words, the best first, each with the passages that match. Quotes make a phrase, -word excludes, +word requires, OR joins alternatives, title:word looks in titles." + t.named()}, t.search)
	sdk.AddTool(server, &sdk.Tool{Name: "article", Title: "Read an article", Annotations: read,
		Description: "Gives the whole text of an article by its ID; long ones in parts."}, t.article)
	sdk.AddTool(server, &sdk.Tool{Name: "similar", Title: "More like an article", Annotations: read,
		Description: "Finds articles like the one of an ID, near-duplicates first."}, t.similar)
	sdk.AddTool(server, &sdk.Tool{Name: "count_over_time", Title: "Count articles over time", Annotations: read,
		Description: "Counts the articles that hold every word of a query by day, week, month, year or five years, beside all articles of the archive in the same time."}, t.count)
	return server
}

// Handler answers over HTTP (streamable, without sessions).
func Handler(server *sdk.Server) http.Handler {
	return sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return server }, &sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true})
}

type tools struct {
	s      Searcher
	fields []fihris.Field // of the index's own
}

// named lists the fields of the index's own, so that an assistant knows what it may name.
func (t tools) named() string {
	var list []string
	for _, f := range t.fields {
		s := f.Name + " (" + string(f.Kind)
		if !f.Filterable {
			s += ", in queries only"
		}
		list = append(list, s+")")
	}
	if len(list) == 0 {
		return ""
	}
	return " Fields of this archive: " + strings.Join(list, ", ") + "; where filters by them, and NAME:value in the query asks for them."
}

type countInput struct {
	Query string `json:"query,omitempty" jsonschema:"the words to look for; all articles where there are none"`
	filter
	By string `json:"by,omitempty" jsonschema:"day, week, month (the default), year or five_years"`
}

// Counts is how many articles there were when.
type Counts struct {
	Total  uint64   `json:"total" jsonschema:"articles that hold every word, dated or not"`
	Counts []Period `json:"counts" jsonschema:"the oldest first; periods without an article are left out"`
	Note   string   `json:"note,omitempty"`
}

// Period is a bin of time.
type Period struct {
	Period   string `json:"period"`
	Articles uint64 `json:"articles"`
	All      uint64 `json:"all" jsonschema:"all articles that the filter lets through, whatever their words"`
}

func (t tools) count(ctx context.Context, _ *sdk.CallToolRequest, in countInput) (*sdk.CallToolResult, Counts, error) {
	size := fihris.Period(cmp.Or(in.By, string(fihris.PerMonth)))
	if !slices.Contains(fihris.Periods, size) {
		return nil, Counts{}, fmt.Errorf("by is day, week, month, year or five_years, not %.40q", in.By)
	}
	req, err := in.request(in.Query)
	if err != nil {
		return nil, Counts{}, err
	}
	req.Limit, req.Facets, req.Literal = fihris.NoHits, []fihris.Facet{{Field: bins.Facet(size)}}, false
	res, err := t.s.Search(ctx, req)
	if err != nil {
		return nil, Counts{}, told(err)
	}
	req.Query = fihris.All()
	all, err := t.s.Search(ctx, req)
	if err != nil {
		return nil, Counts{}, told(err)
	}
	out := Counts{Total: res.Total, Counts: []Period{}}
	if res.Relaxed {
		out.Note = "No article holds all words; those that hold any are counted."
	}
	everything := map[string]uint64{}
	for _, b := range bins.Fold(all.Facets[0].Values, size) {
		everything[b.Value] = b.Count
	}
	periods := bins.Fold(res.Facets[0].Values, size)
	if len(periods) > mostBins {
		return nil, Counts{}, fmt.Errorf("these are %d periods, and %d the most: count by longer ones, or narrow the dates", len(periods), mostBins)
	}
	for _, b := range periods {
		out.Counts = append(out.Counts, Period{b.Value, b.Count, everything[b.Value]})
	}
	return nil, out, nil
}

// told is an error in the words of an assistant: what to do, and nothing of the machine.
func told(err error) error {
	switch {
	case errors.Is(err, fihris.ErrNotFound):
		return errors.New("there is no article with this ID; take IDs from search")
	case errors.Is(err, fihris.ErrTooMuch):
		return errors.New("the search asks for more than one may: fewer words, a shorter phrase, or a longer beginning of a word")
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("the search took too long; narrow it by another word or a date")
	case errors.Is(err, fihris.ErrCorrupt):
		return errors.New("part of the archive cannot be read just now")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "fihris: "))
}
