package index

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
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
	own    bool   // what was typed is a word of its own: it is read so unless that is what stands beside its neighbours
}

// readings keeps what the words of a view are read as: the searches of a page
// ask for it again and again.
type readings struct {
	mu   sync.Mutex
	of   map[string]wordRead // by the word as it was written: the seat of a hamza (السيئ, السيء), a letter of a dialect decide
	once sync.Once
	slip float64
}

// wordRead is what a word is read as, and the stop word that it may have been meant for.
type wordRead struct {
	as   []reading
	stop stopMeant
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

// readWord says what a token of the query, as it was written there, is read as.
func (p *plan) readWord(t *analysis.Token, written string) (wordRead, error) {
	latin := isWordOf(unicode.Latin, t.Exact)
	if t.Stop || t.Width > 1 || !latin && !isWordOf(unicode.Arabic, t.Exact) {
		return wordRead{}, nil
	}
	kept := &p.v.readings
	kept.mu.Lock()
	out, ok := kept.of[written]
	kept.mu.Unlock()
	if ok {
		return out, nil
	}
	r := wordReader{plan: p, typed: t}
	r.held = sync.OnceValues(func() (uint64, error) { return p.v.holders(keyAt(analysis.Exact, t)) })
	read := r.read
	if latin {
		read = r.readLatin
	}
	if err := read(written); err != nil {
		return wordRead{}, err
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if kept.of == nil || len(kept.of) >= maxReadings {
		kept.of = map[string]wordRead{}
	}
	kept.of[written] = r.out
	return r.out, nil
}

// isWordOf says whether a folded word has letters of one script only.
func isWordOf(script *unicode.RangeTable, word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(script, r) || !unicode.IsLetter(r) })
}

// wordReader reads one word.
type wordReader struct {
	*plan
	typed *analysis.Token
	lex   float64                // occurrences of the word typed
	slip  float64                // how careless the authors are
	held  func() (uint64, error) // how many articles hold it so
	forms []string               // that it might be read as, ascending
	docs  []int                  // documents that hold each, whatever word it is there
	out   wordRead
}

// read tries the variants of the word as it was written. All forms that they may
// have are looked up together first: an index has few of them.
func (r *wordReader) read(written string) (err error) {
	word := seated(r.typed.Exact, written)
	if rest, ok := strings.CutSuffix(word, "ي"); ok && strings.HasSuffix(analysis.FoldWritten(written), "ى") {
		word = rest + "ى"
	}
	r.lex = r.analyzer.OccurrencesAs(word)
	if r.slip, err = r.v.carelessness(); err != nil {
		return err
	}
	variants := r.variants(word)
	r.out.stop = r.stopMeant(variants)
	typists, dialects, clitics, names := r.typists(variants), append(r.sounds(written), r.dialects()...), r.clitics(), r.names()
	for i := range typists {
		r.forms = append(r.forms, typists[i].Exact)
	}
	for _, list := range [...][]spell.Variant{dialects, clitics, names} {
		for _, v := range list {
			r.forms = append(r.forms, v.Text)
		}
	}
	if err := r.readCounterpart(); err != nil || len(r.forms) == 0 {
		return err
	}
	r.forms = append(r.forms, r.typed.Exact)
	slices.Sort(r.forms)
	r.docs = r.v.bareWords().LookupAll(r.forms)
	if err := r.v.whole(); err != nil {
		return err
	}
	for i := range typists {
		if err := r.try(&typists[i]); err != nil {
			return err
		}
	}
	for _, list := range [...][]spell.Variant{dialects, clitics} {
		for _, v := range list {
			if err := r.add(v); err != nil {
				return err
			}
		}
	}
	return r.readNames(names)
}

// most is how many articles have a form, in whatever word: no more have it in one.
func (r *wordReader) most(form string) uint64 {
	if i, ok := slices.BinarySearch(r.forms, form); ok {
		return uint64(r.docs[i])
	}
	return 0
}

// add reads the word as a variant that some article has in this very form, if the
// lexicon takes it for no form of a word that it knows; that of a dialect's word
// is one.
func (r *wordReader) add(v spell.Variant) error {
	if len(r.out.as) == mostRead || r.most(v.Text) == 0 {
		return nil
	}
	t := r.analyzer.Word(v.Text)
	if t.Stop || t.Exact != v.Text || t.Stem == r.typed.Stem || r.isReadAs(t.Stem) {
		return nil
	}
	if v.Kind == spell.KindClitic && r.analyzer.Occurrences(t.Stem) >= ownWord {
		return nil
	}
	docs, err := r.v.holders(keyAt(analysis.Exact, &t))
	if err != nil || docs == 0 {
		return err
	}
	if v.Kind == spell.KindClitic && len(v.Text) < len(r.typed.Exact) {
		if held, err := r.held(); err != nil || held >= timesRead*docs {
			return err // what it begins with is no proclitic, but a letter of it
		}
	}
	r.out.as = append(r.out.as, reading{Token: t, kind: v.Kind})
	return nil
}

// isReadAs says whether the word is read as one of this stem already.
func (r *wordReader) isReadAs(stem string) bool {
	for i := range r.out.as {
		if r.out.as[i].Stem == stem {
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
func (v *view) carelessness() (slip float64, failed error) {
	v.readings.once.Do(func() {
		words, meant := spell.Careless()
		count := func(words []string) (n float64) {
			for _, docs := range v.bareWords().LookupAll(words) {
				n += float64(docs)
			}
			return n
		}
		careless := count(words)
		v.readings.slip = (careless + 1) / (careless + count(meant) + 2)
		failed = v.whole()
	})
	return v.readings.slip, failed
}

// holders counts the articles whose text has a key, those included that were
// removed since the last merge, and twice those that have it in a text of one's own too.
func (v *view) holders(key string) (docs uint64, err error) {
	for _, field := range v.bareFields() {
		err := v.terms(field, key, key+"\x00", func(_ string, n uint64) bool {
			docs += n
			return true
		})
		if err != nil {
			return 0, err
		}
	}
	return docs, nil
}

// knows says whether any text has a key that begins so.
func (v *view) knows(start string) (known bool, err error) {
	err = v.eachBareTerm(start, func(string, uint64) bool { known = true; return false })
	return known, err
}

// typedSo lists the words that are read as others, for people type so.
func (p *plan) typedSo() (words []string) {
	for _, l := range p.order {
		if len(l.tokens) == 1 && slices.ContainsFunc(l.tokens[0].read, func(r reading) bool {
			return r.kind != spell.KindName && r.kind != spell.KindClitic
		}) {
			words = append(words, l.text)
		}
	}
	return words
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
	for _, n := range query.Leaves(p.root) { // those too that ask for nothing now
		l := p.leaves[n]
		if l == nil {
			continue
		}
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
