package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

func TestCopiesAreGrouped(t *testing.T) {
	apart := search(t, "q", "أسراب قناديل البحر")
	assert.EqualValues(t, 3, apart.Total)
	assert.Subset(t, ids(apart)[:3], []string{"wire", "paper 1", "paper 2"})

	together := search(t, "q", "أسراب قناديل البحر", "group", "1")
	assert.EqualValues(t, 3, together.Total, "articles are counted, not groups")
	require.NotEmpty(t, together.Hits)
	got := []string{together.Hits[0].ID}
	for _, c := range together.Hits[0].Copies {
		got = append(got, c.ID)
		assert.NotEmpty(t, c.Title)
		assert.NotEmpty(t, c.Source)
		assert.True(t, strings.HasPrefix(c.Published, "2021-07-0"), c.Published)
	}
	assert.ElementsMatch(t, []string{"wire", "paper 1", "paper 2"}, got)
	for _, h := range together.Hits[1:] {
		assert.NotContains(t, got, h.ID)
	}
}

func TestCopiesOnThePage(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "أسراب قناديل البحر"))
	assert.Contains(t, body, "<summary>نسختان أخريان</summary>")
	assert.Contains(t, body, "group=0", "the way to see each by itself")
	assert.Equal(t, 1, strings.Count(body, "id=paper+1&amp;"))
	body = page(t, http.StatusOK, query("/", "q", "أسراب قناديل البحر", "group", "0"))
	assert.NotContains(t, body, "<summary>نسختان أخريان</summary>")
	assert.Contains(t, body, `<input type="hidden" name="group" value="0">`, "the choice lasts")
	assert.Contains(t, body, "اجمع النسخ المتشابهة")
	page(t, http.StatusBadRequest, query("/", "q", "أسراب", "group", "x"))
}

// The finer order has pages like any other, and can be left out.
func TestFirstStage(t *testing.T) {
	assert.Equal(t, http.StatusOK, get(handler(t), query("/v1/search", "q", "قناديل البحر", "first_stage", "1")).StatusCode)
	r := get(handler(t), query("/v1/search", "q", "قناديل البحر", "limit", "1"))
	next := decode[answer.Search](t, r).Next
	require.NotEmpty(t, next)
	r = get(handler(t), query("/v1/search", "q", "قناديل البحر", "limit", "1", "after", next))
	assert.Equal(t, http.StatusOK, r.StatusCode)
}

// Weights of one's own change scores as those of a request do.
func TestWeights(t *testing.T) {
	h := handler(t)
	score := func(more ...string) float64 {
		a := decode[answer.Search](t, get(h, query("/v1/search", append([]string{"q", "قناديل", "first_stage", "1"}, more...)...)))
		require.NotEmpty(t, a.Hits)
		return a.Hits[0].Score
	}
	assert.InDelta(t, score(), score("weight", "stem:1"), 1e-12, "that is the default")
	twice := []string{"weight", "stem:2", "weight", "exact:0.8", "weight", "root:1.4", "weight", "title:0.4"}
	assert.InDelta(t, 2*score(), score(twice...), 1e-9)
	for _, bad := range []string{"title", "title:", "title=1", "body:1", "title:-1", "title:1e3", "title:0.0001", "stem:0", "title:nan"} {
		assert.Equal(t, http.StatusBadRequest, get(h, query("/v1/search", "q", "قناديل", "weight", bad)).StatusCode, bad)
	}
}

func TestSimilar(t *testing.T) {
	r := get(handler(t), query("/v1/similar", "id", "jellyfish", "group", "1"))
	require.Equal(t, http.StatusOK, r.StatusCode)
	a := decode[answer.Similar](t, r)
	require.NotEmpty(t, a.Hits)
	assert.Contains(t, []string{"wire", "paper 1", "paper 2"}, a.Hits[0].ID)
	assert.Len(t, a.Hits[0].Copies, 2)
	for _, h := range a.Hits {
		assert.NotEqual(t, "jellyfish", h.ID, "an article is not like itself")
	}
	a = decode[answer.Similar](t, get(handler(t), query("/v1/similar", "id", "jellyfish", "source", "صحيفة الرمل", "limit", "1")))
	require.Len(t, a.Hits, 1)
	assert.Equal(t, "paper 2", a.Hits[0].ID)

	for address, status := range map[string]int{
		"/v1/similar":                                    http.StatusBadRequest,
		query("/v1/similar", "id", "nothing"):            http.StatusNotFound,
		query("/v1/similar", "id", "wire", "q", "x"):     http.StatusBadRequest,
		query("/v1/similar", "id", "wire", "from", "x"):  http.StatusBadRequest,
		query("/v1/similar", "id", "wire", "group", "x"): http.StatusBadRequest,
		query("/v1/similar", "id", "wire", "limit", "x"): http.StatusBadRequest,
	} {
		r := get(handler(t), address)
		assert.Equal(t, status, r.StatusCode, address)
		assert.NotEmpty(t, decode[failure](t, r).Error.Message)
	}
}

func TestSimilarInTheReadingView(t *testing.T) {
	body := page(t, http.StatusOK, query("/article", "id", "jellyfish", "q", "لسعة"))
	assert.Contains(t, body, "مقالات مشابهة")
	assert.Contains(t, body, "قناديل البحر تقترب")

	// A searcher of two methods, as a remote one may be, has none to offer.
	plain := web.New(struct{ fihris.Searcher }{index(t)}, web.Options{})
	assert.NotContains(t, read(t, get(plain, query("/article", "id", "jellyfish"), "Accept-Language", "ar")), "مقالات مشابهة")
	assert.Equal(t, http.StatusNotFound, get(plain, query("/v1/similar", "id", "jellyfish")).StatusCode)
}

// loner is an index that fails to say what is alike.
type loner struct{ *fihris.Index }

func (loner) Similar(context.Context, string, fihris.Request) (*fihris.Results, error) {
	return nil, errors.New("too lonely")
}

// Similar articles are an extra: who asks for an article gets it without them.
func TestSimilarFails(t *testing.T) {
	var log bytes.Buffer
	h := web.New(loner{index(t)}, web.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	r := get(h, query("/article", "id", "jellyfish"), "Accept-Language", "ar")
	require.Equal(t, http.StatusOK, r.StatusCode)
	body := read(t, r)
	assert.Contains(t, body, "اغسل اللسعة")
	assert.NotContains(t, body, "مقالات مشابهة")
	assert.Contains(t, log.String(), "too lonely")
	assert.Equal(t, http.StatusInternalServerError, get(h, query("/v1/similar", "id", "jellyfish")).StatusCode)
}
