package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

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

// lessBehind is how much less likely, as a logarithm, a form is that is so near only
// without the article or proclitics that were not typed: the word is the same, but who
// types it has left them out.
const lessBehind = 2.0

// similar finds the forms within some letters of a word (see spell.Distance),
// also behind the article and proclitics: the word itself, then the likeliest
// first; not many more than most.
func similar(ctx context.Context, vs spell.Vocabularies, text string, edits, most int) (*expanded, error) {
	word := analysis.Fold(text)
	if edits == 0 {
		edits = fuzzyEdits(utf8.RuneCountInString(word))
	}
	found := nearForms{at: map[string]int{}, most: most}
	bare := strings.TrimPrefix(word, analysis.Article) // a word that has the article asks for it
	nothing, something := analysis.Proclitics()[:1], analysis.Proclitics()[1:]
	for _, v := range vs {
		found.vocabulary++
		if err := v.NearBehind(ctx, nothing, word, edits*spell.Unit, found.addWhole); err != nil {
			return nil, err
		}
		if err := v.NearBehind(ctx, something, word, edits*spell.Unit, found.add); err != nil {
			return nil, err
		}
		if err := v.NearBehind(ctx, analysis.ArticleProclitics(), bare, edits*spell.Unit, found.add); err != nil {
			return nil, err
		}
	}
	return found.ranked(), nil
}

// nearForm is a form that is near to a word.
type nearForm struct {
	text       string
	docs       int
	vocabulary int     // the last that it was found in
	distance   int     // the least, with proclitics left out
	whole      int     // that of all of it; spell.Far where it is not near so
	likely     float64 // as a logarithm
}

// nearForms collects the forms of several vocabularies. One may be near behind several
// proclitics.
type nearForms struct {
	all        []nearForm
	at         map[string]int // by text: the place among all
	vocabulary int            // that they are found in now
	most       int
}

func (f *nearForms) add(form string, docs, distance int) bool {
	f.place(form, docs, distance)
	return len(f.all) < f.most
}

func (f *nearForms) addWhole(form string, docs, distance int) bool {
	f.place(form, docs, distance).whole = distance
	return len(f.all) < f.most
}

func (f *nearForms) place(form string, docs, distance int) *nearForm {
	i, ok := f.at[form]
	if !ok {
		i = len(f.all)
		f.at[form] = i
		f.all = append(f.all, nearForm{text: form, distance: distance, whole: spell.Far})
	}
	n := &f.all[i]
	n.distance = min(n.distance, distance)
	if n.vocabulary < f.vocabulary {
		n.vocabulary = f.vocabulary
		n.docs += docs
	}
	return n
}

// ranked puts the forms in order, and finds the steps.
func (f *nearForms) ranked() *expanded {
	order := make([]*nearForm, len(f.all))
	typed := 0 // also behind proclitics
	for i := range f.all {
		n := &f.all[i]
		order[i] = n
		n.likely = spell.Likelihood(n.docs, n.distance)
		if n.whole > n.distance {
			n.likely -= lessBehind
		}
		if n.distance == 0 {
			typed++
		}
	}
	slices.SortFunc(order, func(a, b *nearForm) int {
		if (a.distance == 0) != (b.distance == 0) {
			return cmp.Compare(a.distance, b.distance)
		}
		if a.distance > 0 && a.likely != b.likely {
			return cmp.Compare(b.likely, a.likely)
		}
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.docs, a.docs), cmp.Compare(a.text, b.text))
	})
	x := &expanded{forms: make([]string, len(order))}
	for i, n := range order {
		x.forms[i] = n.text
	}
	for _, less := range fuzzySteps {
		n := len(order)
		for n > typed && order[n-1].likely < order[typed].likely-less {
			n--
		}
		x.steps = append(x.steps, n)
	}
	x.steps = append(x.steps, typed)
	return x
}

// apart is the two forms of the index that a fuzzy word is if only the space
// between them is missing: those of which the rarer one is most frequent.
func (p *plan) apart(n *query.Word) string {
	v := p.v.expandedIn(n.Field)
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
