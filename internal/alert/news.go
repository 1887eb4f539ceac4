package alert

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fihris-search/fihris"
)

// mostRecent is how many articles of runs that were acknowledged an alert remembers by more than their IDs.
const mostRecent = 200

// News is an article that is new to an alert since it was added.
type News struct {
	Article
	Found time.Time // by the run that told it; zero for what no run has told yet
}

// Reader reads the alerts of the index in a folder, and changes nothing: it needs no hold of them, and
// who runs them finds what they would have found without it.
type Reader struct{ Dir string }

// List lists the alerts by name.
func (r Reader) List() ([]Alert, error) { return List(r.Dir) }

// News lists what is new to an alert: what no run has told yet, the newest first, and then what the last runs have told,
// the last one first; at most so many articles.
func (r Reader) News(ctx context.Context, s fihris.Searcher, name string, most int) ([]News, error) {
	all, err := read(r.Dir)
	if err != nil {
		return nil, err
	}
	e := all[name]
	if e == nil {
		return nil, fmt.Errorf("%w: %s", ErrNone, name)
	}
	out, err := e.untold(ctx, s, most)
	if err != nil {
		return nil, fmt.Errorf("alert %q: %w", name, err)
	}
	told := slices.Concat(e.Recent, e.Waiting)
	slices.SortStableFunc(told, func(a, b waiting) int { return b.Run - a.Run })
	for _, run := range told {
		for _, a := range run.Articles {
			if len(out) == most {
				return out, nil
			}
			out = append(out, News{a, run.Found})
		}
	}
	return out, nil
}

// untold finds the newest articles that the alert matches and no run has told.
func (e *entry) untold(ctx context.Context, s fihris.Searcher, most int) (out []News, err error) {
	q, err := fihris.ParseQuery(e.Query)
	if err != nil {
		return nil, err
	}
	if q.IsEmpty() {
		return nil, errors.New("the query asks for nothing")
	}
	// Nearly all that it matches was told: only IDs are read until one was not.
	const page = 5000
	req := fihris.Request{Query: q, Order: fihris.Newest, Limit: page, IDsOnly: true}
	for {
		res, err := s.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		if res.Relaxed {
			return nil, nil // articles with some of the words were not asked for
		}
		for _, h := range res.Hits {
			if e.seen[seen(h.Article.ID)] {
				continue
			}
			a, err := s.Article(ctx, h.Article.ID)
			if errors.Is(err, fihris.ErrNotFound) {
				continue // removed meanwhile
			}
			if err != nil {
				return nil, err
			}
			if out = append(out, News{Article: Article{a.ID, a.Title, a.Source, a.Section, a.URL, a.Published}}); len(out) == most {
				return out, nil
			}
		}
		if res.Next == "" {
			return out, nil
		}
		req.After = res.Next
	}
}

// remember keeps the articles of a run that was acknowledged, and forgets the oldest beyond mostRecent.
func (e *entry) remember(w waiting) {
	e.Recent = append(e.Recent, w)
	n := 0
	for i := len(e.Recent) - 1; i >= 0; i-- {
		run := &e.Recent[i]
		if left := mostRecent - n; len(run.Articles) > left {
			run.Articles = slices.Clone(run.Articles[:left])
		}
		if n += len(run.Articles); len(run.Articles) == 0 {
			e.Recent = slices.Clone(e.Recent[i+1:])
			return
		}
	}
}
