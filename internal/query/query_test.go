package query

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func headlines(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/headlines.txt")
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "# ") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

// runs cuts text into its runs of letters and numbers.
func runs(s string) []string {
	return strings.FieldsFunc(charText(visible(s)), notWordRune)
}

// The words of a pasted headline are all there, in order, and none excluded.
func TestHeadlinesLoseNothing(t *testing.T) {
	for _, h := range headlines(t) {
		var found []string
		Walk(Parse(h), func(n Node) bool {
			switch n := n.(type) {
			case *Word:
				found = append(found, runs(n.Text)...)
			case *Phrase:
				found = append(found, runs(n.Text)...)
			case *Group:
				assert.Empty(t, n.Not, h)
			case *Value, *Dates:
				assert.Fail(t, "a filter", h)
			}
			return true
		})
		want := runs(h)
		if strings.Contains(h, "AND") { // the one that asks for trouble
			want = without2(want, "AND", "OR")
		}
		assert.Equal(t, want, found, h)
		assert.Equal(t, runs(h), runs(Match(h).String()), h)
	}
}

func without2(list []string, drop ...string) []string {
	var rest []string
	for _, s := range list {
		if s != drop[0] && s != drop[1] {
			rest = append(rest, s)
		}
	}
	return rest
}

func TestOffsets(t *testing.T) {
	q := "\u200f+عنوان:مصر -«وقف النار» مصدر:سانا \u2067=x"
	at := func(s string) int { return strings.Index(q, s) }
	g := Parse(q).(*Group)
	assert.Equal(t, at("مصر"), g.Must[0].(*Word).Offset)
	assert.Equal(t, at("سانا"), g.Must[1].(*Value).Offset)
	assert.Equal(t, at("x"), g.Any[0].(*Word).Offset)
	assert.Equal(t, at("«"), g.Not[0].(*Phrase).Offset)

	m := Match("- مصر، «السودان»").(*Group)
	assert.Equal(t, 2, m.Any[0].(*Word).Offset)
	assert.Equal(t, strings.Index("- مصر، «السودان»", "السودان"), m.Any[1].(*Word).Offset)
}

func TestMatchKnowsNoSyntax(t *testing.T) {
	for text, want := range map[string]string{
		"وزير خارجية":        "[وزير خارجية]",
		"مصر":                "مصر",
		"":                   "NONE",
		" ؟! ":               "NONE",
		`- من هو "كريم"؟ ال`: "[من هو كريم ال]",
		"عنوان:مصر -السودان NOT (ليبيا)":     "[عنوان:مصر السودان NOT ليبيا]",
		"كت* √علم ك؟اب كلمة~ كلمة^2":         "[كت علم ك؟اب كلمة كلمة^2]",
		"https://example.com/?q=a(b) \u200f": "https://example.com/?q=a(b",
		"بعد:2020 و \"أ\"":                   "[بعد:2020 و أ]",
		"\xffمصر\x00السودان":                 "[مصر السودان]",
	} {
		n := Match(text)
		assert.Equal(t, want, dump(n), text)
		assert.Equal(t, want, dump(Parse(n.String())), "%s: canonical form %s", text, n)
	}
	assert.Len(t, Leaves(Match(strings.Repeat("a ", 2*MaxLeaves))), MaxLeaves)
}

// A text that is cut is still text, and no longer than it may be.
func TestCut(t *testing.T) {
	s := "مصر و السودان 🔴 abc ليبيا"
	for n := range len(s) + 3 {
		got := cut(s, n)
		assert.LessOrEqual(t, len(got), n)
		assert.True(t, strings.HasPrefix(s, got))
		assert.True(t, utf8.ValidString(got), "%d: %q", n, got)
		assert.True(t, len(got) > n/2-utf8.UTFMax || len(s) <= n, "%d: %q is too short", n, got)
	}
	assert.Equal(t, s, cut(s, len(s)))
	assert.Equal(t, "مصر و السودان 🔴", cut(s, len("مصر و السودان 🔴 ab")), "at a space")
}

func TestNewPhrase(t *testing.T) {
	for text, want := range map[string]string{
		" وقف  إطلاق\nالنار ": `"وقف إطلاق النار"`,
		`a "b" \ c`:           `"a b c"`,
		"-a OR b":             `"-a OR b"`,
		`"؟"`:                 "NONE",
		"":                    "NONE",
	} {
		assert.Equal(t, want, dump(NewPhrase(text)), text)
	}
}

