package query

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// composed draws a query that a program puts together of parsed ones and of its
// own, with texts that tempt a printer.
func composed(t *rapid.T, depth int) Node {
	text := func() string {
		parts := rapid.SliceOfN(rapid.SampledFrom(append([]string{"%D8%B3", "&quot;", `a\u0633`, "u0633", "50%20x", "؟", "\u200f"}, texts...)), 0, 3)
		s := ""
		for _, p := range parts.Draw(t, "text") {
			s += " " + p
		}
		return s
	}
	try := func(n Node, err error) Node {
		if err != nil {
			return None{}
		}
		return n
	}
	last := 13
	if depth == 0 {
		last = 8
	}
	several := func() []Node {
		nodes := make([]Node, rapid.IntRange(0, 4).Draw(t, "n"))
		for i := range nodes {
			nodes[i] = composed(t, depth-1)
		}
		return nodes
	}
	switch rapid.IntRange(0, last).Draw(t, "maker") {
	case 0:
		return Match(text())
	case 1:
		return NewPhrase(text())
	case 2:
		return try(NewForm(rapid.SampledFrom([]Form{Exact, Root}).Draw(t, "form"), text()))
	case 3:
		return try(NewPrefix(text()))
	case 4:
		return try(NewFuzzy(text(), rapid.IntRange(0, MaxEdits).Draw(t, "edits")))
	case 5:
		return try(NewNear(text(), rapid.IntRange(1, MaxSlop).Draw(t, "more")))
	case 6:
		return try(NewValue(rapid.SampledFrom([]Field{Source, Section, Tag}).Draw(t, "field"), text()))
	case 7:
		return All{}
	case 8:
		return drawTree(t, 2)
	case 9:
		return NewAnd(several()...)
	case 10:
		return NewOr(several()...)
	case 11:
		return NewNot(composed(t, depth-1))
	case 12:
		f := rapid.SampledFrom([]Field{Title, Body, Author, Source, Section, Tag}).Draw(t, "field")
		return try(NewIn(f, composed(t, depth-1)))
	}
	weight := rapid.OneOf(rapid.Float64Range(1.0/MaxBoost, MaxBoost), rapid.SampledFrom([]float64{1, 2, MaxBoost, 1.0 / MaxBoost}))
	return try(NewBoost(composed(t, depth-1), weight.Draw(t, "weight")))
}

func TestComposedTreesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := composed(t, 3)
		if len(Leaves(n)) > MaxLeaves {
			return
		}
		text := n.String()
		again, err := ParseStrict(text)
		if err != nil {
			t.Fatalf("%s\nwrites %s\nwhich is refused: %v", dump(n), text, err)
		}
		if dump(again) != dump(n) {
			t.Fatalf("%s\nwrites %s\nreads  %s", dump(n), text, dump(again))
		}
		if dump(Parse(Decode(text))) != dump(n) {
			t.Fatalf("%s is decoded to %s", text, Decode(text))
		}
	})
}

// What is put together leaves its parts as they are.
func TestPartsStayAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := composed(t, 2)
		before := dump(part)
		whole := NewOr(part, NewAnd(part, Match("x")), NewNot(part))
		_, _ = NewBoost(part, 3)
		_, _ = NewBoost(whole, 3)
		_, _ = NewIn(Title, part)
		_, _ = NewIn(Source, whole)
		if dump(part) != before {
			t.Fatalf("%s has become %s", before, dump(part))
		}
	})
}

// A program composes what the language says.
func TestComposedIsWhatTheLanguageSays(t *testing.T) {
	try := func(n Node, err error) Node {
		t.Helper()
		require.NoError(t, err)
		return n
	}
	a, b, c := Match("أ"), Match("ب"), Match("ج")
	for query, n := range map[string]Node{
		"أ AND ب":                   NewAnd(a, b),
		"أ AND ب AND ج":             NewAnd(NewAnd(a, b), c),
		"أ AND NOT ب":               NewAnd(a, NewNot(b)),
		"-أ -ب":                     NewAnd(NewNot(a), NewNot(b)),
		"أ OR ب OR ج":               NewOr(a, NewOr(b, c)),
		"أ OR (-ب)":                 NewOr(a, NewNot(b)),
		"-(أ ب)":                    NewNot(Match("أ ب")),
		"أ":                         NewNot(NewNot(a)),
		"":                          NewNot(None{}),
		"ب":                         NewAnd(None{}, b, NewNot(None{})),
		"title:(أ ب)":               try(NewIn(Title, Match("أ ب"))),
		"title:أ AND author:ب":      NewAnd(try(NewIn(Title, a)), try(NewIn(Author, b))),
		"title:(أ author:ب)":        try(NewIn(Title, Parse("أ author:ب"))),
		"source:(أ ب)":              try(NewIn(Source, Match("أ ب"))),
		`source:"سكاي نيوز"`:        try(NewValue(Source, " سكاي  نيوز ")),
		"(أ ب)^3":                   try(NewBoost(Match("أ ب"), 3)),
		"أ^6":                       try(NewBoost(try(NewBoost(a, 2)), 3)),
		"=أحمد":                     try(NewForm(Exact, "أحمد")),
		"√(كتب علم)":                try(NewForm(Root, "كتب علم")),
		"الكت*":                     try(NewPrefix("الكت")),
		"كلمة~ كلمة~1":              newGroup([]operand{{node: try(NewFuzzy("كلمة", 0))}, {node: try(NewFuzzy("كلمة", 1))}}),
		`"وقف النار"~5`:             try(NewNear("وقف النار", 5)),
		"+أ -source:ب -(ج title:د)": NewAnd(a, NewNot(try(NewValue(Source, "ب"))), NewNot(Parse("ج title:د"))),
	} {
		assert.Equal(t, dump(Parse(query)), dump(n), query)
	}
}

func TestWhatCannotBeComposed(t *testing.T) {
	for _, weight := range []float64{0, -1, 1e-9, MaxBoost + 1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err := NewBoost(Match("أ"), weight)
		assert.ErrorContains(t, err, "a weight is a number from 1/1000 to 1000", "%v", weight)
	}
	for name, try := range map[string]func() (Node, error){
		"a filter has no weight":         func() (Node, error) { return NewBoost(Parse("source:a"), 2) },
		"compared with whole values":     func() (Node, error) { return NewIn(Source, Parse("a*")) },
		"source: is compared":            func() (Node, error) { return NewIn(Source, Parse("(a b)^2")) },
		"tag: is compared":               func() (Node, error) { return NewIn(Tag, Parse(`"a b"~3`)) },
		"a letter or a digit":            func() (Node, error) { return NewValue(Source, "؟") },
		"a prefix is one word":           func() (Node, error) { return NewPrefix("a b") },
		"a fuzzy word is one word":       func() (Node, error) { return NewFuzzy("a b", 0) },
		"not by 3":                       func() (Node, error) { return NewFuzzy("a", 3) },
		"1 to 100 words":                 func() (Node, error) { return NewNear("a b", 0) },
		"between them, not 101":          func() (Node, error) { return NewNear("a b", 101) },
		"a query has at most 1024 words": func() (Node, error) { return NewForm(Exact, longText) },
	} {
		n, err := try()
		assert.ErrorContains(t, err, name)
		assert.Equal(t, None{}, n, name)
	}
}

var longText = func() string {
	s := ""
	for range MaxLeaves + 1 {
		s += "a "
	}
	return s
}()
