package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// filter narrows what is asked for.
type filter struct {
	From    string   `json:"from,omitempty" jsonschema:"published in this period or later: a year, a month or a day, such as 2020, 2020-09 or 2020-09-05"`
	To      string   `json:"to,omitempty" jsonschema:"published in this period or earlier, the period included"`
	Source  []string `json:"source,omitempty" jsonschema:"any of these newspapers, agencies or sites, spelled exactly"`
	Section []string `json:"section,omitempty" jsonschema:"any of these sections, spelled exactly"`
	Tag     []string `json:"tag,omitempty" jsonschema:"any of these tags, spelled exactly"`
	Author  []string `json:"author,omitempty" jsonschema:"any of these bylines, spelled exactly"`
	Where   []where  `json:"where,omitempty" jsonschema:"what further fields must have, and what must not be there"`
}

// where is a condition on one field.
type where struct {
	Field string   `json:"field" jsonschema:"source, section, tag, author, or a field of this archive"`
	Any   []string `json:"any,omitempty" jsonschema:"one of these values; of numbers and dates also ranges such as 10..20 or 2019..2020-06"`
	None  []string `json:"none,omitempty" jsonschema:"none of these values"`
}

type searchInput struct {
	Query string `json:"query" jsonschema:"the words to look for, in Arabic"`
	filter
	Sort   string `json:"sort,omitempty" jsonschema:"score (the default), newest or oldest; or a field, the least value first, with a hyphen before it the greatest"`
	Limit  int    `json:"limit,omitempty" jsonschema:"how many, 5 if not said and 20 at most"`
	Offset int    `json:"offset,omitempty" jsonschema:"how many to skip"`
}

// Found is what search and similar give.
type Found struct {
	Total    uint64   `json:"total" jsonschema:"articles that hold every word; 0 where that is not counted"`
	Articles []Hit    `json:"articles"`
	Note     string   `json:"note,omitempty" jsonschema:"what one should know of the answer"`
	Tried    []string `json:"suggestions,omitempty" jsonschema:"other queries that find more"`
}

// Hit is an article found.
type Hit struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Source    string         `json:"source,omitempty"`
	Section   string         `json:"section,omitempty"`
	Author    string         `json:"author,omitempty"`
	Tags      []string       `json:"tags,omitempty"`
	Published string         `json:"published,omitempty"`
	URL       string         `json:"url,omitempty"`
	Fields    map[string]any `json:"fields,omitempty" jsonschema:"values of the fields of this archive, by name"`
	Passages  []string       `json:"passages,omitempty" jsonschema:"the matches stand between ** and **"`
	Meant     bool           `json:"meant,omitempty" jsonschema:"found by its meaning: it need not hold the words"`
	Copies    int            `json:"copies,omitempty" jsonschema:"near-duplicates that are left out"`
}

var orders = map[string]fihris.Order{"": fihris.ByScore, "score": fihris.ByScore, "newest": fihris.Newest, "oldest": fihris.Oldest}

func (t tools) search(ctx context.Context, _ *sdk.CallToolRequest, in searchInput) (*sdk.CallToolResult, Found, error) {
	req, err := in.request(in.Query)
	if err != nil {
		return nil, Found{}, err
	}
	var ok bool
	if req.Order, ok = orders[in.Sort]; !ok {
		req.Order = fihris.Order(in.Sort) // the index knows which there are
	}
	if in.Offset < 0 || in.Offset > 10000 {
		return nil, Found{}, errors.New("offset is from 0 to 10000")
	}
	req.Offset, req.Group, req.Suggest = in.Offset, true, in.Offset == 0
	if req.Limit, err = limit(in.Limit); err != nil {
		return nil, Found{}, err
	}
	res, err := t.s.Search(ctx, req)
	if err != nil {
		return nil, Found{}, told(err)
	}
	out := t.found(res)
	switch {
	case res.Instead != nil:
		out.Note = fmt.Sprintf("No article holds all words; these are for %q instead.", res.Instead.Query)
	case res.Relaxed:
		out.Note = "No article holds all words; these hold some of them."
	}
	if m := res.Meaning; m != nil && m.Note != "" {
		out.Note = strings.TrimSpace(out.Note + " Without meaning: " + m.Note + ".")
	}
	for _, s := range res.Suggestions {
		out.Tried = append(out.Tried, s.Query)
	}
	return nil, out, nil
}

