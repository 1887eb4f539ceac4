package opensearch_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
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

// A cluster and an index of the same articles are asked the same. By default it is a few questions of
// each class over the bundled articles; the variables make it a measurement (make opensearch-long).
const (
	articlesVariable = "FIHRIS_AGREE_ARTICLES" // a file of articles, one JSON a line
	queriesVariable  = "FIHRIS_AGREE_QUERIES"  // how many questions of each class
	onlyVariable     = "FIHRIS_AGREE_CLASSES"  // these classes, parted by commas
	seedVariable     = "FIHRIS_AGREE_SEED"     // other questions
	atOnceVariable   = "FIHRIS_AGREE_AT_ONCE"  // so many at once, which is faster, and says nothing of the times
	pluginVariable   = "FIHRIS_AGREE_PLUGIN"   // 1: an index that the plugin scores
	indexVariable    = "FIHRIS_AGREE_INDEX"    // an index of a cluster that holds them already, or is to
)

// tally is what was found of a class.
type tally struct {
	sync.Mutex
	asked, refused int
	same, counted  int // answers with the same hits, with the same counts
	here, there    timesOf
}

// timesOf are the times that questions took, in ms.
type timesOf []float64

func (t timesOf) at(share float64) float64 {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(int(share*float64(len(t))), len(t)-1)]
}

func TestClusterAgreesWithAnIndex(t *testing.T) {
	articles, n, seed := searchertest.Articles(), number(t, queriesVariable, 8), number(t, seedVariable, 7)
	if file := os.Getenv(articlesVariable); file != "" {
		articles = readArticles(t, file)
	}
	c := held(t, articles)
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	only := strings.FieldsFunc(os.Getenv(onlyVariable), func(r rune) bool { return r == ',' })
	tallies := make([]tally, len(classes))
	slots := make(chan struct{}, number(t, atOnceVariable, 1))
	const together = 50 // questions of each class before the table is printed again
	for from := 0; from < n; from += together {
		for i, class := range classes {
			if len(only) > 0 && !slices.Contains(only, class.name) {
				continue
			}
			r := rand.New(rand.NewPCG(uint64(seed), uint64(100_000*i+from)))
			var wait sync.WaitGroup
			for range min(together, n-from) {
				q := class.ask(asking(r, articles))
				slots <- struct{}{}
				wait.Go(func() {
					defer func() { <-slots }()
					tallies[i].compare(t, class.name, q, ix, c)
				})
			}
			wait.Wait()
		}
		t.Log("class | asked | refused | same hits | same counts | p50 / p95 in ms, index | p50 / p95 in ms, cluster")
		for i := range tallies {
			if x := &tallies[i]; x.asked > 0 {
				t.Log(x.row(classes[i].name))
			}
		}
	}
	for i := range tallies {
		x := &tallies[i]
		assert.GreaterOrEqual(t, x.same, x.asked*98/100, classes[i].name)
		assert.Equal(t, x.asked, x.counted, classes[i].name)
	}
}

// row is what was found, as a row of a table.
func (x *tally) row(class string) string {
	return fmt.Sprintf("| %s | %d | %d | %.1f %% | %.1f %% | %.1f / %.1f | %.1f / %.1f |", class, x.asked, x.refused, percent(x.same, x.asked),
		percent(x.counted, x.asked), x.here.at(.5), x.here.at(.95), x.there.at(.5), x.there.at(.95))
}

