package index

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"unicode/utf8"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Limits on what comes in.
const (
	maxID       = 2 << 10  // bytes of an ID
	maxDocument = 32 << 20 // bytes of text in one document
	batchBytes  = 24 << 20 // bytes of text in one batch, whatever its number of documents
	writers     = 2        // batches under way at once: more did not help on two cores
)

// Refused is a document that was not taken, and why.
type Refused struct {
	ID  string
	Err error
}

// Validate says whether a document can be indexed.
func (d *Document) Validate() error {
	if d.ID == "" {
		return ErrNoID
	}
	if len(d.ID) > maxID {
		return fmt.Errorf("ID of %d bytes, at most %d are possible", len(d.ID), maxID)
	}
	size := 0
	for _, f := range [...]struct{ name, s string }{
		{"ID", d.ID}, {"title", d.Title}, {"body", d.Body}, {"author", d.Author}, {"source", d.Source}, {"section", d.Section}, {"URL", d.URL},
	} {
		if !utf8.ValidString(f.s) {
			return fmt.Errorf("%s is not valid UTF-8", f.name)
		}
		size += len(f.s)
	}
	for _, t := range d.Tags {
		if !utf8.ValidString(t) {
			return fmt.Errorf("tag %q is not valid UTF-8", t)
		}
		size += len(t)
	}
	if size > maxDocument {
		return fmt.Errorf("%d bytes of text, at most %d are possible", size, maxDocument)
	}
	return nil
}

// Add writes documents, replacing those of the same ID; of two with one ID
// the later stays. It returns when they are durable, with the number of
// documents taken and those refused. The sequence is read until it ends or ctx
// is done; what was written before an error stays.
func (ix *Index) Add(ctx context.Context, docs iter.Seq[Document]) (int, []Refused, error) {
	if err := ix.enter(ctx); err != nil {
		return 0, nil, err
	}
	defer ix.leave()
	if ix.opts.ReadOnly {
		return 0, nil, ErrReadOnly
	}
	w := &writer{ix: ix, ctx: ctx, slots: make(chan struct{}, writers)}
	for d := range docs {
		if ctx.Err() != nil || w.failed() {
			break
		}
		if err := d.Validate(); err != nil {
			w.refused = append(w.refused, Refused{d.ID, err})
			continue
		}
		w.add(d)
	}
	w.flush()
	w.wait.Wait()
	err := w.err
	if err == nil {
		err = ctx.Err()
	}
	return w.written, w.refused, err
}

// Remove deletes documents. It returns those IDs that were not there.
func (ix *Index) Remove(ctx context.Context, ids ...string) (missing []string, err error) {
	if err := ix.enter(ctx); err != nil {
		return nil, err
	}
	defer ix.leave()
	if ix.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	v, err := ix.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	b := bleveindex.NewBatch()
	for _, id := range ids {
		if _, ok := v.find(id); !ok {
			missing = append(missing, id)
			continue
		}
		b.Delete(id)
	}
	if len(b.IndexOps) == 0 {
		return missing, nil
	}
	unlock := ix.lock.lock(b.IndexOps)
	defer unlock()
	return missing, ix.batch(b)
}

// writer collects documents into batches and writes several at once.
type writer struct {
	ix      *Index
	ctx     context.Context
	batch   []Document
	bytes   int
	slots   chan struct{}
	wait    sync.WaitGroup
	refused []Refused

	mu      sync.Mutex
	written int
	err     error
}

func (w *writer) failed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err != nil
}

func (w *writer) add(d Document) {
	w.batch = append(w.batch, d)
	w.bytes += len(d.Title) + len(d.Body)
	size := w.ix.opts.BatchSize
	if size <= 0 {
		size = defaultBatchSize
	}
	if len(w.batch) >= size || w.bytes >= batchBytes {
		w.flush()
	}
}

// flush hands the collected documents to a writer of their own. Locks are
// taken here, in order of arrival, so that of two documents with one ID in two
// batches the later stays.
func (w *writer) flush() {
	docs := w.batch
	w.batch, w.bytes = nil, 0
	if len(docs) == 0 {
		return
	}
	ops := make(map[string]bleveindex.Document, len(docs))
	for i := range docs {
		ops[docs[i].ID] = nil
	}
	w.slots <- struct{}{}
	unlock := w.ix.lock.lock(ops)
	w.wait.Add(1)
	go func() {
		defer func() { unlock(); <-w.slots; w.wait.Done() }()
		err := w.ix.write(docs, ops)
		w.mu.Lock()
		defer w.mu.Unlock()
		if err != nil {
			if w.err == nil {
				w.err = err
			}
			return
		}
		w.written += len(docs)
	}()
}

// write analyzes documents and writes them as one batch; ops has their IDs.
func (ix *Index) write(docs []Document, ops map[string]bleveindex.Document) error {
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(ix.analyzer)
	last := make(map[string]int, len(docs))
	for i := range docs {
		last[docs[i].ID] = i
	}
	for i := range docs {
		if id := docs[i].ID; last[id] == i {
			c.add(&docs[i])
			ops[id] = &collected{id, &c.out}
		}
	}
	return ix.batch(&bleveindex.Batch{IndexOps: ops})
}

// batch writes a batch and waits until it is durable.
func (ix *Index) batch(b *bleveindex.Batch) error {
	ix.writing.RLock()
	defer ix.writing.RUnlock()
	return ix.scorch.Batch(b)
}

// keyLocks lets batches run side by side unless they share an ID.
type keyLocks struct {
	mu   sync.Mutex
	free sync.Cond
	held map[string]struct{}
}

// lock waits until none of the keys of ops is held, and holds them.
func (k *keyLocks) lock(ops map[string]bleveindex.Document) (unlock func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil {
		k.held = map[string]struct{}{}
		k.free.L = &k.mu
	}
	for k.anyHeld(ops) {
		k.free.Wait()
	}
	keys := make([]string, 0, len(ops))
	for id := range ops {
		k.held[id] = struct{}{}
		keys = append(keys, id)
	}
	return func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		for _, id := range keys {
			delete(k.held, id)
		}
		k.free.Broadcast()
	}
}

func (k *keyLocks) anyHeld(ops map[string]bleveindex.Document) bool {
	if len(k.held) == 0 {
		return false
	}
	for id := range ops {
		if _, ok := k.held[id]; ok {
			return true
		}
	}
	return false
}
