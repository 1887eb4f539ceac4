package opensearch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"sync"

	"github.com/fihris-search/fihris"
)

// A batch is analyzed, compared with what is there, and written in requests of some megabytes. What a
// cluster has no room for at the moment (429) is sent again, and only that, ever later. As
// long as requests are on their way no further article is read: that is what holds the source back.
const (
	batchArticles = 500
	batchBytes    = 4 << 20 // of texts
	loaders       = 2       // batches on their way
)

// Add adds articles, replacing those of the same ID that differ, and returns when the cluster has them on all
// copies that it has at hand. Refused articles come back as joined [fihris.AddError]s; the others are in.
// What was added is found by searches that begin after that.
func (c *Cluster) Add(ctx context.Context, articles ...fihris.Article) error {
	_, err := c.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	})
	return err
}

// AddAll adds the articles of a sequence and says what became of them. Errors of the sequence stop
// nothing: they are joined with those of refused articles. Any other error says that not all are
// in; adding all again is always right.
func (c *Cluster) AddAll(ctx context.Context, seq iter.Seq2[fihris.Article, error]) (fihris.Changes, error) {
	l := &loading{e: c.e, ctx: ctx, slots: make(chan struct{}, loaders), busy: map[string]bool{}}
	for a, err := range seq {
		if err != nil {
			l.refuse(err)
			continue
		}
		if ctx.Err() != nil || l.failed() {
			break
		}
		l.add(a)
	}
	if ctx.Err() == nil {
		l.send()
	}
	l.wait.Wait()
	if l.err == nil {
		l.err = ctx.Err()
	}
	err := errors.Join(wrap("add to "+c.name, l.err), errors.Join(l.refused...))
	if n := l.changes.Added + l.changes.Changed; n > 0 || l.err != nil {
		err = errors.Join(err, wrap("add to "+c.name, c.e.refresh(ctx, n)))
	}
	return l.changes, err
}

// refresh makes what was written known to searches. What was counted until then is forgotten last: a
// search that counts meanwhile may see a part.
func (e *engine) refresh(ctx context.Context, articles int) error {
	defer e.forget(articles)
	var a refreshed
	return named(e.client.ask(ctx, http.MethodPost, "/"+e.opts.Index+"/_refresh", nil, &a))
}

// refreshed is what a cluster answers to a refresh.
type refreshed struct {
	Shards struct {
		Failed int `json:"failed"`
	} `json:"_shards"`
}

// whole says whether a shard that is there did not do so: it is asked again.
func (r *refreshed) whole() error {
	if r.Shards.Failed > 0 {
		return &Error{http.StatusServiceUnavailable, "", fmt.Sprintf("%d shards do not show yet what was written", r.Shards.Failed)}
	}
	return nil
}

// loading is a sequence of articles on its way.
type loading struct {
	e     *engine
	ctx   context.Context
	slots chan struct{}
	wait  sync.WaitGroup

	batch []given
	ids   map[string]int // of the batch
	bytes int

	mu      sync.Mutex
	busy    map[string]bool // IDs of batches on their way
	changes fihris.Changes
	refused []error
	err     error
}

func (l *loading) failed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err != nil
}

func (l *loading) refuse(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused = append(l.refused, err)
}

// add puts an article into the batch; one that is written by another batch waits for it, for
// the later of two with one ID stays.
func (l *loading) add(a fihris.Article) {
	l.mu.Lock()
	busy := l.busy[a.ID]
	l.mu.Unlock()
	if busy {
		l.wait.Wait()
	}
	if l.ids == nil {
		l.ids = map[string]int{}
	}
	if at, ok := l.ids[a.ID]; ok && a.ID != "" {
		l.batch[at].article = a
		l.batch[at].times++
		return
	}
	l.ids[a.ID] = len(l.batch)
	l.batch = append(l.batch, given{a, 1})
	if l.bytes += len(a.Title) + len(a.Body); len(l.batch) >= batchArticles || l.bytes >= batchBytes {
		l.send()
	}
}

// send writes the batch in a goroutine, once there is room for one.
func (l *loading) send() {
	if len(l.batch) == 0 {
		return
	}
	batch := l.batch
	l.batch, l.ids, l.bytes = nil, nil, 0
	select {
	case l.slots <- struct{}{}:
	case <-l.ctx.Done():
		return
	}
	l.mu.Lock()
	for i := range batch {
		l.busy[batch[i].article.ID] = true
	}
	l.mu.Unlock()
	l.wait.Go(func() {
		defer func() { <-l.slots }()
		changes, refused, err := l.e.write(l.ctx, batch)
		l.mu.Lock()
		defer l.mu.Unlock()
		for i := range batch {
			delete(l.busy, batch[i].article.ID)
		}
		l.changes.Added += changes.Added
		l.changes.Changed += changes.Changed
		l.changes.Unchanged += changes.Unchanged
		for _, r := range refused {
			l.refused = append(l.refused, wrap("add to "+l.e.opts.Index+" of OpenSearch", r))
		}
		if l.err == nil {
			l.err = err
		}
	})
}

// Remove removes articles. IDs that are not there are reported as joined ErrNotFound; the others are
// removed.
func (c *Cluster) Remove(ctx context.Context, ids ...string) error {
	var errs []error
	for len(ids) > 0 {
		n := min(len(ids), batchArticles)
		var actions []*action
		for _, id := range ids[:n] {
			x := &action{id: id}
			var err error
			if x.lines, err = lines(obj{"delete": obj{"_id": keyOfID(id)}}, nil); err != nil {
				return wrap("remove from "+c.name, err)
			}
			actions = append(actions, x)
		}
		if err := c.e.bulk(ctx, actions); err != nil {
			return errors.Join(append(errs, wrap("remove from "+c.name, err))...)
		}
		for _, x := range actions {
			if x.result == "not_found" {
				x.err = fihris.ErrNotFound
			}
			if x.err != nil {
				errs = append(errs, wrap("remove from "+c.name, &fihris.AddError{ID: x.id, Err: x.err}))
			}
		}
		ids = ids[n:]
	}
	return errors.Join(append(errs, wrap("remove from "+c.name, c.e.refresh(ctx, 0)))...)
}

// Base returns the folder that the names of files are relative to, as SetBase was given it.
func (c *Cluster) Base() string {
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	return c.e.base
}

// SetBase makes the index remember the folder that the names of files are relative to.
func (c *Cluster) SetBase(ctx context.Context, folder string) error {
	m := currentMeta(c.e.elsewhere)
	m.Base, m.Plugin = folder, c.e.plugin
	if err := c.e.client.ask(ctx, http.MethodPut, "/"+c.e.opts.Index+"/_mapping", obj{"_meta": obj{"fihris": m}}, nil); err != nil {
		return wrap("set the base of "+c.name, named(err))
	}
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	c.e.base = folder
	return nil
}

// Close lets connections go. The index stays as it is.
func (c *Cluster) Close() error {
	c.e.client.http.CloseIdleConnections()
	return nil
}
