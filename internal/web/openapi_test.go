package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/testdata"
)

// described is the document of a server, read by another library than the one that
// wrote it. An object of the answers has no keys but those that it names.
func described(t *testing.T, h http.Handler) *openapi3.T {
	t.Helper()
	r := get(h, "/v1/openapi.json")
	require.Equal(t, http.StatusOK, r.StatusCode)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(read(t, r)))
	require.NoError(t, err)
	require.True(t, doc.IsOpenAPI31OrLater())
	require.NoError(t, doc.Validate(t.Context()))
	none := false
	for _, s := range doc.Components.Schemas {
		if len(s.Value.Properties) > 0 {
			s.Value.AdditionalProperties.Has = &none
		}
	}
	return doc
}

// operation is a method of an address as the document has it.
type operation struct {
	method, path string
	*openapi3.Operation
}

func operations(doc *openapi3.T) (all []operation) {
	for _, path := range doc.Paths.InMatchingOrder() {
		for method, op := range doc.Paths.Value(path).Operations() {
			all = append(all, operation{method, path, op})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

// asked are texts to ask with: words that articles have and words of the language, IDs, what is empty,
// what breaks, and any text at all.
var asked = rapid.OneOf(
	rapid.SampledFrom([]string{
		"زعنفة", "وزير", "المدرسة الجديدة", "script", "a/b/../c", urlID, "empty", "وكالة الشراع", "تجارب", "2020", "2021-05", "٢٠٢٠", "2021-02-31",
		"", " ", "\x00", `"`, "((", "وزير AND", "-وزير", "=وزير", "وز*", "وزبر~", "√كتب", "title:وزير", "before:2020", "hgljpt", "\u202e", "a&b=c#d",
	}),
	rapid.String(),
)

// ownValues are values that fields of one's own may be compared with.
var ownValues = map[string][]string{
	"lang": {"ar", "en", "", "1..2", "قمح"}, "pages": {"3", "1..10", "10..", "..5", "٣"}, "filed": {"2020", "2019..2020-06", "2020-09-15.."},
}

// valid draws a value that a schema allows.
func valid(t *rapid.T, s *openapi3.Schema, name string) string {
	switch {
	case len(s.Enum) > 0:
		return fmt.Sprint(rapid.SampledFrom(s.Enum).Draw(t, name))
	case s.Type.Is("integer"):
		return strconv.Itoa(rapid.IntRange(int(*s.Min), int(*s.Max)).Draw(t, name))
	case s.Pattern != "":
		return rapid.StringMatching(s.Pattern).Draw(t, name)
	case ownValues[name[strings.Index(name, ".")+1:]] != nil && rapid.IntRange(0, 19).Draw(t, name+" any") > 0:
		return rapid.SampledFrom(ownValues[name[strings.Index(name, ".")+1:]]).Draw(t, name)
	}
	return asked.Draw(t, name)
}

// invalid draws a value that a schema does not allow; ok is false where it allows all.
func invalid(t *rapid.T, s *openapi3.Schema, name string) (value string, ok bool) {
	switch {
	case len(s.Enum) > 0:
		return rapid.SampledFrom([]string{"", "2", "yes", "null", "scoré"}).Draw(t, name), true
	case s.Type.Is("integer"):
		return rapid.SampledFrom([]string{"", "-1", "x", "1.5", "١", strconv.Itoa(int(*s.Max) + 1), "99999999999999999999"}).Draw(t, name), true
	case s.Pattern != "":
		return rapid.SampledFrom([]string{"", "file", "title,", ",", "titel", "extra.", "title,body;url"}).Draw(t, name), true
	case s.MaxLength != nil:
		return strings.Repeat("x", int(*s.MaxLength)+1), true
	}
	return "", false
}

// request draws a request; sound says whether the document allows it.
func (op operation) request(t *rapid.T) (address string, body []byte, kind string, sound bool) {
	values, path := url.Values{}, op.path
	sound = true
	for _, ref := range op.Parameters {
		p := ref.Value
		if p.In == "header" { // TestKeptAnswers asks with it
			continue
		}
		if !p.Required && !rapid.Bool().Draw(t, p.Name+" given") || p.Required && p.In != "path" && rapid.IntRange(0, 9).Draw(t, p.Name+" missing") == 0 {
			sound = sound && !p.Required
			continue
		}
		schema, times := p.Schema.Value, 1
		if schema.Type.Is("array") {
			schema, times = schema.Items.Value, rapid.IntRange(1, 3).Draw(t, p.Name+" times")
		}
		for range times {
			value := valid(t, schema, p.Name)
			if p.In == "path" {
				if value == "" {
					value = "x"
				}
				path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
				continue
			}
			if rapid.IntRange(0, 9).Draw(t, p.Name+" wrong") == 0 {
				if wrong, ok := invalid(t, schema, p.Name+" as"); ok {
					value, sound = wrong, false
				}
			}
			values.Add(p.Name, value)
		}
	}
	if rapid.IntRange(0, 19).Draw(t, "unknown") == 0 {
		values.Set("form", "2020")
		sound = false
	}
	if op.RequestBody != nil {
		kinds := slices.Sorted(func(yield func(string) bool) {
			for k := range op.RequestBody.Value.Content {
				if !yield(k) {
					return
				}
			}
		})
		kind = rapid.SampledFrom(kinds).Draw(t, "media type")
		fields := map[string]any{}
		if rapid.Bool().Draw(t, "ID given") {
			fields["id"] = rapid.SampledFrom([]string{"x", "", "script", strings.Repeat("x", 3000)}).Draw(t, "ID")
		}
		if rapid.Bool().Draw(t, "text given") {
			fields["title"], fields["body"] = asked.Draw(t, "title"), asked.Draw(t, "body")
		}
		if rapid.IntRange(0, 9).Draw(t, "strange field") == 0 {
			fields["strange"] = 1
		}
		if op.path == "/v1/base" {
			fields = map[string]any{"base": asked.Draw(t, "base")}
		}
		body, _ = json.Marshal(fields)
		if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			body = []byte("{")
		}
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path, body, kind, sound
}

// check says whether an answer is one that the document allows.
func (op operation) check(t *rapid.T, r *http.Response) {
	described := op.Responses.Status(r.StatusCode)
	if described == nil {
		described = op.Responses.Default()
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	require.NoError(t, err)
	media := described.Value.Content.Get(kind)
	if media == nil && r.StatusCode >= 400 {
		media = op.Responses.Default().Value.Content.Get(kind)
	}
	require.NotNil(t, media, "%d as %s is not described", r.StatusCode, kind)
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	switch {
	case kind == "application/x-ndjson":
		return
	case kind == "text/csv":
		_, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
		require.NoError(t, err)
		return
	case strings.HasSuffix(kind, "xml"):
		for d := xml.NewDecoder(bytes.NewReader(body)); err == nil; {
			_, err = d.Token()
		}
		require.ErrorIs(t, err, io.EOF)
		return
	}
	var v any
	require.NoError(t, json.Unmarshal(body, &v))
	require.NoError(t, media.Schema.Value.VisitJSON(v, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()), "%s", body)
}

// Whatever is asked, the answer is one that the description allows; what it does not allow is
// refused.
func TestAnswersAreAsDescribed(t *testing.T) {
	ix, err := fihris.NewMemory(&fihris.Options{Fields: ownFields})
	require.NoError(t, err)
	defer ix.Close()
	articles := slices.Concat(special, copies, ownArticles)
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
			Section: a.Section, URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	require.NoError(t, ix.Add(t.Context(), articles...))
	h := web.New(ix, web.Options{Writer: ix, Tokens: []string{token}})
	doc := described(t, h)
	for _, op := range operations(doc) {
		t.Run(op.method+" "+op.path, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				address, body, kind, sound := op.request(t)
				header := []string{"Authorization", "Bearer " + token}
				if kind != "" {
					header = append(header, "Content-Type", kind)
				}
				r := send(h, op.method, address, bytes.NewReader(body), header...)
				assert.Less(t, r.StatusCode, 500, address)
				if !sound {
					assert.GreaterOrEqual(t, r.StatusCode, 400, address)
				}
				op.check(t, r)
			})
		})
	}
}

// The document describes every address for programs, and the page every operation.
func TestDescriptionIsWhole(t *testing.T) {
	h, _ := writable(t)
	doc := described(t, h)
	page := read(t, get(h, "/v1/docs"))
	ids := map[string]bool{}
	for _, op := range operations(doc) {
		assert.NotEmpty(t, op.Summary, op.path)
		assert.NotEmpty(t, op.Tags, op.path)
		assert.False(t, ids[op.OperationID], op.OperationID)
		ids[op.OperationID] = true
		assert.Contains(t, page, `<section id="`+op.OperationID+`">`)
		r := send(h, http.MethodPatch, strings.ReplaceAll(op.path, "{id}", "x"), nil)
		require.Equal(t, http.StatusMethodNotAllowed, r.StatusCode, op.path)
		assert.Contains(t, r.Header.Get("Allow"), op.method, op.path)
		if op.Security != nil && len(*op.Security) == 1 { // those who write
			assert.Equal(t, http.StatusUnauthorized, send(h, op.method, strings.ReplaceAll(op.path, "{id}", "x")+"?id=x", nil).StatusCode, op.path)
		}
	}
	for _, id := range []string{"search", "suggest", "complete", "similar", "analyze", "stats", "export", "article", "addArticles", "putArticle", "deleteArticle", "health", "ready"} {
		assert.True(t, ids[id], id)
	}
	for name := range doc.Components.Schemas {
		assert.Contains(t, page, "<h3>"+name+"</h3>")
	}
	assert.NotContains(t, page, "<script>")
	assert.NotRegexp(t, `(src|href)="https?:`, page, "it loads nothing from elsewhere")

	// Who only reads has nothing to write in it.
	for _, op := range operations(described(t, handler(t))) {
		assert.Equal(t, http.MethodGet, op.method, op.path)
	}
}
