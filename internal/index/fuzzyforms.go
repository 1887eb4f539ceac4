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
// first; no more than most.
func similar(ctx context.Context, vs spell.Vocabularies, text string, edits, most int) (x *expanded, err error) {
	word := analysis.Fold(text)
	if edits == 0 {
		edits = fuzzyEdits(utf8.RuneCountInString(word))
	}
	f, distances, whole := spell.Counts{}, map[string]int{}, map[string]int{}
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
		nearWhole := func(form string, n, distance int) bool {
			whole[form] = distance
			return near(form, n, distance)
		}
		nothing, something := analysis.Proclitics()[:1], analysis.Proclitics()[1:]
		if err := v.NearBehind(ctx, nothing, word, edits*spell.Unit, nearWhole); err != nil {
			return nil, err
		}
		if err := v.NearBehind(ctx, something, word, edits*spell.Unit, near); err != nil {
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
	likely := func(form string) float64 {
		l := spell.Likelihood(f[form], distances[form])
		if d, ok := whole[form]; !ok || d > distances[form] {
			l -= lessBehind
		}
		return l
	}
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
