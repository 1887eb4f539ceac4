package opensearch_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// manyVariable is how many articles are loaded, made of those of FIHRIS_AGREE_ARTICLES: by default a few hundred of the bundled ones
// (make opensearch-load).
const manyVariable = "FIHRIS_LOAD_ARTICLES"

// recombined yields n articles: the title, source and date of one, and as many paragraphs as it has of any others.
// The same seed makes the same articles.
func recombined(of []fihris.Article, n int, seed uint64) iter.Seq2[fihris.Article, error] {
	var paragraphs []string
	for i := range of {
		paragraphs = append(paragraphs, strings.FieldsFunc(of[i].Body, func(r rune) bool { return r == '\n' })...)
	}
	return func(yield func(fihris.Article, error) bool) {
		r := rand.New(rand.NewPCG(seed, 1))
		for i := range n {
			a := of[r.IntN(len(of))]
			var body []string
			for range 1 + strings.Count(a.Body, "\n") {
				body = append(body, paragraphs[r.IntN(len(paragraphs))])
			}
			a.ID, a.Body = fmt.Sprintf("load-%08d", i), strings.Join(body, "\n")
			a.Published = a.Published.AddDate(0, 0, -r.IntN(3000))
			if !yield(a, nil) {
				return
			}
		}
	}
}

// A node is stopped while many articles are loaded and searched, and started again. No search fails, every article is there,
// and the cluster answers as an index does that was loaded with the same.
func TestManyArticlesAreLoaded(t *testing.T) {
	cluster := running(t)
	of, n := searchertest.Articles(), number(t, manyVariable, 600)
	if file := os.Getenv(articlesVariable); file != "" {
		of = readArticles(t, file)
	}
	c := made(t, opensearch.Options{}, nil)
	given, stopped := 0, -1
	done := make(chan struct{})
	var searching timesOf
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
			began := time.Now()
			_, err := c.Search(t.Context(), fihris.Request{Query: parsed(t, []string{"الحكومة", `"مجلس الوزراء"`, "+سوق +مدينة"}[i%3])})
			if assert.NoError(t, err, "search %d", i) {
				searching = append(searching, ms(began))
			}
		}
	})
	began := time.Now()
	changes, err := c.AddAll(t.Context(), func(yield func(fihris.Article, error) bool) {
		for a, err := range recombined(of, n, 5) {
			if given++; given == n/3 && cluster.in != nil {
				stopped = cluster.manager(t)
				cluster.tell(t, "stop", stopped)
			}
			if given == 2*n/3 && stopped >= 0 {
				cluster.tell(t, "start", stopped)
			}
			if !yield(a, err) {
				return
			}
		}
	})
	took := time.Since(began)
	close(done)
	wait.Wait()
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Added: n}, changes)
	require.Eventually(t, func() bool { return strings.Contains(cluster.get(t, "/_cluster/health"), `"status":"green"`) }, 5*time.Minute, time.Second)
	st, err := c.Stats(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, n, st.Articles)
	t.Logf("%d articles in %.0f s, node %d stopped at a third and started at two: %.0f a second, %d bytes each in primary shards; %d searches meanwhile that were answered, p50 / p95 %.0f / %.0f ms",
		n, took.Seconds(), stopped, float64(n)/took.Seconds(), uint64(st.Bytes)/st.Articles, len(searching), searching.at(.5), searching.at(.95))

	ix, err := fihris.Create(filepath.Join(t.TempDir(), "many.idx"), nil)
	require.NoError(t, err)
	defer ix.Close()
	began = time.Now()
	_, err = ix.AddAll(t.Context(), recombined(of, n, 5))
	require.NoError(t, err)
	ist, err := ix.Stats(t.Context())
	require.NoError(t, err)
	t.Logf("an index in a folder: %.0f a second, %d bytes each", float64(n)/time.Since(began).Seconds(), uint64(ist.Bytes)/ist.Articles)
	r := rand.New(rand.NewPCG(5, 2))
	for _, class := range classes {
		if !slices.Contains([]string{"one", "or2", "or4", "and2", "phrase2", "phrase3", "prefix"}, class.name) {
			continue
		}
		var x tally
		for range number(t, queriesVariable, 4) {
			x.compare(t, class.name, class.ask(asking(r, of)), ix, c)
		}
		t.Log(x.row(class.name))
		assert.Equal(t, x.asked, x.same, class.name)
		assert.Equal(t, x.asked, x.counted, class.name)
	}
}
