package query

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// texts are words that tempt a printer: operators, names, signs, addresses.
var texts = []string{
	"مصر", "حَرَم", "العـــراق", "AND", "OR", "NOT", "و", "أو", "ليس", "أوْ", "x", "2020", "كوفيد-19",
	"عنوان:مصر", "title:x", "من:2020", "a+b", "a-b", "a*b", "ك؟اب", "a(b)c", `a"b`, `a\b`, "a~2", "a^3",
	"a&&b", "a||b", "https://example.com/?a=b~c", "www.example.com^2", "U.S", "don't", "1,5", "٣٫٥", "a:b", "a=b", "√x7x",
	"a«b", "a’b", "ـ", "é", "e\u0301", "日本", "a@b.c",
}

// trees draws trees as the parser builds them.
func trees() *rapid.Generator[Node] {
	return rapid.Custom(func(t *rapid.T) Node { return drawTree(t, 3) })
}

func drawTree(t *rapid.T, depth int) Node {
	last := 5
	if depth == 0 {
		last = 2
	}
	boost := rapid.SampledFrom([]float64{0, 0, 0, 2, 0.5, 2.5, 1.0 / 3}).Draw(t, "boost")
	switch rapid.IntRange(0, last).Draw(t, "kind") {
	case 0:
		return drawWord(t, boost)
	case 1:
		return drawPhrase(t, boost)
	case 2:
		return drawFilter(t)
	case 3:
		return weighed(newAnd(drawTrees(t, depth-1)), boost)
	case 4:
		return weighed(newOr(drawTrees(t, depth-1)), boost)
	}
	var list []operand
	for _, n := range drawTrees(t, depth-1) {
		list = append(list, operand{node: n})
	}
	for i := range list {
		switch rapid.IntRange(0, 2).Draw(t, "sign") {
		case 1:
			list[i].required = true
		case 2:
			list[i].excluded = true
		}
	}
	return weighed(newGroup(list), boost)
}

func drawTrees(t *rapid.T, depth int) []Node {
	var nodes []Node
	for range rapid.IntRange(1, 4).Draw(t, "n") {
		nodes = append(nodes, drawTree(t, depth))
	}
	return nodes
}

func weighed(n Node, boost float64) Node {
	if boost == 0 || IsFilter(n) {
		return n
	}
	return withBoost(n, boost)
}

func drawField(t *rapid.T) Field {
	return rapid.SampledFrom([]Field{Text, Text, Title, Body, Author}).Draw(t, "field")
}

func drawWord(t *rapid.T, boost float64) Node {
	text := rapid.SampledFrom(texts).Draw(t, "text")
	if m, ok := Match(text).(*Word); ok {
		text = m.Text
	}
	w := &Word{Text: text, Field: drawField(t), Boost: boost}
	w.Form = Form(rapid.IntRange(int(Stem), int(Fuzzy)).Draw(t, "form"))
	switch w.Form {
	case Fuzzy:
		w.Edits = rapid.IntRange(0, MaxEdits).Draw(t, "edits")
	case Wildcard:
		w.Text = rapid.SampledFrom([]string{"ك?اب", "ك*ب", "a?b*", "a??b", "a*?b-c", "*اب", "*ستشف*", "*a?b"}).Draw(t, "wild")
	case Prefix:
		w.Text = rapid.SampledFrom([]string{"الكت", "20", "كوفيد-1", "title:x", "a.b"}).Draw(t, "prefix")
	}
	return w
}

func drawPhrase(t *rapid.T, boost float64) Node {
	p := NewPhrase(rapid.SampledFrom([]string{
		"وقف إطلاق النار", "كلمة", "a «b» c", "-a +b (c", "عنوان:x و y", `a"b`, `C:\dir`, "it's 'so'", "a, b؛ c؟",
	}).Draw(t, "phrase")).(*Phrase)
	p.Kind = PhraseKind(rapid.IntRange(int(AsWritten), int(AnyForm)).Draw(t, "kind"))
	p.Slop = rapid.SampledFrom([]int{0, 0, 1, MaxSlop}).Draw(t, "slop")
	p.Field, p.Boost = drawField(t), boost
	return p
}

