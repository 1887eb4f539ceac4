package fihris_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/embed"
	"github.com/fihris-search/fihris/internal/embedtest"
)

// model is a small deterministic embedder over HTTP; what it does instead of answering can be set.
type model struct {
	*httptest.Server
	instead atomic.Pointer[http.HandlerFunc]
	texts   atomic.Int64
	asked   atomic.Int64 // requests
	refuse  string       // texts that hold it
}

func newModel(t *testing.T) *model {
	t.Helper()
	m := &model{}
	answer := embedtest.Handler(func(text string) bool {
		m.texts.Add(1)
		return m.refuse != "" && strings.Contains(text, m.refuse)
	})
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.asked.Add(1)
		if h := m.instead.Load(); h != nil {
			(*h)(w, r)
			return
		}
		answer.ServeHTTP(w, r)
	}))
	t.Cleanup(m.Close)
	return m
}

func (m *model) set(h http.HandlerFunc) {
	if h == nil {
		m.instead.Store(nil)
		return
	}
	m.instead.Store(&h)
}

func (m *model) client(t *testing.T, name string) *embed.Client {
	t.Helper()
	c, err := embed.New(m.URL, embed.Options{Model: name, Attempts: 1, Letters: 100_000})
	require.NoError(t, err)
	return c
}

// withMeaning is an index of the bundled articles with their vectors.
func withMeaning(t *testing.T, m *model) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(&fihris.Options{Embedder: m.client(t, "small"), BatchSize: 40})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	require.NoError(t, ix.Add(context.Background(), bundled()...))
	done, err := ix.Embed(context.Background(), nil)
	require.NoError(t, err)
	require.Equal(t, fihris.Embedded{Made: uint64(len(bundled()))}, done)
	return ix
}

func searched(t *testing.T, ix *fihris.Index, req fihris.Request) *fihris.Results {
	t.Helper()
	res, err := ix.Search(context.Background(), req)
	require.NoError(t, err)
	return res
}

func cosineOf(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+float64(a[i])*float64(b[i]), aa+float64(a[i])*float64(a[i]), bb+float64(b[i])*float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func TestAQueryInEnglishFindsArabicArticles(t *testing.T) {
	ix := withMeaning(t, newModel(t))
	req := fihris.Request{Query: parsed(t, "honey bees"), Suggest: true, Explain: true, Limit: 5}
	res := searched(t, ix, req)
	require.NotEmpty(t, res.Hits)
	require.NotNil(t, res.Meaning)
	assert.Zero(t, res.Total, "totals are of words")
	assert.NotZero(t, res.Meaning.Found)
	assert.Empty(t, res.Meaning.Note)
	assert.Equal(t, "small", res.Meaning.Model)
	assert.Equal(t, uint64(len(bundled())), res.Meaning.Compared)
	assert.Nil(t, res.Instead)

	// The nearest of all, as a scan of the texts finds it.
	type near struct {
		id     string
		cosine float64
	}
	var all []near
	for _, a := range bundled() {
		all = append(all, near{a.ID, cosineOf(embedtest.Vector("honey bees"), embedtest.Vector(a.Title+"\n\n"+a.Body))})
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Compare(b.cosine, a.cosine) })
	assert.Equal(t, all[0].id, res.Hits[0].Article.ID)
	assert.True(t, res.Hits[0].Meant)
	assert.True(t, res.Hits[0].Article.Vector == nil)
	why := res.Hits[0].Why.Terms
	require.Len(t, why, 1)
	assert.Equal(t, "meaning", why[0].Level)
	assert.InDelta(t, res.Hits[0].Score, why[0].Share, 1e-9)
	var told float64
	_, err := fmt.Sscanf(why[0].Rule[strings.Index(why[0].Rule, "cosine"):], "cosine %f", &told)
	require.NoError(t, err)
	assert.InDelta(t, all[0].cosine, told, .01, "eight bits a number")

	req.NoMeaning = true
	res = searched(t, ix, req)
	assert.Nil(t, res.Meaning)
	assert.Empty(t, res.Hits)
}

