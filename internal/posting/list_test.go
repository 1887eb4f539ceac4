package posting

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// entry is a document of a list with its positions.
type entry struct {
	doc       uint32
	positions []uint32
}

// randomEntries makes the postings of a term in n documents.
func randomEntries(r *rand.Rand, n int) []entry {
	var entries []entry
	doc := uint32(0)
	for range n {
		doc += uint32(r.IntN(1 << r.IntN(9))) // gaps of one byte and of two
		e := entry{doc: doc, positions: []uint32{uint32(r.IntN(300))}}
		for r.IntN(3) == 0 {
			e.positions = append(e.positions, e.positions[len(e.positions)-1]+uint32(r.IntN(20_000)))
		}
		entries = append(entries, e)
		doc++
	}
	return entries
}

// layout writes a list as the documentation of the package describes it.
func layout(entries []entry, located bool) []byte {
	var docs, lengths, positions []byte
	next, from := uint32(0), 0
	for i, e := range entries {
		if i > 0 && i%128 == 0 {
			lengths = binary.AppendUvarint(lengths, uint64(len(positions)-from))
			from = len(positions)
		}
		gap := 2 * uint64(e.doc-next)
		if len(e.positions) == 1 {
			docs = binary.AppendUvarint(docs, gap+1)
		} else {
			docs = binary.AppendUvarint(binary.AppendUvarint(docs, gap), uint64(len(e.positions)))
		}
		next = e.doc + 1
		last := uint32(0)
		for _, p := range e.positions {
			positions = binary.AppendUvarint(positions, uint64(p-last))
			last = p
		}
	}
	if !located {
		return docs
	}
	return slices.Concat(binary.AppendUvarint(nil, uint64(len(docs))), docs, lengths, positions)
}

// listOf gives a segment whose only term has these postings, and its list.
func listOf(t *testing.T, entries []entry, located bool) List {
	t.Helper()
	b := &Builder{}
	next := uint32(0)
	for _, e := range entries {
		for ; next <= e.doc; next++ {
			require.NoError(t, b.Add(ctx, string(binary.BigEndian.AppendUint32(nil, next)), nil))
		}
		f := b.Field("f", located)
		for _, p := range e.positions {
			f.Add(f.Term("term"), p)
		}
	}
	data, err := b.Segment()
	require.NoError(t, err)
	l, ok, err := open(t, data).Field("f").Get("term")
	require.NoError(t, err)
	require.True(t, ok)
	return l
}

// The sizes about the border of a group.
var listSizes = []int{1, 2, 127, 128, 129, 255, 256, 257, 600}

func TestListsLieAsDocumented(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for _, n := range listSizes {
		entries := randomEntries(r, n)
		for _, located := range []bool{false, true} {
			assert.Equal(t, layout(entries, located), listOf(t, entries, located).data, "%d documents, located: %v", n, located)
		}
	}
}

// Any set may be asked about, also documents that the term is not in, before
// its first, behind its last, and none.
func TestPositionsOfAnySet(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	for _, n := range listSizes {
		entries := randomEntries(r, n)
		l := listOf(t, entries, true)
		docs, freqs, err := l.Append(nil, nil)
		require.NoError(t, err)
		last := docs[len(docs)-1]
		for _, density := range []float64{0, 0.01, 0.3, 1} {
			var set []uint32
			for d := range last + 300 {
				if r.Float64() < density || density > 0 && d == last+1 {
					set = append(set, d)
				}
			}
			want := map[int][]uint32{}
			for _, e := range entries {
				if i, ok := slices.BinarySearch(set, e.doc); ok {
					want[i] = e.positions
				}
			}
			got := map[int][]uint32{}
			require.NoError(t, l.Positions(docs, freqs, set, func(i int, p []uint32) { got[i] = slices.Clone(p) }))
			require.Equal(t, want, got, "%d documents, %d asked about", n, len(set))
		}
	}
}

