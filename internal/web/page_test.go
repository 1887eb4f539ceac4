package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// page fetches a page in Arabic, or in the language of a further header.
func page(t *testing.T, status int, address string, header ...string) string {
	t.Helper()
	r := get(handler(t), address, append([]string{"Accept-Language", "ar"}, header...)...)
	require.Equal(t, status, r.StatusCode, address)
	assert.Equal(t, "text/html; charset=utf-8", r.Header.Get("Content-Type"))
	return read(t, r)
}

// scripts counts the script elements: the page has one, which is a file.
func scripts(body string) int { return strings.Count(strings.ToLower(body), "<script") }

func TestStartPage(t *testing.T) {
	body := page(t, http.StatusOK, "/")
	assert.Contains(t, body, `<html lang="ar" dir="rtl">`)
	assert.Contains(t, body, `<input type="search" id="q" name="q"`)
	assert.Contains(t, body, `<label class="unseen" for="q">`)
	assert.Regexp(t, `في الفهرس \d+ (مقالات|مقالًا|مقال)<`, body)
	assert.Contains(t, body, "وكالة الشراع", "sources to look around in")
	assert.Equal(t, 1, scripts(body))
}

func TestResultsPage(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "زعنفة"))
	assert.Contains(t, body, "<strong>5 مقالات</strong>")
	assert.Contains(t, body, "<mark>الزعنفة</mark>")
	assert.Contains(t, body, "<mark>زعنفة</mark>")
	assert.Contains(t, body, `value="زعنفة"`)
	assert.Contains(t, body, "3 مايو 2021")
	assert.Contains(t, body, "(بلا عنوان)")
	assert.Regexp(t, `<a class="source" href="/\?q=[^"]*&amp;source=[^"]*">وكالة الشراع</a>`, body)
	assert.Contains(t, body, "/article?id="+"https%3A%2F%2Fwire.example%2F2021%2F05%2Fa%3Fb%3D1%26c%3D2%233&amp;q=")
	assert.Contains(t, body, `<title>زعنفة – فهرس</title>`)
}

var quoted = regexp.MustCompile(`"[^"]*"`) // the values of attributes

// What stands in articles and queries is text, wherever it is shown.
func TestEverythingIsEscaped(t *testing.T) {
	evil := `"><script>alert(9)</script><img src=x onerror=alert(9)>`
	for _, address := range []string{
		query("/", "q", "زعنفة", "explain", "1"),
		query("/article", "id", "script", "q", "زعنفة"),
		query("/article", "id", "script"),
		query("/", "q", evil),
		query("/", "q", "زعنفة", "source", evil, "section", evil, "tag", evil),
		query("/", "source", evil),
		query("/article", "id", "script", "q", evil, "source", evil),
		query("/help", "q", evil),
	} {
		body := page(t, http.StatusOK, address)
		assert.Equal(t, 1, scripts(body), address)
		assert.NotContains(t, body, "<img", address)
		assert.NotContains(t, body, "<b onclick", address)
		assert.NotRegexp(t, `<[^>]*\son[a-z]+=`, quoted.ReplaceAllString(body, ""), "an event handler: %s", address)
		assert.NotContains(t, body, `href="javascript:`, address)
	}
	body := page(t, http.StatusOK, query("/article", "id", "script", "q", "زعنفة"))
	assert.Contains(t, body, "&lt;script&gt;alert(1)&lt;/script&gt;")
	assert.Contains(t, body, "&amp;amp; ليست من HTML.")
	assert.Contains(t, body, `<mark id="m1" tabindex="-1">زعنفة</mark>`)
	for _, status := range []string{query("/", "q", evil, "from", evil), query("/", "sort", evil, "q", "a"), query("/article", "id", evil), "/" + "%3Cscript%3E"} {
		r := get(handler(t), status)
		assert.GreaterOrEqual(t, r.StatusCode, 400)
		assert.Equal(t, 1, scripts(read(t, r)), status)
	}
}

