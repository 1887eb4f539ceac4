package posting

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/blockmax"
)

var (
	bodyLevels = Levels{Stems: "stems", Forms: "words", Title: "title", Weights: LevelWeights{Root: .7, Stem: 1, Form: .4, Title: .2}, Places: true, Body: 1 << 8}
	headLevels = Levels{Stems: "title stems", Forms: "title words", Weights: bodyLevels.Weights}
)

// levelDoc is a document: how often its body and its title have each term.
type levelDoc struct{ body, title map[string]int }

// randomKey is a term of three parts; some have one stem, some many, and some no root.
func randomKey(r *rand.Rand) string {
	root := int(1 / (r.Float64() + .005))
	if root%7 == 3 {
		return fmt.Sprintf("\x00\x00stop%d", root)
	}
	stem, form := "", ""
	if root%3 > 0 {
		stem = fmt.Sprint(r.IntN(root%5 + 1))
	}
	if root%2 > 0 {
		form = fmt.Sprint(r.IntN(3))
	}
	return fmt.Sprintf("r%d\x00%s\x00%s", root, stem, form)
}

func randomLevelDocs(r *rand.Rand, n int) []levelDoc {
	docs := make([]levelDoc, n)
	for i := range docs {
		docs[i] = levelDoc{map[string]int{}, map[string]int{}}
		for k := range 5 + r.IntN(30) {
			key := randomKey(r)
			docs[i].body[key]++
			if k < 4 {
				docs[i].title[key]++
			}
		}
	}
	return docs
}

// lengthsOf are what a text counts for: words, and words that have a stem.
func lengthsOf(text map[string]int) (words, stems uint32) {
	for key, n := range text {
		words += uint32(n)
		if rootEnd(key) > 0 {
			stems += uint32(n)
		}
	}
	return words, stems
}

func buildLevels(t testing.TB, name string, docs []levelDoc) *Segment {
	t.Helper()
	b := &Builder{}
	body, title := b.Field("text", true), b.Field("title", false)
	body.Levels(&bodyLevels)
	title.Levels(&headLevels)
	for i, d := range docs {
		require.NoError(t, b.Add(ctx, fmt.Sprintf("%s%06d", name, i), nil))
		for key, n := range d.body {
			for p := range n {
				body.Add(body.Term(key), uint32(p*p*100))
			}
		}
		for key, n := range d.title {
			for range n {
				title.Add(title.Term(key), 0)
			}
		}
		words, stems := lengthsOf(d.body)
		b.Column("words").Set(words)
		b.Column("stems").Set(stems)
		words, stems = lengthsOf(d.title)
		b.Column("title words").Set(words)
		b.Column("title stems").Set(stems)
	}
	data, err := b.Segment()
	require.NoError(t, err)
	return open(t, data)
}

// counts are the documents of a text's keys that begin so, or are the one, and how often
// each has them.
func counts(docs []levelDoc, prefix string, whole bool, text func(*levelDoc) map[string]int) map[uint32]uint32 {
	out := map[uint32]uint32{}
	for i := range docs {
		for key, n := range text(&docs[i]) {
			if key == prefix || !whole && strings.HasPrefix(key, prefix) {
				out[uint32(i)] += uint32(n)
			}
		}
	}
	return out
}

func bodyOf(d *levelDoc) map[string]int  { return d.body }
func titleOf(d *levelDoc) map[string]int { return d.title }

