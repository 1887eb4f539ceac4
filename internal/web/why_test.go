package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris"
)

// An explanation of many words shows those that add most, in the order of the query, and loses nothing of the sum.
func TestWhyOfManyWords(t *testing.T) {
	why := &fihris.Explanation{}
	sum := 0.0
	for i := range 20 {
		share := float64(1 + i*7%20)
		sum += share
		why.Terms = append(why.Terms, fihris.TermMatch{Word: fmt.Sprint("كلمة", i), Forms: []string{fmt.Sprint("كلمة", i)}, Level: "stem", Share: share})
	}
	v := hitView{Hit: fihris.Hit{Why: why}}
	rows, others, rest := fewer(v.whyRows())
	assert.Len(t, rows, mostWhy)
	assert.Equal(t, 20-mostWhy, others)
	at := -1
	for _, row := range rows {
		assert.Greater(t, row.Share, 20.0-mostWhy, "they add most")
		var n int
		_, err := fmt.Sscanf(strings.TrimPrefix(row.Word, "كلمة"), "%d", &n)
		assert.NoError(t, err)
		assert.Greater(t, n, at, "in their order")
		at, sum = n, sum-row.Share
	}
	assert.InDelta(t, sum, rest, 1e-9)
	table := whyTable(v, arabicLocale, map[string]bool{})
	assert.Contains(t, table, "<tr><td>15 كلمة أخرى<td><td><td>"+arabicLocale.Real(rest, 3))
	assert.NotContains(t, table, arabicLocale.Level("root"), "no column for what adds nothing")

	why.Terms = why.Terms[:mostWhy+1]
	rows, others, _ = fewer(v.whyRows())
	assert.Len(t, rows, mostWhy+1, "one more takes no more room than its number")
	assert.Zero(t, others)
}

// whyTable is the explanation of a hit as HTML.
func whyTable(v hitView, l *locale, told map[string]bool) string {
	w := newHTML(l, 0)
	w.whyTable(&v, told)
	return w.String()
}

// How a form comes from a word is said once a page, in English, and as text.
func TestRulesAreSaidOnce(t *testing.T) {
	v := hitView{Hit: fihris.Hit{Why: &fihris.Explanation{Terms: []fihris.TermMatch{{Word: "<b>", Forms: []string{"<i>"}, Level: "root", Rule: "a & b", Share: 1}}}}}
	told := map[string]bool{}
	first := whyTable(v, english, told)
	assert.Contains(t, first, "<bdi>&lt;b&gt;</bdi><td><bdi>&lt;i&gt;</bdi> <small><bdi>a &amp; b</bdi></small><td>1.000<td>1.000")
	assert.NotContains(t, whyTable(v, english, told), "<small>")
	assert.NotContains(t, whyTable(v, arabicLocale, map[string]bool{}), "<small>")
	assert.Empty(t, whyTable(hitView{}, english, told))
}
