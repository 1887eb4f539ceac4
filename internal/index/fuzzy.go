package index

import (
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
)

// A fuzzy word stands for the forms within some letters of it, and for the two
// words that it is if the space between them was left out. It counts in parts:
// all of these, those that are likely to be meant, those that may as well be, the
// likeliest, and the word as typed. Each part counts the same, so that the likelier
// a form is, the more an article that holds it counts. It is the likelier the nearer
// it is and the more articles hold it: a rare word that is as near as a common one is
// hardly meant. A title counts once more only for a form that may as well be meant:
// titles hold many words, and one of them is near to most.

// fuzzySteps are how much less likely, as logarithms, than the likeliest form the
// forms are that the parts of a fuzzy word reach. The last is that form itself.
var fuzzySteps = [...]float64{5, 2, 0}

// asWell is the step of forms that may as well be meant, the last to which the words
// with a space between them belong.
const asWell = 1

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
			l.words = []rank.Word{p.expandedWord(n.Field, x, boost)}
		}
		return l, nil
	}
	var spaced []rank.Part
	if text != "" {
		phrase, err := p.compilePhrase(&query.Phrase{Text: text, Field: n.Field}, boost)
		if err != nil {
			return nil, err
		}
		l.phrase, spaced = phrase.phrase, phrase.words[0].Parts
		for i := range spaced {
			spaced[i].List = p.work.once(spaced[i].List)
		}
	}
	l.words = []rank.Word{p.fuzzyWord(n.Field, x, spaced)}
	l.words[0].Boost = boost
	return l, nil
}

// fuzzyWord has the parts of a fuzzy word, the title's and those of texts of one's own:
// that of all its terms first, then one for each step nearer that has fewer. The words
// with a space between them, if there are any, are a likely slip away; they are those of
// compilePhrase.
func (p *plan) fuzzyWord(f query.Field, x *expanded, spaced []rank.Part) (w rank.Word) {
	all := p.expandedParts(f, x, len(x.forms))
	near, others := all[:1:1], all[1:]
	counts := make([]int, len(others)) // how many of the forms each of the others counts
	for i := range others {
		counts[i] = len(x.forms)
		if !others[i].Suffices {
			counts[i] = x.steps[asWell]
			others[i] = p.expandedParts(f, x, counts[i])[1+i]
		}
	}
	forms, apart := []int{len(x.forms)}, uint(0) // by part: how many forms it has; those that have the words with a space
	for i := range spaced {
		if i == 0 {
			near[0], apart = either(near[0], spaced[0]), 1
		} else {
			own := &others[len(others)-len(spaced)+i]
			*own = either(*own, spaced[i])
		}
	}
	last := len(x.forms)
	for i, n := range x.steps {
		slips := spaced != nil && i <= asWell
		if n == last && slips == (spaced != nil) || n == 0 && !slips {
			continue // as far as the step before, or nothing
		}
		part := p.expandedParts(f, x, n)[0]
		if slips {
			part = either(part, spaced[0])
			apart |= 1 << len(near)
		}
		near, forms, last = append(near, part), append(forms, n), n
	}
	for i := range near {
		near[i].Weight = 1 / float64(len(near))
	}
	w.Parts = append(near, others...)
	if f == query.Body {
		return w // which has no lists
	}
	fields := []counting{{near[0].Field, forms}}
	for i := range others {
		parts := make([]int, len(w.Parts))
		parts[len(near)+i] = counts[i]
		fields = append(fields, counting{others[i].Field, parts})
	}
	w.Read = p.work.read(x, fields)
	for i := range spaced {
		parts := apart
		if i > 0 {
			parts = 1 << (len(w.Parts) - len(spaced) + i)
		}
		w.Read = alsoRead(w.Read, spaced[i].List, parts)
	}
	return w
}

// alsoRead reads a list for some parts too.
func alsoRead(read func(rank.Segment, *rank.Rows) (bool, error), list func(rank.Segment, *rank.Postings) error, parts uint) func(rank.Segment, *rank.Rows) (bool, error) {
	return func(seg rank.Segment, rows *rank.Rows) (bool, error) {
		if done, err := read(seg, rows); err != nil || !done {
			return done, err
		}
		var found rank.Postings
		if err := list(seg, &found); err != nil {
			return true, err
		}
		rows.Add(&found, parts)
		return true, nil
	}
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
	part := rank.Part{Field: a.Field, Weight: a.Weight, List: list, Key: rank.KeyOf("either", partKey(&a), partKey(&b)), Suffices: a.Suffices}
	if one, err := CountOf(&a); err == nil {
		if other, err := CountOf(&b); err == nil {
			part.Of = CountEither{one, other}
		}
	}
	return part
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
