package opensearch

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// mostHolders bounds the counts that are kept of one state of the collection.
const mostHolders = 1 << 16

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

	mu      sync.Mutex
	holders map[string]uint64 // by what a part counts
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
	c := &collection{taken: time.Now(), docs: a.Hits.Total.Value, averages: map[string]float64{}, holders: map[string]uint64{}}
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
	held := make(map[string]uint64, len(wanted))
	var keys []string
	c.mu.Lock()
	for key := range wanted {
		if n, ok := c.holders[key]; ok {
			held[key] = n
		} else {
			keys = append(keys, key)
		}
	}
	c.mu.Unlock()
	queries := make([]obj, len(keys))
	for i, key := range keys {
		w := e.writer()
		if queries[i] = w.want(wanted[key]); w.err != nil {
			return nil, w.err
		}
	}
	counts, err := e.countAll(ctx, queries)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	for i, key := range keys {
		if held[key] = counts[i]; len(c.holders) < mostHolders {
			c.holders[key] = counts[i]
		}
	}
	c.mu.Unlock()
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

// mostTogether is how many counts are asked in one request.
const mostTogether = 64

// countAll counts the documents that each of some queries finds.
func (e *engine) countAll(ctx context.Context, queries []obj) (counts []uint64, err error) {
	for len(queries) > 0 {
		n := min(len(queries), mostTogether)
		var body []byte
		for _, q := range queries[:n] {
			line, err := json.Marshal(obj{"size": 0, "track_total_hits": true, "query": obj{"bool": obj{"filter": q}}})
			if err != nil {
				return nil, err
			}
			body = append(append(append(body, "{}\n"...), line...), '\n')
		}
		var a answers
		if err := e.client.ask(ctx, http.MethodPost, "/"+e.opts.Index+"/_msearch", body, &a); err != nil {
			return nil, named(err)
		}
		if len(a.Responses) != n {
			return nil, fmt.Errorf("the cluster answered %d of %d counts", len(a.Responses), n)
		}
		for i := range a.Responses {
			counts = append(counts, a.Responses[i].Hits.Total.Value)
		}
		queries = queries[n:]
	}
	return counts, nil
}

// answers are those to several searches.
type answers struct {
	Responses []struct {
		answer
		Error  *errorCause `json:"error"`
		Status int         `json:"status"`
	} `json:"responses"`
}

// whole says what is missing.
func (a *answers) whole() error {
	for i := range a.Responses {
		r := &a.Responses[i]
		if r.Error != nil {
			kind, reason := r.Error.deepest()
			return &Error{r.Status, kind, reason}
		}
		if err := r.answer.whole(); err != nil {
			return err
		}
	}
	return nil
}
