package spell

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris/internal/analysis"
)

func smallVocabulary(t testing.TB) *Vocabulary {
	t.Helper()
	df := make(map[string]int)
	for _, r := range readTable(t, "vocabulary.txt") {
		f := strings.Fields(r[0])
		require.Len(t, f, 2)
		df[f[0]] = number(t, f[1])
	}
	return NewVocabulary(maps.All(df))
}

// madeVocabulary makes up n terms that look like words with their affixes, and
// frequencies that fall as those of words do. It is the same every time.
func madeVocabulary(n int) *Vocabulary {
	rng := rand.New(rand.NewPCG(1, 2))
	consonants := []rune("بتثجحخدذرزسشصضطظعغفقكلمنهوي")
	before := []string{"", "", "", "ال", "وال", "بال", "و", "ل", "لل", "ي", "ت", "م", "ست"}
	after := []string{"", "", "", "ة", "ات", "ين", "ون", "ها", "هم", "ي", "ية", "ا"}
	vowels := []string{"", "", "", "ا", "و", "ي"}
	df := make(map[string]int, n)
	for len(df) < n {
		var b strings.Builder
		b.WriteString(before[rng.IntN(len(before))])
		for range 3 + rng.IntN(2) {
			b.WriteRune(consonants[rng.IntN(len(consonants))])
			b.WriteString(vowels[rng.IntN(len(vowels))])
		}
		b.WriteString(after[rng.IntN(len(after))])
		df[b.String()] = 1 + n/(1+rng.IntN(n))
	}
	return NewVocabulary(maps.All(df))
}

func TestVocabulary(t *testing.T) {
	v := smallVocabulary(t)
	assert.Equal(t, len(readTable(t, "vocabulary.txt")), v.Len())
	assert.Equal(t, 700, v.Lookup("الوزير"))
	assert.Equal(t, []int{0, 2 * 700, 2 * 900}, Vocabularies{v, v}.LookupAll([]string{"", "الوزير", "وزير"}))
	assert.Zero(t, v.Lookup("الوزي"))
	assert.Zero(t, v.Lookup(""))
	assert.Zero(t, v.Lookup("\xff"))
	assert.Equal(t, map[string]int{"وزير": 900, "وزارة": 500, "وزراء": 250}, maps.Collect(v.Prefix("وز")))
	var all []string
	for term := range v.Prefix("") {
		all = append(all, term)
	}
	assert.Len(t, all, v.Len())
	assert.True(t, slices.IsSorted(all))
	for range v.Prefix("") {
		break // a caller may stop
	}
}

func TestVocabularyOfOddTerms(t *testing.T) {
	v := NewVocabulary(func(yield func(string, int) bool) {
		_ = yield("b", 2) && yield("a", 1) && yield("b", 3) && yield("", 9) && yield("c", 0) && yield("\xff", 1) &&
			yield(strings.Repeat("x", MaxLetters+1), 1)
	})
	long := strings.Repeat("x", MaxLetters+1)
	assert.Equal(t, map[string]int{"a": 1, "b": 5, long: 1}, maps.Collect(v.Prefix("")))
	assert.Equal(t, uint64(7), v.Total())
	v.Near(long, 20, func(string, int, int) bool { t.Fatal("a long word is near something"); return false })
	v.Near(long[1:], 20, func(string, int, int) bool { t.Fatal("something is near a long word"); return false })

	many := NewVocabulary(func(yield func(string, int) bool) {
		for r := '\u4E00'; r < '\u4E00'+400; r++ {
			if !yield(string(r)+string(r), 1) {
				return
			}
		}
	})
	assert.Equal(t, 400, many.Len())
	for r := '\u4E00'; r < '\u4E00'+400; r++ {
		assert.Equal(t, 1, many.Lookup(string(r)+string(r)))
	}

	empty := NewVocabulary(maps.All(map[string]int{}))
	assert.Zero(t, empty.Lookup("a"))
	assert.Empty(t, corrector(empty, nil).Word("كتاب", 5), nil)
	empty.Near("كتاب", 20, func(string, int, int) bool { t.Fatal("found"); return false })
}

