package index

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// declared are fields of each kind.
var declared = []Field{
	{Name: "lang", Kind: KeywordField}, {Name: "pages", Kind: NumberField}, {Name: "filed", Kind: DateField}, {Name: "lead", Kind: TextField},
}

// ownDocs are articles with values of these, in every form that Extra may hold them in;
// some have none, some several.
func ownDocs(r *rand.Rand) []Document {
	docs := bundledDocs()
	langs := []string{"ar", "en", "العربية", "لغة أخرى", "fr"}
	for i := range docs {
		d := &docs[i]
		d.Author = []string{"", "سعاد", "كريم النهري", "سعاد الشحرية"}[r.IntN(4)]
		d.Tags = [][]string{nil, {"زراعة"}, {"زراعة", "ماء"}}[r.IntN(3)]
		d.Extra = map[string]any{"other": 1}
		switch r.IntN(4) {
		case 0:
		case 1:
			d.Extra["lang"] = []string{langs[r.IntN(5)], langs[r.IntN(5)]}
		default:
			d.Extra["lang"] = langs[r.IntN(5)]
		}
		switch n := float64(r.IntN(40)-10) / 2; r.IntN(5) {
		case 0:
			d.Extra["pages"] = nil
		case 1:
			d.Extra["pages"] = []any{n, json.Number("3"), 12}
		case 2:
			d.Extra["pages"] = int64(n)
		default:
			d.Extra["pages"] = n
		}
		t := time.Date(2015+r.IntN(5), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC)
		switch r.IntN(5) {
		case 0:
		case 1:
			d.Extra["filed"] = t.Format(time.DateOnly)
		case 2:
			d.Extra["filed"] = []string{t.Format(time.RFC3339), t.AddDate(0, 1, 1).Format(time.RFC3339)}
		default:
			d.Extra["filed"] = t
		}
		if r.IntN(2) == 0 {
			d.Extra["lead"] = strings.Join(strings.Fields(docs[r.IntN(len(docs))].Body)[:8], " ")
		}
	}
	return docs
}

// valuesIn lists the values of a field in a document, as the oracle sees them: those of
// JSON, numbers and dates as numbers.
func valuesIn(t testing.TB, d *Document, field string) (texts []string, numbers []float64) {
	switch field {
	case "source":
		return notEmpty([]string{d.Source}), nil
	case "tag":
		return d.Tags, nil
	case "author":
		return notEmpty([]string{d.Author}), nil
	}
	b, err := json.Marshal(d.Extra[field])
	require.NoError(t, err)
	var list []any
	if json.Unmarshal(b, &list) != nil {
		var one any
		require.NoError(t, json.Unmarshal(b, &one))
		list = []any{one}
	}
	for _, v := range list {
		switch v := v.(type) {
		case nil:
		case float64:
			numbers = append(numbers, v)
		case string:
			if field != "filed" {
				texts = append(texts, v)
				continue
			}
			at, err := time.Parse(time.RFC3339, v)
			if err != nil {
				at, err = time.Parse(time.DateOnly, v)
			}
			require.NoError(t, err)
			numbers = append(numbers, float64(at.Unix()))
		}
	}
	return texts, numbers
}

// ownIndex is an index of the documents that has been through a life.
func ownIndex(t testing.TB, docs []Document) *Index {
	return messyWith(t, docs, Options{Fields: declared})
}

func within(numbers []float64, from, to float64) bool {
	return slices.ContainsFunc(numbers, func(n float64) bool { return n >= from && n <= to })
}

func TestConditionsEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	docs := ownDocs(r)
	ix := ownIndex(t, docs)
	inf := 1e18
	found := 0
	for i := range 400 {
		var c Condition
		meets := func(d *Document) bool { return true }
		texts := func(field string, values []string) {
			pick := func() (out []string) {
				for range r.IntN(3) {
					out = append(out, values[r.IntN(len(values))])
				}
				return out
			}
			c = Condition{Field: field, Any: pick(), None: pick()}
			meets = func(d *Document) bool {
				has, _ := valuesIn(t, d, field)
				in := func(list []string) bool {
					return slices.ContainsFunc(has, func(v string) bool { return slices.Contains(list, v) })
				}
				return (len(c.Any) == 0 || in(c.Any)) && !in(c.None)
			}
		}
		switch i % 5 {
		case 0:
			texts("lang", []string{"ar", "en", "العربية", "xx"})
		case 1:
			texts("author", []string{"سعاد", "كريم النهري", "x"})
		case 2:
			texts("tag", []string{"ماء", "زراعة"})
		case 3:
			lo, hi := float64(r.IntN(20)-8)/2, float64(r.IntN(20)-5)/2
			c = Condition{Field: "pages", Min: &lo, Max: &hi}
			switch r.IntN(4) {
			case 0:
				c.Min, lo = nil, -inf
			case 1:
				c.Max, hi = nil, inf
			case 2:
				c.Min, c.Max, hi = nil, nil, lo+2
				c.Any = []string{fmt.Sprintf("%g..%g", lo, hi)}
			}
			c.None = []string{"3"}
			meets = func(d *Document) bool {
				_, has := valuesIn(t, d, "pages")
				return within(has, lo, hi) && !within(has, 3, 3)
			}
		case 4:
			from := time.Date(2015+r.IntN(5), time.Month(1+r.IntN(12)), 1, 12, 0, 0, 0, time.UTC)
			to := from.AddDate(0, r.IntN(20), 0)
			c = Condition{Field: "filed", From: from, To: to}
			lo, hi := float64(from.Unix()), float64(to.Unix()-1)
			if r.IntN(2) == 0 {
				year := strconv.Itoa(from.Year())
				c = Condition{Field: "filed", Any: []string{year + ".." + year}}
				lo = float64(time.Date(from.Year(), 1, 1, 0, 0, 0, 0, time.UTC).Unix())
				hi = float64(time.Date(from.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - 1)
			}
			meets = func(d *Document) bool {
				_, has := valuesIn(t, d, "filed")
				return within(has, lo, hi)
			}
		}
		want := idSet{}
		for i := range docs {
			if meets(&docs[i]) {
				want[docs[i].ID] = true
			}
		}
		res, err := ix.Search(context.Background(), Request{Query: query.All{}, Filter: Filter{Where: []Condition{c}}, Limit: len(docs), IDsOnly: true})
		require.NoError(t, err)
		got := idSet{}
		for _, h := range res.Hits {
			got[h.Document.ID] = true
		}
		require.Equal(t, want, got, "%+v", c)
		assert.EqualValues(t, len(want), res.Total)
		found += len(want)
	}
	assert.Greater(t, found, 1000)
}

func TestOwnFacetsEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	docs := ownDocs(r)
	ix := ownIndex(t, docs)
	q := query.Match("في من")
	all, err := ix.Search(context.Background(), Request{Query: q, Limit: len(docs), Order: Newest, IDsOnly: true})
	require.NoError(t, err)
	hits := idSet{}
	for _, h := range all.Hits {
		hits[h.Document.ID] = true
	}
	require.Greater(t, len(hits), 50)
	days := func(layout string) func(*Document) []string {
		return func(d *Document) (out []string) {
			_, seconds := valuesIn(t, d, "filed")
			for _, s := range seconds {
				out = append(out, time.Unix(int64(s), 0).UTC().Format(layout))
			}
			return out
		}
	}
	texts := func(field string) func(*Document) []string {
		return func(d *Document) []string { has, _ := valuesIn(t, d, field); return has }
	}
	for field, of := range map[string]func(*Document) []string{
		"lang": texts("lang"), "author": texts("author"), "tag": texts("tag"), "source": texts("source"),
		"pages": func(d *Document) (out []string) {
			_, has := valuesIn(t, d, "pages")
			for _, n := range has {
				out = append(out, strconv.FormatFloat(n, 'f', -1, 64))
			}
			return out
		},
		"filed": days("2006-01-02"), "filed.month": days("2006-01"), "filed.year": days("2006"),
	} {
		want := map[string]uint64{}
		for i := range docs {
			if hits[docs[i].ID] {
				values := slices.Compact(slices.Sorted(slices.Values(of(&docs[i]))))
				for _, v := range values {
					want[v]++
				}
			}
		}
		res, err := ix.Search(context.Background(), Request{Query: q, Facets: []Facet{{Field: field, Limit: 1000}}})
		require.NoError(t, err)
		got := map[string]uint64{}
		for _, v := range res.Facets[0] {
			got[v.Value] = v.Count
		}
		assert.Equal(t, want, got, field)
		assert.True(t, slices.IsSortedFunc(res.Facets[0], func(a, b FacetValue) int {
			if strings.HasPrefix(field, "filed") {
				return cmp.Compare(a.Value, b.Value)
			}
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		}), field)
	}
}

func TestOwnOrdersEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	docs := ownDocs(r)
	ix := ownIndex(t, docs)
	for _, field := range []string{"lang", "pages", "filed", "author", "source", "tag"} {
		for _, descending := range []bool{false, true} {
			key := func(d *Document) (text string, number float64, ok bool) {
				texts, numbers := valuesIn(t, d, field)
				if len(texts)+len(numbers) == 0 {
					return "", 0, false
				}
				if len(numbers) > 0 && descending {
					return "", slices.Max(numbers), true
				} else if len(numbers) > 0 {
					return "", slices.Min(numbers), true
				}
				if descending {
					return slices.Max(texts), 0, true
				}
				return slices.Min(texts), 0, true
			}
			want := slices.Clone(docs)
			slices.SortFunc(want, func(a, b Document) int {
				at, an, aok := key(&a)
				bt, bn, bok := key(&b)
				switch {
				case aok != bok && aok:
					return -1
				case aok != bok:
					return 1
				}
				c := cmp.Or(cmp.Compare(at, bt), cmp.Compare(an, bn))
				if descending {
					c = -c
				}
				return cmp.Or(c, cmp.Compare(a.ID, b.ID))
			})
			order := Order(field)
			if descending {
				order = "-" + order
			}
			for _, size := range []int{7, 50} { // page by page
				var got []string
				req := Request{Query: query.All{}, Order: order, Limit: size, IDsOnly: true}
				for {
					res, err := ix.Search(context.Background(), req)
					require.NoError(t, err)
					for _, h := range res.Hits {
						got = append(got, h.Document.ID)
					}
					if req.After = res.Next; res.Next == "" {
						break
					}
				}
				ids := make([]string, len(want))
				for i := range want {
					ids[i] = want[i].ID
				}
				assert.Equal(t, ids, got, order)
			}
		}
	}
}

func TestOwnFieldsInQueriesEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	docs := ownDocs(r)
	ix := ownIndex(t, docs)
	a := analysis.Default()
	leads := func(d *Document) []analysis.Token {
		has, _ := valuesIn(t, d, "lead")
		return a.AppendTokens(nil, strings.Join(has, " "))
	}
	folded := func(s string) string { return a.Word(s).Exact }
	checks := map[string]func(*Document) bool{
		"lang:AR": func(d *Document) bool { has, _ := valuesIn(t, d, "lang"); return slices.Contains(has, "ar") },
		"lang:العَرَبيّة": func(d *Document) bool {
			has, _ := valuesIn(t, d, "lang")
			return slices.Contains(has, "العربية")
		},
		`lang:"لغة أخرى"`: func(d *Document) bool {
			has, _ := valuesIn(t, d, "lang")
			return slices.Contains(has, "لغة أخرى")
		},
		"-lang:ar":     func(d *Document) bool { has, _ := valuesIn(t, d, "lang"); return !slices.Contains(has, "ar") },
		"pages:3":      func(d *Document) bool { _, has := valuesIn(t, d, "pages"); return within(has, 3, 3) },
		"pages:٣..7.5": func(d *Document) bool { _, has := valuesIn(t, d, "pages"); return within(has, 3, 7.5) },
		"pages:..-1":   func(d *Document) bool { _, has := valuesIn(t, d, "pages"); return within(has, -1e9, -1) },
		"filed:2016":   func(d *Document) bool { _, has := valuesIn(t, d, "filed"); return within(has, 1451606400, 1483228799) },
		"pages:3 OR lang:ar": func(d *Document) bool {
			_, n := valuesIn(t, d, "pages")
			has, _ := valuesIn(t, d, "lang")
			return within(n, 3, 3) || slices.Contains(has, "ar")
		},
	}
	for range 60 {
		d := &docs[r.IntN(len(docs))]
		words := slices.DeleteFunc(leads(d), func(t analysis.Token) bool { return t.Stop || !t.IsUnit() || t.Width != 1 })
		if len(words) < 2 {
			continue
		}
		w, text := words[r.IntN(len(words))], ""
		if has, _ := valuesIn(t, d, "lead"); len(has) > 0 {
			text = has[0][w.Start:w.End]
		}
		holds := func(of func(analysis.Token) bool) func(*Document) bool {
			return func(d *Document) bool { return slices.ContainsFunc(leads(d), of) }
		}
		if m := a.Meant(w, text); len(m) == 1 && len(query.Leaves(query.Match(text))) == 1 {
			checks["lead:"+query.Quote(text)] = holds(func(t analysis.Token) bool { return t.Stem == w.Stem })
			checks["lead:="+query.Quote(folded(text))] = holds(func(t analysis.Token) bool { return t.Exact == folded(text) })
		}
		checks[`lead:"`+text+`"@stem`] = holds(func(t analysis.Token) bool { return t.Stem == w.Stem })
	}
	require.Greater(t, len(checks), 40)
	found := 0
	for _, q := range slices.Sorted(maps.Keys(checks)) {
		want := idSet{}
		for i := range docs {
			if checks[q](&docs[i]) {
				want[docs[i].ID] = true
			}
		}
		res, err := ix.Search(context.Background(), Request{Query: ix.Own().Parse(q), Limit: len(docs), IDsOnly: true, Order: Newest, Literal: true})
		require.NoError(t, err)
		got := idSet{}
		if !res.Relaxed {
			for _, h := range res.Hits {
				got[h.Document.ID] = true
			}
		}
		assert.Equal(t, want, got, q)
		found += len(want)
	}
	assert.Greater(t, found, 100)
}

// A bare word is found in a text of one's own too, behind those that have it in title
// or body, and adds there what its weight says.
func TestBareWordsSearchOwnTexts(t *testing.T) {
	docs := []Document{
		{ID: "lead", Body: "خبر قصير", Extra: map[string]any{"lead": "حصاد القمح"}},
		{ID: "body", Body: "حصاد القمح", Extra: map[string]any{"lead": "خبر قصير"}},
		{ID: "both", Body: "حصاد القمح", Extra: map[string]any{"lead": "حصاد القمح"}},
		{ID: "none", Body: "سفر"},
	}
	score := func(fields ...Field) map[string]float64 {
		ix, err := NewMemory(Options{Fields: fields})
		require.NoError(t, err)
		defer ix.Close()
		_, refused, err := ix.Add(context.Background(), slices.Values(docs))
		require.NoError(t, err)
		require.Empty(t, refused)
		res, err := ix.Search(context.Background(), Request{Query: query.Match("قمح"), Limit: 9, Explain: true})
		require.NoError(t, err)
		assert.EqualValues(t, len(res.Hits), res.Total)
		out := map[string]float64{}
		for _, h := range res.Hits {
			out[h.Document.ID] = h.Score
			sum := 0.0
			for _, m := range h.Why {
				sum += m.Share
			}
			assert.InDelta(t, h.Score, sum, 1e-9)
		}
		return out
	}
	light, heavy, none := score(Field{Name: "lead", Kind: TextField}), score(Field{Name: "lead", Kind: TextField, Weight: .4}), score(Field{Name: "lead", Kind: TextField, Weight: -1})
	assert.NotContains(t, none, "lead")
	assert.Contains(t, light, "lead")
	assert.Greater(t, light["body"], light["lead"])
	assert.Greater(t, light["both"], light["body"])
	assert.InDelta(t, 2*light["lead"], heavy["lead"], 1e-9)
	assert.Equal(t, none["both"], none["body"])
}
