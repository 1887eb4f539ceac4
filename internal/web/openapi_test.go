package web

import (
	"encoding/json"
	"net/http/httptest"
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
		Paths map[string]map[string]struct {
			Parameters []struct{ Name string }
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
	assert.ElementsMatch(t, []string{pathSearch, pathSimilar, pathComplete, pathArticles, prefixID + "{id}", pathBase, pathHealth, pathReady}, paths)
	srv := &server{writing: &writing{}}
	for path, methods := range doc.Paths {
		r := httptest.NewRequest("GET", strings.ReplaceAll(path, "{id}", "x"), nil)
		var said []string
		for m := range methods {
			said = append(said, strings.ToUpper(m))
		}
		assert.ElementsMatch(t, srv.methods(r), append(said, "HEAD"), path)
	}
	for path, known := range map[string][]string{pathSearch: apiParameters, pathSimilar: similarParameters, pathComplete: completeParameters} {
		var said []string
		for _, p := range doc.Paths[path]["get"].Parameters {
			said = append(said, p.Name)
		}
		assert.Equal(t, known, said)
	}

	for name, shape := range map[string]any{
		"SearchAnswer": answer.Search{}, "HitAnswer": answer.Hit{}, "SpanAnswer": answer.Span{}, "FacetAnswer": answer.Facet{},
		"CopyAnswer": answer.Copy{}, "SimilarAnswer": answer.Similar{}, "CompleteAnswer": answer.Complete{}, "CompletionAnswer": answer.Completion{},
		"SuggestionAnswer": answer.Suggestion{}, "TermAnswer": answer.Term{}, "ArticleAnswer": answer.Article{},
		"WrittenAnswer": answer.Written{}, "ProblemAnswer": answer.Problem{}, "RemovedAnswer": answer.Removed{}, "Base": baseBody{},
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
