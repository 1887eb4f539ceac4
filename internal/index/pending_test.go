package index

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/store"
)

func add(t *testing.T, ix *Index, docs ...Document) Changes {
	t.Helper()
	changes, refused, err := ix.Add(t.Context(), slices.Values(docs))
	require.NoError(t, err)
	require.Empty(t, refused)
	return changes
}

// bodies are the texts of an index by ID.
func bodies(t *testing.T, ix *Index) map[string]string {
	t.Helper()
	out := map[string]string{}
	for d, err := range ix.All(t.Context()) {
		require.NoError(t, err)
		require.NotContains(t, out, d.ID)
		out[d.ID] = d.Body
	}
	return out
}

// leftOf copies what a process would leave that is killed now.
func leftOf(t *testing.T, dir string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "ix")
	require.NoError(t, os.CopyFS(copied, os.DirFS(dir)))
	return copied
}

// What a change does is told as if all before it were in segments, though nothing is.
func TestChangesAgainstWhatWaits(t *testing.T) {
	ix, _ := inFolder(t)
	assert.Equal(t, Changes{Added: 2}, add(t, ix, Document{ID: "a", Body: "1"}, Document{ID: "b", Body: "1"}))
	assert.Equal(t, Changes{Unchanged: 1}, add(t, ix, Document{ID: "a", Body: "1"}))
	assert.Equal(t, Changes{Changed: 2}, add(t, ix, Document{ID: "a", Body: "2"}, Document{ID: "a", Body: "3"}))
	missing, err := ix.Remove(t.Context(), "b", "c")
	require.NoError(t, err)
	assert.Equal(t, []string{"c"}, missing)
	missing, err = ix.Remove(t.Context(), "b")
	require.NoError(t, err)
	assert.Equal(t, []string{"b"}, missing)
	assert.Equal(t, Changes{Added: 1}, add(t, ix, Document{ID: "b", Body: "4"}))
	assert.Positive(t, ix.pending.size.Load(), "nobody has read yet")
	there, err := ix.Has(t.Context(), "a")
	require.NoError(t, err)
	assert.True(t, there)
	assert.Equal(t, map[string]string{"a": "3", "b": "4"}, bodies(t, ix))
	n, err := ix.RemoveWhere(t.Context(), query.All{})
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.Empty(t, bodies(t, ix))
	assert.Equal(t, Changes{Added: 1}, add(t, ix, Document{ID: "a", Body: "3"}))
	var many []Document // which go to segments at once
	for i := range mostGrouped + 1 {
		many = append(many, Document{ID: fmt.Sprint(i), Body: "نص"})
	}
	assert.Equal(t, Changes{Added: len(many), Changed: 1}, add(t, ix, append(many, Document{ID: "a", Body: "4"})...))
	assert.Equal(t, "4", bodies(t, ix)["a"])
	assert.Equal(t, Changes{Changed: 1}, add(t, ix, Document{ID: "a", Body: "5"}))
	require.NoError(t, ix.Optimize(t.Context()))
	assert.Equal(t, "5", bodies(t, ix)["a"])
}

// What was acknowledged is there for whoever opens the index next, reads beside the writer,
// takes it out, copies it or makes it anew.
func TestWhatWaitsIsFound(t *testing.T) {
	ix, dir := inFolder(t)
	add(t, ix, Document{ID: "kept", Body: "نص"}, Document{ID: "old", Body: "قديم"}, Document{ID: "gone", Body: "نص"})
	require.NoError(t, ix.apply(true))
	add(t, ix, Document{ID: "new", Title: "وزير", Body: "وصل الوزير"}, Document{ID: "old", Body: "جديد"})
	_, err := ix.Remove(t.Context(), "gone")
	require.NoError(t, err)
	want := map[string]string{"kept": "نص", "old": "جديد", "new": "وصل الوزير"}

	copied := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, ix.Backup(t.Context(), copied))
	for _, from := range []string{dir, leftOf(t, dir), copied} {
		reader, err := Open(from, Options{ReadOnly: true})
		require.NoError(t, err)
		assert.Equal(t, want, bodies(t, reader))
		res, err := reader.Search(t.Context(), Request{Query: &query.Word{Text: "الوزراء"}, Limit: 5})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1)
		assert.Equal(t, "new", res.Hits[0].Document.ID)
		require.NoError(t, reader.Close())
		a, docs, faults := stored(t, from)
		assert.Empty(t, faults)
		assert.Empty(t, a.Notes)
		assert.EqualValues(t, 3, a.Live)
		assert.Len(t, docs, 3)
		assert.Equal(t, "جديد", docs["old"].Body)
		require.NoError(t, Check(t.Context(), from, Options{}))
	}
	left := leftOf(t, dir)
	out, err := Rebuild(t.Context(), left, Options{}, RebuildChanges{}, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 3, out.Documents)
	files, err := filepath.Glob(filepath.Join(left, "store", "journal-*"))
	require.NoError(t, err)
	assert.Empty(t, files, "it is in the new segments")
	again, err := Open(left, Options{})
	require.NoError(t, err)
	assert.Equal(t, want, bodies(t, again))
	assert.Equal(t, Changes{Unchanged: 1}, add(t, again, Document{ID: "old", Body: "جديد"}), "it is replayed once")
	require.NoError(t, again.Close())
}

