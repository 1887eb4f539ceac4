package terminal

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// show makes the invisible visible.
var show = strings.NewReplacer(rightToLeftIsolate, "<", popDirectionalIsolate, ">", string(StyleMatch), "{", string(StyleTitle), "(", styleReset, "}")

func TestLines(t *testing.T) {
	passage := []Span{{Text: "قال "}, {Text: "الوز", Match: true}, {Text: "ير\nإن BBC قالت 27%"}}
	for name, c := range map[string]struct {
		s    Screen
		want []string
	}{
		"pipe":         {Screen{}, []string{"قال [الوز]ير إن BBC قالت 27%"}},
		"bidi":         {Screen{Order: Isolates}, []string{"<قال [الوز]ير إن BBC قالت 27%>"}},
		"colour":       {Screen{Colour: true}, []string{"(قال}( }{الوز}(ير}( }(إن}( }(BBC}( }(قالت}( }(27%}"}},
		"narrow":       {Screen{Width: 24}, []string{"قال [الوز]ير إن BBC", "           قالت 27%"}},
		"narrow, bidi": {Screen{Width: 24, Order: Isolates}, []string{"<قال [الوز]ير إن BBC>", "           <قالت 27%>"}},
	} {
		var got []string
		for _, line := range c.s.Lines(passage, StyleTitle, 4) {
			got = append(got, show.Replace(line))
		}
		assert.Equal(t, c.want, got, name)
	}
}

func TestCutSentencesEndInDots(t *testing.T) {
	passage := []Span{{Cut: true}, {Text: "قال "}, {Text: "الوزير", Match: true}, {Cut: true}}
	assert.Equal(t, []string{"… قال [الوزير] …"}, Screen{}.Lines(passage, "", 4))
	assert.Equal(t, []string{"<… قال [الوزير] …>"}, []string{show.Replace(Screen{Order: Isolates}.Lines(passage, "", 4)[0])})
	seenAs := Screen{Order: Visual}.Lines(passage, "", 4)[0]
	assert.True(t, strings.HasPrefix(seenAs, "… ") && strings.HasSuffix(seenAs, " …"), seenAs)
}

// The brackets around matches take columns, too.
func TestLinesFitTheScreen(t *testing.T) {
	var passage []Span
	for range 30 {
		passage = append(passage, Span{Text: "وزير", Match: true}, Span{Text: " قال "})
	}
	for _, s := range []Screen{{Width: 40}, {Width: 40, Colour: true}, {Width: 40, Order: Visual}} {
		for _, line := range s.Lines(passage, "", 4) {
			assert.LessOrEqual(t, columns(strings.NewReplacer(string(StyleMatch), "", styleReset, "").Replace(line)), 36, line)
		}
	}
}

// In a text that runs to the right only the Arabic words are isolated.
func TestLinesOfLatinText(t *testing.T) {
	passage := []Span{{Text: "The paper المدار اليوم wrote (وقف) today again"}}
	lines := Screen{Order: Isolates}.Lines(passage, "", 4)
	assert.Equal(t, []string{"The paper <المدار اليوم> wrote <(وقف)> today again"}, []string{show.Replace(lines[0])})
}

// Only a text that runs to the left begins at the right edge.
func TestEdges(t *testing.T) {
	s := Screen{Width: 24}
	assert.Equal(t, []string{"The minister of foreign", "affairs said"}, s.Lines([]Span{{Text: "The minister of foreign affairs said"}}, "", 1))
	arabic := []Span{{Text: "قال وزير الشؤون الخارجية اليوم"}}
	assert.Equal(t, []string{"قال وزير الشؤون", " الخارجية اليوم"}, s.Lines(arabic, "", 4))
	assert.Equal(t, s.Lines(arabic, "", 4), Screen{Width: 5}.Lines(arabic, "", 1), "a word a line is no text: lines of 20 columns at least")
}

// What is shown on one line stays on one, however narrow the screen.
func TestPlainIsOneLine(t *testing.T) {
	for _, text := range []string{"قال وزير الشؤون الخارجية اليوم", "The minister of foreign affairs said"} {
		assert.Equal(t, text, Screen{Width: 24}.Plain(text))
	}
}

