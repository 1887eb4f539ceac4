package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/fihris-search/fihris"
)

// SearchAnswer is a fihris.Results as JSON. The command's `search --json`
// prints the same, so that scripts can move from one to the other.
type SearchAnswer struct {
	Total       uint64                   `json:"total"`
	TotalAny    uint64                   `json:"total_any"`
	Relaxed     bool                     `json:"relaxed"`
	TookMS      float64                  `json:"took_ms"`
	Hits        []HitAnswer              `json:"hits"`
	Facets      map[string][]FacetAnswer `json:"facets,omitempty"`
	Suggestions []SuggestionAnswer       `json:"suggestions,omitempty"`
	Zero        *ZeroAnswer              `json:"zero,omitempty"` // where no article holds every word
	Next        string                   `json:"next,omitempty"` // give it as after= to get the next page
}

// HitAnswer is one article found. Snippets is an array of passages, each an
// array of spans, of which those that match say so.
type HitAnswer struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Score      float64        `json:"score"`
	TitleSpans []SpanAnswer   `json:"title_spans,omitempty"`
	Snippets   [][]SpanAnswer `json:"snippets"`
	URL        string         `json:"url,omitempty"`
	Source     string         `json:"source,omitempty"`
	Section    string         `json:"section,omitempty"`
	Author     string         `json:"author,omitempty"`
	Published  string         `json:"published,omitempty"` // RFC 3339
	Tags       []string       `json:"tags,omitempty"`
	Why        []TermAnswer   `json:"why,omitempty"`
	Copies     []CopyAnswer   `json:"copies,omitempty"` // near-duplicates, best first
}

// CopyAnswer is a near-duplicate of a hit: an agency copy, a corrected version.
type CopyAnswer struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty"` // RFC 3339
}

// SpanAnswer is a run of text; Match is absent unless it matches the query. A
// span that is Cut has no text: there, at an end of a passage, its sentence
// goes on.
type SpanAnswer struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
	Cut   bool   `json:"cut,omitempty"`
}

// FacetAnswer is one value of a field and the number of articles that have it.
type FacetAnswer struct {
	Value string `json:"value"`
	Count uint64 `json:"count"`
}

// SuggestionAnswer is another query that finds more.
type SuggestionAnswer struct {
	Query string `json:"query"`
	Kind  string `json:"kind"`
	Total uint64 `json:"total"`
}

// ZeroAnswer says why no article holds every word of the query.
type ZeroAnswer struct {
	Words      []WordAnswer  `json:"words"`
	Unfiltered uint64        `json:"unfiltered"` // articles that the query finds without the filters
	Unmet      []UnmetAnswer `json:"unmet,omitempty"`
}

// UnmetAnswer is a condition that no article meets, and what they have instead.
type UnmetAnswer struct {
	Field   string        `json:"field"`
	Value   string        `json:"value,omitempty"`
	Nearest string        `json:"nearest,omitempty"`
	Values  []FacetAnswer `json:"values,omitempty"`
	Dated   uint64        `json:"dated"`            // articles with a date, if that is the field
	Oldest  string        `json:"oldest,omitempty"` // RFC 3339
	Newest  string        `json:"newest,omitempty"`
}

func newUnmetAnswer(u fihris.Unmet) UnmetAnswer {
	a := UnmetAnswer{Field: string(u.Field), Value: u.Value, Nearest: u.Nearest, Dated: u.Dated, Oldest: timestamp(u.Oldest), Newest: timestamp(u.Newest)}
	for _, v := range u.Values {
		a.Values = append(a.Values, FacetAnswer(v))
	}
	return a
}

// WordAnswer is a word or a phrase of the query, as it was understood, with the
// number of articles that hold it as it was asked for and at each level.
type WordAnswer struct {
	Text          string `json:"text"`
	Phrase        bool   `json:"phrase,omitempty"`
	Stop          bool   `json:"stop,omitempty"`
	Exact         string `json:"exact,omitempty"`
	Stem          string `json:"stem,omitempty"`
	Root          string `json:"root,omitempty"`
	Forms         int    `json:"forms,omitempty"` // that a prefix, a pattern or a fuzzy word stands for
	Articles      uint64 `json:"articles"`
	ExactArticles uint64 `json:"exact_articles"`
	StemArticles  uint64 `json:"stem_articles"`
	RootArticles  uint64 `json:"root_articles"`
}

