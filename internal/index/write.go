package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/store"
	"github.com/fihris-search/fihris/internal/utf8x"
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
	check := func(name, s string) (err error) {
		if size += len(s); !utf8x.ValidString(s) {
			err = fmt.Errorf("%s is not valid UTF-8", name)
		}
		return err
	}
	err := errors.Join(check("ID", d.ID), check("file", d.File), check("the model of the vector", d.VectorModel))
	for _, f := range texts {
		err = errors.Join(err, check(f.name, *f.of(d)))
	}
	for _, t := range d.Tags {
		err = errors.Join(err, check(fmt.Sprintf("tag %q", t), t))
	}
	if err != nil {
		return err
	}
	if v := d.meaning(); !v.IsZero() {
		if _, err := v.Pack(); err != nil {
			return err
		}
	}
	extra, err := encodeExtra(d.Extra)
	if err != nil {
		return fmt.Errorf("extra: %w", err)
	}
	if size += len(extra); size > maxDocument {
		return fmt.Errorf("%d bytes of text, at most %d are possible", size, maxDocument)
	}
	return nil
}

// Changes counts what documents did to an index. Those of one ID in one batch
// are one change, that of the last: where it is no other than what is there
// already, all of them are unchanged, and else those beside the first replace.
type Changes struct {
	Added     int // no document had the ID
	Changed   int // took the place of another
	Unchanged int // is there already, to the last byte: not written again
}

// Add writes documents, replacing those of the same ID that differ; of two with
// one ID the later stays. It returns when they are durable, with what became of
// those taken, and those refused. The sequence is read until it ends or ctx
// is done; what was written before an error stays.
func (ix *Index) Add(ctx context.Context, docs iter.Seq[Document]) (Changes, []Refused, error) {
	if err := ix.stayOpen(ctx); err != nil {
		return Changes{}, nil, err
	}
	// A panic of the sequence is the caller's and goes on up, past all that was
	// locked. What is ours runs in goroutines, which have guards of their own.
	defer ix.mu.RUnlock()
	if ix.opts.ReadOnly {
		return Changes{}, nil, ErrReadOnly
	}
	w := &writer{ix: ix, ctx: ctx, slots: make(chan struct{}, writers)}
	defer w.wait.Wait()
	for d := range docs {
		if ctx.Err() != nil || w.failed() {
			break
		}
		if err := errors.Join(d.Validate(), ix.own.validate(&d)); err != nil {
			w.refused = append(w.refused, Refused{d.ID, err})
			continue
		}
		w.add(d)
	}
	if ctx.Err() == nil {
		w.finish()
	}
	w.wait.Wait()
	err := w.err
	if err == nil {
		err = ctx.Err()
	}
	ix.note(err)
	return w.changes, w.refused, err
}

