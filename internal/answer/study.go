package answer

import (
	"time"

	"github.com/fihris-search/fihris"
)

// Line is a fihris.Line as JSON.
type Line struct {
	ID        string `json:"id"`
	Source    string `json:"source,omitempty"`
	Section   string `json:"section,omitempty"`
	Published string `json:"published,omitempty"` // RFC 3339
	Field     string `json:"field"`               // title or body
	Start     int    `json:"start"`               // bytes of node in that field
	End       int    `json:"end"`
	Before    string `json:"before"`
	Node      string `json:"node"`
	After     string `json:"after"`
}

// NewLine makes a line of a concordance.
func NewLine(l *fihris.Line) Line {
	field := "body"
	if l.InTitle {
		field = "title"
	}
	return Line{l.ID, l.Source, l.Section, timestamp(l.Published), field, l.Start, l.End, l.Before, l.Node, l.After}
}

// Collocations is a fihris.Collocations as JSON.
type Collocations struct {
	Total       int         `json:"total"` // collocates that are frequent enough
	Occurrences uint64      `json:"occurrences"`
	Near        uint64      `json:"near"`
	Words       uint64      `json:"words"`
	Collocates  []Collocate `json:"collocates"`
}

// Collocate is a word near the occurrences of a query.
type Collocate struct {
	Word          string   `json:"word"`
	Forms         []string `json:"forms"`
	Near          uint64   `json:"near"`
	Before        uint64   `json:"before"`
	After         uint64   `json:"after"`
	All           uint64   `json:"all"`
	LogDice       float64  `json:"log_dice"`
	LogLikelihood float64  `json:"log_likelihood"`
	T             float64  `json:"t"`
	MI            float64  `json:"mi"`
}

// NewCollocations makes an answer.
func NewCollocations(c *fihris.Collocations) Collocations {
	out := Collocations{Total: c.Total, Occurrences: c.Occurrences, Near: c.Near, Words: c.Words, Collocates: []Collocate{}}
	for _, w := range c.Collocates {
		out.Collocates = append(out.Collocates, Collocate(w))
	}
	return out
}

// Keywords is a fihris.Keywords as JSON.
type Keywords struct {
	Total           int       `json:"total"`
	Words           uint64    `json:"words"`
	AgainstWords    uint64    `json:"against_words"`
	Articles        uint64    `json:"articles"`
	AgainstArticles uint64    `json:"against_articles"`
	Keywords        []Keyword `json:"keywords"`
}

// Keyword is a word that is more frequent in one set of articles than in another.
type Keyword struct {
	Word              string   `json:"word"`
	Forms             []string `json:"forms"`
	In                uint64   `json:"in"`
	Against           uint64   `json:"against"`
	InArticles        uint64   `json:"in_articles"`
	AgainstArticles   uint64   `json:"against_articles"`
	PerMillion        float64  `json:"per_million"`
	AgainstPerMillion float64  `json:"against_per_million"`
	LogLikelihood     float64  `json:"log_likelihood"`
	LogRatio          float64  `json:"log_ratio"`
	Dispersion        float64  `json:"dispersion"`
}

// NewKeywords makes an answer.
func NewKeywords(k *fihris.Keywords) Keywords {
	out := Keywords{k.Total, k.In, k.Against, k.InArticles, k.AgainstArticles, []Keyword{}}
	for _, w := range k.Keywords {
		out.Keywords = append(out.Keywords, Keyword(w))
	}
	return out
}

// NGrams is the answer to a fihris.NGramsRequest as JSON.
type NGrams struct {
	Total  int     `json:"total"` // runs that are frequent enough
	NGrams []NGram `json:"ngrams"`
}

// NGram is a run of words.
type NGram struct {
	Words       []string `json:"words"`
	Occurrences uint64   `json:"occurrences"`
	Articles    uint64   `json:"articles"`
}

// NewNGrams makes an answer.
func NewNGrams(all []fihris.NGram, total int) NGrams {
	out := NGrams{total, []NGram{}}
	for _, g := range all {
		out.NGrams = append(out.NGrams, NGram(g))
	}
	return out
}

// Trend is a fihris.Trend as JSON.
type Trend struct {
	Period  string        `json:"period"`
	Undated uint64        `json:"undated_articles"`
	Series  []TrendSeries `json:"series"`
}

// TrendSeries is one line of a trend.
type TrendSeries struct {
	Query   string       `json:"query"`
	Value   string       `json:"value,omitempty"` // of the field by which articles are told apart
	Undated uint64       `json:"undated"`         // occurrences in articles without a date
	Points  []TrendPoint `json:"points"`
}

// TrendPoint is one period.
type TrendPoint struct {
	Start       string  `json:"start"` // a day: 2020-10-01
	End         string  `json:"end"`   // the day behind the last
	Occurrences uint64  `json:"occurrences"`
	Articles    uint64  `json:"articles"`
	Words       uint64  `json:"words"`
	AllArticles uint64  `json:"all_articles"`
	PerMillion  float64 `json:"per_million"`
	Average     float64 `json:"average"`
}

// NewTrend makes an answer.
func NewTrend(t *fihris.Trend, period fihris.Period) Trend {
	out := Trend{string(period), t.Undated, []TrendSeries{}}
	for _, s := range t.Series {
		series := TrendSeries{s.Query.String(), s.Value, s.Undated, []TrendPoint{}}
		for i, p := range s.Points {
			series.Points = append(series.Points, TrendPoint{
				t.Periods[i].Start.Format(time.DateOnly), t.Periods[i].End.Format(time.DateOnly),
				p.Occurrences, p.Articles, p.Words, p.AllArticles, p.PerMillion, p.Average,
			})
		}
		out.Series = append(out.Series, series)
	}
	return out
}

// Concordance is occurrences in their context, with how many there are.
type Concordance struct {
	Occurrences uint64 `json:"occurrences"`
	Articles    uint64 `json:"articles"`       // that hold any
	Scope       uint64 `json:"scope_articles"` // that the query counts
	Words       uint64 `json:"words"`          // of these
	Lines       []Line `json:"lines"`
}

// NewConcordance makes an answer.
func NewConcordance(n fihris.Occurrences, lines []fihris.Line) Concordance {
	out := Concordance{n.Occurrences, n.Articles, n.Scope, n.Words, []Line{}}
	for i := range lines {
		out.Lines = append(out.Lines, NewLine(&lines[i]))
	}
	return out
}
