package analysis

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stopwords.txt of the testdata: "yes" or "no", a tab, words.
func TestStopWords(t *testing.T) {
	a := Default()
	for _, c := range readCases(t, "stopwords.txt") {
		for _, w := range strings.Fields(c.want) {
			tok := a.Word(w)
			assert.Equal(t, c.input == "yes", tok.Stop, "stopwords.txt:%d: %s", c.line, w)
		}
	}
}

// The exact form of a stop word is a stop word with that exact form, whatever
// the spelling it came from.
func TestStopWordsAreStable(t *testing.T) {
	stops, err := builtinStopWords()
	require.NoError(t, err)
	require.Greater(t, len(stops), 1000)
	a := Default()
	for spelling, exact := range stops {
		got, _, stop := a.spell(spelling)
		assert.True(t, stop, spelling)
		assert.Equal(t, exact, got, spelling)
		again, _, stop := a.spell(exact)
		assert.True(t, stop, exact)
		assert.Equal(t, exact, again)
	}
}

func TestStopWordFileErrors(t *testing.T) {
	_, err := parseStopWords("من\n@ and often\nفي", Fold)
	require.ErrorContains(t, err, `line 2: unknown rule "often"`)
}

func TestUserWords(t *testing.T) {
	a, err := New(Words{
		StopWords: []string{"المراسل", "the # English", "", "# a comment", "مدرسه"},
		Protected: []string{"غير"},
	})
	require.NoError(t, err)
	assert.True(t, a.Word("المُراسل").Stop)
	assert.True(t, a.Word("The").Stop)
	assert.True(t, a.Word("مدرسة").Stop, "a user's stop word may be spelled carelessly")
	assert.False(t, a.Word("غير").Stop, "a protected word is no stop word")
	assert.Equal(t, "غير", a.Word("غير").Stem)
	assert.False(t, Default().Word("المراسل").Stop, "the words of one analyzer are its own")
	assert.True(t, Default().Word("غير").Stop)
}

func TestUserWordErrorsNameTheLine(t *testing.T) {
	_, err := New(Words{StopWords: []string{"من", "كلمتان هنا"}})
	require.ErrorContains(t, err, "stop words, line 2")
	_, err = New(Words{Protected: []string{"", "", "؟"}})
	require.ErrorContains(t, err, "protected words, line 3")
	_, err = New(Words{Families: []string{"كتاب: كتب", "بلا نقطتين"}})
	require.ErrorContains(t, err, "line 2")
}

// Families and protected words may be of any script.
func TestUserWordsOfOtherScripts(t *testing.T) {
	a, err := New(Words{Families: []string{"bbc: بي_بي_سي", "حاسوب: Computer PC"}, Protected: []string{"Running"}})
	require.NoError(t, err)
	assert.Equal(t, "bbc", a.Word("البي بي سي").Stem)
	assert.Equal(t, "bbc", a.Word("لـBBC").Stem)
	assert.Equal(t, "حاسوب", a.Word("pc").Stem)
	assert.Equal(t, "حاسوب", a.Word("الحاسوب").Stem)
	assert.Equal(t, a.Word("حاسوب").Root, a.Word("computer").Root)
	assert.Equal(t, "running", a.Word("running").Stem)
	assert.Contains(t, a.Explain("PC").StemWhy[0], "family")
	assert.NotEmpty(t, a.Explain("PC").RootWhy)
}
