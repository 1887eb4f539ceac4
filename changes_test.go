package fihris_test

import (
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// each makes a sequence of articles.
func each(articles ...fihris.Article) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// What differs in anything that is stored is written again, and nothing else.
func TestOnlyWhatDiffersIsWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	whole := fihris.Article{
		ID: "a", Title: "قطار الجنوب", Body: "عاد القطار", Author: "سلمى", Source: "المدار", Section: "محليات", URL: "https://a.example/1",
		Published: time.Date(2024, time.May, 17, 0, 0, 0, 0, time.UTC), Tags: []string{"قطار", "نقل"}, Extra: map[string]any{"k": "v"}, File: "a.jsonl",
	}
	done, err := ix.AddAll(ctx, each(whole))
	require.NoError(t, err)
	require.Equal(t, fihris.Changes{Added: 1}, done)
	manifest := func() string {
		b, err := os.ReadFile(filepath.Join(dir, "store", "manifest"))
		require.NoError(t, err)
		return string(b)
	}
	before := manifest()
	done, err = ix.AddAll(ctx, each(whole, whole))
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Unchanged: 2}, done)
	assert.Equal(t, before, manifest(), "nothing was written")
	for name, change := range map[string]func(*fihris.Article){
		"title":   func(a *fihris.Article) { a.Title += "!" },
		"body":    func(a *fihris.Article) { a.Body += " " },
		"author":  func(a *fihris.Article) { a.Author = "" },
		"source":  func(a *fihris.Article) { a.Source = "الضفاف" },
		"section": func(a *fihris.Article) { a.Section = "نقل" },
		"url":     func(a *fihris.Article) { a.URL = "" },
		"date":    func(a *fihris.Article) { a.Published = a.Published.Add(time.Second) },
		"tags":    func(a *fihris.Article) { a.Tags = []string{"نقل", "قطار"} },
		"extra":   func(a *fihris.Article) { a.Extra = map[string]any{"k": "w"} },
		"file":    func(a *fihris.Article) { a.File = "b.jsonl" },
	} {
		other := whole
		change(&other)
		done, err = ix.AddAll(ctx, each(other))
		require.NoError(t, err)
		assert.Equal(t, fihris.Changes{Changed: 1}, done, name)
		there, err := ix.Article(ctx, "a")
		require.NoError(t, err)
		assert.Equal(t, other, there, name)
		_, err = ix.AddAll(ctx, each(whole))
		require.NoError(t, err)
	}
}

// Articles of one ID in one batch are one change: that of the last.
func TestChangesOfOneID(t *testing.T) {
	one, two := article("a", "واحد"), article("a", "اثنان")
	ix := memory(t)
	for i, step := range []struct {
		articles []fihris.Article
		want     fihris.Changes
	}{
		{[]fihris.Article{one, two}, fihris.Changes{Added: 1, Changed: 1}},
		{[]fihris.Article{one, two}, fihris.Changes{Unchanged: 2}},
		{[]fihris.Article{two, one}, fihris.Changes{Changed: 2}},
		{[]fihris.Article{one, article("b", "ثلاثة")}, fihris.Changes{Added: 1, Unchanged: 1}},
	} {
		done, err := ix.AddAll(ctx, each(step.articles...))
		require.NoError(t, err)
		assert.Equal(t, step.want, done, i)
	}
	require.NoError(t, ix.Remove(ctx, "a"))
	done, err := ix.AddAll(ctx, each(one))
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Added: 1}, done, "what was removed is new")
}
