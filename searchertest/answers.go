package searchertest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/fihris-search/fihris"
)

// facets: values are counted over what Total counts, the most frequent first; dates in their order, all of them.
func facets(tr *trial) {
	of := map[fihris.FacetField]func(fihris.Article) []string{
		fihris.FacetSource:  func(a fihris.Article) []string { return []string{a.Source} },
		fihris.FacetSection: func(a fihris.Article) []string { return []string{a.Section} },
		fihris.FacetTag:     func(a fihris.Article) []string { return a.Tags },
		fihris.FacetYear:    dated("2006"),
		fihris.FacetMonth:   dated("2006-01"),
		fihris.FacetDay:     dated("2006-01-02"),
	}
	for _, f := range []fihris.Filter{{}, {Sources: []string{tr.articles[0].Source}}} {
		var asked []fihris.Facet
		for field := range of {
			asked = append(asked, fihris.Facet{Field: field, Limit: 1 << 20})
		}
		res := tr.search(fihris.Request{Query: fihris.All(), Filter: f, Limit: fihris.NoHits, Facets: asked})
		if len(res.Facets) != len(asked) {
			tr.errorf("%d facets, where %d were asked for", len(res.Facets), len(asked))
			return
		}
		for i, got := range res.Facets {
			if got.Field != asked[i].Field {
				tr.errorf("facet %d is %s, where %s was asked for", i, got.Field, asked[i].Field)
				continue
			}
			want := map[string]uint64{}
			for _, a := range tr.articles {
				if len(f.Sources) > 0 && a.Source != f.Sources[0] {
					continue
				}
				for _, v := range of[got.Field](a) {
					if v != "" {
						want[v]++
					}
				}
			}
			tr.counted(got, want)
		}
	}
	for limit, want := range map[int]int{0: 10, 2: 2} {
		res := tr.search(fihris.Request{Query: fihris.All(), Limit: fihris.NoHits, Facets: []fihris.Facet{{Field: fihris.FacetTag, Limit: limit}}})
		if len(res.Facets) == 1 && len(res.Facets[0].Values) > want {
			tr.errorf("a facet of at most %d values has %d", want, len(res.Facets[0].Values))
		}
	}
	if _, err := tr.s.Search(tr.ctx, fihris.Request{Query: fihris.All(), Facets: []fihris.Facet{{Field: "no such field"}}}); err == nil {
		tr.errorf("a facet of a field that there is not is no error")
	}
}

// dated gives a date of an article in a form, in UTC; none where it is unknown.
func dated(form string) func(fihris.Article) []string {
	return func(a fihris.Article) []string {
		if a.Published.IsZero() {
			return nil
		}
		return []string{a.Published.UTC().Format(form)}
	}
}

// counted compares a facet with the articles.
func (tr *trial) counted(got fihris.FacetCounts, want map[string]uint64) {
	if len(got.Values) != len(want) {
		tr.errorf("facet %s has %d values, where there are %d", got.Field, len(got.Values), len(want))
	}
	date := got.Field == fihris.FacetYear || got.Field == fihris.FacetMonth || got.Field == fihris.FacetDay
	for i, v := range got.Values {
		if v.Count != want[v.Value] {
			tr.errorf("facet %s: %d articles have %q, where %d have it", got.Field, v.Count, v.Value, want[v.Value])
		}
		if i == 0 {
			continue
		}
		last := got.Values[i-1]
		if date && last.Value >= v.Value || !date && last.Count < v.Count {
			tr.errorf("facet %s: %q comes before %q", got.Field, last.Value, v.Value)
		}
	}
}

// words: what is written is found, and what is required and excluded part the articles.
func words(tr *trial) {
	for _, a := range tr.articles[:min(20, len(tr.articles))] {
		res := tr.search(fihris.Request{Query: fihris.Phrase(a.Title), Limit: len(tr.articles), Literal: true})
		if !slices.Contains(ids(res.Hits), a.ID) {
			tr.errorf("the title of %q as a phrase does not find it", a.ID)
		}
	}
	found := tr.frequent(4)
	if len(found) < 2 {
		return
	}
	count := func(q fihris.Query) uint64 {
		return tr.search(fihris.Request{Query: q, Limit: fihris.NoHits, Literal: true}).Total
	}
	for _, pair := range [][2]string{{found[0], found[1]}, {found[1], found[len(found)-1]}} {
		a, b := fihris.Match(pair[0]), fihris.Match(pair[1])
		one, both, rest := count(a), count(fihris.And(a, b)), count(fihris.And(a, fihris.Not(b)))
		if one != both+rest || both > one {
			tr.errorf("%q: %d articles, %d with %q and %d without", pair[0], one, both, pair[1], rest)
		}
		if either := count(fihris.Or(a, b)); either != one+count(b)-both {
			tr.errorf("%q or %q: %d articles, where %d have the one, %d the other and %d both", pair[0], pair[1], either, one, count(b), both)
		}
	}
}

