package posting

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/crc32"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// doc is a document of the model: what a segment must give back.
type doc struct {
	id      string
	stored  []byte
	fields  map[string]map[string][]uint32 // positions by field and term
	columns map[string]uint32
}

const (
	located = "text" // the field that keeps positions
	counted = "title"
	rare    = "tag" // most documents lack it
)

// randomDocs makes n documents, of IDs that begin with prefix. Terms are as
// unequal as words are: some are in every document, many in one.
func randomDocs(r *rand.Rand, prefix string, n int) []doc {
	var docs []doc
	for i := range n {
		d := doc{id: fmt.Sprintf("%s%x", prefix, i*7919), stored: bytes.Repeat([]byte{byte(i)}, r.IntN(50)), fields: map[string]map[string][]uint32{}, columns: map[string]uint32{}}
		add := func(field, term string, positions ...uint32) {
			if d.fields[field] == nil {
				d.fields[field] = map[string][]uint32{}
			}
			d.fields[field][term] = append(d.fields[field][term], positions...)
		}
		for p := range uint32(r.IntN(40)) {
			term := fmt.Sprintf("كلمة\x00%d", int(1/(r.Float64()+.001)))
			add(located, term, p*p+1)
			if p < 5 {
				add(counted, term, 0)
			}
		}
		add(located, "everywhere", 1<<20)
		if i%50 == 0 {
			add(rare, fmt.Sprint("t", i), 0)
			d.columns["seldom"] = uint32(i)
		}
		d.columns["length"] = uint32(len(d.fields[located]))
		d.columns["large"] = uint32(i) << 16
		docs = append(docs, d)
	}
	return docs
}

// shortForm gives terms whose last digits are even or odd one form, and one none.
func shortForm(term string) string {
	word, number, ok := strings.Cut(term, "\x00")
	if !ok {
		return ""
	}
	return word + number[:len(number)-1] + string('ا'+rune(number[len(number)-1])%2)
}

func build(t testing.TB, b *Builder, docs []doc) *Segment {
	t.Helper()
	for i := range docs {
		d := &docs[i]
		require.NoError(t, b.Add(ctx, d.id, d.stored))
		for name, terms := range d.fields {
			f := b.Field(name, name == located)
			if name == located {
				f.Forms(shortForm)
			}
			for _, term := range slices.Sorted(maps.Keys(terms)) {
				n := f.Term(term)
				for k, p := range terms[term] {
					if (i+k)%3 == 0 {
						n = f.NewTerm([]byte(term)) // another number of the same term
					}
					f.Add(n, p)
				}
			}
		}
		for name, value := range d.columns {
			b.Column(name).Set(value)
		}
	}
	data, err := b.Segment()
	require.NoError(t, err)
	return open(t, data)
}

func open(t testing.TB, data []byte) *Segment {
	t.Helper()
	s, err := Open(data)
	require.NoError(t, err)
	return s
}

// check compares a segment with the model.
func check(t *testing.T, docs []doc, s *Segment) {
	t.Helper()
	require.Equal(t, len(docs), s.Docs())
	for i, d := range docs {
		require.Equal(t, d.id, string(s.ID(uint32(i))))
		n, ok := s.Find(d.id)
		require.True(t, ok)
		require.Equal(t, uint32(i), n)
		_, ok = s.Find(d.id + "x")
		require.False(t, ok)
		stored, err := s.Stored(ctx, uint32(i))
		require.NoError(t, err)
		require.True(t, bytes.Equal(d.stored, stored))
		if i > 0 {
			require.Negative(t, cmp.Compare(string(s.ID(s.InOrder(i-1))), string(s.ID(s.InOrder(i)))))
		}
	}
	for _, name := range []string{"seldom", "length", "large", "none"} {
		var want []uint32
		for _, d := range docs {
			want = append(want, d.columns[name])
		}
		require.Equal(t, want, s.Column(name, nil), name)
	}
	for _, name := range []string{located, counted, rare, "none"} {
		checkField(t, docs, s, name)
	}
}