type similarInput struct {
	ID string `json:"id" jsonschema:"the ID of the article"`
	filter
	Limit int `json:"limit,omitempty" jsonschema:"how many, 5 if not said and 20 at most"`
}

func (t tools) similar(ctx context.Context, _ *sdk.CallToolRequest, in similarInput) (*sdk.CallToolResult, Found, error) {
	req, err := in.request("")
	if err == nil {
		req.Limit, err = limit(in.Limit)
	}
	if err != nil {
		return nil, Found{}, err
	}
	res, err := t.s.Similar(ctx, in.ID, fihris.Request{Filter: req.Filter, Limit: req.Limit, Group: true})
	if err != nil {
		return nil, Found{}, told(err)
	}
	return nil, t.found(res), nil
}

// request reads what is asked for.
func (f filter) request(query string) (req fihris.Request, err error) {
	if utf8.RuneCountInString(query) > mostQuery {
		return req, fmt.Errorf("the query is longer than %d letters", mostQuery)
	}
	if strings.TrimSpace(query) == "" {
		req.Query = fihris.All()
	} else if req.Query, err = fihris.ParseQuery(query); err != nil {
		return req, told(err)
	}
	req.Filter = fihris.Filter{Sources: f.Source, Sections: f.Section, Tags: f.Tag, Authors: f.Author}
	for _, w := range f.Where {
		req.Filter.Where = append(req.Filter.Where, fihris.Condition{Field: w.Field, Any: w.Any, None: w.None})
	}
	if f.From != "" {
		if req.Filter.From, _, err = fihris.ParsePeriod(f.From); err != nil {
			return req, told(err)
		}
	}
	if f.To != "" {
		if _, req.Filter.To, err = fihris.ParsePeriod(f.To); err != nil {
			return req, told(err)
		}
	}
	return req, nil
}

func limit(n int) (int, error) {
	switch {
	case n == 0:
		return defaultLimit, nil
	case n < 0 || n > mostHits:
		return 0, fmt.Errorf("limit is from 1 to %d", mostHits)
	}
	return n, nil
}

func (t tools) found(res *fihris.Results) Found {
	out := Found{Total: res.Total, Articles: make([]Hit, 0, len(res.Hits))}
	for _, h := range res.Hits {
		found := t.hit(h.Article)
		found.Copies, found.Meant = len(h.Copies), h.Meant
		for _, s := range h.Snippets {
			found.Passages = append(found.Passages, marked(s))
		}
		out.Articles = append(out.Articles, found)
	}
	return out
}

func (t tools) hit(a fihris.Article) Hit {
	h := Hit{ID: a.ID, Title: a.Title, Source: a.Source, Section: a.Section, Author: a.Author, Tags: a.Tags, URL: a.URL}
	own := map[string]any{}
	for _, f := range t.fields {
		if v, ok := a.Extra[f.Name]; ok {
			own[f.Name] = v
		}
	}
	if len(own) > 0 {
		h.Fields = own
	}
	if !a.Published.IsZero() {
		h.Published = a.Published.UTC().Format(time.DateOnly)
	}
	return h
}

// marked writes a passage with its matches between stars, and dots where it was cut.
func marked(s fihris.Snippet) string {
	var b strings.Builder
	for _, span := range s {
		switch {
		case span.Cut:
			b.WriteString("…")
		case span.Match:
			b.WriteString("**" + span.Text + "**")
		default:
			b.WriteString(span.Text)
		}
	}
	return b.String()
}