// shown: titles and passages are what was written, and what matches is marked.
func shown(tr *trial) {
	byID := map[string]fihris.Article{}
	for _, a := range tr.articles {
		byID[a.ID] = a
	}
	for _, word := range tr.frequent(3) {
		for _, h := range tr.search(fihris.Request{Query: fihris.Match(word), Explain: true}).Hits {
			want := byID[h.Article.ID]
			tr.same(h.Article, want)
			if h.Title.String() != want.Title {
				tr.errorf("%q: the title is shown as %q", h.Article.ID, h.Title)
			}
			marked := false
			for _, s := range append([]fihris.Snippet{h.Title}, h.Snippets...) {
				for _, span := range s {
					marked = marked || span.Match
					if span.Cut && span.Text != "" {
						tr.errorf("%q: a cut with text", h.Article.ID)
					}
				}
			}
			if !marked {
				tr.errorf("%q was found by %q, and nothing of it is marked", h.Article.ID, word)
			}
			for _, s := range h.Snippets {
				if text := s.String(); text == "" || !strings.Contains(want.Body, text) {
					tr.errorf("%q: %q is shown, which it does not say", h.Article.ID, text)
				}
			}
			if h.Why == nil || len(h.Why.Terms) == 0 {
				tr.errorf("%q: Explain explains nothing", h.Article.ID)
			}
		}
	}
}

// idsOnly: the same hits, with nothing but IDs and scores.
func idsOnly(tr *trial) {
	for _, req := range tr.requests() {
		whole := tr.search(req).Hits
		req.IDsOnly = true
		bare := tr.search(req).Hits
		if !slices.Equal(ids(whole), ids(bare)) {
			tr.errorf("%q: IDsOnly finds %q, where %q are found", req.Query, ids(bare), ids(whole))
		}
		for _, h := range bare {
			if h.Article.Title+h.Article.Body != "" || len(h.Snippets) > 0 {
				tr.errorf("%q: IDsOnly gives more than IDs", h.Article.ID)
			}
		}
	}
}

// group: an article is a hit or the copy of one, never twice.
func group(tr *trial) {
	for _, word := range tr.frequent(3) {
		seen := map[string]bool{}
		for _, h := range tr.search(fihris.Request{Query: fihris.Match(word), Group: true, Limit: len(tr.articles)}).Hits {
			for _, id := range append([]string{h.Article.ID}, copies(h)...) {
				if seen[id] {
					tr.errorf("%q is shown twice", id)
				}
				seen[id] = true
			}
		}
	}
}

func copies(h fihris.Hit) (out []string) {
	for _, c := range h.Copies {
		out = append(out, c.ID)
	}
	return out
}

// ends: a call whose context is done gives the error of it.
func ends(tr *trial) {
	ctx, cancel := context.WithCancel(tr.ctx)
	cancel()
	if _, err := tr.s.Search(ctx, fihris.Request{Query: fihris.All()}); !errors.Is(err, context.Canceled) {
		tr.errorf("search with a context that is done: %v", err)
	}
	if _, err := tr.s.Article(ctx, tr.articles[0].ID); !errors.Is(err, context.Canceled) {
		tr.errorf("article with a context that is done: %v", err)
	}
}

// together: searches at the same time give what they give one after the other.
func together(tr *trial) {
	reqs := tr.requests()
	var want [][]string
	for _, req := range reqs {
		want = append(want, ids(tr.search(req).Hits))
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	for i := range 4 * len(reqs) {
		wait.Go(func() {
			res, err := tr.s.Search(tr.ctx, reqs[i%len(reqs)])
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				tr.errorf("beside others: %w", err)
			} else if got := ids(res.Hits); !slices.Equal(got, want[i%len(reqs)]) {
				tr.errorf("beside others: %q, where alone it is %q", got, want[i%len(reqs)])
			}
		})
	}
	wait.Wait()
}

// completer: what is offered is of known kinds and held by articles, and no more than asked for.
func completer(tr *trial) {
	s, ok := tr.s.(fihris.Completer)
	if !ok {
		return
	}
	for _, word := range tr.frequent(3) {
		beginning := string([]rune(word)[:3])
		found, err := s.Complete(tr.ctx, beginning, 5)
		if err != nil || len(found) == 0 || len(found) > 5 {
			tr.errorf("%q is completed by %d texts of at most 5: %v", beginning, len(found), err)
		}
		for _, c := range found {
			if c.Articles == 0 || c.Text == "" || c.Kind != fihris.KindWord && c.Kind != fihris.KindTitle {
				tr.errorf("%q: %+v is no completion", beginning, c)
			}
			if (c.ID != "") != (c.Kind == fihris.KindTitle) {
				tr.errorf("%q: %+v: a title is that of an article, a word of none", beginning, c)
			}
		}
	}
	if found, err := s.Complete(tr.ctx, "", 5); err != nil || len(found) > 0 {
		tr.errorf("nothing is completed by %d texts: %v", len(found), err)
	}
}

