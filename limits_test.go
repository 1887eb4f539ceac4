package fihris_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// What is larger than a search may be is refused, and the error says which limit
// it was: never is another query answered than the one that was asked.
func TestTooMuchIsSaid(t *testing.T) {
	for text, says := range map[string]string{
		strings.Repeat("قطار AND ", 20_000) + "بحر":                     "65536 bytes",
		strings.Repeat("قط ", 1025):                                     "1024 words",
		`√"` + strings.Repeat("قط بحر ", 600) + `"`:                     "1024 words",
		strings.Repeat("قط AND ", 1030) + "بحر":                         "1024 words",
		strings.Repeat("(قط OR ", 33) + "بحر" + strings.Repeat(")", 33): "32 deep",
	} {
		_, err := fihris.ParseQuery(text)
		require.ErrorIs(t, err, fihris.ErrTooMuch, says)
		assert.ErrorContains(t, err, says)
	}
	_, err := fihris.ParseQuery(strings.Repeat("قط AND ", 1023) + "بحر")
	require.NoError(t, err)

	ix := memory(t, bundled()...)
	for text, says := range map[string]string{
		`"` + strings.Repeat("في من ", 129) + `"`:   "phrase of 258 words, at most 256",
		`"` + strings.Repeat("في من ", 129) + `"~9`: "phrase of 258 words, at most 256",
		strings.Repeat("ب", 41) + "~":               "fuzzy word of 41 letters, at most 40",
	} {
		q, err := fihris.ParseQuery(text)
		require.NoError(t, err)
		_, err = ix.Search(ctx, fihris.Request{Query: q})
		require.ErrorIs(t, err, fihris.ErrTooMuch)
		assert.ErrorContains(t, err, says)
	}
	for _, text := range []string{`"` + strings.Repeat("في من ", 128) + `"`, strings.Repeat("ب", 40) + "~"} {
		q, err := fihris.ParseQuery(text)
		require.NoError(t, err)
		_, err = ix.Search(ctx, fihris.Request{Query: q, Suggest: true})
		require.NoError(t, err)
	}
}

// A text of more words than a query may have is no other text.
func TestMatchOfALongText(t *testing.T) {
	ix := memory(t, bundled()...)
	text := strings.Repeat("قط ", 1024)
	_, err := ix.Search(ctx, fihris.Request{Query: fihris.Match(text)})
	require.NoError(t, err)
	_, err = ix.Search(ctx, fihris.Request{Query: fihris.Match(text + "بحر")})
	require.ErrorIs(t, err, fihris.ErrTooMuch)
	assert.ErrorContains(t, err, "Like")
}

// What words stand for is searched whole, or not at all.
func TestExpansionsAreWhole(t *testing.T) {
	ix := memory(t)
	const each, parts = 16384, 4
	for i := range parts {
		var b strings.Builder
		for n := range each {
			fmt.Fprintf(&b, "zq%dx ", i*each+n)
		}
		require.NoError(t, ix.Add(ctx, article(fmt.Sprint(i), b.String())))
	}
	search := func(text string) (*fihris.Results, error) {
		q, err := fihris.ParseQuery(text)
		require.NoError(t, err)
		return ix.Search(ctx, fihris.Request{Query: q})
	}
	for _, text := range []string{"zq*", "zq*x", "*q*x"} {
		res, err := search(text)
		require.NoError(t, err, text)
		assert.Equal(t, uint64(parts), res.Total, text)
	}
	require.NoError(t, ix.Add(ctx, article("more", "zqmore zqmorex")))
	for text, todo := range map[string]string{"zq*": "write more of its letters", "zq*x": "write more of its letters"} {
		_, err := search(text)
		require.ErrorIs(t, err, fihris.ErrTooMuch, text)
		assert.ErrorContains(t, err, todo)
	}
}

// A search that needs more memory than it may have says so; one that may have
// more gets it.
func TestSearchBytes(t *testing.T) {
	for bytes, enough := range map[int64]bool{100 << 10: false, 16 << 20: true} {
		ix, err := fihris.Create(filepath.Join(t.TempDir(), "ix"), &fihris.Options{SearchBytes: bytes})
		require.NoError(t, err)
		for i := range 50 {
			require.NoError(t, ix.Add(ctx, article(fmt.Sprint(i), "قط "+strings.Repeat(fmt.Sprintf("كلمة%d ", i), 500))))
		}
		for name, req := range map[string]fihris.Request{
			"hits":  {Query: fihris.Match("قط"), Limit: 50},
			"words": {Query: fihris.Match(strings.Repeat("قط بحر ", 100))},
		} {
			_, err := ix.Search(ctx, req)
			if enough {
				require.NoError(t, err, name)
				continue
			}
			require.ErrorIs(t, err, fihris.ErrTooMuch, name)
			assert.ErrorContains(t, err, "memory")
		}
		_, err = ix.Search(ctx, fihris.Request{Query: fihris.Match("قط"), Limit: 3})
		require.NoError(t, err)
		require.NoError(t, ix.Close())
	}
}

// A word of a phrase that comes again must stand again in the article.
func TestPhraseWithAWordTwice(t *testing.T) {
	ix := memory(t, article("once", "كان يا مكان في البلد"), article("twice", "بيتا بيتا ودارا دارا ثم بيتا بيتا"))
	for q, want := range map[string][]string{
		`"بيتا بيتا"`:            {"twice"},
		`"دارا ثم بيتا بيتا"`:    {"twice"},
		`"بيتا بيتا بيتا"`:       nil,
		`"بيتا دارا بيتا"~9`:     {"twice"},
		`"في في"`:                nil,
		`"مكان مكان"~9`:          nil,
		`"بيتا بيتا ودارا دارا"`: {"twice"},
	} {
		parsed, err := fihris.ParseQuery(q)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: parsed})
		require.NoError(t, err)
		assert.ElementsMatch(t, want, ids(res), q)
	}
}

// patient is a context that is done after it was asked so often.
type patient struct {
	context.Context
	left  int
	after int // how often it was asked when it was done
	done  chan struct{}
}

func (p *patient) Done() <-chan struct{} { return p.done }

func (p *patient) Err() error {
	if p.left > 0 {
		if p.left--; p.left == 0 {
			close(p.done)
		}
		return nil
	}
	p.after++
	return context.DeadlineExceeded
}

// Wherever in a search its context is done, the search ends with its error and
// asks it a few times more at most.
func TestSearchEndsWhereItsContextDoes(t *testing.T) {
	ix := memory(t, bundled()...)
	for _, text := range []string{"وزير الخارجية", `"في من على في من"`, `"المدينة في"~20`, "كتاب~ قطر~", "ا* ب*", "*ا*", "title:بحر AND (قطر OR وزير) -رياضة", "ختبار مدسرة"} {
		q, err := fihris.ParseQuery(text)
		require.NoError(t, err)
		for asked := 1; ; asked += 1 + asked/4 {
			c := &patient{Context: ctx, left: asked, done: make(chan struct{})}
			_, err := ix.Search(c, fihris.Request{Query: q, Suggest: true, Group: true, Explain: true, Facets: []fihris.Facet{{Field: fihris.FacetField("tag")}}})
			if c.left > 0 {
				require.NoError(t, err)
				require.Greater(t, asked, 5, "it asks on its way")
				break
			}
			if c.after > 0 {
				require.ErrorIs(t, err, context.DeadlineExceeded, "%s, asked %d times", text, asked)
				assert.LessOrEqual(t, c.after, 4, "%s, asked %d times", text, asked)
			}
		}
	}
}
