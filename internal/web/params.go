package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/bins"
	"github.com/fihris-search/fihris/internal/openapi"
	"github.com/fihris-search/fihris/internal/pattern"
)

// What an address may ask for.
const (
	defaultLimit = 10
	maxLimit     = 100
	maxOffset    = 10_000
	maxQuery     = 8 << 10 // bytes: 4,000 Arabic letters, a long paragraph
	maxText      = 4 << 10 // bytes of any other value
	maxValues    = 50      // repetitions of one parameter
	maxFacet     = 50      // values of one facet
)

// filterParameters are the names of what narrows a search.
var filterParameters = strings.Split("from, to, "+joined(fihris.KeywordFields()), ", ")

// sorts are the orders of every page by the names they have in an address.
var sorts = map[string]fihris.Order{
	"":       fihris.ByScore,
	"score":  fihris.ByScore,
	"newest": fihris.Newest,
	"oldest": fihris.Oldest,
}

// readValues parses the query string of an address, refusing what is broken, and what is no text.
func readValues(r *http.Request) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badParameter("error.encoding")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !utf8.ValidString(name) {
			return nil, badParameter("error.encoding")
		}
		for _, value := range values[name] {
			if !utf8.ValidString(value) {
				return nil, badParameter("error.utf8", name)
			}
		}
	}
	return values, nil
}

// readRequest reads the parameters of GET /v1/search.
func (o own) readRequest(values url.Values) (fihris.Request, error) {
	var req fihris.Request
	var err error
	if req.Filter, err = o.readFilter(values); err != nil {
		return req, err
	}
	parse := fihris.ParseQuery
	strict, err := readBool(values, "strict")
	if err != nil {
		return req, err
	}
	if strict {
		parse = o.strict
	}
	if req.Query, err = readQuery(values, req.Filter, parse); err != nil {
		return req, err
	}
	if req.Order, err = o.readSort(values); err != nil {
		return req, err
	}
	if req.Facets, _, err = o.readFacets(values); err != nil {
		return req, err
	}
	if req.Explain, err = readBool(values, "explain"); err != nil {
		return req, err
	}
	if err := readWindow(values, &req); err != nil {
		return req, err
	}
	if err := readShown(values, &req); err != nil {
		return req, err
	}
	if req.Group, err = readBool(values, "group"); err != nil {
		return req, err
	}
	if req.Literal, err = readBool(values, "literal"); err != nil {
		return req, err
	}
	if req.FirstStage, err = readBool(values, "first_stage"); err != nil {
		return req, err
	}
	if req.Weights, err = readWeights(values); err != nil {
		return req, err
	}
	// Whoever turns pages has seen what the first one suggested.
	req.Suggest = req.Offset == 0 && req.After == "" && o.suggests
	if values.Get("suggest") != "" {
		req.Suggest, err = readBool(values, "suggest")
	}
	return req, err
}

// weightPattern is what a value of weight matches: the name of a weight and a number.
var weightPattern = "^(" + strings.Join(fihris.WeightNames(), "|") + `):([0-9]|[1-9][0-9]{1,2}|[0-9]{1,3}\.[0-9]{1,3})$`

var weightShape = pattern.New(weightPattern)

// readWeights reads weight: nil where none is given.
func readWeights(values url.Values) (*fihris.Weights, error) {
	if len(values["weight"]) == 0 {
		return nil, nil
	}
	w := fihris.DefaultWeights()
	for _, s := range values["weight"] {
		if !weightShape().MatchString(s) {
			return nil, badParameter("error.weight", quoted(s), strings.Join(fihris.WeightNames(), ", "))
		}
		name, number, _ := strings.Cut(s, ":")
		*w.Of(name), _ = strconv.ParseFloat(number, 64) // as the pattern has it
	}
	return &w, nil
}

