package opensearch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
)

// alike are many articles of few different scores: those that the cluster can only bound (windows), and
// copies, whose order is that of their IDs.
func alike(n int) (out []fihris.Article) {
	for i := range n {
		body := strings.Repeat("سوق ", 1+i%3) + strings.Repeat("كبيرة مدينة ", i%4) + "الخضار في سوق المدينة القديمة" + strings.Repeat(" شارع", i%5)
		if i%7 == 0 {
			body += " وفي سوق قرب المدينة القديمة"
		}
		out = append(out, fihris.Article{ID: fmt.Sprintf("%04d", (i*577)%n), Title: "خبر", Body: body})
	}
	return out
}

// Pages one behind the other, pages in the middle, and groups are the same list as in an index, also where the
// scores of the cluster are equal, or only the most that ours may be.
func TestOrderIsThatOfAnIndex(t *testing.T) {
	articles := alike(700)
	c := made(t, opensearch.Options{}, articles)
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	for _, text := range []string{"سوق المدينة", `"سوق المدينة"~4 شارع`, `"في سوق المدينة القديمة"`} {
		for _, first := range []bool{false, true} {
			req := fihris.Request{Query: parsed(t, text), Limit: 35, FirstStage: first, NoTotals: true}
			var want, got [2][]string
			for range 5 {
				w, err := ix.Search(t.Context(), req)
				require.NoError(t, err)
				want[0] = append(want[0], hitIDs(w)...)
				req.After = w.Next
			}
			req.After = ""
			for range 5 {
				g, err := c.Search(t.Context(), req)
				require.NoError(t, err, text)
				got[0] = append(got[0], hitIDs(g)...)
				req.After = g.Next
			}
			req.After = ""
			for _, req.Offset = range []int{20, 113, 180} {
				w, err := ix.Search(t.Context(), req)
				require.NoError(t, err)
				g, err := c.Search(t.Context(), req)
				require.NoError(t, err, text)
				want[1], got[1] = append(want[1], hitIDs(w)...), append(got[1], hitIDs(g)...)
			}
			assert.Equal(t, want, got, "%s, first stage only: %t", text, first)
		}
	}
	_, err = c.Search(t.Context(), fihris.Request{Query: parsed(t, `"سوق المدينة"~4`), Offset: 2000})
	require.NoError(t, err, "all are here, so that no order is uncertain")
}
