package index

import (
	"context"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// forms lists the articles by the exact forms that stand in them.
func (o *oracle) forms() map[string][]string {
	out := map[string][]string{}
	for id, d := range o.docs {
		for _, t := range d.text() {
			if !slices.Contains(out[t.Exact], id) {
				out[t.Exact] = append(out[t.Exact], id)
			}
		}
	}
	return out
}

// The oracle's way to say what a word stands for: it looks at every form.
func beginsWith(start string) func(string) bool {
	start = analysis.Fold(start)
	return func(form string) bool {
		return slices.ContainsFunc(analysis.WithArticle(start), func(base string) bool {
			return slices.ContainsFunc(analysis.WithProclitics(base), func(pre string) bool { return strings.HasPrefix(form, pre) })
		})
	}
}

func fitsPattern(pattern string) func(string) bool {
	var expr strings.Builder
	for _, r := range pattern {
		switch r {
		case '*':
			expr.WriteString(".*")
		case '?':
			expr.WriteString(".")
		default:
			expr.WriteString(regexp.QuoteMeta(analysis.Fold(string(r))))
		}
	}
	return regexp.MustCompile("^(?:" + expr.String() + ")$").MatchString
}

// fitsBehind is fitsPattern also behind the article and proclitics.
func fitsBehind(pattern string) func(string) bool {
	n := strings.IndexAny(pattern+"*", "*?")
	var any []func(string) bool
	for _, base := range analysis.WithArticle(analysis.Fold(pattern[:n])) {
		for _, pre := range analysis.WithProclitics(base) {
			any = append(any, fitsPattern(pre+pattern[n:]))
		}
	}
	return func(form string) bool {
		return slices.ContainsFunc(any, func(fits func(string) bool) bool { return fits(form) })
	}
}

func isNear(word string, edits int) func(string) bool {
	word = analysis.Fold(word)
	near := func(form, word string) bool { return spell.Distance(form, word, edits*spell.Unit) <= edits*spell.Unit }
	return func(form string) bool {
		for _, conjunction := range []string{"", "و", "ف"} {
			for _, preposition := range []string{"", "ب", "ك", "ل", "ال", "بال", "كال", "لل"} {
				rest, ok := strings.CutPrefix(form, conjunction+preposition)
				bare := strings.TrimPrefix(word, "ال")
				if ok && (near(rest, bare) && (bare == word || strings.HasSuffix(preposition, "ل") && preposition != "ل") ||
					near(rest, word) && !strings.HasSuffix(preposition, "ال") && preposition != "لل") {
					return true
				}
			}
		}
		return false
	}
}

// TestExpansionsEqualOracle compares prefixes, patterns and fuzzy words with
// what a look at every word of every article finds. A fuzzy word may also find
// articles that hold it as two words.
func TestExpansionsEqualOracle(t *testing.T) {
	docs := oracleDocs(t)
	ix, o := messy(t, docs), newOracle(docs)
	forms := o.forms()
	r := rand.New(rand.NewPCG(5, 6))
	words := map[query.Form]int{}
	for range 300 {
		letters := []rune(randomWord(r, docs))
		if len(letters) < 3 || !analysis.Default().Word(string(letters)).Stop && len(analysis.Default().AppendTokens(nil, string(letters))) != 1 {
			continue
		}
		var n *query.Word
		var fits func(string) bool
		switch r.IntN(3) {
		case 0:
			n = &query.Word{Text: string(letters[:2+r.IntN(len(letters)-2)]), Form: query.Prefix}
			fits = beginsWith(n.Text)
		case 1:
			at := 1 + r.IntN(len(letters)-2)
			n = &query.Word{Text: string(letters[:at]) + []string{"*", "?", "??", "*?"}[r.IntN(4)] + string(letters[at+1:]), Form: query.Wildcard}
			fits = fitsBehind(n.Text)
		default:
			letters[r.IntN(len(letters))] = []rune("بتثدذسصضطظقغا")[r.IntN(13)]
			edits := 1 + r.IntN(2)
			n = &query.Word{Text: string(letters), Form: query.Fuzzy, Edits: edits}
			fits = isNear(n.Text, edits)
		}
		want := map[string]bool{}
		met := 0
		for form, ids := range forms {
			if fits(form) {
				met++
				for _, id := range ids {
					want[id] = true
				}
			}
		}
		words[n.Form] += met
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: len(docs), IDsOnly: true})
		require.NoError(t, err)
		got := map[string]bool{}
		for _, h := range res.Hits {
			got[h.Document.ID] = true
			if n.Form == query.Fuzzy && !want[h.Document.ID] && o.apart(n.Text)[h.Document.ID] {
				want[h.Document.ID] = true
			}
		}
		assert.Equal(t, want, got, "%s", n)
		assert.Equal(t, uint64(len(want)), res.Total, "%s", n)
	}
	for form, met := range words {
		assert.Greater(t, met, 100, "the test has seen too little of form %d", form)
	}
	assert.Len(t, words, 3)
}

// apart is the set of articles that hold a word with a space somewhere in it.
func (o *oracle) apart(word string) idSet {
	out := idSet{}
	letters := []rune(analysis.Fold(word))
	for i := 2; i <= len(letters)-2; i++ {
		maps.Copy(out, o.phrase(&query.Phrase{Text: string(letters[:i]) + " " + string(letters[i:])}))
	}
	return out
}

