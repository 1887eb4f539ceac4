package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/unicode/norm"
)

// seenLine returns a line in the order in which it is Visual, its letters in
// their plain forms again.
func seenLine(text string, rtl bool) string {
	return norm.NFKC.String(textOf(visual([]Span{{Text: text}}, rtl)))
}

// reverse turns letters round.
func reverse(s string) string {
	out := []rune(s)
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// What a reader of the screen sees, from left to right. Latin words and numbers
// keep their order, whatever stands around them.
func TestVisualOrder(t *testing.T) {
	for _, c := range []struct {
		text string
		rtl  bool
		want string
	}{
		{"قبل", true, reverse("قبل")},
		{"قبل بعد.", true, "." + reverse("قبل بعد")},
		{"قبل BBC بعد", true, reverse("بعد") + " BBC " + reverse("قبل")},
		{"عام 2020 ثم", true, reverse("ثم") + " 2020 " + reverse("عام")},
		{"عام ٢٠٢٠ ثم", true, reverse("ثم") + " ٢٠٢٠ " + reverse("عام")},
		{"بين 3.5 و4", true, "4" + "و" + " 3.5 " + reverse("بين")},
		{"في 27/9", true, "27/9 " + reverse("في")},
		{"في 27-9", true, "9-27 " + reverse("في")}, // a hyphen after Arabic parts two numbers (W4)
		{"27-9", true, "27-9"},
		{"زاد 27%", true, "%27 " + reverse("زاد")},
		{"(نص)", true, "(" + reverse("نص") + ")"},
		{"«نص» BBC (UK)", true, "(BBC (UK «" + reverse("نص") + "»"},
		{"BBC قبل بعد UK", false, "BBC " + reverse("قبل بعد") + " UK"},
		{"See قبل 5 UK.", false, "See 5 " + reverse("قبل") + " UK."},
		{"شركة A&B ثم", true, reverse("ثم") + " A&B " + reverse("شركة")}, // a sign takes the direction of what it stands between
		{"See ق&ب now", false, "See ب&ق now"},
		{"v1 2 قبل", false, "v1 2 " + reverse("قبل")},
		{"", true, ""},
	} {
		assert.Equal(t, c.want, seenLine(c.text, c.rtl), c.text)
	}
}

func TestVisualKeepsMatchesAndMarks(t *testing.T) {
	line := visual([]Span{{Text: "قال "}, {Text: "دَرَسَ", Match: true}, {Text: " BBC"}}, true)
	assert.Len(t, line, 3)
	assert.Equal(t, "BBC ", line[0].Text)
	assert.True(t, line[1].Match)
	assert.Equal(t, "سَرَدَ", norm.NFKC.String(line[1].Text), "a mark follows its letter")
}

// The forms of letters, in logical order.
func TestShape(t *testing.T) {
	shaped := func(text string) string {
		cells := cutCells([]Span{{Text: text}})
		shape(cells)
		var b strings.Builder
		for _, c := range cells {
			b.WriteString(c.text)
		}
		return b.String()
	}
	for text, want := range map[string]string{
		"ب":         "\ufe8f",
		"ببب":       "\ufe91\ufe92\ufe90",
		"دد":        "\ufea9\ufea9",
		"بد":        "\ufe91\ufeaa",
		"لا":        "\ufefb",
		"بلا":       "\ufe91\ufefc",
		"ألأب":      "\ufe83\ufef7\ufe8f",
		"ءب":        "\ufe80\ufe8f",
		"بـب":       "\ufe91ـ\ufe90",
		"بَب":       "\ufe91\u064e\ufe90",
		"می\u200cش": "\ufee3\ufbfd\u200c\ufeb5",
		"ڭ":         "\ufbd3",
		"a1":        "a1",
	} {
		assert.Equal(t, want, shaped(text), text)
	}
}

func FuzzVisual(f *testing.F) {
	f.Add("قال «BBC» 27% في 3.5 (ثم)", true)
	f.Add("See قبل 5 UK.", false)
	f.Add("لا لألإلآ می\u200cش", true)
	f.Fuzz(func(t *testing.T, text string, rtl bool) {
		if !utf8.ValidString(text) {
			return
		}
		words := Screen{Colour: true}.cutWords([]Span{{Text: text, Match: true}})
		line := Screen{Order: Visual}.line(words, "", rtl)
		assert.True(t, utf8.ValidString(line))
		assert.NotContains(t, line, "\n")
		var letters int
		for _, w := range words {
			letters += w.columns
		}
		// Only a lam with its alef becomes fewer.
		assert.LessOrEqual(t, columns(strings.NewReplacer("[", "", "]", "").Replace(line)), letters+len(words))
	})
}
