package analysis

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// entry is all that is known about one spelling.
type entry struct {
	raw               string // as written, marks and all
	exact, stem, root string
	stop              bool
	split             bool      // two words glued by a bidirectional control
	starts            *joinNode // the names of several words that begin with it
}

func (e *entry) token() Token {
	return Token{Exact: e.exact, Stem: e.stem, Root: e.root, Stop: e.stop}
}

const (
	cacheBits = 17 // slots: 131,072, more than a large archive has frequent words
	maxCached = 96 // bytes of a spelling that is worth keeping
)

// cache remembers spellings. Each has one slot; the last one to come stays, so
// that reading and writing need no lock, and the memory is bounded.
type cache struct {
	seed  maphash.Seed
	slots []atomic.Pointer[entry]
}

func newCache() cache {
	return cache{seed: maphash.MakeSeed(), slots: make([]atomic.Pointer[entry], 1<<cacheBits)}
}

func (c *cache) slot(hash uint64) *atomic.Pointer[entry] {
	return &c.slots[hash>>(64-cacheBits)]
}

// lookup returns the entry of a spelling, made now if it is not in the cache.
func (a *Analyzer) lookup(raw string, kind kind) *entry {
	if len(raw) > maxCached {
		return a.newEntry(raw, kind)
	}
	slot := a.cache.slot(maphash.String(a.cache.seed, raw))
	if e := slot.Load(); e != nil && e.raw == raw {
		return e
	}
	e := a.newEntry(strings.Clone(raw), kind)
	slot.Store(e)
	return e
}

// lookupBytes is lookup for an Arabic word that was put together in a buffer.
func (a *Analyzer) lookupBytes(raw []byte) *entry {
	if len(raw) <= maxCached {
		if e := a.cache.slot(maphash.Bytes(a.cache.seed, raw)).Load(); e != nil && e.raw == string(raw) {
			return e
		}
	}
	return a.lookup(string(raw), kindArabic)
}
