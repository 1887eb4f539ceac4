package analysis

import (
	"fmt"
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
		checkTokens(t, text, a.AppendTokens(nil, text))
		assert.Equal(t, want, strings.Join(exactForms(a.AppendUnits(nil, text)), "|"), text)
	}
}

// A name hides no word: without the names the tokens are those of the words.
func TestNamesKeepTheirWords(t *testing.T) {
	a := Default()
	bare := &Analyzer{lex: a.lex, rules: a.rules, stops: a.stops, joins: newJoiner(nil), cache: newCache()}
	for _, text := range []string{
		"عبد الله بن عمر في لوس أنجلوس", "ريو دي جانيرو", "ناغورني كاراباخ", "إن شاء الله وما شاء الله",
		"كانون الثاني أبو ظبي عبد الله عبد الرحمن", "ثم حمد الله على سلامته",
	} {
		var words []Token
		for _, tok := range a.AppendTokens(nil, text) {
			if tok.IsWritten() {
				tok.Role = Single
				words = append(words, tok)
			}
		}
		assert.Equal(t, withoutNumbers(bare.AppendTokens(nil, text)), withoutNumbers(words), text)
	}
}

// A name stands wherever its words do, also inside another and across its end;
// the longest that begins first is the one that is meant.
func TestNamesWithinNames(t *testing.T) {
	a, err := New(Words{Families: []string{"ألف_باء: أب", "باء_تاء: بت", "ألف_باء_تاء_ثاء: أبتث", "تاء_جيم: تج"}})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"ألف باء تاء ثاء": "1 Name الفباءتاءثاء, 1 Inner الفباء, 1 Part الف, 2 Inner باءتاء, 2 Part باء, 3 Part تاء, 4 Part ثاء",
		"باء تاء جيم":     "1 Name باءتاء, 1 Part باء, 2 Inner تاءجيم, 2 Part تاء, 3 Single جيم",
		"تاء جيم باء تاء": "1 Name تاءجيم, 1 Part تاء, 2 Part جيم, 3 Name باءتاء, 3 Part باء, 4 Part تاء",
	} {
		tokens := a.AppendTokens(nil, text)
		checkTokens(t, text, tokens)
		var got []string
		for _, tok := range tokens {
			role := [...]string{"Single", "Name", "Part", "Inner"}[tok.Role]
			got = append(got, fmt.Sprint(tok.Position, " ", role, " ", tok.Exact))
		}
		assert.Equal(t, want, strings.Join(got, ", "), text)
	}
}

// A name takes as many positions written as one word as it has words.
func TestNameTakesThePositionsOfItsWords(t *testing.T) {
	for _, text := range []string{"وعبدالله بن عمر", "وعبد الله بن عمر", "لوس أنجلوس اليوم", "لوسأنجلوس اليوم"} {
		tokens := Default().AppendUnits(nil, text)
		assert.EqualValues(t, 2, tokens[0].Width, text)
		assert.Equal(t, 3, tokens[1].Position, text)
	}
}

// Nagorno Karabakh is Karabakh already by its second word.
func TestNameIsNotCountedTwice(t *testing.T) {
	a, err := New(Words{Families: []string{"كاراباخ: ناغورني_كاراباخ"}})
	require.NoError(t, err)
	for _, tok := range a.AppendTokens(nil, "في ناغورني كاراباخ") {
		assert.Equal(t, Single, tok.Role, tok.Exact)
	}
}

func TestJoinedNameCoversItsWords(t *testing.T) {
	text := "زرت أبو  ظَبي أمس"
	tokens := Default().AppendUnits(nil, text)
	require.Len(t, tokens, 3)
	assert.Equal(t, "أبو  ظَبي", text[tokens[1].Start:tokens[1].End])
	assert.Equal(t, 2, tokens[1].Position)
	assert.Equal(t, 4, tokens[2].Position)
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
