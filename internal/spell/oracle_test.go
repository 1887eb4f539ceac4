package spell

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/roman.golden anew")

// plainWord is Corrector.Word from its documentation: every term is compared,
// every place is cut.
func plainWord(df map[string]int, proclitics []string, word string) map[string]float64 {
	letters := []rune(word)
	found := map[string]float64{}
	add := func(text string, score float64) {
		if old, ok := found[text]; !ok || score > old {
			found[text] = score
		}
	}
	total := 0
	for _, n := range df {
		total += n
	}
	near := func(word []rune, bound int, before string, less float64) {
		for term, n := range df {
			if d := plainDistance(word, []rune(term)); d > 0 && d <= bound {
				add(before+term, math.Log(float64(n))-slip*float64(d)/Unit-less)
			}
		}
	}
	space := slip*float64(cost.space)/Unit + math.Log(float64(total)) - Together
	near(letters, Unit, "", 0)
	// Two terms, or, where the second part is none, three.
	for i := 2; i <= len(letters)-2; i++ {
		left, right := string(letters[:i]), string(letters[i:])
		if df[left] == 0 {
			continue
		}
		score := math.Log(float64(df[left])) - space
		if df[right] > 0 {
			add(left+" "+right, score+math.Log(float64(df[right])))
			continue
		}
		for j := i + 2; j <= len(letters)-2; j++ {
			middle, last := string(letters[i:j]), string(letters[j:])
			if df[middle] > 0 && df[last] > 0 {
				add(left+" "+middle+" "+last, score+math.Log(float64(df[middle]))-space+math.Log(float64(df[last])))
			}
		}
	}
	if df[word] > 0 {
		return found
	}
	for _, score := range found {
		if score >= 0 {
			return found
		}
	}
	far := func(n int) int {
		switch {
		case n <= 4:
			return Unit
		case n <= 6:
			return 3 * Unit / 2
		}
		return 2 * Unit
	}
	near(letters, far(len(letters)), "", 0)
	longest := ""
	for _, p := range proclitics {
		if rest, ok := strings.CutPrefix(word, p); ok && len([]rune(rest)) >= stemLetters && len(p) > len(longest) {
			longest = p
		}
	}
	if longest != "" {
		rest := []rune(word[len(longest):])
		near(rest, far(len(rest)), longest, Behind)
	}
	return found
}

// damaged makes a slip in a word, or puts words together.
func damaged(r *rand.Rand, terms []string) string {
	word := []rune(terms[r.IntN(len(terms))])
	switch i := r.IntN(len(word)); r.IntN(6) {
	case 0:
		word = slices.Delete(word, i, i+1)
	case 1:
		word[i] = []rune("بتضظدذزسصاوي")[r.IntN(12)]
	case 2:
		word = slices.Insert(word, i, word[i])
	case 3:
		if i > 0 {
			word[i-1], word[i] = word[i], word[i-1]
		}
	case 4:
		for range 1 + r.IntN(2) {
			word = append(word, []rune(terms[r.IntN(len(terms))])...)
		}
	case 5:
		word = append([]rune{'و'}, word...)
	}
	return string(word)
}

// Word proposes what comparing with every term and cutting everywhere proposes,
// the likeliest first.
func TestWordIsExhaustive(t *testing.T) {
	df := map[string]int{}
	for term, n := range smallVocabulary(t).Prefix("") {
		df[term] = n
	}
	terms := slices.Sorted(maps.Keys(df))
	proclitics := []string{"و", "ال", "وال", "ب", "بال"}
	r := rand.New(rand.NewPCG(51, 52))
	for _, scale := range []int{1, 100} { // of rare words further ones are tried
		scaled := map[string]int{}
		for term, n := range df {
			scaled[term] = 1 + n/scale
		}
		c := NewCorrector(NewVocabulary(maps.All(scaled)), proclitics, nil)
		for range 400 {
			word := damaged(r, terms)
			if n := len([]rune(word)); n < 3 || n > MaxLetters {
				continue
			}
			want := plainWord(scaled, proclitics, word)
			got := c.Word(word, 1000)
			require.Len(t, got, len(want), "%s: %v, not %v", word, got, want)
			for i, p := range got {
				require.InDelta(t, want[p.Text], p.Score, 1e-9, "%s: %s", word, p.Text)
				require.True(t, i == 0 || got[i-1].Score > p.Score || got[i-1].Score == p.Score && got[i-1].Text < p.Text, "%s is not in order", word)
				if first, _, _ := strings.Cut(p.Text, " "); first != p.Text {
					require.LessOrEqual(t, p.Articles, scaled[first], "as rare as the rarest")
				}
			}
			require.Equal(t, got[:min(2, len(got))], c.Word(word, 2), word)
		}
	}
}

// Letters by their number: three at least, MaxLetters at most.
func TestWordsOfTheRightLength(t *testing.T) {
	long := strings.Repeat("مت", MaxLetters/2)
	v := NewVocabulary(maps.All(map[string]int{"متا": 5, long: 5, "مت": 5}))
	c := NewCorrector(v, nil, nil)
	assert.NotEmpty(t, c.Word("متت", 1))
	assert.Empty(t, c.Word("مت", 1))
	assert.NotEmpty(t, c.Word(long[:len(long)-len("ت")]+"ا", 1))
	assert.Empty(t, c.Word(long+"ت", 1))
}