// checkValues refuses parameters that are not known, those that are given twice and
// may not, empty ones that mean nothing, and that one is missing.
func checkValues(r *http.Request, params []openapi.Param) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p, known := openapi.Find(params, name)
		switch {
		case !known || p.InPath:
			return badParameter("error.unknown_parameter", quoted(name), strings.Join(openapi.Names(params), ", "))
		case len(values[name]) > 1 && !p.Repeats():
			return badParameter("error.repeated", name)
		case slices.Contains(values[name], "") && !p.MayBeEmpty():
			return badParameter("error.empty", name)
		}
	}
	for _, p := range params {
		if p.Required && !p.InPath && !values.Has(p.Name) {
			return badParameter("error.needed", p.Name)
		}
	}
	if lang := values.Get("lang"); lang != "" && !slices.ContainsFunc(locales, func(l *locale) bool { return l.Lang == lang }) {
		return badParameter("error.lang", quoted(lang))
	}
	return nil
}

// readQuery reads q. Without words, a filter alone asks for all it lets through.
func readQuery(values url.Values, f fihris.Filter, parse func(string) (fihris.Query, error)) (fihris.Query, error) {
	q, err := checkLength("q", values.Get("q"), maxQuery)
	if err != nil {
		return fihris.Query{}, err
	}
	if strings.TrimSpace(q) == "" {
		if f.IsZero() {
			return fihris.Query{}, errNoQuery
		}
		return fihris.All(), nil
	}
	return parse(q)
}

// readFilter reads from, to and the keyword fields.
func readFilter(values url.Values) (f fihris.Filter, err error) {
	for _, field := range fihris.KeywordFields() {
		if *f.Values(field), err = readTexts(values, string(field)); err != nil {
			return f, err
		}
	}
	if f.From, _, err = readPeriod(values, "from"); err != nil {
		return f, err
	}
	if _, f.To, err = readPeriod(values, "to"); err != nil {
		return f, err
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return f, badParameter("error.from_after_to", quoted(values.Get("from")), quoted(values.Get("to")))
	}
	return f, nil
}

// readPeriod reads a date; empty is no date.
func readPeriod(values url.Values, name string) (start, end time.Time, err error) {
	s, err := checkText(name, values.Get(name))
	if err != nil || strings.TrimSpace(s) == "" {
		return start, end, err
	}
	start, end, err = fihris.ParsePeriod(s)
	if err != nil {
		return start, end, badParameter("error.date", name, quoted(s))
	}
	return start, end, nil
}

// readWindow reads limit, offset and after.
func readWindow(values url.Values, req *fihris.Request) (err error) {
	req.Limit = defaultLimit
	if values.Get("limit") != "" {
		if req.Limit, err = readInt(values, "limit", 0, maxLimit); err != nil {
			return err
		}
		if req.Limit == 0 { // totals and facets only
			req.Limit = fihris.NoHits
		}
	}
	if values.Get("offset") != "" {
		if req.Offset, err = readInt(values, "offset", 0, maxOffset); err != nil {
			return err
		}
	}
	after, err := checkText("after", values.Get("after"))
	if err != nil {
		return err
	}
	if after != "" && req.Offset > 0 {
		return badParameter("error.after_offset")
	}
	req.After = fihris.Cursor(after)
	return nil
}

// readFacets reads facet: repeated, or several names joined by commas. Bins of time that the
// index does not count are made of shorter ones; names are what was asked.
func (o own) readFacets(values url.Values) (facets []fihris.Facet, names []string, err error) {
	for _, list := range values["facet"] {
		for name := range strings.SplitSeq(list, ",") {
			if !slices.Contains(o.facetNames(), name) {
				return nil, nil, badParameter("error.facet", quoted(name), strings.Join(o.facetNames(), ", "))
			}
			facet := fihris.Facet{Field: fihris.FacetField(name), Limit: maxFacet}
			if isBin(name) {
				facet.Field = bins.Facet(fihris.Period(name))
			}
			if !slices.Contains(facets, facet) {
				facets = append(facets, facet)
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return facets, names, nil
}

// joined lists the names of fields.
func joined(fields []fihris.FacetField) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
