package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
)

// NGramRequest asks for the runs of words that stand often in a set of articles.
type NGramRequest struct {
	Scope
	Level     analysis.Level // NoLevel means Stem; stop words are their forms at every level
	Words     int            // in a run: 2 to MostNGram
	StopWords bool           // runs that begin or end with a stop word too
	Least     uint64         // only runs that stand so often, at least 2
	Limit     int            // at most so many, the most frequent; 0 means all
}

// MostNGram is how many words a run has at most.
const MostNGram = 5

// NGram is a run of words.
type NGram struct {
	Words       []string // at the level asked for
	Occurrences uint64
	Articles    uint64
}

// compare puts the most frequent first, and equals in the order of their words.
func (g *NGram) compare(o *NGram) int {
	return cmp.Or(cmp.Compare(o.Occurrences, g.Occurrences), cmp.Compare(o.Articles, g.Articles), slices.Compare(g.Words, o.Words))
}

// ErrNGram is the error of a request for runs that are too short or too long.
var ErrNGram = fmt.Errorf("runs have 2 to %d words", MostNGram)

// NGrams counts runs of words, within one title or one sentence each, names of several
// words as their words: the most frequent, and how many are frequent enough. Of a title it counts the first
// 4,094 words, which have a position each.
//
// It needs no more memory than a search may take: the words of the articles are put in their order
// by their positions, as many articles at a time as there is room for; first it learns which runs
// cannot stand often enough, then it counts the others, all of them at once, or in parts that
// there is room for.
func (ix *Index) NGrams(ctx context.Context, req NGramRequest) (all []NGram, total int, err error) {
	if req.Words < 2 || req.Words > MostNGram {
		return nil, 0, ErrNGram
	}
	req.Least = max(req.Least, 2)
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer done(&err)
	set, err := ix.scope(ctx, v, req.Scope)
	if err != nil {
		return nil, 0, err
	}
	c, err := newNGramCounter(ctx, ix, v, set, req)
	if err != nil {
		return nil, 0, err
	}
	if err := c.estimate(); err != nil {
		return nil, 0, err
	}
	for err == nil && len(c.parts) > 0 {
		err = c.part()
	}
	if err != nil {
		return nil, 0, err
	}
	return c.best.list(), c.best.total, nil
}

// ngramCounter counts runs.
type ngramCounter struct {
	ctx   context.Context
	req   NGramRequest
	work  *work
	seqs  *sequences
	rough []uint8      // by hash: how often at most, 255 for more
	parts []ngramPart  // not yet counted
	table *ngramTable  // of the part at hand
	room  int          // bytes that the table may take
	best  ngramResults // of the parts that were counted
}

// ngramPart is the runs whose hash begins with some bits.
type ngramPart struct {
	bits uint
	of   uint64
}

func (p ngramPart) has(hash uint64) bool { return hash>>1>>(63-p.bits) == p.of }

// newNGramCounter shares out the memory that there is: half of it for the words in their
// order, an eighth for estimates.
func newNGramCounter(ctx context.Context, ix *Index, v *view, set docset.Set, req NGramRequest) (*ngramCounter, error) {
	w := newWork(ctx, &ix.opts)
	room := int(w.most)
	words := int(min(2*v.words(set)+bodyPosition, uint64(room/2/wordBytes)))
	size := 1 << 16
	for size < room/8 && size < 8*words {
		size *= 2
	}
	c := &ngramCounter{
		ctx: ctx, req: req, work: w, seqs: newSequences(v, set, req.Level, words, w),
		rough: make([]uint8, size), parts: []ngramPart{{}}, room: room / 4,
	}
	c.best = ngramResults{limit: req.Limit, work: w}
	return c, w.take(size)
}

const wordBytes = 4 // in a sequence

// estimate counts how often each run stands at most: runs that share a counter are
// counted together.
func (c *ngramCounter) estimate() error {
	return c.each(func(r *textRuns, _ uint64) {
		for _, hash := range r.hashes {
			if n := &c.rough[hash&uint64(len(c.rough)-1)]; *n < 255 {
				*n++
			}
		}
	})
}

// part counts the runs of a part that may stand often enough. Where there is no room for all of
// them it leaves one half, and then a half of that, to later parts.
func (c *ngramCounter) part() error {
	part := c.parts[len(c.parts)-1]
	c.parts = c.parts[:len(c.parts)-1]
	c.table = newNGramTable(c.req.Words, c.room)
	least := uint8(min(c.req.Least, 255))
	err := c.each(func(r *textRuns, doc uint64) {
		r.among = r.among[:0]
		for i, hash := range r.hashes { // by itself, as memory is what it waits for
			if c.rough[hash&uint64(len(c.rough)-1)] >= least && part.has(hash) {
				r.among = append(r.among, i)
			}
		}
		for _, i := range r.among {
			for hash := r.hashes[i]; part.has(hash) && !c.table.add(r.run(i), hash, doc); {
				c.parts = append(c.parts, ngramPart{part.bits + 1, part.of<<1 | 1})
				part = ngramPart{part.bits + 1, part.of << 1}
				c.table.keep(part)
			}
		}
	})
	if err != nil {
		return err
	}
	for i := range c.table.counts {
		if n := &c.table.counts[i]; uint64(n.occurrences) >= c.req.Least {
			g := NGram{Occurrences: uint64(n.occurrences), Articles: uint64(n.articles)}
			for _, number := range c.table.run(i) {
				g.Words = append(g.Words, c.seqs.words[number])
			}
			if err := c.best.add(g); err != nil {
				return err
			}
		}
	}
	return nil
}

// each visits the runs of each document.
func (c *ngramCounter) each(visit func(r *textRuns, doc uint64)) error {
	r := textRuns{of: c.req.Words, stops: c.req.StopWords}
	c.seqs.rewind()
	for {
		ok, err := c.seqs.next(c.ctx)
		if err != nil || !ok {
			return err
		}
		for i := range c.seqs.docs {
			if i%256 == 0 && c.ctx.Err() != nil {
				return c.ctx.Err()
			}
			d := &c.seqs.docs[i]
			r.read(c.seqs.run[d.from : d.from+d.all])
			visit(&r, d.doc)
		}
	}
}

// textRuns are the runs of a text.
type textRuns struct {
	of     int  // words each
	stops  bool // those too that begin or end with a stop word
	words  []uint32
	hashes []uint64
	ends   []int // by run: its last word
	among  []int
}

// run is a run by its words.
func (r *textRuns) run(i int) []uint32 { return r.words[r.ends[i]+1-r.of : r.ends[i]+1] }

// read finds the runs of a sequence.
func (r *textRuns) read(sequence []uint32) {
	r.words, r.hashes, r.ends = r.words[:0], r.hashes[:0], r.ends[:0]
	length, stops := 0, uint(0) // of the run; which of its words are stop words, the last one lowest
	last := r.of - 1
	for _, w := range sequence {
		if w&wordBegins != 0 {
			length = 0
		}
		if w&wordNumber == 0 {
			continue
		}
		r.words = append(r.words, w&wordNumber)
		stops = stops<<1 | uint(w&wordStops/wordStops)
		if length++; length <= last || !r.stops && (stops&1 == 1 || stops>>last&1 == 1) {
			continue
		}
		end := len(r.words) - 1
		hash := uint64(0)
		for _, n := range r.words[end-last : end+1] { // as in splitmix64 (Steele, Lea and Flood 2014)
			hash = (hash + uint64(n) + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9
			hash ^= hash >> 29
		}
		r.hashes, r.ends = append(r.hashes, hash), append(r.ends, end)
	}
}