// suggester: for words with a letter doubled others are suggested, each of which finds as many articles as it says; the
// answer is that of the first, where it says so, and words that no article has are explained.
func suggester(tr *trial) {
	if _, ok := tr.s.(fihris.Suggester); !ok {
		return
	}
	offered := 0
	for _, word := range tr.frequent(6) {
		letters := []rune(word)
		slip := string(slices.Insert(letters, 3, letters[3]))
		if slices.ContainsFunc(tr.articles, func(a fihris.Article) bool { return strings.Contains(a.Title+a.Body, slip) }) {
			continue
		}
		res := tr.search(fihris.Request{Query: fihris.Match(slip), Suggest: true})
		for i, s := range res.Suggestions {
			offered++
			q, err := fihris.ParseQuery(s.Query)
			if err != nil || s.Kind != fihris.KindSpelling && s.Kind != fihris.KindLayout && s.Kind != fihris.KindTransliteration && s.Kind != fihris.KindRoot {
				tr.errorf("%q: %+v is no suggestion: %v", slip, s, err)
				continue
			}
			found := tr.search(fihris.Request{Query: q})
			if found.Total != s.Total {
				tr.errorf("%q: %q finds %d articles, where the suggestion says %d", slip, s.Query, found.Total, s.Total)
			}
			if i == 0 && res.Instead != nil && (*res.Instead != s || !slices.Equal(ids(res.Hits), ids(found.Hits))) {
				tr.errorf("%q: the answer is not that of %q: %q", slip, s.Query, ids(res.Hits))
			}
		}
		if res.Instead != nil && len(res.Suggestions) == 0 {
			tr.errorf("%q: %q is answered, which was not suggested", slip, res.Instead.Query)
		}
		if zero := res.Zero; zero != nil && (len(zero.Words) != 1 || zero.Words[0].ExactArticles != 0) {
			tr.errorf("%q, which no article has, is explained by %+v", slip, zero.Words)
		}
		if (res.Instead != nil || res.Total == 0) && res.Zero == nil {
			tr.errorf("%q is in no article, and nothing explains it", slip)
		}
	}
	if offered == 0 {
		tr.errorf("nothing is suggested for words with a letter doubled")
	}
}

// relater: an article is not like itself, and one that is not there is ErrNotFound.
func relater(tr *trial) {
	s, ok := tr.s.(fihris.Relater)
	if !ok {
		return
	}
	for _, a := range tr.articles[:min(5, len(tr.articles))] {
		res, err := s.Similar(tr.ctx, a.ID, fihris.Request{Limit: 5})
		if err != nil {
			tr.errorf("similar to %q: %w", a.ID, err)
			continue
		}
		if len(res.Hits) > 5 || slices.Contains(ids(res.Hits), a.ID) {
			tr.errorf("similar to %q, at most 5: %q", a.ID, ids(res.Hits))
		}
	}
	if _, err := s.Similar(tr.ctx, "no such article", fihris.Request{}); !errors.Is(err, fihris.ErrNotFound) {
		tr.errorf("similar to what is not there: %v, where ErrNotFound is wanted", err)
	}
}

// lister: all articles come in the order of their IDs, those of a search are those that it counts.
func lister(tr *trial) {
	s, ok := tr.s.(fihris.Lister)
	if !ok {
		return
	}
	want := slices.Clone(tr.articles)
	slices.SortFunc(want, func(a, b fihris.Article) int { return cmp.Compare(a.ID, b.ID) })
	i := 0
	for a, err := range s.All(tr.ctx) {
		if err != nil || i >= len(want) {
			tr.errorf("All, article %d of %d: %q, %v", i, len(want), a.ID, err)
			break
		}
		tr.same(a, want[i])
		i++
	}
	if i < len(want) {
		tr.errorf("All gives %d of %d articles", i, len(want))
	}
	for _, req := range tr.requests() {
		n, total := uint64(0), tr.search(req).Total
		for _, err := range s.Matching(tr.ctx, req) {
			if err != nil {
				tr.errorf("Matching %q: %w", req.Query, err)
			}
			n++
		}
		if n != total {
			tr.errorf("Matching %q gives %d articles, where a search counts %d", req.Query, n, total)
		}
	}
}

// describer: the number of articles, and the first and last date.
func describer(tr *trial) {
	s, ok := tr.s.(fihris.Describer)
	if !ok {
		return
	}
	st, err := s.Stats(tr.ctx)
	if err != nil {
		tr.errorf("stats: %w", err)
		return
	}
	if int(st.Articles) != len(tr.articles) {
		tr.errorf("stats count %d of %d articles", st.Articles, len(tr.articles))
	}
	for _, a := range tr.articles {
		if !a.Published.IsZero() && (a.Published.Before(st.Oldest) || a.Published.After(st.Newest)) {
			tr.errorf("%q is of %v, where stats say %v to %v", a.ID, a.Published, st.Oldest, st.Newest)
		}
	}
}