// Remove deletes documents. It returns those IDs that were not there.
func (ix *Index) Remove(ctx context.Context, ids ...string) (missing []string, err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave(&err)
	if ix.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	c := newChange(ctx, nil, ids)
	if ix.isSmall(c) {
		ix.commit(c)
	} else {
		all := map[string]struct{}{}
		c.eachID(func(id string) bool { all[id] = struct{}{}; return true })
		defer ix.store.Claim(keys(all))()
		c.err = ix.write(c)
	}
	return c.missing, c.err
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
	changes Changes
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

// flush hands the collected documents to a writer of their own. IDs are claimed
// here, in order of arrival, so that of two documents with one ID in two
// batches the later stays.
func (w *writer) flush() {
	if len(w.batch) == 0 {
		return
	}
	c := w.collected()
	ids := make(map[string]struct{}, len(c.docs))
	c.eachID(func(id string) bool { ids[id] = struct{}{}; return true })
	w.slots <- struct{}{}
	release := w.ix.store.Claim(keys(ids))
	w.wait.Add(1)
	go func() {
		defer func() { release(); <-w.slots; w.wait.Done() }()
		c.err = w.ix.write(c)
		w.take(c)
	}()
}

// finish writes the rest and waits until all is durable. Where the rest is
// little, it goes to the journal, together with what others write.
func (w *writer) finish() {
	c := newChange(w.ctx, w.batch, nil)
	switch {
	case len(w.batch) == 0:
	case w.ix.isSmall(c):
		w.batch, w.bytes = nil, 0
		w.ix.commit(c)
		w.take(c)
	default:
		w.flush()
	}
	w.wait.Wait()
}

// collected is the change that the collected documents are.
func (w *writer) collected() *change {
	c := newChange(w.ctx, w.batch, nil)
	w.batch, w.bytes = nil, 0
	return c
}

// take counts what became of a change.
func (w *writer) take(c *change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.err == nil {
		w.changes.add(c.changes)
	} else if w.err == nil {
		w.err = c.err
	}
}

func keys(ids map[string]struct{}) []string { return slices.Collect(maps.Keys(ids)) }

func (c *Changes) add(o Changes) {
	c.Added += o.Added
	c.Changed += o.Changed
	c.Unchanged += o.Unchanged
}

// write writes a large change as a batch of its own, and says in it what
// became of it. Of documents those are analyzed and written that are the last of
// their ID and differ from what is there. It ends when the context of the change
// is done. Whoever calls it has claimed the IDs.
func (ix *Index) write(one *change) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a batch could not be made: %v; this is a fault of the program: please report it", r)
		}
	}()
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(ix.analyzer, ix.own)
	v, err := ix.view(one.ctx) // none of its IDs waits from now on
	if err != nil {
		return err
	}
	fates, ids, err := ix.compare(one, v, false)
	if err = errors.Join(err, v.close()); err != nil {
		return err
	}
	for i, f := range fates {
		if f == added || f == changed {
			ids = append(ids, one.docs[i].ID)
			if err := c.add(one.ctx, &one.docs[i]); err != nil {
				return err
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	c.out.Stop = one.ctx.Done()
	err = ix.store.Write(&c.out, ids)
	if errors.Is(err, posting.ErrInterrupted) {
		err = one.ctx.Err()
	}
	return err
}

// fate is what becomes of a document of a batch.
type fate uint8

const (
	passed fate = iota // a later one of the batch has its ID
	added
	changed
	unchanged
)

// base is what changes are held against.
type base interface {
	has(id string) bool // without reading it, which may be damaged
	stored(ctx context.Context, id string) (data []byte, ok bool, err error)
}

// compare holds a change against what is there. It returns what becomes of each
// document, and which of the IDs to remove are there, and counts both. Where asked it keeps
// the stored forms of the documents.
func (ix *Index) compare(c *change, there base, keep bool) (fates []fate, gone []string, err error) {
	defer store.Faults()()
	defer func() {
		if r := recover(); r != nil {
			err = store.Panicked(r)
		}
	}()
	c.changes, c.missing = Changes{}, nil
	for _, id := range c.remove {
		if err := c.ctx.Err(); err != nil {
			return nil, nil, err
		}
		if there.has(id) {
			gone = append(gone, id)
		} else {
			c.missing = append(c.missing, id)
		}
	}
	last := make(map[string]int, len(c.docs)) // of two with one ID the later stays
	for i := range c.docs {
		last[c.docs[i].ID] = i
	}
	fates = make([]fate, len(c.docs))
	if keep {
		c.stored = make([][]byte, len(c.docs))
	}
	var stored []byte
	for id, i := range last {
		if err := c.ctx.Err(); err != nil {
			return nil, nil, err
		}
		d := &c.docs[i]
		old, ok, err := there.stored(c.ctx, id)
		if err != nil {
			return nil, nil, fmt.Errorf("article %q: %w", id, err)
		}
		fates[i] = added
		if ok || keep {
			if stored, err = d.appendStored(c.ctx, stored[:0]); err != nil {
				return nil, nil, err
			}
		}
		if ok {
			same, err := d.isStoredAs(stored, old)
			if err != nil {
				return nil, nil, fmt.Errorf("article %q: %w", id, err)
			}
			if fates[i] = changed; same {
				fates[i] = unchanged
			}
		}
		if keep {
			if c.stored[i], err = d.withVector(stored); err != nil {
				return nil, nil, err
			}
			stored = nil
		}
	}
	for i := range c.docs {
		switch at := last[c.docs[i].ID]; {
		case fates[at] == unchanged:
			c.changes.Unchanged++
		case fates[at] == added && at == i:
			c.changes.Added++
		default:
			c.changes.Changed++
		}
	}
	return fates, gone, nil
}