func TestReadingView(t *testing.T) {
	body := page(t, http.StatusOK, query("/article", "id", urlID, "q", "زعنفة", "source", "وكالة الشراع", "page", "2"))
	assert.Contains(t, body, "3 مايو/أيار 2021")
	assert.Contains(t, body, "3 مواضع لكلمات البحث")
	assert.Contains(t, body, `<mark id="m1" tabindex="-1">الزعنفة</mark>`, "the title counts too")
	assert.Contains(t, body, `<mark id="m2" tabindex="-1">الزعنفة</mark>`)
	assert.Contains(t, body, `<mark id="m3" tabindex="-1">زعنفة</mark>`)
	assert.NotContains(t, body, `id="m4"`)
	assert.NotContains(t, body, `href="#m0"`)
	assert.NotContains(t, body, `href="#m4"`)
	assert.Equal(t, 3, strings.Count(body, `<p dir="rtl">`), "empty lines make no paragraphs")
	assert.Contains(t, body, "بلا مطابقة هنا.", "the whole text is there")
	assert.Contains(t, body, `href="https://wire.example/2021/05/a?b=1&amp;c=2#3"`)
	back := regexp.MustCompile(`<a class="back" href="([^"]+)"`).FindStringSubmatch(body)
	require.Len(t, back, 2)
	assert.Contains(t, back[1], "page=2")
	assert.Contains(t, back[1], "source=")
	assert.Contains(t, back[1], "q=")
	assert.NotContains(t, back[1], "id=")

	none := page(t, http.StatusOK, query("/article", "id", urlID, "q", "قسطنطينيززز"))
	assert.Contains(t, none, "لا ترد كلمات البحث في هذا المقال")
	assert.Contains(t, none, "بلا مطابقة هنا.")
	assert.NotContains(t, none, "<mark")

	plain := page(t, http.StatusOK, query("/article", "id", "empty"))
	assert.Contains(t, plain, "ليس لهذا المقال نص.")
	assert.NotContains(t, plain, `class="back"`)
	assert.Contains(t, page(t, http.StatusNotFound, query("/article", "id", "nothing")), "لا مقال بهذا المعرّف")
	page(t, http.StatusBadRequest, "/article")
}

// All matches of a long real article are marked: the reading view has at least
// those of the snippets.
func TestReadingViewOfBundledArticle(t *testing.T) {
	body := page(t, http.StatusOK, query("/article", "id", "seed-article", "q", "أذربيجان وزير"))
	assert.Greater(t, strings.Count(body, "<mark id="), 3)
	assert.Equal(t, strings.Count(body, "<mark id="), strings.Count(body, `class="jump"`))
}

func TestFiltersAndChips(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "زعنفة", "source", "وكالة الشراع", "from", "2021", "to", "2021-05"))
	assert.Contains(t, body, "<strong>مقال واحد</strong>")
	assert.Contains(t, body, `name="source" value="وكالة الشراع" form="search" checked>`)
	assert.Contains(t, body, `name="from" value="2021"`, "what was understood")
	assert.Contains(t, body, `name="to" value="مايو 2021"`, "in words")
	assert.Equal(t, 1, strings.Count(body, `value="وكالة الشراع" form="search"`), "once")
	assert.Contains(t, body, "&lt;b onclick", "the other sources can still be ticked")
	assert.Contains(t, page(t, http.StatusOK, query("/", "q", "زعنفة", "section", "تجارب")), `value="أخرى" form="search">`, "and the other sections")
	assert.Contains(t, body, "ارفع كل القيود")
	chips := regexp.MustCompile(`(?s)<ul class="chips".*?</ul>`).FindString(body)
	assert.Equal(t, 3, strings.Count(chips, "<li>"), "one time, a source, and all at once")
	assert.Contains(t, chips, "<bdi>من 2021 إلى مايو 2021</bdi>", "of which neither end can change its place")

	tagged := page(t, http.StatusOK, query("/", "q", "زعنفة", "tag", "<i>وسم</i>"))
	assert.Contains(t, tagged, `name="tag" value="&lt;i&gt;وسم&lt;/i&gt;" form="search" checked>`)

	gone := page(t, http.StatusOK, query("/", "q", "زعنفة", "source", "لا وجود لها"))
	assert.Contains(t, gone, "لم نجد ما يطابق بحثك ضمن هذه القيود")
	assert.Contains(t, gone, "بلا القيود: 5 مقالات")

	browse := page(t, http.StatusOK, query("/", "section", "أخرى"))
	assert.Contains(t, browse, "<strong>مقالان</strong>")
	assert.Contains(t, browse, "كل المقالات")
}