// TermAnswer says how one word of the query was found in the article.
type TermAnswer struct {
	Word  string   `json:"word"`
	Forms []string `json:"forms"`
	Level string   `json:"level"`
	Rule  string   `json:"rule,omitempty"`
	Share float64  `json:"share"`
}

// ArticleAnswer is a whole article as JSON; `get --json` prints the same.
type ArticleAnswer struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Body      string            `json:"body"`
	Author    string            `json:"author,omitempty"`
	Source    string            `json:"source,omitempty"`
	Section   string            `json:"section,omitempty"`
	URL       string            `json:"url,omitempty"`
	Published string            `json:"published,omitempty"` // RFC 3339
	Tags      []string          `json:"tags,omitempty"`
	Extra     map[string]string `json:"extra,omitempty"`
}

// errorAnswer is what programs get instead of an answer.
type errorAnswer struct {
	Error errorBody `json:"error"`
}

type errorBody struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Offset  *int   `json:"offset,omitempty"` // of a query that cannot be understood, in bytes
}

// NewSearchAnswer puts results into the form that programs read.
func NewSearchAnswer(res *fihris.Results) SearchAnswer {
	a := SearchAnswer{
		Total:    res.Total,
		TotalAny: res.TotalAny,
		Relaxed:  res.Relaxed,
		TookMS:   float64(res.Took.Microseconds()) / 1000,
		Hits:     make([]HitAnswer, 0, len(res.Hits)), // [] rather than null
		Next:     string(res.Next),
	}
	for _, h := range res.Hits {
		a.Hits = append(a.Hits, newHitAnswer(h))
	}
	for _, f := range res.Facets {
		if a.Facets == nil {
			a.Facets = make(map[string][]FacetAnswer, len(res.Facets))
		}
		values := make([]FacetAnswer, 0, len(f.Values))
		for _, v := range f.Values {
			values = append(values, FacetAnswer(v))
		}
		a.Facets[string(f.Field)] = values
	}
	for _, s := range res.Suggestions {
		a.Suggestions = append(a.Suggestions, SuggestionAnswer(s))
	}
	if res.Zero != nil {
		a.Zero = &ZeroAnswer{Words: make([]WordAnswer, 0, len(res.Zero.Words)), Unfiltered: res.Zero.Unfiltered}
		for _, w := range res.Zero.Words {
			a.Zero.Words = append(a.Zero.Words, WordAnswer(w))
		}
		for _, u := range res.Zero.Unmet {
			a.Zero.Unmet = append(a.Zero.Unmet, newUnmetAnswer(u))
		}
	}
	return a
}

func newHitAnswer(h fihris.Hit) HitAnswer {
	a := HitAnswer{
		ID:         h.Article.ID,
		Title:      h.Article.Title,
		Score:      h.Score,
		TitleSpans: spanAnswers(h.Title),
		Snippets:   make([][]SpanAnswer, 0, len(h.Snippets)),
		URL:        h.Article.URL,
		Source:     h.Article.Source,
		Section:    h.Article.Section,
		Author:     h.Article.Author,
		Published:  timestamp(h.Article.Published),
		Tags:       h.Article.Tags,
	}
	for _, s := range h.Snippets {
		a.Snippets = append(a.Snippets, spanAnswers(s))
	}
	for _, c := range h.Copies {
		a.Copies = append(a.Copies, CopyAnswer{c.ID, c.Title, c.URL, c.Source, timestamp(c.Published)})
	}
	if h.Why != nil {
		for _, t := range h.Why.Terms {
			a.Why = append(a.Why, TermAnswer(t))
		}
	}
	return a
}

func spanAnswers(s fihris.Snippet) []SpanAnswer {
	spans := make([]SpanAnswer, 0, len(s))
	for _, sp := range s {
		spans = append(spans, SpanAnswer(sp))
	}
	return spans
}

// NewArticleAnswer puts an article into the form that programs read.
func NewArticleAnswer(a fihris.Article) ArticleAnswer {
	return ArticleAnswer{
		ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
		Section: a.Section, URL: a.URL, Published: timestamp(a.Published), Tags: a.Tags, Extra: a.Extra,
	}
}

// timestamp is empty for an unknown time.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// writeJSON writes a whole answer. A failure to write means that the other
// side is gone, which is no news.
func writeJSON(w http.ResponseWriter, status int, v any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		// Only a NaN score could do this: say so rather than send half a document.
		status = http.StatusInternalServerError
		b.Reset()
		b.WriteString(`{"error":{"code":"internal","message":"the answer cannot be written as JSON"}}` + "\n")
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
