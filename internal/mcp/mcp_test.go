package mcp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/mcp"
	"github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/testdata"
)

func index(t *testing.T) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	articles := []fihris.Article{
		{ID: "long", Title: "مقال طويل", Body: strings.Repeat("كلمة في فقرة طويلة.\n", 1000), Published: time.Date(1999, 1, 2, 0, 0, 0, 0, time.UTC)},
		{ID: "word", Title: "كلمة بلا فراغ", Body: strings.Repeat("ط", 30000)},
	}
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section, URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	require.NoError(t, ix.Add(t.Context(), articles...))
	return ix
}

// connect is a client of the SDK, over memory and over HTTP behind the server.
func connect(t *testing.T, ix *fihris.Index) map[string]*sdk.ClientSession {
	t.Helper()
	client := func() *sdk.Client { return sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil) }
	ours, theirs := sdk.NewInMemoryTransports()
	serving, err := mcp.New(ix, "1.2.3").Connect(t.Context(), ours, nil)
	require.NoError(t, err)
	t.Cleanup(func() { serving.Close() })
	inMemory, err := client().Connect(t.Context(), theirs, nil)
	require.NoError(t, err)
	s := httptest.NewServer(web.New(ix, web.Options{MCP: mcp.Handler(mcp.New(ix, "1.2.3"))}))
	t.Cleanup(s.Close)
	overHTTP, err := client().Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: s.URL + "/mcp"}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { inMemory.Close(); overHTTP.Close() })
	return map[string]*sdk.ClientSession{"in memory": inMemory, "over HTTP": overHTTP}
}

// call calls a tool and reads what it gives.
func call[T any](t *testing.T, c *sdk.ClientSession, tool string, args map[string]any) (out T) {
	t.Helper()
	res, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: args})
	require.NoError(t, err)
	require.False(t, res.IsError, "%v", text(res))
	b, err := json.Marshal(res.StructuredContent)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &out))
	return out
}

