package answer

import "github.com/fihris-search/fihris"

// Search is a fihris.Results as JSON. The command's `search --json`
// prints the same, so that scripts can move from one to the other.
type Search struct {
	Total       uint64             `json:"total"`
	TotalAny    uint64             `json:"total_any"`
	Relaxed     bool               `json:"relaxed"`
	TookMS      float64            `json:"took_ms"`
	Hits        []Hit              `json:"hits"`
	Facets      map[string][]Facet `json:"facets,omitempty"`
	ReadAs      []ReadAs           `json:"read_as,omitempty"` // words that were read as others too
	Suggestions []Suggestion       `json:"suggestions,omitempty"`
	Instead     *Suggestion        `json:"instead,omitempty"` // what is answered in place of the query: ask for its further pages
	Zero        *Zero              `json:"zero,omitempty"`    // where no article holds every word
	Next        string             `json:"next,omitempty"`    // give it as after= to get the next page
}

// Hit is one article found. Snippets is an array of passages, each an
// array of spans, of which those that match say so.
type Hit struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Score      float64  `json:"score"`
	TitleSpans []Span   `json:"title_spans,omitempty"`
	Snippets   [][]Span `json:"snippets"`
	URL        string   `json:"url,omitempty"`
	Source     string   `json:"source,omitempty"`
	Section    string   `json:"section,omitempty"`
	Author     string   `json:"author,omitempty"`
	Published  string   `json:"published,omitempty"` // RFC 3339
	Tags       []string `json:"tags,omitempty"`
	Why        []Term   `json:"why,omitempty"`
	Copies     []Copy   `json:"copies,omitempty"` // near-duplicates, best first
}

// Copy is a near-duplicate of a hit: an agency copy, a corrected version.
type Copy struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty"` // RFC 3339
}

// Span is a run of text; Match is absent unless it matches the query. A
// span that is Cut has no text: there, at an end of a passage, its sentence
// goes on.
type Span struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
	Cut   bool   `json:"cut,omitempty"`
}

// Facet is one value of a field and the number of articles that have it.
type Facet struct {
	Value string `json:"value"`
	Count uint64 `json:"count"`
}

// ReadAs is a word of the query that was read as another one too.
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

// Term says how one word of the query was found in the article.
type Term struct {
	Word  string   `json:"word"`
	Forms []string `json:"forms"`
	Level string   `json:"level"`
	Rule  string   `json:"rule,omitempty"`
	Share float64  `json:"share"`
}

// NewSearch puts results into the form that programs read.
func NewSearch(res *fihris.Results) Search {
	a := Search{
		Total:    res.Total,
		TotalAny: res.TotalAny,
		Relaxed:  res.Relaxed,
		TookMS:   float64(res.Took.Microseconds()) / 1000,
		Hits:     make([]Hit, 0, len(res.Hits)), // [] rather than null
		Facets:   make(map[string][]Facet, len(res.Facets)),
		Next:     string(res.Next),
	}
	for _, h := range res.Hits {
		a.Hits = append(a.Hits, newHit(h))
	}
	for _, f := range res.Facets {
		a.Facets[string(f.Field)] = newFacets(f.Values)
	}
	for _, r := range res.ReadAs {
		a.ReadAs = append(a.ReadAs, ReadAs(r))
	}
	if res.Instead != nil {
		a.Instead = (*Suggestion)(res.Instead)
	}
	for _, s := range res.Suggestions {
		a.Suggestions = append(a.Suggestions, Suggestion(s))
	}
	if res.Zero != nil {
		a.Zero = newZero(res.Zero)
	}
	return a
}

func newFacets(values []fihris.FacetValue) []Facet {
	facets := make([]Facet, 0, len(values)) // [] rather than null
	for _, v := range values {
		facets = append(facets, Facet(v))
	}
	return facets
}

func newHit(h fihris.Hit) Hit {
	a := Hit{
		ID:         h.Article.ID,
		Title:      h.Article.Title,
		Score:      h.Score,
		TitleSpans: newSpans(h.Title),
		Snippets:   make([][]Span, 0, len(h.Snippets)),
		URL:        h.Article.URL,
		Source:     h.Article.Source,
		Section:    h.Article.Section,
		Author:     h.Article.Author,
		Published:  timestamp(h.Article.Published),
		Tags:       h.Article.Tags,
	}
	for _, s := range h.Snippets {
		a.Snippets = append(a.Snippets, newSpans(s))
	}
	for _, c := range h.Copies {
		a.Copies = append(a.Copies, Copy{c.ID, c.Title, c.URL, c.Source, timestamp(c.Published)})
	}
	if h.Why != nil {
		for _, t := range h.Why.Terms {
			a.Why = append(a.Why, Term(t))
		}
	}
	return a
}

func newSpans(s fihris.Snippet) []Span {
	spans := make([]Span, 0, len(s))
	for _, sp := range s {
		spans = append(spans, Span(sp))
	}
	return spans
}

// Similar is the articles that are like one article, the most similar first.
// There is no total: everything is a little like everything.
type Similar struct {
	TookMS float64 `json:"took_ms"`
	Hits   []Hit   `json:"hits"`
}

// NewSimilar puts what fihris.Index.Similar found into the form that programs
// read.
func NewSimilar(res *fihris.Results) Similar {
	all := NewSearch(res)
	return Similar{TookMS: all.TookMS, Hits: all.Hits}
}
