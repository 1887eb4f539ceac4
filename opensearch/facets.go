package opensearch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
)

// facetField is the field whose values a facet counts.
func (l *layout) facetField(f *index.FacetWant) string {
	field := l.stored(f.Field)
	if f.Layout == "" {
		return field
	}
	period := map[string]string{"2006-01-02": "day", "2006-01": "month", "2006": "year"}[f.Layout]
	return "period." + flat(field) + "." + period
}

// facets are the aggregations of facets. Each shard tells all of its values, as far as a
// cluster allows: else the counts were those of some shards only.
func (l *layout) facets(wanted []index.FacetWant) obj {
	aggs := obj{}
	for i := range wanted {
		f := &wanted[i]
		size, order := f.Limit, []obj{{"_count": "desc"}, {"_key": "asc"}}
		if f.Layout != "" || f.Kind == index.NumberField || size > mostBuckets { // numbers are put in order as they are written
			size = mostBuckets
		}
		aggs["facet"+strconv.Itoa(i)] = obj{"terms": obj{"field": l.facetField(f), "size": size, "shard_size": mostBuckets, "order": order}}
	}
	return aggs
}

// readFacets reads what the aggregations have counted.
func readFacets(wanted []index.FacetWant, aggs map[string]json.RawMessage) (out [][]index.FacetValue, err error) {
	for i := range wanted {
		f := &wanted[i]
		var b buckets
		if err := json.Unmarshal(aggs["facet"+strconv.Itoa(i)], &b); err != nil {
			return nil, err
		}
		if b.Error != 0 || b.Others != 0 && (f.Layout != "" || f.Kind == index.NumberField) {
			return nil, fmt.Errorf("%w: the field %s has more than %d values, which OpenSearch cannot count exactly: filter, or ask for another facet", fihris.ErrTooMuch, f.Field, mostBuckets)
		}
		values := make([]index.FacetValue, len(b.Buckets))
		for k, x := range b.Buckets {
			values[k] = index.FacetValue{Value: x.Key.String(), Count: x.Docs}
			if f.Kind == index.NumberField {
				key, err := strconv.ParseInt(x.Key.String(), 10, 64)
				if err != nil {
					return nil, err
				}
				values[k].Value = f.Value(key)
			}
		}
		slices.SortFunc(values, func(a, b index.FacetValue) int {
			if f.Layout != "" {
				return cmp.Compare(a.Value, b.Value)
			}
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		if f.Limit > 0 {
			values = values[:min(f.Limit, len(values))]
		}
		out = append(out, values)
	}
	return out, nil
}
