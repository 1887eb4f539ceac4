package analysis

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Words are words of the user, added to what is built in.
type Words struct {
	Families  []string // one family a line: "representative: member member …", "_" joins the words of a member, "#" comments
	Protected []string // words that are their own stem and root, and no stop words
	StopWords []string // further stop words
}

// Token is one word of a text, or a name of several: see Role.
type Token struct {
	Exact      string  // the spelling after normalization
	Stem       string  // the lexeme; empty for a stop word
	Root       string  // the consonants of the word family; empty for a stop word
	Start, End int     // where it stands: bytes of the text as written
	Position   int     // 1 for the first token of a text; a name has that of its first word
	Width      int32   // positions it takes: 1, or the words of a name, also one written as one word
	Stop       bool    // a stop word: it has only Exact
	Role       Role    // how it stands to the names of several words
	Piece      uint32  // which of the pieces of the text holds it, from 1: see Pieces; a name that of its first word
	Number     uint32  // of the spelling, in the order in which this analyzer met them, from 1: it tells Exact and Stem; 0 for one that has none
	Odd        bool    // written otherwise than Exact says: Written is not Usual
	Written    Written // how it is written
}

// Analyzer cuts texts into tokens and knows three levels of each. It never
// changes what it answers and is safe for concurrent use.
type Analyzer struct {
	lex           *lexicon
	rules         func() *stemmer // made when a word is met that the lexicon does not remember
	remembers     bool            // what the lexicon remembers of whole words holds
	remembersAsIs bool            // that they are no stop words, too
	stops         stopWords
	asWritten     func() stopWords // the same with their hamzas
	joins         *joiner
	cache         cache
}

var builtin = sync.OnceValues(func() (*Analyzer, error) { return New(Words{}) })

// Default returns the analyzer with the built-in words only. All callers share it.
func Default() *Analyzer {
	a, err := builtin()
	if err != nil {
		panic(err) // the embedded data are broken: every test fails before this can ship
	}
	return a
}

// New returns an analyzer that knows the user's words too. An error names the
// line that cannot be read.
func New(words Words) (*Analyzer, error) {
	lex, err := openLexicon(lexiconData)
	if err != nil {
		return nil, err
	}
	return newAnalyzer(lex, words)
}

func newAnalyzer(lex *lexicon, words Words) (*Analyzer, error) {
	stops, err := builtinStopWords()
	if err != nil {
		return nil, err
	}
	a := &Analyzer{lex: lex, stops: stops, asWritten: builtinAsWritten, joins: newJoiner(nil), cache: newCache()}
	if err := a.remember(words); err != nil {
		return nil, err
	}
	if err := a.addWords(words); err != nil {
		return nil, err
	}
	names := lex.names()
	if !a.remembers || len(words.StopWords) > 0 {
		names = a.names()
	}
	a.joins = newJoiner(names)
	if err := a.readUnits(); err != nil {
		return nil, err
	}
	return a, nil
}

// names returns the names of several words, each word as joinKey has it.
func (a *Analyzer) names() (names [][]string) {
	for _, words := range a.rules().joined() {
		name := make([]string, len(words))
		for i, w := range words {
			exact, _, stop := a.spell(w)
			if stop && exact != w {
				exact = w // folded, it only looks like a careless stop word
			}
			name[i] = exact
		}
		names = append(names, name)
	}
	return names
}

// addWords adds the user's stop words and takes his protected words out of them.
func (a *Analyzer) addWords(words Words) error {
	if len(words.StopWords) == 0 && len(words.Protected) == 0 {
		return nil
	}
	own, asWritten := maps.Clone(a.stops), maps.Clone(a.asWritten())
	for n, line := range words.StopWords {
		w, err := oneWord(line)
		if err != nil {
			return fmt.Errorf("stop words, line %d: %w", n+1, err)
		}
		if w != "" {
			own.add(foldKeepMaksura(w))
			asWritten.add(FoldWritten(w))
			settled, _, _ := a.spell(w)
			own[settled] = settled
		}
	}
	for n, line := range words.Protected {
		w, err := oneWord(line)
		if err != nil {
			return fmt.Errorf("protected words, line %d: %w", n+1, err)
		}
		delete(own, foldKeepMaksura(w))
		delete(own, Fold(w))
	}
	a.stops, a.asWritten = own, func() stopWords { return asWritten }
	return nil
}

// oneWord returns the only word of a line; "" for a comment or nothing.
func oneWord(line string) (string, error) {
	line, _, _ = strings.Cut(line, "#")
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return "", nil
	}
	s := scanner{text: fields[0]}
	var p piece
	if len(fields) > 1 || !s.next(&p) || p.start != 0 || p.end != len(fields[0]) {
		return "", fmt.Errorf("%q is not one word", strings.TrimSpace(line))
	}
	return fields[0], nil
}

