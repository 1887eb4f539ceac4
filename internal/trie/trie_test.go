package trie

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// entry is what the model knows of a word.
type entry struct {
	docs    uint32
	numbers []uint32
}

// randomWords makes words that share beginnings, of letters of every range.
func randomWords(r *rand.Rand, n int) map[string]entry {
	letters := []rune("ابتثجك az09é\u061f\u0620\u069b\u069c\u06ccあ𞸀")
	words := map[string]entry{}
	for range n {
		size := 1 + r.IntN(6)
		if r.IntN(50) == 0 {
			size = 28 + r.IntN(8) // about where the number of letters leaves the head
		}
		var b strings.Builder
		for range size {
			b.WriteRune(letters[min(r.IntN(len(letters)), r.IntN(len(letters)))])
		}
		e := entry{docs: uint32(1 / (r.Float64() + 1e-6))}
		for k := uint32(0); r.IntN(3) > 0; {
			k += r.Uint32N(1 << 20)
			e.numbers = append(e.numbers, k)
			k++
		}
		words[b.String()] = e
	}
	return words
}

func build(t testing.TB, b *Builder, words map[string]entry) *Trie {
	t.Helper()
	for _, w := range slices.Sorted(maps.Keys(words)) {
		require.NoError(t, b.Add(w, words[w].docs, words[w].numbers))
	}
	require.Equal(t, len(words), b.Words())
	x, err := Open(b.AppendTo([]byte(nil)))
	require.NoError(t, err)
	return x
}

func TestTrieEqualsModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var b Builder
	for _, n := range []int{0, 1, 2, 10, 300, 2000} {
		words := randomWords(r, n)
		b.Reset() // what it was used for before leaves nothing behind
		x := build(t, &b, words)
		sorted := slices.Sorted(maps.Keys(words))
		total := uint64(0)
		for w, e := range words {
			total += uint64(e.docs)
			got, ok := x.Find(w)
			require.True(t, ok, "%q", w)
			require.Equal(t, int(e.docs), got.Docs)
			require.Equal(t, e.numbers, got.Numbers(nil), "%q", w)
		}
		assert.Equal(t, total, x.Total())
		assert.Equal(t, len(words), x.Words())
		prefixes := []string{"", "\u0600", "q", "ا", "اب", "é", "あ", "𞸀", strings.Repeat("ا", 40)}
		for range 40 {
			if n > 0 {
				w := []rune(sorted[r.IntN(n/2+1)%len(sorted)])
				prefixes = append(prefixes, string(w[:r.IntN(len(w)+1)]))
			}
		}
		c := x.From("")
		for _, p := range prefixes {
			var want []string
			for _, w := range sorted {
				if strings.HasPrefix(w, p) {
					want = append(want, w)
				}
			}
			var got []string
			for c.Restart(p); c.Next(); {
				got = append(got, c.Word().Text())
				require.Equal(t, words[c.Word().Text()].numbers, c.Word().Numbers(nil))
			}
			require.Equal(t, want, got, "behind %q", p)
			require.Equal(t, len(want) > 0, x.Begins(p), "%q", p)
			v := &spelling{so: []rune(p), stop: -1}
			require.True(t, x.Walk(p, v))
			require.Equal(t, want, v.words, "behind %q", p)
			require.Equal(t, []rune(p), v.so, "it leaves as many letters as it enters")
			if _, ok := words[p]; !ok {
				_, ok := x.Find(p)
				require.False(t, ok, "%q", p)
			}
			for _, k := range []int{-1, 0, 1, 3, 50, 10_000} {
				require.Equal(t, mostFrequent(words, want, k), x.Frequent(p, k), "%d behind %q", k, p)
			}
		}
		among := slices.Sorted(maps.Keys(randomWords(r, 200)))
		among = slices.Compact(slices.Sorted(slices.Values(append(append(among, prefixes...), sorted...))))
		docs := make([]int, len(among))
		x.AddDocs(Want(among), docs)
		for i, w := range among {
			require.Equal(t, int(words[w].docs), docs[i], "%q", w)
		}
		require.NoError(t, x.Err())
	}
}

func mostFrequent(words map[string]entry, of []string, n int) []Ranked {
	var out []Ranked
	for _, w := range of {
		out = append(out, Ranked{w, int(words[w].docs)})
	}
	slices.SortStableFunc(out, func(a, b Ranked) int { return b.Docs - a.Docs })
	if out = out[:min(max(n, 0), len(out))]; len(out) == 0 {
		return nil
	}
	return out
}

