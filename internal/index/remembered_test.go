package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/suggest"
)

// forgetful is the same index as one that nobody has asked yet.
func forgetful(ix *Index) *Index {
	return &Index{opts: ix.opts, analyzer: ix.analyzer, own: ix.own, store: ix.store, engine: rank.New(cacheBytes(ix.opts, ix.store)), suggester: suggest.New(ix.analyzer, ix.own.names)}
}

// rememberedRequests are of every kind that something is kept of: words, phrases, forms, sets of articles, facets.
func rememberedRequests() (all []Request) {
	for _, q := range []string{"وزير", "وزير المالية", "الوزير والميزانية", `"وزير المالية"`, `"مالية الدولة"@stem`, "مي*", "وزيرر~", "وزيرا~2", "=الميزانيه", "√كتب", "كتاب OR مدرسة", "كتاب NOT وزير", "+كتاب +مدرسه", "title:كتاب", "المدرسيه", "وزبر المالبة", "قانون الضرائب الجديد"} {
		tree := query.Parse(q)
		all = append(all,
			Request{Query: tree, Text: q, Limit: 5, Suggest: true, Refine: true, Explain: true},
			Request{Query: tree, Limit: 5, Filter: Filter{Sources: []string{"s1"}}, Facets: []Facet{{Field: "source"}, {Field: "month"}}},
			Request{Query: tree, Limit: 3, Group: true, IDsOnly: true},
		)
	}
	return all
}

// What an index remembers of earlier searches makes no difference: while it is written, merged and asked by several at
// a time, it answers as one does that remembers nothing, to the last bit of a score.
func TestWhatIsRememberedChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 7))
	ix, _ := inFolder(t)
	words := strings.Fields("وزير الوزير وزيرا وزراء والوزير المالية ماليه مال الميزانية الميزانيه ميزانيات كتاب الكتاب كتب مكتبة كاتب مدرسة المدرسة مدرسي درس الدولة دولة قانون القوانين الضرائب ضريبة جديد الجديد")
	article := func(id int) Document {
		text := func(n int) string {
			var b strings.Builder
			for range n {
				b.WriteString(words[r.IntN(len(words))] + " ")
			}
			return b.String()
		}
		return Document{ID: fmt.Sprint(id), Title: text(3), Body: text(5 + r.IntN(40)), Source: fmt.Sprintf("s%d", r.IntN(3)), Published: time.Date(2020, time.Month(1+r.IntN(12)), 1, 0, 0, 0, 0, time.UTC)}
	}
	requests := rememberedRequests()
	for round := range 12 {
		var writing atomic.Bool
		writing.Store(true)
		var readers sync.WaitGroup
		for reader := range 3 {
			readers.Go(func() {
				r := rand.New(rand.NewPCG(uint64(round), uint64(reader)))
				for writing.Load() {
					_, err := ix.Search(t.Context(), requests[r.IntN(len(requests))])
					assert.NoError(t, err)
					_, err = ix.Complete(t.Context(), "المال", 5)
					assert.NoError(t, err)
				}
			})
		}
		for range 1 + r.IntN(20) {
			switch r.IntN(8) {
			case 0:
				_, err := ix.Remove(t.Context(), fmt.Sprint(r.IntN(900)), fmt.Sprint(r.IntN(900)))
				require.NoError(t, err)
			case 1:
				var many []Document
				for range mostGrouped + 1 + r.IntN(100) { // in a segment of their own
					many = append(many, article(r.IntN(900)))
				}
				add(t, ix, many...)
			case 2:
				if r.IntN(4) == 0 {
					require.NoError(t, ix.Optimize(t.Context()))
				}
			default:
				add(t, ix, article(r.IntN(900)))
			}
		}
		writing.Store(false)
		readers.Wait()
		sameAsForgetful(t, ix, requests)
	}
}

// sameAsForgetful compares what two answer of one state of the index: merges go on by themselves.
func sameAsForgetful(t *testing.T, ix *Index, requests []Request) {
	t.Helper()
	answers := func(ix *Index) (all []any) {
		for _, req := range requests {
			res, err := ix.Search(t.Context(), req)
			require.NoError(t, err)
			all = append(all, res)
		}
		completed, err := ix.Complete(t.Context(), "المال", 5)
		require.NoError(t, err)
		return append(all, completed)
	}
	for {
		before, err := ix.view(t.Context())
		require.NoError(t, err)
		fresh := forgetful(ix)
		got, want := answers(ix), answers(fresh)
		require.NoError(t, fresh.views.close())
		after, err := ix.view(t.Context())
		require.NoError(t, err)
		same := before.snap == after.snap
		require.NoError(t, before.close())
		require.NoError(t, after.close())
		if same {
			require.Equal(t, want, got)
			return
		}
	}
}
