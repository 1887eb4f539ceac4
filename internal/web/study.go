package web

import (
	"net/http"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/openapi"
)

// What is counted in texts, for programs. The figures are those of the library, and the tables those of the command.

// The limits of one study. Whatever they let through still has the deadline of a search.
const (
	maxQueries   = 20     // of a trend
	maxLines     = 10_000 // of a concordance
	defaultLines = 100
	maxWindow    = 50
	maxListed    = 1000
	defaultList  = 50
)

// The forms of an answer.
const (
	asJSON = "json"
	asCSV  = "csv"
	asSVG  = "svg"
)

// studyEndpoints are the addresses of studies, where the searcher can count.
func (srv *server) studyEndpoints() []endpoint {
	if !srv.studies() {
		return nil
	}
	level := openapi.Choice("level", "What counts as the same word: the spelling, the lexeme (stem, the default) or the root.", names(fihris.Levels)...)
	stops := openapi.Switch("stop_words", "Stop words too.")
	least := openapi.Integer("least", "Only what stands so often.", 1, 1_000_000, 5)
	limit := openapi.Integer("limit", "At most so many.", 1, maxListed, defaultList)
	needed := openapi.Text("q", "The words that are counted, as a query.", maxQuery).Needed()
	form := openapi.Choice("format", "JSON, or a table for spreadsheets.", asJSON, asCSV)
	op := func(path, id, summary, text string, of any, do action, params ...openapi.Param) endpoint {
		answers := []openapi.Answer{{Status: http.StatusOK, Text: "The figures.", Of: of}, {Status: http.StatusOK, Text: "The figures.", MediaType: "text/csv"}}
		if path == pathTrend {
			answers = append(answers, openapi.Answer{Status: http.StatusOK, Text: "The figures.", MediaType: "image/svg+xml"})
		}
		return srv.checked(openapi.Operation{
			Method: http.MethodGet, Path: path, ID: id, Group: groupStudy, Summary: summary, Text: text,
			Params: slices.Concat(params, srv.own.filterParams(), []openapi.Param{level, paramLang}), Answers: answers, Token: openapi.Readers,
		}, srv.limited, do)
	}
	return []endpoint{
		op(pathConcordance, "concordance", "Every occurrence of words in its context", "", answer.Concordance{}, srv.apiConcordance, needed,
			openapi.Integer("window", "Words on either side.", 0, maxWindow, 10), openapi.Choice("sort", "Which lines come first.", names(fihris.LineOrders)...),
			openapi.Integer("limit", "At most so many lines.", 1, maxLines, defaultLines),
			openapi.Integer("sample", "Draw so many occurrences, each as likely as any other.", 1, maxLines, defaultLines),
			openapi.Integer("seed", "Which sample: the same seed draws the same.", 0, 1<<31-1, 1), form),
		op(pathCollocations, "collocations", "Words that stand near others more often than by chance", "", answer.Collocations{}, srv.apiCollocations, needed,
			openapi.Integer("before", "Words before an occurrence that are near.", 0, maxWindow, 5), openapi.Integer("after", "Words behind it.", 0, maxWindow, 5),
			openapi.Choice("by", "The measure that puts them in order.", names(fihris.Measures)...), least, stops, limit, form),
		op(pathTrend, "trend", "How often words are used over time", "Of a million words of each time.", answer.Trend{}, srv.apiTrend,
			openapi.Texts("q", "A query. Each has a series of its own.", maxQuery, maxQueries).Needed(),
			openapi.Choice("per", "The periods.", names(fihris.Periods)...), openapi.Choice("by", "A series for each value of this field.", names(fihris.KeywordFields())...),
			openapi.Integer("average", "The moving average of so many periods, an odd number.", 1, 99, 1),
			openapi.Choice("format", "JSON, a table for spreadsheets, or a picture.", asJSON, asCSV, asSVG)),
		op(pathKeywords, "keywords", "Words that are typical of some articles", "Of those of a query and filters, against all others or those of another query.", answer.Keywords{}, srv.apiKeywords,
			openapi.Text("q", "The articles, as a query. May be left out if a filter is given.", maxQuery), openapi.Text("against", "The articles to compare with, as a query.", maxQuery),
			openapi.Switch("new", "Only words that those do not have."), least, stops, limit, form),
		op(pathNGrams, "ngrams", "Runs of words", "Of all articles, or those of a query and filters.", answer.NGrams{}, srv.apiNGrams,
			openapi.Text("q", "The articles, as a query.", maxQuery), openapi.Integer("words", "How many words a run has.", 2, 5, 2),
			openapi.Integer("least", "Only runs that stand so often.", 2, 1_000_000, 5), stops, limit, form),
	}
}

