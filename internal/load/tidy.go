package load

import (
	"context"
	"slices"

	"github.com/fihris-search/fihris"
)

// owns tells whether a file of the index is a file on the disk, or a member of it.
func (l *Loader) owns(name, of string) bool {
	if l.plan == nil {
		return true
	}
	_, owner := l.plan.ownerNamed(of)
	return owner == name || owner == ""
}

// holding asks the index what it has of a file, and how many of these articles
// did not come when it was read in this run.
func (l *Loader) holding(to Holder, name string) (h holding, stale int, err error) {
	ctx := context.Background() // what is in the index is to be remembered, also when the run is stopped
	err = to.Files(ctx, name, func(s fihris.FileSum) error {
		if l.owns(name, s.File) {
			h.articles += s.Articles
			h.sum += s.Sum
		}
		return nil
	})
	if err != nil || !l.mayBeStale(name) {
		return h, 0, err
	}
	ids, err := l.stale(ctx, to, name)
	return h, len(ids), err
}

// mayBeStale tells a file of which the index had something before it was read
// in this run.
func (l *Loader) mayBeStale(name string) bool {
	if _, read := l.whole[name]; !read || l.plan == nil {
		return false
	}
	f := l.plan.files[name]
	return f != nil && f.held.articles > 0 && !f.twice
}

// stale returns the IDs of the articles that the index has of a file and that
// did not come in this run.
func (l *Loader) stale(ctx context.Context, to Holder, name string) (ids []string, err error) {
	err = to.FileIDs(ctx, name, func(file, id string) error {
		if l.owns(name, file) && !l.c.Given(id) {
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// isLeaving tells an article that the index still has and that will be removed at
// the end: whoever has its ID now may have it.
func (l *Loader) isLeaving(a *fihris.Article) bool {
	if l.plan == nil || l.Prune == KeepGone {
		return false
	}
	f, name := l.plan.ownerNamed(a.File)
	if f == nil {
		return false
	}
	return l.plan.goes(name, f, l.Prune) || l.whole[name] && !l.c.Given(a.ID)
}

// Leaving is what a run with Prune removes of a file.
type Leaving struct {
	File     string
	Articles int
	Gone     bool // the whole file
}

// leaving finds what is gone, and visits what is to be removed. What stays is
// counted in the result.
func (l *Loader) leaving(ctx context.Context, to Holder, visit func(name string, f *file, ids []string) error) error {
	var names []string
	for name := range l.whole {
		if l.mayBeStale(name) {
			names = append(names, name)
		}
	}
	for _, name := range slices.Sorted(slices.Values(append(names, l.plan.gone()...))) {
		f := l.plan.files[name]
		ids, err := l.stale(ctx, to, name)
		if err != nil {
			return err
		}
		why := l.plan.kept[name]
		if !f.gone && !l.whole[name] {
			why = keptPartial
		}
		if l.Prune == KeepGone || why != "" {
			if l.Prune == KeepGone || l.later[name] {
				why = ""
			}
			l.keep(name, why, len(ids))
			continue
		}
		if err := visit(name, f, ids); err != nil {
			return err
		}
	}
	slices.SortFunc(l.result.Kept, func(a, b Kept) int { return b.Articles - a.Articles })
	return nil
}

// Leaving says what Run would remove, once the corpus was read.
func (l *Loader) Leaving(ctx context.Context) (all []Leaving, result Result, err error) {
	holder, ok := l.to.(Holder)
	if !ok || l.plan == nil {
		return nil, result, nil
	}
	err = l.leaving(ctx, holder, func(name string, f *file, ids []string) error {
		if len(ids) > 0 {
			all = append(all, Leaving{name, len(ids), f.gone})
		}
		return nil
	})
	return all, l.result, err
}

// tidy removes what is gone, and brings the ledger up to date with what
// articles went from one file to another.
func (l *Loader) tidy(ctx context.Context) error {
	holder, ok := l.to.(Holder)
	if !ok {
		return nil
	}
	touched := map[string]bool{}
	err := l.leaving(ctx, holder, func(name string, f *file, ids []string) error {
		for part := range slices.Chunk(ids, batchArticles) {
			removed, err := holder.Remove(ctx, part)
			l.result.Removed += removed
			if err != nil {
				return err
			}
		}
		if f.gone {
			l.ledger.Forget(name)
		} else if len(ids) > 0 {
			touched[name] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	outdated, err := l.outdated(ctx, holder)
	if err != nil {
		return err
	}
	for _, name := range outdated {
		touched[name] = true
	}
	for name := range l.whole {
		e, ok := l.ledger.Get(name)
		if !ok || len(e.Ties) == 0 {
			continue
		}
		touched[name] = true
		for _, tie := range e.Ties {
			if _, owner := l.plan.ownerNamed(tie); owner != "" {
				touched[owner] = true
			}
		}
	}
	for name := range touched {
		if e, ok := l.ledger.Get(name); ok {
			l.put(e)
		}
	}
	return nil
}

// outdated returns the files that were remembered before all of this run was in the
// index, and of which it has something else now: a file that came later has taken
// articles that were theirs.
func (l *Loader) outdated(ctx context.Context, to Holder) (names []string, err error) {
	for name := range l.whole {
		if _, ok := l.ledger.Get(name); ok && l.mayBeStale(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	held, err := l.plan.holdings(ctx, to)
	return slices.DeleteFunc(names, func(name string) bool {
		e, _ := l.ledger.Get(name)
		return e.Left == 0 && held[name] == holding{e.Articles, e.Sum}
	}), err
}
