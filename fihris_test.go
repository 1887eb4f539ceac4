package fihris_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/testdata"
)

var ctx = context.Background()

// bundled returns the articles of package testdata.
func bundled() []fihris.Article {
	var out []fihris.Article
	for _, a := range testdata.Articles() {
		out = append(out, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
			Section: a.Section, URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	return out
}

// memory is an index in memory that holds the articles.
func memory(t testing.TB, articles ...fihris.Article) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	require.NoError(t, ix.Add(ctx, articles...))
	return ix
}

// search runs a query in the query language.
func search(t testing.TB, s fihris.Searcher, q string) *fihris.Results {
	t.Helper()
	query, err := fihris.ParseQuery(q)
	require.NoError(t, err)
	res, err := s.Search(ctx, fihris.Request{Query: query, Limit: 100})
	require.NoError(t, err)
	return res
}

func ids(res *fihris.Results) []string {
	out := []string{}
	for _, h := range res.Hits {
		out = append(out, h.Article.ID)
	}
	return out
}

func article(id, body string) fihris.Article { return fihris.Article{ID: id, Body: body} }

func TestSeedArticle(t *testing.T) {
	seed := bundled()
	for _, a := range seed {
		if strings.Contains(a.Title, "بوتين يدعو لمحادثات") {
			seed = []fihris.Article{a}
		}
	}
	require.Len(t, seed, 1, "the seed article is not bundled")
	ix := memory(t, seed...)
	for _, q := range []string{"وزير خارجية أذربيجان", `"وقف إطلاق النار"`, "الوزراء", "المدفعية الثقيلة"} {
		res := search(t, ix, q)
		require.Len(t, res.Hits, 1, q)
		h := res.Hits[0]
		require.NotEmpty(t, h.Snippets, q)
		marked := 0
		for _, s := range h.Snippets {
			assert.Contains(t, h.Article.Body, s.String(), "%s: a snippet is cut out of the text as written", q)
			for _, sp := range s {
				assert.True(t, utf8.ValidString(sp.Text), q)
				if sp.Match {
					marked++
				}
			}
		}
		assert.Positive(t, marked, q)
	}
}

func TestWhatOthersMiss(t *testing.T) {
	ix := memory(t,
		article("minister", "استقبل الوزير وفدا من المزارعين"),
		article("ministers", "رحب بالوزراء في المطار"),
		article("jar", "زير الماء في ساحة البيت"),
		article("lebanon", "سافر إلى لبنان أمس"),
		article("yoghurt", "يباع اللبن في السوق"),
		article("digits", "بلغ العدد ٢٠٢٠ شخصا"),
		article("school", "افتتحت ثلاث مدارس جديدة"),
	)
	assert.ElementsMatch(t, []string{"minister", "ministers"}, ids(search(t, ix, "وزير")))
	assert.Equal(t, []string{"lebanon"}, ids(search(t, ix, "لبنان")))
	assert.Equal(t, []string{"digits"}, ids(search(t, ix, "2020")))
	assert.Equal(t, []string{"school"}, ids(search(t, ix, "مدرسة")))
}

func TestPhraseAllowsProclitics(t *testing.T) {
	ix := memory(t,
		article("li", "توصل الطرفان لوقف إطلاق النار أمس"),
		article("plain", "أعلن وقف إطلاق النار"),
		article("other", "إطلاق النار على وقف خيري"),
		article("article", "الوقف إطلاق النار"),
		article("nations", "عقد اجتماع للأمم المتحدة في جنيف"),
	)
	assert.ElementsMatch(t, []string{"li", "plain"}, ids(search(t, ix, `"وقف إطلاق النار"`)))
	assert.Equal(t, []string{"plain"}, ids(search(t, ix, `="وقف إطلاق النار"`)))
	assert.Equal(t, []string{"nations"}, ids(search(t, ix, `"الأمم المتحدة"`)))
	assert.Equal(t, uint64(2), search(t, ix, `"وقف إطلاق النار"`).Total)
}

func TestTotalsCountArticlesWithEveryWord(t *testing.T) {
	ix := memory(t,
		article("both", "ميناء البصرة"), article("one", "ميناء بيروت"), article("two", "مدينة البصرة"), article("none", "مطار"),
	)
	res := search(t, ix, "ميناء البصرة")
	assert.Equal(t, uint64(1), res.Total)
	assert.Equal(t, uint64(3), res.TotalAny)
	assert.False(t, res.Relaxed)
	assert.Equal(t, "both", res.Hits[0].Article.ID)
	assert.Len(t, res.Hits, 3)

	res = search(t, ix, "مطار البصرة")
	assert.True(t, res.Relaxed, "no article holds both words")
	assert.Equal(t, uint64(3), res.Total)

	assert.Equal(t, uint64(3), search(t, ix, "ميناء OR البصرة").Total, "OR counts either")
}

func TestMustAndNot(t *testing.T) {
	ix := memory(t, article("a", "قمح وشعير"), article("b", "قمح"), article("c", "شعير"), article("d", "أرز"))
	assert.Equal(t, []string{"b"}, ids(search(t, ix, "قمح -شعير")))
	assert.Equal(t, []string{"a", "b"}, ids(search(t, ix, "+قمح شعير")))
	assert.Equal(t, []string{"a"}, ids(search(t, ix, "+قمح +شعير")))
	assert.ElementsMatch(t, []string{"c", "d"}, ids(search(t, ix, "-قمح")))
}

func TestStopWordsOnly(t *testing.T) {
	ix := memory(t, article("a", "كان في البيت"), article("b", "خرج من المدرسة"))
	assert.Equal(t, []string{"a"}, ids(search(t, ix, "في")))
	assert.Equal(t, []string{"a"}, ids(search(t, ix, `"في البيت"`)), "stop words count in phrases")
	assert.Equal(t, []string{"b"}, ids(search(t, ix, "في المدرسة")), "beside a content word they do not")
}

func TestReplaceAndRemove(t *testing.T) {
	ix := memory(t, article("a", "قطار"), article("b", "سفينة"))
	require.NoError(t, ix.Add(ctx, article("a", "طائرة")))
	assert.Empty(t, ids(search(t, ix, "قطار")))
	assert.Equal(t, []string{"a"}, ids(search(t, ix, "طائرة")))
	require.NoError(t, ix.Remove(ctx, "b"))
	assert.Empty(t, ids(search(t, ix, "سفينة")))
	_, err := ix.Article(ctx, "b")
	require.ErrorIs(t, err, fihris.ErrNotFound)
	require.ErrorIs(t, ix.Remove(ctx, "b"), fihris.ErrNotFound)
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, uint64(1), st.Articles)
	require.NoError(t, ix.Add(ctx, article("x", "أول"), article("x", "آخر")))
	assert.Equal(t, []string{"x"}, ids(search(t, ix, "=آخر")), "of two with one ID the later stays")
}

