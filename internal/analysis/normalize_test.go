package analysis

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// normalize.txt: a text, a tab, the text normalized.
func TestNormalize(t *testing.T) {
	a := Default()
	for _, c := range readCases(t, "normalize.txt") {
		got := a.Normalize(c.input)
		assert.Equal(t, c.want, got, "normalize.txt:%d: %q", c.line, c.input)
		assert.Equal(t, got, a.Normalize(got), "normalize.txt:%d: not idempotent", c.line)
	}
}

func seedTexts(f *testing.F) {
	for _, name := range []string{"normalize.txt", "tokens.txt"} {
		t := &testing.T{}
		for _, c := range readCases(t, name) {
			f.Add(c.input)
		}
	}
	f.Add("لال 20 وبـ\u200FBBC.5 ـ.5 1,000.5.ﻻ.ب ﷲ اﷲ")
	f.Add("ͺ ﾞ ʹ₇ ゟ http://d\u0617ش http://\u08b5ﻲO\u20d8ﻶ")
	f.Add("a\u200F.b@c.d http://x.\u064B 1\u06405")
}

// Whatever the text: tokens ascend and cut between letters, normalizing is
// valid UTF-8, changes nothing the second time and gives the same terms.
func FuzzNormalize(f *testing.F) {
	seedTexts(f)
	a := Default()
	f.Fuzz(func(t *testing.T, text string) { checkNormalize(t, a, text) })
}

func checkNormalize(t *testing.T, a *Analyzer, text string) {
	t.Helper()
	tokens := a.AppendTokens(nil, text)
	checkTokens(t, text, tokens)
	normal := a.Normalize(text)
	require.True(t, utf8.ValidString(normal))
	again := a.AppendTokens(nil, normal)
	require.Equal(t, exactForms(tokens), exactForms(again), "%q -> %q", text, normal)
	require.Equal(t, normal, a.Normalize(normal), "%q", text)
}

func exactForms(tokens []Token) []string {
	forms := make([]string, len(tokens))
	for i := range tokens {
		forms[i] = tokens[i].Exact
	}
	return forms
}

// The root is a function of the stem; an exact form, analyzed as a word, is
// itself, and one of its readings has the stem of the word it was made from.
func FuzzLevels(f *testing.F) {
	seedTexts(f)
	a := Default()
	f.Fuzz(func(t *testing.T, text string) { checkLevels(t, a, text) })
}

func checkLevels(t *testing.T, a *Analyzer, text string) {
	t.Helper()
	for _, tok := range a.AppendTokens(nil, text) {
		require.Equal(t, tok.Exact, a.Word(tok.Exact).Exact, "%q", text)
		require.True(t, slices.ContainsFunc(a.Readings(tok.Exact), tok.isLike), "%q: %v is none of %v", text, tok, a.Readings(tok.Exact))
		if !tok.Stop {
			require.Equal(t, tok.Root, a.root(tok.Stem), "%q: the root is not the root of the stem", text)
		}
	}
}

// FuzzFold: folding is idempotent, valid UTF-8 and never grows beyond what
// ligatures and spelled-out letters need.
func FuzzFold(f *testing.F) {
	seedTexts(f)
	f.Fuzz(func(t *testing.T, word string) {
		folded := Fold(word)
		require.True(t, utf8.ValidString(folded))
		require.Equal(t, folded, Fold(folded))
	})
}

// snippets are what the tokenizer and the normalizer must tell apart; texts of
// any of them in any order hold what FuzzNormalize and FuzzLevels ask of texts.
var snippets = strings.Fields(`ا ب ل ال و ى ي ه ة ء أ آ ئ َ ـ . . . , ، _ - @ : :// http www com x.com /path a b A é ß ' ’ 1 2 000
	٣ ٫ ٬ ١ % # ( ) / علي على الي عبد الله كانون الثاني أبو ظبي ﷲ ﻻ م د من وزير مدرسه هذه اللة İ 北 х 한 ʾ ŉ ｈ ² 🎉`)

func TestRandomTexts(t *testing.T) {
	invisible := []string{" ", " ", "\n", "\u200F", "\u200B", "\uFEFF", "\u0654", "e\u0301", "\xff"}
	all := append(invisible, snippets...)
	a := Default()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var text strings.Builder
		for range 1 + random.IntN(8) {
			text.WriteString(all[random.IntN(len(all))])
		}
		checkNormalize(t, a, text.String())
		checkLevels(t, a, text.String())
	}
}
