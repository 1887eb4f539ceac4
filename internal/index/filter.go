package index

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// Filter narrows a search; empty fields do not filter.
type Filter struct {
	From, To                     time.Time // From inclusive, To exclusive
	Sources, Sections, Tags, IDs []string
	Except                       []string // IDs of documents that are left out
}

// IsZero says whether the filter lets everything through.
func (f *Filter) IsZero() bool {
	return !f.isDated() && len(f.values())+len(f.IDs)+len(f.Except) == 0
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
	return v.kept(fmt.Sprintf("%s %s %q", f.From.UTC(), f.To.UTC(), f.values()), func() (docset.Set, error) {
		return v.narrow(ctx, f)
	})
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
		s, err := v.holding(ctx, k.field, k.values...)
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
	field  string
	values []string
}

// values lists the fields of which a filter asks for values.
func (f *Filter) values() (all []fieldValues) {
	for i := range Keywords {
		if values := *Keywords[i].Wanted(f); len(values) > 0 {
			all = append(all, fieldValues{Keywords[i].Name, values})
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
	lo, hi := int64(noDate+1), int64(math.MaxInt64)
	if !from.IsZero() {
		lo = max(lo, ceilSecond(from))
	}
	if !to.IsZero() {
		hi = ceilSecond(to)
	}
	return v.gather(func(s *segment) (*roaring.Bitmap, error) {
		d, err := s.loadDates(ctx)
		if err != nil {
			return nil, err
		}
		b := d.between(lo, hi)
		if s.deleted != nil {
			b.AndNot(s.deleted)
		}
		return b, nil
	})
}

// ceilSecond rounds up: dates are kept to the second.
func ceilSecond(t time.Time) int64 {
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return s
}

// valued is the set of articles whose source, section or tag reads as asked
// for: as written, or alike after normalization (case, marks, letter variants).
func (v *view) valued(ctx context.Context, n *query.Value) (docset.Set, error) {
	k := keywordAsked(n.Field)
	if k == nil {
		return v.empty(), nil
	}
	want := v.foldValue(n.Text)
	terms := map[string]bool{n.Text: true}
	for _, s := range v.segs {
		folded, err := s.loadFolded(ctx, k.Name, v.foldValue)
		if err != nil {
			return nil, err
		}
		for _, value := range folded[want] {
			terms[value] = true
		}
	}
	return v.holding(ctx, k.Name, slices.Collect(maps.Keys(terms))...)
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