func TestRefusedArticlesLoseNoOthers(t *testing.T) {
	ix := memory(t)
	err := ix.Add(ctx, article("", "بلا معرف"), article("ok", "سليم"), article("bad", "كلمة \xff"))
	require.ErrorIs(t, err, fihris.ErrNoID)
	var add *fihris.AddError
	require.ErrorAs(t, err, &add)
	assert.Contains(t, err.Error(), "not valid UTF-8")
	assert.Equal(t, []string{"ok"}, ids(search(t, ix, "سليم")))
}

func TestTiesAreOrderedByID(t *testing.T) {
	var same []fihris.Article
	for i := range 50 {
		same = append(same, article(fmt.Sprintf("id-%02d", (i*37)%50), "نص واحد في كل مقال"))
	}
	ix := memory(t, same[:20]...)
	require.NoError(t, ix.Add(ctx, same[20:]...))
	got := ids(search(t, ix, "مقال"))
	require.Len(t, got, 50)
	assert.IsNonDecreasing(t, got)
}

func TestTitleWordsRankHigher(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "body", Title: "أخبار المدينة", Body: "افتتح معرض الكتاب"},
		fihris.Article{ID: "title", Title: "معرض الكتاب", Body: "افتتح أخبار المدينة"},
	)
	assert.Equal(t, []string{"title", "body"}, ids(search(t, ix, "معرض")))
	assert.Equal(t, []string{"title"}, ids(search(t, ix, "عنوان:معرض")))
	assert.Equal(t, []string{"body"}, ids(search(t, ix, "نص:معرض")))
	assert.Equal(t, []string{"title"}, ids(search(t, ix, `عنوان:"معرض الكتاب"`)))
}