func TestOrdersAndPages(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "في العام", "sort", "newest"))
	assert.Contains(t, body, `<span aria-current="true">الأحدث</span>`)
	assert.Contains(t, body, `name="sort" value="newest"`, "kept by the next search")
	body = page(t, http.StatusOK, query("/", "q", "العام السوق المدينة الماء", "page", "2"))
	assert.Contains(t, body, `<span aria-current="page">2</span>`)
	assert.Contains(t, body, `rel="prev"`)
	assert.Contains(t, body, `start="11"`)
	body = page(t, http.StatusOK, query("/", "q", "العام السوق المدينة الماء", "sort", "newest"))
	assert.NotContains(t, body, `rel="next"`, "by date only the articles with every word are listed")
	body = page(t, http.StatusOK, query("/", "q", "زعنفة", "page", "7"))
	assert.Contains(t, body, "لا نتائج في هذه الصفحة")
	page(t, http.StatusBadRequest, query("/", "q", "زعنفة", "page", "0"))
	page(t, http.StatusBadRequest, query("/", "q", "زعنفة", "page", "1002"))
	page(t, http.StatusOK, query("/", "q", "زعنفة", "page", "1001"))
}

// Near words come first for people, but not where the date decides.
func TestThePageRefines(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(),
		fihris.Article{ID: "far", Body: "قال الوزير كلاما طويلا عن المدارس ثم ذكر الخارجية"},
		fihris.Article{ID: "near", Body: "كلاما طويلا عن المدارس ثم ذكر قال الوزير الخارجية"}))
	hits := func(address string) (ids []string) {
		body := read(t, get(web.New(ix, web.Options{}), address))
		for _, m := range regexp.MustCompile(`<h2[^>]*><a href="/article\?id=(\w+)`).FindAllStringSubmatch(body, -1) {
			ids = append(ids, m[1])
		}
		return ids
	}
	assert.Equal(t, []string{"near", "far"}, hits(query("/", "q", "الوزير الخارجية")))
	assert.Equal(t, []string{"far", "near"}, hits(query("/", "q", "الوزير الخارجية", "sort", "newest")))
}

func TestZeroHitsAreHonest(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", `"الزعنفة الوزير"`))
	assert.Contains(t, body, "لم نجد ما يطابق")
	assert.Contains(t, body, "هكذا فُهمت كلماتك")
	assert.Contains(t, body, `<td><bdi>"الزعنفة الوزير"</bdi></td>`, "the phrase")
	assert.Regexp(t, `<td><bdi>الزعنفة</bdi></td>\s*<td data-of="[^"]+"><bdi>زعنفة</bdi></td>\s*<td data-of="[^"]+"><a href="[^"]*">5 مقالات</a></td>`, body, "and each word alone")
	assert.Contains(t, body, "q=جذر%3Aالوزير", "more articles have another word of the root")
	assert.Contains(t, body, "ابحث عن أيٍّ من هذه الكلمات")
	assert.Contains(t, page(t, http.StatusOK, query("/", "q", "قسطنطينيززز")), "لا ترد")
}

