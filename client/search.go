package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Filter narrows what is asked for; empty fields do not.
type Filter struct {
	From, To string              // published in these periods or between them: 2020, 2020-09, 2020-09-05 or RFC 3339
	Values   map[string][]string // by field (source, section, tag, author): any of these values, spelled exactly
	Own      map[string][]string // by field of the index's own: any of these values, or ranges of numbers and dates: 10..20, 2019..2020-06
	Not      map[string][]string // by field of either kind: none of these values
}

func (f Filter) add(v url.Values) {
	set(v, "from", f.From)
	set(v, "to", f.To)
	for prefix, fields := range map[string]map[string][]string{"": f.Values, "f.": f.Own, "not.": f.Not} {
		for field, values := range fields {
			for _, value := range values {
				v.Add(prefix+field, value)
			}
		}
	}
}

// SearchRequest is one search. Zero fields stand for the defaults of the server.
type SearchRequest struct {
	Query  string // in the query language; may be empty where there is a filter
	Filter Filter
	Limit  int      // how many hits; 0 means 10, NoHits none
	Offset int      // skip so many; for deep pages use After
	After  string   // the Next of an earlier answer to the same search
	Sort   string   // score, newest or oldest; or a field, the least value first, with a hyphen before it (-pages) the greatest
	Facets []string // fields to count: source, section, tag, author, day, week, month, year, five_years, those of the index's own
	Fields []string // what of an article is wanted beside its ID: title, body, url, extra, extra.lang …; none is all but body and extra
	Lang   string   // of what is for people: en or ar

	// Weights are what counts for how much in the score, beside the default ones: "title": 0.5, from 0 to 999 with three
	// digits behind the point. docs/ranking.md has the names.
	Weights map[string]float64

	All         bool // beside each count of a facet, how many articles there are with the value
	Forms       bool // list the forms of the words in the hits
	Relaxations bool // count what would be found were a filter or a word left out
	NoPassages  bool // hits without passages and marked titles, which is faster
	WholeText   bool // the whole text with its matches for a passage; Limit is 20 at most, as where Fields has the body
	Passages    int  // at most so many passages a hit, 1 to 3; 0 is as many as serve it
	Explain     bool // say for each hit how each word was found
	Group       bool // put near-duplicates into Hit.Copies
	FirstStage  bool // order by the plain sum over words
	Literal     bool // read no word as another
	Strict      bool // refuse what does not fit the language
}

// NoHits as SearchRequest.Limit asks for totals and facets only.
const NoHits = -1

func (r SearchRequest) values() url.Values {
	v := url.Values{}
	set(v, "q", r.Query)
	r.Filter.add(v)
	setLimit(v, r.Limit)
	if r.Offset > 0 {
		v.Set("offset", strconv.Itoa(r.Offset))
	}
	for name, weight := range r.Weights {
		v.Add("weight", name+":"+strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(weight, 'f', 3, 64), "0"), "."))
	}
	set(v, "after", r.After)
	set(v, "sort", r.Sort)
	set(v, "facet", strings.Join(r.Facets, ","))
	set(v, "fields", strings.Join(r.Fields, ","))
	set(v, "lang", r.Lang)
	if r.Passages != 0 {
		v.Set("passages", strconv.Itoa(r.Passages))
	}
	for name, on := range map[string]bool{
		"all": r.All, "forms": r.Forms, "relaxations": r.Relaxations, "explain": r.Explain, "group": r.Group,
		"first_stage": r.FirstStage, "literal": r.Literal, "strict": r.Strict, "whole": r.WholeText,
	} {
		if on {
			v.Set(name, "1")
		}
	}
	if r.NoPassages {
		v.Set("passages", "0")
	}
	return v
}

func set(v url.Values, name, value string) {
	if value != "" {
		v.Set(name, value)
	}
}

func setLimit(v url.Values, n int) {
	switch {
	case n < 0:
		v.Set("limit", "0")
	case n > 0:
		v.Set("limit", strconv.Itoa(n))
	}
}

// Results is the answer to a search. What its fields mean stands at /v1/docs of every server.
type Results struct {
	Total       uint64             `json:"total"`
	TotalAny    uint64             `json:"total_any"`
	Relaxed     bool               `json:"relaxed"`
	TookMS      float64            `json:"took_ms"`
	Hits        []Hit              `json:"hits"`
	Facets      map[string][]Facet `json:"facets"`
	ReadAs      []ReadAs           `json:"read_as"`
	Suggestions []Suggestion       `json:"suggestions"`
	Instead     *Suggestion        `json:"instead"`
	Zero        *Zero              `json:"zero"`
	Forms       []Form             `json:"forms"`
	Relaxations []Relaxation       `json:"relaxations"`
	Next        string             `json:"next"`
}

