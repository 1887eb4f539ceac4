package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// apiSearch answers GET /v1/search: the results as answer.Search.
func (srv *server) apiSearch(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	req, err := srv.own.readRequest(values)
	if err != nil {
		return err
	}
	res, err := srv.searcher.Search(r.Context(), req)
	if err != nil {
		return err
	}
	a := answer.NewSearch(res)
	if err := srv.beside(r.Context(), values, req, res, &a); err != nil {
		return err
	}
	same := a
	same.TookMS = 0
	writeKept(w, r, a, same)
	return nil
}

// apiArticle answers GET /v1/articles/{id} and GET /v1/articles?id=.
func (srv *server) apiArticle(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	a, err := srv.searcher.Article(r.Context(), id)
	if err != nil {
		return err
	}
	found := answer.NewArticle(a)
	if srv.writing != nil && srv.writing.tokens.allow(r) {
		found.File = a.File
	}
	writeKept(w, r, found, found)
	return nil
}

// articleID reads the ID of the address as articles have it.
func (srv *server) articleID(r *http.Request) (string, error) {
	id, err := readID(r)
	if err != nil {
		return "", err
	}
	return srv.composed(r.Context(), id), nil
}

// composed is an ID in NFC, as files are named in an index, unless an article has
// it as it stands: one letter may be typed or sent as two code points (أ), and means
// the same article.
func (srv *server) composed(ctx context.Context, id string) string {
	if norm.NFC.IsNormalString(id) {
		return id
	}
	if _, err := srv.searcher.Article(ctx, id); !errors.Is(err, fihris.ErrNotFound) {
		return id
	}
	return norm.NFC.String(id)
}

// readID reads the ID from the path, where slashes may stand as they are or
// as %2F, or else from id=.
func readID(r *http.Request) (string, error) {
	if rest, ok := strings.CutPrefix(r.URL.EscapedPath(), prefixID); ok && rest != "" {
		id, err := url.PathUnescape(rest)
		if err != nil {
			return "", badParameter("error.id_encoding")
		}
		return checkText("id", id)
	}
	values, err := readValues(r)
	if err != nil {
		return "", err
	}
	id, err := checkText("id", values.Get("id"))
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", errNoID
	}
	return id, nil
}

// health answers GET /healthz: the index still answers a search for nothing
// but its size.
func (srv *server) health(w http.ResponseWriter, r *http.Request) error {
	res, err := srv.searcher.Search(r.Context(), fihris.Request{Query: fihris.All(), Limit: fihris.NoHits})
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, healthAnswer{Status: "ok", Articles: res.Total})
	return nil
}

// ready answers GET /readyz: as /healthz, and that no answer has met damage since
// the index was opened. Whoever sends readers here should not, until it was
// repaired and opened again; what is whole is still served.
func (srv *server) ready(w http.ResponseWriter, r *http.Request) error {
	if d, ok := srv.searcher.(fihris.DamageReporter); ok {
		if err := d.Damage(); err != nil {
			return err
		}
	}
	return srv.health(w, r)
}

type healthAnswer struct {
	Status   string `json:"status"`
	Articles uint64 `json:"articles"`
}
