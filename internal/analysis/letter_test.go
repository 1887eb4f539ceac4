package analysis

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// letters.txt: a code point, the letter, what it is folded to. Every letter of
// the script stands there once, and nothing else does.
func TestLetters(t *testing.T) {
	b, err := os.ReadFile("testdata/letters.txt")
	require.NoError(t, err)
	seen := map[rune]bool{}
	for n, line := range strings.Split(string(b), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		f := strings.Fields(line)
		require.Len(t, f, 3, "letters.txt:%d", n+1)
		r := []rune(f[1])[0]
		require.Equal(t, fmt.Sprintf("U+%04X", r), f[0], "letters.txt:%d", n+1)
		assert.False(t, seen[r], "%s stands twice", f[0])
		seen[r] = true
		checkLetter(t, r, f[2])
	}
	for r := rune(0); r < firstForm; r++ {
		assert.Equal(t, classOf(r) == classArabic, seen[r], "U+%04X", r)
	}
}

// checkLetter folds a letter by itself and amid others.
func checkLetter(t *testing.T, r rune, want string) {
	t.Helper()
	assert.Equal(t, want, foldKeepMaksura(string(r)), "U+%04X", r)
	yeh := strings.ReplaceAll(want, "ى", "ي")
	assert.Equal(t, "مك"+yeh+"تب", Fold("مك"+string(r)+"تب"), "U+%04X amid others", r)
	assert.Equal(t, yeh, Fold(Fold(string(r))), "U+%04X twice", r)
	behind := "تب"
	if yeh == string(tehMarbuta) {
		behind = "" // which ends a word
	}
	for _, token := range Default().AppendTokens(nil, "مك"+string(r)+behind) {
		assert.Equal(t, "مك"+yeh+behind, token.Exact, "U+%04X in a text", r)
	}
}

// Folding leaves a word alone, or does not, whether or not it was recognized
// quickly as one that it leaves alone.
func TestQuickFoldAgrees(t *testing.T) {
	for r := rune(1); r < 0x3000; r++ {
		for _, word := range []string{string(r), "مك" + string(r), string(r) + "مك", "a" + string(r), "ء" + string(r)} {
			var buf [64]byte
			slow := string(unmaksura(appendFold(buf[:0], word)))
			assert.Equal(t, slow, Fold(word), "%q", word)
			if isFolded(word) {
				assert.Equal(t, word, slow)
			}
		}
	}
}