func TestMeaningAndWordsInOneOrder(t *testing.T) {
	ix := withMeaning(t, newModel(t))
	for _, text := range []string{"وزير", "سوق المدينة", "falcon الصحراء", "وزير -قطار", "مطر source:القناطر", "مدرسة section:تعليم before:2024"} {
		req := fihris.Request{Query: parsed(t, text), Limit: 200, Explain: true}
		res := searched(t, ix, req)
		require.NotNil(t, res.Meaning, text)
		assert.True(t, slices.IsSortedFunc(res.Hits, func(a, b fihris.Hit) int { return cmp.Compare(b.Score, a.Score) }), text)
		seen := map[string]bool{}
		meant := uint64(0)
		for _, h := range res.Hits {
			assert.False(t, seen[h.Article.ID], "%s: %s twice", text, h.Article.ID)
			seen[h.Article.ID] = true
			if h.Meant {
				meant++
			}
			sum := 0.0
			for _, term := range h.Why.Terms {
				sum += term.Share
				if h.Meant {
					assert.GreaterOrEqual(t, term.Share, 0.0, "%s: %s: nothing is taken from what is found for its meaning: %+v", text, h.Article.ID, term)
				}
			}
			assert.InDelta(t, h.Score, sum, 1e-6, "%s: the shares add up", text)
		}
		assert.Equal(t, res.Meaning.Found, meant, text)
		req.NoMeaning = true
		words := searched(t, ix, req)
		assert.Equal(t, words.Total, res.Total, text)
		assert.Equal(t, words.TotalAny, res.TotalAny, text)
		for _, h := range words.Hits {
			assert.True(t, seen[h.Article.ID], "%s: %s is lost", text, h.Article.ID)
		}
		for _, h := range res.Hits {
			if strings.Contains(text, "source:") {
				assert.Equal(t, "القناطر", h.Article.Source)
			}
			if strings.Contains(text, "section:") {
				assert.Equal(t, "تعليم", h.Article.Section)
			}
		}

		// Pages, by cursors and by offsets, are the list.
		var paged, skipped []string
		page := fihris.Request{Query: req.Query, Limit: 7}
		for offset := 0; ; offset += 7 {
			some := searched(t, ix, page)
			for _, h := range some.Hits {
				paged = append(paged, h.Article.ID)
			}
			for _, h := range searched(t, ix, fihris.Request{Query: req.Query, Limit: 7, Offset: offset}).Hits {
				skipped = append(skipped, h.Article.ID)
			}
			if page.After = some.Next; page.After == "" {
				break
			}
		}
		var want []string
		for _, h := range res.Hits {
			want = append(want, h.Article.ID)
		}
		assert.Equal(t, want, paged, text)
		assert.Equal(t, want, skipped, text)
	}
	for _, text := range []string{`"وزير الزراعة"`, "=وزير", "√وزر", "title:وزير", "وز*", "وزير OR سوق", "source:القناطر"} {
		assert.Nil(t, searched(t, ix, fihris.Request{Query: parsed(t, text)}).Meaning, "%s says exactly what it wants", text)
	}
	assert.Nil(t, searched(t, ix, fihris.Request{Query: parsed(t, "وزير"), Order: fihris.Newest}).Meaning)
	grouped := searched(t, ix, fihris.Request{Query: parsed(t, "falcon"), Group: true, Limit: 2})
	require.Len(t, grouped.Hits, 2)
	next := searched(t, ix, fihris.Request{Query: parsed(t, "falcon"), Group: true, Limit: 2, After: grouped.Next})
	for _, h := range next.Hits {
		assert.NotContains(t, []string{grouped.Hits[0].Article.ID, grouped.Hits[1].Article.ID}, h.Article.ID)
	}
}

