package searchertest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// index holds the articles.
func index(t *testing.T, articles []fihris.Article) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	require.NoError(t, ix.Add(t.Context(), articles...))
	return ix
}

// The index passes, with the bundled articles and with copies and articles without dates among them.
func TestIndex(t *testing.T) {
	articles := Articles()
	Run(t, index(t, articles), articles)

	for i, a := range articles[:30] {
		a.ID += "/نسخة"
		if i%3 == 0 {
			a.Published = articles[0].Published
		} else if i%3 == 1 {
			a.Published = a.Published.AddDate(0, 0, -1)
		}
		articles = append(articles, a)
	}
	articles = append(articles, fihris.Article{ID: "undated", Title: "خبر بلا تاريخ", Body: "لا يعرف أحد متى نشر."}, fihris.Article{ID: "-undated", Title: "آخر بلا تاريخ"})
	require.NoError(t, Test(t.Context(), index(t, articles), articles))
}

// bare hides what an index can do besides.
type bare struct{ fihris.Searcher }

func TestBareSearcher(t *testing.T) {
	articles := Articles()
	require.NoError(t, Test(t.Context(), bare{index(t, articles)}, articles))
}

// broken is an index that answers wrongly.
type broken struct {
	*fihris.Index
	ask      func(*fihris.Request)
	answer   func(fihris.Request, *fihris.Results)
	fail     func(error) error
	article  func(*fihris.Article)
	complete func([]fihris.Completion) []fihris.Completion
	similar  bool
	list     bool
	stats    bool
	copies   func([]fihris.Article) []fihris.Article
	mentions func([]fihris.Mention) []fihris.Mention
	count    func(*fihris.Occurrences)
	line     func(*fihris.Line)
	trend    func(*fihris.Trend)
	collocs  func(*fihris.Collocations)
	keywords func(*fihris.Keywords)
	grams    func([]fihris.NGram)
}

func (b broken) Copies(ctx context.Context, id string) ([]fihris.Article, error) {
	found, err := b.Index.Copies(ctx, id)
	if b.copies != nil {
		found = b.copies(found)
	}
	return found, err
}

func (b broken) Mentions(ctx context.Context, a fihris.Article) ([]fihris.Mention, error) {
	found, err := b.Index.Mentions(ctx, a)
	if b.mentions != nil {
		found = b.mentions(found)
	}
	return found, err
}

func (b broken) Count(ctx context.Context, s fihris.Study) (fihris.Occurrences, error) {
	n, err := b.Index.Count(ctx, s)
	if b.count != nil {
		b.count(&n)
	}
	if err != nil && b.fail != nil {
		err = b.fail(err)
	}
	return n, err
}

func (b broken) Concordance(ctx context.Context, req fihris.ConcordanceRequest) iter.Seq2[fihris.Line, error] {
	return func(yield func(fihris.Line, error) bool) {
		for l, err := range b.Index.Concordance(ctx, req) {
			if b.line != nil {
				b.line(&l)
			}
			if !yield(l, err) {
				return
			}
		}
	}
}

func (b broken) Trend(ctx context.Context, req fihris.TrendRequest) (fihris.Trend, error) {
	t, err := b.Index.Trend(ctx, req)
	if b.trend != nil {
		b.trend(&t)
	}
	return t, err
}

func (b broken) Collocations(ctx context.Context, req fihris.CollocationRequest) (fihris.Collocations, error) {
	c, err := b.Index.Collocations(ctx, req)
	if b.collocs != nil {
		b.collocs(&c)
	}
	return c, err
}

func (b broken) Keywords(ctx context.Context, req fihris.KeywordsRequest) (fihris.Keywords, error) {
	k, err := b.Index.Keywords(ctx, req)
	if b.keywords != nil {
		b.keywords(&k)
	}
	return k, err
}

func (b broken) NGrams(ctx context.Context, req fihris.NGramsRequest) ([]fihris.NGram, int, error) {
	grams, total, err := b.Index.NGrams(ctx, req)
	if b.grams != nil {
		b.grams(grams)
	}
	return grams, total, err
}

func (b broken) Search(ctx context.Context, req fihris.Request) (*fihris.Results, error) {
	if b.ask != nil {
		b.ask(&req)
	}
	res, err := b.Index.Search(ctx, req)
	if err != nil && b.fail != nil {
		if err = b.fail(err); err == nil {
			res = &fihris.Results{}
		}
	}
	if err == nil && b.answer != nil {
		b.answer(req, res)
	}
	return res, err
}

func (b broken) Article(ctx context.Context, id string) (fihris.Article, error) {
	a, err := b.Index.Article(ctx, id)
	if err != nil && b.fail != nil {
		err = b.fail(err)
	}
	if b.article != nil {
		b.article(&a)
	}
	return a, err
}