func checkField(t *testing.T, docs []doc, s *Segment, name string) {
	t.Helper()
	byTerm := map[string]map[uint32][]uint32{}
	for i, d := range docs {
		for term, positions := range d.fields[name] {
			if byTerm[term] == nil {
				byTerm[term] = map[uint32][]uint32{}
			}
			byTerm[term][uint32(i)] = positions
		}
	}
	terms := slices.Sorted(maps.Keys(byTerm))
	f := s.Field(name)
	require.Equal(t, len(terms), f.Terms(), name)
	c := f.From("")
	for _, term := range terms {
		require.True(t, c.Next())
		require.Equal(t, term, string(c.Term()))
		checkList(t, byTerm[term], c.List(), name == located)
		l, ok, err := f.Get(term)
		require.NoError(t, err)
		require.True(t, ok, "%q", term)
		require.Equal(t, *c.List(), l)
		_, ok, err = f.Get(term + "\x00")
		require.NoError(t, err)
		require.False(t, ok)
		after := f.From(term + "\x00")
		if i, _ := slices.BinarySearch(terms, term); i+1 < len(terms) {
			require.True(t, after.Next())
			require.Equal(t, terms[i+1], string(after.Term()))
		} else {
			require.False(t, after.Next())
		}
	}
	require.False(t, c.Next())
	require.NoError(t, c.Err())
	if name == located {
		checkForms(t, terms, byTerm, f)
	}
}

// checkForms compares the dictionary of forms with the model, and goes from the
// forms to their terms.
func checkForms(t *testing.T, terms []string, byTerm map[string]map[uint32][]uint32, f *Field) {
	t.Helper()
	docs, numbers := map[string]int{}, map[string][]uint32{}
	for i, term := range terms {
		if form := shortForm(term); form != "" {
			docs[form] += len(byTerm[term])
			numbers[form] = append(numbers[form], uint32(i))
		}
	}
	require.Equal(t, len(docs), f.Forms().Words())
	c := f.From("")
	for form, all := range numbers {
		w, ok := f.Forms().Find(form)
		require.True(t, ok, form)
		require.Equal(t, docs[form], w.Docs, form)
		require.Equal(t, all, w.Numbers(nil), form)
		for _, n := range slices.Concat(all, all[:1], all[len(all)-1:]) { // on, back, and far on
			require.True(t, c.Seek(n))
			require.Equal(t, terms[n], string(c.Term()))
			checkList(t, byTerm[terms[n]], c.List(), true)
		}
	}
	require.False(t, f.From("").Seek(uint32(len(terms))))
}

func checkList(t *testing.T, want map[uint32][]uint32, l *List, located bool) {
	t.Helper()
	docs, freqs, err := l.Append([]uint32{7}, []uint32{9})
	require.NoError(t, err)
	require.Equal(t, []uint32{7, 9}, []uint32{docs[0], freqs[0]}, "what was there stays")
	docs, freqs = docs[1:], freqs[1:]
	require.Equal(t, slices.Sorted(maps.Keys(want)), docs)
	require.Equal(t, len(docs), l.Count)
	for i, d := range docs {
		require.Equal(t, len(want[d]), int(freqs[i]))
	}
	if !located {
		return
	}
	for step := 1; step <= len(docs)+1; step = 3*step - 1 { // all of them, some, one, none
		var set []uint32
		for i := step - 1; i < len(docs); i += step {
			set = append(set, docs[i])
		}
		got := map[uint32][]uint32{}
		require.NoError(t, l.Positions(docs, freqs, set, func(i int, p []uint32) { got[set[i]] = slices.Clone(p) }))
		require.Len(t, got, len(set))
		for _, d := range set {
			require.Equal(t, want[d], got[d])
		}
	}
}

func TestSegmentGivesBackItsDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b := &Builder{}
	for _, n := range []int{0, 1, 2, 127, 128, 129, 1000} {
		docs := randomDocs(r, "a", n)
		b.Reset() // and used again
		check(t, docs, build(t, b, docs))
	}
}

// A merge gives the very bytes that its documents give when they are collected
// anew, whatever was dropped.
func TestMergeIsAsBuiltAnew(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, sizes := range [][]int{{1}, {3, 0, 5}, {300, 1, 200, 40}, {128, 128, 128}} {
		for _, share := range []float64{0, 0.02, 0.5, 1} {
			var segments []*Segment
			var drops []*roaring.Bitmap
			var left []doc
			for i, n := range sizes {
				docs := randomDocs(r, string(rune('z'-i)), n)
				segments = append(segments, build(t, &Builder{}, docs))
				drop := roaring.New()
				for j, d := range docs {
					if r.Float64() < share {
						drop.Add(uint32(j))
					} else {
						left = append(left, d)
					}
				}
				if drop.IsEmpty() {
					drop = nil
				}
				drops = append(drops, drop)
			}
			var out bytes.Buffer
			numbers, err := Merge(&out, segments, drops, nil)
			require.NoError(t, err)
			next := uint32(0)
			for i, s := range segments {
				require.Len(t, numbers[i], s.Docs())
				for d, n := range numbers[i] {
					if drops[i] != nil && drops[i].Contains(uint32(d)) {
						require.Equal(t, uint32(Dropped), n)
						continue
					}
					require.Equal(t, next, n)
					next++
				}
			}
			check(t, left, open(t, out.Bytes()))
			require.True(t, bytes.Equal(build(t, &Builder{}, left).Bytes(), out.Bytes()), "%v less %v", sizes, share)
		}
	}
}

