package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/testdata"
)

// bundled is the articles of the tests.
func bundled() []article {
	var out []article
	for _, a := range testdata.Articles() {
		out = append(out, article{ID: a.ID, Source: a.Source, Title: a.Title, Body: a.Body})
	}
	return out
}

func TestLines(t *testing.T) {
	a := article{"id 1", "وكالة", "عنوان\tبفاصل", "سطر\r\nوسطر\nوآخر"}
	assert.NotContains(t, a.line(), "\n")
	got, err := parseLine(a.line())
	require.NoError(t, err)
	assert.Equal(t, article{"id 1", "وكالة", "عنوان بفاصل", "سطر\nوسطر\nوآخر"}, got)
	_, err = parseLine("id\tsource\ttitle")
	assert.Error(t, err)
}

func TestRecombine(t *testing.T) {
	mixed := slices.Collect(recombine(bundled(), 300))
	require.Len(t, mixed, 300)
	assert.Equal(t, mixed, slices.Collect(recombine(bundled(), 300)), "the same every time")
	for range recombine(bundled(), 300) {
		break // as one that wants no more
	}
	ids := map[string]bool{}
	for _, a := range mixed {
		ids[a.ID] = true
	}
	assert.Len(t, ids, 300)
}

func TestQueries(t *testing.T) {
	qs, err := makeQueries(bundled(), 2)
	require.NoError(t, err)
	assert.Len(t, qs, 2*len(classes))
	words := map[string]int{"one": 1, "or2": 2, "or4": 4, "or6": 6, "and3": 3, "phrase2": 2, "prefix": 1, "fuzzy": 1}
	for _, q := range qs {
		if n, ok := words[q.class]; ok {
			assert.Len(t, strings.Fields(q.text), n, q.class)
		}
	}
	_, err = makeQueries(bundled()[:1], 1000)
	assert.Error(t, err, "one headline is not enough")
}

// The engines that need no Java answer every class of queries.
func TestEnginesAnswer(t *testing.T) {
	dir := t.TempDir()
	corpus := filepath.Join(dir, "articles")
	n, err := writeLines(corpus, slices.Values(bundled()))
	require.NoError(t, err)
	assert.Len(t, bundled(), n)
	require.NoError(t, indexFihris(filepath.Join(dir, "fihris"), corpus))
	require.NoError(t, indexBleve(filepath.Join(dir, "bleve"), corpus))
	fihris, err := openFihris(filepath.Join(dir, "fihris"), true)
	require.NoError(t, err)
	bleve, err := openBleve(filepath.Join(dir, "bleve"))
	require.NoError(t, err)
	qs, err := makeQueries(bundled(), 3)
	require.NoError(t, err)
	for _, q := range qs {
		ids, err := fihris(q, 10)
		require.NoError(t, err)
		if q.class != "fuzzy" { // a letter left out may leave a word that is near nothing
			assert.NotEmpty(t, ids, q)
		}
		_, err = bleve(q, 10)
		require.NoError(t, err)
	}
	require.NoError(t, measure(fihris, qs, 10, 2, 2))
	require.NoError(t, measure(fihris, qs, 10, 0, 1), "each once")
}

// What is measured as new was not asked before.
func TestHalvesShareNothing(t *testing.T) {
	qs, err := makeQueries(bundled(), 4)
	require.NoError(t, err)
	measured, others := halves(qs)
	assert.Len(t, measured, 2*len(classes))
	assert.Len(t, others, 2*len(classes))
	name := filepath.Join(t.TempDir(), "queries")
	require.NoError(t, writeQueries(name, measured))
	read, err := readQueries(name)
	require.NoError(t, err)
	assert.Equal(t, measured, read)
	for _, q := range others {
		assert.NotContains(t, measured, q)
	}
}

func TestMedianOfShots(t *testing.T) {
	cpu, wall := medianShot([]shot{{3, 30}, {1, 20}, {2, 10}})
	assert.Equal(t, []float64{2, 20}, []float64{cpu, wall})
}

func TestTable(t *testing.T) {
	tb := newTable("3 articles")
	tb.addIndex("lucene", []result{{Docs: 300, Seconds: 3, CPU: 4.5, Bytes: 600, RSS: 1 << 20}})
	for _, p50 := range []float64{9, 5, 7} {
		tb.addSearch("lucene", []result{{Class: "one", N: 1, P50: p50, P95: 20, P99: 30, QPS: 4}, {RSS: 2 << 20, Own: 1 << 20}})
	}
	var out bytes.Buffer
	tb.print(&out)
	assert.Contains(t, out.String(), "| lucene | 100 | 3.0 | 4.5 | 1 | 2 |\n")
	assert.Contains(t, out.String(), "| one | 7 / 20 / 30 |\n")
	assert.Contains(t, out.String(), "| peak RSS MB | 2 |\n| in no file, at the end, MB | 1 |\n")
}

// The engines of the table are those that the flag names, and no others.
func TestEnginesAreNamed(t *testing.T) {
	var all []string
	for _, e := range (&options{}).all() {
		all = append(all, e.name)
	}
	assert.Equal(t, names, strings.Join(all, ", "))
	_, err := (&options{engines: "fihris,lucene9"}).chosen()
	assert.ErrorContains(t, err, `"lucene9"`)
	chosen, err := (&options{engines: "bleve,fihris"}).chosen()
	require.NoError(t, err)
	assert.Len(t, chosen, 2)
}
