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
		w.flush()
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
	v, err := ix.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	var there []string
	for _, id := range ids {
		if _, ok := v.lookUp(id); ok {
			there = append(there, id)
		} else {
			missing = append(missing, id)
		}
	}
	if len(there) == 0 {
		return missing, nil
	}
	release := ix.store.Claim(there)
	defer release()
	return missing, ix.store.Delete(there)
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
	docs := w.batch
	w.batch, w.bytes = nil, 0
	if len(docs) == 0 {
		return
	}
	last := make(map[string]int, len(docs)) // of two with one ID the later stays
	for i := range docs {
		last[docs[i].ID] = i
	}
	ids := slices.Collect(maps.Keys(last))
	w.slots <- struct{}{}
	release := w.ix.store.Claim(ids)
	w.wait.Add(1)
	go func() {
		defer func() { release(); <-w.slots; w.wait.Done() }()
		done, err := w.ix.write(w.ctx, docs, last)
		w.mu.Lock()
		defer w.mu.Unlock()
		if err != nil {
			if w.err == nil {
				w.err = err
			}
			return
		}
		w.changes.add(done)
	}()
}

func (c *Changes) add(o Changes) {
	c.Added += o.Added
	c.Changed += o.Changed
	c.Unchanged += o.Unchanged
}

// write analyzes documents, of each ID the last and only where it differs from
// what is there, and writes them as one batch.
func (ix *Index) write(ctx context.Context, docs []Document, last map[string]int) (done Changes, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a batch could not be made: %v; this is a fault of the program: please report it", r)
		}
	}()
	fates, err := ix.compare(ctx, docs, last)
	if err != nil {
		return done, err
	}
	for i := range docs {
		switch at := last[docs[i].ID]; {
		case fates[at] == unchanged:
			done.Unchanged++
		case fates[at] == added && at == i:
			done.Added++
		default:
			done.Changed++
		}
	}
	ids := make([]string, 0, len(last))
	for i, f := range fates {
		if f == added || f == changed {
			ids = append(ids, docs[i].ID)
		}
	}
	if len(ids) == 0 {
		return done, nil
	}
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(ix.analyzer)
	for i, f := range fates {
		if f == added || f == changed {
			if err := c.add(ctx, &docs[i]); err != nil {
				return done, err
			}
		}
	}
	c.out.Stop = ctx.Done()
	err = ix.store.Write(&c.out, ids)
	if errors.Is(err, posting.ErrInterrupted) {
		err = ctx.Err()
	}
	return done, err
}

// fate is what becomes of a document of a batch.
type fate uint8

const (
	passed fate = iota // a later one of the batch has its ID
	added
	changed
	unchanged
)

// compare holds documents, of each ID the last, against those that are there.
// Whoever calls it has claimed the IDs, so that what it says stays true.
func (ix *Index) compare(ctx context.Context, docs []Document, last map[string]int) (fates []fate, err error) {
	defer store.Faults()()
	defer func() {
		if r := recover(); r != nil {
			err = store.Panicked(r)
		}
	}()
	v, err := ix.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	fates = make([]fate, len(docs))
	var stored []byte
	for id, i := range last {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		doc, ok := v.lookUp(id)
		if !ok {
			fates[i] = added
			continue
		}
		s, n := v.locate(doc)
		there, err := s.seg.Stored(n)
		if err != nil {
			return nil, fmt.Errorf("article %q: %w", id, damage(err))
		}
		fates[i] = changed
		if stored = docs[i].appendStored(stored[:0]); bytes.Equal(stored, there) {
			fates[i] = unchanged
		}
	}
	return fates, nil
}
