package arabic_test

import (
	"os"
	"testing"

	bleve "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/arabic"
)

const sentence = "ذهب الوزراء إلى المدارس في 2020"

func terms(stream bleve.TokenStream) (all []string) {
	for _, token := range stream {
		all = append(all, string(token.Term))
	}
	return all
}

func analyzer(t testing.TB, name string) bleve.Analyzer {
	t.Helper()
	a, err := registry.NewCache().AnalyzerNamed(name)
	require.NoError(t, err)
	return a
}

func TestRegisteredAnalyzers(t *testing.T) {
	for name, want := range map[string][]string{
		arabic.ExactAnalyzer: {"ذهب", "الوزراء", "الى", "المدارس", "في", "2020"},
		arabic.StemAnalyzer:  {"ذهب", "وزير", "مدرسة", "2020"},
		arabic.RootAnalyzer:  {"ذهب", "وزر", "درس", "2020"},
	} {
		assert.Equal(t, want, terms(analyzer(t, name).Analyze([]byte(sentence))), name)
	}
}

func TestStopWordsLeaveTheirPositions(t *testing.T) {
	stream := analyzer(t, arabic.StemAnalyzer).Analyze([]byte(sentence))
	require.Len(t, stream, 4)
	assert.Equal(t, []int{1, 2, 4, 6}, []int{stream[0].Position, stream[1].Position, stream[2].Position, stream[3].Position})
	assert.Equal(t, "المدارس", sentence[stream[2].Start:stream[2].End])
	assert.Equal(t, bleve.Numeric, stream[3].Type)
	assert.Equal(t, bleve.AlphaNumeric, stream[2].Type)
}

// A token is a number by its first character, which is a Latin digit by then.
func TestTypes(t *testing.T) {
	for word, want := range map[string]bleve.TokenType{
		"0": bleve.Numeric, "9": bleve.Numeric, "٠٫٥": bleve.Numeric, "٩٩": bleve.Numeric, "1990s": bleve.Numeric,
		"a1": bleve.AlphaNumeric, "ب": bleve.AlphaNumeric, "المادة": bleve.AlphaNumeric,
	} {
		stream := analyzer(t, arabic.ExactAnalyzer).Analyze([]byte(word))
		if assert.Len(t, stream, 1, word) {
			assert.Equal(t, want, stream[0].Type, word)
		}
	}
}

// The pieces may be put together by hand; the result is that of the analyzers.
func TestTokenizerAndFilters(t *testing.T) {
	cache := registry.NewCache()
	tokenizer, err := cache.TokenizerNamed(arabic.Tokenizer)
	require.NoError(t, err)
	filter := func(names ...string) bleve.TokenStream {
		stream := tokenizer.Tokenize([]byte(sentence))
		for _, name := range names {
			f, err := cache.TokenFilterNamed(name)
			require.NoError(t, err)
			stream = f.Filter(stream)
		}
		return stream
	}
	for name, filters := range map[string][]string{
		arabic.ExactAnalyzer: nil,
		arabic.StemAnalyzer:  {arabic.StopFilter, arabic.StemFilter},
		arabic.RootAnalyzer:  {arabic.StopFilter, arabic.RootFilter},
	} {
		assert.Equal(t, analyzer(t, name).Analyze([]byte(sentence)), filter(filters...), name)
	}
	assert.Equal(t, []string{"ذهب", "وزير", "الى", "مدرسة", "في", "2020"}, terms(filter(arabic.StemFilter)), "a stop word stays what it is")
}

func TestFiltersBehindAnotherTokenizer(t *testing.T) {
	f, err := registry.NewCache().TokenFilterNamed(arabic.NormalizeFilter)
	require.NoError(t, err)
	stream := f.Filter(unicode.NewUnicodeTokenizer().Tokenize([]byte("المدرسه أُغلقت ٢٠")))
	assert.Equal(t, []string{"المدرسة", "اغلقت", "20"}, terms(stream))
}

