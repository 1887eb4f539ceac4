package index

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
)

// Filter narrows a search; empty fields do not filter.
type Filter struct {
	From, To                              time.Time // From inclusive, To exclusive
	Sources, Sections, Tags, Authors, IDs []string
	Except                                []string // IDs of documents that are left out
	Where                                 []Condition
}

// Condition is what a document must have in a field; empty parts ask for nothing.
type Condition struct {
	Field    string
	Any      []string  // one of these values; of numbers and dates, one within them
	None     []string  // none of these
	Min, Max *float64  // a number from Min to Max, both included
	From, To time.Time // a date at or after From and before To
}

// IsZero says whether the filter lets everything through.
func (f *Filter) IsZero() bool {
	return !f.isDated() && len(f.values())+len(f.IDs)+len(f.Except)+len(f.Where) == 0
}

// isDated says whether the filter asks for a date.
func (f *Filter) isDated() bool { return !f.From.IsZero() || !f.To.IsZero() }

// filtered is the set of a request's filter, nil if it has none. It is kept
// with the view: readers page through one filter.
func (v *view) filtered(ctx context.Context, f Filter) (docset.Set, error) {
	switch {
	case f.IsZero():
		return nil, nil
	case len(f.IDs)+len(f.Except) > 0:
		return v.narrow(ctx, f) // few and seldom the same
	}
	return v.kept(f.key(), func() (docset.Set, error) { return v.narrow(ctx, f) })
}

// key names what a filter asks for, but for IDs.
func (f *Filter) key() string {
	key := fmt.Sprintf("%s %s %q", f.From.UTC(), f.To.UTC(), f.values())
	for _, c := range f.Where {
		key += fmt.Sprintf(" %q %q %q %s %s", c.Field, c.Any, c.None, c.From.UTC(), c.To.UTC())
		for _, end := range [...]*float64{c.Min, c.Max} {
			if end == nil {
				key += " -"
			} else {
				key += fmt.Sprintf(" %g", *end)
			}
		}
	}
	return key
}

// narrow computes the set of a filter.
func (v *view) narrow(ctx context.Context, f Filter) (docset.Set, error) {
	var out docset.Set
	if f.isDated() {
		s, err := v.published(ctx, f.From, f.To)
		if err != nil {
			return nil, err
		}
		out = s
	}
	for _, k := range f.values() {
		s, err := v.holding(ctx, k.stored, k.values...)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	for i := range f.Where {
		s, err := v.meeting(ctx, &f.Where[i])
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	if len(f.IDs) > 0 {
		s, err := v.identified(f.IDs)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	if len(f.Except) > 0 {
		s, err := v.identified(f.Except)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, v.all()).Not(s)
	}
	return out, nil
}

// fieldValues is any of which values a field must have.
type fieldValues struct {
	field, stored string
	values        []string
}

// values lists the fields of which a filter asks for values.
func (f *Filter) values() (all []fieldValues) {
	for i := range Keywords {
		if values := *Keywords[i].Wanted(f); len(values) > 0 {
			all = append(all, fieldValues{Keywords[i].Name, Keywords[i].stored, values})
		}
	}
	return all
}

// identified is the set of articles of the IDs.
func (v *view) identified(ids []string) (docset.Set, error) {
	return v.gather(func(s *segment) (*roaring.Bitmap, error) {
		docs := s.seg.FindAll(ids)
		if s.deleted != nil {
			docs.AndNot(s.deleted)
		}
		return docs, nil
	})
}

// published is the set of articles published at or after from and before to; a
// zero time leaves that side open. Without a known date an article is in no period.
func (v *view) published(ctx context.Context, from, to time.Time) (docset.Set, error) {
	k := keySpan{noDate + 1, math.MaxInt64}
	if !from.IsZero() {
		k.from = max(k.from, ceilSecond(from))
	}
	if !to.IsZero() {
		k.to = ceilSecond(to) - 1
	}
	return v.within(ctx, fieldPublished, k)
}

// ceilSecond rounds up: dates are kept to the second.
func ceilSecond(t time.Time) int64 {
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return s
}

// foldValue is what two spellings of a source or a section share.
func (v *view) foldValue(s string) string {
	key := ""
	for _, t := range v.analyzer.AppendUnits(nil, s) {
		key += t.Exact + " "
	}
	if key == "" {
		return s // no word in it: only itself
	}
	return key
}
