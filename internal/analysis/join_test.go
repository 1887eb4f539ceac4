package analysis

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJoinedNames(t *testing.T) {
	a, err := New(Words{Families: []string{
		"ماء_الورد: ماورد",
		"بيت_لحم: بيتلحم",
		"ما_وراء_النهر: بلاد_ما_وراء_النهر",
	}})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"شربنا ماء الورد":              "شربنا|ماءالورد",
		"وماء الورد":                   "وماءالورد",
		"بماء الورد":                   "بماءالورد",
		"ماء وورد":                     "ماء|وورد",
		"ماء، الورد":                   "ماء|الورد",
		"ماء\nالورد":                   "ماء|الورد",
		"ماء\u00A0الورد":               "ماءالورد",
		"#ماء_الورد":                   "ماءالورد",
		"إلى بيت لحم":                  "الى|بيتلحم",
		"ببيت لحم":                     "ببيتلحم",
		"في بلاد ما وراء النهر":        "في|بلادماوراءالنهر",
		"ما وراء النهر":                "ماوراءالنهر",
		"ما وراء الجبل":                "ما|وراء|الجبل",
		"بلاد ما وراء الجبل ماء الورد": "بلاد|ما|وراء|الجبل|ماءالورد",
		"ماء ماء الورد":                "ماء|ماءالورد",
		"ماء الورد ماء الورد":          "ماءالورد|ماءالورد",
		"ماء":                          "ماء",
	} {
		tokens := a.AppendTokens(nil, text)
		checkTokens(t, text, tokens)
		assert.Equal(t, want, strings.Join(exactForms(tokens), "|"), text)
	}
}

func TestJoinedNameCoversItsWords(t *testing.T) {
	text := "زرت أبو  ظَبي أمس"
	tokens := Default().AppendTokens(nil, text)
	require.Len(t, tokens, 3)
	assert.Equal(t, "أبو  ظَبي", text[tokens[1].Start:tokens[1].End])
	assert.Equal(t, 2, tokens[1].Position)
	assert.Equal(t, 3, tokens[2].Position)
}

// However a joined name is written, its levels are the same.
func TestJoinedNameIsItsJoinedSpelling(t *testing.T) {
	a := Default()
	for _, name := range []string{"عبد الله", "أبو ظبي", "كانون الثاني"} {
		apart, together := a.Word(name), a.Word(strings.ReplaceAll(name, " ", ""))
		assert.Equal(t, together.Exact, apart.Exact)
		assert.Equal(t, together.Stem, apart.Stem)
		assert.Equal(t, together.Root, apart.Root)
		assert.Equal(t, apart.Stem, a.Word("و"+name).Stem, "with a proclitic: %s", name)
	}
}