func (b broken) Complete(ctx context.Context, text string, n int) ([]fihris.Completion, error) {
	found, err := b.Index.Complete(ctx, text, n)
	if b.complete != nil {
		found = b.complete(found)
	}
	return found, err
}

func (b broken) Similar(ctx context.Context, id string, req fihris.Request) (*fihris.Results, error) {
	res, err := b.Index.Similar(ctx, id, req)
	if b.similar && err == nil {
		res.Hits = append(res.Hits, fihris.Hit{Article: fihris.Article{ID: id}})
	}
	return res, err
}

func (b broken) All(ctx context.Context) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		n := 0
		for a, err := range b.Index.All(ctx) {
			if n++; !(b.list && n == 3) && !yield(a, err) {
				return
			}
		}
	}
}

func (b broken) Stats(ctx context.Context) (fihris.Stats, error) {
	st, err := b.Index.Stats(ctx)
	if b.stats {
		st.Articles++
	}
	return st, err
}

// Each mistake is noticed, by the part that is about it.
func TestMistakesAreNoticed(t *testing.T) {
	articles := Articles()
	ix := index(t, articles)
	hits := func(f func([]fihris.Hit) []fihris.Hit) func(fihris.Request, *fihris.Results) {
		return func(_ fihris.Request, res *fihris.Results) { res.Hits = f(res.Hits) }
	}
	tried := map[string]bool{"Together": true} // is about races: the race detector
	for name, c := range map[string]struct {
		b    broken
		want string // the part
	}{
		"an error of its own":   {broken{fail: func(error) error { return errors.New("something") }}, "Article"},
		"not found is no error": {broken{fail: func(error) error { return nil }}, "Article"},
		"a title cut short":     {broken{article: func(a *fihris.Article) { a.Title = a.Title[:2] }}, "Article"},
		"a date lost":           {broken{article: func(a *fihris.Article) { a.Published = a.Published.AddDate(0, 0, 1) }}, "Article"},
		"the first left out":    {broken{answer: hits(func(h []fihris.Hit) []fihris.Hit { return h[min(1, len(h)):] })}, "All"},
		"the total of a page":   {broken{answer: func(_ fihris.Request, res *fihris.Results) { res.Total = uint64(len(res.Hits)) }}, "Limit"},
		"everything for nothing": {broken{ask: func(r *fihris.Request) {
			if r.Query.IsEmpty() {
				r.Query = fihris.All()
			}
		}}, "Nothing"},
		"no limit":                  {broken{ask: func(r *fihris.Request) { r.Limit = max(r.Limit, 50) }}, "Limit"},
		"offset passed over":        {broken{ask: func(r *fihris.Request) { r.Offset = 0 }}, "Pages"},
		"cursor passed over":        {broken{ask: func(r *fihris.Request) { r.After = "" }}, "Cursors"},
		"a cursor that never comes": {broken{answer: func(_ fihris.Request, res *fihris.Results) { res.Next = "" }}, "Cursors"},
		"any cursor will do":        {broken{fail: func(error) error { return nil }}, "Cursors"},
		"order passed over":         {broken{ask: func(r *fihris.Request) { r.Order = fihris.ByScore }}, "OrderOfDate"},
		"the worst first":           {broken{answer: hits(func(h []fihris.Hit) []fihris.Hit { slices.Reverse(h); return h })}, "OrderOfScore"},
		"filter passed over":        {broken{ask: func(r *fihris.Request) { r.Filter = fihris.Filter{} }}, "Filter"},
		"tags passed over":          {broken{ask: func(r *fihris.Request) { r.Filter.Tags = nil }}, "Filter"},
		"to the end of the day": {broken{ask: func(r *fihris.Request) {
			if !r.Filter.To.IsZero() {
				r.Filter.To = r.Filter.To.AddDate(0, 0, 1)
			}
		}}, "Filter"},
		"no facets": {broken{ask: func(r *fihris.Request) { r.Facets = nil }}, "Facets"},
		"facets of what is shown": {broken{answer: func(_ fihris.Request, res *fihris.Results) {
			for _, f := range res.Facets {
				for i := range f.Values {
					f.Values[i].Count = 1
				}
			}
		}}, "Facets"},
		"facets without filter": {broken{ask: func(r *fihris.Request) {
			if len(r.Facets) > 0 {
				r.Filter.Sources = nil
			}
		}}, "Facets"},
		"facets of anything": {broken{fail: func(error) error { return nil }}, "Facets"},
		"exclusions passed over": {broken{ask: func(r *fihris.Request) {
			q, _ := fihris.ParseQuery(strings.ReplaceAll(r.Query.String(), "-", ""))
			r.Query = q
		}}, "Words"},
		"marks left out": {broken{answer: hits(func(h []fihris.Hit) []fihris.Hit {
			for i := range h {
				h[i].Snippets = nil
				h[i].Title = fihris.Snippet{{Text: h[i].Title.String()}}
			}
			return h
		})}, "Shown"},
		"text that nobody wrote": {broken{answer: hits(func(h []fihris.Hit) []fihris.Hit {
			for i := range h {
				h[i].Snippets = append(h[i].Snippets, fihris.Snippet{{Text: "…<b>"}})
			}
			return h
		})}, "Shown"},
		"no explanation": {broken{ask: func(r *fihris.Request) { r.Explain = false }}, "Shown"},
		"more than IDs":  {broken{ask: func(r *fihris.Request) { r.IDsOnly = false }}, "IDsOnly"},
		"a hit that is a copy": {broken{answer: hits(func(h []fihris.Hit) []fihris.Hit {
			if len(h) > 1 {
				h[0].Copies = []fihris.Article{h[1].Article}
			}
			return h
		})}, "Group"},
		"an error of the context": {broken{fail: func(err error) error {
			if errors.Is(err, context.Canceled) {
				return errors.New("busy")
			}
			return err
		}}, "Context"},
		"more completions": {broken{complete: func([]fihris.Completion) []fihris.Completion { return make([]fihris.Completion, 6) }}, "Completer"},
		"no suggestions":   {broken{ask: func(r *fihris.Request) { r.Suggest = false }}, "Suggester"},
		"suggestions that find more": {broken{answer: func(_ fihris.Request, res *fihris.Results) {
			for i := range res.Suggestions {
				res.Suggestions[i].Total++
			}
		}}, "Suggester"},
		"like itself":          {broken{similar: true}, "Relater"},
		"one article left out": {broken{list: true}, "Lister"},
		"one article more":     {broken{stats: true}, "Describer"},
		"a copy from nowhere": {broken{copies: func(found []fihris.Article) []fihris.Article {
			return append(found, fihris.Article{ID: "nowhere"})
		}}, "Copier"},
		"a copy with its body": {broken{copies: func([]fihris.Article) []fihris.Article { return articles[50:51] }}, "Copier"},
		"no dates":             {broken{mentions: func([]fihris.Mention) []fihris.Mention { return nil }}, "Dater"},
		"dates beside the text": {broken{mentions: func(found []fihris.Mention) []fihris.Mention {
			for i := range found {
				found[i].End = 1 << 20
			}
			return found
		}}, "Dater"},
		"one occurrence more":     {broken{count: func(n *fihris.Occurrences) { n.Occurrences++ }}, "Studier"},
		"too few":                 {broken{count: func(n *fihris.Occurrences) { n.Occurrences /= 4 }}, "Studier"},
		"nothing is counted":      {broken{fail: func(error) error { return nil }}, "Studier"},
		"a line cut amiss":        {broken{line: func(l *fihris.Line) { l.Start++ }}, "Studier"},
		"another text":            {broken{line: func(l *fihris.Line) { l.After += "." + "qxz" }}, "Studier"},
		"a year left out":         {broken{trend: func(t *fihris.Trend) { t.Series[0].Points[0].Occurrences++ }}, "Studier"},
		"of a thousand":           {broken{trend: func(t *fihris.Trend) { t.Series[0].Points[len(t.Periods)-1].PerMillion++ }}, "Studier"},
		"another formula":         {broken{collocs: func(c *fihris.Collocations) { c.Collocates[0].LogDice++ }}, "Studier"},
		"the worst first, too":    {broken{collocs: func(c *fihris.Collocations) { slices.Reverse(c.Collocates) }}, "Studier"},
		"one article too many":    {broken{keywords: func(k *fihris.Keywords) { k.InArticles++ }}, "Studier"},
		"the surest last":         {broken{keywords: func(k *fihris.Keywords) { slices.Reverse(k.Keywords) }}, "Studier"},
		"runs of too few words":   {broken{grams: func(g []fihris.NGram) { g[0].Words = g[0].Words[:2] }}, "Studier"},
		"the rarest run in front": {broken{grams: func(g []fihris.NGram) { slices.Reverse(g) }}, "Studier"},
	} {
		c.b.Index = ix
		at := slices.IndexFunc(checks, func(k check) bool { return k.name == c.want })
		require.GreaterOrEqual(t, at, 0, c.want)
		assert.NotEmpty(t, run(t.Context(), checks[at], c.b, articles), "%s: %s", c.want, name)
		tried[c.want] = true
	}
	for _, k := range checks {
		assert.True(t, tried[k.name], "no mistake is tried with %s", k.name)
	}
	err := Test(t.Context(), broken{Index: ix, stats: true, ask: func(*fihris.Request) {}}, articles)
	assert.ErrorContains(t, err, "Describer: ")
	panics := broken{Index: ix, article: func(*fihris.Article) { panic("oops") }}
	assert.Len(t, run(t.Context(), checks[0], panics, articles), 1, "a panic is a wrong answer")
}
