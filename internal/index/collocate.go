package index

import (
	"context"
	"sort"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// CollocationRequest asks for the words near the occurrences of a study.
type CollocationRequest struct {
	Study
	Before, After int    // how many words before and behind an occurrence are near it
	StopWords     bool   // stop words too
	Least         uint64 // only words that stand near so often
}

// Collocate is a word near the occurrences of a study. Of one that is near to two of
// them it counts once, where the nearer one is; before it, where both are as near.
type Collocate struct {
	listedWord
	Before, After uint64 // near occurrences, on either side
	All           uint64 // in all articles of the filter
}

// Collocations are the words near the occurrences of a study.
type Collocations struct {
	Words       []Collocate // by root, stem and form
	Occurrences uint64      // of the study
	Near        uint64      // words near them, names of several words counted beside their words
	All         uint64      // words of all articles of the filter, counted likewise
}

// Collocations counts the words near the occurrences of a study, in the articles that
// its query counts, and how often each stands in all articles of its filter.
func (ix *Index) Collocations(ctx context.Context, req CollocationRequest) (out Collocations, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return out, err
	}
	defer done(&err)
	p, set, err := ix.study(ctx, v, req.Study)
	if err != nil {
		return out, err
	}
	all, err := p.occurrences(set)
	if err != nil {
		return out, err
	}
	corpus, err := v.filtered(ctx, req.Filter)
	if err != nil {
		return out, err
	}
	if corpus == nil {
		corpus = v.all()
	}
	out.Occurrences = uint64(len(all))
	c := newNearCounter(v, all, corpus, req)
	// Stop words are words of the texts, told or not.
	d := v.dictionary(req.Level, true)
	err = d.walk(ctx, c.add, func(key []byte) error {
		w := c.word
		c.word = Collocate{}
		out.All += w.All
		out.Near += w.Before + w.After
		isStop := key[0] == stopPrefix[0]
		if w.Before+w.After >= max(req.Least, 1) && (req.StopWords || !isStop) {
			w.listedWord = d.word(string(key))
			w.Forms = c.forms.top()
			out.Words = append(out.Words, w)
			const size = 250 // about
			if err := p.work.take(size); err != nil {
				return err
			}
		}
		c.forms.reset()
		return nil
	})
	return out, err
}

// nearCounter counts the words near occurrences, one word at a time.
type nearCounter struct {
	before, after uint32
	longest       uint32 // how far the last position of an occurrence is from its first, at most
	segs          []nearSegment
	postings      rank.Postings
	among         []uint32 // documents of the key at hand that hold an occurrence
	forms         formCounts
	word          Collocate
}

// nearSegment is the occurrences of a segment. Every posting of the index is held against it, in the
// order of the words and so from all over the documents: what is asked for each is a bit, which stays in the
// nearest cache.
type nearSegment struct {
	corpus  docBits
	holders docBits   // documents that hold an occurrence
	all     []stretch // by document and position
	first   []uint32  // by document: the place of its first occurrence, and one more for the end
}

// stretch is the first and the last position of an occurrence.
type stretch struct{ first, last uint32 }

func newNearCounter(v *view, all []occurrence, corpus docset.Set, req CollocationRequest) *nearCounter {
	c := &nearCounter{before: uint32(max(req.Before, 0)), after: uint32(max(req.After, 0)), segs: make([]nearSegment, len(v.segs))}
	for i, s := range v.segs {
		g := &c.segs[i]
		g.corpus, g.holders, g.first = docBitsOf(s.docs, corpus[i]), newDocBits(s.docs), make([]uint32, s.docs+1)
		end := sort.Search(len(all), func(k int) bool { return all[k].doc >= v.base[i]+uint64(s.docs) })
		g.all = make([]stretch, end)
		n := 0
		for doc := range s.docs {
			g.first[doc] = uint32(n)
			for ; n < end && all[n].doc == v.base[i]+uint64(doc); n++ {
				g.all[n] = stretch{all[n].first, all[n].last}
				c.longest = max(c.longest, all[n].last-all[n].first)
				g.holders[doc>>6] |= 1 << (doc & 63)
			}
		}
		g.first[s.docs] = uint32(n)
		all = all[end:]
	}
	return c
}

// add counts the postings of a key.
func (c *nearCounter) add(segment int, key []byte, l *posting.List) error {
	g := &c.segs[segment]
	c.postings.Reset()
	if err := read(l, &c.postings); err != nil {
		return err
	}
	c.among = c.among[:0]
	freqs := c.postings.Freqs[:len(c.postings.Docs)]
	for i, doc := range c.postings.Docs {
		if !g.corpus.has(doc) {
			continue
		}
		c.word.All += uint64(freqs[i])
		if g.holders.has(doc) {
			c.among = append(c.among, doc)
		}
	}
	if len(c.among) == 0 {
		return nil
	}
	near := uint64(0)
	err := l.Positions(c.postings.Docs, c.postings.Freqs, c.among, func(i int, positions []uint32) {
		doc := c.among[i]
		at, next := g.all[g.first[doc]:g.first[doc+1]], 0
		for _, p := range positions { // both ascend
			for next < len(at) && at[next].first <= p {
				next++
			}
			if (next == len(at) || at[next].first-p > c.before) && (next == 0 || p-at[next-1].first > c.after+c.longest) {
				continue // most are far from both
			}
			switch c.flank(at, next, p) {
			case before:
				c.word.Before++
				near++
			case after:
				c.word.After++
				near++
			}
		}
	})
	c.forms.add(key, near)
	return damage(err)
}

// flank is where a word stands that is near an occurrence.
type flank int

const (
	far flank = iota
	before
	after
)

// flank says where a position stands to the nearest of the occurrences of a document,
// in order, of which next is the first behind it. What is within one is no neighbour of another.
func (c *nearCounter) flank(at []stretch, next int, p uint32) flank {
	where, least := far, uint32(1<<31)
	if next < len(at) && sameText(at[next].first, p) {
		if d := at[next].first - p; d <= c.before {
			where, least = before, d
		}
	}
	// Occurrences may overlap: go back to the first that could reach so far.
	for i := next - 1; i >= 0 && sameText(at[i].first, p) && p-at[i].first <= c.after+c.longest; i-- {
		if at[i].last >= p {
			return far
		}
		if d := p - at[i].last; d <= c.after && d < least {
			where, least = after, d
		}
	}
	return where
}

// sameText says whether two positions are both in the title, or both in the body.
func sameText(a, b uint32) bool { return (a < bodyPosition) == (b < bodyPosition) }
