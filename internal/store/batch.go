package store

import (
	"sync"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/fihris-search/fihris/internal/posting"
)

// Write adds the documents of a builder as one batch, replacing those that have
// the same IDs, and returns when they are durable. The IDs are those of the
// builder, each once; the builder may be used again afterwards.
func (s *Store) Write(b *posting.Builder, ids []string) error {
	batch := &bleveindex.Batch{IndexOps: make(map[string]bleveindex.Document, len(ids))}
	for _, id := range ids {
		batch.IndexOps[id] = &document{id, b}
	}
	return s.batch(batch)
}

// Delete removes the documents of the IDs and returns when that is durable.
func (s *Store) Delete(ids []string) error {
	batch := bleveindex.NewBatch()
	for _, id := range ids {
		batch.Delete(id)
	}
	return s.batch(batch)
}

// batch waits for a merge that must not meet a batch: see Optimize.
func (s *Store) batch(b *bleveindex.Batch) error {
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	s.writing.RLock()
	defer s.writing.RUnlock()
	return s.scorch.Batch(b)
}

// document is a document as bleve sees it: an ID. The rest is in its builder,
// which bleve hands on when it has the IDs of a batch.
type document struct {
	id string
	in *posting.Builder
}

func (d *document) ID() string                                        { return d.id }
func (d *document) Size() int                                         { return len(d.id) }
func (d *document) AddIDField()                                       {}
func (d *document) VisitFields(bleveindex.FieldVisitor)               {}
func (d *document) VisitComposite(_ bleveindex.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                                { return false }
func (d *document) NumPlainTextBytes() uint64                         { return 0 }
func (d *document) StoredFieldsBytes() uint64                         { return 0 }
func (d *document) Indexed() bool                                     { return false }

// Claim waits until nobody else holds any of the IDs, and holds them until it
// is released. Batches run side by side unless they share an ID; who claims
// before he makes a batch has it written before those that claim after him.
func (s *Store) Claim(ids []string) (release func()) { return s.claims.hold(ids) }

// claims are the IDs that batches under way hold.
type claims struct {
	mu   sync.Mutex
	free sync.Cond
	held map[string]struct{}
}

func (c *claims) hold(ids []string) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[string]struct{}{}
		c.free.L = &c.mu
	}
	for c.anyHeld(ids) {
		c.free.Wait()
	}
	for _, id := range ids {
		c.held[id] = struct{}{}
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, id := range ids {
			delete(c.held, id)
		}
		c.free.Broadcast()
	}
}

func (c *claims) anyHeld(ids []string) bool {
	if len(c.held) == 0 {
		return false
	}
	for _, id := range ids {
		if _, ok := c.held[id]; ok {
			return true
		}
	}
	return false
}
