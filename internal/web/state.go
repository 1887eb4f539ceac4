package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
)

// state is what the address of a page says: the query, and how the reader
// narrowed and ordered its hits. It is a value: links are made by changing a copy.
type state struct {
	Query      string
	Filter     fihris.Filter // the values of keyword fields
	Own        url.Values    // what is asked of fields of the index's own, and what is excluded: f.NAME, not.NAME
	From, To   string        // the first and the last year, month or day: 2018, 2018-07, 2018-07-09
	Swapped    bool          // the address had them the other way round
	Share      bool          // the timeline shows shares, not numbers
	Sort       string        // a key of sorts; empty is by score
	Page       int           // 1-based
	AllCopies  bool          // list near-duplicates by themselves
	Explain    bool          // show why each hit was found
	Unvowelled bool          // show articles without vowel marks
	Literal    bool          // read the words as they are typed only
	Prefix     string        // of all addresses; not of this one
	base       *state        // what the links of the page start from, which say only what they change; nil where they say all
	Digits     string        // digitsArab, or empty
	Per        int           // hits a page: one of pageSizes; 0 is the first
	Lang       string        // empty unless the address chose the language
}

// newState reads an address leniently: what is broken is left out, so that the
// page that reports it can still show the rest.
func newState(values url.Values) state {
	text := func(name string) string {
		if s := values.Get(name); utf8.ValidString(s) {
			return s
		}
		return ""
	}
	s := state{Query: text("q"), From: text("from"), To: text("to"), Page: 1}
	if dates, broken := readSpan(s.From, s.To); broken == "" {
		s.From, s.To, s.Swapped = dates.from.Text, dates.to.Text, dates.swapped
	}
	for name := range values {
		if strings.HasPrefix(name, prefixOwn) || strings.HasPrefix(name, prefixNot) {
			if texts, _ := readTexts(values, name); len(texts) > 0 {
				if s.Own == nil {
					s.Own = url.Values{}
				}
				s.Own[name] = texts
			}
		}
	}
	for _, field := range fihris.KeywordFields() {
		*s.Filter.Values(field), _ = readTexts(values, string(field))
	}
	s.Explain, _ = readBool(values, "explain")
	s.Literal, _ = readBool(values, "literal")
	if values.Get("digits") == digitsArab {
		s.Digits = digitsArab
	}
	if n, err := strconv.Atoi(values.Get("per")); err == nil && n != pageSize && slices.Contains(pageSizes, n) {
		s.Per = n
	}
	s.AllCopies = values.Get("group") == "0"
	s.Unvowelled = values.Get("marks") == "0"
	s.Share = values.Get("measure") == measureShare
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
	if s.base != nil && slices.Contains(shortPaths, path) {
		return s.changes(path, name, value)
	}
	var room [maxParams]param
	params := s.params(room[:0])
	if value != "" {
		params = slices.DeleteFunc(params, func(p param) bool { return p.name == name })
		params = append(params, param{name: name, value: value})
	}
	if len(params) == 0 {
		return s.Prefix + path
	}
	slices.SortFunc(params, func(a, b param) int { return strings.Compare(a.name, b.name) })
	var b strings.Builder
	b.Grow(len(s.Prefix) + len(path) + 3*len(s.Query) + 64)
	b.WriteString(s.Prefix)
	b.WriteString(path)
	next := byte('?')
	for i := range params {
		for _, value := range params[i].all() {
			b.WriteByte(next)
			next = '&'
			appendEncoded(&b, params[i].name)
			b.WriteByte('=')
			appendEncoded(&b, value)
		}
	}
	return b.String()
}

