package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseStrict(t *testing.T) {
	for _, r := range readTable(t, "strict.txt") {
		n, err := ParseStrict(r.query)
		got := "ok"
		if err != nil {
			var syntax *SyntaxError
			require.ErrorAs(t, err, &syntax)
			got = fmt.Sprintf("%d: %s", syntax.Offset, syntax.Msg)
			assert.Equal(t, None{}, n, "strict.txt:%d: a tree beside an error", r.line)
		} else {
			assert.Equal(t, Parse(r.query), n, "strict.txt:%d: not the tree of Parse", r.line)
		}
		assert.Equal(t, r.want, got, "strict.txt:%d: %s", r.line, r.query)
	}
}

func TestSyntaxErrorSaysWhere(t *testing.T) {
	_, err := ParseStrict(`مصر "a`)
	assert.EqualError(t, err, "query: at byte 7: this quote is not closed")
}

// What ParseStrict accepts it must accept in its canonical form too.
func TestCanonicalFormIsStrict(t *testing.T) {
	for _, r := range readTable(t, "parse.txt") {
		n, err := ParseStrict(r.query)
		if err != nil {
			continue
		}
		again, err := ParseStrict(n.String())
		require.NoError(t, err, "parse.txt:%d: %s: canonical form %s", r.line, r.query, n)
		assert.Equal(t, without(n), without(again), "parse.txt:%d", r.line)
	}
}

func TestLimits(t *testing.T) {
	fault := func(s string) *SyntaxError {
		_, err := ParseStrict(s)
		var syntax *SyntaxError
		require.True(t, errors.As(err, &syntax), "accepted")
		return syntax
	}
	t.Run("length", func(t *testing.T) {
		s := strings.Repeat("مصر ", MaxLength/7) + `"غزة`
		s += strings.Repeat(" ", MaxLength)
		assert.Equal(t, MaxLength, fault(s).Offset)
		words := Leaves(Parse(s))
		assert.Len(t, words, MaxLeaves, "plain words, up to the limit")
		assert.Equal(t, "مصر", dump(words[0]))
	})
	t.Run("depth", func(t *testing.T) {
		nest := func(n int) string {
			return strings.Repeat("(a OR b AND ", n) + "c" + strings.Repeat(")", n)
		}
		_, err := ParseStrict(nest(MaxDepth))
		require.NoError(t, err)
		assert.Equal(t, MaxDepth*len("(a OR b AND "), fault(nest(MaxDepth+1)).Offset)
		assert.Len(t, Leaves(Parse(nest(20*MaxDepth))), 40*MaxDepth+1-excess(40*MaxDepth+1), "no word is lost")
	})
	t.Run("leaves", func(t *testing.T) {
		s := strings.Repeat("a ", MaxLeaves)
		_, err := ParseStrict(s)
		require.NoError(t, err)
		assert.Equal(t, 2*MaxLeaves, fault(s+"b").Offset)
		assert.Len(t, Leaves(Parse(s+"b")), MaxLeaves)
	})
	t.Run("unbalanced", func(t *testing.T) {
		n := Parse(strings.Repeat("(", MaxLength/2) + "مصر")
		assert.Equal(t, "مصر", dump(n))
		assert.Equal(t, "مصر", dump(Parse("مصر"+strings.Repeat(")", MaxLength/2))))
	})
}

// excess is how many of n leaves Parse drops.
func excess(n int) int { return max(0, n-MaxLeaves) }
