package web

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// What is shown of what people search: only what several of them asked, so that nobody is known by it.
const (
	popularCallers = 3 // who asked it, at least
	popularShown   = 8
	popularLetters = 40 // of longer queries nobody else asks
	popularKept    = 1000
)

// popular counts what was searched since the start of the process, in memory only: of a query its number and the hashes of
// up to popularCallers who asked, by a key that nobody else has and that ends with the process. nil counts nothing.
type popular struct {
	mu   sync.Mutex
	seed maphash.Seed
	all  map[string]*popularQuery
}

type popularQuery struct {
	count   uint64
	callers []uint64
}

func newPopular(on bool) *popular {
	if !on {
		return nil
	}
	return &popular{seed: maphash.MakeSeed(), all: map[string]*popularQuery{}}
}

// add counts a query that had hits.
func (p *popular) add(query, caller string) {
	query = strings.Join(strings.Fields(query), " ")
	if p == nil || query == "" || utf8.RuneCountInString(query) > popularLetters {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.all[query]
	if q == nil {
		if len(p.all) >= popularKept {
			p.forget()
		}
		q = &popularQuery{}
		p.all[query] = q
	}
	q.count++
	if who := maphash.String(p.seed, caller); len(q.callers) < popularCallers && !slices.Contains(q.callers, who) {
		q.callers = append(q.callers, who)
	}
}

// forget makes room: what few asked goes, and of the others half of the number, so that what was asked long ago sinks.
func (p *popular) forget() {
	for query, q := range p.all {
		if q.count /= 2; q.count == 0 || len(q.callers) < popularCallers {
			delete(p.all, query)
		}
	}
}

// list is what is asked most.
func (p *popular) list() (out []string) {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for query, q := range p.all {
		if len(q.callers) >= popularCallers {
			out = append(out, query)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(p.all[b].count, p.all[a].count), cmp.Compare(a, b)) })
	return out[:min(len(out), popularShown)]
}
