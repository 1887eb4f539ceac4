package fihris

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// What the types of this package are as JSON: the same as the command prints
// with --json and the HTTP interface answers, so that a program can move from one to
// the others. Most of it is in the tags of the types; here is what no tag can say. A list that is empty is
// [], never null; what is unknown is left out; times are RFC 3339 in UTC.

// plainArticle is an article without methods.
type plainArticle Article

// MarshalJSON writes the article as "fihris get --json" does.
func (a Article) MarshalJSON() ([]byte, error) {
	if a.Published = a.Published.UTC().Truncate(time.Second); moment(a.Published).isPlain() {
		return marshal(plainArticle(a))
	}
	return marshal(struct {
		plainArticle
		Published moment `json:"published"`
	}{plainArticle(a), moment(a.Published)})
}

// UnmarshalJSON reads what MarshalJSON writes; published may also be a date without a
// time. Numbers in extra keep their digits. Names that an article has not are passed over.
func (a *Article) UnmarshalJSON(b []byte) error {
	read := struct {
		*plainArticle
		Published moment `json:"published"`
	}{plainArticle: &plainArticle{}}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&read); err != nil {
		return fmt.Errorf("fihris: read an article: %w", err)
	}
	if string(b) == "null" { // nothing is done for it, as encoding/json has it
		return nil
	}
	*a = Article(*read.plainArticle)
	a.Published = time.Time(read.Published)
	return nil
}

// moment is a time as JSON: RFC 3339 in UTC or, where that cannot say it, seconds since
// 1970, as in an export.
type moment time.Time

// isPlain says whether RFC 3339 has the year.
func (m moment) isPlain() bool { y := time.Time(m).UTC().Year(); return y >= 0 && y <= 9999 }

// IsZero says that there is nothing to write.
func (m moment) IsZero() bool { return time.Time(m).IsZero() }

// MarshalJSON writes the time.
func (m moment) MarshalJSON() ([]byte, error) {
	if t := time.Time(m).UTC(); m.isPlain() {
		return []byte(t.Format(`"` + time.RFC3339 + `"`)), nil
	}
	return strconv.AppendInt(nil, time.Time(m).Unix(), 10), nil
}

// UnmarshalJSON reads a date, with a time or without, or seconds; nothing is no date.
func (m *moment) UnmarshalJSON(b []byte) error {
	if string(b) == "null" || string(b) == `""` {
		return nil
	}
	if seconds, err := strconv.ParseInt(string(b), 10, 64); err == nil {
		*m = moment(time.Unix(seconds, 0).UTC())
		return nil
	}
	var s string
	if json.Unmarshal(b, &s) == nil {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if t, err := time.Parse(layout, s); err == nil {
				*m = moment(t.UTC())
				return nil
			}
		}
	}
	return fmt.Errorf("%.60s is no date such as 2020-10-09 or 2020-10-09T12:00:00Z", b)
}

