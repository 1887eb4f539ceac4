package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// The bounds of a page, in bytes: what a reader who was never here gets through the wire, with style and script, and the
// HTML of hits, however many and whatever was asked.
const (
	mostCold = 25_000
	mostHTML = 50_000
)

// heavyPages are pages of results at their heaviest: days with their share, several filters in every field, explanations,
// a long query, many hits, hits with copies, and all of it together.
func heavyPages() map[string]string {
	month := []string{"from", "2018-07", "to", "2018-07", "measure", "share"}
	many := []string{"source", "صحيفة الإقليم 1", "source", "صحيفة الإقليم 2", "source", "صحيفة الإقليم 3", "section", "زراعة", "section", "اقتصاد", "author", "كاتب 1", "author", "كاتب 2", "tag", "وسم 1"}
	const long = "قالت هيئة الحبوب إن سعر القمح استقر هذا الأسبوع عند مستوى الشهر الماضي في الموانئ الجنوبية والشمالية"
	return map[string]string{
		"plain":                 query("/", "q", "أسعار القمح"),
		"month":                 query("/", append([]string{"q", "أسعار القمح في الموانئ"}, month...)...),
		"filters":               query("/", append(append([]string{"q", "أسعار القمح في الموانئ"}, month...), many...)...),
		"five weeks":            query("/", append([]string{"q", "أسعار القمح في الموانئ", "from", "2018-06-20", "to", "2018-07-28"}, many...)...),
		"explained":             query("/", append([]string{"q", "أسعار القمح في الموانئ الجنوبية والشمالية", "explain", "1"}, month...)...),
		"in English, explained": query("/", "q", "أسعار القمح في الموانئ", "lang", "en", "explain", "1"),
		"digits":                query("/", append([]string{"q", "أسعار القمح في الموانئ", "digits", "arab"}, month[:4]...)...),
		"English":               query("/", append([]string{"q", "أسعار القمح في الموانئ", "lang", "en"}, month...)...),
		"copies":                query("/", "q", "قناديل البحر", "group", "0"),
		"thirty hits":           query("/", "q", "أسعار القمح في الموانئ الجنوبية والشمالية", "per", "30"),
		"thirty, explained":     query("/", "q", "أسعار القمح في الموانئ الجنوبية والشمالية", "per", "30", "explain", "1"),
		"everything":            query("/", append([]string{"q", long, "from", "2018-06-20", "to", "2018-07-28", "measure", "share", "explain", "1", "digits", "arab"}, many[:10]...)...),
		"everything in English": query("/", append([]string{"q", long, "from", "2018-06-20", "to", "2018-07-28", "measure", "share", "explain", "1", "lang", "en"}, many...)...),
		"a paragraph":           query("/", append([]string{"q", strings.Repeat(long+" ", 4)}, month...)...),
		"long":                  query("/", "q", long),
		"zero":                  query("/", append([]string{"q", `"القمح الوزير"`}, many...)...),
	}
}

func TestPagesAreLight(t *testing.T) {
	ix := archive(t)
	require.NoError(t, ix.Add(t.Context(), copies...))
	h := web.New(ix, web.Options{})
	body := func(address, encoding string) []byte {
		r := get(h, address, "Accept-Encoding", encoding)
		defer r.Body.Close()
		require.Equal(t, http.StatusOK, r.StatusCode, address)
		require.Equal(t, encoding != "identity", r.Header.Get("Content-Encoding") == encoding, address)
		return []byte(read(t, r))
	}
	assets := regexp.MustCompile(`/static/page\.[0-9a-f]+\.(css|js)`)
	all := heavyPages()
	for name, address := range axePages() {
		if name != "bad parameter" && name != "no article" && name != "saved queries" && name != "start" && name != "start in English" {
			all[name] = address
		}
	}
	for name, address := range all {
		html := body(address, "identity")
		if _, results := heavyPages()[name]; results {
			assert.LessOrEqual(t, len(html), mostHTML, "HTML of %s", name)
		}
		for _, encoding := range []string{"gzip", "zstd"} {
			cold := len(body(address, encoding))
			files := assets.FindAllString(string(html), -1)
			require.Len(t, files, 2, name)
			for _, file := range files {
				cold += len(body(file, encoding))
			}
			assert.LessOrEqual(t, cold, mostCold, "%s in %s, cold", name, encoding)
			t.Logf("%-13s HTML %6d, cold in %s %6d", name, len(html), encoding, cold)
		}
	}
}

// remembering is an index that answers a search that it had before at once: what is left is the work of the page.
type remembering struct {
	*fihris.Index
	mu   sync.Mutex
	next []*fihris.Results // in the order in which a page asks
	at   int
	full bool
}

func (ix *remembering) Search(ctx context.Context, req fihris.Request) (*fihris.Results, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.full {
		ix.at++
		return ix.next[(ix.at-1)%len(ix.next)], nil
	}
	res, err := ix.Index.Search(ctx, req)
	ix.next = append(ix.next, res)
	return res, err
}

// BenchmarkPage measures what a page of results costs besides the searches for it, compressed as browsers want it.
func BenchmarkPage(b *testing.B) {
	for name, address := range heavyPages() {
		if name == "zero" || name == "copies" || strings.HasPrefix(name, "thirty") {
			continue
		}
		b.Run(name, func(b *testing.B) {
			ix := &remembering{Index: archive(b)}
			h := web.New(ix, web.Options{})
			ask := func() *http.Response {
				r := httptest.NewRequest(http.MethodGet, address, nil)
				r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
				return serve(h, r)
			}
			require.Equal(b, http.StatusOK, ask().StatusCode)
			ask() // the newest article is known now
			ix.next = nil
			require.Equal(b, http.StatusOK, ask().StatusCode)
			ix.full = true
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
		})
	}
}
