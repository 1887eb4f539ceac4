package rank

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
)

// Engine ranks the documents of one index. It keeps the words of recent
// queries ready in memory, up to a budget, and is safe for concurrent use.
type Engine struct {
	budget   int64
	bytes    atomic.Int64
	clock    atomic.Uint64 // counts searches: the time of the cache
	latest   atomic.Uint64 // sequence of the latest snapshot
	seed     maphash.Seed
	shards   [shards]shard
	evicting sync.Mutex
	scratch  sync.Pool

	mu       sync.Mutex
	segments map[uint64]*lengthCache
}

// shards is the number of parts of the cache that have locks of their own.
const shards = 32

type shard struct {
	mu      sync.RWMutex
	entries map[string]*entry
	_       [40]byte // so that neighbours do not share a cache line
}

// entry is one word of the cache.
type entry struct {
	key  string
	word atomic.Pointer[scoredWord] // for the latest snapshot that was asked for
	used atomic.Uint64              // when, by the engine's clock

	turn chan struct{} // holds one element while word is made: who waits for it may have enough

	mu    sync.Mutex
	bytes int64 // that the engine counts for it; guarded by mu
	gone  bool  // dropped from the cache; guarded by mu
}

// New returns an engine whose cached words take about that many bytes at most.
// With a budget of 0 or less nothing is kept from one search to the next.
func New(cacheBytes int64) *Engine {
	e := &Engine{budget: cacheBytes, seed: maphash.MakeSeed(), segments: map[uint64]*lengthCache{}}
	for i := range e.shards {
		e.shards[i].entries = map[string]*entry{}
	}
	return e
}

// Snapshot takes a state of the index, whose segments are numbered as given.
// It releases what is kept of segments that are no longer there; searches in
// earlier snapshots still work, but more slowly.
func (e *Engine) Snapshot(segs []Segment) *Snapshot {
	s := &Snapshot{segs: make([]segment, len(segs)), averages: map[string]float64{}}
	e.mu.Lock()
	defer e.mu.Unlock()
	current := make(map[uint64]*lengthCache, len(segs))
	var base uint64
	for i, g := range segs {
		c := e.segments[g.Key()]
		if c == nil {
			c = &lengthCache{fields: map[string]*fieldLengths{}}
		}
		current[g.Key()] = c
		n := g.Docs()
		s.segs[i] = segment{Segment: g, docs: n, base: base, deleted: dense(g.Deleted(), n), shared: c}
		base += uint64(n)
		s.segs[i].dead = members(s.segs[i].deleted)
		s.live += uint64(n - s.segs[i].dead)
	}
	gone := false
	for key := range e.segments {
		gone = gone || current[key] == nil
	}
	e.segments = current
	s.sequence = e.latest.Add(1)
	if gone {
		e.release(current)
	}
	return s
}

// release drops the words that hold lists of segments that are not there.
func (e *Engine) release(current map[uint64]*lengthCache) {
	for i := range e.shards {
		sh := &e.shards[i]
		sh.mu.RLock()
		all := make([]*entry, 0, len(sh.entries))
		for _, en := range sh.entries {
			all = append(all, en)
		}
		sh.mu.RUnlock()
		for _, en := range all {
			if !e.releaseEntry(en, current) {
				e.drop(en)
			}
		}
	}
}

// releaseEntry keeps of a word the lists of the segments that are there. It
// returns false where none is, and for a word that no search got ready.
func (e *Engine) releaseEntry(en *entry, current map[uint64]*lengthCache) bool {
	en.mu.Lock()
	defer en.mu.Unlock()
	w := en.word.Load()
	if w == nil || en.gone {
		return false
	}
	kept := w.within(current)
	if len(kept.lists) < len(w.lists) {
		en.word.Store(kept)
		e.account(en, kept.size())
	}
	return len(kept.lists) > 0
}

// within is the lists of a word that are of some segments. It is ready for no snapshot, but its
// lists serve the next.
func (w *scoredWord) within(segments map[uint64]*lengthCache) *scoredWord {
	kept := &scoredWord{plain: w.plain}
	for i := range w.lists {
		if segments[w.lists[i].key] != nil {
			kept.lists = append(kept.lists, scored{list: w.lists[i].list, held: w.lists[i].held, dead: w.lists[i].dead})
		}
	}
	return kept
}

// account counts the bytes of an entry whose lock is held, its word taking so
// many.
func (e *Engine) account(en *entry, word int64) {
	bytes := word + en.own()
	e.bytes.Add(bytes - en.bytes)
	en.bytes = bytes
}

// own is about how many bytes the entry takes without its word. They count from
// the first: an entry whose word never got ready must be evicted some day, too.
func (en *entry) own() int64 { return int64(len(en.key)) + 256 }

// recount counts the bytes of a word anew after sets were made for it.
func (e *Engine) recount(w *scoredWord) {
	en := w.entry
	if en == nil || !w.grown.Load() {
		return
	}
	defer e.evict()
	en.mu.Lock()
	defer en.mu.Unlock()
	if w.grown.Swap(false) && en.word.Load() == w && !en.gone {
		e.account(en, w.size())
	}
}

