package posting

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// damages are what takes the place of a byte: other numbers, greater ones, and
// the beginning of a number that does not end.
func damages(b byte) []byte {
	all := []byte{b + 1, b - 1, 0, 0x7f, b | 0x80, 0xff}
	return slices.DeleteFunc(all, func(d byte) bool { return d == b })
}

// A cursor that ends before the last term says that the dictionary is damaged,
// whatever the damage; a cursor that does not has handed out lists that lie
// within the field.
func TestDamagedDictionaries(t *testing.T) {
	s := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(31, 32)), "a", 60))
	whole := *s.Field(located)
	check := func(f Field, what string, args ...any) {
		c, n := f.From(""), 0
		for c.Next() {
			n++
			require.LessOrEqual(t, c.List().Count, s.Docs())
			require.NotZero(t, c.List().Count)
		}
		if n < f.Terms() {
			require.ErrorIs(t, c.Err(), ErrCorrupt, what, args)
			require.False(t, c.Next(), "after an error")
		} else {
			require.NoError(t, c.Err())
		}
		if _, _, err := f.Get("everywhere"); err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
		}
	}
	check(whole, "nothing")
	for at, b := range whole.dict {
		for _, d := range damages(b) {
			f := whole
			f.dict = bytes.Clone(whole.dict)
			f.dict[at] = d
			check(f, "byte %d: %x", at, d)
		}
	}
	for end := range len(whole.dict) {
		f := whole
		f.dict = whole.dict[:end]
		check(f, "%d bytes", end)
		c := f.From("")
		for c.Next() {
		}
		require.ErrorIs(t, c.Err(), ErrCorrupt, "%d of %d bytes", end, len(whole.dict))
	}
	for at := range whole.blocks {
		f := whole
		f.blocks = bytes.Clone(whole.blocks)
		f.blocks[at] = 0xff
		check(f, "where a block begins, byte %d", at)
	}
	for end := range len(whole.lists) {
		f := whole
		f.lists = whole.lists[:end]
		c := f.From("")
		for c.Next() {
		}
		require.ErrorIs(t, c.Err(), ErrCorrupt, "%d of %d bytes of lists", end, len(whole.lists))
	}
}

// One byte that is not what it was: reading gives an error or other content.
func TestAnyByteMayBeDamaged(t *testing.T) {
	whole := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(33, 34)), "a", 3)).Bytes()
	other := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(35, 36)), "b", 3))
	for at, b := range whole {
		for _, d := range damages(b) {
			data := bytes.Clone(whole)
			data[at] = d
			s, err := Open(data)
			if err != nil {
				require.ErrorIs(t, err, ErrCorrupt)
				continue
			}
			if s.Docs() > 1000 {
				continue // as many as the footer says; nothing of them is there
			}
			readAll(s)
			if _, err := Merge(&bytes.Buffer{}, []*Segment{s, other}, make([]*roaring.Bitmap, 2), nil); err != nil {
				require.ErrorIs(t, err, ErrCorrupt)
			}
		}
	}
}

func TestDocumentsThatAreNotThere(t *testing.T) {
	s := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(37, 38)), "a", 3))
	assert.NotNil(t, s.ID(2))
	assert.Nil(t, s.ID(3))
	_, err := s.Stored(ctx, 2)
	assert.NoError(t, err)
	_, err = s.Stored(ctx, 3)
	assert.ErrorIs(t, err, ErrCorrupt)
	assert.ErrorContains(t, err, "document 3 of 3")
	assert.Equal(t, []uint32{0, 2}, s.FindAll([]string{string(s.ID(2)), "none", string(s.ID(0))}).ToArray())
}

// A document that cannot be unpacked is an error, not an empty document.
func TestDamagedDocuments(t *testing.T) {
	s := build(t, &Builder{}, []doc{{id: "a", stored: []byte("سطر")}, {id: "b", stored: []byte("آخر")}})
	s.stored = bytes.Repeat([]byte{0xff}, len(s.stored))
	for d := range uint32(2) {
		got, err := s.Stored(ctx, d)
		assert.ErrorIs(t, err, ErrCorrupt)
		assert.ErrorContains(t, err, fmt.Sprintf("document %d", d))
		assert.Empty(t, got)
	}
}

// faulty takes some bytes and then no more, and can close a channel when it
// has been written to so often.
type faulty struct {
	bytes.Buffer
	room    int
	writes  int
	closeAt int
	stop    chan struct{}
}

var errFull = errors.New("disk full")

func (f *faulty) Write(p []byte) (int, error) {
	f.writes++
	if f.writes == f.closeAt {
		close(f.stop)
	}
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return f.Buffer.Write(p)
}

// large is a segment of several buffers, most of it lists.
func large(t *testing.T) *Segment {
	t.Helper()
	r := rand.New(rand.NewPCG(39, 40))
	b := &Builder{}
	for i := range 40 {
		require.NoError(t, b.Add(ctx, fmt.Sprintf("%02d", i), []byte{byte(r.Uint32())}))
		f := b.Field(located, true)
		for n := range uint32(3000) {
			f.Add(f.Term(fmt.Sprint(n)), r.Uint32()>>1)
		}
	}
	data, err := b.Segment()
	require.NoError(t, err)
	require.Greater(t, len(data), 2*bufferSize)
	return open(t, data)
}

// What cannot be written is an error, wherever it happens.
func TestErrorsOfTheWriter(t *testing.T) {
	s := large(t)
	n := len(s.Bytes())
	for _, room := range []int{0, bufferSize, n - 5, n - 1} {
		_, err := Merge(&faulty{room: room}, []*Segment{s}, []*roaring.Bitmap{nil}, nil)
		assert.ErrorIs(t, err, errFull, "room for %d of %d bytes", room, n)
	}
	out := &faulty{room: n}
	_, err := Merge(out, []*Segment{s}, []*roaring.Bitmap{nil}, nil)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(s.Bytes(), out.Bytes()), "a merge of one is the same")
}

// A merge that is stopped amid its lists ends there.
func TestMergeStopsAmidLists(t *testing.T) {
	s := large(t)
	stop := make(chan struct{})
	out := &faulty{room: 1 << 30, closeAt: 1, stop: stop}
	_, err := Merge(out, []*Segment{s}, []*roaring.Bitmap{nil}, stop)
	assert.ErrorIs(t, err, ErrInterrupted)
	assert.Less(t, out.Len(), len(s.Bytes())-bufferSize)
}

// Columns are as narrow as their greatest number allows.
func TestColumnsAreNarrow(t *testing.T) {
	const n = 1000
	size := func(greatest uint32) int {
		b := &Builder{}
		for i := range n {
			require.NoError(t, b.Add(ctx, fmt.Sprintf("%04d", i), nil))
			if i == n/2 {
				b.Column("c").Set(greatest)
			}
		}
		data, err := b.Segment()
		require.NoError(t, err)
		values := open(t, data).Column("c", nil)
		require.Len(t, values, n)
		require.Equal(t, greatest, values[n/2])
		return len(data)
	}
	none := size(0)
	for _, c := range []struct {
		greatest uint32
		width    int
	}{{1, 1}, {255, 1}, {256, 2}, {65535, 2}, {65536, 4}, {1<<32 - 1, 4}} {
		assert.InDelta(t, c.width*n, size(c.greatest)-none, 20, "greatest %d", c.greatest)
	}
}
