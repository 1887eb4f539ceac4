package index

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Small changes are durable in the journal of the store before any segment holds them:
// they wait here, and are put into segments together. As they come they are analyzed in the
// background, into one builder. Who reads makes a segment in memory of what is in it, so that he finds
// what was acknowledged and waits for no disk; where enough waits, or some time after the first, all
// goes to the disk. What is read again of the journal at opening waits in the same way.
const (
	enoughPending      = 1024     // documents that wait, from which on they are written to the disk
	enoughPendingBytes = 4 << 20  // of their stored forms, the same
	mostPending        = 2        // times as many: who writes waits until there are fewer
	enoughUnsaved      = 2048     // changes that are in the journal and in no file of a segment, the same
	enoughUnsavedBytes = 16 << 20 // of the journal, the same
	mostUnsaved        = 8 * enoughUnsaved
	mostUnsavedBytes   = 4 * enoughUnsavedBytes // from which on nothing is taken while it cannot be written
	saveAfter          = 2 * time.Second        // the longest that a change is in the journal only, where nothing fails
	absorbEvery        = 10 * time.Millisecond  // how often what came is analyzed, while something comes
	absorbRest         = 20                     // times that nothing may have come before nobody looks any more
)

// waiting is a document that waits, or of an ID that was taken away that there is none.
type waiting struct {
	doc    *Document // nil for none
	stored []byte    // its stored form
}

// pending are the documents that wait, in their newest form.
type pending struct {
	mu    sync.Mutex
	fresh map[string]waiting // as they came
	begun map[string]waiting // that the builder has: older than those of fresh, each ID once
	bytes int                // of both
	last  uint64             // the number of the last change of fresh, in the journal
	upTo  uint64             // of begun
	size  atomic.Int64       // documents of both

	building sync.Mutex // held while documents are put into the builder, or made a segment
	builder  *collector // of begun; nil where it is to be made anew

	writing                  sync.Mutex  // held while all that waits is written to the disk, in the background
	absorbing, saving, timed atomic.Bool // somebody will: put what comes into the builder, write to the disk now, after a time
}

// find finds what waits of some IDs.
func (p *pending) find(ids map[string]struct{}) map[string]waiting {
	found := map[string]waiting{}
	if p.size.Load() == 0 {
		return found
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for id := range ids {
		if w, ok := p.fresh[id]; ok {
			found[id] = w
		} else if w, ok := p.begun[id]; ok {
			found[id] = w
		}
	}
	return found
}

// add lets documents wait, up to the change of a number.
func (p *pending) add(docs map[string]waiting, last uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fresh == nil {
		p.fresh = make(map[string]waiting, len(docs))
	}
	for id, w := range docs {
		p.bytes += len(w.stored) - len(p.fresh[id].stored)
		p.fresh[id] = w
	}
	p.last = last
	p.size.Store(int64(len(p.fresh) + len(p.begun)))
}

// begin hands out what came, to be put into the builder; clash says that it has some of the IDs
// already, in older forms: a segment must be made of these first.
func (p *pending) begin() (docs map[string]waiting, clash bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id := range p.fresh {
		if _, ok := p.begun[id]; ok {
			return nil, true
		}
	}
	if p.begun == nil {
		p.begun = make(map[string]waiting, len(p.fresh))
	}
	docs, p.fresh, p.upTo = p.fresh, nil, p.last
	for id, w := range docs {
		p.begun[id] = w
	}
	return docs, false
}

// end forgets what the builder had: it is in a segment.
func (p *pending) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begun, p.bytes = nil, 0
	for _, w := range p.fresh {
		p.bytes += len(w.stored)
	}
	p.size.Store(int64(len(p.fresh)))
}

// hasFresh says whether something came that the builder does not have.
func (p *pending) hasFresh() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.fresh) > 0
}

// has says whether so many times as many wait as are enough.
func (p *pending) has(times int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.fresh)+len(p.begun) >= times*enoughPending || p.bytes >= times*enoughPendingBytes
}