// Words of as many letters as there may be, of one byte and of four.
func TestLongestWords(t *testing.T) {
	for _, letters := range []string{"ab", "بت", "🔴🔵"} {
		longest := strings.Repeat(letters, MaxLetters/2)
		shorter := strings.TrimSuffix(longest, string([]rune(letters)[1]))
		assert.Equal(t, plainDistance([]rune(longest), []rune(shorter)), Distance(longest, shorter, 100), letters)
		assert.Equal(t, Far, Distance(longest+letters, longest, 100), letters)
	}
}

// A text may end amid what one key types.
func TestRetypeOfAnyLength(t *testing.T) {
	for n := 1; n <= 70; n++ {
		for _, r := range Retype(strings.Repeat("ل", n)) {
			assert.Len(t, []rune(r.Text), n)
		}
	}
}

// Vocabularies find what one vocabulary of all their terms finds.
func TestVocabulariesAreOne(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	all, parts := map[string]int{}, []map[string]int{{}, {}, {}}
	for term, n := range madeVocabulary(600).Prefix("") {
		for range 1 + r.IntN(2) {
			i := r.IntN(len(parts))
			all[term] += n
			parts[i][term] += n
		}
	}
	one := NewVocabulary(maps.All(all))
	for n := range len(parts) + 1 {
		vs, sum := Vocabularies{}, map[string]int{}
		for _, p := range parts[:n] {
			vs = append(vs, NewVocabulary(maps.All(p)))
			for term, df := range p {
				sum[term] += df
			}
		}
		if n == len(parts) {
			require.Equal(t, all, sum)
			assert.Equal(t, one.Total(), vs.Total())
		}
		for range 30 {
			word := damaged(r, slices.Sorted(maps.Keys(all)))
			assert.Equal(t, sum[word], vs.Lookup(word), word)
			want, got := map[string][2]int{}, map[string][2]int{}
			for term, df := range sum {
				if d := plainDistance([]rune(word), []rune(term)); d <= 15 {
					want[term] = [2]int{df, d}
				}
			}
			vs.Near(word, 15, func(term string, df, d int) bool {
				assert.NotContains(t, got, term, "twice")
				got[term] = [2]int{df, d}
				return true
			})
			if len([]rune(word)) <= MaxLetters {
				assert.Equal(t, want, got, word)
			}
			visits := 0
			vs.Near(word, 15, func(string, int, int) bool { visits++; return false })
			assert.LessOrEqual(t, visits, 1, "it stops")
		}
		for _, prefix := range []string{"", "ال", "كت", "xyz"} {
			begins := false
			for term := range sum {
				begins = begins || strings.HasPrefix(term, prefix)
			}
			assert.Equal(t, begins, vs.Begins(prefix), prefix)
			counts := Counts{}
			vs.Frequent(prefix, 10_000, counts)
			for term, df := range sum {
				if strings.HasPrefix(term, prefix) {
					assert.Equal(t, df, counts[term])
				}
			}
		}
	}
}

func TestBestCounts(t *testing.T) {
	c := Counts{"b": 2, "a": 2, "c": 9, "d": 1}
	assert.Equal(t, []string{"c", "a", "b"}, c.Best(3))
	assert.Equal(t, []string{"c", "a", "b", "d"}, c.Best(9))
	assert.Empty(t, c.Best(0))
}

// The first readings of words in Latin letters, and how far-fetched each is,
// stay put: a change of a rule or a price shows here, and whether it is meant is
// for a reader of both scripts to say: go test ./internal/spell -run Readings -update
func TestReadingsStayPut(t *testing.T) {
	words := []string{
		"abu", "umm", "ibn", "al", "el", "abdel", "ashhad", "shshsh", "kk", "baab", "aa", "uu", "oil", "mitten", "butter",
		"thuluth", "is-haq", "mas'ul", "qur'an", "sa'd", "ma'", "fatima", "fatimah", "zahra", "zahraa", "hoda", "houda", "yousuf",
		"yusuf", "youssef", "layla", "leila", "najib", "naguib", "nageeb", "gamal", "jamal", "djamel", "tahrir", "suq", "souk",
		"dr", "st", "bint", "ahl", "misr", "bahr", "shahr", "kalb", "qalb", "umar", "omar", "3omar", "7asan", "9alat", "mo2men",
	}
	for _, row := range readTable(t, "roman.txt") {
		words = append(words, row[0])
	}
	slices.Sort(words)
	var b strings.Builder
	b.WriteString("# a word in Latin letters, its likeliest readings, and how far-fetched each is\n\n")
	for _, word := range slices.Compact(words) {
		b.WriteString(word)
		for _, r := range Romanized(word, nil, 8) {
			fmt.Fprintf(&b, "\t%s %d", strings.ReplaceAll(r.Text, " ", "_"), r.Cost)
		}
		b.WriteByte('\n')
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/roman.golden", []byte(b.String()), 0o644))
		return
	}
	want, err := os.ReadFile("testdata/roman.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}