// spelling is a visitor that spells the words it is led to; it does not go on
// by the letter without.
type spelling struct {
	so      []rune
	words   []string
	without rune
	stop    int // after so many words
}

func (s *spelling) Enter(r rune) bool {
	if r == s.without {
		return false
	}
	s.so = append(s.so, r)
	return true
}
func (s *spelling) Following() uint64 {
	if k := s.without - '\u0621'; k >= 0 && k < 64 {
		return ^uint64(1 << k)
	}
	return ^uint64(0)
}
func (s *spelling) Leave(letters int) { s.so = s.so[:len(s.so)-letters] }
func (s *spelling) Word(w *Word) bool {
	if string(s.so) != w.Text() || string(w.AppendText([]byte("x"))) != "x"+w.Text() {
		panic("the letters entered are not those of the word")
	}
	s.words = append(s.words, w.Text())
	return len(s.words) != s.stop
}

func TestWalkLeavesOutBranches(t *testing.T) {
	words := randomWords(rand.New(rand.NewPCG(3, 4)), 3000)
	x := build(t, &Builder{}, words)
	for _, without := range "ابé𞸀" {
		var want []string
		for _, w := range slices.Sorted(maps.Keys(words)) {
			if !strings.ContainsRune(w, without) {
				want = append(want, w)
			}
		}
		v := &spelling{without: without, stop: -1}
		require.True(t, x.Walk("", v))
		require.Equal(t, want, v.words)
		v = &spelling{without: without, stop: 7}
		require.False(t, x.Walk("", v))
		require.Equal(t, want[:7], v.words)
	}
}

func TestBuilderRefusesWhatIsNoOrder(t *testing.T) {
	var b Builder
	require.NoError(t, b.Add("باب", 1, nil))
	assert.ErrorContains(t, b.Add("باب", 1, nil), "too late")
	assert.ErrorContains(t, b.Add("با", 1, nil), "too late")
	assert.ErrorContains(t, b.Add("", 1, nil), "no word")
	assert.ErrorContains(t, b.Add("ت\xff", 1, nil), "no word")
	require.NoError(t, b.Add("بابا", 1, nil))
}

func TestNoTrie(t *testing.T) {
	var x *Trie
	assert.Zero(t, x.Words())
	assert.Zero(t, x.Total())
	assert.NoError(t, x.Err())
	assert.False(t, x.Begins(""))
	assert.False(t, x.From("").Next())
	assert.True(t, x.Walk("", &spelling{}))
	assert.Nil(t, x.Frequent("", 3))
	x.AddDocs(Want([]string{"باب"}), nil)
	_, ok := x.Find("باب")
	assert.False(t, ok)
}

// A byte that is not what it was, or bytes that are missing: words may be lost
// or others, and then it says so or does not notice, but it ends.
func TestDamagedTries(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var b Builder
	build(t, &b, randomWords(r, 100))
	whole := b.AppendTo(nil)
	met := 0
	check := func(data []byte) {
		x, err := Open(data)
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			return
		}
		for c := x.From(""); c.Next(); {
			c.Word().Numbers(nil)
		}
		x.Frequent("", 5)
		x.Walk("ا", &spelling{without: 'ب', so: []rune("ا"), stop: -1})
		x.Find("كتب")
		x.AddDocs(Want([]string{"ا", "اب", "بابا", "كتب"}), make([]int, 4))
		if x.Err() != nil {
			require.ErrorIs(t, x.Err(), ErrCorrupt)
			met++
		}
	}
	for at := range whole {
		for _, d := range []byte{whole[at] + 1, whole[at] - 1, 0, 0x7f, whole[at] | 0x80, 0xff} {
			data := bytes.Clone(whole)
			data[at] = d
			check(data)
		}
		check(whole[:at])
	}
	assert.Greater(t, met, len(whole)/2)
}

func BenchmarkFind(b *testing.B) {
	words := randomWords(rand.New(rand.NewPCG(7, 8)), 50_000)
	x := build(b, &Builder{}, words)
	sorted := slices.Sorted(maps.Keys(words))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Find(sorted[i*7919%len(sorted)])
	}
}