func TestFiltersOrderFacets(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2020, 9, d, 12, 0, 0, 0, time.UTC) }
	ix := memory(t,
		fihris.Article{ID: "a", Body: "مطر", Source: "الضفاف", Section: "طقس", Published: day(1)},
		fihris.Article{ID: "b", Body: "مطر", Source: "الضفاف", Section: "محليات", Published: day(2)},
		fihris.Article{ID: "c", Body: "مطر", Source: "المرفأ", Published: day(3), Tags: []string{"شتاء"}},
		fihris.Article{ID: "d", Body: "مطر"},
	)
	req := fihris.Request{Query: fihris.Match("مطر")}
	run := func(change func(*fihris.Request)) *fihris.Results {
		r := req
		change(&r)
		res, err := ix.Search(ctx, r)
		require.NoError(t, err)
		return res
	}
	assert.Equal(t, []string{"b", "c"}, ids(run(func(r *fihris.Request) { r.Filter.From = day(2) })))
	assert.Equal(t, []string{"a"}, ids(run(func(r *fihris.Request) { r.Filter.To = day(2) })), "To is exclusive")
	assert.Equal(t, []string{"a", "b"}, ids(run(func(r *fihris.Request) { r.Filter.Sources = []string{"الضفاف"} })))
	assert.Equal(t, []string{"a"}, ids(run(func(r *fihris.Request) { r.Filter.Sections = []string{"طقس"} })))
	assert.Equal(t, []string{"c"}, ids(run(func(r *fihris.Request) { r.Filter.Tags = []string{"شتاء"} })))
	assert.Equal(t, []string{"d"}, ids(run(func(r *fihris.Request) { r.Filter.IDs = []string{"d", "nope"} })))
	assert.Equal(t, []string{"c", "b", "a", "d"}, ids(run(func(r *fihris.Request) { r.Order = fihris.Newest })))
	assert.Equal(t, []string{"a", "b", "c", "d"}, ids(run(func(r *fihris.Request) { r.Order = fihris.Oldest })))
	assert.Equal(t, []string{"b"}, ids(search(t, ix, "مطر قسم:محليات")))
	assert.Equal(t, []string{"a", "b"}, ids(search(t, ix, "مطر مصدر:الضفاف")))
	assert.Equal(t, []string{"c"}, ids(search(t, ix, "مطر بعد:2020-09-02")))

	res := run(func(r *fihris.Request) {
		r.Limit = fihris.NoHits
		r.Facets = []fihris.Facet{{Field: fihris.FacetSource}, {Field: fihris.FacetMonth}, {Field: fihris.FacetDay}}
	})
	assert.Empty(t, res.Hits)
	assert.Equal(t, []fihris.FacetValue{{Value: "الضفاف", Count: 2}, {Value: "المرفأ", Count: 1}}, res.Facets[0].Values)
	assert.Equal(t, []fihris.FacetValue{{Value: "2020-09", Count: 3}}, res.Facets[1].Values)
	assert.Len(t, res.Facets[2].Values, 3)
}

