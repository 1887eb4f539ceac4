package charset

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/fihris-search/fihris/testdata"
)

// asCP864 writes a text with the shapes that MS-DOS had: of a letter that is
// joined to the next the initial one, else the isolated one.
func asCP864(s string) []byte {
	t := tableOf(CP864)
	r := []rune(s)
	var out []byte
	for i, c := range r {
		if c < 0x80 {
			out = append(out, byte(c))
			continue
		}
		joined := i+1 < len(r) && arabic(classOf(r[i+1]))
		best := -1
		for b := 0x80; b < 0x100; b++ {
			if norm.NFKC.String(string(t.runes[b])) != string(c) {
				continue
			}
			if sh := shapes()[t.runes[b]]; best < 0 || joined == sh.forward() {
				best = b
			}
		}
		if best < 0 {
			best = ' '
		}
		out = append(out, byte(best))
	}
	return out
}

func TestCP864(t *testing.T) {
	right, n := 0, 0
	for _, a := range testdata.Articles() {
		logical := asCP864(a.Title)
		want := ""
		for _, c := range logical {
			want += norm.NFKC.String(string(tableOf(CP864).runes[c]))
		}
		visual := slices.Clone(logical)
		slices.Reverse(visual)
		for i, b := range [][]byte{logical, visual} {
			got, err := Decode(b, "")
			n++
			if i == 1 { // numbers and Latin words were turned with the rest: only what is Arabic can be compared
				right++
				if err != nil || got.Encoding != CP864 || seemsBackward(got.Text) {
					right--
				}
				continue
			}
			if err == nil && got.Encoding == CP864 && got.Text == want {
				right++
			}
		}
	}
	assert.GreaterOrEqual(t, right*100, n*98, "%d of %d", right, n)
}

// Whether the letters ran from left to right is told, where they did.
func TestCP864TellsWhatItTurned(t *testing.T) {
	for _, a := range testdata.Articles()[:20] {
		stored := asCP864(a.Body)
		for _, turned := range []bool{false, true} {
			got, err := Decode(stored, "")
			require.NoError(t, err)
			told := slices.ContainsFunc(got.Notes, func(n Note) bool { return n.Kind == VisualOrder })
			assert.Equal(t, turned, told, a.ID)
			slices.Reverse(stored)
		}
	}
}

func TestTables(t *testing.T) {
	for _, tb := range tables() {
		for _, b := range []int{'A', '9', '\n'} {
			assert.Equal(t, rune(b), tb.runes[b], tb.name)
		}
	}
	for name, upper := range map[string]string{CP720: cp720, CP864: cp864, MacArabic: macArabic} {
		require.Len(t, []rune(upper), 128, name)
		tb := tableOf(name)
		for _, letter := range "ءآأؤئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي" {
			found := 0
			for b := 0x80; b < 0x100; b++ {
				if norm.NFKC.String(string(tb.runes[b])) == string(letter) {
					found++
				}
			}
			assert.Positive(t, found, "%s lacks %c", name, letter)
		}
	}
}
