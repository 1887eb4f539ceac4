package index

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"

	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/store"
)

// Check looks whether the index in dir is whole: first every byte of its files,
// then, unless opts.Quick, every article: that its text agrees with its
// checksum, that it is found by its ID, and that its postings and columns are
// those which indexing it again gives; at last, that what a segment derives of these, such as
// the lists of roots and stems, is what they give. It returns nil, or the errors of all that is
// damaged, joined; of articles the first maxFaults. For the second part it needs the words the index
// was made with. Of an index of another version, whose postings nobody can judge any more, it
// looks at files and articles, and says so: where these are whole, the error is
// ErrAnalyzerChanged.
func Check(ctx context.Context, dir string, opts Options) error {
	if made, err := store.Made(dir); err == nil && !isCurrent(made) {
		old, err := OpenArchive(ctx, dir, opts.LockTimeout)
		if err != nil {
			return err
		}
		return errors.Join(old.check(ctx, opts.Quick), old.Close())
	}
	so := store.Options{LockTimeout: opts.LockTimeout}
	if err := store.Check(ctx, dir, so); err != nil || opts.Quick {
		return err
	}
	opts.ReadOnly, opts.Quick = true, true // all was read a moment ago
	ix, err := Open(dir, opts)
	if err != nil {
		return err
	}
	return errors.Join(ix.checkArticles(ctx), ix.Close())
}

// check looks at what an index of another version holds, and says which it is.
func (a *Archive) check(ctx context.Context, filesOnly bool) error {
	want := currentMeta(a.Meta.Words, a.Meta.Fields)
	version := a.Meta.Check(want)
	if filesOnly {
		return errors.Join(append(a.Notes, version)...)
	}
	faults, damaged, whole := a.Notes, 0, uint64(0)
	for _, err := range a.Documents(ctx) {
		switch {
		case err == nil:
			whole++
		case !errors.Is(err, ErrCorrupt):
			return err
		default:
			if damaged++; damaged <= maxFaults {
				faults = append(faults, err)
			}
		}
	}
	return errors.Join(append(faults, fmt.Errorf("%w; %d of its %d articles are whole", version, whole, a.Live))...)
}

// maxFaults is how many damaged articles are told.
const maxFaults = 100

// checkBatch is how many articles are indexed again at once.
const checkBatch = 1000

// checkArticles compares every article with its postings.
func (ix *Index) checkArticles(ctx context.Context) (err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	c := &checking{seed: maphash.MakeSeed(), v: v}
	for i, s := range v.segs {
		if err := c.segment(ctx, ix, i, s); err != nil {
			return err
		}
	}
	return errors.Join(c.faults...)
}

// checking is one run of checkArticles.
type checking struct {
	seed   maphash.Seed
	v      *view
	faults []error
}

func (c *checking) fault(id string, format string, args ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, fmt.Errorf("%w: article %q: %s", ErrCorrupt, id, fmt.Sprintf(format, args...)))
	}
}

// segment compares the articles of a segment: what all that the segment says of a
// document adds up to with what indexing the document again does.
func (c *checking) segment(ctx context.Context, ix *Index, number int, s *segment) error {
	said, err := c.sums(ctx, s.seg)
	if err != nil {
		return err
	}
	col := collectors.Get().(*collector)
	defer collectors.Put(col)
	var docs []uint32 // of the batch
	var ids []string
	compare := func() error {
		if len(docs) == 0 {
			return nil
		}
		data, err := col.out.Segment()
		if errors.Is(err, posting.ErrInterrupted) {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		again, err := posting.Open(data)
		if err != nil {
			return err
		}
		sums, err := c.sums(ctx, again)
		if err != nil {
			return err
		}
		for i, doc := range docs {
			if sums[i] != said[doc] {
				c.fault(ids[i], "its postings are not those of its text")
			}
		}
		docs, ids = docs[:0], ids[:0]
		return nil
	}
	for doc := range uint32(s.docs) {
		if s.deleted != nil && s.deleted.Contains(doc) {
			continue
		}
		if len(docs) == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			col.begin(ix.analyzer, ix.own)
			col.out.Stop = ctx.Done()
		}
		d, err := c.v.document(ctx, c.v.base[number]+uint64(doc))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			c.fault(d.ID, "%v", err)
			continue
		}
		if at, ok := s.seg.Find(d.ID); !ok || at != doc {
			c.fault(d.ID, "it is not found by its ID")
		}
		if err := col.add(ctx, &d); err != nil {
			return err
		}
		docs, ids = append(docs, doc), append(ids, d.ID)
		if len(docs) == checkBatch {
			if err := compare(); err != nil {
				return err
			}
		}
	}
	if err := compare(); err != nil {
		return err
	}
	err = posting.Verify(s.seg, ctx.Done())
	if errors.Is(err, posting.ErrInterrupted) {
		return ctx.Err()
	}
	if err != nil {
		c.faults = append(c.faults, fmt.Errorf("segment %d: %w", number, damage(err)))
	}
	return nil
}

// sums adds up, for each document, a hash of everything that a segment says of
// it: terms, frequencies, positions, columns.
func (c *checking) sums(ctx context.Context, s *posting.Segment) ([]uint64, error) {
	sums := make([]uint64, s.Docs())
	for _, name := range s.Columns() {
		of := maphash.String(c.seed, "column "+name)
		for doc, value := range s.Column(name, nil) {
			if value != 0 { // as good as none
				sums[doc] += mix(of, uint64(value))
			}
		}
	}
	var docs, freqs []uint32
	for _, name := range s.Fields() {
		f := s.Field(name)
		cursor, n := f.From(""), 0
		for ; cursor.Next(); n++ {
			if n%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			of := maphash.String(c.seed, name+" "+string(cursor.Term()))
			l := cursor.List()
			var err error
			if docs, freqs, err = l.Append(docs[:0], freqs[:0]); err != nil {
				return nil, damage(err)
			}
			if !f.Located() {
				for i, doc := range docs {
					sums[doc] += mix(of, uint64(freqs[i]))
				}
				continue
			}
			err = l.Positions(docs, freqs, docs, func(i int, positions []uint32) {
				h := mix(of, uint64(freqs[i]))
				for _, p := range positions {
					h = mix(h, uint64(p))
				}
				sums[docs[i]] += h
			})
			if err != nil {
				return nil, damage(err)
			}
		}
		if err := cursor.Err(); err != nil || n != f.Terms() {
			return nil, damage(errors.Join(err, posting.ErrCorrupt))
		}
	}
	return sums, nil
}

// mix adds a number to a hash.
func mix(h, x uint64) uint64 {
	h ^= x + 0x9e3779b97f4a7c15
	h *= 0xff51afd7ed558ccd
	return h ^ h>>32
}
