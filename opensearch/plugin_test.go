package opensearch_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// An index that the plugin scores is a searcher too, and answers every class of questions as an index in memory does.
func TestPluginScoresAsScriptsDo(t *testing.T) {
	articles := searchertest.Articles()
	opts := opensearch.Options{Addresses: running(t).addresses, Index: fmt.Sprintf("plugin-%d", time.Now().UnixNano()), Plugin: true}
	made, err := opensearch.Create(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(func() { drop(t, opts) })
	require.NoError(t, made.Add(t.Context(), articles...))
	require.NoError(t, made.SetBase(t.Context(), "/srv/news"))
	opts.Plugin = false // an index says itself what scores it
	c, err := opensearch.Open(t.Context(), opts)
	require.NoError(t, err)
	searchertest.Run(t, c, articles)
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	r := rand.New(rand.NewPCG(8, 1))
	for _, class := range classes {
		var x tally
		for range 2 {
			x.compare(t, class.name, class.ask(asking(r, articles)), ix, c)
		}
		assert.Equal(t, x.asked, x.same, class.name)
		assert.Equal(t, x.asked, x.counted, class.name)
	}
}

// Who makes an index for a plugin that the nodes lack is told so.
func TestPluginThatIsNotThere(t *testing.T) {
	s := answers(t, current(), func(w http.ResponseWriter, _ *http.Request, _ string) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":{"type":"illegal_argument_exception","reason":"Unknown Similarity type [fihris_times] for [fihris_times]"},"status":400}`)
	})
	_, err := opensearch.Create(t.Context(), opensearch.Options{Addresses: []string{s.URL}, Index: "news", Plugin: true})
	assert.ErrorIs(t, err, fihris.ErrBadRequest)
	assert.ErrorContains(t, err, "lacks the plugin")
	_, err = opensearch.Create(t.Context(), opensearch.Options{Addresses: []string{s.URL}, Index: "news"})
	assert.NotErrorIs(t, err, fihris.ErrBadRequest)
}
