package index

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/testdata"
)

// Texts is part of Asker, as the engine elsewhere answers it.
func (c *collection) Texts(ctx context.Context, form string, n int) (texts []string, err error) {
	v, err := c.ix.view(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.close() }()
	t := c.ix.analyzer.Form(form)
	p := &plan{ctx: ctx, work: newWork(ctx, &c.ix.opts), v: v, analyzer: c.ix.analyzer, engine: c.ix.engine}
	return (&source{ix: c.ix, plan: p}).Texts(&t, n)
}

// Counts is part of Asker.
func (c *collection) Counts(ctx context.Context, wants []Want) (counts []uint64, err error) {
	v, err := c.ix.view(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.close() }()
	for _, w := range wants {
		set, err := setOf(ctx, v, w)
		if err != nil {
			return nil, err
		}
		counts = append(counts, set.Count())
	}
	return counts, nil
}

// Values is part of Asker.
func (c *collection) Values(ctx context.Context, f FacetWant) ([]FacetValue, error) {
	v, err := c.ix.view(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.close() }()
	return v.counts(ctx, &field{stored: f.Field, kind: f.Kind}, f.Layout, Facet{Limit: f.Limit}, v.all())
}

// Published is part of Asker.
func (c *collection) Published() (oldest, newest int64, ok bool) {
	for _, d := range c.docs {
		if at := d.Published.Unix(); !d.Published.IsZero() {
			if !ok {
				oldest, newest = at, at
			}
			oldest, newest, ok = min(oldest, at), max(newest, at), true
		}
	}
	return oldest, newest, ok
}

// dayOf reads a day of the term of a mention.
func dayOf(term string) int64 { return int64(binary.BigEndian.Uint32([]byte(term))) - 1<<31 }