// Whatever an embedder does, the words answer as without it, and why is told.
func TestAnEmbedderThatFails(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"429":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) },
		"500":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"no JSON": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") },
		"short":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":[]}`) },
		"zeros":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":[{"embedding":[0,0]}]}`) },
		"another": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":[{"embedding":[1,2,3]}]}`) },
		"slow": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // or the server does not see that who asked has gone
			<-r.Context().Done()
		},
		"broken": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"too large": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"data":[{"embedding":[1`+strings.Repeat(",1", 5000)+`]}]}`)
		},
	} {
		m := newModel(t)
		dir := filepath.Join(t.TempDir(), "ix")
		opts := &fihris.Options{Embedder: m.client(t, "small"), EmbedWait: 2 * time.Second}
		ix, err := fihris.Create(dir, opts)
		require.NoError(t, err)
		require.NoError(t, ix.Add(context.Background(), bundled()...))
		_, err = ix.Embed(context.Background(), nil)
		require.NoError(t, err)
		req := fihris.Request{Query: parsed(t, "وزير"), Limit: 5}
		first := searched(t, ix, req)
		require.Empty(t, first.Meaning.Note)
		m.set(h)
		other := fihris.Request{Query: parsed(t, "سوق"), Limit: 50, Suggest: true}
		res := searched(t, ix, other)
		require.NotNil(t, res.Meaning, name)
		assert.Contains(t, res.Meaning.Note, "words only", name)
		assert.Zero(t, res.Meaning.Found)
		other.NoMeaning = true
		words := searched(t, ix, other)
		assert.Equal(t, words.Hits, res.Hits, name)
		assert.Equal(t, words.Total, res.Total, name)

		// It rests before it is asked again: not every search waits.
		asked := m.asked.Load()
		searched(t, ix, fihris.Request{Query: parsed(t, "مدرسة")})
		if name == "slow" {
			assert.Equal(t, asked, m.asked.Load())
		}

		// What it has answered before is remembered, and so is a list that was begun.
		req.After = first.Next
		assert.Empty(t, searched(t, ix, req).Meaning.Note, name)
		require.NoError(t, ix.Close())

		// A list of both that cannot be made again is not gone on with as another.
		ix, err = fihris.Open(dir, opts)
		require.NoError(t, err)
		_, err = ix.Search(context.Background(), req)
		assert.ErrorIs(t, err, fihris.ErrBadCursor, name)
		require.NoError(t, ix.Close())
	}
}

func TestEmbedGoesOnWhereItEnded(t *testing.T) {
	m := newModel(t)
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "ix")
	open := func(name string) *fihris.Index {
		opts := &fihris.Options{Embedder: m.client(t, name)}
		ix, err := fihris.Open(dir, opts)
		if errors.Is(err, fihris.ErrNoIndex) || err != nil {
			ix, err = fihris.Create(dir, opts)
		}
		require.NoError(t, err)
		return ix
	}
	ix := open("small")
	all := bundled()
	n := uint64(len(all))
	require.NoError(t, ix.Add(ctx, all...))

	// One text that the embedder will not have is passed over, and counted.
	m.refuse = all[3].Title
	done, err := ix.Embed(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, fihris.Embedded{Made: n - 1, Refused: 1, Left: 1}, done)
	assert.Equal(t, uint64(1), searched(t, ix, fihris.Request{Query: parsed(t, "وزير")}).Meaning.Missing)
	m.refuse = ""
	m.texts.Store(0)
	var told []uint64
	done, err = ix.Embed(ctx, func(done, all uint64) { told = append(told, done, all) })
	require.NoError(t, err)
	assert.Equal(t, fihris.Embedded{Made: 1}, done)
	assert.Equal(t, int64(1), m.texts.Load(), "no other is asked for again")
	assert.Equal(t, []uint64{1, 1}, told)

	// Adding an article again as it is changes nothing, a changed one has a vector no more.
	changes, err := ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for i, a := range all {
			if i == 5 {
				a.Body += " كلمة"
			}
			if !yield(a, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Changed: 1, Unchanged: len(all) - 1}, changes)
	done, err = ix.Embed(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, fihris.Embedded{Made: 1}, done)

	// An embedder that does not answer at all ends it; another model begins anew.
	require.NoError(t, ix.Close())
	ix = open("other")
	res := searched(t, ix, fihris.Request{Query: parsed(t, "وزير")})
	assert.Contains(t, res.Meaning.Note, "no article has a vector of the model other")
	assert.Equal(t, n, res.Meaning.Missing)
	m.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	done, err = ix.Embed(ctx, nil)
	assert.ErrorContains(t, err, "500")
	assert.Equal(t, n, done.Left)
	assert.Zero(t, done.Made)
	m.set(nil)
	done, err = ix.Embed(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, fihris.Embedded{Made: n}, done)

	// Vectors go where the articles go: merges, checks, backups, rebuilt indexes.
	require.NoError(t, ix.Remove(ctx, all[7].ID))
	require.NoError(t, ix.Optimize(ctx))
	want := searched(t, ix, fihris.Request{Query: parsed(t, "falcon وزير"), Limit: 40})
	assert.Equal(t, n-1, want.Meaning.Compared)
	copied := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, ix.Backup(ctx, copied))
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, copied, nil))
	_, err = fihris.Rebuild(ctx, copied, nil)
	require.NoError(t, err)
	require.NoError(t, fihris.Check(ctx, copied, nil))
	ix, err = fihris.Open(copied, &fihris.Options{ReadOnly: true, Embedder: m.client(t, "other")})
	require.NoError(t, err)
	got := searched(t, ix, fihris.Request{Query: parsed(t, "falcon وزير"), Limit: 40})
	got.Took, want.Took, got.Next, want.Next = 0, 0, "", ""
	assert.Equal(t, want, got)
	_, err = ix.Embed(ctx, nil)
	assert.ErrorIs(t, err, fihris.ErrReadOnly)
	require.NoError(t, ix.Close())
	plain, err := fihris.Open(copied, nil)
	require.NoError(t, err)
	_, err = plain.Embed(ctx, nil)
	assert.ErrorIs(t, err, fihris.ErrNoEmbedder)
	assert.Nil(t, searched(t, plain, fihris.Request{Query: parsed(t, "وزير")}).Meaning)
	require.NoError(t, plain.Close())
}

func TestVectorsThatComeWithArticles(t *testing.T) {
	m := newModel(t)
	ctx := context.Background()
	ix, err := fihris.NewMemory(&fihris.Options{Embedder: m.client(t, "small")})
	require.NoError(t, err)
	defer ix.Close()
	given := bundled()
	for i := range given {
		given[i].Vector = embedtest.Vector(given[i].Title + "\n\n" + given[i].Body)
	}
	require.NoError(t, ix.Add(ctx, given...))
	done, err := ix.Embed(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, fihris.Embedded{}, done, "they agree with any model")
	made := withMeaning(t, m)
	req := fihris.Request{Query: parsed(t, "olive train"), Limit: 30}
	want, got := searched(t, made, req), searched(t, ix, req)
	require.NotEmpty(t, got.Hits)
	assert.Equal(t, want.Hits, got.Hits)

	// What comes out goes in again as it is.
	var out []fihris.Article
	for a, err := range ix.All(ctx) {
		require.NoError(t, err)
		require.Len(t, a.Vector, embedtest.Dimensions)
		out = append(out, a)
	}
	changes, err := ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for _, a := range out {
			if !yield(a, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Unchanged: len(out)}, changes)

	nan := float32(math.NaN())
	err = ix.Add(ctx, fihris.Article{ID: "x", Vector: []float32{nan}}, fihris.Article{ID: "y", Title: "نص", Vector: []float32{1}})
	refused, ok := errors.AsType[*fihris.AddError](err)
	require.True(t, ok)
	assert.Equal(t, "x", refused.ID)
	assert.Equal(t, uint64(1), searched(t, ix, fihris.Request{Query: parsed(t, "وزير")}).Meaning.Missing, "one of another length is not compared")
}

func TestMeaningBesideWriters(t *testing.T) {
	m := newModel(t)
	ctx := context.Background()
	ix, err := fihris.NewMemory(&fihris.Options{Embedder: m.client(t, "small")})
	require.NoError(t, err)
	defer ix.Close()
	all := bundled()
	require.NoError(t, ix.Add(ctx, all...))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range all[:40] {
			a := all[i]
			a.Title = "عنوان جديد"
			assert.NoError(t, ix.Add(ctx, a))
			if i%4 == 0 {
				assert.NoError(t, ix.Remove(ctx, a.ID))
			}
		}
	})
	wg.Go(func() {
		for range 3 {
			_, err := ix.Embed(ctx, nil)
			assert.NoError(t, err)
		}
	})
	wg.Wait()
	left, err := ix.Embed(ctx, nil)
	require.NoError(t, err)
	assert.Zero(t, left.Left)
	n := 0
	for a, err := range ix.All(ctx) {
		require.NoError(t, err)
		for i := range all[:40] {
			if all[i].ID == a.ID {
				assert.NotZero(t, i%4, "removed, and not brought back")
				assert.Equal(t, "عنوان جديد", a.Title)
			}
		}
		want := embedtest.Vector(a.Title + "\n\n" + a.Body)
		assert.Greater(t, cosineOf(want, a.Vector), .999, "the vector of this very text")
		n++
	}
	assert.Equal(t, len(all)-10, n)
}

func parsed(t *testing.T, text string) fihris.Query {
	t.Helper()
	q, err := fihris.ParseQuery(text)
	require.NoError(t, err)
	return q
}
