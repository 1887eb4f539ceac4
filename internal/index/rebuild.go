package index

import (
	"bytes"
	"context"
	"crypto/sha256"
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

// Rebuild makes the index in dir anew of the documents that are stored in it, as
// this program makes it, with the words of opts, and puts it in the place of the
// old one in one step: see store.Renewal. The old one is as it was after any error, and while
// it takes; nobody else can write meanwhile.
//
// The words must be those that the index was made with, unless newWords. It is
// refused where anything would be lost: where a document is damaged, or where it is
// not known which were removed. progress is told how many documents were taken so
// far; nil for nobody.
func Rebuild(ctx context.Context, dir string, opts Options, newWords bool, progress func(done, all uint64)) (out Rebuilt, err error) {
	var r *store.Renewal
	ix, err := open(opts, func(m store.Meta, o store.Options) (s *store.Store, err error) {
		if r, err = store.Renew(dir, m, o); err != nil {
			return nil, err
		}
		return r.Store, nil
	})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, ix.views.close(), r.Close()) }()
	out.Old = r.Old.Meta
	if err := rebuildable(r.Old, hashWords(opts.Words), newWords); err != nil {
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
		again.add(&d)
		out.Documents++
	}
	if out.Documents != r.Old.Live || !bytes.Equal(again.sum(), sum) {
		return out, fmt.Errorf("what was made anew does not hold what the index holds (%d of %d articles): nothing was changed; this is a fault of the program: please report it", out.Documents, r.Old.Live)
	}
	return out, r.Publish()
}

// rebuildable says why an index cannot be rebuilt without losing anything.
func rebuildable(old *store.Archive, words string, newWords bool) error {
	const takeOut = "take out what can be read (fihris export), look at it, and index that as a new index"
	switch {
	case !old.Whole || old.Lost > 0:
		return fmt.Errorf("%w: not rebuilt, for articles would be lost: %s", errors.Join(old.Notes...), takeOut)
	case old.Meta.Format == 0:
		return fmt.Errorf("%w: what made the index is not known, fihris.json is missing: %s", ErrCorrupt, takeOut)
	case old.Meta.Words != words && !newWords:
		return fmt.Errorf("%w: other word lists were given when it was created, and only their hash is kept", ErrOtherWords)
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
			taken.add(&d)
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
	return taken.sum(), nil
}

// digest is a hash of documents in their order.
type digest struct {
	stored []byte
	of     [sha256.Size]byte
}

func newDigest() *digest { return &digest{} }

func (g *digest) add(d *Document) {
	g.stored = d.appendStored(append(g.stored[:0], g.of[:]...))
	g.stored = appendString(g.stored, d.ID)
	g.of = sha256.Sum256(g.stored)
}

func (g *digest) sum() []byte { return g.of[:] }