func TestPages(t *testing.T) {
	var articles []fihris.Article
	for i := range 25 {
		articles = append(articles, fihris.Article{
			ID: fmt.Sprintf("p%02d", i), Body: strings.Repeat("ورق ", 1+i%5) + "حبر", Published: time.Unix(int64(i%7)*86400, 0),
		})
	}
	ix := memory(t, articles...)
	for _, order := range []fihris.Order{fihris.ByScore, fihris.Newest, fihris.Oldest} {
		whole, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("ورق"), Order: order, Limit: 100})
		require.NoError(t, err)
		require.Len(t, whole.Hits, 25)
		assert.Empty(t, whole.Next)
		var paged []string
		req := fihris.Request{Query: fihris.Match("ورق"), Order: order, Limit: 4}
		for {
			res, err := ix.Search(ctx, req)
			require.NoError(t, err)
			paged = append(paged, ids(res)...)
			if res.Next == "" {
				break
			}
			req.After = res.Next
		}
		assert.Equal(t, ids(whole), paged)
		res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("ورق"), Order: order, Offset: 20, Limit: 10})
		require.NoError(t, err)
		assert.Equal(t, ids(whole)[20:], ids(res))
	}
	_, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("ورق"), After: "zzz"})
	require.ErrorIs(t, err, fihris.ErrBadCursor)
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "news.idx")
	_, err := fihris.Open(dir, nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, bundled()...))
	want := ids(search(t, ix, "الوزير"))
	require.NotEmpty(t, want)
	require.NoError(t, ix.Close())
	require.ErrorIs(t, ix.Close(), fihris.ErrClosed)
	_, err = ix.Search(ctx, fihris.Request{Query: fihris.Match("x")})
	require.ErrorIs(t, err, fihris.ErrClosed)
	_, err = fihris.Create(dir, nil)
	require.ErrorIs(t, err, fihris.ErrExists)

	ix, err = fihris.Open(dir, nil)
	require.NoError(t, err)
	assert.Equal(t, want, ids(search(t, ix, "الوزير")))
	_, err = fihris.Open(dir, &fihris.Options{LockTimeout: 10 * time.Millisecond})
	require.ErrorIs(t, err, fihris.ErrLocked)
	require.NoError(t, ix.Optimize(ctx))
	assert.Equal(t, want, ids(search(t, ix, "الوزير")), "order does not depend on segments")
	copied := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, ix.Backup(ctx, copied))
	require.NoError(t, ix.Close())

	ro, err := fihris.Open(copied, &fihris.Options{ReadOnly: true})
	require.NoError(t, err)
	assert.Equal(t, want, ids(search(t, ro, "الوزير")))
	require.ErrorIs(t, ro.Add(ctx, article("x", "x")), fihris.ErrReadOnly)
	require.NoError(t, ro.Close())
	require.NoError(t, fihris.Check(ctx, copied, nil))

	_, err = fihris.Open(dir, &fihris.Options{Words: fihris.Words{StopWords: []string{"مقال"}}})
	require.ErrorIs(t, err, fihris.ErrAnalyzerChanged)
	_, err = fihris.Open(t.TempDir(), nil)
	require.ErrorIs(t, err, fihris.ErrNoIndex)
}

