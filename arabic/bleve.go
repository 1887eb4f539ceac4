package arabic

import (
	"fmt"
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

// The keys of a configuration by which an analyzer, the tokenizer or a filter
// gets to know a user's [Words]: each a list of strings.
const (
	FamiliesKey  = "families"
	ProtectedKey = "protected"
	StopWordsKey = "stop_words"
)

// An error of a registration says that the name is taken, which can only mean
// that another copy of this package is in the program: both do the same, and
// the first to come may stay.
func init() {
	for name, level := range map[string]level{ExactAnalyzer: exactLevel, StemAnalyzer: stemLevel, RootAnalyzer: rootLevel} {
		_ = registry.RegisterAnalyzer(name, func(config map[string]any, _ *registry.Cache) (bleve.Analyzer, error) {
			a, err := configured(config)
			return levelAnalyzer{a, level}, err
		})
	}
	_ = registry.RegisterTokenizer(Tokenizer, func(config map[string]any, _ *registry.Cache) (bleve.Tokenizer, error) {
		a, err := configured(config)
		return tokenizer{levelAnalyzer{a, exactLevel}}, err
	})
	for name, level := range map[string]level{NormalizeFilter: exactLevel, StemFilter: stemLevel, RootFilter: rootLevel} {
		_ = registry.RegisterTokenFilter(name, func(config map[string]any, _ *registry.Cache) (bleve.TokenFilter, error) {
			a, err := configured(config)
			return levelFilter{a, level}, err
		})
	}
	_ = registry.RegisterTokenFilter(StopFilter, func(config map[string]any, _ *registry.Cache) (bleve.TokenFilter, error) {
		a, err := configured(config)
		return stopFilter{a}, err
	})
}

// configured returns the analyzer that knows the words of a configuration.
func configured(config map[string]any) (*analysis.Analyzer, error) {
	var words analysis.Words
	for key, list := range map[string]*[]string{FamiliesKey: &words.Families, ProtectedKey: &words.Protected, StopWordsKey: &words.StopWords} {
		switch value := config[key].(type) {
		case nil:
		case []string:
			*list = value
		case []any: // from JSON
			for _, item := range value {
				line, ok := item.(string)
				if !ok {
					return nil, fmt.Errorf("arabic: %s: %v is not a string", key, item)
				}
				*list = append(*list, line)
			}
		default:
			return nil, fmt.Errorf("arabic: %s: want a list of strings, not %T", key, value)
		}
	}
	if words.Families == nil && words.Protected == nil && words.StopWords == nil {
		return analysis.Default(), nil
	}
	a, err := analysis.New(words)
	if err != nil {
		return nil, fmt.Errorf("arabic: %w", err)
	}
	return a, nil
}

// level picks one term of a token.
type level func(*analysis.Token) string

func exactLevel(t *analysis.Token) string { return t.Exact }
func stemLevel(t *analysis.Token) string  { return t.Stem }
func rootLevel(t *analysis.Token) string  { return t.Root }

// levelAnalyzer makes the terms of one level in one pass. The stem and root of
// a stop word are empty, and empty terms are left out.
type levelAnalyzer struct {
	analyzer *analysis.Analyzer
	level    level
}

func (l levelAnalyzer) Analyze(input []byte) bleve.TokenStream {
	scratch := getScratch()
	defer scratch.put()
	return stream(scratch.analyze(l.analyzer, view(input)), l.level)
}

type tokenizer struct{ levelAnalyzer }

func (t tokenizer) Tokenize(input []byte) bleve.TokenStream { return t.Analyze(input) }

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
type levelFilter struct {
	analyzer *analysis.Analyzer
	level    level
}

func (f levelFilter) Filter(input bleve.TokenStream) bleve.TokenStream {
	for _, token := range input {
		if token.KeyWord {
			continue
		}
		t := f.analyzer.Word(string(token.Term))
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
type stopFilter struct{ analyzer *analysis.Analyzer }

func (f stopFilter) Filter(input bleve.TokenStream) bleve.TokenStream {
	kept := input[:0]
	for _, token := range input {
		if token.KeyWord || !f.analyzer.Word(string(token.Term)).Stop {
			kept = append(kept, token)
		}
	}
	return kept
}
