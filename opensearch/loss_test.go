package opensearch_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// The node that manages the cluster is stopped while articles are loaded and searched: no search fails,
// what was acknowledged is there, and once the node is back all shards have their copies again.
func TestALostNodeLosesNothing(t *testing.T) {
	cluster := running(t)
	if cluster.in == nil {
		t.Skip("the nodes of a cluster that runs already are left alone")
	}
	articles := searchertest.Articles()
	c := made(t, opensearch.Options{Shards: 3, Replicas: 1}, articles)
	manager := cluster.manager(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var searches, loaded atomic.Int64
	acknowledged := map[string]bool{}
	var wait sync.WaitGroup
	done := make(chan struct{})
	wait.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			q, err := fihris.ParseQuery([]string{"الحكومة", `"مجلس الوزراء"`, "+سوق +مدينة", "اقتصاد"}[i%4])
			if !assert.NoError(t, err) {
				return
			}
			if _, err := c.Search(ctx, fihris.Request{Query: q}); !assert.NoError(t, err, "search %d", i) {
				return
			}
			searches.Add(1)
		}
	})
	wait.Go(func() {
		for round := 0; ; round++ {
			select {
			case <-done:
				return
			default:
			}
			var batch []fihris.Article
			for _, a := range articles[:25] {
				a.ID = fmt.Sprintf("%s-%d", a.ID, round)
				batch = append(batch, a)
			}
			if !assert.NoError(t, c.Add(ctx, batch...), "batch %d", round) {
				return
			}
			for _, a := range batch {
				acknowledged[a.ID] = true
			}
			loaded.Add(int64(len(batch)))
		}
	})
	until := func(what string, ok func() bool) {
		require.Eventually(t, ok, 2*time.Minute, 100*time.Millisecond, what)
	}
	green := func() bool { return strings.Contains(cluster.get(t, "/_cluster/health"), `"status":"green"`) }
	until("a copy of every shard", green) // whose only copy is on the node that stops, waits for that node
	until("both are at work", func() bool { return searches.Load() > 5 && loaded.Load() >= 50 })
	cluster.tell(t, "stop", manager)
	s, l := searches.Load(), loaded.Load()
	until("both go on without the node", func() bool { return searches.Load() > s+10 && loaded.Load() >= l+50 })
	close(done)
	wait.Wait()
	cluster.tell(t, "start", manager)
	until("green", green)
	t.Logf("%d searches and %d articles, none lost", searches.Load(), loaded.Load())
	st, err := c.Stats(ctx)
	require.NoError(t, err)
	assert.EqualValues(t, len(articles)+len(acknowledged), st.Articles)
	for a, err := range c.All(ctx) {
		require.NoError(t, err)
		delete(acknowledged, a.ID)
	}
	assert.Empty(t, acknowledged)
}

// manager is the number of the node that manages the cluster.
func (c *testCluster) manager(t *testing.T) (n int) {
	t.Helper()
	_, err := fmt.Sscanf(strings.TrimSpace(c.get(t, "/_cat/cluster_manager?h=node")), "node%d", &n)
	require.NoError(t, err)
	return n
}

// get asks any node.
func (c *testCluster) get(t *testing.T, path string) string {
	t.Helper()
	for _, address := range c.addresses {
		if res, err := http.Get(address + path); err == nil {
			text, err := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if err == nil && res.StatusCode == http.StatusOK {
				return string(text)
			}
		}
	}
	return ""
}
