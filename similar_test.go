package fihris_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// quakes are an article, the copy that another paper made of it, another
// article of the same subject, and something else.
func quakes() []fihris.Article {
	agency := "ضرب زلزال قوي سواحل الأناضول فجر الثلاثاء، وقالت هيئة الكوارث إن قوته بلغت 6.1 درجات وإن مركزه كان في عمق البحر على بعد 40 كيلومترا من الشاطئ. وخرج السكان إلى الشوارع، ولم ترد حتى الآن أنباء عن ضحايا."
	return []fihris.Article{
		{ID: "agency", Title: "زلزال قوي يضرب سواحل الأناضول", Body: agency},
		{ID: "paper", Title: "فجر مذعور في الأناضول", Body: agency + " وأغلقت المدارس أبوابها."},
		{ID: "study", Title: "لماذا يضرب الزلزال المنطقة نفسها؟", Body: "يقول الباحثون إن كل زلزال في الأناضول يحرك صدعا طويلا تحت البحر، وإن السواحل أكثر المناطق عرضة للخطر."},
		{ID: "book", Title: "افتتاح معرض الكتاب", Body: "افتتح وزير الثقافة معرض الكتاب في العاصمة بمشاركة مئتي دار نشر."},
	}
}

func TestSimilar(t *testing.T) {
	ix := memory(t, quakes()...)
	res, err := ix.Similar(ctx, "agency", fihris.Request{})
	require.NoError(t, err)
	assert.Equal(t, []string{"paper", "study"}, ids(res))
	require.NotEmpty(t, res.Hits[1].Snippets, "similar articles show what they have in common")

	except := make([]string, 1, 8)
	except[0] = "paper"
	res, err = ix.Similar(ctx, "agency", fihris.Request{Filter: fihris.Filter{Except: except}})
	require.NoError(t, err)
	assert.Equal(t, []string{"study"}, ids(res))
	assert.Equal(t, []string{"paper", ""}, except[:2], "the caller's list is his own")

	_, err = ix.Similar(ctx, "nowhere", fihris.Request{})
	assert.ErrorIs(t, err, fihris.ErrNotFound)
	done, cancel := context.WithCancel(ctx)
	cancel()
	_, err = ix.Similar(done, "agency", fihris.Request{})
	assert.ErrorIs(t, err, context.Canceled)
	require.NoError(t, ix.Close())
	_, err = ix.Similar(ctx, "agency", fihris.Request{})
	assert.ErrorIs(t, err, fihris.ErrClosed)
	_, err = ix.Like(ctx, "زلزال")
	assert.ErrorIs(t, err, fihris.ErrClosed)
}

func TestLike(t *testing.T) {
	ix := memory(t, quakes()...)
	q, err := ix.Like(ctx, "وزراء الثقافة ودور النشر")
	require.NoError(t, err)
	res, err := ix.Search(ctx, fihris.Request{Query: q})
	require.NoError(t, err)
	assert.Equal(t, []string{"book"}, ids(res))
	assert.Equal(t, uint64(1), res.Total, "it is a query like any other")

	q, err = ix.Like(ctx, "من في إلى")
	require.NoError(t, err)
	assert.True(t, q.IsEmpty())
}

func TestGroup(t *testing.T) {
	ix := memory(t, quakes()...)
	req := fihris.Request{Query: fihris.Match("زلزال الأناضول"), Group: true}
	res, err := ix.Search(ctx, req)
	require.NoError(t, err)
	require.Len(t, res.Hits, 2)
	assert.Equal(t, uint64(3), res.Total, "articles are counted, not groups")
	together := map[string]bool{}
	for _, h := range res.Hits {
		for _, c := range h.Copies {
			together[h.Article.ID], together[c.ID] = true, true
			assert.NotEmpty(t, c.Body)
		}
	}
	assert.Equal(t, map[string]bool{"agency": true, "paper": true}, together)

	// a page of one, and the next
	req.Limit = 1
	first, err := ix.Search(ctx, req)
	require.NoError(t, err)
	req.After = first.Next
	second, err := ix.Search(ctx, req)
	require.NoError(t, err)
	assert.Equal(t, ids(res), append(ids(first), ids(second)...))
	assert.Empty(t, second.Next)

	// without groups the copy is a hit of its own
	req.Group, req.After = false, ""
	req.Limit = 10
	res, err = ix.Search(ctx, req)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"agency", "paper", "study"}, ids(res))
	for _, h := range res.Hits {
		assert.Empty(t, h.Copies)
	}
	req.After = first.Next
	_, err = ix.Search(ctx, req)
	assert.ErrorIs(t, err, fihris.ErrBadCursor, "a place among groups is none among articles")
}

func ExampleIndex_Similar() {
	ctx := context.Background()
	ix, err := fihris.NewMemory(nil)
	if err != nil {
		panic(err)
	}
	defer ix.Close()
	if err := ix.Add(ctx, quakes()...); err != nil {
		panic(err)
	}
	res, err := ix.Similar(ctx, "study", fihris.Request{Group: true})
	if err != nil {
		panic(err)
	}
	for _, h := range res.Hits {
		fmt.Println(h.Article.Title)
		for _, c := range h.Copies {
			fmt.Println("  also as:", c.Title)
		}
	}
	// Output:
	// زلزال قوي يضرب سواحل الأناضول
	//   also as: فجر مذعور في الأناضول
}

// Copies are the same whichever of them is asked, and come without their texts.
func TestCopies(t *testing.T) {
	ix := memory(t, quakes()...)
	for id, want := range map[string][]string{"agency": {"paper"}, "paper": {"agency"}, "study": nil, "book": nil} {
		copies, err := ix.Copies(ctx, id)
		require.NoError(t, err)
		var got []string
		for _, c := range copies {
			got = append(got, c.ID)
			assert.Empty(t, c.Body)
			assert.NotEmpty(t, c.Title)
		}
		assert.Equal(t, want, got, id)
	}
	_, err := ix.Copies(ctx, "none")
	assert.ErrorIs(t, err, fihris.ErrNotFound)
}