// A mapping may name words of its own, as Go has them or as JSON gives them.
func TestConfiguredWords(t *testing.T) {
	for _, list := range []any{[]string{"حاسوب: كمبيوتر"}, []any{"حاسوب: كمبيوتر"}} {
		a, err := registry.NewCache().DefineAnalyzer("mine", map[string]any{"type": arabic.StemAnalyzer, arabic.FamiliesKey: list})
		require.NoError(t, err)
		assert.Equal(t, []string{"حاسوب"}, terms(a.Analyze([]byte("الكمبيوتر"))))
	}
	f, err := registry.NewCache().DefineTokenFilter("mine", map[string]any{"type": arabic.StopFilter, arabic.StopWordsKey: []string{"كتاب"}})
	require.NoError(t, err)
	assert.Empty(t, f.Filter(bleve.TokenStream{{Term: []byte("كتاب")}}))
	for key, want := range map[string][]string{ // each alone
		arabic.FamiliesKey: {"كاتب", "وزير"}, arabic.ProtectedKey: {"الكتب", "وزير"}, arabic.StopWordsKey: {"وزير"},
	} {
		words := map[string]string{arabic.FamiliesKey: "كاتب: كتب", arabic.ProtectedKey: "الكتب", arabic.StopWordsKey: "الكتب"}
		a, err := registry.NewCache().DefineAnalyzer("mine", map[string]any{"type": arabic.StemAnalyzer, key: []string{words[key]}})
		require.NoError(t, err)
		assert.Equal(t, want, terms(a.Analyze([]byte("الكتب والوزير"))), key)
	}
	for _, config := range []map[string]any{
		{arabic.FamiliesKey: "حاسوب: كمبيوتر"},
		{arabic.ProtectedKey: []any{7}},
		{arabic.StopWordsKey: []string{"كلمتان هنا"}},
	} {
		cache := registry.NewCache()
		config["type"] = arabic.StemAnalyzer
		_, err := cache.DefineAnalyzer("mine", config)
		assert.ErrorContains(t, err, "arabic: ", config)
		config["type"] = arabic.Tokenizer
		_, err = cache.DefineTokenizer("mine", config)
		assert.ErrorContains(t, err, "arabic: ", config)
	}
}

func TestKeywordsAreLeftAlone(t *testing.T) {
	cache := registry.NewCache()
	for _, name := range []string{arabic.NormalizeFilter, arabic.StopFilter, arabic.StemFilter, arabic.RootFilter} {
		f, err := cache.TokenFilterNamed(name)
		require.NoError(t, err)
		stream := f.Filter(bleve.TokenStream{
			{Term: []byte("بالوزراءِ"), KeyWord: true}, {Term: []byte("إلى"), KeyWord: true}, {Term: []byte("الكتبِ")},
		})
		require.Len(t, stream, 3, name)
		assert.Equal(t, "بالوزراءِ", string(stream[0].Term), name)
		assert.Equal(t, "إلى", string(stream[1].Term), name)
		if name != arabic.StopFilter {
			assert.NotEqual(t, "الكتبِ", string(stream[2].Term), name)
		}
	}
}

func TestFilterKeepsTermsItCannotRead(t *testing.T) {
	f, err := registry.NewCache().TokenFilterNamed(arabic.StemFilter)
	require.NoError(t, err)
	stream := f.Filter(bleve.TokenStream{{Term: []byte("؟!")}, {Term: nil}})
	assert.Equal(t, "؟!", string(stream[0].Term))
}

// Terms of bleve may be appended to: no filter may write into its neighbour.
func TestTermsDoNotOverlap(t *testing.T) {
	stream := analyzer(t, arabic.ExactAnalyzer).Analyze([]byte("كتاب قلم"))
	_ = append(stream[0].Term, "xxxx"...)
	assert.Equal(t, "قلم", string(stream[1].Term))
}

func TestEmptyAndBrokenInput(t *testing.T) {
	for _, input := range []string{"", " ", "\xff\xd8", "من إلى"} {
		assert.Empty(t, analyzer(t, arabic.StemAnalyzer).Analyze([]byte(input)), "%q", input)
	}
	assert.Empty(t, analyzer(t, arabic.StemAnalyzer).Analyze(nil))
}

// BenchmarkStemAnalyzer and BenchmarkBleveArabic do the same work, one level
// of one text, through the same interface.
func BenchmarkStemAnalyzer(b *testing.B) { benchmark(b, arabic.StemAnalyzer) }
func BenchmarkBleveArabic(b *testing.B)  { benchmark(b, ar.AnalyzerName) }

// BenchmarkThreeLevels gives three levels at once, as the index takes them.
func BenchmarkThreeLevels(b *testing.B) {
	text := string(benchText(b))
	a := arabic.Default()
	var tokens []arabic.Token
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tokens = a.AppendTokens(tokens[:0], text)
	}
}

func benchmark(b *testing.B, name string) {
	text, a := benchText(b), analyzer(b, name)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		a.Analyze(text)
	}
}

func benchText(b *testing.B) []byte {
	text, err := os.ReadFile("../internal/analysis/testdata/article.txt")
	require.NoError(b, err)
	return text
}
