package posting

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// standingsOf reads where the words of a list stand in the documents of a segment, in their order.
func standingsOf(l *List, docs uint32) (map[uint32][]Standing, error) {
	var p Places
	out := map[uint32][]Standing{}
	if err := p.Reset(l); err != nil {
		return nil, err
	}
	for d := range docs {
		if err := standingsIn(&p, d, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// standingsIn reads those in one document.
func standingsIn(p *Places, doc uint32, out map[uint32][]Standing) error {
	held, err := p.Holds(doc)
	if err != nil || !held {
		return err
	}
	if err := p.Stand(); err != nil {
		return err
	}
	for {
		x, ok, err := p.Standing()
		if err != nil || !ok {
			return err
		}
		out[doc] = append(out[doc], x)
	}
}

// text is a document of a text of two parts: the positions of each term.
type text map[string][]uint32

// randomTexts are documents that hold words of families of many stems, of one, and of none, some
// far from the word before, several at one position.
func randomTexts(r *rand.Rand, n int) []text {
	texts := make([]text, n)
	for i := range texts {
		texts[i] = text{}
		at := r.Uint32N(3) * 250 // from the title, or from the body
		for range 1 + r.IntN(40) {
			key := fmt.Sprintf("wide\x00%d\x00%d", int(1/(r.Float64()+.01)), r.IntN(2))
			switch r.IntN(8) {
			case 0:
				key = fmt.Sprintf("narrow\x00stem\x00%d", r.IntN(5))
			case 1:
				key = "only\x00\x00"
			case 2:
				key = "\x00\x00stop"
			}
			if p := texts[i][key]; len(p) == 0 || p[len(p)-1] < at {
				texts[i][key] = append(p, at)
			}
			switch r.IntN(30) {
			case 0:
				at += 1 << (10 + r.IntN(12))
			case 1: // and another word there
			default:
				at += 1 + r.Uint32N(40)
			}
		}
	}
	return texts
}

func buildTexts(t *testing.T, name string, texts []text) *Segment {
	t.Helper()
	var b Builder
	f := b.Field("text", true)
	f.Levels(&bodyLevels)
	for i, text := range texts {
		require.NoError(t, b.Add(ctx, fmt.Sprintf("%s%06d", name, i), nil))
		for key, positions := range text {
			for _, p := range positions {
				f.Add(f.Term(key), p)
			}
		}
		b.Column("stems").Set(uint32(len(text)))
		b.Column("words").Set(uint32(len(text)))
	}
	data, err := b.Segment()
	require.NoError(t, err)
	return open(t, data)
}

// checkStandings compares where the words of each root stand with the texts.
func checkStandings(t *testing.T, s *Segment, texts []text) {
	t.Helper()
	for _, root := range []string{"wide\x00", "narrow\x00", "only\x00"} {
		l, ok, err := s.Field("text").Group(root)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, root != "only\x00", l.standing, "what has one term has its positions")
		var p Places
		require.NoError(t, p.Reset(&l))
		stems, err := p.Stems()
		require.NoError(t, err)
		names := make([]string, len(stems)) // by their places
		for i, first := range stems {
			c := s.Field("text").From("")
			require.True(t, c.Seek(l.Number+first))
			names[i] = string(c.Term()[:stemEnd(string(c.Term()), len(root))])
			of, _, err := s.Field("text").Group(names[i])
			require.NoError(t, err)
			require.Equal(t, l.Number+first, of.Number)
		}
		want := map[uint32][]Standing{}
		for d, text := range texts {
			for key, positions := range text {
				for i, stem := range names {
					for _, at := range positions {
						if key[:stemEnd(key, rootEnd(key))] == stem {
							want[uint32(d)] = append(want[uint32(d)], Standing{at, uint32(i)})
						}
					}
				}
			}
		}
		order := func(of map[uint32][]Standing) {
			for _, x := range of {
				slices.SortFunc(x, func(a, b Standing) int {
					return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Stem, b.Stem))
				})
			}
		}
		order(want)
		got, err := standingsOf(&l, uint32(len(texts)))
		require.NoError(t, err)
		for d, x := range got {
			require.True(t, slices.IsSortedFunc(x, func(a, b Standing) int { return cmp.Compare(a.Position, b.Position) }), "document %d", d)
		}
		order(got)
		require.Equal(t, want, got, "%q", root)

		r := rand.New(rand.NewPCG(1, uint64(len(texts))))
		for range 300 { // in any order, and not to the end
			d := r.Uint32N(uint32(len(texts)))
			one := map[uint32][]Standing{}
			require.NoError(t, standingsIn(&p, d, one))
			order(one)
			require.Equal(t, want[d], one[d])
			if held, err := p.Holds(d); err == nil && held {
				require.NoError(t, p.Stand())
				_, ok, err := p.Standing()
				require.NoError(t, err)
				require.True(t, ok)
			}
		}
	}
}

