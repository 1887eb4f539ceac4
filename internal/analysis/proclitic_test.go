package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The affixes that the stemmer takes off a noun and the proclitics that a search
// looks behind are the same letters. The stemmer knows the interrogative alef
// besides, and takes no ka behind fa, which was never counted.
func TestProcliticsAreTheAffixesOfTheGrammar(t *testing.T) {
	aff, err := parseAffixes(affixesText)
	require.NoError(t, err)
	uncounted := string(feh) + string(kaf)
	for _, kind := range []struct {
		affixes    []affix
		proclitics []string
	}{{aff.proclitic, Proclitics()}, {aff.article, ArticleProclitics()}} {
		for _, a := range kind.affixes {
			asked := strings.TrimPrefix(a.text, string(alef))
			assert.True(t, slices.Contains(kind.proclitics, a.text) || slices.Contains(kind.proclitics, asked), a.text)
		}
		for _, p := range kind.proclitics {
			known := slices.ContainsFunc(kind.affixes, func(a affix) bool { return a.text == p })
			assert.Equal(t, p != "" && !strings.HasPrefix(p, uncounted), known, p)
		}
	}
}

func TestWithProclitics(t *testing.T) {
	for word, want := range map[string]string{
		"وقف":   "وقف بوقف كوقف لوقف ووقف وبوقف وكوقف ولوقف فوقف فبوقف فكوقف فلوقف",
		"الامم": "الامم بالامم كالامم للامم والامم وبالامم وكالامم وللامم فالامم فبالامم فكالامم فللامم",
		"اللغه": "اللغه باللغه كاللغه للغه واللغه وباللغه وكاللغه وللغه فاللغه فباللغه فكاللغه فللغه",
		"لغه":   "لغه بلغه كلغه للغه ولغه وبلغه وكلغه وللغه فلغه فبلغه فكلغه فللغه",
		"ال":    "ال بال كال لال وال وبال وكال ولال فال فبال فكال فلال",
	} {
		assert.Equal(t, want, strings.Join(WithProclitics(word), " "), word)
	}
	assert.Equal(t, Proclitics(), WithProclitics(""))
	assert.Equal(t, "ال بال كال لل وال وبال وكال ولل فال فبال فكال فلل", strings.Join(ArticleProclitics(), " "))
	assert.Equal(t, []string{"وزير", "الوزير"}, WithArticle("وزير"))
	assert.Equal(t, []string{"الوزير"}, WithArticle("الوزير"))
}

// A number or a foreign word takes what stands alone before it only where that
// is nothing but proclitics.
func TestIsProclitics(t *testing.T) {
	for _, p := range strings.Fields("و ف ب ل ك وب فل ال وال بال لل ولل لال فكال") {
		assert.True(t, isProclitics(p), p)
	}
	for _, p := range append(strings.Fields("من ا وو بب للل الل بلال الو"), "") {
		assert.False(t, isProclitics(p), p)
	}
}
