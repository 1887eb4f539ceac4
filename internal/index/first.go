package index

import (
	"slices"
	"sync"

	"github.com/fihris-search/fihris/internal/rank"
)

// firsts keeps the first hits of the queries that a view was asked: who turns a page or ticks a facet asks
// the same again, and many readers ask for the same news.
type firsts struct {
	mu sync.Mutex
	of map[string]firstHits
}

// firstHits are the first hits of a query, by words alone, and what was counted beside them.
type firstHits struct {
	hits   []rank.Hit
	most   int          // so many were looked for
	totals *rank.Totals // nil where nothing was counted
}

// What is kept of a view at most: some 700 bytes a query as a rule, 6 KB where keys and lists are as long as may be.
const (
	maxFirsts   = 1 << 10 // queries
	maxFirst    = 128     // hits of a query
	maxFirstKey = 1 << 12 // bytes of what names a query
)

// first is the most best documents by words, in the finer order or not; the list is the caller's.
func (p *plan) first(req *Request, most int, refine bool) ([]rank.Hit, error) {
	key := ""
	if most <= maxFirst {
		if b := req.appendList(nil, refine); len(b) <= maxFirstKey {
			key = string(b)
		}
	}
	if key != "" {
		if hits, ok := p.knownFirst(key, most); ok {
			return hits, nil
		}
	}
	hits, err := p.ranked(most, nil)
	if err == nil && refine {
		err = p.refine(hits)
	}
	if err != nil || key == "" {
		return hits, err
	}
	found := firstHits{hits: slices.Clone(hits), most: most}
	if p.isCounted {
		totals := *p.counting
		found.totals = &totals
	}
	kept := &p.v.firsts
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if kept.of == nil || len(kept.of) >= maxFirsts {
		kept.of = map[string]firstHits{}
	}
	kept.of[key] = found
	return hits, nil
}

// knownFirst is first of a query that was asked before: the first hits are the same however many are looked for.
func (p *plan) knownFirst(key string, most int) ([]rank.Hit, bool) {
	p.v.firsts.mu.Lock()
	known, ok := p.v.firsts.of[key]
	p.v.firsts.mu.Unlock()
	if !ok || known.most < most && len(known.hits) == known.most {
		return nil, false
	}
	if p.counting != nil && known.totals != nil {
		*p.counting, p.isCounted = *known.totals, true
	}
	return slices.Clone(known.hits[:min(most, len(known.hits))]), true
}
