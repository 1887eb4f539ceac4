package arabic

import (
	"unsafe"

	bleve "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"

	"github.com/fihris-search/fihris/internal/analysis"
)

// The names under which this package registers with bleve what it has.
const (
	ExactAnalyzer = "fihris_exact" // every token, normalized
	StemAnalyzer  = "fihris_stem"  // the stems, without stop words
	RootAnalyzer  = "fihris_root"  // the roots, without stop words

	Tokenizer = "fihris" // the tokens, their terms normalized already

	NormalizeFilter = "fihris_normalize" // for the tokens of another tokenizer: to the exact form
	StopFilter      = "fihris_stop"      // leaves the stop words out; the others keep their positions
	StemFilter      = "fihris_stem"      // to the stem; a stop word stays what it is
	RootFilter      = "fihris_root"      // to the root; a stop word stays what it is
)

// An error of a registration says that the name is taken, which can only mean
// that another copy of this package is in the program: both do the same, and
// the first to come may stay.
func init() {
	for name, level := range map[string]levelAnalyzer{ExactAnalyzer: {exactLevel}, StemAnalyzer: {stemLevel}, RootAnalyzer: {rootLevel}} {
		_ = registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (bleve.Analyzer, error) {
			return level, nil
		})
	}
	_ = registry.RegisterTokenizer(Tokenizer, func(map[string]any, *registry.Cache) (bleve.Tokenizer, error) {
		return tokenizer{}, nil
	})
	filters := map[string]bleve.TokenFilter{
		NormalizeFilter: levelFilter{exactLevel}, StemFilter: levelFilter{stemLevel}, RootFilter: levelFilter{rootLevel},
		StopFilter: stopFilter{},
	}
	for name, filter := range filters {
		_ = registry.RegisterTokenFilter(name, func(map[string]any, *registry.Cache) (bleve.TokenFilter, error) {
			return filter, nil
		})
	}
}

// level picks one term of a token.
type level func(*analysis.Token) string

func exactLevel(t *analysis.Token) string { return t.Exact }
func stemLevel(t *analysis.Token) string  { return t.Stem }
func rootLevel(t *analysis.Token) string  { return t.Root }

// levelAnalyzer makes the terms of one level in one pass. The stem and root of
// a stop word are empty, and empty terms are left out.
type levelAnalyzer struct{ level level }

func (l levelAnalyzer) Analyze(input []byte) bleve.TokenStream {
	scratch := getScratch()
	defer scratch.put()
	return stream(scratch.analyze(analysis.Default(), view(input)), l.level)
}

type tokenizer struct{}

func (tokenizer) Tokenize(input []byte) bleve.TokenStream {
	return levelAnalyzer{exactLevel}.Analyze(input)
}

// view reads bytes as a string without copying them. The analyzer keeps no
// part of the text it is given.
func view(input []byte) string { return unsafe.String(unsafe.SliceData(input), len(input)) }

// stream makes bleve's tokens, all of them in one block of memory and all of
// their terms in another. The terms may be appended to without harm.
func stream(tokens []analysis.Token, level level) bleve.TokenStream {
	n, size := 0, 0
	for i := range tokens {
		if term := level(&tokens[i]); term != "" {
			n, size = n+1, size+len(term)
		}
	}
	out, block, terms := make(bleve.TokenStream, 0, n), make([]bleve.Token, 0, n), make([]byte, 0, size)
	for i := range tokens {
		t := &tokens[i]
		term := level(t)
		if term == "" {
			continue
		}
		from := len(terms)
		terms = append(terms, term...)
		block = append(block, bleve.Token{
			Start: t.Start, End: t.End, Position: t.Position, Type: typeOf(term),
			Term: terms[from:len(terms):len(terms)],
		})
		out = append(out, &block[len(block)-1])
	}
	return out
}

func typeOf(term string) bleve.TokenType {
	if term[0] >= '0' && term[0] <= '9' {
		return bleve.Numeric
	}
	return bleve.AlphaNumeric
}

// levelFilter replaces the term of every token by one of its levels, but not
// where a filter before it marked the token as a keyword.
type levelFilter struct{ level level }

func (f levelFilter) Filter(input bleve.TokenStream) bleve.TokenStream {
	a := analysis.Default()
	for _, token := range input {
		if token.KeyWord {
			continue
		}
		t := a.Word(string(token.Term))
		term := f.level(&t)
		if t.Stop {
			term = t.Exact
		}
		if term != "" && string(token.Term) != term {
			token.Term = []byte(term)
		}
	}
	return input
}

// stopFilter leaves stop words out, but not those marked as keywords.
type stopFilter struct{}

func (stopFilter) Filter(input bleve.TokenStream) bleve.TokenStream {
	a := analysis.Default()
	kept := input[:0]
	for _, token := range input {
		if token.KeyWord || !a.Word(string(token.Term)).Stop {
			kept = append(kept, token)
		}
	}
	return kept
}