// Hit is one article found.
type Hit struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Score      float64        `json:"score"`
	TitleSpans []Span         `json:"title_spans"`
	Snippets   [][]Span       `json:"snippets"`
	URL        string         `json:"url"`
	Source     string         `json:"source"`
	Section    string         `json:"section"`
	Author     string         `json:"author"`
	Published  time.Time      `json:"published"`
	Tags       []string       `json:"tags"`
	Body       string         `json:"body"`  // where Fields has it
	Extra      map[string]any `json:"extra"` // where Fields has it, or some of it
	Why        []Term         `json:"why"`
	Copies     []Copy         `json:"copies"`
}

// Copy is a near-duplicate of a hit.
type Copy struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	URL       string    `json:"url"`
	Source    string    `json:"source"`
	Published time.Time `json:"published"`
}

// Span is a run of text that matches or does not. One that is Cut has no text: its sentence
// goes on there.
type Span struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
	Cut   bool   `json:"cut"`
}

// Facet is a value of a field, or a bin of time from one day to another, with its articles.
type Facet struct {
	Value string  `json:"value"`
	Count uint64  `json:"count"`
	All   *uint64 `json:"all"`
	From  string  `json:"from"`
	To    string  `json:"to"`
}

// Form is a form of the words as the hits have it.
type Form struct {
	Text string `json:"text"`
	Hits int    `json:"hits"`
}

// Relaxation is a search that asks for less and finds more.
type Relaxation struct {
	Kind  string `json:"kind"`
	Drop  string `json:"drop"`
	Query string `json:"query"`
	Total uint64 `json:"total"`
}

// ReadAs is a word that was read as another one too.
type ReadAs struct {
	Word    string `json:"word"`
	Reading string `json:"reading"`
	Why     string `json:"why"`
}

// Suggestion is another query that finds more.
type Suggestion struct {
	Query string `json:"query"`
	Kind  string `json:"kind"`
	Total uint64 `json:"total"`
}

// Term says how a word of the query was found in an article.
type Term struct {
	Word  string   `json:"word"`
	Forms []string `json:"forms"`
	Level string   `json:"level"`
	Rule  string   `json:"rule"`
	Share float64  `json:"share"`
}

// Zero says why no article holds every word.
type Zero struct {
	Words      []Word  `json:"words"`
	Unfiltered uint64  `json:"unfiltered"`
	Unmet      []Unmet `json:"unmet"`
}

// Word is a word of the query as it was understood.
type Word struct {
	Text          string `json:"text"`
	Phrase        bool   `json:"phrase"`
	Stop          bool   `json:"stop"`
	Exact         string `json:"exact"`
	Stem          string `json:"stem"`
	Root          string `json:"root"`
	Forms         int    `json:"forms"`
	Articles      uint64 `json:"articles"`
	ExactArticles uint64 `json:"exact_articles"`
	StemArticles  uint64 `json:"stem_articles"`
	RootArticles  uint64 `json:"root_articles"`
}

// Unmet is a condition that no article meets, and what they have instead.
type Unmet struct {
	Field   string    `json:"field"`
	Value   string    `json:"value"`
	Nearest string    `json:"nearest"`
	Values  []Facet   `json:"values"`
	Dated   uint64    `json:"dated"`
	Oldest  time.Time `json:"oldest"`
	Newest  time.Time `json:"newest"`
}

// Search answers a search.
func (c *Client) Search(ctx context.Context, r SearchRequest) (*Results, error) {
	return get[Results](ctx, c, "/v1/search", r.values())
}

// Suggest says what else a query could have been meant for: the Total, ReadAs, Suggestions,
// Instead and Zero of the results.
func (c *Client) Suggest(ctx context.Context, query string, f Filter) (*Results, error) {
	v := url.Values{"q": {query}}
	f.add(v)
	return get[Results](ctx, c, "/v1/suggest", v)
}

// Similar finds articles like the article of an ID, near-duplicates first.
func (c *Client) Similar(ctx context.Context, id string, f Filter, limit int) ([]Hit, error) {
	v := url.Values{"id": {id}}
	f.add(v)
	setLimit(v, limit)
	res, err := get[Results](ctx, c, "/v1/similar", v)
	if err != nil {
		return nil, err
	}
	return res.Hits, nil
}

// get asks for what can be read.
func get[T any](ctx context.Context, c *Client, path string, query url.Values) (*T, error) {
	answer := new(T)
	if err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, answer); err != nil {
		return nil, err
	}
	return answer, nil
}
