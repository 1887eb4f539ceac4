package rank_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/rank"
)

// article is a document of the tests: how often it has each exact form, and
// the forms of its title. A form is a number; its stem is form/3, its root
// form/9.
type article struct {
	id    string
	text  map[int]uint32
	title map[int]uint32
	tfs   map[string]map[int]uint32 // by field and term
}

// divisors say how a field's terms come from forms.
var divisors = map[string]int{"exact": 1, "stem": 3, "root": 9, "title": 3}

// count fills tfs.
func (a *article) count() {
	a.tfs = map[string]map[int]uint32{}
	for field, divisor := range divisors {
		forms, terms := a.text, map[int]uint32{}
		if field == "title" {
			forms = a.title
		}
		for form, n := range forms {
			terms[form/divisor] += n
		}
		a.tfs[field] = terms
	}
}

// fake is a segment in memory.
type fake struct {
	key      uint64
	articles []article
	dead     *roaring.Bitmap
	reads    atomic.Int64  // calls of Postings
	broken   error         // what Postings returns
	held     chan struct{} // Postings waits for it; nil for nothing
	lists    sync.Map      // of a lister, by field and term
}

var lastKey atomic.Uint64

func newFake(articles []article) *fake {
	for i := range articles {
		articles[i].count()
	}
	return &fake{key: lastKey.Add(1), articles: articles, dead: roaring.New()}
}

// without is the same segment with further documents deleted.
func (f *fake) without(docs ...uint32) *fake {
	g := &fake{key: f.key, articles: f.articles, dead: f.dead.Clone()}
	g.dead.AddMany(docs)
	return g
}

func (f *fake) Key() uint64              { return f.key }
func (f *fake) Docs() int                { return len(f.articles) }
func (f *fake) Deleted() *roaring.Bitmap { return f.dead }

func (a *article) length(field string) (n uint32) {
	forms := a.text
	if field == "title" {
		forms = a.title
	}
	for _, c := range forms {
		n += c
	}
	return n
}

func (f *fake) Postings(field, term string, dst *rank.Postings) error {
	f.reads.Add(1)
	if f.held != nil {
		<-f.held
	}
	if f.broken != nil {
		return f.broken
	}
	t, err := strconv.Atoi(term)
	if err != nil {
		return err
	}
	for d := range f.articles {
		if n := f.articles[d].tfs[field][t]; n > 0 {
			dst.Add(uint32(d), n)
		}
	}
	return nil
}

// reader is a segment that reads the parts of a word together.
type reader struct{ *fake }

func (f reader) ReadWord(parts []rank.Part, rows *rank.Rows) (bool, error) {
	for i := range parts {
		if parts[i].List != nil || len(parts[i].Terms) != 1 {
			return false, nil
		}
	}
	for i := range parts {
		var p rank.Postings
		if err := f.Postings(parts[i].Field, parts[i].Terms[0], &p); err != nil {
			return true, err
		}
		half := len(p.Docs) / 2 // two lists, as of two forms of a stem; their order does not matter
		rows.Add(&rank.Postings{Docs: p.Docs[half:], Freqs: p.Freqs[half:]}, 1<<i)
		rows.Add(&rank.Postings{Docs: p.Docs[:half], Freqs: p.Freqs[:half]}, 1<<i)
	}
	return true, nil
}

func (f *fake) Lengths(field string) ([]uint32, error) {
	out := make([]uint32, len(f.articles))
	for d := range f.articles {
		out[d] = f.articles[d].length(field)
	}
	return out, nil
}

// randomArticles makes n articles of a Zipfian vocabulary, a tenth of them
// copies of others under another ID.
func randomArticles(r *rand.Rand, n int) []article {
	zipf := rand.NewZipf(r, 1.1, 3, 400)
	out := make([]article, n)
	for i := range out {
		a := article{id: fmt.Sprintf("%08x", r.Uint32()), text: map[int]uint32{}, title: map[int]uint32{}}
		if i > 0 && r.IntN(10) == 0 {
			twin := out[r.IntN(i)]
			a.text, a.title = twin.text, twin.title
		} else {
			for range 1 + r.IntN(60) {
				a.text[int(zipf.Uint64())] += uint32(1 + r.IntN(2)*r.IntN(3))
			}
			if r.IntN(20) == 0 { // a word that is very frequent in a text
				a.text[int(zipf.Uint64())] += uint32(r.IntN(2000))
			}
			for range r.IntN(8) {
				a.title[int(zipf.Uint64())]++
			}
		}
		out[i] = a
	}
	return out
}

