package arabic

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Version numbers the terms that this package makes. Under one version the same
// text gives the same terms for ever; an index holds terms of one version only.
const Version = analysis.Version

// Words are words of your own, added to what is built in. The zero Words adds
// nothing. Marks and letter variants in them do not matter.
type Words struct {
	// Families lists words that shall share a stem, one family a string:
	// "representative: member member …". All members get the stem and the root
	// of the representative. "_" stands for the space in a member of several
	// words, which then is a token beside its words; "#" begins a comment.
	Families []string

	// Protected lists words that are their own stem and root, and never stop words.
	Protected []string

	// StopWords lists further stop words.
	StopWords []string
}

// Token is one word of a text, or several words that make one name. Such a name
// comes before its words, at the position of the first: all of them are found.
type Token struct {
	Exact      string // the spelling after normalization
	Stem       string // the lexeme; empty for a stop word
	Root       string // the consonants of the word family; empty for a stop word
	Text       string // as written
	Start, End int    // bytes of the text: Text is text[Start:End]
	Position   int    // 1 for the first token of the text
	Width      int    // positions it takes: 1, or as many as a name has words, also where it is written as one
	Part       bool   // a word, or a lesser name, of the name before it: without these each name is one token
}

// Explanation says how a word came to its terms, in plain English, a sentence
// for every step.
type Explanation struct {
	Token
	Stop     bool     // it is a stop word
	ExactWhy []string // from Text to Exact; empty where nothing changed
	StemWhy  []string // from Exact to Stem: the rule, family or evidence
	RootWhy  []string // from Stem to Root
}

// Analyzer knows Arabic and the words of a user. It never changes what it
// answers and is safe for concurrent use. Make one and keep it: it remembers
// the spellings that it has seen.
type Analyzer struct {
	a *analysis.Analyzer
}

// New returns an analyzer that knows the user's words as well. An error names
// the line that cannot be read.
func New(words Words) (*Analyzer, error) {
	a, err := analysis.New(analysis.Words(words))
	if err != nil {
		return nil, fmt.Errorf("arabic: %w", err)
	}
	return &Analyzer{a}, nil
}

// Default returns the analyzer behind the functions of this package, which
// knows the built-in words only.
func Default() *Analyzer { return &Analyzer{analysis.Default()} }

// Normalize returns the text with every word replaced by its exact form;
// punctuation and spaces stay. Normalizing again changes nothing.
func Normalize(text string) string { return Default().Normalize(text) }

// Stem returns the stem of a word, "" for a stop word. Where word is several
// words, it returns their stems with a space between them.
func Stem(word string) string { return Default().Stem(word) }

// Root returns the root of a word, "" for a stop word. Where word is several
// words, it returns their roots with a space between them.
func Root(word string) string { return Default().Root(word) }

// IsStopWord reports whether a word, or every word of a text, is a stop word.
func IsStopWord(word string) bool { return Default().IsStopWord(word) }

// Analyze returns the tokens of a text in their order.
func Analyze(text string) []Token { return Default().Analyze(text) }

// Explain says how each token of a text came to its terms.
func Explain(text string) []Explanation { return Default().Explain(text) }

// Normalize is the function of that name with the analyzer's words.
func (a *Analyzer) Normalize(text string) string { return a.a.Normalize(text) }

// Stem is the function of that name with the analyzer's words.
func (a *Analyzer) Stem(word string) string {
	return a.terms(word, func(t *analysis.Token) string { return t.Stem })
}

// Root is the function of that name with the analyzer's words.
func (a *Analyzer) Root(word string) string {
	return a.terms(word, func(t *analysis.Token) string { return t.Root })
}

// IsStopWord is the function of that name with the analyzer's words.
func (a *Analyzer) IsStopWord(word string) bool {
	scratch := getScratch()
	defer scratch.put()
	tokens := scratch.units(a.a, word)
	for i := range tokens {
		if !tokens[i].Stop {
			return false
		}
	}
	return len(tokens) > 0
}

// Analyze is the function of that name with the analyzer's words.
func (a *Analyzer) Analyze(text string) []Token {
	return a.AppendTokens(nil, text)
}

// AppendTokens appends the tokens of a text to dst, for those who analyze many
// texts and want to use one slice again. The Text of a token is part of text.
func (a *Analyzer) AppendTokens(dst []Token, text string) []Token {
	scratch := getScratch()
	defer scratch.put()
	tokens := scratch.analyze(a.a, text)
	dst = slices.Grow(dst, len(tokens))
	for _, t := range tokens {
		dst = append(dst, publicToken(t, text))
	}
	return dst
}

// Explain is the function of that name with the analyzer's words.
func (a *Analyzer) Explain(text string) []Explanation {
	var all []Explanation
	for _, e := range a.a.ExplainText(text) {
		all = append(all, Explanation{
			Token: publicToken(e.Token, text), Stop: e.Stop,
			ExactWhy: e.ExactWhy, StemWhy: e.StemWhy, RootWhy: e.RootWhy,
		})
	}
	return all
}

func publicToken(t analysis.Token, text string) Token {
	return Token{
		Exact: t.Exact, Stem: t.Stem, Root: t.Root,
		Text: text[t.Start:t.End], Start: t.Start, End: t.End,
		Position: t.Position, Width: int(t.Width), Part: !t.IsUnit(),
	}
}

// scratch is tokens on their way to a caller, used again and again.
type scratch struct{ tokens []analysis.Token }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func getScratch() *scratch { return scratches.Get().(*scratch) }

// maxScratch bounds what is kept between calls, in tokens.
const maxScratch = 1 << 14

func (s *scratch) put() {
	if cap(s.tokens) <= maxScratch {
		scratches.Put(s)
	}
}

func (s *scratch) analyze(a *analysis.Analyzer, text string) []analysis.Token {
	s.tokens = a.AppendTokens(s.tokens[:0], text)
	return s.tokens
}

// units is analyze with one token for a name of several words.
func (s *scratch) units(a *analysis.Analyzer, text string) []analysis.Token {
	s.tokens = a.AppendUnits(s.tokens[:0], text)
	return s.tokens
}

// terms joins one level of the tokens of a text by spaces.
func (a *Analyzer) terms(text string, level func(*analysis.Token) string) string {
	scratch := getScratch()
	defer scratch.put()
	tokens := scratch.units(a.a, text)
	if len(tokens) == 1 {
		return level(&tokens[0])
	}
	var parts []string
	for i := range tokens {
		if term := level(&tokens[i]); term != "" {
			parts = append(parts, term)
		}
	}
	return strings.Join(parts, " ")
}
