package blockmax

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// made is a list and what it must give back.
type made struct {
	docs, freqs []uint32
	bounds      []float32
	segment     int
	data        []byte
}

// random makes a list of n documents. Dense ones have gaps of 0 and 1.
func random(r *rand.Rand, n int, dense bool) *made {
	m := &made{}
	doc := uint32(r.IntN(5000))
	for range n {
		switch {
		case dense:
			doc += uint32(r.IntN(2))
		case r.IntN(50) == 0:
			doc += uint32(r.IntN(3000))
		default:
			doc += uint32(r.IntN(1 << r.IntN(9)))
		}
		freq := uint32(1)
		if r.IntN(3) == 0 {
			freq += uint32(r.IntN(1 << r.IntN(16)))
		}
		m.docs, m.freqs = append(m.docs, doc), append(m.freqs, freq)
		m.bounds = append(m.bounds, float32(r.ExpFloat64()))
		doc++
	}
	m.segment = int(doc) + r.IntN(3000)
	m.data = Append(nil, m.docs, m.freqs, m.bounds, m.segment)
	return m
}

func (m *made) open(t testing.TB) List {
	t.Helper()
	l, err := Open(m.data, len(m.docs), uint32(m.segment))
	require.NoError(t, err)
	return l
}

// The sizes about the borders of the layout.
var sizes = []int{1, 2, 3, 15, 16, 17, 127, 128, 129, 255, 256, 257, 600, 5000}

// lists calls f with lists of all kinds.
func lists(f func(m *made)) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range sizes {
		for range 3 {
			f(random(r, n, false))
			f(random(r, n, true))
		}
	}
}

func TestListsGiveBackWhatWasWritten(t *testing.T) {
	lists(func(m *made) {
		l := m.open(t)
		docs, freqs, err := l.Append([]uint32{7}, []uint32{8})
		require.NoError(t, err)
		require.Equal(t, append([]uint32{7}, m.docs...), docs)
		require.Equal(t, append([]uint32{8}, m.freqs...), freqs)

		// With nothing behind the list, and with other bytes.
		tight := *m
		tight.data = slices.Clip(bytes.Clone(m.data))
		l = tight.open(t)
		docs, freqs, err = l.Append(nil, nil)
		require.NoError(t, err)
		require.Equal(t, m.docs, docs)
		require.Equal(t, m.freqs, freqs)
		noisy := *m
		noisy.data = append(bytes.Clone(m.data), bytes.Repeat([]byte{0xff}, 16)...)[:len(m.data)]
		l = noisy.open(t)
		docs, freqs, err = l.Append(nil, nil)
		require.NoError(t, err)
		require.Equal(t, m.docs, docs)
		require.Equal(t, m.freqs, freqs)
	})
}

// A reader finds every document and no other, in any order.
func TestReadersFindDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var reader Reader
	lists(func(m *made) {
		reader.Reset(m.open(t))
		ask := func(doc uint32) {
			i, in := slices.BinarySearch(m.docs, doc)
			at, ok := reader.Find(doc)
			require.Equal(t, in, ok, doc)
			if !ok {
				return
			}
			require.Equal(t, m.freqs[i], reader.Freq(at))
			require.Equal(t, i, at.Block*BlockSize+at.At)
		}
		last := m.docs[len(m.docs)-1]
		for doc := range min(last+10, 800) {
			ask(doc)
		}
		for range 200 {
			ask(m.docs[r.IntN(len(m.docs))])
			ask(uint32(r.IntN(int(last) + 300)))
		}
		require.NoError(t, reader.Err())
		require.Equal(t, reader.Blocks(), reader.Seek(last+1))
		set := make([]uint64, (m.segment+63)/64)
		reader.Union(set)
		for i, d := range m.docs {
			require.NotZero(t, set[d>>6]>>(d&63)&1, i)
			set[d>>6] &^= 1 << (d & 63)
		}
		for _, word := range set {
			require.Zero(t, word)
		}
	})
}

// Bounds are never too low, and but a little too high.
func TestBoundsHold(t *testing.T) {
	var reader Reader
	lists(func(m *made) {
		reader.Reset(m.open(t))
		if len(m.docs) == 1 {
			require.Zero(t, reader.Top)
			return
		}
		top := slices.Max(m.bounds)
		require.GreaterOrEqual(t, reader.Top, top)
		require.Less(t, reader.Top, 1.01*top)
		windows := make([]float32, Windows(m.segment))
		for b, i := 0, 0; b < reader.Blocks(); b++ {
			docs, shares := reader.Docs(b), reader.Shares(b)
			freqs := reader.Freqs(b, nil)
			most := reader.Top * float32(reader.Most(b)) / 255
			greatest := slices.Max(m.bounds[i : i+len(docs)])
			if len(m.docs) >= shortList {
				require.GreaterOrEqual(t, most*(1+1e-6), greatest)
				require.LessOrEqual(t, most, greatest+1.01*reader.Top/255)
			}
			for k, doc := range docs {
				require.Equal(t, m.docs[i], doc)
				require.Equal(t, m.freqs[i], freqs[k])
				share := shares[k/2] >> (k % 2 * 4) & 15
				require.Equal(t, share, reader.Share(Place{b, k}))
				bound := most * float32(share) / 15
				require.GreaterOrEqual(t, bound*(1+1e-6), m.bounds[i])
				require.LessOrEqual(t, bound, m.bounds[i]+1.01*most/15)
				windows[doc>>WindowBits] = max(windows[doc>>WindowBits], m.bounds[i])
				i++
			}
		}
		require.Equal(t, len(m.docs) >= windowed, reader.Windows() != nil)
		for w, b := range reader.Windows() {
			bound := reader.Top * float32(b) / 255
			require.GreaterOrEqual(t, bound*(1+1e-6), windows[w])
			require.LessOrEqual(t, bound, windows[w]+1.01*reader.Top/255)
		}
	})
}