// TestDamage harms an index in every way that happens to files and wants each
// to be refused: never a crash, never an emptied index.
func TestDamage(t *testing.T) {
	make := func(t *testing.T) (dir string, segment string) {
		dir = filepath.Join(t.TempDir(), "ix")
		ix, err := fihris.Create(dir, nil)
		require.NoError(t, err)
		require.NoError(t, ix.Add(ctx, bundled()...))
		require.NoError(t, ix.Close())
		segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
		require.NoError(t, err)
		require.NotEmpty(t, segments)
		return dir, segments[0]
	}
	change := func(t *testing.T, path string, f func([]byte) []byte) {
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, f(b), 0o600))
	}
	manifest := func(dir string) string { return filepath.Join(dir, "store", "manifest") }
	for name, harm := range map[string]func(t *testing.T, dir, segment string){
		"segment missing":  func(t *testing.T, _, s string) { require.NoError(t, os.Remove(s)) },
		"segment emptied":  func(t *testing.T, _, s string) { require.NoError(t, os.Truncate(s, 0)) },
		"segment cut":      func(t *testing.T, _, s string) { change(t, s, func(b []byte) []byte { return b[:len(b)/2] }) },
		"one byte flipped": func(t *testing.T, _, s string) { change(t, s, func(b []byte) []byte { b[len(b)/3] ^= 1; return b }) },
		"manifest missing": func(t *testing.T, d, _ string) { require.NoError(t, os.Remove(manifest(d))) },
		"manifest emptied": func(t *testing.T, d, _ string) { require.NoError(t, os.Truncate(manifest(d), 0)) },
		"manifest cut":     func(t *testing.T, d, _ string) { change(t, manifest(d), func(b []byte) []byte { return b[:len(b)/4] }) },
		"manifest overwritten": func(t *testing.T, d, _ string) {
			change(t, manifest(d), func(b []byte) []byte { return []byte(strings.Repeat("x", len(b))) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, segment := make(t)
			harm(t, dir, segment)
			left, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
			require.NoError(t, err)
			_, err = fihris.Open(dir, nil)
			require.ErrorIs(t, err, fihris.ErrCorrupt)
			require.ErrorIs(t, fihris.Check(ctx, dir, nil), fihris.ErrCorrupt)
			after, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
			require.NoError(t, err)
			assert.Equal(t, left, after, "refusing must not delete anything")
		})
	}
}

func TestWordsOfTheUser(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	opts := &fihris.Options{Words: fihris.Words{Families: []string{"جوال: خلوي نقال"}, StopWords: []string{"حصري"}}}
	ix, err := fihris.Create(dir, opts)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(ctx, article("a", "هاتف خلوي جديد"), article("b", "خبر حصري")))
	assert.Equal(t, []string{"a"}, ids(search(t, ix, "الجوال")))
	assert.Equal(t, []string{"b"}, ids(search(t, ix, "خبر حصري")))
	assert.Empty(t, ids(search(t, ix, "قطار حصري")))
}

func TestCancelledContext(t *testing.T) {
	ix := memory(t, article("a", "نص"))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := ix.Search(gone, fihris.Request{Query: fihris.Match("نص")})
	require.ErrorIs(t, err, context.Canceled)
	changes, err := ix.AddAll(gone, func(yield func(fihris.Article, error) bool) { yield(article("b", "نص"), nil) })
	require.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, changes)
	require.ErrorIs(t, ix.Add(gone, article("b", "نص"), article("c", "نص"), article("d", "نص")), context.Canceled)
	assert.Equal(t, []string{"a"}, ids(search(t, ix, "نص")))
}

// A query that nobody made asks for nothing, which is no error.
func TestZeroQuery(t *testing.T) {
	ix := memory(t, article("a", "نص"))
	for name, q := range map[string]fihris.Query{"zero": {}, "no words": fihris.Match(" ؟ "), "an empty phrase": fihris.Phrase("")} {
		assert.True(t, q.IsEmpty(), name)
		assert.Empty(t, q.String(), name)
		for _, people := range []bool{false, true} {
			res, err := ix.Search(ctx, fihris.Request{Query: q, Group: people, FirstStage: !people, Suggest: people, Explain: people})
			require.NoError(t, err, name)
			assert.Empty(t, res.Hits, name)
		}
	}
	for _, q := range []fihris.Query{fihris.All(), fihris.Match("نص"), fihris.Phrase("نص آخر")} {
		assert.False(t, q.IsEmpty(), q)
		again, err := fihris.ParseStrict(q.String())
		require.NoError(t, err)
		assert.Equal(t, q.String(), again.String())
	}
}

