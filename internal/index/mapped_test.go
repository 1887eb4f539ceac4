package index

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/rank"
)

// onDisk is an index of the bundled articles in a folder, in one segment.
func onDisk(t testing.TB) *Index {
	t.Helper()
	ix, err := Create(t.TempDir()+"/ix", Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	docs := bundledDocs()
	for i := range docs {
		docs[i].Author, docs[i].Tags = "سلمى حداد", []string{"خبر", docs[i].Source}
	}
	_, refused, err := ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	require.Empty(t, refused)
	require.NoError(t, ix.Optimize(context.Background()))
	return ix
}

// mappedSegment is the segment of an index that is in a file.
func mappedSegment(t testing.TB, ix *Index) *segment {
	t.Helper()
	v, err := ix.view()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, v.close()) })
	require.Len(t, v.segs, 1)
	return v.segs[0]
}

// What is read from the file is what bleve's iterators give, key by key.
func TestMappedPostingsAreThoseOfBleve(t *testing.T) {
	s := mappedSegment(t, onDisk(t))
	for _, field := range []string{fieldText, fieldTitle, fieldAuthor, fieldSource, fieldTag, fieldPublished, "_id"} {
		m, err := s.mapped(field)
		require.NoError(t, err)
		require.NotNil(t, m, field)
		keys := 0
		require.NoError(t, m.each(keyRange{field: field}, func(key []byte, value uint64) error {
			keys++
			r := readings.Get().(*reading)
			defer readings.Put(r)
			var want, got rank.Postings
			pl, err := s.list(field, string(key))
			require.NoError(t, err)
			require.NoError(t, (&keyList{pl: pl}).read(&want))
			require.NoError(t, (&keyList{m: m, value: value, r: r}).read(&got))
			require.Equal(t, want, got, "%s: %q", field, key)
			return nil
		}))
		dict, err := s.seg.Dictionary(field)
		require.NoError(t, err)
		assert.Equal(t, dict.Cardinality(), keys, field)
	}
	m, err := s.mapped("no such field")
	assert.NoError(t, err)
	assert.Nil(t, m)
}

// Dates and the values of fields are read from the file, too.
func TestSidesComeFromTheFile(t *testing.T) {
	ix := onDisk(t)
	s := mappedSegment(t, ix)
	d, err := s.loadDates()
	require.NoError(t, err)
	dated, tags := 0, 0
	for _, doc := range bundledDocs() {
		tags++
		if doc.Source != "" {
			tags++ // see onDisk
		}
		if !doc.Published.IsZero() {
			dated++
		}
	}
	assert.Len(t, d.order, dated)
	o, err := s.loadOrdinals(fieldTag)
	require.NoError(t, err)
	assert.Len(t, o.number, tags)
}

// A damaged list is an error, whatever byte is missing.
func TestMappedPostingsEndEarly(t *testing.T) {
	s := mappedSegment(t, onDisk(t))
	whole, err := s.mapped(fieldText)
	require.NoError(t, err)
	value, ok, err := whole.terms.Get([]byte(lengthExact)) // in every document
	require.NoError(t, err)
	require.True(t, ok)
	r := readings.Get().(*reading)
	defer readings.Put(r)
	var p rank.Postings
	require.NoError(t, whole.read(value, r, &p))
	at, err := whole.list(value, r)
	require.NoError(t, err)
	end := at + 1
	for {
		var q rank.Postings
		cut := &mapped{data: whole.data[:end]}
		err := cut.read(value, r, &q)
		if err == nil {
			assert.Equal(t, p, q)
			break
		}
		require.True(t, errors.Is(err, ErrCorrupt), err)
		end++
	}
	assert.Greater(t, end, at+uint64(len(p.Docs)), "at least a byte a document was needed")
	_, err = whole.list(uint64(len(whole.data)), r)
	assert.ErrorIs(t, err, ErrCorrupt)
}

func TestKeyRanges(t *testing.T) {
	root := keyRange{"text", "a\x00", false}
	stem := keyRange{"text", "a\x00b\x00", false}
	exact := keyRange{"text", "a\x00b\x00c", true}
	assert.True(t, root.covers(stem) && root.covers(exact) && stem.covers(exact) && root.covers(root))
	assert.False(t, stem.covers(root) || exact.covers(stem) || root.covers(keyRange{"title", "a\x00b\x00c", true}))
	assert.True(t, stem.has([]byte("a\x00b\x00")) && !stem.has([]byte("a\x00")) && exact.has([]byte("a\x00b\x00c")) && !exact.has([]byte("a\x00b\x00cd")))
	assert.Equal(t, 2, widest([]keyRange{exact, stem, root}, 7))
	assert.Equal(t, 1, widest([]keyRange{exact, stem, root}, 3))
}

func BenchmarkColdWord(b *testing.B) {
	s := mappedSegment(b, onDisk(b))
	engine := rank.New(0) // keeps nothing
	snap := engine.Snapshot([]rank.Segment{s})
	w := analysis.Default().Word("الحكومة")
	q := rank.Query{Words: []rank.Word{{Parts: []rank.Part{
		{Field: levelFieldStem, Weight: 1, Terms: []string{stemKey(&w)}},
		{Field: levelFieldExact, Weight: 0.2, Terms: []string{exactKey(&w)}},
		{Field: levelFieldRoot, Weight: 0.3, Terms: []string{rootKey(&w)}},
	}}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.TopK(context.Background(), snap, q, 10, rank.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