// A list lies as the documentation has it.
func TestListsLieAsDocumented(t *testing.T) {
	assert.Equal(t, []byte{2*5 + 1}, Append(nil, []uint32{5}, []uint32{1}, []float32{3}, 9))
	assert.Equal(t, []byte{2 * 5, 7}, Append(nil, []uint32{5}, []uint32{7}, []float32{3}, 9))
	half := math.Float32bits(2) >> 16
	short := Append(nil, []uint32{5, 6, 9}, []uint32{1, 2, 1}, []float32{2, 1, 0}, 10)
	assert.Equal(t, []byte{byte(half), byte(half >> 8), 0x8f, 0, 11, 0, 2, 5}, short)
	var docs, freqs []uint32
	var bounds []float32
	for i := range uint32(16) {
		docs, freqs, bounds = append(docs, 2*i), append(freqs, 1+i%2), append(bounds, 2)
	}
	want := []byte{byte(half), byte(half >> 8), 30, 0, 0, 0, 0, 0, 0, 0, 255, 1, 1}
	want = append(want, 0xfe, 0xff) // gaps less one: 0, then 1 fifteen times
	want = append(want, 0xaa, 0xaa) // frequencies less one
	want = append(want, bytes.Repeat([]byte{0xff}, 8)...)
	assert.Equal(t, want, Append(nil, docs, freqs, bounds, 40))
}

// use reads all that can be read of a list. Documents are ascending and of the segment.
func use(t testing.TB, data []byte, count int, limit uint32) {
	t.Helper()
	l, err := Open(data, count, limit)
	if err != nil {
		require.ErrorIs(t, err, ErrCorrupt)
		return
	}
	docs, freqs, err := l.Append(nil, nil)
	if err != nil {
		require.ErrorIs(t, err, ErrCorrupt)
	}
	require.Len(t, freqs, len(docs))
	var r Reader
	r.Reset(l)
	set := make([]uint64, (limit+63)/64)
	r.Union(set)
	for doc := uint32(0); doc < limit; doc += 1 + limit/300 {
		if at, ok := r.Find(doc); ok {
			r.Freq(at)
			r.Share(at)
		}
	}
	last := int64(-1)
	for b := 0; b < r.Blocks(); b++ {
		r.First(b)
		r.Most(b)
		r.Shares(b)
		r.Freqs(b, nil)
		for i, doc := range r.Docs(b) {
			require.Less(t, doc, limit)
			require.True(t, i == 0 || int64(doc) > last)
			last = int64(doc)
		}
	}
	for doc := limit; doc > 0; doc -= min(doc, 1+limit/100) {
		r.Find(doc - 1)
	}
	r.Seek(math.MaxUint32)
	if r.Err() != nil {
		require.ErrorIs(t, r.Err(), ErrCorrupt)
	}
}

// One byte that is not what it was, or fewer of them: an error or other content.
func TestDamagedLists(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 2, 15, 16, 128, 300} {
		for _, dense := range []bool{false, true} {
			m := random(r, n, dense)
			for at, b := range m.data {
				for _, d := range []byte{b + 1, b - 1, 0, 0x7f, b | 0x80, 0xff} {
					m.data[at] = d
					use(t, m.data, n, uint32(m.segment))
				}
				m.data[at] = b
			}
			for end := range m.data {
				use(t, m.data[:end:end], n, uint32(m.segment))
			}
			for _, count := range []int{0, -1, 1, n + 1, 2 * n, 1 << 20} {
				use(t, m.data, count, uint32(m.segment))
			}
		}
	}
}

func FuzzList(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 15, 16, 300} {
		m := random(r, n, n == 300)
		f.Add(m.data, n, uint32(m.segment))
	}
	f.Fuzz(func(t *testing.T, data []byte, count int, limit uint32) {
		use(t, data, count, limit%(1<<16))
	})
}

// No list has more documents than its bytes may stand for.
func TestMostDocs(t *testing.T) {
	lists(func(m *made) { require.LessOrEqual(t, uint64(len(m.docs)), MostDocs(uint64(len(m.data)))) })
	for n := 1; n < 2000; n += 7 { // nothing packs closer than a run
		m := &made{segment: n}
		for d := range n {
			m.docs, m.freqs, m.bounds = append(m.docs, uint32(d)), append(m.freqs, 1), append(m.bounds, 1)
		}
		data := Append(nil, m.docs, m.freqs, m.bounds, n)
		require.LessOrEqual(t, uint64(n), MostDocs(uint64(len(data))))
	}
}