// Near finds what comparing with every term finds.
func TestNearIsExhaustive(t *testing.T) {
	v := madeVocabulary(3000)
	terms := slices.Collect(maps.Keys(maps.Collect(v.Prefix(""))))
	slices.Sort(terms)
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.SampledFrom(terms).Draw(t, "term"))
		for range rapid.IntRange(0, 3).Draw(t, "slips") {
			i := rapid.IntRange(0, len(word)).Draw(t, "at")
			r := rapid.SampledFrom([]rune("بتضظدذزسصقغاوي x")).Draw(t, "letter")
			word = slices.Insert(word, i, r)
			if k := rapid.IntRange(1, len(word)-1).Draw(t, "exchanged"); rapid.Bool().Draw(t, "exchanges") {
				word[k-1], word[k] = word[k], word[k-1]
			}
			if cut := rapid.IntRange(0, len(word)-1).Draw(t, "cut"); len(word) > 3 && rapid.Bool().Draw(t, "cuts") {
				word = slices.Delete(word, cut, cut+1)
			}
		}
		bound := rapid.IntRange(0, 25).Draw(t, "bound")
		var want, got []string
		for _, term := range terms {
			if d := plainDistance([]rune(string(word)), []rune(term)); d <= bound {
				want = append(want, fmt.Sprint(term, d))
			}
			if d, p := Distance(string(word), term, bound), plainDistance(word, []rune(term)); d != p && (p <= bound || d != Far) {
				t.Fatalf("Distance(%s, %s, %d) is %d, not %d", string(word), term, bound, d, p)
			}
		}
		v.Near(string(word), bound, func(term string, df, d int) bool {
			if df != v.Lookup(term) {
				t.Fatalf("%s in %d articles", term, df)
			}
			got = append(got, fmt.Sprint(term, d))
			return true
		})
		if !slices.Equal(want, got) {
			t.Fatalf("%s within %d: %v, not %v", string(word), bound, got, want)
		}
	})
}

// plainDistance is Distance from its definition: no bounds, no rows reused.
func plainDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	gap := func(w []rune, i int) int {
		if i == 0 {
			return cost.gapped(w[0], 0)
		}
		return cost.gapped(w[i], w[i-1])
	}
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 && j == 0:
				continue
			case i == 0:
				d[i][j] = d[i][j-1] + gap(b, j-1)
				continue
			case j == 0:
				d[i][j] = d[i-1][j] + gap(a, i-1)
				continue
			}
			d[i][j] = min(d[i-1][j-1]+cost.swapped(a[i-1], b[j-1]), d[i-1][j]+gap(a, i-1), d[i][j-1]+gap(b, j-1))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+cost.exchange)
			}
		}
	}
	return d[len(a)][len(b)]
}

// NearBehind finds what comparing with what is left of every term finds.
func TestNearBehindIsExhaustive(t *testing.T) {
	v := madeVocabulary(3000)
	found := 0
	for _, prefix := range []string{"", "ال", "و", "وال", "لل", "x"} {
		for _, word := range []string{"كتاب", "ضابظ", "مدرسة", "ل", "سلام"} {
			var want, got []string
			for term := range v.Prefix("") {
				rest, ok := strings.CutPrefix(term, prefix)
				if d := plainDistance([]rune(word), []rune(rest)); ok && d <= 20 {
					want = append(want, fmt.Sprint(term, d))
				}
			}
			_ = v.NearBehind(t.Context(), []string{prefix}, word, 20, func(term string, _, d int) bool {
				got = append(got, fmt.Sprint(term, d))
				return true
			})
			assert.Equal(t, want, got, "%s behind %s", word, prefix)
			found += len(got)
		}
	}
	assert.Positive(t, found)
	_ = v.NearBehind(t.Context(), []string{strings.Repeat("م", MaxLetters+1)}, "م", 20, func(string, int, int) bool { t.Fatal("found"); return false })
}

// Several vocabularies are searched as one after the other, each to its end.
func TestNearBehindInSeveral(t *testing.T) {
	vs := Vocabularies{madeVocabulary(700), madeVocabulary(40), smallVocabulary(t), madeVocabulary(2000)}
	befores := []string{"", "ال", "و", strings.Repeat("م", MaxLetters+1)}
	type found struct {
		term         string
		df, distance int
	}
	all := 0
	for _, word := range []string{"كتاب", "ضابظ", "x", "سلام", strings.Repeat("م", MaxLetters+1)} {
		var want, got []found
		to := func(list *[]found) func(string, int, int) bool {
			return func(term string, df, distance int) bool {
				*list = append(*list, found{term, df, distance})
				return true
			}
		}
		for _, v := range vs {
			require.NoError(t, v.NearBehind(t.Context(), befores, word, 20, to(&want)))
		}
		require.NoError(t, vs.NearBehind(t.Context(), befores, word, 20, to(&got)))
		assert.Equal(t, want, got, word)
		all += len(got)
	}
	assert.Positive(t, all)
}

func TestFrequent(t *testing.T) {
	v := madeVocabulary(3000)
	for _, prefix := range []string{"", "ا", "ال", "و", "كت", "xyz"} {
		for _, n := range []int{-1, 0, 1, 7, 200, 5000} {
			want := slices.Collect(maps.Keys(maps.Collect(v.Prefix(prefix))))
			slices.SortFunc(want, func(a, b string) int {
				return cmp.Or(cmp.Compare(v.Lookup(b), v.Lookup(a)), strings.Compare(a, b))
			})
			want = want[:min(max(n, 0), len(want))]
			var got []string
			v.Frequent(prefix, n, func(term string, df int) {
				assert.Equal(t, v.Lookup(term), df)
				got = append(got, term)
			})
			assert.Equal(t, len(want), len(got))
			assert.Equal(t, strings.Join(want, " "), strings.Join(got, " "), "%d behind %q", n, prefix)
		}
	}
}

