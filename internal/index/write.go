package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/store"
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
		if size += len(s); !utf8.ValidString(s) {
			err = fmt.Errorf("%s is not valid UTF-8", name)
		}
		return err
	}
	err := errors.Join(check("ID", d.ID), check("file", d.File))
	for _, f := range texts {
		err = errors.Join(err, check(f.name, *f.of(d)))
	}
	for _, t := range d.Tags {
		err = errors.Join(err, check(fmt.Sprintf("tag %q", t), t))
	}
	if err != nil {
		return err
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
		if err := d.Validate(); err != nil {
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
	if c.size() <= mostGrouped {
		ix.commit(c)
	} else {
		ix.writeGroup([]*change{c})
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
// little, it is written together with what others write.
func (w *writer) finish() {
	if len(w.batch) > mostGrouped {
		w.flush()
	} else if len(w.batch) > 0 {
		c := w.collected()
		w.ix.commit(c)
		w.take(c)
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

// write writes changes, which share no ID, as one batch, and says in each what
// became of it. Of documents those are analyzed and written that are the last of
// their ID and differ from what is there. It ends when the context of one of them
// is done. Whoever calls it has claimed the IDs.
func (ix *Index) write(group ...*change) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a batch could not be made: %v; this is a fault of the program: please report it", r)
		}
	}()
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(ix.analyzer)
	var ids []string // whose documents are taken out
	for _, one := range group {
		fates, gone, err := ix.compare(one)
		if err != nil {
			return err
		}
		ids = append(ids, gone...)
		for i, f := range fates {
			if f == added || f == changed {
				ids = append(ids, one.docs[i].ID)
				if err := c.add(one.ctx, &one.docs[i]); err != nil {
					return err
				}
			}
		}
	}
	switch {
	case len(ids) == 0:
		return nil
	case c.out.Docs() == 0:
		return ix.store.Delete(ids)
	}
	if len(group) == 1 { // several are small
		c.out.Stop = group[0].ctx.Done()
	}
	err = ix.store.Write(&c.out, ids)
	if errors.Is(err, posting.ErrInterrupted) {
		err = group[0].ctx.Err()
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

// compare holds a change against what is there. It returns what becomes of each
// document, and which of the IDs to remove are there, and counts both.
func (ix *Index) compare(c *change) (fates []fate, gone []string, err error) {
	defer store.Faults()()
	defer func() {
		if r := recover(); r != nil {
			err = store.Panicked(r)
		}
	}()
	v, err := ix.view()
	if err != nil {
		return nil, nil, err
	}
	defer v.close()
	c.changes, c.missing = Changes{}, nil
	for _, id := range c.remove {
		if err := c.ctx.Err(); err != nil {
			return nil, nil, err
		}
		if _, ok := v.lookUp(id); ok {
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
	var stored []byte
	for id, i := range last {
		if err := c.ctx.Err(); err != nil {
			return nil, nil, err
		}
		if fates[i], stored, err = v.fate(&c.docs[i], stored); err != nil {
			return nil, nil, fmt.Errorf("article %q: %w", id, err)
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

// fate holds a document against the one of its ID. It lends scratch memory.
func (v *view) fate(d *Document, scratch []byte) (fate, []byte, error) {
	doc, ok := v.lookUp(d.ID)
	if !ok {
		return added, scratch, nil
	}
	s, n := v.locate(doc)
	there, err := s.seg.Stored(n)
	if err != nil {
		return changed, scratch, damage(err)
	}
	if scratch = d.appendStored(scratch[:0]); bytes.Equal(scratch, there) {
		return unchanged, scratch, nil
	}
	return changed, scratch, nil
}
