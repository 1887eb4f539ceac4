package index

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
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

// onlySegment is the segment of an index that has one.
func onlySegment(t testing.TB, ix *Index) *segment {
	t.Helper()
	v, err := ix.view(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, v.close()) })
	require.Len(t, v.segs, 1)
	return v.segs[0]
}

// Dates and the values of fields are read from the file, too.
func TestSidesComeFromTheFile(t *testing.T) {
	ix := onDisk(t)
	s := onlySegment(t, ix)
	d, err := s.loadOrdered(context.Background(), fieldPublished)
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
	assert.Len(t, d.docs, dated)
	o, err := s.loadOrdinals(context.Background(), fieldTag)
	require.NoError(t, err)
	assert.Len(t, o.number, tags)
}

// Values are analyzed once, not once a query: of 3,000 tags a query for one
// costs a small part of analyzing them.
func TestValuesAreFoldedOnce(t *testing.T) {
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	var docs []Document
	for i := range 1000 {
		tags := []string{fmt.Sprint("وسم ", i), fmt.Sprint("Tag ", i), fmt.Sprint("وزارة ", i)}
		docs = append(docs, Document{ID: fmt.Sprint(i), Body: "نص", Tags: tags})
	}
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	v, err := ix.view(t.Context())
	require.NoError(t, err)
	defer v.close()
	ask := func(text string) uint64 {
		set, err := v.valued(context.Background(), &query.Value{Field: query.Tag, Text: text})
		require.NoError(t, err)
		return set.Count()
	}
	assert.Equal(t, uint64(1), ask("tag 7"), "spelled otherwise")
	assert.Equal(t, uint64(1), ask("وِزاره ٧"))
	assert.Equal(t, uint64(0), ask("tag"))
	assert.Less(t, testing.AllocsPerRun(3, func() { ask("TAG 9") }), 300.0)
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

// What is damaged in a segment is told by whoever reads it, and nothing else
// comes of it.
func TestDamageIsTold(t *testing.T) {
	docs := bundledDocs()[:12]
	whole := collect(t, docs...).Bytes()
	word := analysis.Default().Word("وزير")
	told := 0
	for i := 0; i < len(whole); i += 3 {
		data := slices.Clone(whole)
		data[i] ^= 1 << (i % 8)
		opened, err := posting.Open(data)
		if err != nil || opened.Docs() != len(docs) {
			continue
		}
		s := &segment{seg: opened, docs: len(docs), side: &side{}, finds: &finds{of: opened}}
		v := &view{segs: []*segment{s}, analyzer: analysis.Default()}
		for _, l := range analysis.Levels {
			level, key := textLevels[l], termAt(l, &word)
			damage := s.eachSum(level, key, func(l *posting.List) error { return read(l, &rank.Postings{}) })
			if _, err := s.holding(context.Background(), level, key); err != nil { // it reads less
				assert.ErrorIs(t, err, ErrCorrupt, "byte %d", i)
				assert.Error(t, damage, "byte %d", i)
			}
			if err := s.Postings(level, key, &rank.Postings{}); damage != nil {
				assert.ErrorIs(t, err, ErrCorrupt, "byte %d", i)
				told++
			}
		}
		_, damaged := s.loadOrdered(context.Background(), fieldPublished)
		_, err = v.facet(context.Background(), Facet{Field: "year"}, v.all())
		assert.Equal(t, damaged != nil, err != nil, "byte %d", i)
		_, damaged = s.loadOrdinals(context.Background(), fieldSource)
		_, err = v.facet(context.Background(), Facet{Field: fieldSource}, v.all())
		assert.Equal(t, damaged != nil, err != nil, "byte %d", i)
		if damaged != nil {
			assert.ErrorIs(t, err, ErrCorrupt)
			told++
		}
	}
	assert.Positive(t, told, "the test sees nothing")
}

func BenchmarkColdWord(b *testing.B) {
	s := onlySegment(b, onDisk(b))
	engine := rank.New(0) // keeps nothing
	snap := engine.Snapshot([]rank.Segment{s})
	w := analysis.Default().Word("الحكومة")
	q := rank.Query{Words: []rank.Word{{Parts: []rank.Part{
		{Field: textLevels[analysis.Stem], Weight: 1, Terms: []string{keyAt(analysis.Stem, &w)}},
		{Field: textLevels[analysis.Exact], Weight: 0.2, Terms: []string{termAt(analysis.Exact, &w)}},
		{Field: textLevels[analysis.Root], Weight: 0.3, Terms: []string{keyAt(analysis.Root, &w)}},
	}}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.TopK(context.Background(), snap, q, 10, rank.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
