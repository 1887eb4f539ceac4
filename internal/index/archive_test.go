package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// stored reads all that an archive of the index in dir yields: documents by ID,
// and errors.
func stored(t *testing.T, dir string) (a *Archive, docs map[string]Document, faults []error) {
	a, err := OpenArchive(t.Context(), dir, 0)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	docs = map[string]Document{}
	last := ""
	for d, err := range a.Documents(context.Background()) {
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			faults = append(faults, err)
			continue
		}
		require.Less(t, last, d.ID, "in the order of their IDs")
		last = d.ID
		docs[d.ID] = d
	}
	return a, docs, faults
}

// What was stored in any format can be read and made anew: nothing of it is lost.
func TestOldFormatsAreReadAndRebuilt(t *testing.T) {
	for _, format := range oldFormats {
		dir := oldIndex(t, format)
		a, docs, faults := stored(t, dir)
		require.Empty(t, faults)
		assert.Empty(t, a.Notes)
		assert.Empty(t, a.Doubts())
		assert.False(t, a.IsCurrent())
		err := Check(context.Background(), dir, Options{})
		require.ErrorIs(t, err, ErrAnalyzerChanged)
		assert.NotErrorIs(t, err, ErrCorrupt)
		assert.ErrorContains(t, err, "3 of its 3 articles are whole")
		assert.Equal(t, [2]any{uint64(3), true}, [2]any{a.Live, a.Whole})
		require.Len(t, docs, 3, format)
		first := docs["مقالات/أول.txt"]
		assert.Equal(t, "قطار الجنوب يعود إلى السكة", first.Title)
		assert.Equal(t, "عاد قطار الجنوب إلى العمل.\nوصل أول الركاب صباحا.", first.Body)
		assert.Equal(t, []string{"سلمى", "المدار", "مجتمع", "https://example.org/1"}, []string{first.Author, first.Source, first.Section, first.URL})
		assert.Equal(t, time.Date(2020, 10, 9, 8, 30, 0, 0, time.UTC), first.Published)
		assert.Equal(t, []string{"قطار", "نقل"}, first.Tags)
		if format != "format1" { // whose reader left it out
			assert.Equal(t, "7", first.Extra["edition"])
		}
		require.NoError(t, a.Close())

		done, err := Rebuild(context.Background(), dir, Options{}, RebuildChanges{}, nil)
		require.NoError(t, err, format)
		assert.Equal(t, uint64(3), done.Documents)
		assert.NoError(t, Check(context.Background(), dir, Options{}))
		_, again, _ := stored(t, dir)
		assert.Equal(t, docs, again)
		left, err := os.ReadDir(filepath.Join(dir, "store"))
		require.NoError(t, err)
		assert.Len(t, left, 3, "a segment, the manifest and the lock: nothing is left of the old index")
		ix, err := Open(dir, Options{ReadOnly: true})
		require.NoError(t, err)
		res, err := ix.Search(context.Background(), Request{Query: query.Parse("قطارات"), Limit: 3})
		require.NoError(t, err)
		assert.Len(t, res.Hits, 1)
		assert.Equal(t, a.Meta.Base, ix.Base())
		require.NoError(t, ix.Close())
	}
}

// Articles are read where root.bolt or the manifest are lost; then it is told that
// what was removed is there again.
func TestArchiveWithoutItsList(t *testing.T) {
	for _, format := range oldFormats {
		for _, lose := range []func(string) error{
			os.Remove,
			func(path string) error { return os.WriteFile(path, []byte("{}"), 0o600) },
		} {
			dir := oldIndex(t, format)
			list := "root.bolt"
			if format == "format3-layout2" {
				list = "manifest"
			}
			require.NoError(t, lose(filepath.Join(dir, "store", list)))
			require.NoError(t, os.Remove(filepath.Join(dir, "fihris.json")))
			a, docs, faults := stored(t, dir)
			assert.Empty(t, faults)
			assert.False(t, a.Whole)
			require.NotEmpty(t, a.Notes)
			assert.ErrorContains(t, a.Notes[0], "which articles were removed or replaced is not known")
			if format == "format2" {
				assert.Len(t, docs, 3)
			} else {
				assert.Len(t, docs, 4, "the removed one too")
			}
			_, err := Rebuild(context.Background(), dir, Options{}, RebuildChanges{}, nil)
			require.Error(t, err, "it would bring back what was removed")
		}
	}
}

// archived makes an index of several segments with replaced and removed articles.
func archived(t *testing.T) (dir string, docs map[string]Document) {
	dir, docs = filepath.Join(t.TempDir(), "ix"), map[string]Document{}
	ix, err := Create(dir, Options{})
	require.NoError(t, err)
	all := bundledDocs()
	for i, part := range [][]Document{all[:40], all[30:80], all[80:]} {
		for j := range part {
			part[j].Section = fmt.Sprint(i)
			part[j].Extra = map[string]any{"n": json.Number("1.10"), "list": []any{"ص", nil}}
			part[j].Published = part[j].Published.UTC()
			docs[part[j].ID] = part[j]
		}
		_, refused, err := ix.Add(context.Background(), slices.Values(part))
		require.NoError(t, err)
		require.Empty(t, refused)
		require.NoError(t, ix.apply(true))
	}
	for _, id := range []string{all[5].ID, all[60].ID} {
		_, err = ix.Remove(context.Background(), id)
		require.NoError(t, err)
		delete(docs, id)
	}
	require.NoError(t, ix.Close())
	return dir, docs
}

