package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
)

// A fuzzy word stands for the forms within some letters of it, and for the two
// words that it is if the space between them was left out. It counts in parts:
// all of these, those that are likely to be meant, the likeliest, and the word as
// typed. Each part counts the same, so that the likelier a form is, the more an
// article that holds it counts. It is the likelier the nearer it is and the more
// articles hold it: a rare word that is as near as a common one is hardly meant.

// fuzzySteps are how much less likely, as logarithms, than the likeliest form the
// forms are that the parts of a fuzzy word reach.
var fuzzySteps = [...]float64{5, 2}

// compileFuzzy builds the leaf of a fuzzy word.
func (p *plan) compileFuzzy(n *query.Word, boost float64) (*leaf, error) {
	if letters := utf8.RuneCountInString(analysis.Fold(n.Text)); letters > spell.MaxLetters {
		return nil, fmt.Errorf("%w: a fuzzy word of %d letters, at most %d are possible", ErrTooMuch, letters, spell.MaxLetters)
	}
	x, err := p.expand(n)
	if err != nil {
		return nil, err
	}
	l := expandedLeaf(n, x.forms)
	text := p.apart(n)
	if n.Field == query.Author { // bylines have no positions
		if len(x.forms) == 0 && text != "" {
			names, err := p.compilePhrase(&query.Phrase{Text: text, Field: n.Field}, boost)
			if err != nil {
				return nil, err
			}
			l.words = names.words
		} else {
			l.words = []rank.Word{{Boost: boost, Parts: p.expandedParts(n.Field, x, len(x.forms))}}
		}
		return l, nil
	}
	var spaced *rank.Part
	if text != "" {
		phrase, err := p.compilePhrase(&query.Phrase{Text: text, Field: n.Field}, boost)
		if err != nil {
			return nil, err
		}
		l.phrase, spaced = phrase.phrase, &phrase.words[0].Parts[0]
		spaced.List = p.work.once(spaced.List)
	}
	l.words = []rank.Word{{Boost: boost, Parts: p.fuzzyParts(n.Field, x, spaced)}}
	return l, nil
}

// fuzzyParts are the parts of a fuzzy word, and the title's: that of all its
// terms first, then one for each step nearer that has fewer. The words with a
// space between them, if there are any, are a likely slip away.
func (p *plan) fuzzyParts(f query.Field, x *expanded, spaced *rank.Part) []rank.Part {
	all := p.expandedParts(f, x, len(x.forms))
	near, title := all[:1:1], all[1:]
	if spaced != nil {
		near[0] = either(near[0], *spaced)
	}
	last := len(x.forms)
	for i, n := range x.steps {
		slips := spaced != nil && i < len(fuzzySteps)
		if n == last && slips == (spaced != nil) || n == 0 && !slips {
			continue // as far as the step before, or nothing
		}
		part := p.expandedParts(f, x, n)[0]
		if slips {
			part = either(part, *spaced)
		}
		near, last = append(near, part), n
	}
	for i := range near {
		near[i].Weight = 1 / float64(len(near))
	}
	return append(near, title...)
}

// once remembers a list of each segment, for parts that ask for it one after the
// other.
func (w *work) once(list func(rank.Segment, *rank.Postings) error) func(rank.Segment, *rank.Postings) error {
	var mu sync.Mutex
	of := map[uint64]*rank.Postings{}
	return func(seg rank.Segment, dst *rank.Postings) error {
		mu.Lock()
		defer mu.Unlock()
		p := of[seg.Key()]
		if p == nil {
			p = &rank.Postings{}
			if err := list(seg, p); err != nil {
				return err
			}
			const size = 8 // of a posting
			if err := w.take(size * len(p.Docs)); err != nil {
				return err
			}
			of[seg.Key()] = p
		}
		dst.Docs, dst.Freqs = append(dst.Docs, p.Docs...), append(dst.Freqs, p.Freqs...)
		return nil
	}
}