func randomWord(r *rand.Rand, docs []Document) string {
	all := strings.Fields(docs[r.IntN(len(docs))].Body)
	return strings.Trim(all[r.IntN(len(all))], `.,،؛؟!"«»()[]:?*`)
}

// A pattern, like a prefix and a fuzzy word, is met behind the article too.
func TestPatternsMeetForms(t *testing.T) {
	ix := memoryOf(t, "قرأ كتاب", "قرأ الكتاب", "وبالكتاب", "للكتاب", "وكتاب", "هدف كالكلاب", "مكتاب")
	for pattern, want := range map[string][]string{
		"ك؟اب": {"0", "1", "2", "3", "4", "5"}, "كتا*ب": {"0", "1", "2", "3", "4"}, "الك؟اب": {"1", "2", "3", "5"}, "ك؟؟اب": {},
		"*تاب": {"0", "1", "2", "3", "4", "6"}, "*كت*": {"0", "1", "2", "3", "4", "6"}, "*بالك*": {"2"}, "*كت": {},
	} {
		got := order(t, ix, pattern, false)
		slices.Sort(got)
		assert.ElementsMatch(t, want, got, pattern)
	}
}

func TestFuzzyMeetsForms(t *testing.T) {
	ix := memoryOf(t,
		"زار ضابط المستشفى", "وصل إلى مستشفى قريب", "نقل للمستشفى ليلا", "وبالمستشفيات أيضا", "مسؤول في الحكومة", "كتب الصحفي",
	)
	for word, want := range map[string][]string{
		"ظابط~":      {"0"},
		"مصتشفى~":    {"0", "1", "2"},
		"المصتشفى~":  {"0", "2"},
		"مسئول~":     {"4"},
		"مصؤول~1":    {"4"},
		"حكوممة~":    {"4"},
		"كتبالصحفي~": {"5"},
		"وزير~":      {},
	} {
		n := query.Parse(word)
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: 10, IDsOnly: true})
		require.NoError(t, err)
		got := []string{}
		for _, h := range res.Hits {
			got = append(got, h.Document.ID)
		}
		slices.Sort(got)
		assert.Equal(t, want, got, word)
	}
}

// memoryOf is an index in memory of texts, whose IDs are their numbers.
func memoryOf(t testing.TB, texts ...string) *Index {
	t.Helper()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	for i, text := range texts {
		_, refused, err := ix.Add(context.Background(), slices.Values([]Document{{ID: string(rune('0' + i)), Body: text}}))
		require.NoError(t, err)
		require.Empty(t, refused)
	}
	return ix
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		word, pattern string
		want          bool
	}{
		{"كتاب", "كتاب", true}, {"كتاب", "كت?ب", true}, {"كتاب", "ك*ب", true}, {"كتاب", "*", true}, {"كتاب", "*ا*", true},
		{"كتاب", "ك?ب", false}, {"كتاب", "*ت", false}, {"كتاب", "كتاب?", false}, {"كتابب", "ك*ب", true}, {"", "*", true}, {"", "?", false},
		{"aab", "*ab", true}, {"abab", "*a?", true}, {"كتاب", "ك*ا*ب*", true}, {"كتاب", "", false}, {"a\xff", "a?", true},
	} {
		assert.Equal(t, c.want, fits(c.word, c.pattern), "%s %s", c.word, c.pattern)
	}
	long := strings.Repeat("a", 500)
	assert.False(t, fits(long, strings.Repeat("*a", 100)+"b"))
}

func FuzzFits(f *testing.F) {
	f.Add("كتاب", "ك*?ب")
	f.Add("abab", "*a?b")
	f.Fuzz(func(t *testing.T, word, pattern string) {
		if !utf8.ValidString(word) || !utf8.ValidString(pattern) || len(pattern) > 50 || analysis.Fold(pattern) != pattern || strings.Contains(word, "\n") {
			return
		}
		assert.Equal(t, fitsPattern(pattern)(word), fits(word, pattern), "%q %q", word, pattern)
	})
}

// TestFormsHaveTheirKeys: the dictionary of forms has every key of a field, each
// under its form, and no other.
func TestFormsHaveTheirKeys(t *testing.T) {
	ix := messy(t, bundledDocs())
	v, err := ix.view(t.Context())
	require.NoError(t, err)
	defer v.close()
	for _, field := range [...]string{fieldText, fieldTitle, fieldAuthor} {
		n, several := 0, 0
		for _, s := range v.segs {
			f := s.seg.Field(field)
			of := map[string][]uint32{}
			docs := map[string]int{}
			c := f.From("")
			for k := uint32(0); c.Next(); k++ {
				form := string(c.Term())
				if field != fieldAuthor {
					form = formOf(form)
				}
				of[form] = append(of[form], k)
				docs[form] += c.List().Count
				n++
			}
			assert.Equal(t, len(of), f.Forms().Words())
			for form, keys := range of {
				w, ok := f.Forms().Find(form)
				require.True(t, ok, form)
				assert.Equal(t, keys, w.Numbers(nil), form)
				assert.Equal(t, docs[form], w.Docs, form)
				if len(keys) > 1 {
					several++
				}
			}
		}
		if field == fieldText {
			assert.Greater(t, n, 5000)
			assert.Positive(t, several, "no form of several words")
		}
	}
}
