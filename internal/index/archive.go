package index

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/fihris-search/fihris/internal/store"
)

// Archive is what is stored in an index of any format, analyzer and word lists,
// damaged or not: see store.Archive.
type Archive struct {
	*store.Archive
	unproved, twice uint64
}

// OpenArchive opens what is stored in the index in dir. Damage is no error but a
// note of the archive, unless nothing at all can be read.
func OpenArchive(ctx context.Context, dir string, lockTimeout time.Duration) (*Archive, error) {
	a, err := store.OpenArchive(ctx, dir, store.Options{LockTimeout: lockTimeout})
	if err != nil {
		return nil, err
	}
	return &Archive{Archive: a}, nil
}

// Fields are those that the index was declared with; none where it does not say, or says
// what this program does not know.
func (a *Archive) Fields() []Field {
	fields, err := parseFields(a.Meta.Fields)
	if err != nil {
		return nil
	}
	return fields
}

// Documents yields the documents in the order of their IDs. One that is damaged
// comes with its ID, as far as that can be read, and an error that is ErrCorrupt, and
// the sequence goes on; any other error ends it.
func (a *Archive) Documents(ctx context.Context) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		a.unproved, a.twice = 0, 0
		for s := range a.Archive.Documents(ctx) {
			if err := ctx.Err(); err != nil {
				yield(Document{}, err)
				return
			}
			d := Document{ID: s.ID}
			err := damage(s.Err)
			if err == nil {
				err = d.decode(ctx, s.Data)
			}
			if ctx.Err() != nil {
				yield(Document{}, ctx.Err())
				return
			}
			if err != nil {
				if !yield(Document{ID: s.ID}, fmt.Errorf("article %q of %s: %w", s.ID, s.Name, err)) {
					return
				}
				continue
			}
			if !s.Sound && !provesID(s.Data) {
				a.unproved++
			}
			if s.Twice {
				a.twice++
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// Doubts says what of the documents that were yielded is not certain.
func (a *Archive) Doubts() (notes []string) {
	if a.unproved > 0 {
		notes = append(notes, fmt.Sprintf("the text of %d articles agrees with its checksum; their IDs have none in this format, and the segment is damaged", a.unproved))
	}
	if a.twice > 0 {
		notes = append(notes, fmt.Sprintf("of %d articles there were several versions: which is the newest is not known", a.twice))
	}
	return notes
}

// IsCurrent says whether the index is of the format, layout and analyzer of this
// program.
func (a *Archive) IsCurrent() bool { return isCurrent(a.Meta) }

func isCurrent(m store.Meta) bool {
	m.Words, m.Fields, m.Base = "", "", ""
	return m == currentMeta("", "")
}