func TestUnmetConditionsAreSaid(t *testing.T) {
	late, source := "زعنفة بعد:2190", "زعنفة مصدر:قسطنطينيززز"
	assert.Contains(t, page(t, http.StatusOK, query("/", "q", late)), "لا مقالات في هذه المدة؛ أقدم المقالات المؤرَّخة في الفهرس من ")
	assert.Contains(t, page(t, http.StatusOK, query("/", "q", late, "lang", "en")), "No article is of that time: those with a date are from ")
	assert.Regexp(t, `لا مقالات من المصدر <bdi>قسطنطينيززز</bdi>. الموجود: <bdi>`, page(t, http.StatusOK, query("/", "q", source)))
	assert.Regexp(t, `No article has the source <bdi>قسطنطينيززز</bdi>. There are: <bdi>`, page(t, http.StatusOK, query("/", "q", source, "lang", "en")))
	var fields []string
	for _, u := range search(t, "q", late+" مصدر:قسطنطينيززز").Zero.Unmet {
		fields = append(fields, u.Field)
	}
	assert.ElementsMatch(t, []string{"date", "source"}, fields)
	assert.NotContains(t, page(t, http.StatusOK, query("/", "q", "قسطنطينيززز")), "الموجود:")
}

func TestRelaxedIsSaid(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "زعنفة قسطنطينيززز"))
	assert.Contains(t, body, "لا مقال يجمع كل كلمات البحث")
	assert.Contains(t, body, "ولا ترد في أي مقال: <bdi>قسطنطينيززز</bdi></p>")
	assert.Contains(t, body, "<mark>")
}

func TestSuggestionsAreOffered(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "hgljpt")) // a museum, with the keyboard left in English
	assert.Contains(t, body, "نعرض نتائج <bdi><strong>المتحف</strong></bdi> بدل <bdi>hgljpt</bdi> (لوحة المفاتيح الأخرى)")
	assert.Contains(t, body, `<a href="/?literal=1&amp;q=hgljpt">`, "the way back")
	assert.Contains(t, body, `value="المتحف"`, "what is searched stands in the box")
	body = page(t, http.StatusOK, query("/", "q", "hgljpt", "literal", "1"))
	assert.Regexp(t, `<li><a href="/\?q=[^"]+"><bdi>المتحف</bdi></a> <span class="kind">لوحة المفاتيح الأخرى، \d+ مقال`, body)
	assert.NotContains(t, body, "نعرض نتائج")
	assert.NotContains(t, page(t, http.StatusOK, query("/", "q", "زعنفة")), "ربما أردت")
}

// What was read otherwise than typed is told, with the way to have it literally.
func TestReadingsAreTold(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "الوزرا"))
	assert.Contains(t, body, "قُرئ أيضًا: <bdi>الوزرا</bdi> على أنها <bdi>الوزراء</bdi> (الهمزة).")
	assert.Contains(t, body, `<a href="/?literal=1&amp;q=`)
	assert.Contains(t, page(t, http.StatusOK, query("/", "q", "الوزرا", "lang", "en")), "Also read: <bdi>الوزرا</bdi> as <bdi>الوزراء</bdi> (the hamza).")
	assert.NotContains(t, page(t, http.StatusOK, query("/", "q", "الوزرا", "literal", "1")), "قُرئ أيضًا")
}

