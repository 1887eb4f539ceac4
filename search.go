package fihris

import (
	"context"
	"strings"
	"time"
)

// Searcher answers queries: an *Index, later a remote one. The command line
// and the web page need nothing more.
type Searcher interface {
	Search(ctx context.Context, req Request) (*Results, error)
	Article(ctx context.Context, id string) (Article, error)
}

// Request is one search. The zero Limit means 10 hits.
type Request struct {
	Query   Query
	Filter  Filter
	Order   Order
	Facets  []Facet
	After   Cursor // continue after the last hit of an earlier answer; see Results.Next
	Offset  int    // skip this many hits; for deep pages use After
	Limit   int    // at most this many hits; 0 means 10, NoHits none
	Explain bool   // fill Hit.Why

	// Literal reads every word as it is typed. Else bare words are read as others
	// too, which are told in Results.ReadAs, and a suggestion may be searched in
	// place of the query; see Results.Instead. [ParseStrict] is literal always.
	Literal bool

	IDsOnly   bool // hits hold Article.ID and Score only: nothing is loaded
	WholeText bool // Hit.Snippets is one snippet: the whole body with its matches, the first 65,536 of them
	NoTotals  bool // totals are not needed and may be 0

	// Group puts near-duplicates (agency copies, corrected versions) into
	// Hit.Copies of the best of them. Offset, Limit and Next then count groups;
	// totals and facets still count articles. Articles of more than 128 kB, and those
	// behind the first 1,000 hits, stand alone.
	Group bool

	// FirstStage leaves the order of scores to the plain sum over words. Else the
	// first 30 hits are put in a finer order: by how much of the query they have
	// close together, at their beginning and in the title, and whether they spell it
	// as it was typed (marks, hamza). It costs some tenths of a millisecond.
	FirstStage bool

	// Suggest fills in Results.Suggestions and Results.Zero. It costs
	// microseconds where every word is known and some article holds them all,
	// and some hundredths of a second where a slip is looked for; the first
	// slip after a change of the index costs more. It needs totals.
	Suggest bool
}

// NoHits as Request.Limit asks for totals and facets only.
const NoHits = -1

// Filter narrows a search without touching scores. Empty fields do not filter.
type Filter struct {
	From, To time.Time // published at or after From and before To
	Sources  []string  // any of these sources, spelled exactly
	Sections []string  // any of these sections
	Tags     []string  // any of these tags
	IDs      []string  // any of these articles
	Except   []string  // none of these articles, by ID
}

// Order says which hits come first.
type Order int

// The orders. Hits that are equal in the order come by ID.
const (
	ByScore Order = iota // best first
	Newest               // latest Published first; unknown dates last
	Oldest               // earliest Published first; unknown dates last
)

// Facet asks for the counts of the values of one field over all articles
// counted in Results.Total.
type Facet struct {
	Field FacetField
	Limit int // at most this many values; 0 means 10. Date facets give all.
}

// FacetField names what a Facet counts.
type FacetField string

// The facets there are. Dates are in UTC.
const (
	FacetSource  FacetField = "source"
	FacetSection FacetField = "section"
	FacetTag     FacetField = "tag"
	FacetYear    FacetField = "year"  // values such as 2020
	FacetMonth   FacetField = "month" // values such as 2020-10
	FacetDay     FacetField = "day"   // values such as 2020-10-08
)

// FacetCounts is the answer to one Facet: most frequent value first, dates in
// their own order.
type FacetCounts struct {
	Field  FacetField
	Values []FacetValue
}

// FacetValue is one value of a field and the number of articles that have it.
type FacetValue struct {
	Value string
	Count uint64
}

// Cursor marks a place in a list of hits. It is opaque and survives a restart,
// but not a change of the index.
type Cursor string

// Results is the answer to a Request.
type Results struct {
	Total       uint64 // articles that hold every word of the query (see Relaxed)
	TotalAny    uint64 // articles that hold any word of it at any level
	Relaxed     bool   // no article holds every word, so Total counts those with any
	Hits        []Hit  // best first
	Facets      []FacetCounts
	ReadAs      []ReadAs     // words of the query that were read as others too
	Suggestions []Suggestion // with Request.Suggest: queries that find what this one was meant to

	// Instead, with Request.Suggest, is the first of the suggestions, where no
	// article holds all words of the query and some hold all of its: then the
	// other fields answer it and not the query. Ask for further pages with its
	// text. Request.Literal prevents it; so do quotes and =word in the query.
	Instead *Suggestion

	Zero *ZeroHits // with Request.Suggest, where no article holds every word: why
	Next Cursor    // where the next page begins; empty after the last hit
	Took time.Duration
}

// Hit is one article found.
type Hit struct {
	Article  Article
	Copies   []Article // with Request.Group: the near-duplicates of Article, best first
	Score    float64
	Title    Snippet   // the whole title with its matches
	Snippets []Snippet // the best passages of the body
	Why      *Explanation
}

// Snippet is a passage of an article as written, cut into spans. It is plain
// text: whoever renders it escapes and marks it, and shows dots where it was cut.
type Snippet []Span

// Span is a run of text that either matches the query or does not.
type Span struct {
	Text  string
	Match bool
	Cut   bool // no text: here, at an end of the passage, its sentence goes on
}

// String returns the text of the passage without marks.
func (s Snippet) String() string {
	var b strings.Builder
	for _, sp := range s {
		b.WriteString(sp.Text)
	}
	return b.String()
}

// Explanation says why an article was found and how its score came about.
type Explanation struct {
	Terms []TermMatch
}

// TermMatch is one word of the query as found in one article at one level. A
// form that meets the word at a close level counts at those beyond it too.
type TermMatch struct {
	Word  string   // the word of the query; empty for what the second stage added
	Forms []string // the forms in which the article holds it, as written
	Level string   // exact, stem or root; form, of a prefix, a pattern or a fuzzy word; phrase; closeness, without a word
	Rule  string   // how the forms and the word come together, in words
	Share float64  // what it adds to the score
}
