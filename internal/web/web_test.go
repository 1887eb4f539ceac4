package web_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/testdata"
)

const (
	scriptTitle = "<script>alert(1)</script>"
	urlID       = "https://wire.example/2021/05/a?b=1&c=2#3"
)

// special are the articles whose content a page or an address could trip over.
var special = []fihris.Article{
	{
		ID: "script", Title: scriptTitle, Source: `<b onclick="alert(2)">المصدر</b>`, Section: "تجارب", Author: "'\"><img src=x onerror=alert(3)>",
		Body: "زعنفة السمكة في هذا المقال </p><script>alert(4)</script>\n&amp; ليست من HTML.", URL: "javascript:alert(5)",
		Published: time.Date(2021, 5, 1, 12, 0, 0, 0, time.UTC), Tags: []string{"<i>وسم</i>"},
	},
	{
		ID: urlID, Title: "سعر الزعنفة 1,250,000 دولار بحسب BBC و\u200eOpenAI", Source: "وكالة الشراع", Section: "تجارب",
		Body:      "الزعنفة الأولى في الفقرة الأولى (رقم 2020/15).\n\nوهذه زعنفة ثانية، في ٣٥٪ من الحالات.\nبلا مطابقة هنا.",
		URL:       "https://wire.example/2021/05/a?b=1&c=2#3",
		Published: time.Date(2021, 5, 3, 0, 0, 0, 0, time.UTC),
	},
	{ID: "a/b/../c", Title: "مقال ذو معرّف فيه شرطات", Body: "زعنفة.", Source: "وكالة الشراع", Section: "أخرى"},
	{ID: "untitled #1", Body: "نص بلا عنوان عن الزعانف والأسماك.", Source: "وكالة الشراع", Section: "أخرى"},
	{ID: "empty", Title: "عنوان بلا نص عن الزعنفة", Source: "The Cedar Times", Section: "world"},
}

// wire is a report as an agency sent it, and as two papers printed it.
const wire = "أعلنت محطة أبحاث الشاطئ أن أسراب قناديل البحر اقتربت من الخليج هذا الأسبوع بأعداد لم تسجلها من قبل.\n" +
	"وقالت الباحثة سهى البحيري إن دفء المياه وقلة السلاحف التي تأكل القناديل سببان محتملان، وإن اللسعات مؤلمة لكنها لا تقتل.\n" +
	"وأضافت أن الفريق وزع على الصيادين أوراقا مصورة تشرح كيف تغسل اللسعة بماء البحر، ونصحت المصطافين بالابتعاد عن المياه الضحلة عند الفجر.\n" +
	"ومن المنتظر أن تنحسر الأسراب مع تبدل الريح نهاية الشهر."

var copies = []fihris.Article{
	{ID: "wire", Title: "أسراب قناديل البحر تقترب من الخليج", Body: wire, Source: "وكالة الشراع", Published: time.Date(2021, 7, 1, 8, 0, 0, 0, time.UTC)},
	{ID: "paper 1", Title: "أسراب قناديل البحر تقترب من الخليج", Body: wire, Source: "صحيفة الموج", Published: time.Date(2021, 7, 2, 0, 0, 0, 0, time.UTC)},
	{ID: "paper 2", Title: "قناديل البحر تقترب", Body: wire + "\n(وكالات)", Source: "صحيفة الرمل", Published: time.Date(2021, 7, 2, 0, 0, 0, 0, time.UTC)},
	{ID: "jellyfish", Title: "لسعة قنديل البحر: ماذا تفعل؟", Source: "صحيفة الموج",
		Body: "اغسل اللسعة بماء البحر لا بالماء العذب. لا تفركها بالرمل. وإذا اشتد الألم فاذهب إلى أقرب طبيب، فبعض القناديل أشد من بعض."},
}

var openIndex = sync.OnceValues(func() (*fihris.Index, error) {
	ix, err := fihris.NewMemory(nil)
	if err != nil {
		return nil, err
	}
	articles := slices.Concat(special, copies)
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
			Section: a.Section, URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	return ix, ix.Add(context.Background(), articles...)
})

// index holds the bundled articles and the special ones; tests only read it.
func index(t testing.TB) *fihris.Index {
	t.Helper()
	ix, err := openIndex()
	require.NoError(t, err)
	return ix
}

func handler(t testing.TB) http.Handler { return web.New(index(t), web.Options{}) }

// get asks h for an address that is escaped already.
func get(h http.Handler, address string, header ...string) *http.Response {
	return send(h, http.MethodGet, address, nil, header...)
}

func send(h http.Handler, method, address string, body io.Reader, header ...string) *http.Response {
	r := httptest.NewRequest(method, address, body)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func read(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(b)
}

// decode reads a JSON answer, refusing fields that the type does not have.
func decode[T any](t testing.TB, r *http.Response) T {
	t.Helper()
	var v T
	if _, failed := any(v).(failure); failed {
		assert.Equal(t, "application/problem+json", r.Header.Get("Content-Type"))
	} else {
		assert.Equal(t, "application/json; charset=utf-8", r.Header.Get("Content-Type"))
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&v))
	return v
}

// query writes an address from pairs of names and values.
func query(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return path + "?" + v.Encode()
}

type failure = answer.Failure

func newRequest(method, address string) *http.Request {
	return httptest.NewRequest(method, address, nil)
}

func serve(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}
