package searchertest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// checks are what is asked of every searcher, and then of what it can do besides.
var checks = []check{
	{"Article", article},
	{"All", all},
	{"Nothing", nothing},
	{"Limit", limit},
	{"Pages", pages},
	{"Cursors", cursors},
	{"OrderOfDate", orderOfDate},
	{"OrderOfScore", orderOfScore},
	{"Filter", filter},
	{"Facets", facets},
	{"Words", words},
	{"Shown", shown},
	{"IDsOnly", idsOnly},
	{"Group", group},
	{"Context", ends},
	{"Together", together},
	{"Completer", completer},
	{"Suggester", suggester},
	{"Relater", relater},
	{"Copier", copier},
	{"Lister", lister},
	{"Describer", describer},
	{"Dater", dater},
	{"Studier", studier},
}

// article: each comes back as it is, and what is not there is ErrNotFound.
func article(tr *trial) {
	for _, want := range tr.articles {
		got, err := tr.s.Article(tr.ctx, want.ID)
		if err != nil {
			tr.errorf("article %q: %w", want.ID, err)
			continue
		}
		tr.same(got, want)
	}
	for _, id := range []string{"", "no such article", "لا شيء/?#%"} {
		if _, err := tr.s.Article(tr.ctx, id); !errors.Is(err, fihris.ErrNotFound) {
			tr.errorf("article %q is not there: %v, where ErrNotFound is wanted", id, err)
		}
	}
}

// same says what differs between two articles, as JSON has them.
func (tr *trial) same(got, want fihris.Article) {
	g, err := got.MarshalJSON()
	w, err2 := want.MarshalJSON()
	if string(g) != string(w) || err != nil || err2 != nil {
		tr.errorf("article %q: %s, where %s is wanted", want.ID, g, w)
	}
}

// all: All finds every article once.
func all(tr *trial) {
	res := tr.search(fihris.Request{Query: fihris.All(), Limit: len(tr.articles) + 10})
	if int(res.Total) != len(tr.articles) {
		tr.errorf("All counts %d of %d articles", res.Total, len(tr.articles))
	}
	var want []string
	for _, a := range tr.articles {
		want = append(want, a.ID)
	}
	got := ids(res.Hits)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		tr.errorf("All finds %q, where %q are there", got, want)
	}
	if res.Next != "" {
		tr.errorf("Next goes on behind the last hit")
	}
}

// nothing: what asks for nothing, and what nobody wrote, finds nothing, which is no error.
func nothing(tr *trial) {
	for _, q := range []fihris.Query{{}, fihris.Match(""), fihris.Match("qxzqxzqxz"), fihris.Phrase("qxzqxzqxz wvjwvj")} {
		if res := tr.search(fihris.Request{Query: q, Literal: true}); res.Total+res.TotalAny != 0 || len(res.Hits) > 0 || res.Next != "" {
			tr.errorf("%q finds %d articles", q, res.Total)
		}
	}
}

// limit: ten hits unless another number is asked for, and none for NoHits.
func limit(tr *trial) {
	for limit, want := range map[int]int{0: 10, 1: 1, 7: 7, fihris.NoHits: 0} {
		res := tr.search(fihris.Request{Query: fihris.All(), Limit: limit})
		if want = min(want, len(tr.articles)); len(res.Hits) != want {
			tr.errorf("Limit %d gives %d hits, where %d are wanted", limit, len(res.Hits), want)
		}
		if int(res.Total) != len(tr.articles) {
			tr.errorf("Limit %d counts %d articles, where there are %d", limit, res.Total, len(tr.articles))
		}
	}
}

// requests are searches that have many hits.
func (tr *trial) requests() []fihris.Request {
	out := []fihris.Request{
		{Query: fihris.All()}, {Query: fihris.All(), Order: fihris.Newest}, {Query: fihris.All(), Order: fihris.Oldest},
	}
	for _, word := range tr.frequent(3) {
		out = append(out, fihris.Request{Query: fihris.Match(word)}, fihris.Request{Query: fihris.Match(word), Order: fihris.Newest})
	}
	return out
}