func TestStandings(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	a, b := randomTexts(r, 1500), randomTexts(r, 70)
	first, second := buildTexts(t, "a", a), buildTexts(t, "b", b)
	checkStandings(t, first, a)
	checkStandings(t, second, b)
	require.NoError(t, Verify(first, nil))

	drops := roaring.New()
	var left []text
	for i := range a {
		if i%5 == 0 {
			drops.Add(uint32(i))
		} else {
			left = append(left, a[i])
		}
	}
	var out bytes.Buffer
	_, err := Merge(&out, []*Segment{first, second}, []*roaring.Bitmap{drops, nil}, nil)
	require.NoError(t, err)
	checkStandings(t, open(t, out.Bytes()), append(left, b...))
}

// Whatever the bytes are, no place is beyond what the list has, and a damaged list is damage.
func TestDamagedStandings(t *testing.T) {
	r := rand.New(rand.NewPCG(63, 64))
	s := buildTexts(t, "a", randomTexts(r, 200))
	l, ok, err := s.Field("text").Group("wide\x00")
	require.NoError(t, err)
	require.True(t, ok)
	whole := l.data
	refused := 0
	for i := range 1000 {
		if l.data = slices.Clone(whole); i%3 == 0 {
			l.data = l.data[:r.IntN(len(whole))]
		} else {
			l.data[r.IntN(len(whole))] = byte(r.Uint32())
		}
		var p Places
		if err := p.Reset(&l); err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			continue
		}
		found, err := standingsOf(&l, 200)
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			refused++
			continue
		}
		stems, err := p.Stems()
		require.NoError(t, err)
		for _, of := range found {
			for _, x := range of {
				require.Less(t, int(x.Stem), len(stems))
			}
		}
	}
	assert.Greater(t, refused, 300)
	require.ErrorIs(t, l.Positions([]uint32{1}, []uint32{1}, []uint32{1}, nil), ErrCorrupt, "a list of several terms has no positions")
}

// Codes come back as they were written, whatever lies behind them.
func TestBits(t *testing.T) {
	r := rand.New(rand.NewPCG(65, 66))
	for range 300 {
		rice, rare := uint(r.IntN(mostRice+1)), uint(r.IntN(21))
		var w bitWriter
		var gaps, stems []uint32
		for range 50 {
			gap, stem := 1+r.Uint32()>>r.IntN(32), r.Uint32()&(1<<rare-1)>>r.IntN(21)
			gaps, stems = append(gaps, gap), append(stems, stem)
			w.gap(gap, rice)
			if rare > 0 {
				w.stem(stem, rare)
			}
		}
		w.end()
		b := bitReader{b: w.dst}
		for i, want := range gaps {
			if i%7 == 3 { // leave it out
				s := standings{bits: b, rice: rice, rare: rare}
				require.True(t, s.skip(1))
				b = s.bits
				continue
			}
			gap, ok := b.gap(rice)
			require.True(t, ok)
			require.Equal(t, want, gap)
			if rare > 0 {
				stem, ok := b.stem(rare)
				require.True(t, ok)
				require.Equal(t, stems[i], stem)
			}
		}
		s := standings{bits: bitReader{b: w.dst}, rice: rice, rare: rare}
		require.True(t, s.skip(uint64(len(gaps))))
		require.Equal(t, b.at, s.bits.at)
	}
}