func TestAddAllKeepsGoing(t *testing.T) {
	ix := memory(t)
	broken := errors.New("line 2 breaks off")
	changes, err := ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		_ = yield(article("a", "واحد"), nil) && yield(fihris.Article{}, broken) && yield(article("b", "اثنان"), nil)
	})
	require.ErrorIs(t, err, broken)
	assert.Equal(t, fihris.Changes{Added: 2}, changes)
}

func TestExplain(t *testing.T) {
	ix := memory(t, article("a", "رحب بالوزراء"), article("b", "وزير"))
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("وزير"), Explain: true, FirstStage: true})
	require.NoError(t, err)
	require.Len(t, res.Hits, 2)
	for _, h := range res.Hits {
		require.NotNil(t, h.Why)
		sum := 0.0
		for _, m := range h.Why.Terms {
			sum += m.Share
			assert.NotEmpty(t, m.Forms)
			assert.NotEmpty(t, m.Rule)
		}
		assert.InDelta(t, h.Score, sum, 1e-9, "the shares are the score")
	}
	assert.Equal(t, "exact", res.Hits[0].Why.Terms[0].Level)
	assert.Equal(t, []string{"بالوزراء"}, res.Hits[1].Why.Terms[0].Forms)
	assert.Equal(t, "stem", res.Hits[1].Why.Terms[0].Level)
	assert.Contains(t, res.Hits[1].Why.Terms[0].Rule, "is in the family of وزير", "the rule is told step by step")
}

// Every line says how its own level was met.
func TestExplainEachLevel(t *testing.T) {
	ix := memory(t, article("a", "المكتبات والكتاب في بيته"))
	lines := func(q string) (levels, rules []string) {
		query, err := fihris.ParseQuery(q)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: query, Explain: true, FirstStage: true})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, q)
		for _, m := range res.Hits[0].Why.Terms {
			levels, rules = append(levels, m.Level), append(rules, m.Rule)
		}
		return levels, rules
	}
	levels, rules := lines("كتاب")
	assert.Equal(t, []string{"stem", "root"}, levels)
	assert.Contains(t, rules[0], "both have the stem كتاب")
	assert.Contains(t, rules[1], "both have the root كتب")
	for q, want := range map[string]string{"كت*": "form", "ب?ته": "form", "بييته~": "form", "\"في بيته\"": "phrase", "=بيته": "exact"} {
		levels, rules := lines(q)
		assert.Equal(t, []string{want}, levels, q)
		assert.NotEmpty(t, rules[0], q)
	}
}

// A word that is asked for in one field only is met there, not "close by".
func TestExplainField(t *testing.T) {
	a := article("a", "المكتبات والكتاب في بيته")
	a.Title = "كتاب جديد"
	ix := memory(t, a)
	for q, want := range map[string][]string{
		"title:كتاب": {"exact", "stem", "root"}, "title:=كتاب": {"exact"}, "body:كتاب": {"stem", "root"}, "title:كت*": {"form"},
	} {
		query, err := fihris.ParseQuery(q)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: query, Explain: true, FirstStage: true})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, q)
		var levels []string
		sum := 0.0
		for _, m := range res.Hits[0].Why.Terms {
			levels, sum = append(levels, m.Level), sum+m.Share
		}
		assert.Equal(t, want, levels, q)
		assert.InDelta(t, res.Hits[0].Score, sum, 1e-9, q)
	}
}

func TestNamesOfSeveralWords(t *testing.T) {
	ix := memory(t,
		article("apart", "زار عبد الله المدينة"), article("joined", "زار عبدالله المدينة"), article("god", "الحمد لله والله أكبر"),
		article("january", "في كانون الثاني الماضي"), article("janvier", "منذ 12 جانفي"),
	)
	for _, q := range []string{"عبد الله", "عبدالله", "المدينة عبد الله"} {
		res := search(t, ix, q)
		assert.Equal(t, uint64(2), res.Total, q)
		assert.ElementsMatch(t, []string{"apart", "joined"}, ids(res)[:2], q)
	}
	assert.Equal(t, "god", ids(search(t, ix, "عبد الله"))[2], "a word of the name comes behind it")
	assert.ElementsMatch(t, []string{"apart", "god"}, ids(search(t, ix, "الله")), "a name keeps its words")
	for _, q := range []string{"كانون الثاني", "يناير", "جانفي"} {
		assert.ElementsMatch(t, []string{"january", "janvier"}, ids(search(t, ix, q)), q)
	}
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("كانون الثاني")})
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"january", "janvier"}, ids(res))
}