// AppendTokens appends the tokens of a text to dst. Broken UTF-8 separates
// words. The strings of a token do not share memory with the text.
func (a *Analyzer) AppendTokens(dst []Token, text string) []Token {
	dst, _ = a.AppendTokensWithin(context.Background(), dst, text) // nothing ends it
	return dst
}

// batchesBetween is how many batches of words are analyzed before it is seen
// whether to go on.
const batchesBetween = 256

// AppendTokensWithin is AppendTokens for texts that may be long: it ends early,
// with its error, when ctx does.
func (a *Analyzer) AppendTokensWithin(ctx context.Context, dst []Token, text string) ([]Token, error) {
	j := joining{text: text}
	s := scanner{text: text}
	var b batch
	for n := 1; b.fill(&s, &a.cache); n++ {
		if n%batchesBetween == 0 && ctx.Err() != nil {
			return dst, ctx.Err()
		}
		for i := range b.n {
			p := &b.pieces[i]
			j.piece++
			e := a.resolve(b.found[i], b.places[i], b.hashes[i], text[p.start:p.end], p.kind)
			if p.kind == kindSign {
				dst = a.appendSign(dst, &j, text, p)
			} else if e.split {
				dst = a.appendSplit(dst, &j, text, p)
			} else {
				dst = a.append(dst, &j, text, p, e)
			}
		}
	}
	return a.finish(&j, dst), nil
}

// append appends the token of a piece and lets the joiner look at it.
func (a *Analyzer) append(dst []Token, j *joining, text string, p *piece, e *entry) []Token {
	dst = append(dst, Token{
		Number: e.number, Exact: e.exact, Stem: e.stem, Root: e.root, Stop: e.stop,
		Start: p.from, End: p.end, Position: j.position + 1, Piece: j.piece, Width: int32(e.width), Written: e.written, Odd: e.odd,
	})
	j.position += int(e.width)
	if j.isOpen() || e.starts != nil || e.sort != otherSort {
		return a.advance(j, dst, text, e)
	}
	return dst
}

// Readings returns the tokens that have an exact form, [Analyzer.Form] the first:
// one, but for words that differ in a hamza, a madda or a last yeh only
// (spending, tunnels), which the exact form does not tell apart.
func (a *Analyzer) Readings(exact string) []Token {
	all := []Token{a.Form(exact)}
	if !isLetters(exact) {
		return all
	}
	for _, w := range a.lex.alike(exact)[1:] {
		if t := a.Word(w); t.Exact == exact && !slices.ContainsFunc(all, t.isLike) {
			all = append(all, t)
		}
	}
	return all
}

// Meant returns the words that a token may be meant for, itself the first: where
// no hamza was written, those too that are not much rarer than it and differ in
// that alone, but for a hamza behind a preposition.
func (a *Analyzer) Meant(t Token, written string) []Token {
	all := []Token{t}
	lex, written := a.lex, FoldWritten(written)
	if t.Stop || !isLetters(t.Exact) || writtenAt(written, 0) >= 0 || hasMaksura(lex.settle(written)) {
		return all
	}
	least := meant * lex.count("", lex.restore(t.Exact), "")
	for _, w := range lex.alike(t.Exact) {
		if n := lex.own("", w, ""); n == 0 || n < least || hasMaksura(w) {
			continue
		}
		if at := writtenAt(w, 0); at > 0 && slices.Contains(proclitics, w[:at]) && lex.own("", t.Exact, "") > 0 {
			continue // nobody asks for a preposition: باول is the name, not بأول
		}
		if r := a.Word(w); r.Exact == t.Exact && !r.Stop && !slices.ContainsFunc(all, r.isLike) {
			all = append(all, r)
		}
	}
	return all
}

const meant = .1 // of the occurrences of the likeliest word, those of another that may be meant

// isLike says whether two tokens are one word.
func (t *Token) isLike(other Token) bool {
	return t.Exact == other.Exact && t.Stem == other.Stem && t.Root == other.Root && t.Stop == other.Stop
}

// Form returns the likeliest token of an exact form: what a text that has it
// without hamzas is indexed as. A form of the index that this analyzer would not
// make stands for itself.
func (a *Analyzer) Form(exact string) Token {
	if t := a.Word(exact); t.Exact == exact {
		return t
	}
	return Token{Exact: exact, Stem: exact, Root: exact}
}

// Word returns the levels of the first token of a text, the zero Token if there is none.
func (a *Analyzer) Word(word string) Token {
	var buf [4]Token
	if tokens := a.AppendTokens(buf[:0], word); len(tokens) > 0 {
		return tokens[0]
	}
	return Token{}
}
