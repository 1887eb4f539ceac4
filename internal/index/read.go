package index

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// A bare word is read as others too, where people so commonly type the one for
// the other that the index shows which is meant: with a final heh for teh
// marbuta, a seat without its hamza, a yeh without its alef maksura. And a word
// that is typed as it should be is also read as the careless write it, where the
// index holds that. What rules there are is in package spell; here is what must
// speak for it.

// reading is a word that another one of a query is read as.
type reading struct {
	analysis.Token
	kind   string
	shown  string // how it is written, where its exact form is that of the word typed
	equals bool   // it counts at every level as if it had been typed; else at the stem level only
}

// readings keeps what the words of a view are read as: the searches of a page
// ask for it again and again.
type readings struct {
	mu   sync.Mutex
	of   map[string][]reading
	once sync.Once
	slip float64
}

// maxReadings bounds what is kept for one view, mostRead what one word is read as.
const (
	maxReadings = 1 << 15
	mostRead    = 6
)

// How much speaks for a reading.
const (
	lexiconShare = 1.0 / 264000 // of an occurrence in the lexicon: how many of the articles it was counted in it is one of
	priorSize    = 10000        // articles of the lexicon that count beside those of the index
	leastCommon  = 0.05         // articles that hold what was never seen

	timesRead  = 10 // how much commoner one spelling must be to be read for the other
	timesEqual = 50 // and to count as if it had been typed
	ownWord    = 60 // occurrences in the lexicon from which on a spelling is a word of its own
)

// readAs lists the words that a token of the query, as it was written there, is
// read as.
func (p *plan) readAs(t *analysis.Token, written string) ([]reading, error) {
	if t.Stop || t.Width > 1 || !isArabicWord(t.Exact) {
		return nil, nil
	}
	kept, key := &p.v.readings, analysis.FoldWritten(written)
	kept.mu.Lock()
	out, ok := kept.of[key]
	kept.mu.Unlock()
	if ok {
		return out, nil
	}
	r := wordReader{plan: p, typed: t}
	r.held = sync.OnceValues(func() (uint64, error) { return p.v.holders(keyAt(analysis.Exact, t)) })
	if err := r.read(written); err != nil {
		return nil, err
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if kept.of == nil || len(kept.of) >= maxReadings {
		kept.of = map[string][]reading{}
	}
	kept.of[key] = r.out
	return r.out, nil
}

// isArabicWord says whether a folded word has Arabic letters only.
func isArabicWord(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Arabic, r) || !unicode.IsLetter(r) })
}

// wordReader reads one word.
type wordReader struct {
	*plan
	typed *analysis.Token
	lex   float64                // occurrences of the word typed
	held  func() (uint64, error) // how many articles hold it so
	out   []reading
}

// read tries the variants of the word as it was written.
func (r *wordReader) read(written string) error {
	word := seated(r.typed.Exact, written)
	if rest, ok := strings.CutSuffix(word, "ي"); ok && strings.HasSuffix(analysis.FoldWritten(written), "ى") {
		word = rest + "ى"
	}
	r.lex = r.analyzer.OccurrencesAs(word)
	for _, v := range spell.Variants(word) {
		if len(r.out) == mostRead {
			break
		}
		if err := r.try(v); err != nil {
			return err
		}
	}
	for _, more := range [...]func() error{r.readDialect, r.readClitics, r.readNames} {
		if err := more(); err != nil {
			return err
		}
	}
	return nil
}

// seated writes the hamzas of a folded word on the seats that they were written
// on, if it has as many as were written.
func seated(word, written string) string {
	var seats []rune
	for _, r := range written {
		if analysis.Fold(string(r)) == "ء" {
			seats = append(seats, r)
		}
	}
	if strings.Count(word, "ء") != len(seats) {
		return word
	}
	return strings.Map(func(r rune) rune {
		if r == 'ء' {
			r, seats = seats[0], seats[1:]
		}
		return r
	}, word)
}