func text(res *sdk.CallToolResult) string {
	var b strings.Builder
	for _, c := range res.Content {
		if t, ok := c.(*sdk.TextContent); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

// refused calls a tool that says what is wrong.
func refused(t *testing.T, c *sdk.ClientSession, tool string, args map[string]any) string {
	t.Helper()
	res, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		return err.Error()
	}
	require.True(t, res.IsError, "%v", args)
	return text(res)
}

func TestAssistant(t *testing.T) {
	ix := index(t)
	for name, c := range connect(t, ix) {
		t.Run(name, func(t *testing.T) {
			list, err := c.ListTools(t.Context(), nil)
			require.NoError(t, err)
			var names []string
			for _, tool := range list.Tools {
				names = append(names, tool.Name)
				assert.NotEmpty(t, tool.Description)
				assert.NotNil(t, tool.OutputSchema)
				assert.True(t, tool.Annotations.ReadOnlyHint, "nothing is changed")
			}
			assert.ElementsMatch(t, []string{"search", "article", "similar", "count_over_time"}, names)

			res := call[mcp.Found](t, c, "search", map[string]any{"query": "الوزراء", "limit": 3})
			require.NotEmpty(t, res.Articles)
			assert.LessOrEqual(t, len(res.Articles), 3)
			assert.GreaterOrEqual(t, res.Total, uint64(len(res.Articles)))
			assert.Contains(t, strings.Join(res.Articles[0].Passages, " ")+res.Articles[0].Title, "وزير")
			assert.Contains(t, strings.Join(res.Articles[0].Passages, " "), "**")

			one := call[mcp.Text](t, c, "article", map[string]any{"id": res.Articles[0].ID})
			want, err := ix.Article(t.Context(), res.Articles[0].ID)
			require.NoError(t, err)
			assert.Equal(t, want.Body, one.Text)
			assert.Equal(t, want.Title, one.Title)
			assert.Equal(t, 1, one.Parts)

			like := call[mcp.Found](t, c, "similar", map[string]any{"id": res.Articles[0].ID})
			assert.NotEmpty(t, like.Articles)
			for _, a := range like.Articles {
				assert.NotEqual(t, res.Articles[0].ID, a.ID)
			}

			found, err := ix.Search(t.Context(), fihris.Request{Query: fihris.All(), Limit: fihris.NoHits, Facets: []fihris.Facet{{Field: fihris.FacetYear}}})
			require.NoError(t, err)
			years := call[mcp.Counts](t, c, "count_over_time", map[string]any{"by": "year"})
			require.Len(t, years.Counts, len(found.Facets[0].Values))
			for i, v := range found.Facets[0].Values {
				assert.Equal(t, mcp.Period{Period: v.Value, Articles: v.Count, All: v.Count}, years.Counts[i])
			}
			some := call[mcp.Counts](t, c, "count_over_time", map[string]any{"query": "وزير", "by": "five_years"})
			for _, p := range some.Counts {
				assert.LessOrEqual(t, p.Articles, p.All)
			}

			misspelled := call[mcp.Found](t, c, "search", map[string]any{"query": "hgljpt"})
			assert.NotEmpty(t, misspelled.Tried)
		})
	}
}

// An assistant is told which fields the archive has, and may ask for them.
func TestFieldsOfTheArchive(t *testing.T) {
	ix, err := fihris.NewMemory(&fihris.Options{Fields: []fihris.Field{
		{Name: "lang", Kind: fihris.KeywordField}, {Name: "pages", Kind: fihris.NumberField}, {Name: "lead", Kind: fihris.TextField},
	}})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	for i, lang := range []string{"ar", "ar", "en", "fr"} {
		require.NoError(t, ix.Add(t.Context(), fihris.Article{
			ID: lang + strconv.Itoa(i), Title: "حصاد القمح", Body: "متن المقال " + lang, Author: []string{"سعاد", "كريم"}[i%2], Tags: []string{"زراعة", lang},
			Published: time.Date(2020+i, 1, 1, 0, 0, 0, 0, time.UTC), Extra: map[string]any{"lang": lang, "pages": i * 10, "lead": "موسم وفير", "other": 1},
		}))
	}
	for name, c := range connect(t, ix) {
		t.Run(name, func(t *testing.T) {
			list, err := c.ListTools(t.Context(), nil)
			require.NoError(t, err)
			assert.True(t, slices.ContainsFunc(list.Tools, func(tool *sdk.Tool) bool {
				return strings.Contains(tool.Description, "lang (keyword), lead (text, in queries only), pages (number)")
			}))
			where := func(list ...map[string]any) map[string]any { return map[string]any{"query": "قمح", "where": list} }
			ids := func(args map[string]any) (ids []string) {
				for _, a := range call[mcp.Found](t, c, "search", args).Articles {
					ids = append(ids, append([]string{a.ID}, make([]string, a.Copies)...)...)
				}
				return ids
			}
			assert.Len(t, ids(where(map[string]any{"field": "lang", "any": []string{"ar", "en"}})), 3)
			assert.Len(t, ids(where(map[string]any{"field": "lang", "none": []string{"ar"}})), 2)
			assert.Len(t, ids(where(map[string]any{"field": "pages", "any": []string{"10.."}}, map[string]any{"field": "author", "none": []string{"سعاد"}})), 2)
			assert.Len(t, ids(map[string]any{"query": "lang:ar lead:موسم", "author": []string{"كريم"}}), 1)
			first := call[mcp.Found](t, c, "search", map[string]any{"query": "lang:en"}).Articles[0]
			assert.Equal(t, map[string]any{"lang": "en", "pages": 20.0, "lead": "موسم وفير"}, first.Fields)
			assert.Equal(t, []string{"زراعة", "en"}, first.Tags)
			assert.Equal(t, "سعاد", first.Author)
			assert.Equal(t, "fr3", call[mcp.Found](t, c, "search", map[string]any{"query": "pages:0..", "sort": "-pages"}).Articles[0].ID)
			counts := call[mcp.Counts](t, c, "count_over_time", map[string]any{"by": "year", "where": []map[string]any{{"field": "lang", "any": []string{"ar"}}}})
			assert.Len(t, counts.Counts, 2)
			for _, a := range call[mcp.Found](t, c, "similar", map[string]any{"id": "ar0", "where": []map[string]any{{"field": "lang", "none": []string{"en"}}}}).Articles {
				assert.NotEqual(t, "en2", a.ID)
			}
			assert.Contains(t, refused(t, c, "search", where(map[string]any{"field": "size", "any": []string{"1"}})), "choose one of source, section, tag, author, lang, pages")
		})
	}
}

// Long articles come in parts that together are the whole.
func TestLongArticles(t *testing.T) {
	ix := index(t)
	c := connect(t, ix)["in memory"]
	for _, id := range []string{"long", "word"} {
		want, err := ix.Article(t.Context(), id)
		require.NoError(t, err)
		var whole strings.Builder
		for part := 1; ; part++ {
			a := call[mcp.Text](t, c, "article", map[string]any{"id": id, "part": part})
			assert.Equal(t, part, a.Part)
			whole.WriteString(a.Text)
			if part == a.Parts {
				break
			}
		}
		assert.Equal(t, want.Body, whole.String())
	}
	assert.Contains(t, refused(t, c, "article", map[string]any{"id": "long", "part": 99}), "parts")
}

// What cannot be answered is said in words that help, and nothing of the machine.
func TestWhatIsRefused(t *testing.T) {
	c := connect(t, index(t))["over HTTP"]
	for _, r := range []struct {
		tool string
		args map[string]any
		says string
	}{
		{"article", map[string]any{"id": "nobody"}, "no article with this ID"},
		{"article", map[string]any{}, "id"},
		{"similar", map[string]any{"id": "nobody"}, "no article with this ID"},
		{"search", map[string]any{"query": "وزير", "limit": 21}, "1 to 20"},
		{"search", map[string]any{"query": "وزير", "limit": -1}, "1 to 20"},
		{"search", map[string]any{"query": "وزير", "sort": "date"}, "newest"},
		{"search", map[string]any{"query": "وزير", "from": "yesterday"}, "2020-09"},
		{"search", map[string]any{"query": "وزير", "to": "31"}, "2020-09"},
		{"search", map[string]any{"query": "وزير", "offset": 20000}, "10000"},
		{"search", map[string]any{"query": strings.Repeat("كلمة ", 900)}, "2000"},
		{"search", map[string]any{"query": "وزير", "sauce": "x"}, "sauce"},
		{"search", map[string]any{}, "query"},
		{"count_over_time", map[string]any{"by": "hour"}, "five_years"},
	} {
		assert.Contains(t, refused(t, c, r.tool, r.args), r.says, "%s %v", r.tool, r.args)
	}
}

// Assistants read under the rules of everybody else.
func TestAssistantsNeedATokenToo(t *testing.T) {
	ix := index(t)
	h := web.New(ix, web.Options{MCP: mcp.Handler(mcp.New(ix, "1")), ReadTokens: []string{"a token for reading"}, Hosts: []string{"archive.example"}})
	ask := func(host, authorization, body string) int {
		r := httptest.NewRequest(http.MethodPost, "http://"+host+"/mcp", strings.NewReader(body))
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	const hello = `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	assert.Equal(t, http.StatusUnauthorized, ask("archive.example", "", hello))
	assert.Equal(t, http.StatusMisdirectedRequest, ask("evil.example", "Bearer a token for reading", hello))
	assert.Equal(t, http.StatusOK, ask("archive.example", "Bearer a token for reading", hello))
	assert.GreaterOrEqual(t, ask("archive.example", "Bearer a token for reading", strings.Repeat(" ", 1<<20)), 400)
}
