package fihris_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// TestTypedOnPhones asks a folder as TestTyped takes it for topics of the news as Egypt, the Levant,
// the Gulf and the Maghreb type them on phones, each beside the same in written Arabic, and
// prints how many of the first ten hits of the latter those have, asked literally and read.
// With typedShown it lists the queries.
func TestTypedOnPhones(t *testing.T) {
	folder := measured(t, typedFolder)
	ix, _, _ := typedIndex(t, folder)
	type shares struct{ n, literal, read float64 }
	of := map[string]shares{}
	eachLine(t, "internal/spell/testdata/phone.tsv", func(line string) {
		f := strings.Split(line, "\t")
		require.Len(t, f, 3, line)
		meant := hitIDs(typedAnswer(t, ix, f[2], true))
		share := func(res *fihris.Results) (x float64) {
			for _, id := range hitIDs(res) {
				if slices.Contains(meant, id) {
					x += 1 / float64(len(meant))
				}
			}
			return x
		}
		res := typedAnswer(t, ix, f[1], false)
		literal, read := share(typedAnswer(t, ix, f[1], true)), share(res)
		for _, where := range [...]string{f[0], "together"} {
			s := of[where]
			of[where] = shares{s.n + 1, s.literal + literal, s.read + read}
		}
		if os.Getenv(typedShown) == "phone" {
			fmt.Printf("    %.1f %.1f %s (%s) %v %v\n", literal, read, f[1], f[2], res.ReadAs, res.Suggestions)
		}
	})
	for _, where := range slices.Sorted(maps.Keys(of)) {
		s := of[where]
		fmt.Printf("%-8s %3.0f  literally %.3f  read %.3f\n", where, s.n, s.literal/s.n, s.read/s.n)
	}
}
