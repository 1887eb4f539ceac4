package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/answer"
)

// Bins of every size hold the same articles, and what is found is no more than what there is.
func TestCountsBeside(t *testing.T) {
	a := search(t, "q", "وزير", "facet", "day,week,month,year,five_years,source", "all", "1", "limit", "0")
	var sums []uint64
	for _, name := range []string{"day", "week", "month", "year", "five_years"} {
		require.NotEmpty(t, a.Facets[name], name)
		var sum uint64
		for _, f := range a.Facets[name] {
			sum += f.Count
			require.NotNil(t, f.All)
			assert.LessOrEqual(t, f.Count, *f.All, name)
			assert.LessOrEqual(t, f.From, f.To)
			// The days of a bin are those that from and to ask for.
			if name == "week" || name == "five_years" {
				within := search(t, "q", "وزير", "from", f.From, "to", f.To, "limit", "0", "suggest", "0")
				assert.Equal(t, f.Count, within.Total, "%s %s", name, f.Value)
				all := search(t, "from", f.From, "to", f.To, "limit", "0")
				assert.Equal(t, all.Total, *f.All)
			}
		}
		sums = append(sums, sum)
	}
	for _, sum := range sums {
		assert.Equal(t, sums[0], sum)
	}
	for _, f := range a.Facets["source"] {
		assert.Equal(t, search(t, "source", f.Value, "limit", "0").Total, *f.All)
		assert.Empty(t, f.From)
	}
	assert.Nil(t, search(t, "q", "وزير", "facet", "source").Facets["source"][0].All)
	body := read(t, get(handler(t), query("/v1/search", "q", "قسطنطينيززز", "facet", "week")))
	assert.Contains(t, body, `"week":[]`)
}

func TestFormsOfTheHits(t *testing.T) {
	a := search(t, "q", "زعنفة", "forms", "1", "limit", "100")
	var texts []string
	for _, f := range a.Forms {
		texts = append(texts, f.Text)
		assert.Positive(t, f.Hits)
		assert.LessOrEqual(t, f.Hits, len(a.Hits))
	}
	assert.Subset(t, texts, []string{"زعنفة", "الزعنفة", "الزعانف"})
	assert.Empty(t, search(t, "q", "زعنفة").Forms)
}

func TestWithoutPassages(t *testing.T) {
	with, without := search(t, "q", "زعنفة"), search(t, "q", "زعنفة", "passages", "0")
	assert.Equal(t, ids(with), ids(without))
	for _, h := range without.Hits {
		assert.Empty(t, h.Snippets)
		assert.NotNil(t, h.Snippets)
	}
}

// What a relaxation promises is found when it is asked.
func TestRelaxations(t *testing.T) {
	a := search(t, "q", "زعنفة قسطنطينيززز", "source", "وكالة الشراع", "relaxations", "1", "suggest", "0")
	require.NotEmpty(t, a.Relaxations)
	kinds := map[string]bool{}
	for _, r := range a.Relaxations {
		kinds[r.Kind+" "+r.Drop] = true
		pairs := []string{"q", r.Query, "suggest", "0", "limit", "0"}
		if r.Kind == "word" {
			pairs = append(pairs, "source", "وكالة الشراع")
		}
		assert.Equal(t, r.Total, search(t, pairs...).Total)
	}
	assert.True(t, kinds["word قسطنطينيززز"], "%v", kinds)
	b := search(t, "q", "زعنفة", "source", "لا وجود لها", "from", "2021", "relaxations", "1")
	require.NotEmpty(t, b.Relaxations)
	assert.Equal(t, answer.Relaxation{Kind: "filter", Drop: "source", Query: "زعنفة", Total: 2}, b.Relaxations[len(b.Relaxations)-1])
	assert.Empty(t, search(t, "q", "زعنفة").Relaxations)
}

// A match is where it says.
func TestMatches(t *testing.T) {
	for _, a := range special {
		m := decode[answer.Matches](t, get(handler(t), query("/v1/matches", "id", a.ID, "q", "زعنفة")))
		require.NotEmpty(t, m.Matches, a.ID)
		for _, place := range m.Matches {
			text := a.Body
			if place.Field == "title" {
				text = a.Title
			}
			assert.Equal(t, place.Text, text[place.Start:place.End])
			assert.Contains(t, place.Text, "زع")
		}
	}
	assert.Empty(t, decode[answer.Matches](t, get(handler(t), query("/v1/matches", "id", "script", "q", "قسطنطينيززز"))).Matches)
	assert.Equal(t, http.StatusNotFound, get(handler(t), query("/v1/matches", "id", "nobody", "q", "زعنفة")).StatusCode)
}

// Both texts are in a difference, whole.
func TestDifference(t *testing.T) {
	d := decode[answer.Difference](t, get(handler(t), query("/v1/difference", "id", "wire", "with", "paper 2")))
	text := func(edits []answer.Edit, in string) string {
		var b strings.Builder
		for _, e := range edits {
			if e.In == "both" || e.In == in {
				b.WriteString(e.Text)
			}
		}
		return b.String()
	}
	assert.Equal(t, copies[0].Title, text(d.Title, "first"))
	assert.Equal(t, copies[2].Title, text(d.Title, "second"))
	assert.Equal(t, copies[0].Body, text(d.Body, "first"))
	assert.Equal(t, copies[2].Body, text(d.Body, "second"))
	assert.Contains(t, d.Title, answer.Edit{Text: "أسراب ", In: "first"})
	assert.Len(t, d.Body, 2, "only the end was added")
	same := decode[answer.Difference](t, get(handler(t), query("/v1/difference", "id", "wire", "with", "paper 1")))
	assert.Equal(t, []answer.Edit{{Text: copies[0].Body, In: "both"}}, same.Body)
	assert.Equal(t, http.StatusNotFound, get(handler(t), query("/v1/difference", "id", "wire", "with", "nobody")).StatusCode)
	assert.Equal(t, http.StatusBadRequest, get(handler(t), query("/v1/difference", "id", "wire")).StatusCode)
}

// A completion says what of it was typed, and counts with its noun.
func TestCompletionsAreMarked(t *testing.T) {
	for lang, counted := range map[string]string{"en": "article", "ar": "مقال"} {
		a := decode[answer.Complete](t, get(handler(t), query("/v1/complete", "q", "زعن", "lang", lang)))
		require.NotEmpty(t, a.Completions)
		for _, c := range a.Completions {
			var whole, typed strings.Builder
			for _, s := range c.Spans {
				whole.WriteString(s.Text)
				if s.Match {
					typed.WriteString(s.Text)
				}
			}
			assert.Equal(t, c.Text, whole.String())
			if c.Kind == "word" {
				assert.Equal(t, "زعن", typed.String(), c.Text)
			}
			assert.Contains(t, strings.ToLower(c.Counted), counted)
		}
	}
}
