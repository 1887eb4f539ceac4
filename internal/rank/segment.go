package rank

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// Segment is an immutable part of an index. Its documents are numbered from 0
// to Docs()-1. Only Deleted may differ between two values of the same Key, and
// deletions may only be added.
type Segment interface {
	// Key identifies the segment for as long as the process lives: lists
	// are cached under it.
	Key() uint64
	// Docs is the number of documents, deleted ones included.
	Docs() int
	// Deleted tells the deleted documents; nil stands for none. It is not
	// modified once it has been returned.
	Deleted() *roaring.Bitmap
	// Postings appends the postings of a term to dst, documents ascending.
	// Whether deleted documents are among them does not matter. A term or
	// a field that the segment lacks has no postings and is no error.
	Postings(field, term string, dst *Postings) error
	// Lengths returns the number of tokens of the field in every document,
	// Docs() of them. It is called once for a segment and a field; levels
	// that always have the same lengths may return the same slice.
	Lengths(field string) ([]uint32, error)
}

// WordReader is a Segment that can read the parts of a word together, because
// they share postings: the forms of a stem are among those of its root.
type WordReader interface {
	Segment
	// ReadWord adds the postings of all parts to rows. It returns false,
	// having added nothing, if the parts had better be read one by one.
	ReadWord(parts []Part, rows *Rows) (bool, error)
}

// Postings is a list of postings: documents ascending, and how often each
// holds the term (at least once).
type Postings struct {
	Docs  []uint32
	Freqs []uint32
}

// Add appends one posting.
func (p *Postings) Add(doc, freq uint32) {
	p.Docs = append(p.Docs, doc)
	p.Freqs = append(p.Freqs, freq)
}

// Reset empties the list and keeps its memory.
func (p *Postings) Reset() {
	p.Docs, p.Freqs = p.Docs[:0], p.Freqs[:0]
}

// check says whether the postings fit a segment of n documents: bad postings
// come from damaged files and must not become an index out of range.
func (p *Postings) check(n int) error {
	if len(p.Docs) != len(p.Freqs) {
		return fmt.Errorf("%d documents but %d frequencies", len(p.Docs), len(p.Freqs))
	}
	last := int64(-1)
	for i, d := range p.Docs {
		if int64(d) <= last || int64(d) >= int64(n) {
			return fmt.Errorf("document %d after %d in a segment of %d", d, last, n)
		}
		if p.Freqs[i] == 0 {
			return fmt.Errorf("document %d with a frequency of 0", d)
		}
		last = int64(d)
	}
	return nil
}
