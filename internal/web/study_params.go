package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
)

// What a study is asked for. The page of the observatory reads the same.

// studyValues are the parameters that all studies have.
type studyValues struct {
	url.Values
	filter fihris.Filter
	level  fihris.Level
	format string
}

func (srv *server) readStudy(r *http.Request) (v studyValues, err error) {
	if v.Values, err = readValues(r); err != nil {
		return v, err
	}
	if v.filter, err = srv.own.readFilter(v.Values); err != nil {
		return v, err
	}
	if v.level, err = readChoice(v.Values, "level", fihris.LevelStem, fihris.Levels); err != nil {
		return v, err
	}
	v.format, err = readChoice(v.Values, "format", asJSON, []string{asJSON, asCSV, asSVG})
	return v, err
}

// study reads what is counted.
func (v studyValues) study() (s fihris.Study, err error) {
	q, err := checkLength("q", v.Get("q"), maxQuery)
	if err != nil {
		return s, err
	}
	if strings.TrimSpace(q) == "" {
		return s, errNoQuery
	}
	s.Filter, s.Level = v.filter, v.level
	s.Query, err = fihris.ParseQuery(q)
	return s, err
}

// scope reads a set of articles, all of them where none are named.
func (v studyValues) scope() (s fihris.Scope, err error) {
	s.Query, s.Filter = fihris.All(), v.filter
	q, err := checkLength("q", v.Get("q"), maxQuery)
	if err == nil && strings.TrimSpace(q) != "" {
		s.Query, err = fihris.ParseQuery(q)
	}
	return s, err
}

// list reads what lists of words have.
func (v studyValues) list(fewest int) (least, limit int, stops bool, err error) {
	if least, err = readNumber(v.Values, "least", fewest, 1_000_000, 5); err != nil {
		return
	}
	if limit, err = readNumber(v.Values, "limit", 1, maxListed, defaultList); err != nil {
		return
	}
	stops, err = readBool(v.Values, "stop_words")
	return
}

// concordance reads a request for a concordance, and how many lines are wanted.
func (v studyValues) concordance() (req fihris.ConcordanceRequest, limit int, err error) {
	if req.Study, err = v.study(); err != nil {
		return req, 0, err
	}
	if req.Window, err = readNumber(v.Values, "window", 0, maxWindow, 10); err != nil {
		return req, 0, err
	}
	if req.Window == 0 {
		req.Window = fihris.NoContext
	}
	if req.Order, err = readChoice(v.Values, "sort", fihris.ByPlace, fihris.LineOrders); err != nil {
		return req, 0, err
	}
	if req.Sample, err = readNumber(v.Values, "sample", 1, maxLines, 0); err != nil {
		return req, 0, err
	}
	seed, err := readNumber(v.Values, "seed", 0, 1<<31-1, 1)
	if err != nil {
		return req, 0, err
	}
	req.Seed = uint64(seed)
	limit, err = readNumber(v.Values, "limit", 1, maxLines, defaultLines)
	return req, limit, err
}

func (v studyValues) collocations() (req fihris.CollocationRequest, err error) {
	if req.Study, err = v.study(); err != nil {
		return req, err
	}
	if req.Before, err = readNumber(v.Values, "before", 0, maxWindow, 5); err != nil {
		return req, err
	}
	if req.After, err = readNumber(v.Values, "after", 0, maxWindow, 5); err != nil {
		return req, err
	}
	if req.Before+req.After == 0 {
		return req, badParameter("error.no_window")
	}
	if req.By, err = readChoice(v.Values, "by", fihris.LogDice, fihris.Measures); err != nil {
		return req, err
	}
	req.Least, req.Limit, req.StopWords, err = v.list(1)
	return req, err
}

func (v studyValues) trend(queries []string) (req fihris.TrendRequest, err error) {
	req.Filter, req.Level = v.filter, v.level
	if len(queries) > maxQueries {
		return req, badParameter("error.too_many", "q", strconv.Itoa(maxQueries))
	}
	for _, q := range queries {
		if q, err = checkLength("q", q, maxQuery); err != nil {
			return req, err
		}
		if strings.TrimSpace(q) == "" {
			continue
		}
		parsed, err := fihris.ParseQuery(q)
		if err != nil {
			return req, err
		}
		req.Queries = append(req.Queries, parsed)
	}
	if len(req.Queries) == 0 {
		return req, errNoQuery
	}
	if req.Period, err = readChoice(v.Values, "per", fihris.PerMonth, fihris.Periods); err != nil {
		return req, err
	}
	if req.By, err = readChoice(v.Values, "by", "", fihris.KeywordFields()); err != nil {
		return req, err
	}
	if req.Average, err = readNumber(v.Values, "average", 1, 99, 1); err != nil {
		return req, err
	}
	if req.Average > 1 && req.Average%2 == 0 {
		return req, badParameter("error.odd", "average")
	}
	return req, nil
}

func (v studyValues) keywords() (req fihris.KeywordsRequest, err error) {
	if req.In, err = v.scope(); err != nil {
		return req, err
	}
	if strings.TrimSpace(v.Get("q")) == "" && req.In.Filter.IsZero() {
		return req, errNoQuery
	}
	against, err := checkLength("against", v.Get("against"), maxQuery)
	if err != nil {
		return req, err
	}
	if strings.TrimSpace(against) != "" {
		q, err := fihris.ParseQuery(against)
		if err != nil {
			return req, err
		}
		req.Against = &fihris.Scope{Query: q}
	}
	if req.New, err = readBool(v.Values, "new"); err != nil {
		return req, err
	}
	req.Level = v.level
	req.Least, req.Limit, req.StopWords, err = v.list(1)
	return req, err
}

func (v studyValues) ngrams() (req fihris.NGramsRequest, err error) {
	if req.In, err = v.scope(); err != nil {
		return req, err
	}
	if req.Words, err = readNumber(v.Values, "words", 2, 5, 2); err != nil {
		return req, err
	}
	req.Level = v.level
	req.Least, req.Limit, req.StopWords, err = v.list(2)
	return req, err
}
