//go:build unix

package fihris_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// costed is how many queries of each kind TestReadingCosts times, costedAgain how often
// each is asked once its words are known.
const (
	costed      = 100
	costedAgain = 3
)

// costs are what queries of one kind take beyond the same asked literally.
type costs struct{ literal, first, again []time.Duration }

// TestReadingCosts prints, of a folder as TestTyped takes it, how much CPU each kind of
// reading takes: words of titles as they are and as people type them, alone and in titles,
// asked literally and read by turns, the first time and again.
func TestReadingCosts(t *testing.T) {
	folder := measured(t, typedFolder)
	ix, topics, _ := typedIndex(t, folder)
	r := rand.New(rand.NewPCG(2026, 6))
	r.Shuffle(len(topics), func(i, k int) { topics[i], topics[k] = topics[k], topics[i] })
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // and nothing that is collected falls on one of two
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	of, asked := map[string]*costs{}, map[string]bool{}
	for i, topic := range topics {
		if i == 10*costed {
			break
		}
		if i%costed == 0 {
			runtime.GC()
		}
		words := strings.Fields(topic.Text)
		word := words[r.IntN(len(words))]
		typed := typists[r.IntN(len(typists))].type_(r, []string{word})[0]
		texts := []string{word, typed, url.QueryEscape(word)}
		if i < costed {
			texts = append(texts, topic.Text, strings.Join(typeOnPhone(r, slices.Clone(words)), " "))
		}
		for _, text := range texts {
			if asked[text] || arabic.Stem(text) == "" {
				continue
			}
			asked[text] = true
			cost(t, ix, text, of)
		}
	}
	fmt.Printf("%-24s %5s %8s   %-20s %-20s  ms of CPU: p50 / p95\n", "read as", "n", "literal", "more the first time", "more again")
	for _, kind := range slices.Sorted(maps.Keys(of)) {
		c := of[kind]
		fmt.Printf("%-24s %5d %8.3f   %8.3f / %-8.3f  %8.3f / %-8.3f\n", kind, len(c.first), percentile(c.literal, 50),
			percentile(c.first, 50), percentile(c.first, 95), percentile(c.again, 50), percentile(c.again, 95))
	}
}

// cost asks a query by turns, and notes it under the kinds of its readings.
func cost(t *testing.T, ix *fihris.Index, text string, of map[string]*costs) {
	t.Helper()
	weights := fihris.DefaultWeights()
	took := func(literal bool) (time.Duration, *fihris.Results) {
		began := cpuTime()
		q, err := fihris.ParseQuery(text)
		require.NoError(t, err)
		weights.Spelling += 1e-12 // a query of its own: what was found for the one before is no answer
		res, err := ix.Search(ctx, fihris.Request{Query: q, Literal: literal, IDsOnly: true, Weights: &weights})
		require.NoError(t, err)
		return cpuTime() - began, res
	}
	for range costedAgain { // what is read of the index was read before
		took(true)
	}
	first, res := took(false)
	var literal, read []time.Duration
	for range costedAgain {
		l, _ := took(true)
		r, _ := took(false)
		literal, read = append(literal, l), append(read, r)
	}
	slices.Sort(literal)
	slices.Sort(read)
	l := literal[costedAgain/2]
	kind := kindOf(text, res)
	c := of[kind]
	if c == nil {
		c = &costs{}
		of[kind] = c
	}
	if len(c.first) < costed {
		c.literal, c.first, c.again = append(c.literal, l), append(c.first, first-l), append(c.again, read[costedAgain/2]-l)
	}
}

// kindOf names the readings of a query.
func kindOf(text string, res *fihris.Results) string {
	of := "word: "
	if strings.Contains(text, " ") {
		of = "title: "
	}
	var kinds []string
	for _, r := range res.ReadAs {
		kinds = append(kinds, r.Why)
	}
	slices.Sort(kinds)
	if kinds = slices.Compact(kinds); len(kinds) == 0 {
		return of + "nothing"
	}
	if len(kinds) > 1 {
		return of + "several"
	}
	return of + kinds[0]
}

func percentile(of []time.Duration, p int) float64 {
	slices.Sort(of)
	return float64(of[min(len(of)*p/100, len(of)-1)]) / float64(time.Millisecond)
}

// cpuTime is what this process has taken.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
