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

// apiParameters are the names that GET /v1/search knows. Others are refused:
// a misspelled filter that filters nothing would be a lie.
var apiParameters = slices.Concat([]string{"q", "limit", "offset", "after"}, filterParameters,
	[]string{"sort", "facet", "explain", "group", "first_stage", "suggest", "literal", "strict", "lang"})

// filterParameters are the names of what narrows a search.
var filterParameters = strings.Split("from, to, "+joined(fihris.KeywordFields()), ", ")

// sorts are the orders by the names they have in an address.
var sorts = map[string]fihris.Order{
	"":       fihris.ByScore,
	"score":  fihris.ByScore,
	"newest": fihris.Newest,
	"oldest": fihris.Oldest,
}

// readValues parses the query string of an address, refusing what is broken.
func readValues(r *http.Request) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badParameter("error.encoding")
	}
	return values, nil
}

// readRequest reads the parameters of GET /v1/search.
func readRequest(values url.Values) (fihris.Request, error) {
	var req fihris.Request
	err := checkNames(values, apiParameters)
	if err != nil {
		return req, err
	}
	if req.Filter, err = readFilter(values); err != nil {
		return req, err
	}
	parse := fihris.ParseQuery
	strict, err := readBool(values, "strict")
	if err != nil {
		return req, err
	}
	if strict {
		parse = fihris.ParseStrict
	}
	if req.Query, err = readQuery(values, req.Filter, parse); err != nil {
		return req, err
	}
	if req.Order, err = readSort(values); err != nil {
		return req, err
	}
	if req.Facets, err = readFacets(values); err != nil {
		return req, err
	}
	if req.Explain, err = readBool(values, "explain"); err != nil {
		return req, err
	}
	if err := readWindow(values, &req); err != nil {
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
	// Whoever turns pages has seen what the first one suggested.
	req.Suggest = req.Offset == 0 && req.After == ""
	if values.Get("suggest") != "" {
		req.Suggest, err = readBool(values, "suggest")
	}
	return req, err
}

// checkNames refuses parameters that are not known.
func checkNames(values url.Values, known []string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			return badParameter("error.unknown_parameter", quoted(name), strings.Join(known, ", "))
		}
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

// readInt reads a whole number between two bounds, both included.
func readInt(values url.Values, name string, least, most int) (int, error) {
	n, err := strconv.Atoi(values.Get(name))
	if err != nil || n < least || n > most {
		return 0, badParameter("error.number", name, strconv.Itoa(least), strconv.Itoa(most), quoted(values.Get(name)))
	}
	return n, nil
}

// readSort reads sort.
func readSort(values url.Values) (fihris.Order, error) {
	order, ok := sorts[values.Get("sort")]
	if !ok {
		return order, badParameter("error.sort", quoted(values.Get("sort")))
	}
	return order, nil
}

// readFacets reads facet: repeated, or several names joined by commas.
func readFacets(values url.Values) ([]fihris.Facet, error) {
	var facets []fihris.Facet
	for _, list := range values["facet"] {
		for name := range strings.SplitSeq(list, ",") {
			facet := fihris.Facet{Field: fihris.FacetField(name), Limit: maxFacet}
			if !slices.Contains(fihris.FacetFields(), facet.Field) {
				return nil, badParameter("error.facet", quoted(name), joined(fihris.FacetFields()))
			}
			if !slices.Contains(facets, facet) {
				facets = append(facets, facet)
			}
		}
	}
	return facets, nil
}

// joined lists the names of fields.
func joined(fields []fihris.FacetField) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// readBool reads a switch: absent, 0 and false are off, 1 and true are on.
func readBool(values url.Values, name string) (bool, error) {
	switch v := values.Get(name); v {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	default:
		return false, badParameter("error.switch", name, quoted(v))
	}
}

// readTexts reads a parameter that may be repeated, dropping empty values: a
// form sends them for what was left open.
func readTexts(values url.Values, name string) ([]string, error) {
	var texts []string
	for _, v := range values[name] {
		v, err := checkText(name, v)
		if err != nil {
			return nil, err
		}
		if v != "" && !slices.Contains(texts, v) {
			texts = append(texts, v)
		}
	}
	if len(texts) > maxValues {
		return nil, badParameter("error.too_many", name, strconv.Itoa(maxValues))
	}
	return texts, nil
}

// checkText refuses what no article can hold.
func checkText(name, s string) (string, error) { return checkLength(name, s, maxText) }

func checkLength(name, s string, most int) (string, error) {
	if len(s) > most {
		return "", badParameter("error.too_long", name, counted{"bytes", uint64(most)})
	}
	if !utf8.ValidString(s) {
		return "", badParameter("error.utf8", name)
	}
	return s, nil
}

// quoted shortens a value for a message and isolates its direction, so that
// what was typed cannot reorder the sentence around it.
func quoted(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + ellipsis
	}
	return firstStrongIsolate + s + popDirectionalIsolate
}

// Characters of layout, by their Unicode names.
const (
	ellipsis              = "\u2026"
	firstStrongIsolate    = "\u2068"
	popDirectionalIsolate = "\u2069"
)
