package wikitext_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/wikitext"
)

func cases(t testing.TB) (all [][2]string) {
	data, err := os.ReadFile("testdata/text.txt")
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		if in, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "# ") {
			all = append(all, [2]string{strings.ReplaceAll(in, "⏎", "\n"), strings.ReplaceAll(want, "⏎", "\n")})
		}
	}
	require.NotEmpty(t, all)
	return all
}

func TestText(t *testing.T) {
	for _, c := range cases(t) {
		got, _ := wikitext.Text(c[0], nil, nil)
		assert.Equal(t, c[1], got, c[0])
	}
}

func TestCategories(t *testing.T) {
	_, got := wikitext.Text("نص [[تصنيف:مدن_سوريا]] [[Category:Cities|*]] [[رتبة:خاص]]", []string{"شكل"}, []string{"رتبة"})
	assert.Equal(t, []string{"مدن سوريا", "Cities", "خاص"}, got)
	text, _ := wikitext.Text("نص [[شكل:a.jpg|تعليق]]", []string{"شكل"}, nil)
	assert.Equal(t, "نص", text)
}

func TestRedirect(t *testing.T) {
	for in, want := range map[string]bool{"#تحويل [[حلب]]": true, " #REDIRECT [[x]]": true, "#redirect: [[x]]": true, "تحويل [[حلب]]": false, "# أول": false} {
		assert.Equal(t, want, wikitext.Redirect(in), in)
	}
}

// What is never closed costs little: with quadratic time this test would not
// end.
func TestBrokenTextTakesLinearTime(t *testing.T) {
	for _, piece := range []string{"{{", "[[", "{|\n", "\n{|", "}}", "|}", "<ref>", "<ref", "<!--", "[http://a ", "{{a|", "[[a|", "''", "{{{", "\n==a", "<nowiki>", "[[ملف:a|[[b]]"} {
		assert.NotPanics(t, func() { wikitext.Text(strings.Repeat(piece, 1<<18/len(piece)), nil, nil) }, piece)
	}
}

func FuzzText(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := wikitext.Text(s, nil, nil)
		if utf8.ValidString(s) {
			assert.True(t, utf8.ValidString(got))
		}
	})
}
