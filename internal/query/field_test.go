package query

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// own are fields of an index that has some.
var own = NewOwn(OwnField("lang", Whole), OwnField("موجز", Words), OwnField("pages_2", Number), OwnField("Filed", Moment))

func TestOwnFields(t *testing.T) {
	for query, want := range map[string]string{
		"lang:ar هدنة":                "[+lang{ar} هدنة]",
		"LANG:ar":                     "lang{ar}",
		`lang:"سكاي نيوز"`:            "lang{سكاي نيوز}",
		"lang:(ar en) هدنة":           "[+or(lang{ar} lang{en}) هدنة]",
		"-lang:ar":                    "[ALL -lang{ar}]",
		"موجز:هدنة":                   "موجز:هدنة",
		"موجز:(هدنة حرب)^2":           "[موجز:هدنة موجز:حرب]^2",
		`موجز:="وقف النار"~3`:         `موجز:verbatim"وقف النار"~3`,
		"موجز:√كتب موجز:كت*":          "[موجز:root(كتب) موجز:prefix(كت)]",
		"pages_2:12":                  "pages_2{12}",
		"pages_2:10..20 x":            "[+pages_2{10..20} x]",
		"pages_2:10.. x":              "[+pages_2{10..} x]",
		"pages_2:10...":               "pages_2{10}",
		"pages_2:..20":                "pages_2{..20}",
		"pages_2:-1.5..٢٫٥":           "pages_2{-1.5..٢٫٥}",
		`pages_2:"10.."`:              "pages_2{10..}",
		"pages_2:10 pages_2:20":       "or(pages_2{10} pages_2{20})",
		"filed:2020-09":               "Filed{2020-09}",
		"filed:2019..2020-03":         "Filed{2019..2020-03}",
		"filed:15/9/2020،":            "Filed{15/9/2020}",
		"pages_2:abc":                 "[pages_2 abc]",
		"pages_2:20..10":              "[pages_2:20 10]",
		"pages_2:(10..20)":            "[pages_2 10 20]",
		"filed:أمس":                   "[filed أمس]",
		"lang: ar":                    "[lang ar]",
		"city:القاهرة":                "[city القاهرة]",
		"pages_2 lang":                "[pages_2 lang]",
		"a:lang:ar":                   "[a lang ar]",
		"قمح و lang:ar أو filed:2020": "or(and(قمح lang{ar}) Filed{2020})",
	} {
		n := own.Parse(query)
		assert.Equal(t, want, dump(n), query)
		assert.Equal(t, dump(n), dump(own.Parse(n.String())), "%s: %s", query, n)
	}
	for query, want := range map[string]string{
		"pages_2:abc":  "pages_2: needs a number",
		"filed:x":      "Filed: needs a date",
		"city:القاهرة": `unknown field "city"`,
		"pages_2:1..0": "pages_2: needs a number",
		`filed:"هدنة"`: "Filed: needs a date",
	} {
		_, err := own.ParseStrict(query)
		assert.ErrorContains(t, err, want, query)
	}
	assert.Equal(t, "[lang ar]", dump(Parse("lang:ar")), "without the index")
}

func TestNamesOfOwnFields(t *testing.T) {
	for _, name := range []string{"lang", "اللغة", "word_count", "v2", "Ö"} {
		assert.NoError(t, CheckName(name), name)
	}
	for _, name := range []string{"", "2a", "_a", "a b", "a:b", "a-b", "title", "TITLE", "عنوان", "المصدر:", "مصدر", "كَاتِب", "من", "قبل", "root", "جذر", "و", "أو", "AND", "stem", string(make([]byte, 65))} {
		assert.Error(t, CheckName(name), name)
	}
	assert.ErrorContains(t, CheckName("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "at most 64 bytes")
}

func TestParseNumbers(t *testing.T) {
	inf := math.Inf(1)
	for text, want := range map[string][2]float64{
		"12": {12, 12}, "١٢": {12, 12}, "-3": {-3, -3}, "1.5": {1.5, 1.5}, "1٫5": {1.5, 1.5}, "10..20": {10, 20}, "10..": {10, inf}, "..20": {-inf, 20},
		"-3..-1": {-3, -1}, "0.5..1": {0.5, 1},
	} {
		from, to, ok := ParseNumbers(text)
		require.True(t, ok, text)
		assert.Equal(t, want, [2]float64{from, to}, text)
	}
	for _, text := range []string{"", "..", "...", "a", "1a", "0x10", "1e5", "inf", "NaN", "1_000", "--1", "1..2..3", "2..1", "1,000", "+1", "-"} {
		_, _, ok := ParseNumbers(text)
		assert.False(t, ok, text)
	}
}

func TestParseMoments(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for text, want := range map[string][2]time.Time{
		"2020":          {day(2020, 1, 1), day(2021, 1, 1)},
		"2020-09..2021": {day(2020, 9, 1), day(2022, 1, 1)},
		"2020-09-15..":  {day(2020, 9, 15), {}},
		"..2020":        {{}, day(2021, 1, 1)},
		"2020..2020":    {day(2020, 1, 1), day(2021, 1, 1)},
	} {
		from, to, ok := ParseMoments(text)
		require.True(t, ok, text)
		assert.Equal(t, want, [2]time.Time{from, to}, text)
	}
	for _, text := range []string{"", "..", "x", "2021..2020", "2020..x", "2020..2021..2022"} {
		_, _, ok := ParseMoments(text)
		assert.False(t, ok, text)
	}
}

// A query of own fields comes back, as others do, where it is read with them.
func TestOwnFieldsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := []Field{own["lang"], own["موجز"], own["pages_2"], own["filed"]}
		nodes := []Node{composed(t, 2)}
		for range rapid.IntRange(1, 3).Draw(t, "n") {
			f := rapid.SampledFrom(fields).Draw(t, "field")
			n, err := NewIn(f, composed(t, 1))
			if f.IsValue() && err != nil {
				n, err = NewValue(f, rapid.SampledFrom([]string{"12", "10..20", "10..", "..2020", "2019", `a "b" c`, "-5", "a%20b", "x.."}).Draw(t, "value"))
			}
			if err == nil {
				nodes = append(nodes, n)
			}
		}
		n := NewAnd(nodes...)
		text := n.String()
		again, err := own.ParseStrict(text)
		if err != nil || dump(again) != dump(n) {
			t.Fatalf("%s\nwrites %s\nreads  %s, %v", dump(n), text, dump(again), err)
		}
	})
}