func TestMergeStops(t *testing.T) {
	s := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(5, 6)), "a", 10))
	stop := make(chan struct{})
	close(stop)
	_, err := Merge(&bytes.Buffer{}, []*Segment{s}, []*roaring.Bitmap{nil}, stop)
	assert.ErrorIs(t, err, ErrInterrupted)
}

func TestChecksumIsThatOfAllBefore(t *testing.T) {
	data := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(7, 8)), "a", 100)).Bytes()
	n := len(data) - 4
	want := crc32.ChecksumIEEE(data[:n])
	assert.Equal(t, []byte{byte(want >> 24), byte(want >> 16), byte(want >> 8), byte(want)}, data[n:])
}

func TestNoSegment(t *testing.T) {
	whole := build(t, &Builder{}, randomDocs(rand.New(rand.NewPCG(9, 10)), "a", 3)).Bytes()
	for n := range len(whole) {
		if _, err := Open(whole[:n]); err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
		}
	}
	future := bytes.Clone(whole)
	future[len(future)-8]++ // the version
	_, err := Open(future)
	assert.ErrorIs(t, err, ErrCorrupt)
	assert.ErrorContains(t, err, "layout 2")
}

// readAll reads everything of a segment, as far as it can be read.
func readAll(s *Segment) {
	for d := range uint32(min(s.Docs(), 1000)) {
		s.ID(d)
		_, _ = s.Stored(ctx, d)
		s.Find(string(s.ID(s.InOrder(int(d)))))
	}
	for name := range s.columns {
		s.Column(name, nil)
	}
	for _, name := range s.Fields() {
		f := s.Field(name)
		_, _, _ = f.Get("everywhere")
		var numbers []uint32
		for w := f.Forms().From(""); w.Next(); {
			numbers = w.Word().Numbers(numbers)
		}
		c := f.From("")
		for _, n := range numbers {
			if c.Seek(n) {
				_, _, _ = c.List().Append(nil, nil)
			}
		}
		c = f.From("")
		for c.Next() {
			docs, freqs, err := c.List().Append(nil, nil)
			if err == nil && name == located {
				_ = c.List().Positions(docs, freqs, docs, func(int, []uint32) {})
			}
		}
	}
}

// Whatever bytes are damaged, reading gives an error or other content, and
// never ends the program.
func FuzzDamagedSegment(f *testing.F) {
	whole := build(f, &Builder{}, randomDocs(rand.New(rand.NewPCG(11, 12)), "a", 150)).Bytes()
	f.Add(0, []byte{})
	f.Add(len(whole)/2, []byte{0xff, 0xff, 0xff})
	f.Add(len(whole)-60, []byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1})
	f.Fuzz(func(t *testing.T, at int, with []byte) {
		data := bytes.Clone(whole)
		if at >= 0 && at < len(data) {
			copy(data[at:], with)
		}
		s, err := Open(data)
		if err != nil {
			return
		}
		readAll(s)
		if _, err := Merge(&bytes.Buffer{}, []*Segment{s, open(t, whole)}, make([]*roaring.Bitmap, 2), nil); err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	docs := randomDocs(rand.New(rand.NewPCG(13, 14)), "a", 2000)
	builder := &Builder{}
	b.ReportAllocs()
	for b.Loop() {
		builder.Reset()
		build(b, builder, docs)
	}
}

func BenchmarkMerge(b *testing.B) {
	r := rand.New(rand.NewPCG(15, 16))
	var segments []*Segment
	for i := range 10 {
		segments = append(segments, build(b, &Builder{}, randomDocs(r, string(rune('a'+i)), 500)))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Merge(&bytes.Buffer{}, segments, make([]*roaring.Bitmap, len(segments)), nil); err != nil {
			b.Fatal(err)
		}
	}
}
