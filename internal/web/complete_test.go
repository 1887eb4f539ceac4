package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

func TestComplete(t *testing.T) {
	complete := func(pairs ...string) []answer.Completion {
		r := get(handler(t), query("/v1/complete", pairs...))
		require.Equal(t, http.StatusOK, r.StatusCode)
		a := decode[answer.Complete](t, r)
		require.NotNil(t, a.Completions, "an array, even where it is empty")
		return a.Completions
	}
	var words []string
	for _, c := range complete("q", "سمكة زعن") {
		assert.Positive(t, c.Articles)
		words = append(words, c.Text)
	}
	assert.Contains(t, words, "سمكة زعنفة", "the words before stay")
	assert.Len(t, complete("q", "ا", "limit", "3"), 3)
	assert.Empty(t, complete("q", ""))
	assert.Empty(t, complete())
	assert.Empty(t, complete("q", "زعنفة "))

	for _, address := range []string{
		query("/v1/complete", "q", "x", "limit", "0"), query("/v1/complete", "q", "x", "limit", "51"), query("/v1/complete", "text", "x"),
		"/v1/complete?q=%FF", query("/v1/complete", "q", strings.Repeat("x", 5000)),
	} {
		r := get(handler(t), address)
		assert.Equal(t, http.StatusBadRequest, r.StatusCode, address)
		assert.Equal(t, "bad_parameter", decode[failure](t, r).Error.Code)
	}
}

func TestBoxOffersOnlyWhatIsThere(t *testing.T) {
	assert.Contains(t, page(t, http.StatusOK, "/"), `data-complete=`)
	plain := web.New(struct{ fihris.Searcher }{index(t)}, web.Options{})
	assert.NotContains(t, read(t, get(plain, "/")), "offers")
	assert.Equal(t, http.StatusNotFound, get(plain, query("/v1/complete", "q", "x")).StatusCode)
}