// With any byte of a segment changed, or its end cut off, every article comes out
// as it went in or is told as lost.
func TestArchiveOfDamagedSegments(t *testing.T) {
	dir, docs := archived(t)
	segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	require.Len(t, segments, 3)
	r := rand.New(rand.NewPCG(15, 1))
	for range 300 {
		path := segments[r.IntN(len(segments))]
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		bad := bytes.Clone(whole)
		for range 1 + r.IntN(3) {
			bad[r.IntN(len(bad))] ^= byte(1 << r.IntN(8))
		}
		if r.IntN(4) == 0 {
			bad = bad[:r.IntN(len(bad))]
		}
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		a, got, faults := stored(t, dir)
		require.NotEmpty(t, a.Notes)
		for id, d := range got {
			require.Equal(t, docs[id], d)
		}
		require.Equal(t, len(docs), len(got)+len(faults)+int(a.Lost))
		require.NoError(t, a.Close())
		require.NoError(t, os.WriteFile(path, whole, 0o600))
	}
}

// Where only the postings are damaged, or cut off with the directory, no article is
// lost, and the index is made anew of them.
func TestArchiveOfDamagedPostings(t *testing.T) {
	for _, cut := range []bool{false, true} {
		dir, docs := archived(t)
		segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
		require.NoError(t, err)
		for _, path := range segments {
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			// Documents come first: half of the rest, from its middle on, is postings.
			at := binary.LittleEndian.Uint64(b[len(b)-20:])
			middle := int(at) * 3 / 4
			if cut {
				b = b[:middle]
			} else {
				for i := middle; i < int(at); i++ {
					b[i] ^= 0x55
				}
			}
			require.NoError(t, os.WriteFile(path, b, 0o600))
		}
		a, got, faults := stored(t, dir)
		require.Empty(t, faults)
		assert.Len(t, a.Notes, 3)
		assert.Empty(t, a.Doubts())
		require.Equal(t, docs, got)
		require.NoError(t, a.Close())
		_, err = Open(dir, Options{ReadOnly: true})
		require.ErrorIs(t, err, ErrCorrupt)
		_, err = Rebuild(context.Background(), dir, Options{}, RebuildChanges{}, nil)
		require.NoError(t, err)
		require.NoError(t, Check(context.Background(), dir, Options{}))
		_, got, _ = stored(t, dir)
		require.Equal(t, docs, got)
	}
}

// What would lose articles, or other words, is refused and changes nothing.
func TestRebuildRefuses(t *testing.T) {
	dir, docs := archived(t)
	segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	whole, err := os.ReadFile(segments[0])
	require.NoError(t, err)
	bad := bytes.Clone(whole)
	bad[1000] ^= 1
	require.NoError(t, os.WriteFile(segments[0], bad, 0o600))
	_, err = Rebuild(context.Background(), dir, Options{}, RebuildChanges{}, nil)
	require.ErrorIs(t, err, ErrCorrupt)
	require.NoError(t, os.WriteFile(segments[0], whole, 0o600))

	words := Options{Words: Words{StopWords: []string{"كلمة"}}}
	_, err = Rebuild(context.Background(), dir, words, RebuildChanges{}, nil)
	require.ErrorIs(t, err, ErrOtherWords)
	ctx, cancel := context.WithCancel(context.Background())
	_, err = Rebuild(ctx, dir, Options{}, RebuildChanges{}, func(uint64, uint64) { cancel() })
	require.ErrorIs(t, err, context.Canceled)

	held, err := Open(dir, Options{})
	require.NoError(t, err)
	_, err = Rebuild(context.Background(), dir, Options{LockTimeout: time.Millisecond}, RebuildChanges{}, nil)
	require.ErrorIs(t, err, ErrLocked)
	require.NoError(t, held.Close())

	left, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	assert.Equal(t, segments, left, "nothing changed")
	require.NoError(t, Check(context.Background(), dir, Options{}))

	_, err = Rebuild(context.Background(), dir, words, RebuildChanges{Words: true}, nil)
	require.NoError(t, err)
	require.NoError(t, Check(context.Background(), dir, words))
	_, got, _ := stored(t, dir)
	assert.Equal(t, docs, got)
}

// All and Matching yield what is there, while the index changes under them.
func TestStream(t *testing.T) {
	dir, docs := archived(t)
	ix, err := Open(dir, Options{})
	require.NoError(t, err)
	ctx := context.Background()
	got := map[string]Document{}
	last := ""
	for d, err := range ix.All(ctx) {
		require.NoError(t, err)
		require.Less(t, last, d.ID)
		last = d.ID
		got[d.ID] = d
		if len(got) == 3 {
			_, err := ix.Remove(ctx, slices.Collect(func(yield func(string) bool) {
				for id := range docs {
					yield(id)
				}
			})[:50]...)
			require.NoError(t, err)
			require.NoError(t, ix.Optimize(ctx))
		}
	}
	assert.Equal(t, docs, got, "as it was at the beginning")

	for _, text := range []string{"وزير", "المدينة OR البحر", "قطار القمر"} {
		req := Request{Query: query.Parse(text), Limit: 1000, Order: Newest}
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		var want, ids []string
		for _, h := range res.Hits {
			want = append(want, h.Document.ID)
		}
		for d, err := range ix.Matching(ctx, req) {
			require.NoError(t, err)
			ids = append(ids, d.ID)
		}
		slices.Sort(want)
		assert.Equal(t, want, ids, text)
		assert.Equal(t, int(res.Total), len(ids))
	}

	ended := 0
	for d, err := range ix.All(ctx) {
		if ended++; ended == 1 {
			require.NoError(t, err)
			require.NoError(t, ix.Close())
			continue
		}
		require.ErrorIs(t, err, ErrClosed)
		assert.Empty(t, d.ID)
	}
	assert.Equal(t, 2, ended)
}
