package web

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// From each match a reader steps to the one before it and the one after it, through the title and the
// paragraphs. A match that runs over the end of a line is one, marked on both.
func TestNeighboursOfMatches(t *testing.T) {
	v := articleView{view: view{L: english}}
	v.cut(
		fihris.Snippet{{Text: "a", Match: true}, {Text: " b"}},
		fihris.Snippet{{Text: "c "}, {Text: "d\ne", Match: true}, {Text: " f "}, {Text: "g", Match: true}, {Text: "\n \n"}},
		nil,
	)
	assert.Equal(t, 3, v.Matches)
	assert.Equal(t, parts{{Text: "a", whole: "a", Match: 1, Mark: true, Next: 2}, {Text: " b"}}, v.Heading)
	assert.Equal(t, []parts{
		{{Text: "c "}, {Text: "d", whole: "d\ne", Match: 2, Mark: true, Prev: 1, Next: 3}},
		{{Text: "e", whole: "d\ne", Mark: true}, {Text: " f "}, {Text: "g", whole: "g", Match: 3, Mark: true, Prev: 2}},
	}, v.Paragraphs)
	assert.Empty(t, (&cutter{v: &v}).paragraphs(nil, true))
}

// However matches and dates lie, nothing of the text is lost, every element that opens closes in its paragraph, and
// every date has one anchor.
func TestDatesAndMatchesInOneText(t *testing.T) {
	const body = "ab cd\nef gh\n\nij kl"
	pages := loadPages(loadAssets(), false, "", own{})
	for m0 := 0; m0 < len(body); m0++ {
		for m1 := m0 + 1; m1 <= len(body); m1++ {
			for d0 := 0; d0 < len(body); d0 += 2 {
				for d1 := d0 + 1; d1 <= len(body); d1 += 3 {
					v := articleView{view: view{L: english}}
					day := time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)
					v.cut(nil, fihris.Snippet{{Text: body[:m0]}, {Text: body[m0:m1], Match: true}, {Text: body[m1:]}},
						[]fihris.Mention{{Start: d0, End: d1, From: day, To: day.AddDate(0, 0, 1), ISO: "2020-01-02"}})
					var all []string
					var html bytes.Buffer
					anchors := 0
					for _, p := range v.Paragraphs {
						all = append(all, p.String())
						html.Reset()
						require.NoError(t, pages.sets[arabicLocale.Lang]().ExecuteTemplate(&html, "parts", v.Marked(p)))
						require.Equal(t, strings.Count(html.String(), "<time"), strings.Count(html.String(), "</time>"), html.String())
						require.LessOrEqual(t, strings.LastIndex(html.String(), "<time"), strings.LastIndex(html.String(), "</time>"), html.String())
						anchors += strings.Count(html.String(), `id="d1"`)
					}
					require.Equal(t, lines(body), all)
					if strings.TrimSpace(body[d0:d1]) != "" {
						require.Equal(t, 1, anchors, "%d %d %d %d", m0, m1, d0, d1)
					}
				}
			}
		}
	}
}

func TestUnvowelled(t *testing.T) {
	for text, want := range map[string]string{
		"مُحَمَّدٌ هٰذا": "محمد هذا", "قُرْءَان ۖ": "قرءان ", "إنّ": "إن", "é": "é", "e\u0301": "e\u0301",
		"ا\u0654حمد": "ا\u0654حمد", "plain": "plain",
	} {
		assert.Equal(t, want, unvowelled(text))
	}
}

func TestPeriodsInWords(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		return d
	}
	for _, c := range [][4]string{
		{"2011-01-25", "2011-01-26", "25 يناير 2011", "٢٥ يناير ٢٠١١"},
		{"2011-02-01", "2011-03-01", "فبراير 2011", "فبراير ٢٠١١"},
		{"2012-01-01", "2013-01-01", "2012", "٢٠١٢"},
		{"2011-12-29", "2012-01-05", "من 29 ديسمبر 2011 إلى 4 يناير 2012", "من ٢٩ ديسمبر ٢٠١١ إلى ٤ يناير ٢٠١٢"},
	} {
		assert.Equal(t, c[2], arabicLocale.period(day(c[0]), day(c[1])))
		assert.Equal(t, c[3], arabicLocale.withDigits(digitsArab).period(day(c[0]), day(c[1])))
	}
}

// The map has every match once, and its blocks lie in order within it.
func TestMapOfAnArticle(t *testing.T) {
	v := articleView{view: view{L: english}}
	v.cut(fihris.Snippet{{Text: "title", Match: true}}, fihris.Snippet{{Text: "aa "}, {Text: "b", Match: true}, {Text: "\n" + strings.Repeat("c ", 200)}, {Text: "d", Match: true}}, nil)
	m := newMap(v.Paragraphs)
	require.Len(t, m.Blocks, 2)
	require.Len(t, m.Ticks, 2, "the title is not in it")
	assert.Equal(t, mapBlock{"0.00%", "0.82%"}, m.Blocks[0])
	assert.Equal(t, []int{2, 3}, []int{m.Ticks[0].Match, m.Ticks[1].Match})
	assert.Empty(t, newMap(nil).Blocks)
}