// try reads the word as a variant, if enough speaks for it.
func (r *wordReader) try(v spell.Variant) error {
	lex := r.analyzer.OccurrencesAs(v.Text)
	if v.Careless && lex > r.lex || !v.Careless && lex < r.lex && r.lex >= ownWord {
		return nil
	}
	t := r.analyzer.Word(v.Text)
	if t.Stop || t.Stem == r.typed.Stem || t.Exact != analysis.Fold(v.Text) || r.has(t.Stem) {
		return nil
	}
	docs, err := r.v.holders(keyAt(analysis.Exact, &t))
	if err != nil || docs == 0 && (v.Careless || lex == 0) {
		return err
	}
	held, err := r.held()
	if err != nil {
		return err
	}
	typed, variant := common(held, r.lex), common(docs, lex)
	read, equals := false, false
	switch {
	case !v.Careless && v.Kind == spell.KindHeh:
		read, equals = variant > typed, variant >= timesRead*typed
	case !v.Careless:
		read, equals = variant >= timesRead*typed, variant >= timesEqual*typed
	case v.Kind == spell.KindHeh:
		slip, err := r.v.carelessness(r.analyzer)
		if err != nil {
			return err
		}
		read = docs > 0 && slip*typed >= variant/2
	default:
		read = docs > 0 && typed >= timesRead*variant && (lex < ownWord || lex*timesEqual < r.lex)
	}
	if !read {
		return nil
	}
	if docs == 0 {
		if known, err := r.v.knows(keyAt(analysis.Stem, &t)); err != nil || !known {
			return err
		}
	}
	shown := ""
	if t.Exact == r.typed.Exact {
		shown = v.Text
	}
	r.out = append(r.out, reading{t, v.Kind, shown, equals})
	return nil
}

// has says whether the word is read as one of this stem already.
func (r *wordReader) has(stem string) bool {
	for i := range r.out {
		if r.out[i].Stem == stem {
			return true
		}
	}
	return false
}

// common says how common a spelling is, in articles: those of the index, and
// beside them some in which the lexicon was counted, which decide where the
// index is small.
func common(docs uint64, occurrences float64) float64 {
	return max(leastCommon, float64(docs)+priorSize*lexiconShare*occurrences)
}

// carelessness is how often the authors of the index leave out what careful ones
// write: of words that cannot be anything else, the share that lacks it. Little
// is taken for much where there is little to see.
func (v *view) carelessness(a *analysis.Analyzer) (float64, error) {
	var failed error
	v.readings.once.Do(func() {
		words, meant := spell.Careless()
		count := func(words []string) float64 {
			n := 0.0
			for _, w := range words {
				t := a.Word(w)
				docs, err := v.holders(keyAt(analysis.Exact, &t))
				if err != nil {
					failed = err
				}
				n += float64(docs)
			}
			return n
		}
		careless := count(words)
		v.readings.slip = (careless + 1) / (careless + count(meant) + 2)
	})
	return v.readings.slip, failed
}

// holders counts the articles whose text has a key, those included that were
// removed since the last merge.
func (v *view) holders(key string) (docs uint64, err error) {
	for _, s := range v.segs {
		l, ok, err := s.seg.Field(fieldText).Get(key)
		if err != nil {
			return 0, damage(err)
		}
		if ok {
			docs += uint64(l.Count)
		}
	}
	return docs, nil
}

// knows says whether any text has a key that begins so.
func (v *view) knows(start string) (bool, error) {
	for _, s := range v.segs {
		c := s.seg.Field(fieldText).From(start)
		if c.Next() && strings.HasPrefix(string(c.Term()), start) {
			return true, nil
		}
		if err := c.Err(); err != nil {
			return false, damage(err)
		}
	}
	return false, nil
}

// ReadAs is a word of a query that was read as another one too.
type ReadAs struct {
	Word    string // as typed
	Reading string // as articles write it
	Why     string // the kind of its rule
}

// readings lists what the words that are asked for were read as, in the order of
// the query, each once.
func (p *plan) readings() (out []ReadAs, err error) {
	src := &source{plan: p}
	for _, l := range p.order {
		for i := range l.tokens {
			for k := range l.tokens[i].read {
				r := &l.tokens[i].read[k]
				as := ReadAs{Word: l.text, Why: r.kind}
				if as.Reading = r.shown; r.shown == "" {
					if as.Reading, err = p.suggester.Written(src, r.Exact); err != nil {
						return nil, err
					}
				}
				if !slices.Contains(out, as) {
					out = append(out, as)
				}
			}
		}
	}
	return out, nil
}