// setOf is a set of documents of an index.
func setOf(ctx context.Context, v *view, w Want) (out docset.Set, err error) {
	each := func(wants []Want, visit func(s docset.Set)) error {
		for _, w := range wants {
			s, err := setOf(ctx, v, w)
			if err != nil {
				return err
			}
			visit(s)
		}
		return nil
	}
	switch w := w.(type) {
	case WantAll:
		return v.all(), nil
	case WantNone:
		return v.empty(), nil
	case WantEvery:
		out = v.all()
		return out, each(w, func(s docset.Set) { out = out.And(s) })
	case WantEither:
		out = v.empty()
		return out, each(w, func(s docset.Set) { out = out.Or(s) })
	case WantSome:
		most := slices.Repeat([]docset.Set{v.empty()}, w.Least+1) // in so many sets at least
		most[0] = v.all()
		err = each(w.Of, func(s docset.Set) {
			for n := w.Least; n > 0; n-- {
				most[n] = most[n].Or(most[n-1].And(s))
			}
		})
		return most[w.Least], err
	case WantBut:
		out, err = setOf(ctx, v, w.Of)
		return v.all().Not(out), err
	case WantValues:
		if !w.Folded {
			return v.holding(ctx, w.Field, w.Values...)
		}
		out = docset.Empty(len(v.segs))
		for i, s := range v.segs {
			folded, err := s.loadFolded(ctx, w.Field, v.foldValue)
			if err != nil {
				return nil, err
			}
			b, err := s.holding(ctx, w.Field, folded[w.Values[0]]...)
			if err != nil {
				return nil, err
			}
			out[i].Or(b)
		}
		return out, nil
	case WantSpan:
		return v.within(ctx, w.Field, keySpan{w.From, w.To})
	case WantMention:
		if !w.Touching {
			return v.mentioning(ctx, time.Unix(w.From*86400, 0), time.Unix(w.To*86400, 0))
		}
		var terms []string
		err = v.terms(fieldMentioned, "", "", func(term string, _ uint64) bool {
			from, to := dayOf(term[:4]), dayOf(term[4:])
			if from < w.To && to > w.From {
				terms = append(terms, term)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		return v.holding(ctx, fieldMentioned, terms...)
	case WantPart:
		if w.Part.List == nil {
			return v.holding(ctx, w.Part.Field, w.Part.Terms...)
		}
		out = docset.Empty(len(v.segs))
		for i, s := range v.segs {
			var p rank.Postings
			if err := w.Part.List(s, &p); err != nil {
				return nil, err
			}
			out[i].AddMany(p.Docs)
		}
		return out.And(v.all()), nil
	}
	return nil, fmt.Errorf("a set of %T", w)
}

// suggested is what an index answers and what is suggested elsewhere for the same.
func (c *collection) suggested(t *testing.T, req Request) (here, there *Results) {
	t.Helper()
	here, err := c.ix.Search(t.Context(), req)
	require.NoError(t, err)
	a, err := c.e.Ask(t.Context(), req, c.dictionary(), uint64(len(c.docs)))
	require.NoError(t, err)
	there = &Results{}
	if here.Instead == nil {
		there.Total, there.Relaxed = here.Total, here.Relaxed
	} else {
		req.Suggest = false
		there, err = c.ix.Search(t.Context(), req)
		require.NoError(t, err)
	}
	require.NoError(t, a.Suggest(t.Context(), there))
	there.ReadAs, err = a.Readings()
	require.NoError(t, err)
	return here, there
}

// What is suggested for a query is the same, wherever the articles lie.
func TestSuggestedElsewhereIsAsHere(t *testing.T) {
	c := newCollection(t)
	some := 0
	for _, text := range []string{
		"درجةلم يشعر بها", "دراسة زعفراني DNA خمسة", "ra2is al wizara", "hekh uqv", "جوان مارس العود", "ختّة نسئي", "3'urfa", "مزعفراتهم", "البريد اللذي",
		"وزير الخراجية", "الحكومةة", "madinat", "al madina", "lpl] wghp", "المدينه القديمة", "مجلس الونزاء", "السوق المر كزي", "وزيرالخارجية",
	} {
		for _, filter := range []Filter{{}, {Sources: []string{c.docs[0].Source}}} {
			here, there := c.suggested(t, Request{Query: query.Parse(text), Text: text, Filter: filter, Limit: 1, Suggest: true})
			assert.Equal(t, here.Suggestions, there.Suggestions, "%s %v", text, filter)
			assert.Equal(t, here.Zero, there.Zero, "%s %v", text, filter)
			some += len(here.Suggestions)
		}
	}
	assert.Greater(t, some, 10)
}

// Which conditions no article meets, and what there is instead, is told of articles elsewhere, too.
func TestUnmetElsewhereIsAsHere(t *testing.T) {
	var docs []Document
	for i, a := range testdata.Articles() {
		d := Document{ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section, Tags: a.Tags, Published: a.Published}
		if i == 3 {
			d.Body += " في 7 فبراير 1066 وفي عام 2077"
		}
		docs = append(docs, d)
	}
	c := collectionOf(t, docs)
	some := map[string]int{}
	for _, text := range []string{
		"سوق", "سوق source:لاشيء", "سوق after:2090", "سوق before:1990 -after:2000", "سوق mentioned:1650", "سوق -mentioned:1000..2100", "سوق كاتب:لاأحد tag:سياسه",
		"سوق القشطاطير",
	} {
		for _, filter := range []Filter{
			{}, {Sources: []string{docs[0].Source + "ه", "غيره"}}, {From: time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)},
			{Where: []Condition{{Field: "source", None: []string{docs[0].Source}}, {Field: "section", Any: []string{"لاقسم"}}}},
		} {
			here, there := c.suggested(t, Request{Query: query.Parse(text), Text: text, Filter: filter, Limit: 1, Suggest: true})
			if !assert.Equal(t, here.Zero, there.Zero, "%s %v", text, filter) || here.Zero == nil {
				continue
			}
			for _, u := range here.Zero.Unmet {
				some[u.Field]++
				if u.Field == fieldMentions {
					assert.Equal(t, []int{1066, 2077}, []int{u.Oldest.Year(), u.Newest.Year()})
				}
			}
		}
	}
	for _, field := range []string{"source", "section", "tag", fieldDates, fieldMentions} {
		assert.NotZero(t, some[field], field)
	}
}

// Stop words typed carelessly are read by what stands beside them there, too.
func TestStopWordsElsewhereAreReadAsHere(t *testing.T) {
	c := newCollection(t)
	read, not := 0, 0
	for _, stop := range []string{"علي", "اثنا"} {
		for _, text := range []string{"اتفاق %s وزير", "السيطرة %s المدينة", "رئيس %s الحكومة", "%s البحر", "%s رأسها", "%s ما"} {
			text = strings.ReplaceAll(text, "%s", stop)
			here, there := c.suggested(t, Request{Query: query.Parse(text), Text: text})
			assert.Equal(t, here.ReadAs, there.ReadAs, text)
			if slices.ContainsFunc(here.ReadAs, func(r ReadAs) bool { return r.Word == stop }) {
				read++
			} else {
				not++
			}
		}
	}
	assert.Greater(t, read, 1)
	assert.Greater(t, not, 1)
}

// refusing is a collection that refuses to count so much.
type refusing struct {
	*collection
	most int
}

func (c *refusing) Counts(ctx context.Context, wants []Want) ([]uint64, error) {
	if c.most -= len(wants); c.most < 0 {
		return nil, ErrManyCounts
	}
	return c.collection.Counts(ctx, wants)
}

// Where suggestions need more counts than one request may have there are none, and no error.
func TestNoSuggestionsForTooManyCounts(t *testing.T) {
	c := newCollection(t)
	req := Request{Query: query.Parse("وزير الخراجية"), Suggest: true}
	for most, want := range map[int]bool{12: false, 1 << 20: true} {
		a, err := c.e.Ask(t.Context(), req, c.terms.Within(t.Context(), &refusing{c, most}), uint64(len(c.docs)))
		require.NoError(t, err)
		res := &Results{}
		require.NoError(t, a.Suggest(t.Context(), res))
		assert.Equal(t, want, len(res.Suggestions) > 0)
	}
}