func TestNearStops(t *testing.T) {
	n := 0
	smallVocabulary(t).Near("وزير", 20, func(string, int, int) bool { n++; return false })
	assert.Equal(t, 1, n)
}

func corrector(v Terms, word func(string) bool) *Corrector {
	return NewCorrector(v, slices.Concat(analysis.Proclitics(), analysis.ArticleProclitics()), word)
}

func TestLikeliestSpelling(t *testing.T) {
	c := corrector(smallVocabulary(t), nil)
	for _, r := range readTable(t, "word.txt") {
		got := "-"
		for _, p := range c.Word(r[0], 1) {
			got = p.Text
		}
		assert.Equal(t, r[1], got, r[0])
	}
}

// Of what is a word, by the index or a dictionary, only what is close is tried.
func TestWordsOfADictionaryAreNotReadFurther(t *testing.T) {
	none := corrector(smallVocabulary(t), nil).Word("والخراجية", 9)
	known := corrector(smallVocabulary(t), func(w string) bool { return w == "والخراجية" }).Word("والخراجية", 9)
	require.NotEmpty(t, none)
	assert.Equal(t, "والخارجية", none[0].Text)
	assert.Empty(t, known)
}

func TestCorrectorWord(t *testing.T) {
	c := corrector(smallVocabulary(t), nil)
	got := c.Word("وزراة", 3)
	require.Len(t, got, 2)
	assert.Equal(t, "وزارة", got[0].Text)
	assert.Equal(t, 500, got[0].Articles)
	assert.Equal(t, cost.exchange, got[0].Distance)
	assert.Equal(t, got[:1], c.Word("وزراة", 1))
	for i := range got[1:] {
		assert.GreaterOrEqual(t, got[i].Score, got[i+1].Score)
	}
	for _, p := range c.Word("وزير", 100) {
		assert.NotEqual(t, "وزير", p.Text, "the word itself")
	}
	assert.Empty(t, c.Word("في", 5))
	assert.Empty(t, c.Word("كوفيد19", 5))
	assert.Empty(t, c.Word(strings.Repeat("م", MaxLetters+1), 5))
}

// What begins no word is not read on, so the right reading of a long word is
// found however many others are likelier.
func TestRomanizedWordsOfAVocabulary(t *testing.T) {
	v := smallVocabulary(t)
	for word, want := range map[string]string{
		"muhammad": "محمد", "7abibi": "حبيبي", "wazir": "وزير", "libya": "ليبيا", "kitab": "كتاب",
		"tarabulus": "طرابلس", "al-jazeera": "الجزيرة", "alsudan": "السودان",
	} {
		got := slices.DeleteFunc(Romanized(word, v.Begins, maxReadings), func(r Reading) bool { return v.Lookup(r.Text) == 0 })
		require.NotEmpty(t, got, word)
		assert.Equal(t, want, got[0].Text, word)
	}
	assert.Empty(t, Romanized("wazir", func(string) bool { return false }, 5))
}

func TestJoins(t *testing.T) {
	for word, want := range map[string]bool{"al": true, "El": true, "abdel": true, "ash": true, "ben": false, "muhammad": false, "": false} {
		assert.Equal(t, want, Joins(word), word)
	}
}

func TestBegins(t *testing.T) {
	v := NewVocabulary(maps.All(map[string]int{"كتاب": 2, "كتب": 1}))
	for prefix, want := range map[string]bool{"": true, "ك": true, "كتا": true, "كتاب": true, "كتابي": false, "م": false} {
		assert.Equal(t, want, v.Begins(prefix), prefix)
	}
}

func FuzzCorrector(f *testing.F) {
	c := corrector(smallVocabulary(f), nil)
	for _, r := range readTable(f, "word.txt") {
		f.Add(r[0])
	}
	for _, r := range readTable(f, "layout.txt") {
		f.Add(r[0])
	}
	for _, r := range readTable(f, "roman.txt") {
		f.Add(r[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		c.Word(s, 3)
		Romanized(s, c.v.(*Vocabulary).Begins, 3)
		for _, r := range Retype(s) {
			if r.Text == s {
				t.Fatalf("%q reads as itself", s)
			}
		}
		if d := Distance(s, "وزير الخارجية", 30); d != Distance("وزير الخارجية", s, 30) {
			t.Fatalf("%q is %d away, but not in the other direction", s, d)
		}
	})
}

func BenchmarkNewVocabulary(b *testing.B) {
	v := madeVocabulary(100_000)
	b.ReportAllocs()
	for b.Loop() {
		NewVocabulary(v.Prefix(""))
	}
}

// A word that is not there, with two plain edits to look for, among 400,000 terms.
func BenchmarkCorrector(b *testing.B) {
	c := corrector(madeVocabulary(400_000), nil)
	for _, word := range []string{"ضابظ", "مصتشفي", "الحكزمة", "وزيرالخارجية", "والاستراتيجيةة"} {
		b.Run(word, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Word(word, 5)
			}
		})
	}
}
