package fihris_test

import (
	"context"
	"fmt"

	"github.com/fihris-search/fihris"
)

// An archive that has pages and languages, which it filters, counts and sorts by.
func ExampleOptions_fields() {
	ix, _ := fihris.NewMemory(&fihris.Options{Fields: []fihris.Field{
		{Name: "lang", Kind: fihris.KeywordField, Filterable: true, Facetable: true},
		{Name: "pages", Kind: fihris.NumberField, Filterable: true, Sortable: true},
	}})
	defer ix.Close()
	ctx := context.Background()
	_ = ix.Add(ctx,
		fihris.Article{ID: "1", Title: "حصاد القمح", Extra: map[string]any{"lang": "ar", "pages": 3}},
		fihris.Article{ID: "2", Title: "أسعار القمح", Extra: map[string]any{"lang": "ar", "pages": 12}},
		fihris.Article{ID: "3", Title: "القمح في مصر", Extra: map[string]any{"lang": "fr", "pages": 8}},
	)
	least := 5.0
	res, _ := ix.Search(ctx, fihris.Request{
		Query:  fihris.Match("قمح"),
		Filter: fihris.Filter{Where: []fihris.Condition{{Field: "pages", Min: &least}}},
		Facets: []fihris.Facet{{Field: "lang"}},
		Order:  "-pages",
	})
	for _, h := range res.Hits {
		fmt.Println(h.Article.Title, h.Article.Extra["pages"])
	}
	for _, c := range res.Facets[0].Values {
		fmt.Println(c.Value, c.Count)
	}
	// Output:
	// أسعار القمح 12
	// القمح في مصر 8
	// ar 1
	// fr 1
}
