package analysis

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/testdata"
)

// checkPieces holds the pieces of a text against its tokens: every word lies in its piece, one that
// has a piece for itself is that piece, and so is its exact form.
func checkPieces(t *testing.T, text string) (several int) {
	t.Helper()
	var pieces []Piece
	for s := PiecesOf(text); ; {
		p, ok := s.Next()
		if !ok {
			break
		}
		pieces = append(pieces, p)
	}
	in := map[uint32][]Token{}
	last := uint32(0)
	for _, tok := range Default().AppendTokens(nil, text) {
		if !tok.IsWritten() {
			continue
		}
		require.GreaterOrEqual(t, tok.Piece, last, "%q", text)
		last = tok.Piece
		in[tok.Piece] = append(in[tok.Piece], tok)
	}
	require.LessOrEqual(t, int(last), len(pieces), "%q", text)
	for i, p := range pieces {
		tokens := in[uint32(i+1)]
		require.NotEmpty(t, tokens, "%q: piece %d", text, i+1)
		if len(tokens) > 1 {
			several++
			for _, tok := range tokens {
				require.True(t, p.Start <= tok.Start && tok.End <= p.End, "%q: %v %v", text, p, tok)
			}
			continue
		}
		require.Equal(t, [2]int{tokens[0].Start, tokens[0].End}, [2]int{p.Start, p.End}, "%q", text)
		require.Equal(t, tokens[0].Exact, Default().ExactOf(text, p), "%q", text)
	}
	return several
}

// awkward are stretches of text of which pieces are no words.
var awkward = []string{
	"عبدالله", "عبد الله", "المدرسةالكبيرة", "وزير\u200fخارجية", "\uFDFA", "الـ20", "لـBBC", "12.5.2020", "1,234.5", "و زير",
	"مدر-\nسة", "C++", "أ.ب.ج", "د. أحمد", "U.S.A.", "www.example.org/a-b", "a@b.org", "qu'il", "F-16", "050-123-4567", "\xff", "ﷲ",
	"بيبيسي", "الولايات المتحدة", "\u0640", "و", "5كم", "كوفيد-19",
}

func TestPiecesAreWhereTheTokensAre(t *testing.T) {
	several := 0
	for _, a := range testdata.Articles() {
		several += checkPieces(t, a.Title) + checkPieces(t, a.Body)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			b.WriteString(awkward[r.IntN(len(awkward))])
			b.WriteString([]string{" ", " ", "", ".", "، ", "\n", "-"}[r.IntN(7)])
		}
		several += checkPieces(t, b.String())
	}
	assert.Greater(t, several, 100)
}

func FuzzPieces(f *testing.F) {
	for _, s := range slices.Concat(awkward, []string{"", strings.Join(awkward, " ")}) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkPieces(t, text) })
}
