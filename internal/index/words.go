package index

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/measure"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// WordsRequest asks how often each word stands in a set of articles, and in another.
type WordsRequest struct {
	In        Scope
	Against   Scope
	Rest      bool           // against all articles that are not In, in place of Against
	Level     analysis.Level // NoLevel means Stem
	StopWords bool           // stop words too
	Least     uint64         // only words that stand so often in the articles of In
}

// WordFrequency is a word with how often it stands in two sets of articles.
type WordFrequency struct {
	listedWord
	In, Against                 uint64
	InArticles, AgainstArticles uint64
	Dispersion                  float64 // over the articles of In; see measure.Dispersion
}

// WordFrequencies are the words of a set of articles.
type WordFrequencies struct {
	Words                       []WordFrequency // by root, stem and form
	In, Against                 uint64          // words of the two sets, stop words included
	InArticles, AgainstArticles uint64
}

// Words counts the words of a set of articles, and of another. Articles of both sets
// count in both.
func (ix *Index) Words(ctx context.Context, req WordsRequest) (out WordFrequencies, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return out, err
	}
	defer done(&err)
	in, err := ix.scope(ctx, v, req.In)
	if err != nil {
		return out, err
	}
	var against docset.Set
	if req.Rest {
		against = v.all().Not(in)
	} else if against, err = ix.scope(ctx, v, req.Against); err != nil {
		return out, err
	}
	out.In, out.Against = v.words(in), v.words(against)
	out.InArticles, out.AgainstArticles = in.Count(), against.Count()
	c := newWordCounter(v, in, against)
	c.words, c.work = out.In, newWork(ctx, &ix.opts)
	d := v.dictionary(req.Level, req.StopWords)
	err = d.walk(ctx, c.add, func(key []byte) error {
		w, ok := c.end(req.Least)
		if !ok {
			return nil
		}
		w.listedWord = d.word(string(key))
		w.Forms = c.forms.top()
		c.forms.reset()
		out.Words = append(out.Words, w)
		const size = 300 // about
		return c.work.take(size)
	})
	return out, err
}

// wordCounter adds up the postings of one word at a time.
type wordCounter struct {
	segs     []countedSegment
	words    uint64 // of the set
	work     *work
	postings rank.Postings
	forms    formCounts
	count    WordFrequency
	freqs    []uint32 // of the articles of the set that hold the word
	sizes    []uint32
}

// countedSegment is what is counted of the documents of a segment. The other set is mostly nearly all
// of them: what is asked of each posting there is a bit, which stays in the nearest cache.
type countedSegment struct {
	in, against docBits
	lengths     []uint32
	freqs       []uint32 // by document of the set: of the word at hand
	touched     []uint32
	seen        docBits  // documents of the other set that hold the word at hand
	seenAt      []uint32 // where there is any bit
}

// docBits is a set of the documents of a segment.
type docBits []uint64

func newDocBits(docs int) docBits { return make(docBits, (docs+63)/64) }

func docBitsOf(docs int, of *roaring.Bitmap) docBits {
	b := newDocBits(docs)
	docset.Each(of, func(doc uint32) { b[doc>>6] |= 1 << (doc & 63) })
	return b
}

func (b docBits) has(doc uint32) bool { return b[doc>>6]>>(doc&63)&1 != 0 }

func newWordCounter(v *view, in, against docset.Set) *wordCounter {
	c := &wordCounter{segs: make([]countedSegment, len(v.segs))}
	for i, s := range v.segs {
		g := &c.segs[i]
		g.in, g.against, g.seen = docBitsOf(s.docs, in[i]), docBitsOf(s.docs, against[i]), newDocBits(s.docs)
		g.freqs, g.lengths = make([]uint32, s.docs), s.seg.Column(lengthText, nil)
	}
	return c
}

// add counts the postings of a key.
func (c *wordCounter) add(segment int, key []byte, l *posting.List) error {
	g := &c.segs[segment]
	c.postings.Reset()
	if err := read(l, &c.postings); err != nil {
		return err
	}
	before := c.count.In
	freqs := c.postings.Freqs[:len(c.postings.Docs)]
	for i, doc := range c.postings.Docs {
		n := freqs[i]
		if g.in.has(doc) {
			c.count.In += uint64(n)
			if g.freqs[doc] == 0 {
				g.touched = append(g.touched, doc)
			}
			g.freqs[doc] += n
		}
		if g.against.has(doc) {
			c.count.Against += uint64(n)
			at, bit := doc>>6, uint64(1)<<(doc&63)
			if g.seen[at]&bit == 0 {
				if g.seen[at] == 0 {
					g.seenAt = append(g.seenAt, at)
				}
				g.seen[at] |= bit
				c.count.AgainstArticles++
			}
		}
	}
	c.forms.add(key, c.count.In-before)
	return nil
}

// end says what was counted of the word, if that is enough, and begins the next.
func (c *wordCounter) end(least uint64) (WordFrequency, bool) {
	w, ok := c.count, c.count.In >= max(least, 1)
	c.count = WordFrequency{}
	c.freqs, c.sizes = c.freqs[:0], c.sizes[:0]
	for i := range c.segs {
		g := &c.segs[i]
		for _, doc := range g.touched {
			w.InArticles++
			c.freqs, c.sizes = append(c.freqs, g.freqs[doc]), append(c.sizes, g.lengths[doc])
			g.freqs[doc] = 0
		}
		for _, at := range g.seenAt {
			g.seen[at] = 0
		}
		g.touched, g.seenAt = g.touched[:0], g.seenAt[:0]
	}
	if !ok {
		c.forms.reset()
		return w, false
	}
	w.Dispersion = measure.Dispersion(c.freqs, c.sizes, c.words)
	return w, true
}
