package answer

import "github.com/fihris-search/fihris"

// Search is a fihris.Results as JSON. The command's `search --json`
// prints the same, so that scripts can move from one to the other.
type Search struct {
	Total       uint64             `json:"total" doc:"Articles that hold every word of the query."`
	TotalAny    uint64             `json:"total_any" doc:"Articles that hold any word at any level."`
	Relaxed     bool               `json:"relaxed" doc:"No article holds every word, so total counts those with any."`
	TookMS      float64            `json:"took_ms"`
	Hits        []Hit              `json:"hits"`
	Facets      map[string][]Facet `json:"facets,omitempty" doc:"By the name of the field."`
	ReadAs      []ReadAs           `json:"read_as,omitempty" doc:"Words that were read as others too; absent where none was."`
	Suggestions []Suggestion       `json:"suggestions,omitempty"`
	Instead     *Suggestion        `json:"instead,omitempty" doc:"Where no article holds every word of the query: the first suggestion, answered in its place if some article holds every word of it, or if none has the words that it replaces. Give it as q to get further pages, or literal=1 to get the query itself."`
	Meaning     *Meaning           `json:"meaning,omitempty" doc:"What part meaning had in the hits; absent where it has none."`
	Zero        *Zero              `json:"zero,omitempty" doc:"Why no article holds every word; absent where one does."`
	Forms       []Form             `json:"forms,omitempty" doc:"With forms=1: the forms of the words that stand in the hits, the most frequent first."`
	Relaxations []Relaxation       `json:"relaxations,omitempty" doc:"With relaxations=1: what finds more, were a filter or a word left out."`
	Next        string             `json:"next,omitempty" doc:"Give it as after to continue; absent after the last hit."`
}

// Hit is one article found. Snippets is an array of passages, each an
// array of spans, of which those that match say so.
type Hit struct {
	ID         string         `json:"id"`
	Title      string         `json:"title" doc:"Empty where fields are named, and it is not among them."`
	Score      float64        `json:"score"`
	TitleSpans []Span         `json:"title_spans,omitempty" doc:"The title with its matches."`
	Snippets   [][]Span       `json:"snippets" doc:"Passages of the body; joined, the texts of a passage are the article as written."`
	URL        string         `json:"url,omitempty"`
	Source     string         `json:"source,omitempty"`
	Section    string         `json:"section,omitempty"`
	Author     string         `json:"author,omitempty"`
	Published  string         `json:"published,omitempty" format:"date-time"`
	Tags       []string       `json:"tags,omitempty"`
	Body       string         `json:"body,omitempty" doc:"Where fields names it."`
	Extra      map[string]any `json:"extra,omitempty" doc:"Where fields names it, or single values of it (extra.lang)."`
	Why        []Term         `json:"why,omitempty"`
	Meant      bool           `json:"meant,omitempty" doc:"Found by its meaning: its words alone would not have brought it among the first."`
	Copies     []Copy         `json:"copies,omitempty" doc:"With group=1: near-duplicates, best first."`
}

// Meaning is what part meaning had in the hits.
type Meaning struct {
	Model    string `json:"model"`
	Compared uint64 `json:"compared" doc:"Articles whose vectors were compared with that of the query."`
	Missing  uint64 `json:"missing,omitempty" doc:"Articles of the index that have no vector to compare."`
	Found    uint64 `json:"found" doc:"Articles that are among the first of all hits for their meaning."`
	Note     string `json:"note,omitempty" doc:"Why the hits are those of words only; absent if they are not."`
}

// Copy is a near-duplicate of a hit: an agency copy, a corrected version.
type Copy struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty" format:"date-time"`
}

// Span is a run of text; Match is absent unless it matches the query. A
// span that is Cut has no text: there, at an end of a passage, its sentence
// goes on.
type Span struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty" doc:"Absent unless the text matches."`
	Cut   bool   `json:"cut,omitempty" doc:"Of a span without text, first or last of a passage: its sentence goes on there. Show dots."`
}

// Facet is one value of a field, or a bin of time, and the number of articles that have it.
type Facet struct {
	Value string  `json:"value"`
	Count uint64  `json:"count"`
	All   *uint64 `json:"all,omitempty" doc:"With all=1: articles with this value that the filters let through, whatever their words."`
	From  string  `json:"from,omitempty" format:"date" doc:"Of a bin of time: its first day, for from."`
	To    string  `json:"to,omitempty" format:"date" doc:"Of a bin of time: its last day, for to."`
}

// Form is a form of the words of a query as articles write it.
type Form struct {
	Text string `json:"text"`
	Hits int    `json:"hits" doc:"How many of the hits of this answer have it in their title or passages."`
}

// Relaxation is a search that asks for less and finds more.
type Relaxation struct {
	Kind  string `json:"kind" enum:"filter,word" doc:"What it leaves out: a filter, or a word of the query."`
	Drop  string `json:"drop" doc:"The field of the filter (date for from and to), or the word."`
	Query string `json:"query" doc:"The query that is left; that of the request for a filter."`
	Total uint64 `json:"total" doc:"Articles that hold every word of it."`
}

// ReadAs is a word of the query that was read as another one too.
type ReadAs struct {
	Word    string `json:"word" doc:"As typed."`
	Reading string `json:"reading" doc:"As articles write it."`
	Why     string `json:"why" doc:"heh, hamza, yeh, teh or alef: what the two spellings differ in; clitic: a proclitic more or less; name: another spelling of a name; dialect: what a dialect writes onto a word; encoded: the whole query was pasted in an encoding. There may be more kinds in later versions."`
}

// Suggestion is another query that finds more.
type Suggestion struct {
	Query string `json:"query"`
	Kind  string `json:"kind" enum:"spelling,layout,transliteration,root"`
	Total uint64 `json:"total"`
}

// Term says how one word of the query was found in the article.
type Term struct {
	Word  string   `json:"word"`
	Forms []string `json:"forms"`
	Level string   `json:"level" enum:"exact,stem,root,form,phrase,closeness,meaning" doc:"meaning: how near its vector is to that of the query, without a word. form: of a prefix, a pattern or a fuzzy word. closeness: what the finer order of the first hits added or took away, without a word."`
	Rule  string   `json:"rule,omitempty"`
	Share float64  `json:"share" doc:"What the word adds to the score."`
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
	if res.Meaning != nil {
		m := Meaning(*res.Meaning)
		a.Meaning = &m
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
		facets = append(facets, Facet{Value: v.Value, Count: v.Count})
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
		Meant:      h.Meant,
	}
	for _, s := range h.Snippets {
		a.Snippets = append(a.Snippets, newSpans(s))
	}
	for _, c := range h.Copies {
		a.Copies = append(a.Copies, Copy{c.ID, c.Title, c.URL, c.Source, timestamp(c.Published)})
	}
	if h.Why != nil {
		for _, t := range h.Why.Terms {
			if t.Forms == nil {
				t.Forms = []string{} // [] rather than null
			}
			a.Why = append(a.Why, Term(t))
		}
	}
	return a
}

// AddTexts puts the bodies and extra values of the articles into the hits, which have them only where
// they were asked for.
func (a *Search) AddTexts(res *fihris.Results) {
	for i, h := range res.Hits {
		a.Hits[i].Body, a.Hits[i].Extra = h.Article.Body, h.Article.Extra
	}
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
