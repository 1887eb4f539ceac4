package analysis

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unsafe"
)

// entry is all that is known about one spelling: two cache lines, of which a
// failed comparison reads one.
type entry struct {
	size              uint8 // of raw
	stop              bool
	split             bool            // two words glued by a bidirectional control
	width             uint8           // positions: the words of a name that is written as one, else 1
	unit              bool            // means something else behind a number
	odd               bool            // written otherwise than exact says
	sort              seriesKind      // of series
	raw               [maxCached]byte // as written, marks and all
	number            uint32
	exact, stem, root string
	written           Written
	starts            *joinNode // the names of several words that begin with it
}

// maxSpellings bounds the numbers of spellings: what comes later is rare, and has none.
const maxSpellings = 1 << 18

func (e *entry) token() Token {
	return Token{Number: e.number, Exact: e.exact, Stem: e.stem, Root: e.root, Stop: e.stop, Width: int32(e.width), Written: e.written, Odd: e.odd}
}

const (
	cacheBits = 17 // sets of four: 524,288 spellings, more than two hundred megabytes of news have
	maxCached = 53 // bytes of a spelling that is kept, so that an entry fills two cache lines
)

// cache remembers spellings in a table of sets. A new spelling takes the last
// place of its set, and moves up when it is met again before the next one comes:
// rare words push each other out and leave the frequent ones alone. Reading and
// writing need no lock, for an entry never changes and is checked against the
// spelling; the worst that a race does is to forget one.
type cache struct {
	seed  maphash.Seed
	sets  []cacheSet
	shift *atomic.Uint32 // 64 less the bits of a hash that number the sets in use, which are the first ones
	met   *atomic.Uint64 // spellings
}

const ways = 4

// cacheSet holds entries, and beside each a part of its hash, so that only the
// right one is read.
type cacheSet struct {
	tags    [ways]atomic.Uint32
	entries [ways]atomic.Pointer[entry]
	_       [16]byte // one cache line
}

func newCache() cache {
	c := cache{seed: maphash.MakeSeed(), sets: make([]cacheSet, 1<<cacheBits), shift: new(atomic.Uint32), met: new(atomic.Uint64)}
	c.shift.Store(64 - cacheBits)
	return c
}

func (c *cache) set(hash uint64) *cacheSet { return &c.sets[hash>>(c.shift.Load()&63)] }

// entryBytes is what a spelling takes that is remembered, with its place and its texts, about.
const entryBytes = 208

// leastBits keeps as many spellings as a page of text has.
const leastBits = 8

// KeepAtMost bounds the memory of what the analyzer remembers of spellings, about: a half is the
// least step. 0 stands for all that it may, some 104 MB. Less is slower for texts: of a frequent word
// nothing is found out twice, but of rare ones. It may be called at any time, and changes no answer.
func (a *Analyzer) KeepAtMost(bytes int64) {
	bits := cacheBits
	for bits > leastBits && bytes > 0 && ways<<bits*entryBytes > bytes {
		bits--
	}
	c := &a.cache
	before := 64 - int(c.shift.Swap(uint32(64-bits)))
	if c.met.Load() == 0 {
		return // and no page of the table was touched
	}
	for i := 1 << bits; i < 1<<before; i++ { // whoever still looks there finds nothing, or adds what will be forgotten
		for k := range ways {
			c.sets[i].put(k, 0, nil)
		}
	}
}

// candidate returns the entry that has the tag of the hash, with its place.
func (s *cacheSet) candidate(hash uint64) (e *entry, place int) {
	for i := range ways {
		if s.tags[i].Load() == uint32(hash) {
			return s.entries[i].Load(), i
		}
	}
	return nil, 0
}

func (e *entry) is(raw string) bool { return e != nil && string(e.raw[:e.size]) == raw }

// promote changes the places of the last entry and of one of the others.
func (s *cacheSet) promote(tag uint32, e *entry) {
	const last = ways - 1
	to := (tag >> 16) % last
	oldTag, old := s.tags[to].Load(), s.entries[to].Load()
	s.put(int(to), tag, e)
	s.put(last, oldTag, old)
}

// add stores a new entry in the first free place, or in the last.
func (s *cacheSet) add(hash uint64, e *entry) {
	to := 0
	for to < ways-1 && s.entries[to].Load() != nil {
		to++
	}
	s.put(to, uint32(hash), e)
}

func (s *cacheSet) put(i int, tag uint32, e *entry) {
	s.tags[i].Store(tag)
	s.entries[i].Store(e)
}

// lookup returns the entry of a spelling, made now if it is not in the cache.
func (a *Analyzer) lookup(raw string, kind kind) *entry {
	if len(raw) > maxCached {
		return a.newEntry(strings.Clone(raw), kind)
	}
	hash := maphash.String(a.cache.seed, raw)
	e, place := a.cache.set(hash).candidate(hash)
	return a.resolve(e, place, hash, raw, kind)
}

// resolve returns the candidate if it is the entry of the spelling, and else makes one.
func (a *Analyzer) resolve(e *entry, place int, hash uint64, raw string, kind kind) *entry {
	set := a.cache.set(hash)
	if e.is(raw) {
		if place == ways-1 {
			set.promote(uint32(hash), e)
		}
		return e
	}
	e = a.newEntry(strings.Clone(raw), kind)
	if len(raw) <= maxCached {
		e.size = uint8(copy(e.raw[:], raw))
		if n := a.cache.met.Add(1); n <= maxSpellings {
			e.number = uint32(n)
		}
		set.add(hash, e)
	}
	return e
}

// lookupBytes is lookup for a word that was put together in a buffer.
func (a *Analyzer) lookupBytes(raw []byte, kind kind) *entry {
	return a.lookup(unsafe.String(unsafe.SliceData(raw), len(raw)), kind)
}

// batch is words on their way through the cache. Memory is what looking a word
// up waits for, so that the places of several words are asked for before any
// of them is needed.
type batch struct {
	n      int
	pieces [batchSize]piece
	hashes [batchSize]uint64
	found  [batchSize]*entry
	places [batchSize]int
	asked  uint32 // keeps the compiler from leaving the early reads out
}

const batchSize = 16

// fill reads the next words of a text; it reports false when there is none.
func (b *batch) fill(s *scanner, c *cache) bool {
	for b.n = 0; b.n < batchSize && s.next(&b.pieces[b.n]); b.n++ {
		p := &b.pieces[b.n]
		b.hashes[b.n] = maphash.String(c.seed, s.text[p.start:p.end])
	}
	var asked uint32
	for _, hash := range b.hashes[:b.n] {
		asked ^= c.set(hash).tags[0].Load()
	}
	for i, hash := range b.hashes[:b.n] {
		b.found[i], b.places[i] = c.set(hash).candidate(hash)
	}
	for _, e := range b.found[:b.n] {
		if e != nil { // both of its lines
			asked ^= uint32(e.size) ^ uint32(len(e.stem))
		}
	}
	b.asked = asked
	return b.n > 0
}