// word returns the word ready for the snapshot, from the cache if it can. Plain lists
// may do.
func (e *Engine) word(ctx context.Context, sc *scratch, s *Snapshot, w *Word, plain bool) (*scoredWord, error) {
	if e.budget <= 0 || !w.cacheable() {
		return sc.builder.prepare(ctx, s, w, nil, plain)
	}
	sc.key = w.appendKey(sc.key[:0])
	en := e.entry(sc.key)
	en.used.Store(sc.now)
	if sw := en.word.Load(); sw.serves(s, plain) {
		return sw, nil
	}
	defer e.evict()
	return e.ready(ctx, sc, s, w, en, plain)
}

// serves says whether a word is ready for the snapshot.
func (w *scoredWord) serves(s *Snapshot, plain bool) bool {
	return w != nil && w.sequence == s.sequence && (plain || !w.plain)
}

// ready makes the word of an entry ready for the snapshot. Where another search is
// about it, it waits for that, but no longer than its context says.
func (e *Engine) ready(ctx context.Context, sc *scratch, s *Snapshot, w *Word, en *entry, plain bool) (*scoredWord, error) {
	select {
	case en.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-en.turn }() // a damaged segment may make reading panic
	old := en.word.Load()
	if old.serves(s, plain) {
		return old, nil
	}
	sw, err := sc.builder.prepare(ctx, s, w, old, plain)
	if err == nil {
		e.keep(en, s, sw)
	}
	if en.word.Load() == nil || err == nil && sw.isEmpty() {
		e.drop(en) // the cache is bounded by what the index holds, not by what is asked
	}
	return sw, err
}

// keep keeps a word that was made ready; where there is a later snapshot by now, the lists of
// the segments that this has, too. Whoever calls it has the turn of the entry.
func (e *Engine) keep(en *entry, s *Snapshot, sw *scoredWord) {
	if !e.keepNow(en, s, sw) {
		e.keepLate(en, s, sw)
	}
}

// keepNow keeps a word of the latest snapshot; false where it is of another.
func (e *Engine) keepNow(en *entry, s *Snapshot, sw *scoredWord) bool {
	en.mu.Lock()
	defer en.mu.Unlock()
	if s.sequence != e.latest.Load() {
		return false
	}
	if !en.gone {
		sw.entry = en
		en.word.Store(sw)
		e.account(en, sw.size())
	}
	return true
}

// keepLate keeps what a word of an earlier snapshot has of segments that are there. While
// somebody writes, there is a later snapshot before most searches have ended.
func (e *Engine) keepLate(en *entry, s *Snapshot, sw *scoredWord) {
	e.mu.Lock() // so that no segment goes meanwhile
	defer e.mu.Unlock()
	kept := sw.within(e.segments)
	en.mu.Lock()
	defer en.mu.Unlock()
	if old := en.word.Load(); en.gone || len(kept.lists) == 0 || old != nil && old.sequence > s.sequence {
		return
	}
	en.word.Store(kept)
	e.account(en, kept.size())
}

// cached returns the word ready for the snapshot, if the cache has it.
func (e *Engine) cached(sc *scratch, s *Snapshot, w *Word) *scoredWord {
	if e.budget <= 0 || !w.cacheable() {
		return nil
	}
	sc.key = w.appendKey(sc.key[:0])
	sh := &e.shards[maphash.Bytes(e.seed, sc.key)%shards]
	sh.mu.RLock()
	en := sh.entries[string(sc.key)]
	sh.mu.RUnlock()
	if en == nil {
		return nil
	}
	if sw := en.word.Load(); sw != nil && sw.sequence == s.sequence {
		return sw
	}
	return nil
}

// entry finds or makes the cache's place for a word.
func (e *Engine) entry(key []byte) *entry {
	sh := &e.shards[maphash.Bytes(e.seed, key)%shards]
	sh.mu.RLock()
	en := sh.entries[string(key)]
	sh.mu.RUnlock()
	if en != nil {
		return en
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if en = sh.entries[string(key)]; en == nil {
		en = &entry{key: string(key), turn: make(chan struct{}, 1)}
		en.bytes = en.own()
		e.bytes.Add(en.bytes)
		sh.entries[en.key] = en
	}
	return en
}

// evict keeps the cache in its budget: it drops the words that were not used
// for longest until it is an eighth below, so that this is rarely to be done.
func (e *Engine) evict() {
	if e.bytes.Load() <= e.budget || !e.evicting.TryLock() {
		return
	}
	defer e.evicting.Unlock()
	type aged struct {
		en   *entry
		used uint64
	}
	var all []aged
	for i := range e.shards {
		sh := &e.shards[i]
		sh.mu.RLock()
		for _, en := range sh.entries {
			all = append(all, aged{en, en.used.Load()})
		}
		sh.mu.RUnlock()
	}
	slices.SortFunc(all, func(a, b aged) int { return cmp.Compare(a.used, b.used) })
	for _, a := range all {
		if e.bytes.Load() <= e.budget-e.budget/8 {
			return
		}
		e.drop(a.en)
	}
}

// drop removes an entry from the cache.
func (e *Engine) drop(en *entry) {
	sh := &e.shards[maphash.String(e.seed, en.key)%shards]
	sh.mu.Lock()
	if sh.entries[en.key] == en {
		delete(sh.entries, en.key)
	}
	sh.mu.Unlock()
	en.mu.Lock()
	defer en.mu.Unlock()
	en.gone = true
	e.bytes.Add(-en.bytes)
	en.bytes = 0
}

// CacheBytes is about how many bytes the cached words take.
func (e *Engine) CacheBytes() int64 { return e.bytes.Load() }
