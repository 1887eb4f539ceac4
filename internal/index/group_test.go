package index

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// versions are what editors make of an agency's article.
var versions = map[string]func(d Document) Document{
	"another title": func(d Document) Document {
		d.Title = "عنوان آخر وضعه محرر الصفحة"
		return d
	},
	"without its lead": func(d Document) Document {
		_, rest, ok := strings.Cut(d.Body, "\n")
		if ok && len(rest) > len(d.Body)*3/4 {
			d.Body = rest
		}
		return d
	},
	"one paragraph more": func(d Document) Document {
		d.Body += "\nوكانت وكالات الأنباء قد نقلت الخبر صباح اليوم عن مصادر لم تسمها، ولم يصدر حتى الآن أي تعليق رسمي."
		return d
	},
	"other digits": func(d Document) Document {
		d.Title, d.Body = otherDigits.Replace(d.Title), otherDigits.Replace(d.Body)
		return d
	},
	"other letters": func(d Document) Document {
		r := strings.NewReplacer("أ", "ا", "إ", "ا", "ة ", "ه ", "ال", "الـ", "د", "دْ")
		d.Body = r.Replace(d.Body)
		return d
	},
}

var otherDigits = strings.NewReplacer(
	"0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9")

// republished is the bundled articles with all versions of every third that is
// long enough to have versions; the ID of a version begins with that of its
// article.
func republished() []Document {
	var docs []Document
	for i, d := range bundledDocs() {
		docs = append(docs, d)
		if i%3 > 0 || len(strings.Fields(d.Body)) < 80 {
			continue
		}
		for name, edit := range versions {
			v := edit(d)
			v.ID = d.ID + " " + name
			docs = append(docs, v)
		}
	}
	return docs
}

func TestVersionsAreGrouped(t *testing.T) {
	docs := republished()
	ix := messy(t, docs)
	asked := 0
	for i, d := range docs {
		if i+1 == len(docs) || !strings.HasPrefix(docs[i+1].ID, d.ID+" ") {
			continue
		}
		asked++
		like, err := ix.Like(context.Background(), d.Body, 0)
		require.NoError(t, err)
		res, err := ix.Search(context.Background(), Request{Query: like, Limit: 5, Group: true})
		require.NoError(t, err)
		require.NotEmpty(t, res.Hits)
		for k, h := range res.Hits {
			article, _, _ := strings.Cut(h.Document.ID, " ")
			assert.Equal(t, k == 0, article == d.ID, "%s: hit %d is %s", d.ID, k+1, h.Document.ID)
			for _, c := range h.Copies {
				assert.True(t, c.ID == article || strings.HasPrefix(c.ID, article+" "), "%s is no version of %s", c.ID, h.Document.ID)
				assert.NotEmpty(t, c.Body)
			}
		}
		assert.Equal(t, len(versions), len(res.Hits[0].Copies), "%s: %v", d.ID, copyIDs(res.Hits[0]))
	}
	assert.Greater(t, asked, 20)
}

func copyIDs(h Hit) []string {
	var ids []string
	for _, c := range h.Copies {
		ids = append(ids, c.ID)
	}
	return ids
}

// groupOracle groups lists of documents by comparing sets of strings.
type groupOracle map[string]struct{ shingles, numbers map[string]bool }

func newGroupOracle(docs []Document) groupOracle {
	o := groupOracle{}
	for _, d := range docs {
		x := struct{ shingles, numbers map[string]bool }{map[string]bool{}, map[string]bool{}}
		var words []string
		for _, text := range []string{d.Title, d.Body} {
			for _, t := range analysis.Default().AppendTokens(nil, text) {
				words = append(words, t.Exact)
				if strings.IndexAny(t.Exact, "0123456789") == 0 {
					x.numbers[t.Exact] = true
				}
			}
		}
		for i := range words {
			if i+3 <= len(words) {
				x.shingles[strings.Join(words[i:i+3], " ")] = true
			}
		}
		o[d.ID] = x
	}
	return o
}

func (o groupOracle) isCopy(a, b string) bool {
	common := func(a, b map[string]bool) (n int) {
		for x := range a {
			if b[x] {
				n++
			}
		}
		return n
	}
	x, y := o[a], o[b]
	both := common(x.shingles, y.shingles)
	return 2*both >= len(x.shingles)+len(y.shingles)-both && 3*common(x.numbers, y.numbers) >= 2*min(len(x.numbers), len(y.numbers))
}

func (o groupOracle) group(ids []string) [][]string {
	var out [][]string
	for block := range slices.Chunk(ids, groupBlock) {
		first := len(out)
		for _, id := range block {
			i := slices.IndexFunc(out[first:], func(g []string) bool { return o.isCopy(g[0], id) })
			if i >= 0 {
				out[first+i] = append(out[first+i], id)
			} else {
				out = append(out, []string{id})
			}
		}
	}
	return out
}

