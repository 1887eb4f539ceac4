package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// show makes the invisible visible.
var show = strings.NewReplacer(rightToLeftIsolate, "<", popDirectionalIsolate, ">", styleMatch, "{", styleTitle, "(", styleReset, "}")

func TestLines(t *testing.T) {
	passage := fihris.Snippet{{Text: "قال "}, {Text: "الوز", Match: true}, {Text: "ير\nإن BBC قالت 27%"}}
	for name, c := range map[string]struct {
		s    screen
		want []string
	}{
		"pipe":         {screen{}, []string{"قال [الوز]ير إن BBC قالت 27%"}},
		"bidi":         {screen{order: isolates}, []string{"<قال [الوز]ير إن BBC قالت 27%>"}},
		"colour":       {screen{colour: true}, []string{"(قال}( }{الوز}(ير}( }(إن}( }(BBC}( }(قالت}( }(27%}"}},
		"narrow":       {screen{width: 24}, []string{"قال [الوز]ير إن BBC", "           قالت 27%"}},
		"narrow, bidi": {screen{width: 24, order: isolates}, []string{"<قال [الوز]ير إن BBC>", "           <قالت 27%>"}},
	} {
		var got []string
		for _, line := range c.s.lines(passage, styleTitle, 4) {
			got = append(got, show.Replace(line))
		}
		assert.Equal(t, c.want, got, name)
	}
}

func TestCutSentencesEndInDots(t *testing.T) {
	passage := fihris.Snippet{{Cut: true}, {Text: "قال "}, {Text: "الوزير", Match: true}, {Cut: true}}
	assert.Equal(t, []string{"… قال [الوزير] …"}, screen{}.lines(passage, "", 4))
	assert.Equal(t, []string{"<… قال [الوزير] …>"}, []string{show.Replace(screen{order: isolates}.lines(passage, "", 4)[0])})
	seenAs := screen{order: seen}.lines(passage, "", 4)[0]
	assert.True(t, strings.HasPrefix(seenAs, "… ") && strings.HasSuffix(seenAs, " …"), seenAs)
}

// The brackets around matches take columns, too.
func TestLinesFitTheScreen(t *testing.T) {
	var passage fihris.Snippet
	for range 30 {
		passage = append(passage, fihris.Span{Text: "وزير", Match: true}, fihris.Span{Text: " قال "})
	}
	for _, s := range []screen{{width: 40}, {width: 40, colour: true}, {width: 40, order: seen}} {
		for _, line := range s.lines(passage, "", 4) {
			assert.LessOrEqual(t, columns(strings.NewReplacer(styleMatch, "", styleReset, "").Replace(line)), 36, line)
		}
	}
}

// In a text that runs to the right only the Arabic words are isolated.
func TestLinesOfLatinText(t *testing.T) {
	passage := fihris.Snippet{{Text: "The paper المدار اليوم wrote (وقف) today again"}}
	lines := screen{order: isolates}.lines(passage, "", 4)
	assert.Equal(t, []string{"The paper <المدار اليوم> wrote <(وقف)> today again"}, []string{show.Replace(lines[0])})
}

func TestLinesAreSafe(t *testing.T) {
	evil := "a\x1b[31m\u202eb\u2066\x07\u0085c\u2069\tد\ufeff"
	assert.Equal(t, "a [31mb c د", screen{}.plain(evil))
	assert.Empty(t, screen{}.plain(" \n\u202e "))
	assert.Empty(t, screen{}.lines(nil, "", 4))
	// Marks that shape words stay: they are spelling.
	assert.Equal(t, "می\u200cشود", screen{}.plain("می\u200cشود"))
}

func TestColumns(t *testing.T) {
	assert.Equal(t, 4, columns("مُدَرِّس"), "marks take no column")
	assert.Equal(t, 3, columns("a\u200fbc"))
}

func TestOrderOf(t *testing.T) {
	for env, want := range map[string]order{
		"":                            logical,
		"TERM=xterm-256color":         logical,
		"VTE_VERSION=5600":            logical,
		"VTE_VERSION=7200":            isolates,
		"KONSOLE_VERSION=230800":      isolates,
		"TERM=mlterm-256color":        isolates,
		"TERM_PROGRAM=Apple_Terminal": isolates,
		"TERM_PROGRAM=mintty":         isolates,
		"TERM_PROGRAM=vscode":         logical,
		"TERM=alacritty":              seen,
		"TERM=foot":                   seen,
		"XTERM_VERSION=XTerm(379)":    seen,
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

func TestNewScreenOfAFile(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer f.Close()
	assert.Equal(t, screen{}, newScreen(f))
	assert.Equal(t, screen{}, newScreen(&strings.Builder{}))
}

func TestNumbersForPeople(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		assert.Equal(t, want, count(n))
	}
	assert.Equal(t, "1 article", plural(1, "article"))
	assert.Equal(t, "0 articles", plural(0, "article"))
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1.5 kB", 3e6: "3.0 MB", 2.5e9: "2.5 GB", 7e15: "7000.0 TB"} {
		assert.Equal(t, want, bytesText(n))
	}
}
