package opensearch

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/fihris-search/fihris"
)

// The dictionary of the collection: prefixes, patterns, fuzzy words, readings and articles alike are looked up
// in it, by the code that does so in an index. It is fetched by fields, in parts that have some tens of
// thousands of terms each.
const (
	mostBuckets = 60000   // of an answer: clusters refuse more than 65,535
	perPart     = 25000   // terms that a part has, about
	mostTerms   = 8 << 20 // of a field
)

// dictionary lists the terms of a field with the number of documents that hold each.
func (e *engine) dictionary(ctx context.Context, field string) (iter.Seq2[string, uint64], error) {
	began := time.Now()
	defer func() { e.fetching.Add(int64(time.Since(began))) }()
	name := "keys." + keysField(e.layout, field)
	var a answer
	if err := e.search(ctx, obj{"size": 0, "aggs": obj{"n": obj{"cardinality": obj{"field": name, "precision_threshold": 40000}}}}, &a); err != nil {
		return nil, err
	}
	var about struct {
		Value uint64 `json:"value"`
	}
	if err := json.Unmarshal(a.Aggs["n"], &about); err != nil {
		return nil, err
	}
	if about.Value > mostTerms {
		return nil, fmt.Errorf("%w: the collection has about %d forms of words, at most %d are looked through for prefixes, patterns, fuzzy words and readings: ask literally, without these (Request.Literal)", fihris.ErrTooMuch, about.Value, mostTerms)
	}
	parts := int(about.Value/perPart) + 1
	type entry struct {
		term string
		docs uint64
	}
	var all []entry
	for part := range parts {
		var a answer
		aggs := obj{"terms": obj{"terms": obj{"field": name, "size": mostBuckets, "shard_size": mostBuckets, "include": obj{"partition": part, "num_partitions": parts}}}}
		if err := e.search(ctx, obj{"size": 0, "track_total_hits": false, "aggs": aggs}, &a); err != nil {
			return nil, err
		}
		var b buckets
		if err := json.Unmarshal(a.Aggs["terms"], &b); err != nil {
			return nil, err
		}
		if b.Error != 0 || b.Others != 0 {
			return nil, fmt.Errorf("a part of the dictionary has more than %d terms of about %d", mostBuckets, about.Value)
		}
		for _, x := range b.Buckets {
			term, err := readTerm(x.Key.String())
			if err != nil {
				return nil, err
			}
			all = append(all, entry{term, x.Docs})
		}
	}
	return func(yield func(string, uint64) bool) {
		for _, x := range all {
			if !yield(x.term, x.docs) {
				return
			}
		}
	}, nil
}