// Replaying twice, and after a part was saved, doubles nothing.
func TestKilledAgainAndAgain(t *testing.T) {
	ix, dir := inFolder(t)
	want := map[string]string{}
	for n := range 40 {
		id := fmt.Sprint(n % 7)
		add(t, ix, Document{ID: id, Body: fmt.Sprint(n)})
		want[id] = fmt.Sprint(n)
		switch n % 5 {
		case 1:
			require.NoError(t, ix.apply(n%2 == 0))
		case 3:
			dir = leftOf(t, dir)
			next, err := Open(dir, Options{})
			require.NoError(t, err)
			t.Cleanup(func() { _ = next.Close() })
			ix = next
		}
	}
	assert.Equal(t, want, bodies(t, ix))
	require.NoError(t, ix.Close())
	require.NoError(t, Check(context.Background(), dir, Options{}))
	left, err := filepath.Glob(filepath.Join(dir, "store", "journal-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// However slow the disk is, what comes meanwhile is written in few steps, not in one for each change.
func TestFewSavesOnASlowDisk(t *testing.T) {
	ix, dir := inFolder(t)
	ix.pending.building.Lock() // as one does that takes long
	n := 0
	more := func(docs int) {
		batch := make([]Document, docs)
		for i := range batch {
			n++
			batch[i] = Document{ID: fmt.Sprint(n), Body: "نص"}
		}
		add(t, ix, batch...)
	}
	for n < enoughPending {
		more(mostGrouped)
	}
	for range 50 {
		more(1)
		time.Sleep(time.Millisecond) // who is to save has begun
	}
	ix.pending.building.Unlock()
	require.NoError(t, ix.Close())
	manifest, err := os.ReadFile(filepath.Join(dir, "store", "manifest"))
	require.NoError(t, err)
	var m struct{ Sequence int }
	require.NoError(t, json.NewDecoder(bytes.NewReader(manifest)).Decode(&m))
	assert.LessOrEqual(t, m.Sequence, 5)
	ix, err = Open(dir, Options{})
	require.NoError(t, err)
	assert.Len(t, bodies(t, ix), n)
	require.NoError(t, ix.Close())
}

// What the program cannot index is stored, found by its ID, and told.
func TestWhatCannotBeIndexedIsStored(t *testing.T) {
	ix, _ := inFolder(t)
	d := &Document{ID: "odd", Body: "نص"}
	sound := &Document{ID: "sound", Body: "كلام"}
	last, err := ix.store.Log([]store.Op{{ID: "odd", Data: storedForm(t, d)}, {ID: "sound", Data: storedForm(t, sound)}})
	require.NoError(t, err)
	poisoned := *d
	poisoned.Extra = map[string]any{"n": func() {}} // which Add refuses
	ix.own = newOwn([]Field{{Name: "n", Kind: NumberField}})
	ix.pending.add(map[string]waiting{"odd": {&poisoned, storedForm(t, d)}, "sound": {sound, storedForm(t, sound)}}, last)
	assert.Equal(t, map[string]string{"odd": "نص", "sound": "كلام"}, bodies(t, ix))
	require.ErrorIs(t, ix.Damage(), ErrCorrupt)
	assert.ErrorContains(t, ix.Damage(), `"odd" is stored`)
	res, err := ix.Search(t.Context(), Request{Query: &query.Word{Text: "كلام"}, Limit: 5})
	require.NoError(t, err)
	assert.Len(t, res.Hits, 1, "the others are found")
}