func TestLinesAreSafe(t *testing.T) {
	evil := "a\x1b[31m\u202eb\u2066\x07\u0085c\u2069\tد\ufeff"
	assert.Equal(t, "a [31mb c د", Screen{}.Plain(evil))
	assert.Empty(t, Screen{}.Plain(" \n\u202e "))
	assert.Empty(t, Screen{}.Lines(nil, "", 4))
	// Marks that shape words stay: they are spelling.
	assert.Equal(t, "می\u200cشود", Screen{}.Plain("می\u200cشود"))
}

func TestColumns(t *testing.T) {
	assert.Equal(t, 4, columns("مُدَرِّس"), "marks take no column")
	assert.Equal(t, 3, columns("a\u200fbc"))
}

func TestOrderOf(t *testing.T) {
	for env, want := range map[string]Order{
		"":                            Logical,
		"TERM=xterm-256color":         Logical,
		"VTE_VERSION=5600":            Logical,
		"VTE_VERSION=7200":            Isolates,
		"KONSOLE_VERSION=230800":      Isolates,
		"TERM=mlterm-256color":        Isolates,
		"TERM_PROGRAM=Apple_Terminal": Isolates,
		"TERM_PROGRAM=mintty":         Isolates,
		"TERM_PROGRAM=vscode":         Logical,
		"TERM=alacritty":              Visual,
		"TERM=foot":                   Visual,
		"XTERM_VERSION=XTerm(379)":    Visual,
	} {
		name, value, _ := strings.Cut(env, "=")
		got := orderOf(func(n string) string {
			if n == name {
				return value
			}
			return ""
		})
		assert.Equal(t, want, got, env)
	}
}

func TestNewOfAFile(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer f.Close()
	assert.Equal(t, Screen{}, New(f))
	assert.Equal(t, Screen{}, New(&strings.Builder{}))
}

func TestSetBidi(t *testing.T) {
	for _, was := range []Order{Logical, Isolates, Visual} {
		for word, want := range map[string]Order{"auto": was, "on": Isolates, "off": Logical, "visual": Visual} {
			s := Screen{Order: was}
			require.NoError(t, s.SetBidi(word))
			assert.Equal(t, want, s.Order, word)
			assert.Contains(t, Bidi, word)
		}
	}
	s := Screen{Order: Isolates}
	assert.EqualError(t, s.SetBidi("rtl"), "it is auto, on, off or visual")
	assert.Equal(t, Isolates, s.Order)
}

// The direction of a passage is that of most letters, a Latin name at its
// start or not: only then does it begin at the right edge.
func TestLinesOfMixedText(t *testing.T) {
	s := Screen{Order: Isolates}
	assert.Equal(t, "<(CNN) قال الوزير>", show.Replace(s.Lines([]Span{{Text: "(CNN) قال الوزير"}}, "", 0)[0]))
	assert.Equal(t, "<قال> BBC World", show.Replace(s.Lines([]Span{{Text: "قال BBC World"}}, "", 0)[0]))
	assert.Equal(t, "2018-10", show.Replace(s.Lines([]Span{{Text: "2018-10"}}, "", 0)[0]))
}

// Occurrences stand under each other, whatever their context is, in every order.
func TestConcordedLinesAreAligned(t *testing.T) {
	contexts := [][2]string{
		{"", ""}, {"قال ", " الخارجية"}, {"ثم قال في حديث طويل جدا إلى وكالة الأنباء الرسمية مساء أمس إن «", "» وافق على المقترح الذي قدمته اللجنة"},
		{"قَالَ ", "، مساء"}, {"كتب CNN ", "\nسطر جديد"},
	}
	column := func(line, node string) int { return columns(line[:strings.Index(line, node)]) }
	logical := Screen{Width: 80}
	visual := Screen{Width: 80, Order: Visual, Colour: true}
	for _, c := range contexts {
		line := logical.Concorded(c[0], "وزير", c[1], 0)
		assert.Equal(t, 36, column(line, "[وزير]"), line)
		assert.LessOrEqual(t, columns(line), 80)
		assert.NotContains(t, line, "\n")
		seen := visual.Concorded(c[0], "وزير", c[1], 0)
		plain := strings.NewReplacer(string(StyleMatch), "", styleReset, "").Replace(seen)
		at := strings.Index(seen, string(StyleMatch))
		assert.Equal(t, 40, columns(seen[:at]), "the room behind it, to its left: %q", plain)
	}
	long := logical.Concorded("كلمة كلمة ", strings.Repeat("طويل ", 30), " بعد", 0)
	assert.Contains(t, long, "[طويل", "an occurrence is never cut")
}
