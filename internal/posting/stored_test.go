package posting

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/golang/snappy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

// someText is text of a length, of which a half is like what came before.
func someText(r *rand.Rand, n int) []byte {
	b := make([]byte, 0, n+64)
	for len(b) < n {
		b = fmt.Appendf(b, "كلمة %d ", r.IntN(1<<30))
	}
	return b[:n]
}

// A document of any length comes out as it went in, also one that was packed in one block
// whatever its length, as until layout 10.
func TestPacked(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	for _, n := range []int{0, 1, 2, blockBytes - 1, blockBytes, blockBytes + 1, 2 * blockBytes, 3*blockBytes + 17} {
		text := someText(r, n)
		packed, err := appendPacked(ctx, []byte("before"), text)
		require.NoError(t, err)
		assert.Equal(t, "before", string(packed[:6]))
		for _, p := range [][]byte{packed[6:], snappy.Encode(nil, text)} {
			got, err := Unpack(ctx, p)
			require.NoError(t, err, n)
			assert.True(t, bytes.Equal(text, got), n)
		}
	}
}

// A long one that is cut, longer, or has another byte is ErrCorrupt or another document, and
// needs no more memory than its length allows.
func TestDamagedBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(43, 44))
	text := someText(r, 2*blockBytes+100)
	packed, err := appendPacked(ctx, nil, text)
	require.NoError(t, err)
	damaged := func(b []byte, what string, args ...any) {
		t.Helper()
		got, err := Unpack(ctx, b)
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt, fmt.Sprintf(what, args...))
			return
		}
		require.False(t, bytes.Equal(text, got), what, args)
		require.LessOrEqual(t, len(got), mostGrowth*len(b))
	}
	for range 300 {
		n := r.IntN(len(packed))
		if r.IntN(3) == 0 {
			n %= 10 // where its length stands, and that of the first block
		}
		damaged(packed[:n], "cut at %d", n)
		b := bytes.Clone(packed)
		b[n] ^= 1 << r.IntN(8)
		damaged(b, "bit in byte %d", n)
	}
	damaged(append(bytes.Clone(packed), 0), "a byte more")
	damaged([]byte{0, 1}, "nothing but a length")
	damaged(bytes.Repeat([]byte{0}, 20), "zeros")
	for _, n := range []uint64{1 << 40, 1 << 62} { // as many bytes as nobody has
		_, err := Unpack(ctx, append([]byte{0}, appendUvarint(nil, n)...))
		require.ErrorIs(t, err, ErrCorrupt)
	}
}

// done is a context that is done from a look on.
type done struct {
	context.Context
	looks int
}

func (d *done) Err() error {
	if d.looks--; d.looks < 0 {
		return context.Canceled
	}
	return nil
}

// Packing and unpacking a long document end at each block when their context does, and that is no damage.
func TestPackingEnds(t *testing.T) {
	text := someText(rand.New(rand.NewPCG(45, 46)), 4*blockBytes+1)
	packed, err := appendPacked(ctx, nil, text)
	require.NoError(t, err)
	for looks := range 5 {
		_, err := appendPacked(&done{ctx, looks}, nil, text)
		require.ErrorIs(t, err, context.Canceled)
		_, err = Unpack(&done{ctx, looks}, packed)
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, ErrCorrupt)
	}
	_, err = Unpack(&done{ctx, 5}, packed)
	require.NoError(t, err)
	var b Builder
	require.ErrorIs(t, b.Add(&done{ctx, 2}, "book", text), context.Canceled)
	b.Reset()
	s := build(t, &b, []doc{{id: "small", stored: []byte("نص")}, {id: "book", stored: text}})
	got, err := s.Stored(ctx, 1)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(text, got))
}
