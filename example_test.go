package fihris_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/fihris-search/fihris"
)

// The program of the README: an index in a folder, one article, one search.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "fihris")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	ix, err := fihris.Create(filepath.Join(dir, "news.idx"), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()

	err = ix.Add(ctx, fihris.Article{ID: "1", Title: "اجتماع", Body: "رحب بالوزراء في المطار."})
	if err != nil {
		log.Fatal(err)
	}

	q, _ := fihris.ParseQuery("وزير")
	res, err := ix.Search(ctx, fihris.Request{Query: q})
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range res.Hits {
		fmt.Println(hit.Article.ID, hit.Snippets[0])
	}
	// Output: 1 رحب بالوزراء في المطار.
}

// A snippet is plain text cut into spans: whoever shows it marks the matches,
// and says where a sentence goes on.
func ExampleSnippet() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx, fihris.Article{ID: "1", Body: "وصلت السفن إلى الميناء."})
	res, _ := ix.Search(ctx, fihris.Request{Query: fihris.Match("سفينة")})
	for _, span := range res.Hits[0].Snippets[0] {
		switch {
		case span.Cut:
			fmt.Print(" … ")
		case span.Match:
			fmt.Printf("[%s]", span.Text)
		default:
			fmt.Print(span.Text)
		}
	}
	// Output: وصلت [السفن] إلى الميناء.
}

// Articles come from anywhere as a sequence; what cannot be read is reported,
// and the rest is in.
func ExampleIndex_AddAll() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	var feed iter.Seq2[fihris.Article, error] = func(yield func(fihris.Article, error) bool) {
		_ = yield(fihris.Article{ID: "a", Body: "قطار"}, nil) &&
			yield(fihris.Article{}, errors.New("line 2 breaks off")) &&
			yield(fihris.Article{ID: "c", Body: "سفينة"}, nil)
	}
	changes, err := ix.AddAll(context.Background(), feed)
	fmt.Println(changes.Added, err)
	// Once more, nothing is new.
	changes, _ = ix.AddAll(context.Background(), feed)
	fmt.Println(changes.Added, changes.Unchanged)
	// Output:
	// 2 line 2 breaks off
	// 0 2
}

// Filters, the order and facets.
func ExampleRequest() {
	ix, _ := fihris.NewMemory(nil)
	defer ix.Close()
	ctx := context.Background()
	day := func(d int) time.Time { return time.Date(2020, time.September, d, 0, 0, 0, 0, time.UTC) }
	_ = ix.Add(ctx,
		fihris.Article{ID: "1", Body: "أمطار غزيرة", Source: "المرفأ", Published: day(1)},
		fihris.Article{ID: "2", Body: "توقف المطر", Source: "الضفاف", Published: day(2)},
		fihris.Article{ID: "3", Body: "مطر جديد", Source: "الضفاف", Published: day(3)},
	)
	res, _ := ix.Search(ctx, fihris.Request{
		Query:  fihris.Match("مطر"),
		Filter: fihris.Filter{From: day(2)},
		Order:  fihris.Newest,
		Facets: []fihris.Facet{{Field: fihris.FacetSource}},
	})
	for _, hit := range res.Hits {
		fmt.Println(hit.Article.ID)
	}
	fmt.Println(res.Facets[0].Values[0].Value, res.Facets[0].Values[0].Count)
	// Output:
	// 3
	// 2
	// الضفاف 2
}

// A query can be built without its syntax, or read from what a person types.
func ExampleParseQuery() {
	for _, s := range []string{`وزير "وقف إطلاق النار" -رياضة`, "عنوان: خبر عاجل", "مصدر:المرفأ بعد:٢٠٢٠"} {
		q, _ := fihris.ParseQuery(s)
		fmt.Println(q)
	}
	fmt.Println(fihris.Phrase("وقف إطلاق النار"))
	// Output:
	// وزير "وقف إطلاق النار" -رياضة
	// عنوان خبر عاجل
	// +source:المرفأ from:2021-01-01
	// "وقف إطلاق النار"
}
