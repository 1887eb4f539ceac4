package index

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// collect makes a segment of documents.
func collect(t testing.TB, docs ...Document) *posting.Segment {
	t.Helper()
	c := newCollector()
	c.begin(analysis.Default(), newOwn(nil))
	for i := range docs {
		if err := c.add(context.Background(), &docs[i]); err != nil {
			panic(err)
		}
	}
	data, err := c.out.Segment()
	require.NoError(t, err)
	s, err := posting.Open(data)
	require.NoError(t, err)
	return s
}

// occurrencesOf are the positions of a term by document.
func occurrencesOf(t testing.TB, s *posting.Segment, field, term string) map[uint32][]uint32 {
	t.Helper()
	l, ok, err := s.Field(field).Get(term)
	require.NoError(t, err)
	require.True(t, ok, "%q", term)
	docs, freqs, err := l.Append(nil, nil)
	require.NoError(t, err)
	out := map[uint32][]uint32{}
	require.NoError(t, l.Positions(docs, freqs, docs, func(i int, positions []uint32) { out[docs[i]] = slices.Clone(positions) }))
	return out
}

func TestKeysHoldThreeLevels(t *testing.T) {
	w := analysis.Default().Word("بالوزراء")
	key := keyAt(analysis.Exact, &w)
	assert.Equal(t, "وزر\x00وزير\x00بالوزراء", key)
	assert.Equal(t, "وزر\x00وزير\x00", keyAt(analysis.Stem, &w))
	assert.Equal(t, "وزر\x00", keyAt(analysis.Root, &w))
	for _, s := range []string{"بالوزراء", "وزير", "لبنان", "في", "على", "bbc", "2020", "وزر"} {
		w := analysis.Default().Word(s)
		assert.Equal(t, w.Exact, formOf(keyAt(analysis.Exact, &w)), "the form can be read off the key of %s", s)
	}
}

func TestTitleAndBodyAreOneText(t *testing.T) {
	s := collect(t, Document{ID: "1", Title: "قمح قمح", Body: "سعر القمح في السوق"})
	w := analysis.Default().Word("قمح")
	assert.Equal(t, map[uint32][]uint32{0: {1, 2}}, occurrencesOf(t, s, fieldText, keyAt(analysis.Exact, &w)))
	title, ok, err := s.Field(fieldTitle).Get(keyAt(analysis.Exact, &w))
	require.NoError(t, err)
	require.True(t, ok)
	_, freqs, err := title.Append(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []uint32{2}, freqs)
	w = analysis.Default().Word("القمح")
	assert.Equal(t, map[uint32][]uint32{0: {bodyPosition + 1}}, occurrencesOf(t, s, fieldText, keyAt(analysis.Exact, &w)), "the body begins behind every title")
	for column, want := range map[string]uint32{lengthText: 6, lengthTextStems: 5, lengthTitle: 2, lengthTitleStems: 2, lengthAuthor: 0} {
		assert.Equal(t, []uint32{want}, s.Column(column, nil), column)
	}
}

// One collector makes many segments: what an earlier one holds must not show
// in a later one.
func TestSegmentsOfACollectorAreApart(t *testing.T) {
	docs := bundledDocs()
	c := newCollector()
	for n := range 3 {
		part := docs[n*20 : n*20+20]
		c.begin(analysis.Default(), newOwn(nil))
		for i := range part {
			if err := c.add(context.Background(), &part[i]); err != nil {
				panic(err)
			}
		}
		data, err := c.out.Segment()
		require.NoError(t, err)
		assert.Equal(t, collect(t, part...).Bytes(), data)
	}
}

func storedForm(t testing.TB, d *Document) []byte {
	t.Helper()
	b, err := d.appendStored(context.Background(), nil)
	require.NoError(t, err)
	return b
}