// randomIndex makes segments of the given sizes with some articles deleted.
func randomIndex(r *rand.Rand, deleted float64, sizes ...int) []*fake {
	var out []*fake
	for _, n := range sizes {
		f := newFake(randomArticles(r, n))
		for d := range n {
			if r.Float64() < deleted {
				f.dead.Add(uint32(d))
			}
		}
		out = append(out, f)
	}
	return out
}

func segments(fakes []*fake) []rank.Segment {
	var out []rank.Segment
	for _, f := range fakes {
		if f.key%2 == 0 {
			out = append(out, reader{f})
		} else {
			out = append(out, f)
		}
	}
	return out
}

// word is a word in all its levels.
func word(form int) rank.Word {
	return rank.Word{Parts: []rank.Part{
		{Field: "stem", Weight: 1, Terms: []string{strconv.Itoa(form / 3)}},
		{Field: "exact", Weight: 0.2, Terms: []string{strconv.Itoa(form)}},
		{Field: "root", Weight: 0.3, Terms: []string{strconv.Itoa(form / 9)}},
		{Field: "title", Weight: 0.25, Terms: []string{strconv.Itoa(form / 3)}},
	}}
}

// randomWord makes a word of any kind: levels, a pseudo-term of several forms,
// a list of the caller's, with or without a name.
func randomWord(r *rand.Rand) rank.Word {
	form := int(math.Pow(400, r.Float64())) - 1
	w := word(form)
	switch r.IntN(8) {
	case 0: // the expansion of a prefix
		w = rank.Word{Parts: []rank.Part{{Field: "exact", Weight: 1}}}
		for range 1 + r.IntN(9) {
			w.Parts[0].Terms = append(w.Parts[0].Terms, strconv.Itoa(r.IntN(400)))
		}
	case 1: // a list as of a phrase: the documents in which the form is frequent
		w = rank.Word{Parts: []rank.Part{{Field: "exact", Weight: 1, List: func(s rank.Segment, dst *rank.Postings) error {
			return often(s, form, dst)
		}}}}
		if r.IntN(2) == 0 {
			w.Parts[0].Key = fmt.Sprint("often ", form)
		}
	case 2: // one level
		w.Parts = w.Parts[r.IntN(4):][:1]
	}
	if last := len(w.Parts) - 1; r.IntN(4) == 0 { // another field that is enough
		w.Parts[last].Suffices = true
	}
	if r.IntN(4) == 0 {
		w.Boost = 0.25 + 3*r.Float64()
	}
	return w
}

// often is a list of the documents that have a form more than once.
func often(s rank.Segment, form int, dst *rank.Postings) error {
	var f *fake
	switch s := s.(type) {
	case reader:
		f = s.fake
	case lister:
		f = s.fake
	case *fake:
		f = s
	}
	for d := range f.articles {
		if n := f.articles[d].text[form]; n > 1 {
			dst.Add(uint32(d), n)
		}
	}
	return nil
}

func randomQuery(r *rand.Rand, fakes []*fake) rank.Query {
	q := rank.Query{Rest: r.IntN(8) == 0, Every: r.IntN(6) == 0}
	for range r.IntN(7) {
		q.Words = append(q.Words, randomWord(r))
	}
	if r.IntN(3) == 0 {
		share := r.Float64() * r.Float64()
		for _, f := range fakes {
			b := roaring.New()
			for d := range f.articles {
				if r.Float64() < share {
					b.Add(uint32(d))
				}
			}
			q.Filter = append(q.Filter, b)
		}
		if len(fakes) > 0 && r.IntN(5) == 0 {
			q.Filter[0] = nil
		}
	}
	return q
}

