package web

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestParsePeriod(t *testing.T) {
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for s, want := range map[string][2]time.Time{
		"2020":                      {date(2020, 1, 1), date(2021, 1, 1)},
		"٢٠٢٠":                      {date(2020, 1, 1), date(2021, 1, 1)},
		"۲۰۲۰-۰۹":                   {date(2020, 9, 1), date(2020, 10, 1)},
		"2020-12":                   {date(2020, 12, 1), date(2021, 1, 1)},
		"2020-9":                    {date(2020, 9, 1), date(2020, 10, 1)},
		"2020-02-29":                {date(2020, 2, 29), date(2020, 3, 1)},
		" 2020/9/8 ":                {date(2020, 9, 8), date(2020, 9, 9)},
		"2020-09-08T10:00:00+03:00": {date(2020, 9, 8).Add(7 * time.Hour), date(2020, 9, 8).Add(7*time.Hour + time.Second)},
	} {
		start, end, err := ParsePeriod(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, [2]time.Time{start, end}, s)
	}
	for _, s := range []string{"", "20", "2020-13", "2021-02-29", "yesterday", "2020-09-08x", "12020"} {
		_, _, err := ParsePeriod(s)
		assert.ErrorContains(t, err, "2020-09", s)
	}
}

// A link leads to the state it was made from.
func TestStateRoundTrip(t *testing.T) {
	for _, s := range []state{
		{Page: 1},
		{Query: "وقف إطلاق النار & <b>", Page: 3},
		{Query: `"a b"`, Sources: []string{"س&=", "b c"}, Sections: []string{"#?"}, Tags: []string{"+"}, From: "2020", To: "2020-09", Sort: "newest", Page: 2, Explain: true, Lang: "en"},
	} {
		u, err := url.Parse(s.Home())
		require.NoError(t, err)
		assert.Equal(t, "/", u.Path)
		assert.Equal(t, s, newState(u.Query()))
		u, err = url.Parse(s.Article("a b/c?d#e"))
		require.NoError(t, err)
		assert.Equal(t, "a b/c?d#e", u.Query().Get("id"))
		assert.Equal(t, s, newState(u.Query()))
	}
}

// Changing a copy leaves the state alone: all links of a page are made from one.
func TestStateIsAValue(t *testing.T) {
	s := state{Query: "a", Sources: []string{"x", "y"}, Page: 4}
	before := s.Home()
	chips(arabicLocale, s)
	s.withSource("z")
	s.unfiltered()
	assert.Equal(t, []string{"y"}, without(s.Sources, "x"))
	assert.Equal(t, before, s.Home())
	assert.Equal(t, 1, s.withSort("newest").Page)
}

func TestParagraphs(t *testing.T) {
	text := fihris.Snippet{{Text: "a\n\nb "}, {Text: "c\nd", Match: true}, {Text: "\n \n"}, {Text: "e"}}
	assert.Equal(t, []fihris.Snippet{
		{{Text: "a"}},
		{{Text: "b "}, {Text: "c", Match: true}},
		{{Text: "d", Match: true}},
		{{Text: "e"}},
	}, paragraphs(text))
	assert.Empty(t, paragraphs(nil))
}

func TestOpening(t *testing.T) {
	assert.Equal(t, "قصير", opening("قصير").String())
	long := ""
	for range 100 {
		long += "كلمة "
	}
	got := opening(long).String()
	assert.LessOrEqual(t, len([]rune(got)), 203)
	assert.Regexp(t, `كلمة …$`, got, "cut between words")
}

func TestWebAddress(t *testing.T) {
	for _, s := range []string{"javascript:alert(1)", "data:text/html,x", "//host/x", "http:", "mailto:a@b", "ftp://a/b", "%zz", ""} {
		assert.Empty(t, webAddress(s), s)
	}
	assert.Equal(t, "https://a.example/b", webAddress("https://a.example/b"))
}
