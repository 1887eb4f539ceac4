package index

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/store"
	"github.com/fihris-search/fihris/internal/suggest"
)

// A collection may lie elsewhere, in an engine that holds our terms. What is asked there is
// made by the plan of a query, as here: Ask says which documents are wanted and what scores
// (Want, Count). The documents that come back are made a segment in memory, in which that plan
// goes on with the statistics of the collection: scores, the second stage, explanations and
// passages are those of the same code, to the last bit.

// Elsewhere is what of an index is here where its documents lie elsewhere. It is safe for
// concurrent use.
type Elsewhere struct{ ix *Index }

// NewElsewhere makes it ready for a collection with these words and fields of one's own.
func NewElsewhere(words Words, fields []Field, searchBytes int64) (*Elsewhere, error) {
	fields, err := completeFields(fields)
	if err != nil {
		return nil, err
	}
	analyzer := analysis.Default()
	if hashWords(words) != "" {
		if analyzer, err = analysis.New(words); err != nil {
			return nil, err
		}
	}
	o := newOwn(fields)
	ix := &Index{opts: Options{SearchBytes: searchBytes, Words: words}, analyzer: analyzer, own: o, engine: rank.New(0), suggester: suggest.New(analyzer, o.names)}
	return &Elsewhere{ix}, nil
}

// Own are the fields of one's own that a query can name.
func (e *Elsewhere) Own() query.Own { return e.ix.own.names }

// Fields are the fields of one's own.
func (e *Elsewhere) Fields() []Field { return slices.Clone(e.ix.own.fields) }

// WordsHash names the words of the user; empty for none.
func (e *Elsewhere) WordsHash() string { return hashWords(e.ix.opts.Words) }

// Asked is a request made ready.
type Asked struct {
	Words  []rank.Word // what scores, in the order in which it is added
	Every  bool        // hits hold every word
	Strict Want        // what Results.Total counts
	Loose  Want        // what may be a hit
	Plain  bool        // whatever touches a word may be a hit: Loose says no more than Words
	Filter Want        // of the request; nil for none
	Facets []FacetWant
	Sort   *SortWant // nil for the order of scores

	e   *Elsewhere
	p   *plan
	req Request
}

// Refined is how many of the first hits the second stage puts in order.
const Refined = refined

// Ask makes a request ready, in a collection of so many documents with these words.
func (e *Elsewhere) Ask(ctx context.Context, req Request, lexis Dictionary, docs uint64) (a *Asked, err error) {
	defer recoverFrom(&err)
	by, err := e.ix.own.sorting(req.Order)
	if err != nil {
		return nil, err
	}
	if err := req.check(); err != nil {
		return nil, err
	}
	weights, err := req.Weights.complete()
	if err != nil {
		return nil, err
	}
	v := e.view(lexis, docs)
	p, err := e.ix.planWeighed(ctx, v, req.Query, nil, !req.Literal, weights)
	if err == nil {
		err = v.whole()
	}
	if err != nil {
		return nil, err
	}
	p.by = by
	a = &Asked{Words: p.words(), Every: p.conjunction(), Plain: plain(p.root) && len(p.words()) > 0, e: e, p: p, req: req}
	if a.Strict, err = p.strictWant(p.root); err != nil {
		return nil, err
	}
	if a.Loose, err = p.looseWant(p.root); err != nil {
		return nil, err
	}
	if a.Filter, err = p.filterWant(&req.Filter); err != nil {
		return nil, err
	}
	for _, f := range req.Facets {
		w, err := v.facetWant(f)
		if err != nil {
			return nil, err
		}
		a.Facets = append(a.Facets, w)
	}
	if by != nil {
		a.Sort = &SortWant{by.field.stored, by.field.kind, by.descending}
	}
	return a, nil
}

func (e *Elsewhere) view(lexis Dictionary, docs uint64) *view {
	return &view{rank: e.ix.engine.Snapshot(nil), live: docs, analyzer: e.ix.analyzer, own: e.ix.own, lexis: lexis}
}

// recoverFrom makes an error of a panic, as Index.hold does.
func recoverFrom(err *error) {
	if r := recover(); r != nil {
		*err = store.Panicked(r)
	}
}

// Parts lists the parts of which it is asked how many documents of the collection hold them,
// each once.
func (a *Asked) Parts() (parts []*rank.Part) {
	known := map[string]bool{}
	add := func(p *rank.Part) {
		if key := partKey(p); !known[key] {
			known[key] = true
			parts = append(parts, p)
		}
	}
	for i := range a.Words {
		w := &a.Words[i]
		for k := range w.Parts {
			add(&w.Parts[k])
		}
		if a.req.Refine && a.p.by == nil && len(w.Parts) > 0 && isBare(w) {
			for _, p := range a.p.titleParts(w) {
				add(&p)
			}
		}
	}
	return parts
}

