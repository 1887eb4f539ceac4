package suggest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func times(n int, line string) []string { return slices.Repeat([]string{line}, n) }

func offered(t *testing.T, s *texts, text string) string {
	t.Helper()
	var all []string
	for _, x := range suggested(t, s, text) {
		all = append(all, x.Query)
	}
	return strings.Join(all, " | ")
}

func TestLatinLetters(t *testing.T) {
	for n, want := range map[int]string{9: "مدرسة", 10: ""} {
		src := newTexts(slices.Concat(times(n, "قالوا madrasa"), times(10*n+1, "مدرسة جديدة"))...)
		assert.Equal(t, want, offered(t, src, "madrasa"), "%d articles", n)
	}
	// a word that stands three times as often with the article is written with it
	for n, want := range map[int]string{9: "شجرة", 10: "الشجرة"} {
		src := newTexts(slices.Concat(times(3, "قالوا شجرة"), times(n, "رأوا الشجرة"))...)
		assert.Equal(t, want, offered(t, src, "shajara"), "%d articles", n)
	}
	src := newTexts(slices.Concat(times(30, "فاز غزال في السباق"), times(30, "مدينة غزة قديمة"), times(20, "عزال"), times(20, "حبيب"))...)
	for text, want := range map[string]string{
		"3'azal":            "غزال", // 3' is a letter
		"3'aza":             "غزة",
		"3'azal al siba2":   "غزال السباق",
		"madina 3'aza":      "مدينة غزة",
		"3'azal في":         "غزال في",
		"33'azal":           "", // 33 is a number
		"3 azal":            "",
		"7abib":             "حبيب",
		"غزال al-siba2":     "", // who writes Arabic beside them means these letters
		"al-siba2":          "السباق",
		"al siba2":          "السباق",
		"zqzq":              "",
		"al siba2 al-3'aza": "",
	} {
		assert.Equal(t, want, offered(t, src, text), text)
	}
}
