package alert

import (
	"context"
	"errors"
	"time"

	"github.com/fihris-search/fihris"
)

// entry is an alert as it is kept.
type entry struct {
	Name    string    `json:"name"`
	Query   string    `json:"query"`
	Created time.Time `json:"created"`
	Runs    int       `json:"runs"`
	LastRun time.Time `json:"last_run,omitzero"`
	Waiting []waiting `json:"waiting,omitempty"`
	Recent  []waiting `json:"recent,omitempty"` // runs that were acknowledged, the last ones
	Seen    []byte    `json:"seen"`             // the elements of seen, one behind the other, in their order

	seen map[seenID]bool
}

// waiting is a run that nobody has acknowledged.
type waiting struct {
	Run      int       `json:"run"`
	Found    time.Time `json:"found"`
	Articles []Article `json:"articles"`

	fresh bool // found by this call
}

func (e *entry) alert() Alert {
	a := Alert{Name: e.Name, Query: e.Query, Created: e.Created, Runs: e.Runs, LastRun: e.LastRun, Seen: len(e.seen)}
	for _, w := range e.Waiting {
		a.Waiting += len(w.Articles)
	}
	return a
}

// lastRun remembers when the alert ran, to the minute: a run that finds nothing is no reason to
// write the file each second.
func (e *entry) lastRun(now time.Time, changed *bool) {
	if now.Sub(e.LastRun) >= time.Minute || now.Before(e.LastRun) {
		e.LastRun = now
		*changed = true
	}
}

// fresh lists the articles that the alert matches and has not told, by ID.
func (e *entry) fresh(ctx context.Context, ix Index) (fresh []Article, err error) {
	found, err := e.match(ctx, ix)
	if err != nil {
		return nil, err
	}
	for _, a := range found {
		if !e.seen[seen(a.ID)] {
			fresh = append(fresh, a)
		}
	}
	if len(fresh)+len(e.seen) > MostArticles {
		return nil, ErrBroad
	}
	return fresh, nil
}

// match lists the articles that hold every word of the query, by ID.
func (e *entry) match(ctx context.Context, ix Index) (all []Article, err error) {
	q, err := fihris.ParseQuery(e.Query)
	if err != nil {
		return nil, err
	}
	if q.IsEmpty() {
		return nil, errors.New("the query asks for nothing")
	}
	res, err := ix.Search(ctx, fihris.Request{Query: q, Limit: fihris.NoHits})
	if err != nil {
		return nil, err
	}
	switch {
	case res.Relaxed || res.Total == 0:
		return nil, nil // articles with some of the words were not asked for
	case res.Total > MostArticles:
		return nil, ErrBroad
	}
	for a, err := range ix.Matching(ctx, fihris.Request{Query: q}) {
		if err != nil {
			return nil, err
		}
		all = append(all, Article{a.ID, a.Title, a.Source, a.Section, a.URL, a.Published})
	}
	return all, nil
}
