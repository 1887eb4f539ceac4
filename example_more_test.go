package fihris_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/searchertest"
)

// Pages of a list of any length: each answer says where the next one begins. A cursor can be put into a link.
func ExampleCursor() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	for i := range 5 {
		_ = ix.Add(ctx, fihris.Article{ID: fmt.Sprint(i), Title: "مطر", Published: time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC)})
	}
	req := fihris.Request{Query: fihris.Match("أمطار"), Order: fihris.Newest, Limit: 2}
	for {
		res, err := ix.Search(ctx, req)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, hit := range res.Hits {
			fmt.Print(hit.Article.ID, " ")
		}
		fmt.Println("of", res.Total)
		if req.After = res.Next; req.After == "" {
			return
		}
	}
	// Output:
	// 4 3 of 5
	// 2 1 of 5
	// 0 of 5
}

// What the articles that a query finds are about: counts beside the hits, or without any.
func ExampleFacet() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	for i, section := range []string{"اقتصاد", "سياسة", "اقتصاد", "رياضة"} {
		_ = ix.Add(ctx, fihris.Article{ID: fmt.Sprint(i), Title: "ميزانية", Section: section, Published: time.Date(2019+i/2, 5, 1, 0, 0, 0, 0, time.UTC)})
	}
	res, _ := ix.Search(ctx, fihris.Request{
		Query: fihris.Match("الميزانية"), Limit: fihris.NoHits,
		Facets: []fihris.Facet{{Field: fihris.FacetSection, Limit: 1}, {Field: fihris.FacetYear}},
	})
	for _, f := range res.Facets {
		fmt.Println(f.Field, f.Values)
	}
	// Output:
	// section [{اقتصاد 2}]
	// year [{2019 2} {2020 2}]
}

// A slip of the pen: what would be found if the word were another.
func ExampleSuggestion() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx, searchertest.Articles()...)
	for _, typed := range []string{"وزيز", "hg,.dv"} { // a slip; the keyboard was switched to the other script
		q, _ := fihris.ParseQuery(typed)
		res, _ := ix.Search(ctx, fihris.Request{Query: q, Suggest: true, Literal: true})
		for _, s := range res.Suggestions {
			fmt.Println(s.Query, s.Kind, res.Total)
		}
	}

	// Unless the request is literal, the first suggestion is searched at once, and that is said.
	q, _ := fihris.ParseQuery("وزيز")
	res, _ := ix.Search(ctx, fihris.Request{Query: q, Suggest: true})
	fmt.Println(res.Instead.Query, len(res.Hits) > 0)
	// Output:
	// وزير spelling 0
	// الوزير layout 0
	// وزير true
}

// What a reader who has typed the beginning may go on to type.
func ExampleIndex_Complete() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx,
		fihris.Article{ID: "1", Title: "اجتماع", Body: "وصل وزير الخارجية."},
		fihris.Article{ID: "2", Title: "زيارة", Body: "زار وزير الخارجية الميناء."},
		fihris.Article{ID: "3", Title: "حصاد", Body: "قال وزير الخزانة."},
	)
	found, _ := ix.Complete(ctx, "وزير الخ", 3)
	for _, c := range found {
		fmt.Println(c.Text, c.Articles)
	}
	// Output:
	// وزير الخارجية 2
	// وزير الخزانة 1
}

// An agency's text in several papers: the copies stand under the best of them.
func ExampleRequest_groups() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	text := "وصلت سفينة القمح إلى الميناء فجر الاثنين بعد رحلة دامت تسعة أيام، وبدأ العمال تفريغ حمولتها البالغة أربعين ألف طن، وقال مدير الميناء إن التفريغ يستغرق يومين."
	_ = ix.Add(ctx,
		fihris.Article{ID: "agency", Source: "الوكالة", Title: "وصول سفينة القمح", Body: text},
		fihris.Article{ID: "paper", Source: "الصحيفة", Title: "وصول سفينة القمح", Body: text},
		fihris.Article{ID: "other", Title: "سفينة أخرى", Body: "غادرت سفينة السياح المرفأ."},
	)
	res, _ := ix.Search(ctx, fihris.Request{Query: fihris.Match("سفينة القمح"), Group: true})
	for _, hit := range res.Hits {
		fmt.Println(hit.Article.ID, len(hit.Copies))
	}
	// Output:
	// agency 1
	// other 0
}

// Words that only this archive has: members of a family find each other.
func ExampleWords() {
	ix, _ := fihris.NewMemory(&fihris.Options{Words: fihris.Words{Families: []string{"الاتحاد: النادي_الأحمر"}}})
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx, fihris.Article{ID: "1", Body: "فاز النادي الأحمر أمس."})
	res, _ := ix.Search(ctx, fihris.Request{Query: fihris.Match("الاتحاد")})
	fmt.Println(res.Total)
	// Output: 1
}

// What a query finds is removed in one step; what is left is read one after the other.
func ExampleIndex_RemoveWhere() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx,
		fihris.Article{ID: "1", Title: "إعلان", Section: "إعلانات"},
		fihris.Article{ID: "2", Title: "خبر"},
	)
	removed, _ := ix.RemoveWhere(ctx, fihris.In("section", fihris.Match("إعلانات")))
	fmt.Println(removed)
	for a, err := range ix.All(ctx) {
		fmt.Println(a.ID, err)
	}
	// Output:
	// 1
	// 2 <nil>
}

// An article as JSON is what "fihris get --json" prints.
func ExampleArticle() {
	a := fihris.Article{ID: "1", Title: "مطر", Body: "هطل المطر.", Published: time.Date(2020, 10, 9, 12, 0, 0, 0, time.UTC), Extra: map[string]any{"page": json.Number("3")}}
	b, _ := json.Marshal(a)
	fmt.Println(string(b))
	// Output: {"id":"1","title":"مطر","body":"هطل المطر.","published":"2020-10-09T12:00:00Z","extra":{"page":3}}
}

// The errors worth telling apart; those about being there or not are those of the standard library too.
func ExampleIndex_Article() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	_, err := ix.Article(context.Background(), "7")
	fmt.Println(err)
	fmt.Println(errors.Is(err, fihris.ErrNotFound), errors.Is(err, fs.ErrNotExist))
	// Output:
	// fihris: read article 7: no such article
	// true true
}