func drawFilter(t *rapid.T) Node {
	switch rapid.IntRange(0, 5).Draw(t, "filter") {
	case 2:
		days := rapid.SampledFrom([]time.Time{{}, time.Date(2011, 1, 25, 0, 0, 0, 0, time.UTC), time.Date(1948, 5, 15, 0, 0, 0, 0, time.UTC)})
		m := &Mentioned{From: days.Draw(t, "first"), To: days.Draw(t, "last")}
		if !m.To.IsZero() {
			m.To = m.To.AddDate(0, 0, 1)
		}
		if !m.From.IsZero() && !m.To.IsZero() && !m.From.Before(m.To) || m.From.IsZero() && m.To.IsZero() {
			return All{}
		}
		return m
	case 0:
		return All{}
	case 1:
		return &Value{
			Field: rapid.SampledFrom([]Field{Source, Section, Tag}).Draw(t, "field"),
			Text:  rapid.SampledFrom([]string{"سانا", "سكاي نيوز", `جريدة "الغد"`, "a:b", "x (y)", `a\b`, "و", "bbc.com/ar", "x!"}).Draw(t, "value"),
		}
	}
	day := rapid.SampledFrom([]time.Time{
		{}, time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC), time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2020, 9, 1, 10, 30, 0, 0, time.UTC), time.Date(2021, 1, 2, 3, 4, 5, 6000, time.UTC),
	})
	d := &Dates{From: day.Draw(t, "from"), To: day.Draw(t, "to")}
	if d.From.IsZero() && d.To.IsZero() {
		return All{}
	}
	return d
}

func TestTreesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := trees().Draw(t, "tree")
		again, err := ParseStrict(n.String())
		if err != nil {
			t.Fatalf("%s\nwrites %s\nwhich is refused: %v", dump(n), n, err)
		}
		if dump(again) != dump(n) {
			t.Fatalf("%s\nwrites %s\nreads  %s", dump(n), n, dump(again))
		}
	})
}

// Typing more onto a query never makes parsing fail or lose the canonical form.
func TestFragmentsComeBack(t *testing.T) {
	fragment := rapid.SampledFrom([]string{
		" ", " ", " ", "(", ")", `"`, "«", "»", "'", "+", "-", "!", "=", "√", "*", "؟", "?", "~", "~2", "^2", "^٢٫٥", "@stem", `\`,
		" AND ", " OR ", " NOT ", " و ", " أو ", " ليس ", "&&", "||", "عنوان:", "مصدر:", "جذر:", "بعد:", "2020-09", "2020",
		"مصر", "السودان", "a", ":", "،", "؛", ".", "\u200f", "\u2067", "ـ", "https://x.y/",
	})
	rapid.Check(t, func(t *rapid.T) {
		var s string
		for _, f := range rapid.SliceOfN(fragment, 0, 16).Draw(t, "fragments") {
			s += f
		}
		n := Parse(s)
		again, err := ParseStrict(n.String())
		if err != nil || dump(again) != dump(n) {
			t.Fatalf("%q is %s\nwrites %s\nreads  %s, %v", s, dump(n), n, dump(again), err)
		}
	})
}

func TestStringOfCommonQueries(t *testing.T) {
	for query, want := range map[string]string{
		"وزير  خارجية":                      "وزير خارجية",
		"غزة -لبنان +هدنة":                  "+هدنة غزة -لبنان",
		"هدنة بعد:2020-09 مصدر:«سكاي نيوز»": `from:2020-10-01 +source:"سكاي نيوز" هدنة`,
		"مصر و السودان":                     "مصر و السودان",
		`"مجلس الأمن" و (سوريا أو لبنان)`:   `"مجلس الأمن" AND (سوريا OR لبنان)`,
		`«أ ب»@جذع~٥^٢ عنوان:جذر:كتب`:       `"أ ب"@stem~5^2 title:√كتب`,
		"من:2020 إلى:2021":                  "from:2020-01-01 before:2022-01-01",
		"-مصر":                              "-مصر",
		"":                                  "",
		"*":                                 "*",
		`\AND b`:                            `\AND b`,
		`+مصر \و`:                           `+مصر \و`,
		"كت* ك؟اب كلمة~ كلمة~1":             "كت* ك?اب كلمة~ كلمة~1",
		"(مصر السودان)^2 ليبيا^0.5":         "(مصر السودان)^2 ليبيا^0.5",
		"https://example.com/?q=1 مصر^2":    "https://example.com/?q=1 مصر^2",
		"(وزير أو رئيس) ليس (نائب أو مستشار)": "وزير OR رئيس -(نائب OR مستشار)",
	} {
		assert.Equal(t, want, Parse(query).String(), query)
	}
}
