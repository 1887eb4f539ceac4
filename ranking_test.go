package fihris_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/eval"
	"github.com/fihris-search/fihris/testdata"
)

var update = flag.Bool("update", false, "write golden files instead of comparing with them")

// rankingGolden has the place of every article that answers a judged query. It
// holds no scores, which every tuning would change, but a change of the order
// that a reader would see turns it red, line by line.
const rankingGolden = "testdata/ranking.golden"

// floors are what the mean nDCG@10 of the judged queries, plain and refined, may
// not fall below: what they reached, .9091 and .9279, less a place or two lost.
var floors = map[bool]float64{false: .90, true: .92}

// TestRankingStaysPut evaluates the judged queries, plain and refined.
// After a change that is meant: go test -run TestRankingStaysPut -update .
func TestRankingStaysPut(t *testing.T) {
	ix := memory(t, bundled()...)
	topics, err := eval.ReadTopics(bytes.NewReader(readTestdata(t, "queries.tsv")))
	require.NoError(t, err)
	qrels, err := eval.ReadQrels(bytes.NewReader(readTestdata(t, "qrels.tsv")))
	require.NoError(t, err)
	runs := map[bool]eval.Run{}
	for _, refined := range []bool{false, true} {
		runs[refined] = askAll(t, ix, topics, refined)
		mean := eval.Evaluate(qrels, runs[refined]).Mean
		assert.GreaterOrEqual(t, mean.NDCG10, floors[refined], "nDCG@10, refined: %v", refined)
	}
	got := places(topics, qrels, runs)
	if *update {
		require.NoError(t, os.WriteFile(rankingGolden, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(rankingGolden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "articles have changed places; if that is meant: go test -run TestRankingStaysPut -update .")
}

func readTestdata(t *testing.T, name string) []byte {
	t.Helper()
	b, err := testdata.FS.ReadFile(name)
	require.NoError(t, err)
	return b
}

// askAll asks the topics as readers do, in the query language.
func askAll(t *testing.T, s fihris.Searcher, topics []eval.Topic, refined bool) eval.Run {
	t.Helper()
	run := eval.Run{}
	for _, topic := range topics {
		q, err := fihris.ParseQuery(topic.Text)
		require.NoError(t, err)
		res, err := s.Search(ctx, fihris.Request{Query: q, Limit: 100, IDsOnly: true, FirstStage: !refined})
		require.NoError(t, err)
		run[topic.ID] = ids(res)
	}
	return run
}

// places writes, a line for each judged article, its places in the answers to
// its query, plain and refined; 0 where it is not found.
func places(topics []eval.Topic, qrels eval.Qrels, runs map[bool]eval.Run) string {
	var b strings.Builder
	b.WriteString("# grade, place, place when refined, article\n")
	for _, topic := range topics {
		fmt.Fprintf(&b, "\n%s %s\n", topic.ID, topic.Text)
		grades := qrels[topic.ID]
		var judged []string
		for id := range grades {
			judged = append(judged, id)
		}
		slices.SortFunc(judged, func(a, b string) int {
			if grades[a] != grades[b] {
				return grades[b] - grades[a]
			}
			return strings.Compare(a, b)
		})
		for _, id := range judged {
			place := func(refined bool) string { return strconv.Itoa(slices.Index(runs[refined][topic.ID], id) + 1) }
			fmt.Fprintf(&b, "%d %3s %3s %s\n", grades[id], place(false), place(true), id)
		}
	}
	return b.String()
}
