package analysis

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// corpusVariable names a file of JSON lines with title and body, to measure on
// real articles. Without it the benchmarks read a text of our own.
const corpusVariable = "FIHRIS_CORPUS"

// benchTexts returns the texts to measure on and their size in bytes.
func benchTexts(b *testing.B) (texts []string, size int64) {
	b.Helper()
	name := os.Getenv(corpusVariable)
	if name == "" {
		text, err := os.ReadFile("testdata/article.txt")
		require.NoError(b, err)
		return []string{string(text)}, int64(len(text))
	}
	f, err := os.Open(name)
	require.NoError(b, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var article struct{ Title, Body string }
		require.NoError(b, json.Unmarshal(lines.Bytes(), &article))
		text := article.Title + "\n" + article.Body
		texts, size = append(texts, text), size+int64(len(text))
	}
	require.NoError(b, lines.Err())
	return texts, size
}

// BenchmarkAnalyze measures the three levels of all texts, with the slice of
// tokens used again as an index does.
func BenchmarkAnalyze(b *testing.B) {
	texts, size := benchTexts(b)
	a := Default()
	var tokens []Token
	analyze := func() {
		for _, text := range texts {
			tokens = a.AppendTokens(tokens[:0], text)
		}
	}
	analyze() // fills the cache
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		analyze()
	}
	b.ReportMetric(float64(len(texts)), "docs/op")
}

// BenchmarkAnalyzeCold measures words never seen before: no cache helps.
func BenchmarkAnalyzeCold(b *testing.B) {
	texts, _ := benchTexts(b)
	text := texts[0]
	a := Default()
	var tokens []Token
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		a.cache = newCache()
		b.StartTimer()
		tokens = a.AppendTokens(tokens[:0], text)
	}
}

// BenchmarkNewWord measures the distinct words of the texts, each as if it had
// never been seen.
func BenchmarkNewWord(b *testing.B) {
	texts, _ := benchTexts(b)
	a := Default()
	var words []string
	seen := map[string]bool{}
	for _, text := range texts {
		s := scanner{text: text}
		var p piece
		for s.next(&p) {
			if w := text[p.start:p.end]; p.kind == kindArabic && !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, w := range words {
			a.newEntry(w, kindArabic)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(words)), "ns/word")
}

// BenchmarkScan measures the tokenizer alone.
func BenchmarkScan(b *testing.B) {
	texts, size := benchTexts(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			s := scanner{text: text}
			var p piece
			for s.next(&p) {
			}
		}
	}
}