// checkLevels compares the lists of roots, stems and forms with the documents, and
// their bounds with what words add.
func checkLevels(t *testing.T, docs []levelDoc, s *Segment) {
	t.Helper()
	prefixes := map[string]bool{}
	for i := range docs {
		for key := range docs[i].body {
			if root := rootEnd(key); root > 0 {
				prefixes[key[:root]] = true
				prefixes[key[:stemEnd(key, root)]] = true
			}
		}
	}
	n := uint64(len(docs))
	average := map[string]float64{}
	column := map[string][]uint32{}
	for _, name := range []string{"words", "stems", "title stems", "title words"} {
		column[name] = s.Column(name, nil)
		for _, x := range column[name] {
			average[name] += float64(x) / float64(n)
		}
	}
	add := func(weight float32, tf map[uint32]uint32, doc uint32, lengths string) float64 {
		if tf[doc] == 0 {
			return 0
		}
		norm := blockmax.Norm(column[lengths][doc], average[lengths])
		return blockmax.Factor(float64(weight), uint64(len(tf)), n) * float64(tf[doc]) / (float64(tf[doc]) + norm)
	}
	compare := func(l List, want map[uint32]uint32, least func(doc uint32) float64) {
		packed, err := l.Packed()
		require.NoError(t, err)
		gotDocs, freqs, err := packed.Append(nil, nil)
		require.NoError(t, err)
		require.Len(t, gotDocs, len(want))
		require.Equal(t, len(want), l.Count)
		var r blockmax.Reader
		r.Reset(packed)
		for i, d := range gotDocs {
			require.Equal(t, want[d], freqs[i])
			at, ok := r.Find(d)
			require.True(t, ok)
			if l.Count > 1 {
				bound := float64(r.Top) * float64(r.Most(at.Block)) / 255 * float64(r.Share(at)) / 15
				require.GreaterOrEqual(t, bound*(1+1e-6), least(d))
			}
		}
	}
	w := &bodyLevels.Weights
	f := s.Field("text")
	before := ""
	for c := f.From("\x00"); c.Next(); { // what begins with a key, a cursor says on its way
		key, stem := string(c.Term()), ""
		if root := rootEnd(key); root > 0 {
			stem = key[:stemEnd(key, root)]
		}
		all, begins := c.Stem()
		require.Equal(t, stem != "" && stem != before, begins, "%q", key)
		if before = stem; begins {
			want, _, err := f.Group(stem)
			require.NoError(t, err)
			require.Equal(t, want, all)
		}
	}
	for prefix := range prefixes {
		l, ok, err := f.Group(prefix)
		require.NoError(t, err)
		require.True(t, ok)
		root := counts(docs, prefix[:rootEnd(prefix)], false, bodyOf)
		if strings.Count(prefix, "\x00") == 1 {
			compare(l, root, func(d uint32) float64 { return add(w.Root, root, d, "stems") })
			continue
		}
		stem, title := counts(docs, prefix, false, bodyOf), counts(docs, prefix, false, titleOf)
		ofStem := func(d uint32) float64 {
			return add(w.Root, root, d, "stems") + add(w.Stem, stem, d, "stems") + add(w.Title, title, d, "title stems")
		}
		compare(l, stem, ofStem)
		if len(title) > 0 {
			l, ok, err := s.Field("title").Group(prefix)
			require.NoError(t, err)
			require.True(t, ok)
			compare(l, title, func(d uint32) float64 { return add(w.Stem, title, d, "title stems") })
		}
		c := f.From(prefix)
		for c.Next() && strings.HasPrefix(string(c.Term()), prefix) {
			form := counts(docs, string(c.Term()), true, bodyOf)
			compare(*c.List(), form, func(d uint32) float64 { return ofStem(d) + add(w.Form, form, d, "words") })
		}
	}
	c := f.From("\x00")
	for c.Next() && c.Term()[0] == 0 { // stop words count as stems do
		form, title := counts(docs, string(c.Term()), true, bodyOf), counts(docs, string(c.Term()), true, titleOf)
		compare(*c.List(), form, func(d uint32) float64 {
			return add(w.Stem, form, d, "words") + add(w.Title, title, d, "title words")
		})
	}
	for _, absent := range []string{"nothing\x00", "r0\x00x\x00", "r1\x00none\x00"} {
		_, ok, err := f.Group(absent)
		require.NoError(t, err)
		require.False(t, ok)
	}
}

func TestLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	a, b := randomLevelDocs(r, 900), randomLevelDocs(r, 2)
	first, second := buildLevels(t, "a", a), buildLevels(t, "b", b)
	checkLevels(t, a, first)
	checkLevels(t, b, second)

	var out bytes.Buffer
	_, err := Merge(&out, []*Segment{first}, []*roaring.Bitmap{nil}, nil)
	require.NoError(t, err)
	require.True(t, bytes.Equal(first.Bytes(), out.Bytes()), "a merge of one is the same")

	out.Reset()
	drops := roaring.New()
	var left []levelDoc
	for i := range a {
		if i%3 == 0 || a[i].body["r1\x00\x00"] > 3 {
			drops.Add(uint32(i))
		} else {
			left = append(left, a[i])
		}
	}
	_, err = Merge(&out, []*Segment{first, second}, []*roaring.Bitmap{drops, nil}, nil)
	require.NoError(t, err)
	checkLevels(t, append(left, b...), open(t, out.Bytes()))
}

