package index

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// Every string of a document is stored, every list of a filter is a keyword's or
// one of IDs, and a query names a keyword as the index does.
func TestTablesAreWhole(t *testing.T) {
	var d Document
	v := reflect.ValueOf(&d).Elem()
	strings := 0
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			strings++
		}
	}
	assert.Len(t, texts, strings-3, "all but ID, File and the model of the vector, which are kept apart")
	for i := range texts {
		*texts[i].of(&d) = texts[i].name
		assert.Equal(t, texts[i].name, *texts[i].of(&d))
	}
	assert.Equal(t, Document{Title: "title", Body: "body", Author: "author", Source: "source", Section: "section", URL: "URL"}, d)

	lists := 0
	f := reflect.TypeFor[Filter]()
	for i := range f.NumField() {
		if f.Field(i).Type.Kind() == reflect.Slice {
			lists++
		}
	}
	assert.Len(t, Keywords, lists-3, "all but IDs, Except and Where")
	for i := range Keywords {
		k := &Keywords[i]
		assert.Same(t, k, KeywordOf(k.Name))
		assert.Equal(t, k.Name, k.Query.String())
		if !k.Query.IsValue() {
			continue // of an author the words are asked for
		}
		asked := query.Filters(query.Parse(k.Name + ":x"))
		require.Len(t, asked, 1)
		assert.Equal(t, k.Query, asked[0].(*query.Value).Field)
	}
	assert.Nil(t, KeywordOf("title"))
	assert.Equal(t, []string{"a"}, notEmpty([]string{"", "a", ""}))
}
