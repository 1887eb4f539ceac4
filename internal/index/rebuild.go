package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/fihris-search/fihris/internal/store"
)

// Rebuilt is what a rebuild has done.
type Rebuilt struct {
	Documents uint64
	Old       store.Meta // what the index was made by
}

// RebuildChanges says in what a rebuilt index may differ from what it was: its words,
// its fields.
type RebuildChanges struct{ Words, Fields bool }

// Rebuild makes the index in dir anew of the documents that are stored in it, as
// this program makes it, with the words of opts, and puts it in the place of the
// old one in one step: see store.Renewal. The old one is as it was after any error, and while
// it takes; nobody else can write meanwhile.
//
// Words and fields must be those that the index was made with, unless changes allow others. It is
// refused where anything would be lost: where a document is damaged, or where it is
// not known which were removed. progress is told how many documents were taken so
// far; nil for nobody.
func Rebuild(ctx context.Context, dir string, opts Options, changes RebuildChanges, progress func(done, all uint64)) (out Rebuilt, err error) {
	var r *store.Renewal
	fields := opts.Fields
	if made, err := store.Made(dir); err == nil && fields == nil { // else what comes says why
		if fields, err = parseFields(made.Fields); err != nil {
			return out, err
		}
	}
	ix, err := open(opts, fields, func(m store.Meta, o store.Options) (s *store.Store, err error) {
		if r, err = store.Renew(ctx, dir, m, o); err != nil {
			return nil, err
		}
		return r.Store, nil
	})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, ix.views.close(), r.Close()) }()
	ix.direct = true // nothing is there before all of it is
	out.Old = r.Old.Meta
	if err := rebuildable(r.Old, currentMeta(hashWords(opts.Words), formatFields(ix.own.fields)), changes); err != nil {
		return out, err
	}
	sum, err := ix.refill(ctx, &Archive{Archive: r.Old}, progress)
	if err != nil {
		return out, err
	}
	again := newDigest()
	for d, err := range ix.All(ctx) {
		if err != nil {
			return out, err
		}
		if err := again.add(ctx, &d); err != nil {
			return out, err
		}
		out.Documents++
	}
	if out.Documents != r.Old.Live || !bytes.Equal(again.of, sum) {
		return out, fmt.Errorf("what was made anew does not hold what the index holds (%d of %d articles): nothing was changed; this is a fault of the program: please report it", out.Documents, r.Old.Live)
	}
	return out, r.Publish(ctx)
}

// rebuildable says why an index cannot be rebuilt without losing anything.
func rebuildable(old *store.Archive, want store.Meta, changes RebuildChanges) error {
	const takeOut = "take out what can be read (fihris export), look at it, and index that as a new index"
	switch {
	case !old.Whole || old.Lost > 0:
		return fmt.Errorf("%w: not rebuilt, for articles would be lost: %s", errors.Join(old.Notes...), takeOut)
	case old.Meta.Format == 0:
		return fmt.Errorf("%w: what made the index is not known, fihris.json is missing: %s", ErrCorrupt, takeOut)
	case old.Meta.Words != want.Words && !changes.Words:
		return fmt.Errorf("%w: other word lists were given when it was created, and only their hash is kept", ErrOtherWords)
	case !changes.Fields:
		same := want
		same.Fields = old.Meta.Fields
		return same.Check(want)
	}
	return nil
}

// refill adds the documents of an archive, all of them or none, and returns their
// digest.
func (ix *Index) refill(ctx context.Context, a *Archive, progress func(done, all uint64)) ([]byte, error) {
	var broken error
	taken := newDigest()
	docs := iter.Seq[Document](func(yield func(Document) bool) {
		n := uint64(0)
		for d, err := range a.Documents(ctx) {
			if err != nil {
				broken = err
				return
			}
			if broken = taken.add(ctx, &d); broken != nil {
				return
			}
			if n++; progress != nil {
				progress(n, a.Live)
			}
			if !yield(d) {
				return
			}
		}
	})
	_, refused, err := ix.Add(ctx, docs)
	switch {
	case err != nil:
		return nil, err
	case broken != nil:
		return nil, fmt.Errorf("%w: not rebuilt, for it would be lost; export tells all that are damaged", broken)
	case len(refused) > 0:
		return nil, fmt.Errorf("article %q cannot be taken over (of %d such): %w", refused[0].ID, len(refused), refused[0].Err)
	}
	return taken.of, nil
}

// digest is a hash of documents in their order.
type digest struct {
	stored []byte
	of     []byte
}

func newDigest() *digest { return &digest{of: make([]byte, hashSize)} }

// add takes the next document in. It ends early, with its error, when ctx does.
func (g *digest) add(ctx context.Context, d *Document) (err error) {
	if g.stored, err = d.appendStored(ctx, append(g.stored[:0], g.of...)); err != nil {
		return err
	}
	g.stored, _ = d.appendVector(g.stored) // which was packed before
	g.stored = appendString(g.stored, d.ID)
	g.of, err = hash(ctx, g.stored)
	return err
}