// MarshalJSON writes the condition as it stands in results.
func (u Unmet) MarshalJSON() ([]byte, error) {
	type plain Unmet
	return marshal(struct {
		plain
		Oldest moment `json:"oldest,omitzero"`
		Newest moment `json:"newest,omitzero"`
	}{plain(u), moment(u.Oldest), moment(u.Newest)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (u *Unmet) UnmarshalJSON(b []byte) error {
	type plain Unmet
	in := struct {
		*plain
		Oldest *moment `json:"oldest"`
		Newest *moment `json:"newest"`
	}{(*plain)(u), (*moment)(&u.Oldest), (*moment)(&u.Newest)}
	return json.Unmarshal(b, &in)
}

// marshal leaves < > & as they are: who writes into a page asks his own encoder
// to escape them, which goes over this once more.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// resultsJSON is Results as JSON.
type resultsJSON struct {
	Total       uint64                      `json:"total"`
	TotalAny    uint64                      `json:"total_any"`
	Relaxed     bool                        `json:"relaxed"`
	TookMS      float64                     `json:"took_ms"`
	Hits        []Hit                       `json:"hits"`
	Facets      map[FacetField][]FacetValue `json:"facets,omitempty"`
	ReadAs      []ReadAs                    `json:"read_as,omitempty"`
	Suggestions []Suggestion                `json:"suggestions,omitempty"`
	Instead     *Suggestion                 `json:"instead,omitempty"`
	Meaning     *Meaning                    `json:"meaning,omitempty"`
	Zero        *ZeroHits                   `json:"zero,omitempty"`
	Next        Cursor                      `json:"next,omitempty"`
}

// MarshalJSON writes the results as "fihris search --json" does.
func (r Results) MarshalJSON() ([]byte, error) {
	out := resultsJSON{
		Total: r.Total, TotalAny: r.TotalAny, Relaxed: r.Relaxed, TookMS: float64(r.Took.Microseconds()) / 1000,
		Hits: listed(r.Hits), Facets: map[FacetField][]FacetValue{}, ReadAs: r.ReadAs,
		Suggestions: r.Suggestions, Instead: r.Instead, Meaning: r.Meaning, Next: r.Next,
	}
	for _, f := range r.Facets {
		out.Facets[f.Field] = listed(f.Values)
	}
	if r.Zero != nil {
		zero := *r.Zero
		zero.Words = listed(zero.Words)
		out.Zero = &zero
	}
	return marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes, such as the answer of a server. Facets
// come in the order of their names; of articles there is what a hit shows.
func (r *Results) UnmarshalJSON(b []byte) error {
	var in resultsJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("fihris: read results: %w", err)
	}
	*r = Results{
		Total: in.Total, TotalAny: in.TotalAny, Relaxed: in.Relaxed, Took: time.Duration(math.Round(in.TookMS*1000)) * time.Microsecond,
		Hits: in.Hits, ReadAs: in.ReadAs, Suggestions: in.Suggestions, Instead: in.Instead, Meaning: in.Meaning, Zero: in.Zero, Next: in.Next,
	}
	for field, values := range in.Facets {
		r.Facets = append(r.Facets, FacetCounts{field, values})
	}
	slices.SortFunc(r.Facets, func(a, b FacetCounts) int { return cmp.Compare(a.Field, b.Field) })
	return nil
}

// hitJSON is a Hit as JSON: of its article what is shown in a list.
type hitJSON struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Score      float64     `json:"score"`
	TitleSpans Snippet     `json:"title_spans,omitempty"`
	Snippets   []Snippet   `json:"snippets"`
	URL        string      `json:"url,omitempty"`
	Source     string      `json:"source,omitempty"`
	Section    string      `json:"section,omitempty"`
	Author     string      `json:"author,omitempty"`
	Published  moment      `json:"published,omitzero"`
	Tags       []string    `json:"tags,omitempty"`
	Why        []TermMatch `json:"why,omitempty"`
	Meant      bool        `json:"meant,omitempty"`
	Copies     []copyJSON  `json:"copies,omitempty"`
}

// copyJSON is a near-duplicate of a hit.
type copyJSON struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published moment `json:"published,omitzero"`
}

// MarshalJSON writes the hit as it stands in results.
func (h Hit) MarshalJSON() ([]byte, error) {
	a := &h.Article
	out := hitJSON{
		ID: a.ID, Title: a.Title, Score: h.Score, TitleSpans: h.Title, URL: a.URL, Source: a.Source, Section: a.Section,
		Author: a.Author, Published: moment(a.Published), Tags: a.Tags, Meant: h.Meant, Snippets: make([]Snippet, 0, len(h.Snippets)),
	}
	for _, s := range h.Snippets {
		out.Snippets = append(out.Snippets, listed(s))
	}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, copyJSON{c.ID, c.Title, c.URL, c.Source, moment(c.Published)})
	}
	if h.Why != nil {
		for _, m := range h.Why.Terms {
			m.Forms = listed(m.Forms)
			out.Why = append(out.Why, m)
		}
	}
	return marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (h *Hit) UnmarshalJSON(b []byte) error {
	var in hitJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*h = Hit{
		Article: Article{
			ID: in.ID, Title: in.Title, URL: in.URL, Source: in.Source, Section: in.Section, Author: in.Author,
			Published: time.Time(in.Published), Tags: in.Tags,
		},
		Score: in.Score, Title: in.TitleSpans, Snippets: in.Snippets, Meant: in.Meant,
	}
	for _, c := range in.Copies {
		h.Copies = append(h.Copies, Article{ID: c.ID, Title: c.Title, URL: c.URL, Source: c.Source, Published: time.Time(c.Published)})
	}
	if in.Why != nil {
		h.Why = &Explanation{in.Why}
	}
	return nil
}

// listed is a list that is [] where there is nothing in it.
func listed[S ~[]E, E any](s S) S {
	if s == nil {
		return S{}
	}
	return s
}