func TestGroupsEqualOracle(t *testing.T) {
	docs := republished()
	for i := range docs {
		docs[i].Published = time.Date(2020, 1, 1+i%9, 0, 0, 0, 0, time.UTC)
	}
	ix, o := messy(t, docs), newGroupOracle(docs)
	ctx := context.Background()
	r := rand.New(rand.NewPCG(5, 6))
	grouped := 0
	for n := range 9 {
		req := Request{Query: query.Match(randomWords(r, docs)), Limit: len(docs), Order: []Order{ByScore, Newest, Oldest}[n%3], Refine: n%2 == 0, IDsOnly: true}
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		var list []string
		for _, h := range res.Hits {
			list = append(list, h.Document.ID)
		}
		want := o.group(list)
		req.Group = true
		res2, err := ix.Search(ctx, req)
		require.NoError(t, err)
		require.Equal(t, res.Total, res2.Total)
		require.Empty(t, res2.Next)
		require.Equal(t, want, groupIDs(res2), "query %d", n)
		grouped += len(list) - len(want)

		// pages by offset and by cursor give the same groups
		req.Limit = 4 + r.IntN(7)
		var byOffset, byCursor [][]string
		for from := 0; from < len(want); from += req.Limit {
			req.Offset, req.After = from, ""
			page, err := ix.Search(ctx, req)
			require.NoError(t, err)
			byOffset = append(byOffset, groupIDs(page)...)
		}
		for req.Offset, req.After = 0, ""; ; {
			page, err := ix.Search(ctx, req)
			require.NoError(t, err)
			byCursor = append(byCursor, groupIDs(page)...)
			for _, h := range page.Hits {
				for _, c := range h.Copies {
					require.Equal(t, Document{ID: c.ID}, c)
				}
			}
			req.Refine = false // the cursor knows
			if req.After = page.Next; req.After == "" {
				break
			}
		}
		require.Equal(t, want, byOffset)
		require.Equal(t, want, byCursor)
	}
	assert.Greater(t, grouped, 150)
}

func groupIDs(res *Results) [][]string {
	var out [][]string
	for _, h := range res.Hits {
		out = append(out, append([]string{h.Document.ID}, copyIDs(h)...))
	}
	return out
}

// Behind the first groupDepth articles every article stands alone.
func TestGroupsAreBounded(t *testing.T) {
	var docs []Document
	for i := range groupDepth + 30 {
		docs = append(docs, Document{ID: fmt.Sprintf("%05d", i), Body: "خبر واحد نشرته الصحف كلها"})
	}
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	res, err := ix.Search(context.Background(), Request{Query: query.Match("خبر"), Limit: 1000, Group: true, IDsOnly: true})
	require.NoError(t, err)
	require.Len(t, res.Hits, groupDepth/groupBlock+30)
	assert.Len(t, res.Hits[0].Copies, groupBlock-1)
	assert.Equal(t, "01029", res.Hits[len(res.Hits)-1].Document.ID)
	assert.Empty(t, res.Next)
}

func TestGroupCursors(t *testing.T) {
	ix := messy(t, bundledDocs())
	ctx := context.Background()
	req := Request{Query: query.Match("وزير"), Limit: 2, Group: true}
	res, err := ix.Search(ctx, req)
	require.NoError(t, err)
	require.NotEmpty(t, res.Next)
	for name, bad := range map[string]Request{
		"of another order":     {Query: req.Query, Limit: 2, Group: true, Order: Newest, After: res.Next},
		"of groups, for hits":  {Query: req.Query, Limit: 2, After: res.Next},
		"no base64":            {Query: req.Query, Limit: 2, Group: true, After: "%"},
		"too short":            {Query: req.Query, Limit: 2, Group: true, After: base64.RawURLEncoding.EncodeToString([]byte{groupMark})},
		"of hits, for groups":  {Query: req.Query, Limit: 2, Group: true, After: base64.RawURLEncoding.EncodeToString(make([]byte, 20))},
		"beyond any list":      {Query: req.Query, Limit: 2, Group: true, After: encodeGroupCursor(req, maxGroups+1)},
		"with something after": {Query: req.Query, Limit: 2, Group: true, After: res.Next + "AA"},
	} {
		_, err := ix.Search(ctx, bad)
		assert.ErrorIs(t, err, ErrCursor, name)
	}
	for _, far := range []Request{
		{After: encodeGroupCursor(req, maxGroups), Limit: 2},
		{After: encodeGroupCursor(req, maxGroups), Offset: math.MaxInt, Limit: math.MaxInt},
	} {
		far.Query, far.Group = req.Query, true
		res, err = ix.Search(ctx, far)
		require.NoError(t, err)
		assert.Empty(t, res.Hits)
		assert.Empty(t, res.Next)
	}
	res, err = ix.Search(ctx, Request{Query: req.Query, Group: true, Limit: math.MaxInt})
	require.NoError(t, err)
	assert.Len(t, res.Hits, int(res.TotalAny))
}
