package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/export"
	"github.com/fihris-search/fihris/internal/web"
)

func TestSuggestAnswer(t *testing.T) {
	a := decode[answer.Suggest](t, get(handler(t), query("/v1/suggest", "q", "hgljpt")))
	require.Len(t, a.Suggestions, 1)
	assert.Equal(t, "المتحف", a.Suggestions[0].Query)
	require.NotNil(t, a.Zero)
	known := decode[answer.Suggest](t, get(handler(t), query("/v1/suggest", "q", "زعنفة", "source", "وكالة الشراع")))
	assert.EqualValues(t, 3, known.Total, "the filter counts")
	assert.Nil(t, known.Zero)
	assert.Contains(t, read(t, get(handler(t), query("/v1/suggest", "q", "زعنفة"))), `"suggestions":[]`)
}

func TestAnalyzeAnswer(t *testing.T) {
	a := decode[answer.Analyzed](t, get(handler(t), query("/v1/analyze", "text", "وقال الوزراء")))
	require.Len(t, a.Tokens, 2)
	assert.Equal(t, answer.Token{Text: "الوزراء", Exact: "الوزراء", Stem: "وزير", Root: "وزر", Start: 9, End: 23, Position: 2}, a.Tokens[1])
	a = decode[answer.Analyzed](t, get(handler(t), query("/v1/analyze", "text", "الوزراء", "explain", "1")))
	assert.NotEmpty(t, a.Tokens[0].StemWhy)
	assert.Equal(t, http.StatusBadRequest, get(handler(t), "/v1/analyze").StatusCode)
	assert.Equal(t, http.StatusBadRequest, get(handler(t), query("/v1/analyze", "text", strings.Repeat("x", 9000))).StatusCode)
}

func TestStatsAnswer(t *testing.T) {
	st, err := index(t).Stats(t.Context())
	require.NoError(t, err)
	assert.Equal(t, answer.NewStats(st), decode[answer.Stats](t, get(handler(t), "/v1/stats")))
}

// exported reads an export to its end.
func exported(t *testing.T, address string, header ...string) (articles []fihris.Article, trailer http.Header) {
	t.Helper()
	ix := index(t)
	s := httptest.NewServer(web.New(ix, web.Options{Writer: ix, Tokens: []string{token}}))
	defer s.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+address, nil)
	require.NoError(t, err)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := s.Client().Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, "%s", body)
	for rec, err := range export.ReadJSON(bufio.NewReader(bytes.NewReader(body))) {
		require.NoError(t, err)
		articles = append(articles, rec.Article)
	}
	return articles, resp.Trailer
}

// An export has every article as it is stored, and says how many there are.
func TestExport(t *testing.T) {
	all, trailer := exported(t, "/v1/export")
	var want []fihris.Article
	for a, err := range index(t).All(t.Context()) {
		require.NoError(t, err)
		want = append(want, a)
	}
	assert.Equal(t, want, all)
	assert.Equal(t, "0", trailer.Get("Fihris-Left-Out"))
	some, trailer := exported(t, query("/v1/export", "q", "زعنفة"))
	assert.Len(t, some, len(special))
	assert.Equal(t, "5", trailer.Get("Fihris-Articles"))
	filtered, _ := exported(t, query("/v1/export", "source", "وكالة الشراع", "lang", "ar"))
	for _, a := range filtered {
		assert.Equal(t, "وكالة الشراع", a.Source)
	}
	assert.NotEmpty(t, filtered)
}

// Which file an article was read from is told to those who may write.
func TestExportTellsFilesToWriters(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Body: "نص", File: "secret/place.txt"}))
	h := web.New(ix, web.Options{Writer: ix, Tokens: []string{token}})
	assert.NotContains(t, read(t, get(h, "/v1/export")), "secret")
	assert.Contains(t, read(t, get(h, "/v1/export", "Authorization", "Bearer "+token)), "secret/place.txt")
}

// cutting fails in the midst of its articles.
type cutting struct {
	fihris.Searcher
	after int
}

func (c cutting) All(context.Context) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for range c.after {
			if !yield(fihris.Article{ID: "1"}, nil) {
				return
			}
		}
		yield(fihris.Article{}, errors.New("the disk has failed"))
	}
}

func (c cutting) Matching(ctx context.Context, _ fihris.Request) iter.Seq2[fihris.Article, error] {
	return c.All(ctx)
}

// An export that cannot go on is no whole answer.
func TestExportThatFails(t *testing.T) {
	assert.Equal(t, http.StatusInternalServerError, get(web.New(cutting{after: 0}, web.Options{}), "/v1/export").StatusCode)
	s := httptest.NewServer(web.New(cutting{after: 3}, web.Options{}))
	defer s.Close()
	resp, err := s.Client().Get(s.URL + "/v1/export")
	if err == nil { // it may be cut before its head is sent
		defer resp.Body.Close()
		_, err = io.ReadAll(resp.Body)
	}
	require.Error(t, err)
}