// Phrases go through names and past them, however these are written.
func TestPhrasesWithNames(t *testing.T) {
	ix := memory(t,
		article("apart", "روى عبد الله بن عمر حديثا"), article("joined", "روى عبدالله بن عمر حديثا"),
		article("far", "عبد من عباد الله، وابن عمر"),
	)
	for q, want := range map[string][]string{
		`"عبد الله بن عمر حديثا"`: {"apart", "joined"},
		`"عبدالله بن عمر"`:        {"apart", "joined"},
		`"الله بن عمر"`:           {"apart"},
		`"روى عبد"`:               {"apart"},
		`"عبد الله حديثا"~2`:      {"apart", "joined"},
		`"عبد الله حديثا"~1`:      {},
		`عمر`:                     {"apart", "joined", "far"},
	} {
		query, err := fihris.ParseQuery(q)
		require.NoError(t, err, q)
		res, err := ix.Search(ctx, fihris.Request{Query: query})
		require.NoError(t, err, q)
		assert.ElementsMatch(t, want, ids(res), q)
	}
}

func TestParsePeriod(t *testing.T) {
	start, end, err := fihris.ParsePeriod("٢٠٢٠-٠٩")
	require.NoError(t, err)
	assert.Equal(t, time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC), start)
	assert.Equal(t, time.Date(2020, 10, 1, 0, 0, 0, 0, time.UTC), end)
	_, _, err = fihris.ParsePeriod("yesterday")
	require.Error(t, err)
}

func TestExplainRefined(t *testing.T) {
	ix := memory(t, article("near", "ميناء المدينة"), article("far", "ميناء في طرف بعيد من المدينة"))
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("ميناء المدينة"), Explain: true})
	require.NoError(t, err)
	for _, h := range res.Hits {
		sum, refined := 0.0, false
		for _, m := range h.Why.Terms {
			sum += m.Share
			refined = refined || m.Word == ""
		}
		assert.True(t, refined, h.Article.ID)
		assert.InDelta(t, h.Score, sum, 1e-9)
	}
}

func TestOptimizeCanBeInterrupted(t *testing.T) {
	ix, err := fihris.Create(filepath.Join(t.TempDir(), "ix"), nil)
	require.NoError(t, err)
	for _, a := range bundled()[:30] {
		require.NoError(t, ix.Add(ctx, a))
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, ix.Optimize(gone), context.Canceled)
	soon, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	if err := ix.Optimize(soon); err != nil {
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
	require.NoError(t, ix.Add(ctx, article("after", "خبر بعد المقاطعة")), "writers go on")
	require.NoError(t, ix.Optimize(ctx))
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, st.Segments)
	assert.Equal(t, uint64(31), st.Articles)
	require.NoError(t, ix.Close())
}

func TestPagesOfAnySize(t *testing.T) {
	ix := memory(t, article("a", "نهر"), article("b", "نهر"))
	for _, order := range []fihris.Order{fihris.ByScore, fihris.Newest} {
		for _, group := range []bool{false, true} {
			for _, page := range [][2]int{{math.MaxInt, 2}, {0, math.MaxInt}, {math.MaxInt, math.MaxInt}, {-5, 1}, {1, 1}} {
				res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("نهر"), Order: order, Group: group, Offset: page[0], Limit: page[1]})
				require.NoError(t, err, page)
				assert.LessOrEqual(t, len(res.Hits), 2)
			}
		}
	}
}
