package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// state is what the address of a page says: the query, and how the reader
// narrowed and ordered its hits. It is a value: links are made by changing a copy.
type state struct {
	Query     string
	Filter    fihris.Filter // the values of keyword fields
	From, To  string        // as in the address; see fihris.ParsePeriod
	Sort      string        // a key of sorts; empty is by score
	Page      int           // 1-based
	AllCopies bool          // list near-duplicates by themselves
	Explain   bool          // show why each hit was found
	Literal   bool          // read the words as they are typed only
	Lang      string        // empty unless the address chose the language
}

// newState reads an address leniently: what is broken is left out, so that the
// page that reports it can still show the rest.
func newState(values url.Values) state {
	text := func(name string) string { return strings.ToValidUTF8(values.Get(name), "") }
	s := state{Query: text("q"), From: text("from"), To: text("to"), Page: 1}
	for _, field := range fihris.KeywordFields() {
		*s.Filter.Values(field), _ = readTexts(values, string(field))
	}
	s.Explain, _ = readBool(values, "explain")
	s.Literal, _ = readBool(values, "literal")
	s.AllCopies = values.Get("group") == "0"
	if _, ok := sorts[values.Get("sort")]; ok && values.Get("sort") != "score" {
		s.Sort = values.Get("sort")
	}
	if n, err := strconv.Atoi(values.Get("page")); err == nil && n > 0 {
		s.Page = n
	}
	for _, l := range locales {
		if values.Get("lang") == l.Lang {
			s.Lang = l.Lang
		}
	}
	return s
}

// href is the address of a page in this state.
func (s state) href(path string) string { return s.hrefWith(path, "", "") }

// hrefWith is href with one parameter more.
func (s state) hrefWith(path, name, value string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set(name, value)
	set("q", s.Query)
	set("from", s.From)
	set("to", s.To)
	set("sort", s.Sort)
	set("lang", s.Lang)
	if s.Page > 1 {
		v.Set("page", strconv.Itoa(s.Page))
	}
	if s.AllCopies {
		v.Set("group", "0")
	}
	if s.Literal {
		v.Set("literal", "1")
	}
	if s.Explain {
		v.Set("explain", "1")
	}
	for _, field := range fihris.KeywordFields() {
		if values := s.values(field); len(values) > 0 {
			v[string(field)] = values
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Home is the address of the results in this state.
func (s state) Home() string { return s.href(pathHome) }

// Start is the address of the start page.
func (s state) Start() string { return state{Lang: s.Lang}.href(pathHome) }

// Help is the address of the help page, which keeps the query.
func (s state) Help() string { return s.href(pathHelp) }

// Article is the address of the reading view, which keeps the way back.
func (s state) Article(id string) string { return s.hrefWith(pathArticle, "id", id) }

// Filtered tells whether anything but the query narrows the hits.
func (s state) Filtered() bool {
	return s.From != "" || s.To != "" || !s.Filter.IsZero()
}

// values are the chosen values of a keyword field.
func (s state) values(field fihris.FacetField) []string { return *s.Filter.Values(field) }

// hidden is a parameter that a form passes on.
type hidden struct{ Name, Value string }

// Hidden are the chosen values that the filters of the page do not show.
func (s state) Hidden() (out []hidden) {
	for _, field := range fihris.KeywordFields() {
		if slices.ContainsFunc(pageFacets, func(f fihris.Facet) bool { return f.Field == field }) {
			continue
		}
		for _, v := range s.values(field) {
			out = append(out, hidden{string(field), v})
		}
	}
	return out
}

// FromDay and ToDay are the dates as <input type=date> wants them: the first
// and the last day of what may be a month or a year.
func (s state) FromDay() string {
	start, _, err := fihris.ParsePeriod(s.From)
	return day(start, err)
}

// ToDay is the last day that the hits may have; see FromDay.
func (s state) ToDay() string {
	_, end, err := fihris.ParsePeriod(s.To)
	return day(end.Add(-time.Second), err)
}

func day(t time.Time, err error) string {
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

// The changes that links make. All but the page go back to page 1.

func (s state) withPage(n int) state {
	s.Page = n
	return s
}

func (s state) withSort(sort string) state {
	s.Sort, s.Page = sort, 1
	return s
}

func (s state) withDates(from, to string) state {
	s.From, s.To, s.Page = from, to, 1
	return s
}

func (s state) withValues(field fihris.FacetField, values ...string) state {
	*s.Filter.Values(field), s.Page = values, 1
	return s
}

func (s state) withQuery(q string) state {
	s.Query, s.Literal, s.Page = q, false, 1
	return s
}

// literal is the same query with its words as they are typed.
func (s state) literal() state {
	s.Literal, s.Page = true, 1
	return s
}

func (s state) unfiltered() state {
	return state{Query: s.Query, Sort: s.Sort, AllCopies: s.AllCopies, Explain: s.Explain, Literal: s.Literal, Lang: s.Lang, Page: 1}
}

// without drops one value from a list.
func without(list []string, v string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == v })
}