// either is a part that a document holds which holds one or the other.
func either(a, b rank.Part) rank.Part {
	list := func(seg rank.Segment, dst *rank.Postings) error {
		r := scratches.Get().(*scratch)
		defer scratches.Put(r)
		r.sum.Reset(seg.Docs())
		for _, part := range [...]*rank.Part{&a, &b} {
			r.postings.Reset()
			if err := readPart(seg, part, &r.postings); err != nil {
				return err
			}
			if err := r.sum.Add(&r.postings); err != nil {
				return err
			}
		}
		r.sum.Drain(dst)
		return nil
	}
	return rank.Part{Field: a.Field, Weight: a.Weight, List: list, Key: rank.KeyOf("either", partKey(&a), partKey(&b))}
}

func readPart(seg rank.Segment, part *rank.Part, dst *rank.Postings) error {
	if part.List != nil {
		return part.List(seg, dst)
	}
	return rank.Union(seg, part.Field, part.Terms, dst)
}

// partKey names what readPart reads.
func partKey(part *rank.Part) string {
	if part.List != nil {
		return rank.KeyOf("list", part.Field, part.Key)
	}
	return rank.KeyOf(append([]string{"terms", part.Field}, part.Terms...)...)
}

// fuzzyEdits is how many letters may differ in a word of n letters if the
// query does not say.
func fuzzyEdits(n int) int {
	switch {
	case n <= 2:
		return 0
	case n <= 5:
		return 1
	}
	return 2
}

// similar finds the forms within some letters of a word (see spell.Distance),
// also behind the article and proclitics: the word itself, then the likeliest
// first; no more than most.
func similar(ctx context.Context, vs spell.Vocabularies, text string, edits, most int) (x *expanded, err error) {
	word := analysis.Fold(text)
	if edits == 0 {
		edits = fuzzyEdits(utf8.RuneCountInString(word))
	}
	f, distances := spell.Counts{}, map[string]int{}
	bare := strings.TrimPrefix(word, analysis.Article) // a word that has the article asks for it
	for _, v := range vs {
		docs := map[string]int{} // a form may be near behind several
		near := func(form string, n, distance int) bool {
			if d, ok := distances[form]; !ok || distance < d {
				distances[form] = distance
			}
			docs[form] = n
			return len(distances) < most
		}
		if err := v.NearBehind(ctx, analysis.Proclitics(), word, edits*spell.Unit, near); err != nil {
			return nil, err
		}
		if err := v.NearBehind(ctx, analysis.ArticleProclitics(), bare, edits*spell.Unit, near); err != nil {
			return nil, err
		}
		for form, n := range docs {
			f[form] += n
		}
	}
	x = &expanded{}
	x.forms = f.First(most, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(f[b], f[a]))
	})
	typed := 0 // also behind proclitics
	for typed < len(x.forms) && distances[x.forms[typed]] == 0 {
		typed++
	}
	likely := func(form string) float64 { return spell.Likelihood(f[form], distances[form]) }
	slices.SortStableFunc(x.forms[typed:], func(a, b string) int {
		return cmp.Or(cmp.Compare(likely(b), likely(a)), cmp.Compare(distances[a], distances[b]))
	})
	for _, less := range fuzzySteps {
		n := len(x.forms)
		for n > typed && likely(x.forms[n-1]) < likely(x.forms[min(typed, len(x.forms)-1)])-less {
			n--
		}
		x.steps = append(x.steps, n)
	}
	x.steps = append(x.steps, typed)
	return x, nil
}

// apart is the two forms of the index that a fuzzy word is if only the space
// between them is missing: those of which the rarer one is most frequent.
func (p *plan) apart(n *query.Word) string {
	v := p.v.vocabulary(expandField(n.Field))
	word := analysis.Fold(n.Text)
	best, text := 0, ""
	for i := range word {
		left, right := word[:i], word[i:]
		if utf8.RuneCountInString(left) < 2 || utf8.RuneCountInString(right) < 2 {
			continue
		}
		if docs := min(v.Lookup(left), v.Lookup(right)); docs > best {
			best, text = docs, left+" "+right
		}
	}
	return text
}
