package main

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Titles that are asked for stand nowhere in what is indexed.
func TestKnownItems(t *testing.T) {
	articles := bundled()
	for i := range articles {
		articles[i].Body = articles[i].Title + "\n" + articles[i].Body
	}
	items, bare, err := knownItems(articles, 12)
	require.NoError(t, err)
	require.Len(t, items, 12)
	require.Len(t, bare, len(articles))
	again, _, err := knownItems(articles, 12)
	require.NoError(t, err)
	assert.Equal(t, items, again, "the same every time")
	for _, item := range items {
		assert.GreaterOrEqual(t, len(strings.Fields(item.title)), 4)
		assert.NotEmpty(t, item.right)
		for _, a := range bare {
			assert.Empty(t, a.Title)
			assert.NotContains(t, a.Body, item.title)
		}
	}
	_, _, err = knownItems(articles, len(articles)+1)
	assert.Error(t, err, "more than there are")
}

// The rarest words alone find every copy that comparing with all finds.
func TestCopies(t *testing.T) {
	a := func(body string) article { return article{Body: body} }
	articles := []article{
		a("ا ب ت ث"), a("ث ت ب ا ا"), a("ا ب ت ج"), a("ا ب ج ح"), a("ا ب ت ث ج ح خ د"), a("ا ب ت ث ج ح خ د ذ"), a("ر"), a(""),
	}
	assert.Equal(t, [][]int{{1, 2, 4}, nil, nil}, copiesOf(articles, []int{0, 6, 7}))
	mixed := slices.Collect(recombine(bundled()[:3], 200))
	rows := []int{0, 50, 100, 150, 199}
	var words [][]string
	for _, m := range mixed {
		w := strings.FieldsFunc(m.Body, func(c rune) bool { return !unicode.IsLetter(c) })
		slices.Sort(w)
		words = append(words, slices.Compact(w))
	}
	total := 0
	for at, got := range copiesOf(mixed, rows) {
		var want []int
		for other := range mixed {
			both := 0
			for _, w := range words[rows[at]] {
				if _, ok := slices.BinarySearch(words[other], w); ok {
					both++
				}
			}
			if other != rows[at] && 2*both >= len(words[rows[at]])+len(words[other])-both {
				want = append(want, other)
			}
		}
		assert.Equal(t, want, got)
		total += len(got)
	}
	assert.NotZero(t, total, "some are copies")
}

func TestStandings(t *testing.T) {
	items := []known{{"", map[string]bool{"1": true, "9": true}}, {"", map[string]bool{"2": true}}, {"", map[string]bool{"3": true}}}
	s := standingOf(items, []result{{IDs: []string{"9", "1"}}, {IDs: []string{"4", "5", "2"}}, {}})
	assert.InDelta(t, 1.0/3, s.first, 1e-12)
	assert.InDelta(t, 2.0/3, s.found, 1e-12)
	assert.InDelta(t, (1+1.0/3)/3, s.reciprocal, 1e-12)
	assert.InDelta(t, (1+0.5)/3, s.gain, 1e-12)
}
