package analysis

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFoldWritten(t *testing.T) {
	for in, want := range map[string]string{
		"أَعْداد": "أعداد", "إعـداد": "إعداد", "آلام": "آلام", "ءالام": "آلام", "ءآلام": "آلام", "اعداد": "اعداد",
		"ا\u0653لام": "آلام", "ا\u0654عداد": "أعداد", "ا\u0655عداد": "إعداد", "ٱلناس": "الناس",
		"مؤتمر": "مءتمر", "شيئ": "شيء", "مستشفى": "مستشفى", "Été": "ete", "": "", "آ": "آ",
	} {
		assert.Equal(t, want, FoldWritten(in), in)
		assert.Equal(t, want, FoldWritten(want), in)
	}
}

// What is folded already is left alone without looking at each letter.
func TestFoldedIsWrittenSo(t *testing.T) {
	letters := []rune("اءأبجعةيىوهئؤـ a1'\u0651\u064e")
	r := rand.New(rand.NewPCG(5, 5))
	folded := 0
	for range 20_000 {
		word := ""
		for range 1 + r.IntN(5) {
			word += string(letters[r.IntN(len(letters))])
		}
		if isFolded(word) {
			folded++
			require.Equal(t, word, foldWritten(word))
		}
	}
	require.Greater(t, folded, 1000)
}

// FuzzFoldWritten: folding in two steps is folding.
func FuzzFoldWritten(f *testing.F) {
	seedTexts(f)
	f.Fuzz(func(t *testing.T, word string) {
		written := FoldWritten(word)
		require.True(t, utf8.ValidString(written))
		require.Equal(t, Fold(word), Fold(written))
		if isLetters(written) {
			require.Len(t, Fold(written), len(written))
		}
	})
}

// TestSettle: the letter that makes a word of its own stays, behind proclitics
// and before endings too; slips, and the commonest word of a spelling, are
// folded; a bare alef is the likeliest word.
func TestSettle(t *testing.T) {
	l, err := openLexicon(lexiconData)
	require.NoError(t, err)
	for in, want := range map[string]string{
		"إنفاق": "انفاق", "انفاق": "انفاق", "أنفاق": "أنفاق", "والأنفاق": "والأنفاق", "أنفاقهم": "أنفاقهم",
		"الآلام": "الآلام", "آلامنا": "آلامنا", "الام": "الام", "إمام": "إمام", "أمام": "امام",
		"ألسنة": "ألسنة", "السنة": "السنة", "ألمانيا": "ألمانيا", "المانيا": "ألمانيا", "إلمانيا": "ألمانيا",
		"اليمنى": "اليمنى", "اليمني": "اليمني", "دبى": "دبي", "مصطفى": "مصطفي", "مصطفي": "مصطفي",
		"أصابته": "أصابته", "مرآة": "مرآة", "إسرائيل": "اسراءيل", "أفريقيا": "افريقيا", "إفريقيا": "افريقيا",
		"أحمد": "احمد", "أعطى": "اعطي", "ألزعيبل": "ألزعيبل", "سؤال": "سءال", "x": "x", "كوفيد19": "كوفيد19",
	} {
		got := l.settle(FoldWritten(in))
		assert.Equal(t, want, got, in)
		assert.Equal(t, got, l.settle(got), in)
	}
}

// TestReadings: words of one exact form that are told apart by a letter.
func TestReadings(t *testing.T) {
	a := Default()
	for exact, want := range map[string][]string{
		"انفاق": {"انفاق", "نفق"}, "امام": {"امام", "إمام"}, "وزير": {"وزير"}, "اليمني": {"يمن", "يمنى"},
	} {
		var stems []string
		for _, r := range a.Readings(exact) {
			assert.Equal(t, exact, r.Exact)
			stems = append(stems, r.Stem)
		}
		assert.Equal(t, want, stems, exact)
	}
	assert.Len(t, a.Readings("2020"), 1)
	assert.True(t, a.Word("أَمَامَ").Stem != a.Word("إِمَام").Stem)
}