// studies says whether the searcher can count.
func (srv *server) studies() bool {
	_, can := srv.searcher.(fihris.Studier)
	return can
}

// names are the names of a type's values.
func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

// answer sends a study as a table under a name where that is asked for, else as JSON.
func (v studyValues) answer(w http.ResponseWriter, r *http.Request, name string, whole any, table func() (header []string, rows [][]string)) error {
	if v.format == asCSV {
		header, rows := table()
		return sendCSV(w, name+".csv", header, rows)
	}
	writeKept(w, r, whole, whole)
	return nil
}

// apiConcordance answers GET /v1/concordance.
func (srv *server) apiConcordance(w http.ResponseWriter, r *http.Request) error {
	v, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	req, limit, err := v.concordance()
	if err != nil {
		return err
	}
	found, lines, err := srv.concord(r, req, limit)
	if err != nil {
		return err
	}
	return v.answer(w, r, "concordance", answer.NewConcordance(found, lines), func() ([]string, [][]string) {
		var rows [][]string
		for i := range lines {
			l := answer.NewLine(&lines[i])
			rows = append(rows, l.Row())
		}
		return answer.LineHeader, rows
	})
}

// concord counts the occurrences, and takes the first lines.
func (srv *server) concord(r *http.Request, req fihris.ConcordanceRequest, limit int) (fihris.Occurrences, []fihris.Line, error) {
	can := srv.searcher.(fihris.Studier)
	found, err := can.Count(r.Context(), req.Study)
	if err != nil {
		return found, nil, err
	}
	var lines []fihris.Line
	for l, err := range can.Concordance(r.Context(), req) {
		if err != nil {
			return found, nil, err
		}
		if lines = append(lines, l); len(lines) == limit {
			break
		}
	}
	return found, lines, nil
}

// apiCollocations answers GET /v1/collocations.
func (srv *server) apiCollocations(w http.ResponseWriter, r *http.Request) error {
	v, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	req, err := v.collocations()
	if err != nil {
		return err
	}
	res, err := srv.searcher.(fihris.Studier).Collocations(r.Context(), req)
	if err != nil {
		return err
	}
	return v.answer(w, r, "collocations", answer.NewCollocations(&res), func() ([]string, [][]string) { return answer.CollocationTable(&res) })
}

// apiTrend answers GET /v1/trend.
func (srv *server) apiTrend(w http.ResponseWriter, r *http.Request) error {
	v, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	req, err := v.trend(v.Values["q"])
	if err != nil {
		return err
	}
	res, err := srv.searcher.(fihris.Studier).Trend(r.Context(), req)
	if err != nil {
		return err
	}
	if v.format == asSVG {
		sendFile(w, "image/svg+xml", "trend.svg", answer.TrendChart(&res, &req).SVG())
		return nil
	}
	return v.answer(w, r, "trend", answer.NewTrend(&res, req.Period), func() ([]string, [][]string) { return answer.TrendTable(&res) })
}

// apiKeywords answers GET /v1/keywords.
func (srv *server) apiKeywords(w http.ResponseWriter, r *http.Request) error {
	v, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	req, err := v.keywords()
	if err != nil {
		return err
	}
	res, err := srv.searcher.(fihris.Studier).Keywords(r.Context(), req)
	if err != nil {
		return err
	}
	return v.answer(w, r, "keywords", answer.NewKeywords(&res), func() ([]string, [][]string) { return answer.KeywordTable(&res) })
}

// apiNGrams answers GET /v1/ngrams.
func (srv *server) apiNGrams(w http.ResponseWriter, r *http.Request) error {
	v, err := srv.readStudy(r)
	if err != nil {
		return err
	}
	req, err := v.ngrams()
	if err != nil {
		return err
	}
	grams, total, err := srv.searcher.(fihris.Studier).NGrams(r.Context(), req)
	if err != nil {
		return err
	}
	return v.answer(w, r, "ngrams", answer.NewNGrams(grams, total), func() ([]string, [][]string) { return answer.NGramTable(grams) })
}
