package fihris

import (
	"strings"
	"time"
)

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

	IDsOnly    bool // hits hold Article.ID and Score only: nothing is loaded
	NoPassages bool // Hit.Title and Hit.Snippets are empty: nothing is marked, which takes the most time of many hits
	WholeText  bool // Hit.Snippets is one snippet: the whole body with its matches, the first 65,536 of them
	Passages   int  // at most this many snippets a hit, 20 at most; 0 means as many as serve it, three
	NoTotals   bool // totals are not needed and may be 0

	// PassageLength is how many letters a snippet has at most, from 20 to 10,000, words left
	// whole; 0 means 220. A sentence is never shown longer; a shorter one is a snippet of its own.
	PassageLength int

	// Fields names what of Hit.Article (and Hit.Copies) is wanted beside its ID, by the names
	// that articles have in JSON: title, body, author, source, section, url, published,
	// tags, extra, file, and of extra also single values by their names (extra.lang). None
	// stands for all. Snippets are those of the whole article. Another name is ErrBadRequest.
	Fields []string

	// NoMeaning searches by words only, where the index has an embedder; see [Options].Embedder.
	NoMeaning bool

	// Weights say what counts for how much in the score; nil stands for [DefaultWeights]. Those
	// that are not 0 are numbers from 1/1000 to 1000; else it is ErrBadRequest.
	Weights *Weights

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
	From, To time.Time   // published at or after From and before To
	Sources  []string    // any of these sources, spelled exactly
	Sections []string    // any of these sections
	Tags     []string    // any of these tags
	Authors  []string    // any of these authors, the whole byline
	IDs      []string    // any of these articles
	Except   []string    // none of these articles, by ID
	Where    []Condition // all of these: of values that must not be there, and of fields of one's own
}

// Condition is what an article must have in a field: source, section, tag, author, or a
// [Field] of one's own that is filterable. What is empty asks for nothing; of several parts
// all must hold. Among several values that an article has in the field, one is enough, and
// none may be one of None.
type Condition struct {
	Field string
	Any   []string  // one of these values; of a number or a date, which may be ranges: 12, 10..20, 2019..2020-06
	None  []string  // none of these; an article without a value passes
	Min   *float64  // of a number: at least
	Max   *float64  // of a number: at most
	From  time.Time // of a date: at or after
	To    time.Time // of a date: before
}

// Order says which hits come first: [ByScore], [Newest], [Oldest], or the name of a
// keyword field or of a [Field] of one's own that is sortable, the least value first; with a hyphen before it
// (-pages) the greatest. Values of keywords are compared by their letters' codes, the first 128 bytes of them; of
// several in one article, the one counts that comes first. Any other is ErrBadRequest.
type Order string

// The orders of every index. Hits that are equal in an order come by ID, those without a
// value last.
const (
	ByScore Order = ""       // best first
	Newest  Order = "newest" // latest Published first
	Oldest  Order = "oldest" // earliest Published first
)

// Facet asks for the counts of the values of one field over all articles
// counted in Results.Total.
type Facet struct {
	Field FacetField
	Limit int // at most this many values; 0 means 10. Date facets give all.
}

// FacetField names what a Facet counts: one of those below, or a [Field] of one's own
// that is facetable; of a date the days, or with .month or .year behind its name these.
type FacetField string

// The facets there are. Dates are in UTC.
const (
	FacetSource  FacetField = "source"
	FacetSection FacetField = "section"
	FacetTag     FacetField = "tag"
	FacetAuthor  FacetField = "author"
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
	Value string `json:"value"`
	Count uint64 `json:"count"`
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
	// article holds all words of the query and some hold all of its, or where none
	// does, but no article has the words, in any form, that it replaces: then the
	// other fields answer it and not the query. Ask for further pages with its
	// text. Request.Literal prevents it; so do quotes and =word in the query.
	Instead *Suggestion

	Zero *ZeroHits // with Request.Suggest, where no article holds every word: why
	Next Cursor    // where the next page begins; empty after the last hit
	Took time.Duration

	// Meaning says what part meaning had in the hits; nil where it has none: without an
	// embedder, in an order by a field, where the query says more exactly what it wants than by bare words.
	Meaning *Meaning
}

// Meaning is what part meaning had in the hits of an answer; see [Options].Embedder.
type Meaning struct {
	Model    string `json:"model"`             // of the embedder
	Compared uint64 `json:"compared"`          // articles whose vectors were compared with that of the query: those that its conditions and the filter let through
	Missing  uint64 `json:"missing,omitempty"` // articles of the index without a vector that can be: see [Index.Embed]
	Found    uint64 `json:"found"`             // articles that are among the first of all hits for their meaning; see Hit.Meant
	Note     string `json:"note,omitempty"`    // why the hits are those of words only, for people; empty if they are not
}

// Hit is one article found.
type Hit struct {
	Article  Article
	Copies   []Article // with Request.Group: the near-duplicates of Article, best first
	Score    float64
	Title    Snippet   // the whole title with its matches
	Snippets []Snippet // the best passages of the body; where neither title nor body has a word, of a text of one's own ([Field.Weight]) that does
	Why      *Explanation
	Meant    bool // found by its meaning: its words alone would not have brought it among the first, if it holds any of the query
}

// Snippet is a passage of an article as written, cut into spans. It is plain
// text: whoever renders it escapes and marks it, and shows dots where it was cut.
type Snippet []Span

// Span is a run of text that either matches the query or does not.
type Span struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
	Cut   bool   `json:"cut,omitempty"` // no text: here, at an end of the passage, its sentence goes on
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
	Word  string   `json:"word"`           // the word of the query; empty for what the second stage added
	Forms []string `json:"forms"`          // the forms in which the article holds it, as written
	Level string   `json:"level"`          // exact, stem or root; form, of a prefix, a pattern or a fuzzy word; phrase; closeness and meaning, without a word
	Rule  string   `json:"rule,omitempty"` // how the forms and the word come together, in words
	Share float64  `json:"share"`          // what it adds to the score
}