func TestExplainOnThePage(t *testing.T) {
	body := page(t, http.StatusOK, query("/", "q", "زعنفة", "explain", "1"))
	assert.Contains(t, body, "سبب الظهور")
	assert.Contains(t, body, "الكلمة نفسها")
	assert.NotContains(t, page(t, http.StatusOK, query("/", "q", "زعنفة")), "سبب الظهور")
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct{ lang, accept, want string }{
		{"", "", "ar"},
		{"", "ar-EG,ar;q=0.9,en;q=0.8", "ar"},
		{"", "en-US,en;q=0.9,ar;q=0.5", "en"},
		{"", "fr-FR,fr;q=0.9", "ar"},
		{"", "fr,en;q=0.2", "en"},
		{"", ";;q=;", "ar"},
		{"en", "ar", "en"},
		{"ar", "en", "ar"},
		{"xx", "en", "en"},
	} {
		r := get(handler(t), query("/", "lang", c.lang), "Accept-Language", c.accept)
		assert.Equal(t, c.want, r.Header.Get("Content-Language"), "%+v", c)
		assert.Contains(t, r.Header.Values("Vary"), "Accept-Language")
	}
	body := page(t, http.StatusOK, query("/", "q", "زعنفة", "lang", "en"))
	assert.Contains(t, body, `<html lang="en" dir="ltr">`)
	assert.Contains(t, body, "<strong>5 articles</strong>")
	assert.Contains(t, body, "3 May 2021")
	assert.Contains(t, body, `<input type="hidden" name="lang" value="en">`, "the choice lasts")
	assert.NotRegexp(t, `href="/article\?id=script&amp;q=[^&"]*"`, body, "in links too")
	assert.Contains(t, body, `<ol class="hits" id="hits" start="1" dir="rtl">`, "the articles stay Arabic")

	both := page(t, http.StatusNotFound, "/nothing")
	assert.Contains(t, both, "لا صفحة في هذا العنوان")
	assert.Contains(t, both, "There is no page at this address")
}

func TestHelp(t *testing.T) {
	assert.Contains(t, page(t, http.StatusOK, "/help"), "جذر:كتب")
	assert.Contains(t, page(t, http.StatusOK, "/help?lang=en"), "exactly as written")
	assert.Contains(t, page(t, http.StatusOK, "/help"), "<title>كيف أبحث؟ – فهرس</title>")
}

// What the help page teaches is the language that there is.
func TestHelpExamples(t *testing.T) {
	trees := map[string][]string{}
	for _, lang := range []string{"ar", "en"} {
		body := page(t, http.StatusOK, "/help?lang="+lang)
		for _, m := range regexp.MustCompile(`<td><a href="[^"]*"><code dir="auto">(.*?)</code></a></td>`).FindAllStringSubmatch(body, -1) {
			q, err := fihris.ParseStrict(html.UnescapeString(m[1]))
			require.NoError(t, err, m[1])
			assert.False(t, q.IsEmpty(), m[1])
			trees[lang] = append(trees[lang], q.String())
		}
	}
	assert.NotEmpty(t, trees["ar"])
	assert.ElementsMatch(t, trees["ar"], trees["en"], "both languages teach the same")
}

func TestStaticFiles(t *testing.T) {
	body := page(t, http.StatusOK, "/")
	for _, address := range regexp.MustCompile(`/static/[^"]+`).FindAllString(body, -1) {
		r := get(handler(t), address)
		assert.Equal(t, http.StatusOK, r.StatusCode, address)
		assert.Contains(t, r.Header.Get("Cache-Control"), "immutable", address)
		again := get(handler(t), address, "If-None-Match", r.Header.Get("ETag"))
		assert.Equal(t, http.StatusNotModified, again.StatusCode)
		assert.Empty(t, read(t, again))
	}
	for address, mediaType := range map[string]string{
		"/static/page.css": "text/css; charset=utf-8", "/static/page.js": "text/javascript; charset=utf-8", "/static/icon.svg": "image/svg+xml",
	} {
		r := get(handler(t), address)
		assert.Equal(t, mediaType, r.Header.Get("Content-Type"))
		assert.Contains(t, r.Header.Get("Cache-Control"), "no-cache", "an address without a hash is asked for again")
	}
	for _, address := range []string{"/static/", "/static/nothing.css", "/static/../page.go", "/static/%2e%2e/page.go"} {
		assert.Equal(t, http.StatusNotFound, get(handler(t), address).StatusCode, address)
	}
}
