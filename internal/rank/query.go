package rank

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// MaxParts is the greatest number of parts of a word.
const MaxParts = 8

// Query says what to look for.
type Query struct {
	// Words are what scores: any of them may match.
	Words []Word
	// Filter, if not nil, has one bitmap for each segment of the snapshot:
	// only its documents can be hits. A nil bitmap lets none through.
	Filter []*roaring.Bitmap
	// Every leaves out the documents that do not hold every word.
	Every bool
	// Rest makes the documents that hold no word hits too, of score 0:
	// those of the filter, or without one all that are live.
	Rest bool
	// Bytes is how much memory the words may take, if that is more than the cache
	// may: 0 means 128 MB.
	Bytes int64
}

// Word is one word of a query, in all the ways in which it counts.
type Word struct {
	// Parts are added in this order. A document holds the word when it
	// holds the first part, or one that suffices.
	Parts []Part
	// Boost multiplies the score of the word: from 1e-9 to 1e9; 0 means 1.
	Boost float64
	// Read, if not nil, reads all parts of a segment at once, in place of the List
	// of each: the same postings in less time. It returns false, having added
	// nothing, if they had better be read one by one.
	Read func(seg Segment, rows *Rows) (bool, error)
}

// Part is one way in which a word may match: a level or a field.
type Part struct {
	// Field is where lengths come from, and the terms.
	Field string
	// Weight multiplies the BM25 score of the part: 0, or from 1e-9 to 1e9.
	// A part of weight 0 matches without adding anything.
	Weight float64
	// Terms are counted as one term: a document holds it that holds any,
	// and its frequency is the sum.
	Terms []string
	// List appends the postings of the part in a segment, in place of
	// Terms: a phrase, say.
	List func(seg Segment, dst *Postings) error
	// Key names what List returns among the parts of the field, so that it
	// can be cached. Without a key a word is computed for every call.
	Key string
	// Of is what List is made of, for whoever has to find it by other means. It is not
	// looked at here.
	Of any
	// Suffices says that a document which holds the part holds the word, as with the
	// first part: another field that is searched for it.
	Suffices bool
}

// Hit is a document found. Doc counts from the first document of the first
// segment through all of them.
type Hit struct {
	Doc   uint64
	Score float64
}

// Options are the lesser choices of a search; the zero value is useful.
type Options struct {
	// Less orders documents of equal score; nil orders them by number.
	// It must be a strict order. It is called for ties only.
	Less func(a, b uint64) bool
	// After, if not nil, asks for hits that come after a place in the list.
	After *After
	// Totals, if not nil, is set to what Count returns: the words are made ready once for both.
	Totals *Totals
	// Exhaustive scores every document that holds a word: the oracle for
	// the search that skips, and slower.
	Exhaustive bool
}

// After is a place in a list of hits.
type After struct {
	// Score is the score of the last hit before the place.
	Score float64
	// Behind says whether a document of that very score comes after it;
	// nil lets none through.
	Behind func(doc uint64) bool
}

// boost returns the factor of the word.
func (w *Word) boost() float64 {
	if w.Boost == 0 {
		return 1
	}
	return w.Boost
}

// SameAs says whether two words match the same, and score alike but for their
// boosts.
func (w *Word) SameAs(o *Word) bool {
	return slices.EqualFunc(w.Parts, o.Parts, func(a, b Part) bool {
		if a.Field != b.Field || a.Weight != b.Weight || (a.List == nil) != (b.List == nil) || a.Suffices != b.Suffices {
			return false
		}
		if a.List != nil {
			return a.Key != "" && a.Key == b.Key
		}
		return slices.Equal(a.Terms, b.Terms)
	})
}

// holding is the parts that a document must hold one of to hold the word: a set of bits.
func (w *Word) holding() uint {
	set := uint(1)
	for i := range w.Parts {
		if w.Parts[i].Suffices {
			set |= 1 << i
		}
	}
	return set
}

// cacheable says whether the word's lists are known by name.
func (w *Word) cacheable() bool {
	for i := range w.Parts {
		if w.Parts[i].List != nil && w.Parts[i].Key == "" {
			return false
		}
	}
	return true
}

// check refuses what would make a score wrong or unbounded.
func (w *Word) check() error {
	if len(w.Parts) > MaxParts {
		return fmt.Errorf("a word of %d parts; at most %d", len(w.Parts), MaxParts)
	}
	if !isFactor(w.Boost) {
		return fmt.Errorf("boost %v of a word", w.Boost)
	}
	for i := range w.Parts {
		if x := w.Parts[i].Weight; !isFactor(x) {
			return fmt.Errorf("weight %v of field %q", x, w.Parts[i].Field)
		}
	}
	return nil
}

// isFactor says whether x is a boost or weight: products of the greatest must
// not overflow, nor those of the least vanish.
func isFactor(x float64) bool { return x == 0 || x >= 1e-9 && x <= 1e9 }

// check refuses a query that does not fit the snapshot.
func (q *Query) check(s *Snapshot) error {
	if s == nil {
		return errors.New("no snapshot")
	}
	if q.Filter != nil && len(q.Filter) != len(s.segs) {
		return fmt.Errorf("a filter of %d bitmaps for %d segments", len(q.Filter), len(s.segs))
	}
	for i := range q.Words {
		if err := q.Words[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// appendKey appends the name of the word's lists to dst. Every string is
// preceded by its length, so that no two words share a name.
func (w *Word) appendKey(dst []byte) []byte {
	for i := range w.Parts {
		p := &w.Parts[i]
		dst = appendString(dst, p.Field)
		dst = appendUint64(dst, math.Float64bits(p.Weight))
		if p.Suffices {
			dst = append(dst, 's')
		}
		if p.List != nil {
			dst = appendString(append(dst, 'l'), p.Key)
			continue
		}
		dst = appendUint32(append(dst, 't'), uint32(len(p.Terms)))
		for _, t := range p.Terms {
			dst = appendString(dst, t)
		}
	}
	return dst
}

// KeyOf makes of strings a key that no other strings make: for [Part.Key].
func KeyOf(parts ...string) string {
	var key []byte
	for _, p := range parts {
		key = appendString(key, p)
	}
	return string(key)
}

func appendString(dst []byte, s string) []byte {
	return append(appendUint32(dst, uint32(len(s))), s...)
}

func appendUint32(dst []byte, x uint32) []byte {
	return append(dst, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
}

func appendUint64(dst []byte, x uint64) []byte {
	return appendUint32(appendUint32(dst, uint32(x)), uint32(x>>32))
}
