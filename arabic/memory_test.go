package arabic_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris/arabic"
)

// What is on its way to a caller lies in memory that is used again: a text of
// any usual length costs a few allocations, while a slice that grows to it takes
// more than a dozen. That of a book is let go. (None to five they are; with the
// race detector a pool forgets every fourth time, on purpose.)
func TestMemoryIsUsedAgain(t *testing.T) {
	usual := strings.Repeat("من ", 2000) + "كتاب"
	book := strings.Repeat("من ", 17_000) + "كتاب"
	a, stem := arabic.Default(), analyzer(t, arabic.StemAnalyzer)
	var tokens []arabic.Token
	for name, use := range map[string]func(text string){
		"IsStopWord":   func(text string) { a.IsStopWord(text) },
		"Stem":         func(text string) { a.Stem(text) },
		"Analyze":      func(text string) { a.Analyze(text) },
		"AppendTokens": func(text string) { tokens = a.AppendTokens(tokens[:0], text) },
		"bleve":        func(text string) { stem.Analyze([]byte(text)) },
	} {
		assert.LessOrEqual(t, testing.AllocsPerRun(50, func() { use(usual) }), 10., name)
		assert.Greater(t, testing.AllocsPerRun(2, func() { use(book) }), 10., "%s of a book", name)
	}
}

// The tokens of a stream lie in one block, which is as large as they are.
func TestStreamsTakeNoMoreRoom(t *testing.T) {
	for _, name := range []string{arabic.ExactAnalyzer, arabic.StemAnalyzer, arabic.RootAnalyzer} {
		stream := analyzer(t, name).Analyze([]byte(sentence))
		assert.Equal(t, len(stream), cap(stream), name)
	}
}