// readList reads all that a list holds.
func readList(l List) error {
	docs, freqs, err := l.Append(nil, nil)
	if err != nil || !l.located {
		return err
	}
	return l.Positions(docs, freqs, docs, func(int, []uint32) {})
}

// A list that ends anywhere before its end says so.
func TestListsThatEndEarly(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	for _, n := range []int{1, 5, 128, 150, 300} {
		entries := randomEntries(r, n)
		for _, located := range []bool{false, true} {
			l := listOf(t, entries, located)
			require.NoError(t, readList(l))
			for end := range len(l.data) {
				short := l
				short.data = l.data[:end]
				require.ErrorIs(t, readList(short), ErrCorrupt, "%d documents, %d of %d bytes", n, end, len(l.data))
			}
		}
	}
}

// A group of positions may be left out without being read; its length must be
// that of something there.
func TestLengthsOfGroupsAreChecked(t *testing.T) {
	l := listOf(t, randomEntries(rand.New(rand.NewPCG(27, 28)), 300), true)
	docs, freqs, err := l.Append(nil, nil)
	require.NoError(t, err)
	part, _, err := l.parts()
	require.NoError(t, err)
	size := binary.AppendUvarint(nil, uint64(len(part)))
	for _, lengths := range [][]byte{{0xff, 0xff, 0x7f, 1}, {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80}} {
		l.data = slices.Concat(size, part, lengths)
		err := l.Positions(docs, freqs, docs[len(docs)-1:], func(int, []uint32) {})
		assert.ErrorIs(t, err, ErrCorrupt)
	}
}

func TestListsThatCannotBe(t *testing.T) {
	endless := slices.Repeat([]byte{0xff}, 11)
	greatest := binary.AppendUvarint(nil, math.MaxUint32)
	tooGreat := binary.AppendUvarint(nil, math.MaxUint32+1)
	for name, c := range map[string]struct {
		data    []byte
		count   int
		located bool
		want    string // of the error; empty for none
	}{
		"last document of the segment": {data: []byte{9<<1 | 1}, count: 1},
		"document behind it":           {data: []byte{10<<1 | 1}, count: 1, want: "document 10 of 10"},
		"two documents too far":        {data: []byte{9<<1 | 1, 1}, count: 2, want: "document 10 of 10"},
		"endless gap":                  {data: endless, count: 1, want: "end early"},
		"endless frequency":            {data: append([]byte{0}, endless...), count: 1, want: "end early"},
		"frequency 0":                  {data: []byte{0, 0}, count: 1, want: "end early"},
		"greatest frequency":           {data: append([]byte{0}, greatest...), count: 1},
		"frequency beyond it":          {data: append([]byte{0}, tooGreat...), count: 1, want: "end early"},
		"more documents than bytes":    {data: []byte{1}, count: 2, want: "2 documents in 1 bytes"},
		"length of no documents":       {data: endless, count: 1, located: true, want: "end early"},
		"length beyond the end":        {data: []byte{2, 1}, count: 1, located: true, want: "end early"},
		"a position":                   {data: append([]byte{1, 1}, greatest...), count: 1, located: true},
		"position beyond the greatest": {data: append([]byte{1, 1}, tooGreat...), count: 1, located: true, want: "position 4294967296"},
		"sum of positions beyond it":   {data: slices.Concat([]byte{2, 0, 2}, greatest, []byte{1}), count: 1, located: true, want: "position 4294967296"},
		"endless position":             {data: append(append([]byte{1, 1}, endless...), 1), count: 1, located: true, want: "end early"},
	} {
		err := readList(List{Count: c.count, data: c.data, located: c.located, limit: 10})
		if c.want == "" {
			assert.NoError(t, err, name)
			continue
		}
		assert.ErrorIs(t, err, ErrCorrupt, name)
		assert.ErrorContains(t, err, c.want, name)
	}
}
