package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A word that is asked for several times must be there as often.
func TestNearWordsHavePlacesOfTheirOwn(t *testing.T) {
	ix := memoryOf(t, "قمح قمح قمح", "قمح شعير قمح", "قمح ثم شعير ثم قمح ثم قمح")
	for q, want := range map[string][]string{
		`"قمح قمح"~9`:          {"0", "2", "1"},
		`"قمح قمح قمح"~9`:      {"0", "2"},
		`"قمح قمح قمح"~2`:      {"0"},
		`"قمح شعير قمح قمح"~9`: {"2"},
		`"قمح قمح قمح قمح"~9`:  nil,
	} {
		assert.ElementsMatch(t, want, order(t, ix, q, false), q)
	}
}

// Near words are counted as somebody would who looks at every window.
func TestNearWordsEqualEveryWindow(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 400 {
		text := make([]string, 30)
		for i := range text {
			text[i] = []string{"قمح", "شعير", "رز", "عدس"}[r.IntN(4)]
		}
		asked := make([]string, 2+r.IntN(4))
		for i := range asked {
			asked[i] = []string{"قمح", "شعير", "رز"}[r.IntN(3)]
		}
		slop := 1 + r.IntN(4)
		held := false
		for from := range text {
			window := slices.Clone(text[from:min(len(text), from+len(asked)+slop)])
			all := true
			for _, w := range asked {
				i := slices.Index(window, w)
				if all = all && i >= 0; all {
					window[i] = ""
				}
			}
			held = held || all
		}
		q := fmt.Sprintf(`"%s"~%d`, strings.Join(asked, " "), slop)
		found := order(t, memoryOf(t, strings.Join(text, " ")), q, false)
		require.Equal(t, held, len(found) == 1, "%s in %s", q, text)
	}
}
