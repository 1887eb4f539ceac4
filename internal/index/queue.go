package index

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Small changes of callers that write at the same time are written as one batch
// (group commit): a batch has its price, several files made durable and a
// manifest, whatever it holds. On one machine a single article took 4.3 ms of
// CPU by itself and 0.3 in a batch.
//
// Who comes alone is written at once. Who comes while a batch is being written
// waits for it with all others that come meanwhile; and where several come, the
// next batch waits a little for more, no longer than they come one after the
// other and than groupWait.
const (
	mostGrouped = 64                    // documents of a change that is written with others: larger ones cost no less for that
	enoughGroup = 256                   // documents of a batch that waits for no more
	groupWait   = 50 * time.Millisecond // the longest that the first of a batch waits for others
	leastQuiet  = 2 * time.Millisecond  // without another, before it is believed that none comes
	quietGaps   = 4                     // as many times as long as they are apart
)

// change is what one call writes in one step: documents, each ID once or the
// later stays, or IDs to remove.
type change struct {
	ctx    context.Context // of the call
	docs   []Document
	remove []string

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

// queue holds the changes that wait to be written together. While there are
// any, one goroutine writes them.
type queue struct {
	mu       sync.Mutex
	waiting  []*change
	size     int // of all that wait
	first    time.Time
	latest   time.Time // when the first and the last of them came
	running  bool
	together time.Time     // when the last batch of several changes was durable
	came     chan struct{} // told of each that comes; holds one element
}

// commit writes a small change together with others, and returns when it is
// durable or has failed, or when its context is done before its turn has come.
func (ix *Index) commit(c *change) {
	q := &ix.queue
	q.mu.Lock()
	q.latest = time.Now()
	if len(q.waiting) == 0 {
		q.first = q.latest
	}
	q.waiting = append(q.waiting, c)
	q.size += c.size()
	if q.came == nil {
		q.came = make(chan struct{}, 1)
	}
	if !q.running {
		q.running = true
		go ix.writeQueue(q.latest.Sub(q.together) < groupWait)
	}
	q.mu.Unlock()
	select {
	case q.came <- struct{}{}:
	default:
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

// withdraw takes back a change whose turn has not come.
func (q *queue) withdraw(c *change) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.waiting, c)
	if at < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, at, at+1)
	q.size -= c.size()
	return true
}

// writeQueue writes what waits until nothing does. Others are expected where
// several came lately.
func (ix *Index) writeQueue(expected bool) {
	q := &ix.queue
	for {
		if expected && ix.store.Durable() {
			q.gather()
		}
		group := q.take()
		if len(group) == 0 {
			return
		}
		ix.writeGroup(group)
		q.mu.Lock()
		if len(group) > 1 {
			q.together = time.Now()
		}
		q.mu.Unlock()
		for _, c := range group {
			close(c.done)
		}
		expected = true // where somebody waits by now, he came beside others
	}
}

// gather waits until no more changes are to be expected soon.
func (q *queue) gather() {
	for {
		q.mu.Lock()
		n, size, first, latest := len(q.waiting), q.size, q.first, q.latest
		q.mu.Unlock()
		if n == 0 || size >= enoughGroup {
			return
		}
		quiet := leastQuiet
		if n > 1 {
			quiet = max(quiet, quietGaps*latest.Sub(first)/time.Duration(n-1))
		}
		end := latest.Add(quiet)
		if last := first.Add(groupWait); last.Before(end) {
			end = last
		}
		left := time.Until(end)
		if left <= 0 {
			return
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-q.came:
		}
		timer.Stop()
	}
}

// take takes the changes to be written next, in the order in which they came, as
// many as make a batch and share no ID: so each finds what those before it have
// left. None ends the writing.
func (q *queue) take() (group []*change) {
	q.mu.Lock()
	defer q.mu.Unlock()
	ids := map[string]struct{}{}
	docs, bytes := 0, 0
	for _, c := range q.waiting {
		size := c.bytes()
		if len(group) > 0 && (docs+len(c.docs) > defaultBatchSize || bytes+size > batchBytes) || !c.eachID(func(id string) bool {
			_, held := ids[id]
			return !held
		}) {
			break
		}
		c.eachID(func(id string) bool { ids[id] = struct{}{}; return true })
		group = append(group, c)
		docs, bytes = docs+len(c.docs), bytes+size
		q.size -= c.size()
	}
	q.waiting = append([]*change(nil), q.waiting[len(group):]...)
	q.first = time.Now() // of those that are left: they have waited for a batch, not for others
	q.latest = q.first
	q.running = len(group) > 0
	return group
}

// writeGroup writes changes as one batch; where that fails each by itself, so
// that none fails for what another is.
func (ix *Index) writeGroup(group []*change) {
	err := ix.writeClaimed(group)
	if err == nil || len(group) == 1 {
		group[0].err = err
		return
	}
	for _, c := range group {
		c.err = ix.writeClaimed([]*change{c})
	}
}

// writeClaimed writes changes as one batch once nobody else writes their IDs.
func (ix *Index) writeClaimed(group []*change) error {
	ids := map[string]struct{}{}
	for _, c := range group {
		c.eachID(func(id string) bool { ids[id] = struct{}{}; return true })
	}
	defer ix.store.Claim(keys(ids))()
	return ix.write(group...)
}
