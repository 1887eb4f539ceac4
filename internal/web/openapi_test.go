package web

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/answer"
)

// The description for programs says what the code does: the same paths, the
// same parameters, and the fields that the answers have.
func TestOpenAPIIsTrue(t *testing.T) {
	content, err := staticFiles.ReadFile("static/openapi.json")
	require.NoError(t, err)
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct{ Name string }
			}
		}
		Components struct {
			Schemas map[string]struct {
				Required   []string
				Properties map[string]any
			}
		}
	}
	require.NoError(t, json.Unmarshal(content, &doc))

	var paths []string
	for path := range doc.Paths {
		paths = append(paths, path)
	}
	assert.ElementsMatch(t, []string{pathSearch, pathSimilar, pathComplete, pathArticles, prefixID + "{id}", pathHealth, pathReady}, paths)
	for path, known := range map[string][]string{pathSearch: apiParameters, pathSimilar: similarParameters, pathComplete: completeParameters} {
		var said []string
		for _, p := range doc.Paths[path].Get.Parameters {
			said = append(said, p.Name)
		}
		assert.Equal(t, known, said)
	}

	for name, shape := range map[string]any{
		"SearchAnswer": answer.Search{}, "HitAnswer": answer.Hit{}, "SpanAnswer": answer.Span{}, "FacetAnswer": answer.Facet{},
		"CopyAnswer": answer.Copy{}, "SimilarAnswer": answer.Similar{}, "CompleteAnswer": answer.Complete{}, "CompletionAnswer": answer.Completion{},
		"SuggestionAnswer": answer.Suggestion{}, "TermAnswer": answer.Term{}, "ArticleAnswer": answer.Article{},
		"ZeroAnswer": answer.Zero{}, "WordAnswer": answer.Word{}, "UnmetAnswer": answer.Unmet{}, "Health": healthAnswer{}, "Error": errorAnswer{},
	} {
		var all, always, said []string
		typ := reflect.TypeOf(shape)
		for i := range typ.NumField() {
			key, options, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			all = append(all, key)
			if options != "omitempty" {
				always = append(always, key)
			}
		}
		for key := range doc.Components.Schemas[name].Properties {
			said = append(said, key)
		}
		assert.ElementsMatch(t, all, said, name)
		assert.ElementsMatch(t, always, doc.Components.Schemas[name].Required, name)
	}
}
