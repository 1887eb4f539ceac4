package opensearch

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// mostCounts bounds the counts that are kept of one state of the collection.
const mostCounts = 1 << 16

// collection is what is known of the whole collection at one moment. Counts and the dictionary
// are asked for when they are first needed, and kept.
type collection struct {
	taken    time.Time
	docs     uint64
	words    uint64 // of all texts
	averages map[string]float64
	oldest   *int64
	newest   *int64
	terms    *index.Terms

	mu     sync.Mutex
	counts map[counted]uint64
}

// counted names a count: the hash of its query.
type counted [sha256.Size]byte

func (c *collection) count(key counted) (n uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok = c.counts[key]
	return n, ok
}

func (c *collection) keep(key counted, n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.counts) >= mostCounts {
		clear(c.counts)
	}
	c.counts[key] = n
}

// collection returns what is known of the collection, asking anew where that is too old.
func (e *engine) collection(ctx context.Context) (*collection, error) {
	e.mu.Lock()
	defer e.mu.Unlock() // who comes meanwhile needs the same
	c := e.known
	if c != nil && time.Since(c.taken) < e.opts.fresh() {
		return c, nil
	}
	fresh, err := e.count(ctx)
	if err != nil {
		return nil, err
	}
	same := e.terms != nil && e.termsOf == [2]uint64{fresh.docs, fresh.words} // nothing was written, or what weighs nothing
	if !same && (e.terms == nil || time.Since(e.termsAt) > dictionaryRest*time.Duration(e.fetching.Load())) {
		e.fetching.Store(0)
		e.terms, e.termsAt, e.termsOf = &index.Terms{List: e.dictionary}, time.Now(), [2]uint64{fresh.docs, fresh.words}
	}
	fresh.terms = e.terms
	e.known = fresh
	return fresh, nil
}

// dictionaryRest is how many times as long as it took to fetch the dictionary it is kept at least,
// whatever is written meanwhile: who writes all the time shall not fetch it all the time.
const dictionaryRest = 10

// forget makes the next search ask anew: so many articles were written. Of many the dictionary is fetched anew as well.
func (e *engine) forget(articles int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.known = nil; articles > mostFew {
		e.terms = nil
	}
}

// mostFew is how many articles may be written at once whose new forms need not be in the dictionary yet.
const mostFew = 64

// count asks how many articles there are, and how long they are.
func (e *engine) count(ctx context.Context) (*collection, error) {
	fields := e.elsewhere.RankedFields()
	aggs := obj{"oldest": obj{"min": obj{"field": "published"}}, "newest": obj{"max": obj{"field": "published"}}}
	for _, f := range fields {
		name := e.layout.length(f)
		aggs[name[len("n."):]] = obj{"sum": obj{"field": name}}
	}
	var a answer
	if err := e.search(ctx, obj{"size": 0, "track_total_hits": true, "aggs": aggs}, &a); err != nil {
		return nil, err
	}
	value := func(name string) (float64, bool) {
		var v struct {
			Value *float64 `json:"value"`
		}
		if json.Unmarshal(a.Aggs[name], &v) != nil || v.Value == nil || math.IsInf(*v.Value, 0) {
			return 0, false
		}
		return *v.Value, true
	}
	c := &collection{taken: time.Now(), docs: a.Hits.Total.Value, averages: map[string]float64{}, counts: map[counted]uint64{}}
	for _, f := range fields {
		if sum, ok := value(e.layout.length(f)[len("n."):]); ok && c.docs > 0 {
			c.averages[f] = sum / float64(c.docs)
		}
	}
	words, _ := value("text")
	c.words = uint64(words)
	for name, to := range map[string]**int64{"oldest": &c.oldest, "newest": &c.newest} {
		if v, ok := value(name); ok {
			seconds := int64(v)
			*to = &seconds
		}
	}
	return c, nil
}

// statistics are those of a request: what is not known of its parts and words is asked in one request.
func (e *engine) statistics(ctx context.Context, c *collection, asked *index.Asked) (*rank.Statistics, error) {
	wanted := map[string]index.Want{}
	for _, p := range asked.Parts() {
		wanted[index.PartKey(p)] = index.WantPart{Part: p}
	}
	for _, w := range asked.Held() {
		wanted[index.WordKey(w)] = index.HeldWant(w)
	}
	keys := slices.Collect(maps.Keys(wanted))
	wants := make([]index.Want, len(keys))
	for i, key := range keys {
		wants[i] = wanted[key]
	}
	counts, err := (&asker{engine: e, of: c, most: math.MaxInt}).Counts(ctx, wants)
	if err != nil {
		return nil, err
	}
	held := make(map[string]uint64, len(wanted))
	for i, key := range keys {
		held[key] = counts[i]
	}
	return &rank.Statistics{Docs: c.docs, Averages: c.averages,
		Holders: func(p *rank.Part) (uint64, bool) {
			n, ok := held[index.PartKey(p)]
			return n, ok
		},
		Words: func(w *rank.Word) (uint64, bool) {
			n, ok := held[index.WordKey(w)]
			return n, ok
		},
	}, nil
}
