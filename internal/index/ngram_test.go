package index

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// countedRun is a run that a scan counts.
type countedRun struct {
	words       string
	occurrences uint64
	articles    uint64
}

// scanRuns counts runs in texts.
func scanRuns(texts []scanned, level analysis.Level, words int, stops bool, least uint64) (out []countedRun) {
	type counts struct {
		n   uint64
		ids map[string]bool
	}
	all := map[string]*counts{}
	for _, s := range texts {
		var run []analysis.Token
		for _, tok := range s.tokens {
			if tok.IsWritten() && (!s.title || tok.Position < bodyPosition-1) {
				run = append(run, tok)
			}
		}
	runs:
		for i := range len(run) - words + 1 {
			g := run[i : i+words]
			for k := range g[1:] {
				for _, r := range s.text[g[k].End:max(g[k].End, g[k+1].Start)] {
					if strings.ContainsRune("\n.!?؟؛…۔", r) {
						continue runs
					}
				}
			}
			if !stops && (g[0].Stop || g[words-1].Stop) {
				continue
			}
			var terms []string
			for k := range g {
				term := g[k].At(level)
				if term == "" {
					term = g[k].Exact
				}
				terms = append(terms, term)
			}
			key := strings.Join(terms, " ")
			if all[key] == nil {
				all[key] = &counts{ids: map[string]bool{}}
			}
			all[key].n++
			all[key].ids[s.doc.ID] = true
		}
	}
	for words, c := range all {
		if c.n >= least {
			out = append(out, countedRun{words, c.n, uint64(len(c.ids))})
		}
	}
	sortRuns(out)
	return out
}

func sortRuns(all []countedRun) {
	slices.SortFunc(all, func(a, b countedRun) int { return strings.Compare(a.words, b.words) })
}

func runsOf(t *testing.T, ix *Index, req NGramRequest) (out []countedRun) {
	t.Helper()
	got, total, err := ix.NGrams(context.Background(), req)
	require.NoError(t, err)
	require.Equal(t, total, len(got))
	for _, g := range got {
		out = append(out, countedRun{strings.Join(g.Words, " "), g.Occurrences, g.Articles})
	}
	sortRuns(out)
	return out
}

func TestNGramsAreWhatAScanCounts(t *testing.T) {
	studiedIndex, studiedDocs := studied(t)
	awkward, awkwardDocs := awkwardIndex(t)
	for name, of := range map[string]struct {
		ix   *Index
		docs []Document
	}{"bundled": {studiedIndex, studiedDocs}, "awkward": {awkward, awkwardDocs}} {
		texts := scan(of.docs)
		for _, level := range analysis.Levels {
			for words := 2; words <= MostNGram; words++ {
				for _, stops := range []bool{true, false} {
					want := scanRuns(texts, level, words, stops, 3)
					req := NGramRequest{Level: level, Words: words, StopWords: stops, Least: 3}
					require.Equal(t, want, runsOf(t, of.ix, req), "%s: %d at level %s, stop words %v", name, words, level, stops)
				}
			}
		}
	}
	_, _, err := awkward.NGrams(context.Background(), NGramRequest{Words: 1})
	assert.ErrorIs(t, err, ErrNGram)
}

func TestNGramsOfAQuery(t *testing.T) {
	ix, docs := studied(t)
	holds := func(d *Document) bool {
		return slices.ContainsFunc(analysis.Default().AppendTokens(nil, d.Title+"\n"+d.Body), func(t analysis.Token) bool {
			return t.Stem == analysis.Default().Word("وزير").Stem
		})
	}
	docs = slices.DeleteFunc(docs, func(d Document) bool { return !holds(&d) })
	require.NotEmpty(t, docs)
	want := scanRuns(scan(docs), analysis.Stem, 2, false, 2)
	assert.Equal(t, want, runsOf(t, ix, NGramRequest{Scope: Scope{Query: query.Parse("وزير")}, Words: 2, Least: 2}))
}

// With little memory the words are read in many steps, and the runs counted in many parts.
func TestNGramsInLittleMemory(t *testing.T) {
	ix, docs := studied(t)
	for _, words := range []int{2, 3} {
		want := scanRuns(scan(docs), analysis.Stem, words, true, 2)
		ix.opts.SearchBytes = 0
		require.Equal(t, want, runsOf(t, ix, NGramRequest{Words: words, StopWords: true, Least: 2}))
		v, done, err := ix.hold(context.Background())
		require.NoError(t, err)
		c, err := newNGramCounter(context.Background(), ix, v, v.all(), NGramRequest{Words: words, StopWords: true, Least: 2})
		require.NoError(t, err)
		c.seqs.room, c.room = 500, 0 // a table of 64 slots
		require.NoError(t, c.estimate())
		require.False(t, c.seqs.whole())
		parts := 0
		for ; len(c.parts) > 0; parts++ {
			require.NoError(t, c.part())
		}
		assert.Greater(t, parts, 1)
		var got []countedRun
		for _, g := range c.best.list() {
			got = append(got, countedRun{strings.Join(g.Words, " "), g.Occurrences, g.Articles})
		}
		sortRuns(got)
		assert.Equal(t, want, got)
		done(&err)
	}
}

func TestTheBestNGramsComeFirst(t *testing.T) {
	ix, _ := studied(t)
	req := NGramRequest{Words: 2, Least: 2}
	all, total, err := ix.NGrams(context.Background(), req)
	require.NoError(t, err)
	require.Greater(t, total, 50)
	assert.True(t, slices.IsSortedFunc(all, func(a, b NGram) int { return a.compare(&b) }))
	req.Limit = 7
	few, again, err := ix.NGrams(context.Background(), req)
	require.NoError(t, err)
	assert.Equal(t, total, again)
	assert.Equal(t, all[:7], few)
	results := ngramResults{limit: 7, work: newWork(context.Background(), &ix.opts)}
	for range 40 { // more than are kept at once
		for _, g := range all {
			require.NoError(t, results.add(g))
		}
	}
	for i, g := range results.list() {
		assert.Equal(t, all[i/40], g)
	}
}