// compare asks both a question.
func (x *tally) compare(t *testing.T, class string, q question, ix *fihris.Index, c *opensearch.Cluster) {
	q.req.Limit = 10
	q.req.Facets = []fihris.Facet{{Field: fihris.FacetSource}, {Field: fihris.FacetSection, Limit: 5}, {Field: fihris.FacetYear}, {Field: fihris.FacetMonth}}
	if q.like == "" {
		var err error
		if q.req.Query, err = fihris.ParseQuery(q.text); !assert.NoError(t, err) {
			return
		}
	}
	began := time.Now()
	want, err := answered(t.Context(), ix, q)
	if !assert.NoError(t, err, q.String()) {
		return
	}
	here := ms(began)
	began = time.Now()
	got, err := answered(t.Context(), c, q)
	there := ms(began)
	x.Lock()
	defer x.Unlock()
	if told := errors.Is(err, fihris.ErrBadRequest) || errors.Is(err, fihris.ErrTooMuch); told && (class == "near" || class == "phrase5") {
		t.Logf("%s: %v: %v", class, &q, err)
		x.refused++
		return
	}
	x.asked++
	if !assert.NoError(t, err, q.String()) {
		return
	}
	x.here, x.there = append(x.here, here), append(x.there, there)
	same, counted := len(want) == len(got), totals(want[0]) == totals(got[0]) && assert.ObjectsAreEqual(want[0].Facets, got[0].Facets)
	for i := range min(len(want), len(got)) {
		if !slices.Equal(hitIDs(want[i]), hitIDs(got[i])) {
			same = false
			t.Logf("%s: %v: page %d has other hits (%s):\n%s, where there are\n%s", class, &q, i+1, differ(want[i], got[i]), listedHits(got[i]), listedHits(want[i]))
		}
	}
	if !counted {
		t.Logf("%s: %v: %s %v, where there are %s %v", class, &q, totals(got[0]), got[0].Facets, totals(want[0]), want[0].Facets)
	}
	if same {
		x.same++
	}
	if counted {
		x.counted++
	}
}

// answered asks a question, and for the pages behind the first.
func answered(ctx context.Context, s interface {
	fihris.Searcher
	fihris.Relater
}, q question) (pages []*fihris.Results, err error) {
	for {
		var res *fihris.Results
		if q.like != "" {
			res, err = s.Similar(ctx, q.like, q.req)
		} else {
			res, err = s.Search(ctx, q.req)
		}
		if err != nil {
			return nil, err
		}
		if pages = append(pages, res); len(pages) >= q.pages || res.Next == "" {
			return pages, nil
		}
		q.req.After, q.req.Facets = res.Next, nil
	}
}

// differ says how far the scores of two lists are from each other: within the 32 bits of a score in the
// cluster it is their order only.
func differ(a, b *fihris.Results) string {
	most := 0.0
	for i := range min(len(a.Hits), len(b.Hits)) {
		x, y := a.Hits[i].Score, b.Hits[i].Score
		most = max(most, math.Abs(x-y)/max(math.Abs(x), math.Abs(y), 1e-9))
	}
	if most < 1e-6 {
		return "nearly equal scores"
	}
	return fmt.Sprintf("scores differ by %.2g", most)
}

func number(t *testing.T, variable string, usual int) int {
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// held is a cluster that holds articles.
func held(t *testing.T, articles []fihris.Article) *opensearch.Cluster {
	name := os.Getenv(indexVariable)
	if name == "" {
		return made(t, opensearch.Options{Plugin: number(t, pluginVariable, 0) == 1}, articles)
	}
	opts := opensearch.Options{Addresses: running(t).addresses, Index: name, Fresh: time.Hour, Plugin: number(t, pluginVariable, 0) == 1}
	if c, err := opensearch.Open(t.Context(), opts); err == nil {
		return c
	}
	c, err := opensearch.Create(t.Context(), opts)
	require.NoError(t, err)
	began := time.Now()
	require.NoError(t, c.Add(t.Context(), articles...))
	t.Logf("%d articles loaded in %v", len(articles), time.Since(began))
	return c
}

func readArticles(t *testing.T, file string) (out []fihris.Article) {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var a fihris.Article
		require.NoError(t, json.Unmarshal(lines.Bytes(), &a))
		out = append(out, a)
	}
	require.NoError(t, lines.Err())
	return out
}

func hitIDs(res *fihris.Results) (ids []string) {
	for _, h := range res.Hits {
		ids = append(ids, h.Article.ID)
	}
	return ids
}

func listedHits(res *fihris.Results) string {
	var out []string
	for _, h := range res.Hits {
		out = append(out, fmt.Sprintf("%s %.9f", h.Article.ID, h.Score))
	}
	return strings.Join(out, ", ")
}

func totals(res *fihris.Results) string {
	return fmt.Sprint(res.Total, " of ", res.TotalAny, " ", res.Relaxed, " ", res.Next != "", " ", res.ReadAs)
}

func ms(began time.Time) float64 { return float64(time.Since(began).Microseconds()) / 1000 }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
