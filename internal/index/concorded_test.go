package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// awkwardDocuments are made of words that take several positions, pieces of several words, signs,
// dates, abbreviations and names, among plain words.
func awkwardDocuments() (docs []Document) {
	parts := []string{
		"عبدالله", "عبد الله", "المدرسةالكبيرة", "وزير\u200fخارجية", "\uFDFA", "الـ20", "لـBBC", "12.5.2020", "1,234.5", "و زير", "مدر-\nسة", "C++",
		"أ.ب.ج", "د. أحمد", "www.example.org", "F-16", "050-123-4567", "بي بي سي", "الولايات المتحدة", "5كم", "كوفيد-19", "قال", "الوزير", "وزراء", "المدينة",
		"قال", "الوزير", "في", "من", "سوق", "المدرسة", "كبيرة", "خارجية",
	}
	r := rand.New(rand.NewPCG(3, 4))
	text := func(most int) string {
		var b strings.Builder
		for range 1 + r.IntN(most) {
			b.WriteString(parts[r.IntN(len(parts))])
			b.WriteString([]string{" ", " ", " ", " ", "، ", ". ", "\n"}[r.IntN(7)])
		}
		return b.String()
	}
	for i := range 120 {
		docs = append(docs, Document{ID: fmt.Sprintf("a%03d", i), Title: text(8), Body: text(120)})
	}
	docs[5].Title = strings.Repeat("قال الوزير في المدينة. ", bodyPosition/3) // more words than a title has positions
	return docs
}

func awkwardIndex(t *testing.T) (*Index, []Document) {
	t.Helper()
	ix, err := NewMemory(Options{BatchSize: 50})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	docs := awkwardDocuments()
	_, refused, err := ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	require.Empty(t, refused)
	return ix, docs
}

// lineOf is the line of an analyzed text about some of its words.
func lineOf(s *scanned, words []analysis.Token, first, last, window int, order LineOrder) Line {
	l := Line{ID: s.doc.ID, InTitle: s.title, Start: words[first].Start, End: words[last].End}
	from, to := 0, len(s.text)
	if first >= window {
		from = words[first-window].Start
	}
	if last+window < len(words) {
		to = words[last+window].End
	}
	l.Before, l.Node, l.After = s.text[from:l.Start], s.text[l.Start:l.End], s.text[l.End:to]
	switch order {
	case ByBefore:
		for i := first - 1; i >= max(0, first-window); i-- {
			l.key = append(l.key, words[i].Exact)
		}
	case ByAfter:
		for i := last + 1; i <= min(len(words)-1, last+window); i++ {
			l.key = append(l.key, words[i].Exact)
		}
	}
	return l
}

func TestLinesOfScannedTextsAreThoseOfAnalyzedTexts(t *testing.T) {
	ix, docs := awkwardIndex(t)
	lines := 0
	for _, word := range []string{"قال", "وزير", "مدرسة", "كبيرة", "الله", "20", "خارجية", "5", "2020", "=وسلم"} {
		asked := analysis.Default().Word(strings.TrimPrefix(word, "="))
		level := analysis.Stem
		if word[0] == '=' || asked.Stem == "" {
			level = analysis.Exact
		}
		for _, window := range []int{1, 3, 12} {
			for _, order := range []LineOrder{ByPlace, ByBefore, ByAfter} {
				var want []Line
				for _, s := range scan(docs) {
					words := slices.DeleteFunc(slices.Clone(s.tokens), func(t analysis.Token) bool { return !t.IsWritten() })
					if s.title && len(words) >= bodyPosition {
						continue // whose last words share a position
					}
					for i := range words {
						if words[i].At(level) == asked.At(level) {
							want = append(want, lineOf(&s, words, i, i, window, order))
						}
					}
				}
				slices.SortStableFunc(want, func(a, b Line) int { return slices.Compare(a.key, b.key) })
				var got []Line
				for l, err := range ix.Concordance(context.Background(), ConcordanceRequest{Study: Study{Scope: Scope{Query: query.Parse(word)}}, Window: window, Order: order}) {
					require.NoError(t, err)
					if l.InTitle && l.ID == docs[5].ID {
						continue
					}
					if len(l.key) == 0 {
						l.key = nil
					}
					got = append(got, l)
				}
				lines += len(got)
				require.Equal(t, len(want), len(got), "%s %d", word, window)
				for i := range want {
					require.Equal(t, want[i], got[i], "%s %d %d", word, window, order)
				}
			}
		}
	}
	assert.Greater(t, lines, 3000)
}
