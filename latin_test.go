package fihris_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// TestNamesTypedInLatin prints, of a folder as TestTyped takes it, for how many names and words
// in Latin letters what is searched or offered is the word meant, or a form of it: in the
// romanizations of the Maghreb, Egypt, the Gulf, the Levant, of scholars and of chats. With
// typedShown it lists the others.
func TestNamesTypedInLatin(t *testing.T) {
	folder := measured(t, typedFolder)
	ix, _, _ := typedIndex(t, folder)
	asked, searched, offered := 0, 0, 0
	eachLine(t, "internal/suggest/testdata/latin.tsv", func(line string) {
		latin, meant, ok := strings.Cut(line, "\t")
		require.True(t, ok, line)
		asked++
		res := typedAnswer(t, ix, latin, false)
		isMeant := func(s fihris.Suggestion) bool {
			for one := range strings.SplitSeq(meant, "|") {
				if stemsOf(s.Query) == stemsOf(one) || arabic.Normalize(s.Query) == arabic.Normalize(one) {
					return true
				}
			}
			return false
		}
		switch {
		case res.Instead != nil && isMeant(*res.Instead):
			searched++
		case len(res.Suggestions) > 0 && isMeant(res.Suggestions[0]):
			offered++
		case os.Getenv(typedShown) == "latin":
			fmt.Println("   ", latin, "not", meant, res.Suggestions, res.Total)
		}
	})
	fmt.Printf("Latin letters: of %d words and names %d are searched as meant, and %d offered\n", asked, searched, offered)
}

// stemsOf returns the stems of the words of a text.
func stemsOf(text string) string {
	var stems []string
	for w := range strings.FieldsSeq(text) {
		stems = append(stems, arabic.Stem(w))
	}
	return strings.Join(stems, " ")
}
