package index

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/fihris-search/fihris/internal/store"
)

// Small changes go to the journal (pending.go). Those of callers that write at the same
// time are made durable by one sync (group commit): who comes while one is under way
// waits for it with all others that come meanwhile, and they are the next. Nobody waits
// for others that may come, but those who were just answered run before the next group is taken: else
// callers that write one after the other fall into two groups that take turns, often of one and of all others.
const (
	mostGrouped      = 64        // documents of a change that goes to the journal: larger ones cost no less for that
	mostGroupedBytes = 256 << 10 // of text, the same
)

// change is what one call writes in one step: documents, each ID once or the
// later stays, or IDs to remove.
type change struct {
	ctx    context.Context // of the call
	docs   []Document
	remove []string

	stored  [][]byte // the forms of those that are written, where they go to the journal
	changes Changes  // what became of the documents
	missing []string // IDs to remove that were not there
	err     error
	done    chan struct{} // closed when it is durable, or failed
}

func newChange(ctx context.Context, docs []Document, remove []string) *change {
	return &change{ctx: ctx, docs: docs, remove: remove, done: make(chan struct{})}
}

// size is the number of documents and IDs.
func (c *change) size() int { return len(c.docs) + len(c.remove) }

// bytes is the text of the documents.
func (c *change) bytes() int {
	n := 0
	for i := range c.docs {
		n += len(c.docs[i].Title) + len(c.docs[i].Body)
	}
	return n
}

// eachID visits all IDs of a change until visit says no.
func (c *change) eachID(visit func(id string) bool) bool {
	for i := range c.docs {
		if !visit(c.docs[i].ID) {
			return false
		}
	}
	for _, id := range c.remove {
		if !visit(id) {
			return false
		}
	}
	return true
}

// isSmall says whether a change goes to the journal.
func (ix *Index) isSmall(c *change) bool {
	return !ix.direct && c.size() <= mostGrouped && c.bytes() <= mostGroupedBytes
}

// queue holds the changes that wait to be written together. While there are any, one goroutine
// writes them: that of the call which found none, for its own and those that came with it, and then one for all
// others. So who writes one after the other wakes nobody.
type queue struct {
	mu      sync.Mutex
	waiting []*change
	running bool
}

// commit writes a small change together with others, and returns when it is
// durable or has failed, or when its context is done before its turn has come.
func (ix *Index) commit(c *change) {
	if c.err = c.ctx.Err(); c.err != nil {
		return
	}
	q := &ix.queue
	if q.join(c) {
		ix.writeNext()
		if q.hasMore() {
			go ix.writeQueue()
		}
		return
	}
	select {
	case <-c.done:
	case <-c.ctx.Done():
		if q.withdraw(c) {
			c.err = c.ctx.Err()
			return
		}
		<-c.done // it is being written: in or out, it must be known which
	}
}

// join lets a change wait, and says whether nobody writes yet: then the caller does.
func (q *queue) join(c *change) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, c)
	first = !q.running
	q.running = true
	return first
}

// hasMore says whether something waits; where nothing does, the writing has ended.
func (q *queue) hasMore() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running = len(q.waiting) > 0
	return q.running
}

// withdraw takes back a change whose turn has not come.
func (q *queue) withdraw(c *change) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.waiting, c)
	if at < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, at, at+1)
	return true
}

// writeQueue writes what waits until nothing does.
func (ix *Index) writeQueue() {
	for ix.writeNext() {
		runtime.Gosched()
	}
}

// writeNext writes what waits as far as it makes a batch, and says whether there was anything.
func (ix *Index) writeNext() (some bool) {
	group := ix.queue.take()
	some = len(group) > 0 // also where it panics: others wait
	defer func() {
		r := recover()
		for _, c := range group {
			if r != nil && c.err == nil {
				c.err = fmt.Errorf("changes could not be written: %v; this is a fault of the program: please report it", r)
			}
			close(c.done)
		}
	}()
	if some {
		ix.journal(group)
	}
	return some
}

// take takes the changes to be written next, in the order in which they came, as
// many as make a batch. None ends the writing.
func (q *queue) take() (group []*change) {
	q.mu.Lock()
	defer q.mu.Unlock()
	docs, bytes := 0, 0
	for _, c := range q.waiting {
		docs, bytes = docs+c.size(), bytes+c.bytes()
		if len(group) > 0 && (docs > enoughPending || bytes > enoughPendingBytes) {
			break
		}
		group = append(group, c)
	}
	q.waiting = append([]*change(nil), q.waiting[len(group):]...)
	q.running = len(group) > 0
	return group
}

// journal writes changes to the journal once nobody else writes their IDs, and says in each
// what became of it.
func (ix *Index) journal(group []*change) {
	ids := map[string]struct{}{}
	for _, c := range group {
		c.eachID(func(id string) bool { ids[id] = struct{}{}; return true })
	}
	defer ix.store.Claim(keys(ids))()
	ix.journalClaimed(group)
}

// journalClaimed is journal for who has claimed the IDs. What fails for one of the changes, fails
// for it alone; where the journal cannot be written, all fail: they were held against each other.
func (ix *Index) journalClaimed(group []*change) {
	now, err := ix.unwritten(group)
	var ops []store.Op
	fresh := map[string]waiting{}
	for _, c := range group {
		if c.err = err; err != nil {
			continue
		}
		fates, gone, err := ix.compare(c, now, true)
		if c.err = err; err != nil {
			continue
		}
		for _, id := range gone {
			ops = append(ops, store.Op{ID: id})
			fresh[id] = waiting{}
			now.over[id] = waiting{}
		}
		for i, f := range fates {
			if f == added || f == changed {
				w := waiting{&c.docs[i], c.stored[i]}
				ops = append(ops, store.Op{ID: w.doc.ID, Data: w.stored})
				fresh[w.doc.ID], now.over[w.doc.ID] = w, w
			}
		}
	}
	if now != nil {
		err = now.close()
	}
	if len(ops) == 0 {
		return
	}
	last, logErr := ix.store.Log(ops)
	if err := errors.Join(err, logErr); err != nil {
		for _, c := range group {
			if c.err == nil {
				c.err = err
			}
		}
		return
	}
	ix.pending.add(fresh, last)
	ix.settle()
}

// unwritten is what changes of the journal are held against: what waits, over the segments.
type unwritten struct {
	*view
	over map[string]waiting
}

// unwritten returns what a group is held against; close it after use. What waits is looked at
// first: it is let go only when it is in the segments.
func (ix *Index) unwritten(group []*change) (*unwritten, error) {
	if err := ix.room(); err != nil {
		return nil, err
	}
	ids := map[string]struct{}{}
	for _, c := range group {
		c.eachID(func(id string) bool { ids[id] = struct{}{}; return true })
	}
	over := ix.pending.find(ids)
	v, err := ix.segments()
	return &unwritten{v, over}, err
}

func (u *unwritten) has(id string) bool {
	if w, ok := u.over[id]; ok {
		return w.doc != nil
	}
	return u.view.has(id)
}

// stored is that of what waits, or else of the segments.
func (u *unwritten) stored(ctx context.Context, id string) (data []byte, ok bool, err error) {
	if w, ok := u.over[id]; ok {
		return w.stored, w.doc != nil, nil
	}
	return u.view.stored(ctx, id)
}
