package suggest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// TestTogetherEqualsCounting counts the words of every text: what goes with the
// words of a query, while they are taken, put and tried.
func TestTogetherEqualsCounting(t *testing.T) {
	words := []string{"قمح", "وزير", "ميناء", "مدينة", "شارع", "في"}
	r := rand.New(rand.NewPCG(7, 8))
	for range 60 {
		var lines []string
		for range 1 + r.IntN(12) {
			line := "عاجل"
			for _, w := range words {
				if r.IntN(2) == 0 {
					line += " " + w
				}
			}
			lines = append(lines, line)
		}
		src := newTexts(lines...)
		if r.IntN(2) == 0 {
			src = src.only(words[r.IntN(3)])
		}
		var inQuery []asked
		spots := make([][]string, 4)
		for i := range spots {
			spots[i] = []string{words[r.IntN(len(words))]}
			inQuery = append(inQuery, asked{Token: analysis.Default().Word(spots[i][0])})
		}
		got, err := newTogether(Sets(src), inQuery)
		require.NoError(t, err)
		counted := func(s []string) spot {
			var tokens []analysis.Token
			for _, w := range s {
				tokens = append(tokens, analysis.Default().Word(w))
			}
			held, err := got.spot(tokens...)
			require.NoError(t, err)
			return held
		}
		for range 8 {
			i := r.IntN(len(spots))
			got.take(i)
			spots[i] = nil
			for range r.IntN(3) {
				spots[i] = append(spots[i], words[r.IntN(len(words))])
			}
			held := counted(spots[i])
			want := fitBy(src, slices.Delete(slices.Clone(spots), i, i+1), spots[i])
			with, err := got.with(held)
			require.NoError(t, err)
			require.InDelta(t, want.surprise, with.surprise, 1e-9)
			with.surprise = want.surprise
			require.Equal(t, want, with)
			got.put(i, held)
			top, n, _ := best(src, spots, "")
			missing, err := got.missing()
			require.NoError(t, err)
			require.Equal(t, n-top, missing)
		}
	}
}

func isStop(word string) bool {
	w := analysis.Default().Word(word)
	return w.Stop
}

// best is how many of the words of some spots the best text in scope holds, how
// many there are, stop words not counted, and how many texts are as good; with a
// word, of those that hold it.
func best(s *texts, spots [][]string, with string) (top, n, as int) {
	scope := s.scope
	if scope == nil {
		scope = docset.Empty(len(s.segments))
		for i, size := range s.Sizes() {
			scope[i].AddRange(0, uint64(size))
		}
	}
	holds := func(segment int, doc uint32, word string) bool {
		w := analysis.Default().Word(word)
		return s.where(query.Text, analysis.Stem, &w)[segment].Contains(doc)
	}
	for _, words := range spots {
		for _, w := range words {
			if !isStop(w) {
				n++
			}
		}
	}
	for segment, docs := range scope {
		docset.Each(docs, func(doc uint32) {
			if with != "" && !holds(segment, doc, with) {
				return
			}
			held := 0
			for _, words := range spots {
				for _, w := range words {
					if !isStop(w) && holds(segment, doc, w) {
						held++
					}
				}
			}
			if held > top {
				top, as = held, 0
			}
			if held == top {
				as++
			}
		})
	}
	return top, n, as
}

// fitBy is together.with by looking at every text.
func fitBy(s *texts, others [][]string, words []string) (f fit) {
	words = slices.DeleteFunc(slices.Clone(words), isStop)
	if len(words) == 0 {
		top, n, _ := best(s, others, "")
		return fit{missing: n - top}
	}
	last := words[len(words)-1]
	before := append(slices.Clone(others), words[:len(words)-1])
	all := append(slices.Clone(others), words)
	top, n, _ := best(s, all, "")
	f.missing = n - top
	if with, _, as := best(s, all, last); with == top && with > 0 {
		f.articles = as
	}
	w := analysis.Default().Word(last)
	held := docset.Both(s.scope, s.where(query.Text, analysis.Stem, &w)).Count()
	docs := s.Articles()
	if s.scope != nil {
		docs = s.scope.Count()
	}
	if held > 0 {
		_, _, as := best(s, before, "")
		f.surprise = -math.Log(1 - math.Exp(-float64(as)*float64(held)/float64(docs)))
	}
	return f
}
