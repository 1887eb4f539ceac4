package web

import (
	"errors"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/export"
)

// apiSuggest answers GET /v1/suggest.
func (srv *server) apiSuggest(w http.ResponseWriter, r *http.Request) error {
	req, err := srv.own.readQueryAndFilter(r)
	if err != nil {
		return err
	}
	req.Limit, req.Suggest = fihris.NoHits, true
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer.NewSuggest(res))
	return nil
}

// readQueryAndFilter reads what is asked for, without how it is to be shown.
func (o own) readQueryAndFilter(r *http.Request) (req fihris.Request, err error) {
	values, err := readValues(r)
	if err != nil {
		return req, err
	}
	if req.Filter, err = o.readFilter(values); err != nil {
		return req, err
	}
	req.Query, err = readQuery(values, req.Filter, fihris.ParseQuery)
	return req, err
}

// apiAnalyze answers GET /v1/analyze.
func (srv *server) apiAnalyze(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	text, err := checkLength("text", values.Get("text"), maxQuery)
	if err != nil {
		return err
	}
	explain, err := readBool(values, "explain")
	if err != nil {
		return err
	}
	if explain {
		writeJSON(w, http.StatusOK, answer.NewExplained(text, srv.analyzer.Explain(text)))
	} else {
		writeJSON(w, http.StatusOK, answer.NewAnalyzed(text, srv.analyzer.Analyze(text)))
	}
	return nil
}

// apiStats answers GET /v1/stats.
func (srv *server) apiStats(w http.ResponseWriter, r *http.Request) error {
	st, err := srv.searcher.(fihris.Describer).Stats(r.Context())
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer.NewStats(st))
	return nil
}

// maxExports is how many exports may run at the same time: they take as long as
// there are articles.
const maxExports = 2

// The trailers of an export.
const (
	trailerArticles = "Fihris-Articles" // how many there were
	trailerLeftOut  = "Fihris-Left-Out" // how many could not be read
)

// apiExport answers GET /v1/export.
func (srv *server) apiExport(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	from := srv.searcher.(fihris.Lister)
	articles := from.All(r.Context())
	if len(values) > 0 && (len(values) > 1 || !values.Has("lang")) {
		req, err := srv.own.readQueryAndFilter(r)
		if err != nil {
			return err
		}
		articles = from.Matching(r.Context(), req)
	}
	if err := srv.exports.enter(r.Context()); err != nil {
		return err
	}
	defer srv.exports.leave()
	out := newLineWriter(w, trailerArticles, trailerLeftOut)
	told := srv.writing != nil && srv.writing.tokens.allow(r)
	var line []byte
	left := 0
	var fields []fihris.Field
	if d, ok := srv.searcher.(fihris.Declarer); ok {
		fields = d.Fields()
	}
	for a, err := range articles {
		if err == nil {
			if !told {
				a.File = ""
			}
			record := export.Record{Article: a}
			if out.written == 0 {
				record.Fields = fields
			}
			line, err = export.AppendJSON(line[:0], &record)
			if err != nil {
				err = errors.Join(fihris.ErrCorrupt, err) // it could not be stored today
			}
		}
		switch {
		case errors.Is(err, fihris.ErrCorrupt):
			left++
			continue
		case err != nil:
			return out.cut(srv.log, "export", err)
		}
		if out.write(line) != nil {
			return nil // nobody listens any more
		}
	}
	out.end(trailerArticles, out.written)
	out.end(trailerLeftOut, left)
	return nil
}