func TestLeaves(t *testing.T) {
	n := Parse(`+a "b c" (d OR e AND "f") -g -(h i) مصدر:سانا من:2020`)
	var leaves []string
	for _, leaf := range Leaves(n) {
		leaves = append(leaves, dump(leaf))
	}
	assert.Equal(t, []string{"a", `"b c"`, "d", "e", `"f"`}, leaves)
	assert.Empty(t, Leaves(None{}))
	assert.Empty(t, Leaves(Parse("-a")))
}

func TestFilters(t *testing.T) {
	var got []string
	for _, f := range Filters(Parse("a source:x (b OR section:y) from:2020-05-01 -tag:z -(source:w c)")) {
		got = append(got, f.String())
	}
	assert.ElementsMatch(t, []string{"source:x", "section:y", "from:2020-05-01"}, got)
	assert.Empty(t, Filters(None{}))
}

func TestWalkSkips(t *testing.T) {
	var seen []string
	Walk(Parse("a (b OR c) -d"), func(n Node) bool {
		seen = append(seen, dump(n))
		_, or := n.(*Or)
		return !or
	})
	assert.Equal(t, []string{"[a or(b c) -d]", "a", "or(b c)", "d"}, seen)
}

func TestIsFilter(t *testing.T) {
	for query, want := range map[string]bool{
		"مصدر:سانا":                true,
		"من:2020":                  true,
		"من:2020 مصدر:سانا":        true,
		"مصدر:سانا OR قسم:رياضة":   true,
		"-مصدر:سانا":               true,
		"مصر":                      false,
		"-مصر":                     false,
		"مصر من:2020":              false,
		"مصدر:سانا OR مصر":         false,
		"*":                        false,
		"":                         false,
		"من:2020 -مصر":             false,
		"(من:2020 -قسم:ب) وسم:كأس": true,
	} {
		assert.Equal(t, want, IsFilter(Parse(query)), query)
	}
}

func TestParsePeriod(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for s, want := range map[string][2]time.Time{
		"2020":       {day(2020, 1, 1), day(2021, 1, 1)},
		"1000":       {day(1000, 1, 1), day(1001, 1, 1)},
		"1000-01-01": {day(1000, 1, 1), day(1000, 1, 2)},
		"1000-01-01T00:00": {
			day(1000, 1, 1), time.Date(1000, 1, 1, 0, 1, 0, 0, time.UTC)},
		"٢٠٢٠":       {day(2020, 1, 1), day(2021, 1, 1)},
		"2020-12":    {day(2020, 12, 1), day(2021, 1, 1)},
		"2020/2":     {day(2020, 2, 1), day(2020, 3, 1)},
		"2-2020":     {day(2020, 2, 1), day(2020, 3, 1)},
		"2020-02-29": {day(2020, 2, 29), day(2020, 3, 1)},
		"٣١/١٢/٢٠٢٠": {day(2020, 12, 31), day(2021, 1, 1)},
		"1-2-2020":   {day(2020, 2, 1), day(2020, 2, 2)},
		"2020-09-15T10:30+03:00": {
			time.Date(2020, 9, 15, 7, 30, 0, 0, time.UTC), time.Date(2020, 9, 15, 7, 31, 0, 0, time.UTC)},
		"2020-09-15T10:30:59": {
			time.Date(2020, 9, 15, 10, 30, 59, 0, time.UTC), time.Date(2020, 9, 15, 10, 31, 0, 0, time.UTC)},
	} {
		start, end, ok := ParsePeriod(s)
		require.True(t, ok, s)
		assert.Equal(t, want, [2]time.Time{start, end}, s)
	}
	for _, s := range []string{
		"", "20", "20200", "0000", "0999", "2020-", "-2020", "2020--09", "2020-00", "2020-13", "2020-09-31", "2021-02-29",
		"2020-09-00", "2020-009", "2020-09-15-1", "2020-9-2020", "15/9/20", "2020.09", "+202-1", "2020-+1", "2020-09-15T25:00", "0999-12-31T23:59", "T", "اليوم",
	} {
		_, _, ok := ParsePeriod(s)
		assert.False(t, ok, s)
	}
}

func BenchmarkParse(b *testing.B) {
	for name, query := range map[string]string{
		"words":  "وزير خارجية أذربيجان",
		"syntax": `+"مجلس الأمن" (سوريا أو لبنان) -مصر عنوان:هدنة بعد:2020-09 كت*^2`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(query)
			}
		})
	}
}