// Held lists the words of which several parts suffice: of these it is asked how many documents hold
// any.
func (a *Asked) Held() (words []*rank.Word) {
	for i := range a.Words {
		if w := &a.Words[i]; slices.ContainsFunc(w.Parts, func(p rank.Part) bool { return p.Suffices }) {
			words = append(words, w)
		}
	}
	return words
}

// WordKey names the parts of a word that suffice.
func WordKey(w *rank.Word) string {
	keys := []string{"word", partKey(&w.Parts[0])}
	for i := range w.Parts {
		if w.Parts[i].Suffices {
			keys = append(keys, partKey(&w.Parts[i]))
		}
	}
	return rank.KeyOf(keys...)
}

// List is a hash of what decides which hits the request lists, and in which order.
func (a *Asked) List() uint64 { return a.req.list() }

// Found is some documents of the collection, brought here.
type Found struct {
	p     *plan
	req   Request
	light *passage.Highlighter
	docs  map[string]uint64 // by ID
}

// Found makes documents ready that the request has found; all says what the whole
// collection has of the parts of the query.
func (a *Asked) Found(ctx context.Context, docs []Document, all *rank.Statistics) (f *Found, err error) {
	defer recoverFrom(&err)
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	c.begin(a.e.ix.analyzer, a.e.ix.own)
	for i := range docs {
		if err := c.add(ctx, &docs[i]); err != nil {
			return nil, fmt.Errorf("article %q: %w", docs[i].ID, err)
		}
	}
	data, err := c.out.Segment()
	if err != nil {
		return nil, err
	}
	seg, err := posting.Open(data)
	if err != nil {
		return nil, damage(err)
	}
	p := *a.p
	p.ctx, p.engine = ctx, rank.New(0)
	s := &segment{seg: seg, id: 1, docs: len(docs), side: &side{}, finds: &finds{of: seg}}
	v := *a.e.view(a.p.v.lexis, a.p.v.live)
	v.segs, v.base = []*segment{s}, []uint64{0}
	v.rank = p.engine.Snapshot([]rank.Segment{s})
	v.rank.Among(all)
	p.v = &v
	f = &Found{p: &p, req: a.req, light: p.highlighter(), docs: make(map[string]uint64, len(docs))}
	for i := range docs {
		f.docs[docs[i].ID] = uint64(i)
	}
	return f, nil
}

// Scores returns the documents in the order of the first stage, with their scores.
func (f *Found) Scores() (hits []rank.Hit, err error) {
	defer recoverFrom(&err)
	q := rank.Query{Words: f.p.words(), Every: f.p.conjunction(), Bytes: f.p.work.most, Rest: true}
	return f.p.engine.TopK(f.p.ctx, f.p.v.rank, q, len(f.docs), rank.Options{Less: f.p.v.less})
}

// Refine puts the first of all hits in the order of the second stage.
func (f *Found) Refine(hits []rank.Hit) (err error) {
	defer recoverFrom(&err)
	return f.p.refine(hits)
}

// Number is that of the document of an ID.
func (f *Found) Number(id string) (doc uint64, ok bool) {
	doc, ok = f.docs[id]
	return doc, ok
}

// ID is that of a document.
func (f *Found) ID(doc uint64) (string, error) { return f.p.v.id(doc) }

// Hit fills in a hit as the request wants it.
func (f *Found) Hit(h rank.Hit) (hit Hit, err error) {
	defer recoverFrom(&err)
	return f.p.hit(&f.req, f.light, h)
}

// Group puts a block of hits into groups of near-duplicates.
func (f *Found) Group(block []rank.Hit) (hits []rank.Hit, copies [][]Document, err error) {
	defer recoverFrom(&err)
	groups, err := f.p.appendGroups(nil, block, len(block))
	for _, g := range groups {
		hits, copies = append(hits, g.best), append(copies, g.copies)
	}
	return hits, copies, err
}

// What of grouping concerns those who bring documents here.
const (
	GroupBlock = groupBlock
	GroupDepth = groupDepth
)

// Readings lists what bare words of the request were read as too.
func (a *Asked) Readings() (out []ReadAs, err error) {
	defer recoverFrom(&err)
	return a.p.readings()
}

// Like is [Index.Like] of the collection.
func (e *Elsewhere) Like(ctx context.Context, text string, known uint64, lexis Dictionary, docs uint64) (n query.Node, err error) {
	defer recoverFrom(&err)
	return e.ix.like(ctx, e.view(lexis, docs), text, known)
}

// Stats are those of the collection, of which others have counted the parts; seconds since 1970
// of the first and the last date, nil where there is none.
func (e *Elsewhere) Stats(docs, words uint64, bytes int64, segments int, oldest, newest *int64) Stats {
	st := Stats{Articles: docs, Tokens: words, Bytes: bytes, Segments: segments, AnalyzerVersion: analysis.Version, FormatVersion: FormatVersion}
	for _, f := range e.ix.own.fields {
		st.Fields = append(st.Fields, f.String())
	}
	if oldest != nil && newest != nil {
		st.Oldest, st.Newest = time.Unix(*oldest, 0).UTC(), time.Unix(*newest, 0).UTC()
	}
	return st
}
