package index

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/store"
)

// An article whose postings are not those of its text is named, though every
// byte of the index is as it was written.
func TestCheckComparesArticlesWithPostings(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	s, err := store.Create(dir, store.Meta{Format: FormatVersion, Layout: layoutVersion, Analyzer: analysis.Version}, store.Options{})
	require.NoError(t, err)
	texts := []Document{{ID: "whole", Body: "قطار الجنوب"}, {ID: "other", Body: "قطار الشمال"}, {ID: "stored", Body: "بحر"}, {ID: "length", Body: "جبل"}}
	for i, d := range texts {
		indexed, stored := d, d
		switch i {
		case 1:
			indexed.Body = "قطار الشرق"
		case 3:
			indexed.Body = "جبل جبل"
		}
		c := collectors.Get().(*collector)
		c.begin(analysis.Default(), newOwn(nil))
		require.NoError(t, c.add(context.Background(), &indexed))
		raw := storedForm(t, &stored)
		if i == 2 {
			raw[len(raw)-2] ^= 1
		}
		require.NoError(t, s.Write(withStored(t, &c.out, d.ID, raw), []string{d.ID}))
	}
	require.NoError(t, s.Close())
	require.NoError(t, Check(context.Background(), dir, Options{Quick: true}), "every byte is as it was written")
	err = Check(context.Background(), dir, Options{})
	require.ErrorIs(t, err, ErrCorrupt)
	for _, says := range []string{`article "other": its postings are not those of its text`, `article "length": its postings`, `article "stored"`} {
		assert.ErrorContains(t, err, says)
	}
	assert.NotContains(t, err.Error(), `"whole"`)

	gone, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, Check(gone, dir, Options{}), context.Canceled)
	_, err = Open(dir, Options{Words: Words{StopWords: []string{"قطار"}}})
	require.ErrorIs(t, err, ErrAnalyzerChanged)
}

// withStored is a builder of one document that has another stored form.
func withStored(t *testing.T, b *posting.Builder, id string, stored []byte) *posting.Builder {
	t.Helper()
	data, err := b.Segment()
	require.NoError(t, err)
	s, err := posting.Open(data)
	require.NoError(t, err)
	out := &posting.Builder{}
	out.Reset()
	require.NoError(t, out.Add(context.Background(), id, stored))
	for _, name := range s.Columns() {
		out.Column(name).Set(s.Column(name, nil)[0])
	}
	for _, name := range s.Fields() {
		f := s.Field(name)
		to := out.Field(name, f.Located())
		type place struct {
			term string
			at   uint32
		}
		var places []place
		for c := f.From(""); c.Next(); {
			docs, freqs, err := c.List().Append(nil, nil)
			require.NoError(t, err)
			if !f.Located() {
				for range freqs[0] {
					to.Add(to.Term(string(c.Term())), 0)
				}
				continue
			}
			require.NoError(t, c.List().Positions(docs, freqs, docs, func(_ int, positions []uint32) {
				for _, p := range positions {
					places = append(places, place{string(c.Term()), p})
				}
			}))
		}
		slices.SortStableFunc(places, func(a, b place) int { return int(a.at) - int(b.at) })
		for _, p := range places {
			to.Add(to.Term(p.term), p.at)
		}
	}
	return out
}
