package arabic_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/arabic"
)

func TestLevels(t *testing.T) {
	for _, c := range []struct{ word, exact, stem, root string }{
		{"بالوزراء", "بالوزراء", "وزير", "وزر"},
		{"وَزِيرٌ", "وزير", "وزير", "وزر"},
		{"٢٠٢٠", "2020", "2020", "2020"},
		{"Running", "running", "run", "run"},
		{"علي", "علي", "علي", "علي"},
		{"https://www.example.com/a", "https://www.example.com/a", "example.com", "example.com"},
	} {
		assert.Equal(t, c.exact, arabic.Normalize(c.word), c.word)
		assert.Equal(t, c.stem, arabic.Stem(c.word), c.word)
		if c.word != "علي" {
			assert.Equal(t, c.root, arabic.Root(c.word), c.word)
		}
	}
}

func TestStopWordsHaveOnlyTheExactLevel(t *testing.T) {
	assert.True(t, arabic.IsStopWord("على"))
	assert.True(t, arabic.IsStopWord("وعلى هذا"))
	assert.False(t, arabic.IsStopWord("علي"))
	assert.False(t, arabic.IsStopWord("على السطح"))
	assert.False(t, arabic.IsStopWord(""))
	assert.False(t, arabic.IsStopWord("؟"))
	assert.Empty(t, arabic.Stem("على"))
	assert.Empty(t, arabic.Root("على"))
	assert.Equal(t, "على", arabic.Normalize("عَلَى"))
}

func TestSeveralWords(t *testing.T) {
	assert.Equal(t, "وزير خارجية", arabic.Stem("في الوزراء من الخارجية هذه"), "nothing stands for a stop word")
	assert.Empty(t, arabic.Stem(""))
}

func TestAnalyzePointsIntoTheText(t *testing.T) {
	text := "قال الوَزيرُ في كانون الثاني: «٣٫٥٪»."
	var got []string
	var positions []int
	for _, tok := range arabic.Analyze(text) {
		assert.Equal(t, text[tok.Start:tok.End], tok.Text)
		assert.Equal(t, tok.Text == "كانون" || tok.Text == "الثاني", tok.Part, tok.Text)
		got, positions = append(got, tok.Text), append(positions, tok.Position)
	}
	assert.Equal(t, []string{"قال", "الوَزيرُ", "في", "كانون الثاني", "كانون", "الثاني", "٣٫٥"}, got)
	assert.Equal(t, []int{1, 2, 3, 4, 4, 5, 6}, positions)
}

func TestAppendTokensUsesTheSliceAgain(t *testing.T) {
	tokens := arabic.Default().AppendTokens(nil, "وزير ومدير")
	again := arabic.Default().AppendTokens(tokens[:0], "كتاب")
	require.Len(t, again, 1)
	assert.Equal(t, "كتاب", tokens[0].Exact)
}

func TestExplain(t *testing.T) {
	all := arabic.Explain("بالوُزراء على")
	require.Len(t, all, 2)
	assert.Equal(t, "بالوُزراء", all[0].Text)
	assert.Contains(t, all[0].ExactWhy, "vowel marks go")
	assert.NotEmpty(t, all[0].StemWhy)
	assert.NotEmpty(t, all[0].RootWhy)
	assert.True(t, all[1].Stop)
	assert.Contains(t, all[1].ExactWhy, "in the list of stop words")
	assert.Empty(t, arabic.Explain(" ، "))
}

func TestNewKnowsTheUsersWords(t *testing.T) {
	a, err := arabic.New(arabic.Words{
		Families:  []string{"حاسوب: كمبيوتر كومبيوتر حاسب_آلي"},
		Protected: []string{"الشروق"},
		StopWords: []string{"صرح"},
	})
	require.NoError(t, err)
	for _, w := range []string{"كمبيوتر", "الكومبيوتر", "حاسوب", "حاسب آلي"} {
		assert.Equal(t, a.Stem("حاسوب"), a.Stem(w), w)
	}
	assert.Equal(t, 2, a.Analyze("حاسب آلي")[0].Width)
	assert.Equal(t, "الشروق", a.Stem("الشروق"))
	assert.Equal(t, "الشروق", a.Root("الشروق"))
	assert.True(t, a.IsStopWord("صَرّح"))
	assert.Equal(t, "حاسب", a.Normalize("حَاسب"))
	_, err = arabic.New(arabic.Words{Families: []string{"حاسوب"}})
	assert.ErrorContains(t, err, "arabic: families: line 1: ")
}

// Many goroutines share the cache of one analyzer. The race detector watches.
func TestConcurrentUse(t *testing.T) {
	text := strings.Repeat("قال الوزير في المدرسة إن الكتب الجديدة ستصل غدا إلى القراء. ", 20)
	want := arabic.Analyze(text)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				assert.Equal(t, want, arabic.Analyze(text))
			}
		})
	}
	group.Wait()
}
