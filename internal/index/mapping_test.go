package index

import (
	"testing"

	bleveindex "github.com/blevesearch/bleve_index_api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

func fieldNamed(t *testing.T, d *blevedoc, name string) *textField {
	t.Helper()
	for _, f := range d.fields {
		if f.name == name {
			return f
		}
	}
	require.Fail(t, "no field "+name)
	return nil
}

func TestKeysHoldThreeLevels(t *testing.T) {
	w := analysis.Default().Word("بالوزراء")
	key := exactKey(&w)
	assert.Equal(t, "وزر\x00وزير\x00بالوزراء", key)
	assert.Equal(t, "وزر\x00وزير\x00", stemKey(&w))
	assert.Equal(t, "وزر\x00", rootKey(&w))
	for _, s := range []string{"بالوزراء", "وزير", "لبنان", "في", "على", "bbc", "2020", "وزر"} {
		w := analysis.Default().Word(s)
		assert.Equal(t, w.Exact, formOf(exactKey(&w)), "the form can be read off the key of %s", s)
	}
}

func TestTitleAndBodyAreOneText(t *testing.T) {
	b := &builder{forms: map[string]*form{}}
	b.use(analysis.Default())
	d := b.bleve(&Document{ID: "1", Title: "قمح قمح", Body: "سعر القمح في السوق"})
	text := fieldNamed(t, d, fieldText)
	w := analysis.Default().Word("قمح")
	tf := text.terms[exactKey(&w)]
	require.NotNil(t, tf)
	assert.Equal(t, 2, tf.Frequency())
	assert.Equal(t, []int{1, 2}, []int{tf.Locations[0].Position, tf.Locations[1].Position})
	w = analysis.Default().Word("القمح")
	assert.Equal(t, bodyPosition+1, text.terms[exactKey(&w)].Locations[0].Position, "the body begins behind every title")
	assert.Equal(t, 6+1, text.terms[lengthExact].Frequency())
	assert.Equal(t, 5+1, text.terms[lengthStem].Frequency(), "a stop word has no stem")
	assert.Equal(t, 2+1, fieldNamed(t, d, fieldTitle).terms[lengthExact].Frequency())
}

// TestBatchesShareMemory builds many documents with one builder: what an
// earlier document holds must not change with a later one of the same batch.
func TestBatchesShareMemory(t *testing.T) {
	docs := bundledDocs()
	b := &builder{forms: map[string]*form{}}
	b.use(analysis.Default())
	for range 2 {
		b.memory.reset()
		var built []*blevedoc
		for i := range docs {
			built = append(built, b.bleve(&docs[i]))
		}
		for i := range docs {
			fresh := &builder{forms: map[string]*form{}}
			fresh.use(analysis.Default())
			want := fieldNamed(t, fresh.bleve(&docs[i]), fieldText).terms
			got := fieldNamed(t, built[i], fieldText).terms
			require.Len(t, got, len(want))
			for key, tf := range want {
				require.Equal(t, tf.Frequency(), got[key].Frequency(), key)
				require.Equal(t, positionsOf(tf), positionsOf(got[key]), key)
			}
		}
	}
}

func positionsOf(tf *bleveindex.TokenFreq) []int {
	var out []int
	for _, l := range tf.Locations {
		out = append(out, l.Position)
	}
	return out
}

func TestStoredDocument(t *testing.T) {
	for _, d := range bundledDocs() {
		d.Tags = []string{"أول", "ثان"}
		d.Extra = map[string]string{"k": "v", "": "empty key"}
		b := d.encode()
		var got Document
		require.NoError(t, got.decode(b))
		got.ID = d.ID
		d.Published = d.Published.UTC()
		assert.Equal(t, d, got)
		for n := range min(len(b), 80) {
			var short Document
			require.Error(t, short.decode(b[:n]), "cut after %d bytes", n)
		}
	}
	a, b := Document{ID: "1", Body: "نص"}, Document{ID: "2", Body: "نص"}
	assert.Equal(t, a.Hash(), b.Hash(), "the ID is not content")
	b.Tags = []string{"x"}
	assert.NotEqual(t, a.Hash(), b.Hash())
}

func FuzzDecode(f *testing.F) {
	d := bundledDocs()[0]
	f.Add(d.encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var d Document
		_ = d.decode(b)
	})
}

func BenchmarkBuild(b *testing.B) {
	docs := bundledDocs()
	w := &builder{forms: map[string]*form{}}
	w.use(analysis.Default())
	size := int64(0)
	for i := range docs {
		size += int64(len(docs[i].Title) + len(docs[i].Body))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		w.memory.reset()
		for i := range docs {
			w.bleve(&docs[i])
		}
	}
}
