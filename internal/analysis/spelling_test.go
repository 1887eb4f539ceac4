package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWritten(t *testing.T) {
	a := Default()
	for _, c := range []struct {
		typed, text string
		agrees      bool
	}{
		{"ألسنة", "ألسنة", true}, {"ألسنة", "السنة", false}, {"السنة", "ألسنة", true}, {"قرآن", "قران", false}, {"قران", "قرآن", true},
		{"الحَرَم", "الحُرُم", false}, {"الحَرَم", "الحَرَم", true}, {"الحَرَم", "الحرم", true}, {"الحرم", "الحُرُم", true},
		{"اليمنى", "اليمني", false}, {"اليمني", "اليمنى", false}, {"كتابٌ", "كتابُ", true}, {"ا\u0654نفاق", "أنفاق", true}, {"إنفاق", "أنفاق", false},
		{"مدرسة", "مدرسه", false}, {"مدرسه", "مدرسة", false}, {"العـــراق", "العراق", true}, {"ٱلحمد", "الحمد", true}, {"شؤون", "شئون", false},
		{"شؤون", "شؤون", true}, {"ءامن", "آمن", true}, {"آمن", "ءامن", true}, {"آمن", "أمن", false}, {"ﺃنفاق", "أنفاق", true}, {"أنفاق", "ﺃنفاق", true},
		{"الكَافرون", "ٱلْكَـٰفِرُونَ", true}, {"عبد الله", "عبدالله", true}, {"أبو ظبي", "ابو ظبي", false}, {"ابو ظبي", "أبو ظبي", true},
		{"أحمد", "2020", false}, {"2020", "أحمد", true},
	} {
		assert.Equal(t, c.agrees, a.Word(c.typed).Written.Agrees(a.Word(c.text).Written), "%s %s", c.typed, c.text)
	}
	assert.Zero(t, a.Word("كتاب").Written)
	assert.Zero(t, Usual("كتاب"))
}

func TestWrittenBehind(t *testing.T) {
	a := Default()
	for _, word := range []string{"أحمد", "إمارة", "حَرَم", "مسؤول", "آلام"} {
		for _, before := range []string{"", "و", "ال", "وال", "بال"} {
			assert.Equal(t, a.Word(before+word).Written, a.Word(word).Written.Behind(before), before+word)
		}
	}
	for _, c := range []struct {
		typed, text string
		want        int
	}{
		{"أحمد", "أحمد", 1}, {"أحمد", "احمد", 0}, {"أنفاق", "إنفاق", -1}, {"حَرَم", "حَرَم", 1}, {"حَرَم", "حرم", 0}, {"حَرَم", "حُرِم", -1}, {"حرَم", "حَرَم", 1}, {"وزير", "وزير", 1},
	} {
		assert.Equal(t, c.want, a.Word(c.typed).Written.Compare(a.Word(c.text).Written), "%s %s", c.typed, c.text)
	}
}

// FuzzWritten: what is written agrees with itself, and with what was typed bare.
func FuzzWritten(f *testing.F) {
	seedTexts(f)
	f.Fuzz(func(t *testing.T, word string) {
		for _, tok := range Default().AppendTokens(nil, word) {
			w := tok.Written
			require.True(t, w.Agrees(w))
			require.True(t, Written(0).Agrees(w))
		}
	})
}