// Positions are found document by document, too, without reading the whole list.
func TestPlaces(t *testing.T) {
	var p Places
	r := rand.New(rand.NewPCG(53, 54))
	docs := randomLevelDocs(r, 3000)
	s := buildLevels(t, "a", docs)
	for c := s.Field("text").From("\x00"); c.Next(); {
		l, key := *c.List(), string(c.Term())
		if l.Count < 40 || l.Count%3 > 0 {
			continue
		}
		for _, density := range []float64{0, .001, .02, .5, 1} {
			var set []uint32
			for d := range uint32(3000) {
				if r.Float64() < density {
					set = append(set, d)
				}
			}
			docs, freqs, err := l.Append(nil, nil)
			require.NoError(t, err)
			want, got := map[int][]uint32{}, map[int][]uint32{}
			require.NoError(t, l.Positions(docs, freqs, set, func(i int, p []uint32) { want[i] = slices.Clone(p) }))
			require.NoError(t, p.Reset(&l))
			for i, d := range set {
				held, err := p.Holds(d)
				require.NoError(t, err)
				if !held {
					continue
				}
				if i%3 > 0 { // or not, and go on
					got[i], err = p.Positions()
					require.NoError(t, err)
					got[i] = slices.Clone(got[i])
				} else {
					delete(want, i)
				}
				n, err := p.Freq()
				require.NoError(t, err)
				at, _ := slices.BinarySearch(docs, d)
				require.Equal(t, freqs[at], n)
			}
			for range min(len(set), 5) { // in any order, too
				i := r.IntN(len(set))
				held, err := p.Holds(set[i])
				require.NoError(t, err)
				if !held {
					continue
				}
				again, err := p.Positions()
				require.NoError(t, err)
				if got[i] != nil {
					require.Equal(t, got[i], again)
				}
			}
			all := make([]uint64, 3000/64+1)
			require.NoError(t, p.Union(all))
			for d := range uint32(3000) {
				_, held := slices.BinarySearch(docs, d)
				require.Equal(t, held, all[d>>6]>>(d&63)&1 == 1)
			}
			require.Equal(t, want, got, "%q %v", key, density)
		}
	}
}

// One byte of a segment with levels that is not what it was: no panic, and no hang.
func TestDamagedLevels(t *testing.T) {
	docs := randomLevelDocs(rand.New(rand.NewPCG(55, 56)), 40)
	whole := buildLevels(t, "a", docs).Bytes()
	r := rand.New(rand.NewPCG(57, 58))
	for range 3000 {
		data := bytes.Clone(whole)
		data[r.IntN(len(data))] = byte(r.Uint32())
		s, err := Open(data)
		if err != nil {
			assert.ErrorIs(t, err, ErrCorrupt)
			continue
		}
		if s.Docs() > 1000 {
			continue
		}
		for _, prefix := range []string{"r1\x00", "r1\x00\x00", "r4\x001\x00"} {
			if l, ok, err := s.Field("text").Group(prefix); err == nil && ok {
				_, _, err = l.Append(nil, nil)
				_ = err
				if _, err := standingsOf(&l, 40); err != nil {
					require.ErrorIs(t, err, ErrCorrupt)
				}
			}
		}
		if _, err := Merge(&bytes.Buffer{}, []*Segment{s}, make([]*roaring.Bitmap, 1), nil); err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
		}
	}
}

// What is derived and is not what its postings give is noticed, wherever it is.
func TestVerify(t *testing.T) {
	docs := randomLevelDocs(rand.New(rand.NewPCG(59, 60)), 150)
	s := buildLevels(t, "a", docs)
	require.NoError(t, Verify(s, nil))
	stop := make(chan struct{})
	close(stop)
	require.ErrorIs(t, Verify(s, stop), ErrInterrupted)

	l, ok, err := s.Field("text").Group("r1\x00")
	require.NoError(t, err)
	require.True(t, ok)
	for at := range l.data { // frequencies, bounds: none of them may be other
		l.data[at] ^= 1
		require.ErrorIs(t, Verify(s, nil), ErrCorrupt, "byte %d of the list of a root", at)
		l.data[at] ^= 1
	}
	require.NoError(t, Verify(s, nil))
	cut := *s
	cut.data = append(bytes.Clone(s.data), 0)
	require.ErrorIs(t, Verify(&cut, nil), ErrCorrupt, "bytes behind the end")
}