// catchUp puts what waits into a segment, for somebody who is about to read.
func (ix *Index) catchUp(ctx context.Context) error {
	if ix.pending.size.Load() == 0 {
		return nil
	}
	if ctx.Done() == nil {
		return ix.apply(false)
	}
	done := make(chan error, 1) // it goes on for others where this one leaves
	go func() { done <- ix.apply(false) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// apply puts all that waits into a segment; to save it, on the disk. Where that fails, it
// is in memory, and in the journal.
func (ix *Index) apply(save bool) error {
	if err := ix.show(); err != nil || !save {
		return err
	}
	if changes, _ := ix.store.Unsaved(); changes == 0 {
		return nil
	}
	return ix.store.Save()
}

// show makes a segment in memory of all that waits.
func (ix *Index) show() error {
	p := &ix.pending
	p.building.Lock()
	defer p.building.Unlock()
	if p.size.Load() == 0 {
		return nil
	}
	if err := ix.build(); err != nil {
		return err
	}
	return ix.stage()
}

// build puts what came into the builder. Whoever calls it holds p.building.
func (ix *Index) build() error {
	p := &ix.pending
	docs, clash := p.begin()
	if clash {
		if p.builder == nil {
			ix.collect(p.begun)
		}
		if err := ix.stage(); err != nil {
			return err
		}
		docs, _ = p.begin()
	}
	if p.builder == nil {
		docs = p.begun // who holds p.building alone changes it
	}
	ix.collect(docs)
	return nil
}

// collect adds documents to the builder. One whose text cannot be indexed, which is a fault of the program, is
// stored as it is, for it was acknowledged; Damage tells it.
func (ix *Index) collect(docs map[string]waiting) {
	p := &ix.pending
	var bare map[string]bool
	for again := true; again; {
		again = false
		if p.builder == nil {
			p.builder = collectors.Get().(*collector)
			p.builder.begin(ix.analyzer, ix.own)
		}
		for _, id := range slices.Sorted(maps.Keys(docs)) {
			w := docs[id]
			if w.doc == nil {
				continue
			}
			if bare[id] {
				_ = p.builder.addBare(context.Background(), w.doc, w.stored) // which ends with its context only
				continue
			}
			err := p.builder.addGuarded(w)
			if err == nil {
				continue
			}
			ix.note(fmt.Errorf("%w: article %q is stored, but its text is not found: %w; this is a fault of the program: please report it", ErrCorrupt, id, err))
			if bare == nil {
				bare = map[string]bool{}
			}
			bare[id], again = true, true
			p.builder, docs = nil, p.begun // what it has is of no use
			break
		}
	}
}

// stage makes a segment of what the builder has. Whoever calls it holds p.building.
func (ix *Index) stage() error {
	p := &ix.pending
	if len(p.begun) == 0 {
		return nil
	}
	c := p.builder
	p.builder = nil // it is used up
	defer collectors.Put(c)
	if err := ix.store.Stage(&c.out, slices.Collect(maps.Keys(p.begun)), p.upTo); err != nil {
		return err
	}
	p.end()
	return nil
}

// addGuarded is addStored, which makes an error of a panic; what was begun is of no use then.
func (c *collector) addGuarded(w waiting) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return c.addStored(context.Background(), w.doc, w.stored)
}

// settle sees to it that what waits is put into segments in time.
func (ix *Index) settle() {
	p := &ix.pending
	switch {
	case ix.isEnough():
		if p.saving.CompareAndSwap(false, true) {
			go ix.save(&p.saving)
		}
		return
	case ix.store.Durable() && p.timed.CompareAndSwap(false, true):
		time.AfterFunc(saveAfter, func() { ix.save(&p.timed) })
	}
	if p.absorbing.CompareAndSwap(false, true) {
		go ix.absorb()
	}
}

// isEnough says whether so much waits that it is to be written to the disk now.
func (ix *Index) isEnough() bool {
	changes, bytes := ix.store.Unsaved()
	return ix.pending.has(1) || changes >= enoughUnsaved || bytes >= enoughUnsavedBytes
}

// absorb analyzes what came, so that who reads need not, again and again while something comes: a goroutine for
// each article, with a stack of its own that has yet to grow, took a tenth of the time of indexing it.
func (ix *Index) absorb() {
	p := &ix.pending
	for rest := 0; rest < absorbRest; rest++ {
		time.Sleep(absorbEvery)
		came, err := ix.absorbFresh()
		if err != nil {
			return // Close has done it
		}
		if came {
			rest = 0
		}
	}
	p.absorbing.Store(false) // what comes from now on asks again
	if p.hasFresh() && p.absorbing.CompareAndSwap(false, true) {
		go ix.absorb()
	}
}

// absorbFresh analyzes what came, if anything did. The error is that the index is closed.
func (ix *Index) absorbFresh() (came bool, err error) {
	p := &ix.pending
	if err := ix.stayOpen(context.Background()); err != nil {
		return false, err
	}
	defer ix.mu.RUnlock()
	if !p.hasFresh() {
		return false, nil
	}
	p.building.Lock()
	defer p.building.Unlock()
	ix.note(ix.build())
	return true, nil
}

// save puts what waits on the disk. What fails is tried again after the next change. One save waits
// while another is under way, and finds that nothing is left to do where that took it along: else a disk
// that is slower than what comes would be given a manifest for every change.
func (ix *Index) save(asked *atomic.Bool) {
	if ix.stayOpen(context.Background()) != nil {
		return // Close has done it
	}
	defer ix.mu.RUnlock()
	p := &ix.pending
	p.writing.Lock()
	defer p.writing.Unlock()
	asked.Store(false) // what comes from now on asks again
	if asked == &p.saving && !ix.isEnough() {
		return
	}
	ix.note(ix.apply(ix.store.Durable()))
}

// room waits until there is room for what is to wait, or says why there is none.
func (ix *Index) room() error {
	if changes, bytes := ix.store.Unsaved(); changes >= mostUnsaved || bytes >= mostUnsavedBytes {
		if err := ix.apply(true); err != nil {
			return fmt.Errorf("%d changes wait in the journal and cannot be put into the index: %w", changes, err)
		}
	}
	if ix.pending.has(mostPending) {
		return ix.apply(false)
	}
	return nil
}

// recall lets what the journal held at opening wait.
func (ix *Index) recall(ctx context.Context) error {
	ops, last := ix.store.Waiting()
	if len(ops) == 0 {
		return nil
	}
	docs := make(map[string]waiting, len(ops))
	for _, o := range ops {
		docs[o.ID] = waiting{stored: o.Data}
	}
	for id, w := range docs {
		if w.stored == nil {
			continue
		}
		w.doc = &Document{ID: id}
		if err := w.doc.decode(ctx, w.stored); err != nil {
			return fmt.Errorf("article %q of the journal: %w", id, err)
		}
		docs[id] = w
	}
	ix.pending.add(docs, last)
	return nil
}