// oracle finds the hits from the articles themselves, in the words of the
// package's documentation.
type oracle struct {
	fakes []*fake
	ids   []string // by document
}

func newOracle(fakes []*fake) *oracle {
	o := &oracle{fakes: fakes}
	for _, f := range fakes {
		for i := range f.articles {
			o.ids = append(o.ids, f.articles[i].id)
		}
	}
	return o
}

func (o *oracle) less(a, b uint64) bool { return o.ids[a] < o.ids[b] }

// each visits the live documents.
func (o *oracle) each(visit func(doc uint64, seg int, local uint32, a *article)) {
	doc := uint64(0)
	for s, f := range o.fakes {
		for d := range f.articles {
			if !f.dead.Contains(uint32(d)) {
				visit(doc, s, uint32(d), &f.articles[d])
			}
			doc++
		}
	}
}

// partTFs is how often each article of a segment holds a part of a word.
func partTFs(f *fake, p *rank.Part) []uint32 {
	out := make([]uint32, len(f.articles))
	if p.List != nil {
		var l rank.Postings
		if err := p.List(f, &l); err != nil {
			panic(err)
		}
		for i, d := range l.Docs {
			out[d] = l.Freqs[i]
		}
		return out
	}
	terms := slices.Clone(p.Terms)
	slices.Sort(terms)
	for _, t := range slices.Compact(terms) {
		term, _ := strconv.Atoi(t)
		for d := range out {
			out[d] += f.articles[d].tfs[p.Field][term]
		}
	}
	return out
}

// bm25 returns the scores of a part in every document, and the frequencies.
func (o *oracle) bm25(p *rank.Part) (scores []float64, tfs []uint32) {
	scores = make([]float64, len(o.ids))
	for _, f := range o.fakes {
		tfs = append(tfs, partTFs(f, p)...)
	}
	var n, df, total float64
	o.each(func(doc uint64, seg int, local uint32, a *article) {
		n++
		total += float64(a.length(p.Field))
		if tfs[doc] > 0 {
			df++
		}
	})
	idf := math.Log(1 + (n-df+0.5)/(df+0.5))
	o.each(func(doc uint64, seg int, local uint32, a *article) {
		if tf := float64(tfs[doc]); tf > 0 {
			long := float64(a.length(p.Field)) / (total / n)
			scores[doc] = p.Weight * idf * tf * 2.2 / (tf + 1.2*(0.25+0.75*long))
		}
	})
	return scores, tfs
}

// search returns all hits, and how many documents hold all words and any.
func (o *oracle) search(q rank.Query) (hits []rank.Hit, all, touched uint64) {
	scores, holds := make([]float64, len(o.ids)), make([]int, len(o.ids))
	touches := make([]bool, len(o.ids))
	for _, w := range q.Words {
		boost := w.Boost
		if boost == 0 {
			boost = 1
		}
		held := map[int]bool{}
		for i := range w.Parts {
			part, tfs := o.bm25(&w.Parts[i])
			for doc := range part {
				scores[doc] += boost * part[doc]
				if tfs[doc] > 0 {
					touches[doc] = true
					if (i == 0 || w.Parts[i].Suffices) && !held[doc] {
						held[doc] = true
						holds[doc]++
					}
				}
			}
		}
	}
	o.each(func(doc uint64, seg int, local uint32, a *article) {
		if q.Filter != nil && (q.Filter[seg] == nil || !q.Filter[seg].Contains(local)) {
			return
		}
		if q.Every && holds[doc] < len(q.Words) {
			return
		}
		if holds[doc] == len(q.Words) && (len(q.Words) > 0 || q.Rest) {
			all++
		}
		if touches[doc] || q.Rest {
			touched++
			hits = append(hits, rank.Hit{Doc: doc, Score: scores[doc]})
		}
	})
	sort.Slice(hits, func(i, j int) bool {
		// The sums here are made in another order than there: equal is what
		// differs by rounding only.
		if d := hits[i].Score - hits[j].Score; math.Abs(d) > 1e-9 {
			return d > 0
		}
		return o.less(hits[i].Doc, hits[j].Doc)
	})
	return hits, all, touched
}
