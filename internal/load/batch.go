package load

import (
	"context"
	"errors"

	"github.com/fihris-search/fihris"
)

// How much is sent at once: what the index writes in one step.
const (
	batchArticles = 4000
	batchBytes    = 24 << 20 // of text
	lanes         = 2        // batches under way side by side
)

// batches collects articles and sends them to a target, a few batches side by
// side. They land in the order in which they were sent, and what was to be done
// then is done when all before them are durable, too.
type batches struct {
	ctx     context.Context
	to      Target
	now     batch
	flying  []flight // the oldest first
	changes fihris.Changes
	refused []error // joined [*fihris.AddError]s
	err     error   // that ended the sending
	flush   func()  // called before articles are sent, and after what was to be called when they landed; may be nil
}

// batch is what is sent at once.
type batch struct {
	articles []fihris.Article
	bytes    int
	landed   []func() // to be called when it is durable
}

// flight is a batch under way.
type flight struct {
	ids    map[string]struct{}
	landed []func()
	end    <-chan outcome
}

type outcome struct {
	changes fihris.Changes
	err     error
}

// add sends an article with others, and says whether more may come.
func (b *batches) add(a fihris.Article) bool {
	b.now.articles = append(b.now.articles, a)
	b.now.bytes += len(a.Title) + len(a.Body)
	if len(b.now.articles) >= batchArticles || b.now.bytes >= batchBytes {
		b.send()
	}
	return b.err == nil
}

// then does something when all that was added so far is durable.
func (b *batches) then(do func()) {
	if len(b.now.articles) == 0 && len(b.flying) == 0 {
		if b.err == nil {
			do()
		}
		return
	}
	b.now.landed = append(b.now.landed, do)
}

// send sends what was collected. Of two articles with one ID the later must
// stay: it waits until the earlier has landed.
func (b *batches) send() {
	one := b.now
	b.now = batch{}
	ids := make(map[string]struct{}, len(one.articles))
	for i := range one.articles {
		ids[one.articles[i].ID] = struct{}{}
	}
	for len(b.flying) >= lanes || b.anyFlying(ids) {
		b.land()
	}
	if b.err != nil {
		return
	}
	if b.flush != nil {
		b.flush()
	}
	end := make(chan outcome, 1)
	b.flying = append(b.flying, flight{ids, one.landed, end})
	go func() {
		if len(one.articles) == 0 {
			end <- outcome{}
			return
		}
		// A batch is sent whole, also when the run is stopped: what was read is not lost.
		changes, err := b.to.Add(context.WithoutCancel(b.ctx), one.articles)
		end <- outcome{changes, err}
	}()
}

func (b *batches) anyFlying(ids map[string]struct{}) bool {
	for _, f := range b.flying {
		for id := range f.ids {
			if _, ok := ids[id]; ok {
				return true
			}
		}
	}
	return false
}

// land waits for the oldest batch under way.
func (b *batches) land() {
	f := b.flying[0]
	b.flying = b.flying[1:]
	o := <-f.end
	b.changes.Added += o.changes.Added
	b.changes.Changed += o.changes.Changed
	b.changes.Unchanged += o.changes.Unchanged
	err := eachError(o.err, func(err error) error {
		if _, ok := errors.AsType[*fihris.AddError](err); ok {
			b.refused = append(b.refused, err)
			return nil
		}
		return err
	})
	if err != nil && b.err == nil {
		b.err = err
	}
	if b.err != nil {
		return
	}
	for _, do := range f.landed {
		do()
	}
	if b.flush != nil && len(f.landed) > 0 {
		b.flush()
	}
}

// finish sends the rest and waits until all has landed.
func (b *batches) finish() error {
	if b.err == nil && len(b.now.articles)+len(b.now.landed) > 0 {
		b.send()
	}
	for len(b.flying) > 0 {
		b.land()
	}
	return b.err
}
