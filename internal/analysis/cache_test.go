package analysis

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func cached(raw string) *entry {
	e := &entry{exact: raw}
	e.size = uint8(copy(e.raw[:], raw))
	return e
}

// found looks a spelling up as the analyzer does.
func (s *cacheSet) found(hash uint64, raw string) bool {
	e, place := s.candidate(hash)
	if !e.is(raw) {
		return false
	}
	if place == ways-1 {
		s.promote(uint32(hash), e)
	}
	return true
}

func TestRareSpellingsLeaveFrequentOnesInTheCache(t *testing.T) {
	var set cacheSet
	const frequent = 1 << 20
	set.add(frequent, cached("frequent"))
	for i := range uint64(1000) {
		set.add(i+1, cached(fmt.Sprint("rare", i)))
	}
	assert.True(t, set.found(frequent, "frequent"))
	assert.True(t, set.found(1000, "rare999"), "the last one is there, too")
	assert.False(t, set.found(500, "rare499"))
}

func TestSpellingMetAgainMovesUp(t *testing.T) {
	var set cacheSet
	for i := range uint64(ways) {
		set.add(i+1, cached(fmt.Sprint(i)))
	}
	assert.True(t, set.found(ways, fmt.Sprint(ways-1)), "the last place, and it moves up")
	set.add(99, cached("new"))
	assert.True(t, set.found(ways, fmt.Sprint(ways-1)))
	assert.True(t, set.found(99, "new"))
}

// A tag is only a part of the hash: the spelling decides.
func TestEqualTagsAreNotEqualSpellings(t *testing.T) {
	var set cacheSet
	set.add(7, cached("كتاب"))
	assert.False(t, set.found(7, "قلم"))
	assert.True(t, set.found(7, "كتاب"))
	assert.False(t, (*entry)(nil).is(""))
}

// withoutNumbers leaves out what depends on what an analyzer met before.
func withoutNumbers(tokens []Token) []Token {
	for i := range tokens {
		tokens[i].Number = 0
	}
	return tokens
}

// A number tells the terms of a spelling, whoever asks first, and goes to no other.
func TestNumbersTellTerms(t *testing.T) {
	text, err := os.ReadFile("testdata/article.txt")
	require.NoError(t, err)
	a, err := New(Words{})
	require.NoError(t, err)
	type terms struct{ exact, stem string }
	of := map[uint32]terms{}
	for range 2 {
		for _, tok := range a.AppendTokens(nil, string(text)) {
			got := terms{tok.Exact, tok.Stem}
			want, known := of[tok.Number]
			if tok.Number == 0 {
				continue
			}
			if !known {
				of[tok.Number], want = got, got
			}
			assert.Equal(t, want, got)
		}
	}
	assert.Greater(t, len(of), 100)
}

// Whatever the cache holds, forgets or is told by others at the same time, the
// terms are the same.
func TestTermsDoNotDependOnTheCache(t *testing.T) {
	text, err := os.ReadFile("testdata/article.txt")
	require.NoError(t, err)
	fresh, err := New(Words{})
	require.NoError(t, err)
	want := withoutNumbers(fresh.AppendTokens(nil, string(text)))

	busy, err := New(Words{})
	require.NoError(t, err)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			var tokens []Token
			for i := range 2000 {
				tokens = busy.AppendTokens(tokens[:0], fmt.Sprint(worker*i, " كلمة", i, "x", worker, string(text[:400])))
			}
		})
		group.Go(func() {
			for range 50 {
				assert.Equal(t, want, withoutNumbers(busy.AppendTokens(nil, string(text))))
			}
		})
	}
	group.Wait()
}

// What is remembered is bounded by bytes, and changes no answer.
func TestKeepAtMost(t *testing.T) {
	a, err := New(Words{})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(31, 32))
	letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
	words := make([]string, 1<<16)
	for i := range words {
		word := make([]rune, 4+r.IntN(6))
		for k := range word {
			word[k] = letters[r.IntN(len(letters))]
		}
		words[i] = string(word)
	}
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	for _, most := range []int64{8 << 20, 1 << 20} {
		a.KeepAtMost(1)
		before := heap()
		a.KeepAtMost(most)
		for i := range words {
			a.Word(words[i])
		}
		took := heap() - before
		spellings := int64(ways) << (64 - a.cache.shift.Load())
		assert.Less(t, took, most, "%d spellings of %d bytes", spellings, took/spellings)
		assert.Greater(t, took, most/4, "%d spellings of %d bytes", spellings, took/spellings)
		t.Logf("%d spellings of %d bytes", spellings, took/spellings)
	}
	for i := range 2000 {
		want, got := Default().Word(words[i]), a.Word(words[i])
		want.Number, got.Number = 0, 0
		assert.Equal(t, want, got)
	}
}