// frequent are the longer words that most articles have.
func (tr *trial) frequent(n int) []string {
	count := map[string]int{}
	for _, a := range tr.articles {
		seen := map[string]bool{}
		for _, w := range strings.Fields(a.Body) {
			if len([]rune(w)) >= 5 && !seen[w] && strings.Trim(w, "،؛.:«»()0123456789\"") == w {
				seen[w] = true
				count[w]++
			}
		}
	}
	words := make([]string, 0, len(count))
	for w := range count {
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	return words[:min(n, len(words))]
}

// pages: Offset cuts a list anywhere, without a gap or a repetition.
func pages(tr *trial) {
	for _, req := range tr.requests() {
		req.Limit = len(tr.articles)
		whole := ids(tr.search(req).Hits)
		for _, size := range []int{1, 7} {
			for offset := 0; offset < len(whole)+size; offset += max(size, len(whole)/4) {
				req.Offset, req.Limit = offset, size
				got := ids(tr.search(req).Hits)
				want := whole[min(offset, len(whole)):min(offset+size, len(whole))]
				if !slices.Equal(got, want) {
					tr.errorf("%q from %d on: %q, where the list has %q", req.Query, offset, got, want)
				}
			}
		}
	}
}

// cursors: After goes through a list without a gap or a repetition, and ends; what is no cursor of
// it is ErrBadCursor.
func cursors(tr *trial) {
	for _, req := range tr.requests() {
		req.Limit = len(tr.articles)
		whole := ids(tr.search(req).Hits)
		req.Limit = 9
		var got []string
		for range len(whole) + 1 {
			res := tr.search(req)
			got = append(got, ids(res.Hits)...)
			if req.After = res.Next; req.After == "" {
				break
			}
		}
		if !slices.Equal(got, whole) {
			tr.errorf("%q by cursors: %q, where the list has %q", req.Query, got, whole)
		}
	}
	for _, bad := range []fihris.Cursor{"?", "no cursor", "\x00"} {
		if _, err := tr.s.Search(tr.ctx, fihris.Request{Query: fihris.All(), After: bad}); !errors.Is(err, fihris.ErrBadCursor) {
			tr.errorf("After %q: %v, where ErrBadCursor is wanted", bad, err)
		}
	}
	res := tr.search(fihris.Request{Query: fihris.All(), Order: fihris.Newest, Limit: 1})
	if _, err := tr.s.Search(tr.ctx, fihris.Request{Query: fihris.All(), Order: fihris.Oldest, After: res.Next}); res.Next != "" && !errors.Is(err, fihris.ErrBadCursor) {
		tr.errorf("After of another order: %v, where ErrBadCursor is wanted", err)
	}
}

// orderOfDate: the dates go down or up, those unknown are last, and equal ones come by ID.
func orderOfDate(tr *trial) {
	for order, sign := range map[fihris.Order]int{fihris.Newest: -1, fihris.Oldest: 1} {
		want := slices.Clone(tr.articles)
		slices.SortFunc(want, func(a, b fihris.Article) int {
			if a.Published.IsZero() != b.Published.IsZero() {
				if a.Published.IsZero() {
					return 1
				}
				return -1
			}
			return cmp.Or(sign*a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
		})
		res := tr.search(fihris.Request{Query: fihris.All(), Order: order, Limit: len(want)})
		for i, id := range ids(res.Hits) {
			if id != want[i].ID {
				tr.errorf("order %q: %q is at place %d, where %q is wanted", order, id, i, want[i].ID)
				break
			}
		}
	}
}

// orderOfScore: scores do not rise, equal ones come by ID, and the same search gives the same.
func orderOfScore(tr *trial) {
	for _, word := range tr.frequent(5) {
		req := fihris.Request{Query: fihris.Match(word), Limit: len(tr.articles), FirstStage: true}
		hits := tr.search(req).Hits
		if len(hits) == 0 {
			tr.errorf("%q stands in an article and is not found", word)
		}
		for i := 1; i < len(hits); i++ {
			if a, b := hits[i-1], hits[i]; a.Score < b.Score || a.Score == b.Score && a.Article.ID > b.Article.ID {
				tr.errorf("%q: %q (%v) comes before %q (%v)", word, a.Article.ID, a.Score, b.Article.ID, b.Score)
			}
		}
		if again := tr.search(req).Hits; !slices.Equal(ids(hits), ids(again)) {
			tr.errorf("%q: another order when it is asked again", word)
		}
	}
}

// filter: a filter lets through exactly the articles that it describes.
func filter(tr *trial) {
	a, b := tr.articles[0], tr.articles[len(tr.articles)/2]
	day := time.Date(b.Published.Year(), b.Published.Month(), b.Published.Day(), 0, 0, 0, 0, time.UTC)
	in := func(list []string, values ...string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	for name, c := range map[string]struct {
		f    fihris.Filter
		want func(fihris.Article) bool
	}{
		"one source":  {fihris.Filter{Sources: []string{a.Source}}, func(x fihris.Article) bool { return x.Source == a.Source }},
		"two sources": {fihris.Filter{Sources: []string{a.Source, b.Source}}, func(x fihris.Article) bool { return x.Source == a.Source || x.Source == b.Source }},
		"part of one": {fihris.Filter{Sources: []string{a.Source + "qxz"}}, func(fihris.Article) bool { return false }},
		"section":     {fihris.Filter{Sections: []string{a.Section}}, func(x fihris.Article) bool { return x.Section == a.Section }},
		"tags":        {fihris.Filter{Tags: slices.Concat(a.Tags, b.Tags)}, func(x fihris.Article) bool { return in(slices.Concat(a.Tags, b.Tags), x.Tags...) }},
		"from":        {fihris.Filter{From: b.Published}, func(x fihris.Article) bool { return !x.Published.IsZero() && !x.Published.Before(b.Published) }},
		"to":          {fihris.Filter{To: b.Published}, func(x fihris.Article) bool { return !x.Published.IsZero() && x.Published.Before(b.Published) }},
		"a day": {fihris.Filter{From: day, To: day.AddDate(0, 0, 1)}, func(x fihris.Article) bool {
			return !x.Published.IsZero() && !x.Published.Before(day) && x.Published.Before(day.AddDate(0, 0, 1))
		}},
		"IDs":    {fihris.Filter{IDs: []string{a.ID, b.ID, "none"}}, func(x fihris.Article) bool { return x.ID == a.ID || x.ID == b.ID }},
		"except": {fihris.Filter{Except: []string{a.ID, "none"}}, func(x fihris.Article) bool { return x.ID != a.ID }},
		"source, from": {fihris.Filter{Sources: []string{b.Source}, From: b.Published}, func(x fihris.Article) bool {
			return x.Source == b.Source && !x.Published.IsZero() && !x.Published.Before(b.Published)
		}},
		"backward time": {fihris.Filter{From: day.AddDate(0, 0, 1), To: day}, func(fihris.Article) bool { return false }},
	} {
		var want []string
		for _, x := range tr.articles {
			if c.want(x) {
				want = append(want, x.ID)
			}
		}
		res := tr.search(fihris.Request{Query: fihris.All(), Filter: c.f, Limit: len(tr.articles)})
		got := ids(res.Hits)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || int(res.Total) != len(want) {
			tr.errorf("%s: finds %q and counts %d, where %q are wanted", name, got, res.Total, want)
		}
	}
}
