package charset_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/testdata"
)

func TestSoundTextIsLeftAlone(t *testing.T) {
	for _, a := range testdata.Articles() {
		for _, s := range []string{a.Title, a.Body} {
			got, notes := charset.Mend(s)
			assert.Equal(t, s, got)
			assert.Empty(t, notes, a.ID)
			dec, err := charset.Decode([]byte(s), "")
			require.NoError(t, err)
			assert.Equal(t, charset.Text{Text: s, Encoding: charset.UTF8}, dec)
		}
	}
}

func TestLostLettersAreTold(t *testing.T) {
	const text = "أ\ufffdراد في\ufffd"
	got, err := charset.Decode([]byte(text), "")
	require.NoError(t, err)
	assert.Equal(t, text, got.Text)
	require.Equal(t, []charset.Kind{charset.Lost}, kinds(got.Notes))
	assert.Equal(t, 2, got.Notes[0].Count)
	assert.EqualValues(t, -1, got.Notes[0].First, "not known")
	assert.Equal(t, got.Notes[0].Text, got.Notes[0].String())
	got, err = charset.Decode([]byte("أراد\xff في"), "")
	require.NoError(t, err)
	assert.Equal(t, got.Notes[0].Text+" (the first at byte 8)", got.Notes[0].String())
}

func TestQuestionMarksAreTold(t *testing.T) {
	_, notes := charset.Mend("???? ??? ???? في ???? 7 ?????.")
	assert.Equal(t, []charset.Kind(nil), kinds(notes), "five at least")
	_, notes = charset.Mend("???? ??? ???? في ???? 7 ????? ??????")
	require.Equal(t, []charset.Kind{charset.Lost}, kinds(notes))
	assert.Equal(t, 6, notes[0].Count)
	_, notes = charset.Mend(strings.Repeat("ماذا حدث في المدينة ؟؟ ?? ", 9))
	assert.Empty(t, notes)
}

func TestLamAlef(t *testing.T) {
	for _, row := range rows(t, "lam-alef.txt") {
		got, notes := charset.Mend(row[0])
		assert.Equal(t, row[1], got)
		assert.Equal(t, row[0] != row[1], slices.Contains(kinds(notes), charset.LamAlef), row[0])
	}
}

func TestVisual(t *testing.T) {
	for _, row := range rows(t, "visual.txt") {
		assert.Equal(t, row[1], charset.Visual(row[0]))
	}
	got, notes := charset.Mend("يﺬﯿﻔﻨﺘﻟا ﺺﺨﻠﻤﻟا\r\nﻦﻣ")
	assert.Equal(t, "الملخص التنفیذي\r\nمن", got)
	assert.Equal(t, []charset.Kind{charset.VisualOrder}, kinds(notes))
}

func TestVisualOrderIsSuspected(t *testing.T) {
	share(t, "letters from left to right", func(a testdata.Article) bool {
		stored := charset.Visual(excerpt(a.Body, 100)) // turning plain letters twice gives them back
		got, notes := charset.Mend(stored)
		return got == stored && slices.Equal(kinds(notes), []charset.Kind{charset.VisualDoubts})
	})
}

// Of fewer letters than twenty nothing is said: a name may look turned round.
func TestFewLettersAreNotSuspected(t *testing.T) {
	for text, want := range map[string][]charset.Kind{
		"الحكومة تعلن الميزانية": {charset.VisualDoubts},
		"الحكومة تعلن ميزانية":   nil,
	} {
		_, notes := charset.Mend(charset.Visual(text))
		assert.Equal(t, want, kinds(notes), text)
	}
}

// Every form that Unicode has of an Arabic letter, or of several, is written
// as what it stands for.
func TestShapedLettersBecomePlain(t *testing.T) {
	for r := rune(0xfb50); r <= 0xfeff; r++ {
		want := norm.NFKC.String(string(r))
		if !unicode.Is(unicode.Arabic, r) || !unicode.IsLetter(r) || want == string(r) {
			continue
		}
		assert.Equal(t, want+"ب", charset.Visual("ب"+string(r)), "%U", r)
	}
}