func TestStoredDocument(t *testing.T) {
	for _, d := range bundledDocs() {
		d.Tags = []string{"أول", "ثان"}
		d.Extra = map[string]any{"k": "v", "": "empty key", "n": json.Number("12345678901234567890"), "list": []any{nil, true, "ص"}, "object": map[string]any{"x": json.Number("1.10")}}
		d.File = "days/1.txt"
		b := storedForm(t, &d)
		got := Document{ID: d.ID}
		require.NoError(t, got.decode(context.Background(), b))
		d.Published = d.Published.UTC()
		assert.Equal(t, d, got)
		other := Document{ID: d.ID + "1"}
		require.ErrorIs(t, other.decode(context.Background(), b), ErrCorrupt, "another ID than that which it was stored with")
		for n := range min(len(b), 80) {
			var short Document
			require.Error(t, short.decode(context.Background(), b[:n]), "cut after %d bytes", n)
		}
	}
	a, b := Document{ID: "1", Body: "نص"}, Document{ID: "2", Body: "نص"}
	hash := func(d *Document) []byte { return storedForm(t, d)[1 : 1+hashSize] }
	assert.Equal(t, hash(&a), hash(&b), "the ID is not content")
	b.Tags = []string{"x"}
	assert.NotEqual(t, hash(&a), hash(&b))
	a.File, b.Tags = "a.txt", nil
	assert.Equal(t, hash(&a), hash(&b), "the file is not content")
}

// A document that is shown is the stored one, whether its strings are copies or not, but for extra values where nobody
// wants them. A vector is not kept with it.
func TestStoredDocumentShared(t *testing.T) {
	for _, d := range bundledDocs() {
		d.Tags, d.File = []string{"أول", "ثان"}, "days/1.txt"
		d.Extra = map[string]any{"k": "v"}
		for _, d.Vector = range [][]float32{nil, {1, 0}} {
			if d.Vector != nil {
				d.VectorModel = "m"
			}
			b, err := d.withVector(storedForm(t, &d))
			require.NoError(t, err)
			want, got := Document{ID: d.ID}, Document{ID: d.ID}
			require.NoError(t, want.decode(context.Background(), b))
			require.NoError(t, got.decodeAs(context.Background(), b, decoding{shares: true, extra: true}))
			assert.Equal(t, want, got)
			assert.Equal(t, d.Vector == nil, unsafe.StringData(got.Body) == &b[bytes.Index(b, []byte(d.Body))])
			got = Document{ID: d.ID}
			require.NoError(t, got.decodeAs(context.Background(), b, decoding{shares: true}))
			want.Extra = nil
			assert.Equal(t, want, got)
		}
	}
	assert.True(t, returnsExtra(nil))
	assert.True(t, returnsExtra([]string{"title", "extra.k"}))
	assert.True(t, returnsExtra([]string{"extra"}))
	assert.False(t, returnsExtra([]string{"title"}))
}

// Whatever Go type an extra value has, it is stored as the JSON it is, in one
// form; what JSON cannot hold is refused.
func TestExtra(t *testing.T) {
	type point struct{ Y, X int }
	a := Document{ID: "1", Extra: map[string]any{"n": 3, "p": point{2, 1}, "raw": json.RawMessage(`{ "b":1, "a":2 }`)}}
	b := Document{ID: "1", Extra: map[string]any{"raw": map[string]any{"a": json.Number("2"), "b": json.Number("1")}, "p": map[string]any{"Y": json.Number("2"), "X": json.Number("1")}, "n": json.Number("3")}}
	assert.Equal(t, storedForm(t, &a), storedForm(t, &b))
	got := Document{ID: "1"}
	require.NoError(t, got.decode(context.Background(), storedForm(t, &a)))
	assert.Equal(t, b.Extra, got.Extra)

	circle := map[string]any{}
	circle["again"] = circle
	for _, bad := range []any{func() {}, math.NaN(), "\xff", []any{"\xff"}, map[string]any{"\xff": 1}, json.Number("3x"), circle} {
		d := Document{ID: "1", Title: "ع", Extra: map[string]any{"k": bad}}
		assert.ErrorContains(t, d.Validate(), "extra: ")
	}
}

func FuzzDecode(f *testing.F) {
	d := bundledDocs()[0]
	f.Add(storedForm(f, &d))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var d Document
		_ = d.decode(context.Background(), b)
	})
}

func BenchmarkCollect(b *testing.B) {
	docs := bundledDocs()
	c := newCollector()
	size := int64(0)
	for i := range docs {
		size += int64(len(docs[i].Title) + len(docs[i].Body))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		c.begin(analysis.Default(), newOwn(nil))
		for i := range docs {
			if err := c.add(context.Background(), &docs[i]); err != nil {
				panic(err)
			}
		}
		if _, err := c.out.Segment(); err != nil {
			b.Fatal(err)
		}
	}
}
