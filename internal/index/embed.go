package index

import (
	"context"
	"errors"
	"fmt"

	"github.com/fihris-search/fihris/internal/meaning"
)

// Embedded is what making vectors has done.
type Embedded struct {
	Made    uint64 // articles that were given a vector
	Refused uint64 // whose text the embedder would have none for, the others of the batch being answered
	Left    uint64 // articles without a vector of the model, those refused among them
}

// ErrNoEmbedder is the error of Embed in an index without an embedder.
var ErrNoEmbedder = errors.New("no embedder was given")

const (
	embedBatch  = 32  // articles that the embedder is asked for at once
	embedWrite  = 512 // articles that are written at once, at most
	embedFaults = 3   // batches of which no text was answered, one after the other, after which it is believed that none will be
)

// Embed makes the vectors that articles lack: those that have none, or one of another model. Batches
// that were written are durable, so that it goes on where it ended. An article that is changed or
// removed meanwhile is left as it is. progress is told how many of how many were done; nil for nobody.
func (ix *Index) Embed(ctx context.Context, progress func(done, all uint64)) (out Embedded, err error) {
	if err := ix.stayOpen(ctx); err != nil {
		return out, err
	}
	ix.mu.RUnlock() // who makes vectors keeps nobody from closing: see what is read and written below
	e := ix.opts.Embedder
	if e == nil {
		return out, ErrNoEmbedder
	}
	if ix.opts.ReadOnly {
		return out, ErrReadOnly
	}
	ids, err := ix.withoutVector(ctx, e.Model())
	if err != nil {
		return out, err
	}
	out.Left = uint64(len(ids))
	all, faults := out.Left, 0
	var ready []Document
	var last error // of a batch of which no text was answered
	write := func() error {
		n, err := ix.fill(ctx, ready)
		out.Made += n
		ready = ready[:0]
		return err
	}
	for done := 0; done < len(ids); {
		batch := ids[done:min(done+embedBatch, len(ids))]
		docs, err := ix.readAll(ctx, batch)
		if err != nil {
			return out, errors.Join(err, write())
		}
		refused, failure := embedAll(ctx, e, docs)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		for i := range docs {
			if len(docs[i].Vector) > 0 {
				ready = append(ready, docs[i])
			}
		}
		if faults++; failure == nil {
			faults = 0
			out.Refused += refused
		} else {
			last = failure
		}
		if faults == embedFaults {
			if err = write(); err == nil {
				err = fmt.Errorf("%w: it goes on from here when it is run again", failure)
			}
			out.Left -= out.Made
			return out, err
		}
		if done += len(batch); len(ready) >= embedWrite || done == len(ids) {
			if err := write(); err != nil {
				return out, err
			}
		}
		if progress != nil {
			progress(uint64(done), all)
		}
	}
	out.Left -= min(out.Left, out.Made)
	if out.Made == 0 {
		return out, last // nothing came of it
	}
	return out, nil
}

// embedAll gives documents their vectors. Where the embedder refuses all of them together it is asked
// for each: one text may be what it cannot bear. failure is the error of a batch of which none was answered.
func embedAll(ctx context.Context, e meaning.Embedder, docs []Document) (refused uint64, failure error) {
	if len(docs) == 0 {
		return 0, nil
	}
	texts := make([]string, len(docs))
	for i := range docs {
		docs[i].Vector, docs[i].VectorModel = nil, ""
		texts[i] = embeddedText(&docs[i])
	}
	got, err := meaning.Ask(ctx, e, meaning.Passage, texts)
	if err == nil {
		for i := range docs {
			docs[i].Vector, docs[i].VectorModel = meaning.Unpack(got[i]), e.Model()
		}
		return 0, nil
	}
	if len(docs) == 1 || ctx.Err() != nil {
		return 1, err
	}
	first := err
	for i := range docs {
		n, _ := embedAll(ctx, e, docs[i:i+1])
		if refused += n; refused == 2 && i == 1 { // neither of two: it does not answer at all
			return uint64(len(docs)), first
		}
	}
	return refused, nil
}

// embeddedText is what of an article has its meaning. The embedder takes of it what it can.
func embeddedText(d *Document) string {
	if d.Title == "" || d.Body == "" {
		return d.Title + d.Body
	}
	return d.Title + "\n\n" + d.Body
}

// withoutVector lists the articles that have no vector of a model.
func (ix *Index) withoutVector(ctx context.Context, model string) (ids []string, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	number := modelNumber(model)
	for _, s := range v.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for doc, m := range s.seg.Column(columnModel, nil) {
			if m == number || m == anyModel || s.deleted != nil && s.deleted.Contains(uint32(doc)) {
				continue
			}
			id, err := s.docID(uint32(doc))
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// readAll reads those articles that are still there.
func (ix *Index) readAll(ctx context.Context, ids []string) (docs []Document, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	for _, id := range ids {
		doc, ok := v.lookUp(id)
		if !ok {
			continue
		}
		d, err := v.document(ctx, doc)
		if err != nil {
			return nil, err
		}
		if embeddedText(&d) != "" {
			docs = append(docs, d)
		}
	}
	return docs, nil
}

// fill writes documents that got a vector, where they are still what they were.
func (ix *Index) fill(ctx context.Context, docs []Document) (n uint64, err error) {
	if len(docs) == 0 {
		return 0, nil
	}
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	leave, err := ix.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave(&err)
	defer ix.store.Claim(ids)() // from here on nobody else writes them
	now, err := ix.view(ctx)
	if err != nil {
		return 0, err
	}
	defer now.close()
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(ix.analyzer, ix.own)
	var written []string
	var scratch []byte
	for i := range docs {
		d := &docs[i]
		at, ok := now.lookUp(d.ID)
		if !ok {
			continue
		}
		s, k := now.locate(at)
		there, err := s.stored(ctx, k)
		if err == nil {
			scratch, err = d.appendStored(ctx, scratch[:0])
		}
		if err != nil {
			return 0, err
		}
		without := *d
		without.Vector = nil
		if same, err := without.isStoredAs(scratch, there); err != nil {
			return 0, err
		} else if !same {
			continue
		}
		if err := c.add(ctx, d); err != nil {
			return 0, err
		}
		written = append(written, d.ID)
	}
	if len(written) == 0 {
		return 0, nil
	}
	return uint64(len(written)), ix.store.Write(&c.out, written)
}
