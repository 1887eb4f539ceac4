package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// The observatory shows people what /v1/trend and its neighbours tell programs.

// The parts of the observatory, by their names in an address; the first has something of the others.
const (
	partOverview     = ""
	partConcordance  = "concordance"
	partCollocations = "collocations"
	partKeywords     = "keywords"
	partNGrams       = "ngrams"
)

var observatoryParts = []string{partOverview, partConcordance, partCollocations, partKeywords, partNGrams}

// What is shown. The overview has a few of everything; a part has as many as are read.
const (
	shownSeries     = 4 // that are told apart by colour and dash
	shownSources    = 4
	shownCollocates = 10
	shownLines      = 12
	manyListed      = 100
	manyLines       = 200
	mostMonths      = 72 // more are years
)

// observatoryView is the page.
type observatoryView struct {
	view
	Asked       studyAsked
	Parts       []link
	Part        string
	Node        string // the first of the words
	Chart       *chartView
	Smalls      []smallView
	Collocates  []collocateView
	Found       fihris.Occurrences
	Lines       []lineView
	Orders      []link
	Keywords    []fihris.Keyword
	NGrams      []fihris.NGram
	Total       int  // of the list, shown or not
	Listed      bool // there is a list, which may be empty
	NoArticles  bool // there was nothing to compare
	MoreQueries int  // that are not drawn
	CSV, SVG    string
	Colls       string // the addresses of the parts that the overview begins
	KWIC        string
}

// studyAsked is the form.
type studyAsked struct {
	Words, From, To, Against string
	Level, Per, By, Measure  []option
	Source, Section          []option
	Run                      []option
}

// option is one of a <select>.
type option struct {
	Value, Text string
	Chosen      bool
}

// observatory answers GET /observatory.
func (srv *server) observatory(w http.ResponseWriter, r *http.Request) error {
	s, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	v := observatoryView{view: srv.pages.newView(r, "")}
	v.Title = v.L.text("lab.title")
	if v.Part, err = readChoice(s.Values, "show", partOverview, observatoryParts); err != nil {
		return err
	}
	if s.Get("words") == "" { // as everywhere else
		s.Values.Set("words", s.Get("q"))
	}
	words, err := checkLength("words", s.Get("words"), maxQuery)
	if err != nil {
		return err
	}
	if err := srv.form(r, &v, s, words); err != nil {
		return err
	}
	s.Values.Set("q", words)
	queries := splitQueries(words)
	if len(queries) > 0 {
		v.Node = queries[0]
	}
	if v.Part == partOverview || v.Part == partConcordance || v.Part == partCollocations {
		s.Values.Set("q", v.Node)
	}
	switch {
	case v.Part == partNGrams:
		err = srv.showNGrams(r, &v, s)
	case v.Part == partKeywords && (words != "" || !s.filter.IsZero()):
		err = srv.showKeywords(r, &v, s)
	case v.Node == "": // nothing is asked for yet
	case v.Part == partOverview:
		err = srv.overview(r, &v, s, queries)
	case v.Part == partConcordance:
		err = srv.showLines(r, &v, s, manyLines)
	case v.Part == partCollocations:
		err = srv.showCollocates(r, &v, s, manyListed)
	}
	if err != nil {
		return err
	}
	return srv.pages.render(w, http.StatusOK, "observatory.html", v.L, v)
}

// splitQueries cuts queries at commas that stand outside quotes and brackets.
func splitQueries(words string) (all []string) {
	start, depth, quote := 0, 0, false
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for i, c := range words {
		switch c {
		case '"', '“', '”', '«', '»':
			quote = c == '“' || c == '«' || c == '"' && !quote
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		case ',', '،', '؛', ';':
			if !quote && depth == 0 {
				add(words[start:i])
				start = i + len(string(c))
			}
		}
	}
	add(words[start:])
	return all
}

// form fills the form with what was asked, and with what there is to choose.
func (srv *server) form(r *http.Request, v *observatoryView, s studyValues, words string) error {
	res, err := srv.choosable.get(func() (*fihris.Results, error) {
		return srv.searcher.Search(r.Context(), fihris.Request{Query: fihris.All(), Limit: fihris.NoHits, Facets: []fihris.Facet{
			{Field: fihris.FacetSource, Limit: maxListed}, {Field: fihris.FacetSection, Limit: maxListed},
		}})
	})
	if err != nil {
		return err
	}
	choose := func(family, now string, values ...string) (all []option) {
		for _, value := range values {
			key := family + value
			if value == "" {
				key = family + "none"
			}
			all = append(all, option{value, v.L.text(key), value == now})
		}
		return all
	}
	v.Asked = studyAsked{
		Words: words, From: v.State.From, To: v.State.To, Against: s.Get("against"),
		Level:   choose("lab.level.", string(s.level), string(fihris.LevelStem), string(fihris.LevelExact), string(fihris.LevelRoot)),
		Per:     choose("lab.per.", s.Get("per"), append([]string{""}, names(fihris.Periods)...)...),
		Measure: choose("lab.measure.", s.Get("measure"), "", "count"),
		Run:     choose("lab.run.", s.Get("run"), "2", "3", "4", "5"),
		By:      choose("lab.by.", s.Get("by"), names(fihris.Measures)...),
	}
	for i, field := range []fihris.FacetField{fihris.FacetSource, fihris.FacetSection} {
		chosen := ""
		if values := v.State.chosen(field); len(values) > 0 {
			chosen = values[0]
		}
		list := []option{{"", v.L.text("lab.any." + string(field)), chosen == ""}}
		for _, f := range res.Facets[i].Values {
			list = append(list, option{f.Value, f.Value, f.Value == chosen})
		}
		if field == fihris.FacetSource {
			v.Asked.Source = list
		} else {
			v.Asked.Section = list
		}
	}
	for _, part := range observatoryParts {
		name := part
		if name == "" {
			name = "overview"
		}
		v.Parts = append(v.Parts, link{Text: v.L.text("lab.part." + name), Href: v.part(s, part), Current: part == v.Part})
	}
	v.Colls, v.KWIC = v.part(s, partCollocations), v.part(s, partConcordance)
	return nil
}

// part is the address of another part with the same words.
func (v *observatoryView) part(s studyValues, show string) string {
	return v.address(pathObservatory, s, "show", show)
}

// address keeps of a study what all parts have, and adds pairs of names and values.
func (v *observatoryView) address(path string, s studyValues, pairs ...string) string {
	u := url.Values{}
	for _, name := range append([]string{"words", "level", "per", "measure", "lang", "digits"}, filterParameters...) {
		for _, value := range s.Values[name] {
			if value != "" && (path == pathObservatory || name != "words" && name != "measure" && name != "digits" && name != "per") {
				u.Add(name, value)
			}
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			u.Add(pairs[i], pairs[i+1])
		}
	}
	if len(u) == 0 {
		return v.State.Prefix + path
	}
	return v.State.Prefix + path + "?" + u.Encode()
}

// selectView is a field of the form.
type selectView struct {
	Name, Label string
	Options     []option
}

// Select is a field to choose in.
func (observatoryView) Select(name, label string, options []option) selectView {
	return selectView{name, label, options}
}

// Measured is the measure that is shown.
func (v observatoryView) Measured() string {
	for _, o := range v.Asked.Measure {
		if o.Chosen {
			return o.Value
		}
	}
	return ""
}