// appendEncoded is url.QueryEscape, which made a string of each part of each link.
func appendEncoded(b *strings.Builder, text string) {
	const digits = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

// values are what an address says of this state.
func (s state) values() url.Values {
	v := url.Values{}
	for _, p := range s.params(nil) {
		v[p.name] = p.all()
	}
	return v
}

// param is a parameter of an address.
type param struct {
	name, value string
	values      []string // where there may be several
}

// all are the values of a parameter.
func (p *param) all() []string {
	if p.values != nil {
		return p.values
	}
	return []string{p.value}
}

// maxParams is how many parameters the address of most pages has at most.
const maxParams = 24

// params appends the parameters of an address that are not as in one that says nothing, in no order.
func (s state) params(out []param) []param {
	text := func(name, value string) {
		if value != "" {
			out = append(out, param{name: name, value: value})
		}
	}
	flag := func(name, value string, on bool) {
		if on {
			text(name, value)
		}
	}
	text("q", s.Query)
	text("from", s.From)
	text("to", s.To)
	text("sort", s.Sort)
	text("lang", s.Lang)
	text("digits", s.Digits)
	flag("per", strconv.Itoa(s.Per), s.Per > 0)
	flag("page", strconv.Itoa(s.Page), s.Page > 1)
	flag("group", "0", s.AllCopies)
	flag("marks", "0", s.Unvowelled)
	flag("literal", "1", s.Literal)
	flag("explain", "1", s.Explain)
	flag("measure", measureShare, s.Share)
	for name, values := range s.Own {
		out = append(out, param{name: name, values: values})
	}
	for _, field := range keywordFields {
		if values := *s.Filter.Values(field); len(values) > 0 {
			out = append(out, param{name: string(field), values: values})
		}
	}
	return out
}

// keywordFields are those of every article.
var keywordFields = fihris.KeywordFields()

// Home is the address of the results in this state.
func (s state) Home() string { return s.href(pathHome) }

// measureShare is the value of measure that shows shares.
const measureShare = "share"

// Start is the address of the start page.
func (s state) Start() string {
	return state{Prefix: s.Prefix, Lang: s.Lang, Digits: s.Digits}.href(pathHome)
}

// Help is the address of the help page, which keeps the query.
func (s state) Help() string { return s.href(pathHelp) }

// Article is the address of the reading view, which keeps the way back.
func (s state) Article(id string) string { return s.hrefWith(pathArticle, "id", id) }

// Opened is the address of an article that was not searched, but for its ID: of the reader it keeps the language and digits.
func (s state) Opened() string {
	return state{Prefix: s.Prefix, Lang: s.Lang, Digits: s.Digits}.href(pathArticle)
}

// Hit is Article for a hit of some rank, from 1: the reading view then knows its neighbours.
func (s state) Hit(id string, rank int) string {
	to := s.Article(id)
	if rank > 0 {
		to += "&rank=" + strconv.Itoa(rank)
	}
	return to
}

// Filtered tells whether anything but the query narrows the hits.
func (s state) Filtered() bool {
	return s.From != "" || s.To != "" || !s.Filter.IsZero() || len(s.Own) > 0
}

// chosen are the ticked values of a field, one of the index's own too.
func (s state) chosen(field fihris.FacetField) []string {
	if values := s.Filter.Values(field); values != nil {
		return *values
	}
	return s.Own[prefixOwn+string(field)]
}

// digitsArab asks for Arabic-Indic digits.
const digitsArab = "arab"

// perPage is how many hits a page has. Those that are explained are ten: fifty took 230 KB.
func (s state) perPage() int {
	if s.Per == 0 || s.Explain {
		return pageSize
	}
	return s.Per
}

// Unfiltered is the address of the query alone.
func (s state) Unfiltered() string { return s.unfiltered().Home() }

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
	s.From, s.To, s.Swapped, s.Page = from, to, false, 1
	return s
}

func (s state) withValues(field fihris.FacetField, values ...string) state {
	s.Page = 1
	if of := s.Filter.Values(field); of != nil {
		*of = values
		return s
	}
	return s.withOwn(prefixOwn+string(field), values)
}

// withOwn sets what is asked of a field of the index's own, or excluded.
func (s state) withOwn(name string, values []string) state {
	s.Own, s.Page = maps.Clone(s.Own), 1
	if delete(s.Own, name); len(values) > 0 {
		if s.Own == nil {
			s.Own = url.Values{}
		}
		s.Own[name] = values
	}
	if len(s.Own) == 0 {
		s.Own = nil
	}
	return s
}

// withPeriod is withDates of one year, month or day.
func (s state) withPeriod(text string) state { return s.withDates(text, text) }

// withExplain begins on the page that has the first hit of this one.
func (s state) withExplain(on bool) state {
	first := (s.Page - 1) * s.perPage()
	s.Explain = on
	s.Page = first/s.perPage() + 1
	return s
}

func (s state) withShare(on bool) state {
	s.Share = on
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
	return state{Prefix: s.Prefix, base: s.base, Query: s.Query, Sort: s.Sort, AllCopies: s.AllCopies, Explain: s.Explain, Share: s.Share, Unvowelled: s.Unvowelled, Digits: s.Digits, Per: s.Per, Literal: s.Literal, Lang: s.Lang, Page: 1}
}

// without drops one value from a list.
func without(list []string, v string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == v })
}

// readPageSort reads the sort of a page, which has those of every index.
func readPageSort(values url.Values) (fihris.Order, error) {
	order, ok := sorts[values.Get("sort")]
	if !ok {
		return order, badParameter("error.sort", quoted(values.Get("sort")), "score, newest, oldest")
	}
	return order, nil
}
