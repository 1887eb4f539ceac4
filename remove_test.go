package fihris_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// left are the IDs of the articles that an index still has.
func left(t *testing.T, ix *fihris.Index) (ids []string) {
	t.Helper()
	for a, err := range ix.All(ctx) {
		require.NoError(t, err)
		ids = append(ids, a.ID)
	}
	return ids
}

func TestHas(t *testing.T) {
	ix := memory(t, article("a", "قطار"), article("b/ج?", "سفينة"))
	for id, want := range map[string]bool{"a": true, "b/ج?": true, "c": false, "": false} {
		got, err := ix.Has(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, want, got, id)
	}
	require.NoError(t, ix.Remove(ctx, "a"))
	got, err := ix.Has(ctx, "a")
	require.NoError(t, err)
	assert.False(t, got)
}

// What a query counts is removed, and nothing else: not what is only like it.
func TestRemoveWhere(t *testing.T) {
	articles := []fihris.Article{
		{ID: "1", Title: "قطار سريع", Body: "وصل القطار", Source: "المرفأ"},
		{ID: "2", Title: "قطار", Body: "تأخر", Source: "الضفاف"},
		{ID: "3", Title: "سفينة", Body: "وصلت سريعة", Source: "المرفأ"},
		{ID: "4", Title: "رئيس", Body: "خطاب"},
	}
	for query, want := range map[string][]string{
		"قطار":               {"3", "4"},
		"القطارات":           {"3", "4"},
		`"وصل القطار"`:       {"2", "3", "4"},
		"مصدر:المرفأ":        {"2", "4"},
		"قطار OR سفينة":      {"4"},
		"+قطار -مصدر:المرفأ": {"1", "3", "4"},
		"رييس":               {"1", "2", "3", "4"}, // is read as رئيس only by a search
		"قطار سفينة":         {"1", "2", "3", "4"}, // no article holds both
		"قطار بعيد":          {"1", "2", "3", "4"},
		"لاشيء":              {"1", "2", "3", "4"},
		"":                   {"1", "2", "3", "4"},
		"*":                  {},
	} {
		ix := memory(t, articles...)
		q, err := fihris.ParseQuery(query)
		require.NoError(t, err)
		removed, err := ix.RemoveWhere(ctx, q)
		require.NoError(t, err, query)
		assert.ElementsMatch(t, want, left(t, ix), query)
		assert.Equal(t, len(articles)-len(want), removed, query)
		removed, err = ix.RemoveWhere(ctx, q)
		require.NoError(t, err, query)
		assert.Zero(t, removed, "%s: twice", query)
	}
	ix := memory(t, articles...)
	_, err := ix.RemoveWhere(ctx, fihris.Query{})
	require.NoError(t, err)
	assert.Len(t, left(t, ix), 4, "the zero query removes nothing")
	removed, err := ix.RemoveWhere(ctx, fihris.All())
	require.NoError(t, err)
	assert.Equal(t, 4, removed)
	assert.Empty(t, left(t, ix))
}

// Beside writers: an article that was written so that it does not match is there, whatever
// it was before.
func TestRemoveWhereBesideWriters(t *testing.T) {
	ix := memory(t)
	var writers sync.WaitGroup
	stop := make(chan struct{})
	for w := range 4 {
		writers.Go(func() {
			for i := range 60 {
				id := fmt.Sprint(w, "-", i%3)
				assert.NoError(t, ix.Add(ctx, article(id, "قطار")))
				assert.NoError(t, ix.Add(ctx, article(id, "سفينة")))
				there, err := ix.Has(ctx, id)
				assert.NoError(t, err)
				assert.True(t, there, "%s was removed though it did not match", id)
			}
		})
	}
	var remover sync.WaitGroup
	remover.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_, err := ix.RemoveWhere(ctx, fihris.Match("قطار"))
				assert.NoError(t, err)
			}
		}
	})
	writers.Wait()
	close(stop)
	remover.Wait()
	assert.Len(t, left(t, ix), 12)
}

// It is durable, and an index that is only read refuses it.
func TestRemoveWhereOnDisk(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"), article("b", "سفينة"))
	removed, err := ix.RemoveWhere(ctx, fihris.Match("قطار"))
	require.NoError(t, err)
	assert.Equal(t, 1, removed)
	require.NoError(t, ix.Close())
	ix, err = fihris.Open(dir, &fihris.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	assert.Equal(t, []string{"b"}, left(t, ix))
	_, err = ix.RemoveWhere(ctx, fihris.Match("سفينة"))
	assert.ErrorIs(t, err, fihris.ErrReadOnly)
}
