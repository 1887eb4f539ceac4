package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browserNames are the commands that a browser may have.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// TestBrowser looks at the page as a reader does: in one headless Chromium, a
// tab for each part.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the page is not looked at in a browser")
	}
	browser := startBrowser(t)
	site := httptest.NewServer(handler(t))
	t.Cleanup(site.Close)

	for name, part := range map[string]func(*tab){
		"types a query":    typesAQuery,
		"right to left":    rightToLeft,
		"script is text":   scriptIsText,
		"keyboard only":    keyboardOnly,
		"without scripts":  withoutScripts,
		"reads an article": readsAnArticle,
		"narrow screen":    narrowScreen,
		"contrast":         contrast,
		"english":          inEnglish,
		"short links":      shortLinks,
	} {
		t.Run(name, func(t *testing.T) {
			part(newTab(t, browser, site.URL))
		})
	}
}

// startBrowser starts a headless Chromium for a test, which is skipped where there is none.
func startBrowser(t *testing.T) context.Context {
	var path string
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skipf("no browser is installed (looked for %v): the page is not looked at", browserNames)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("lang", "ar"), chromedp.Flag("accept-lang", "ar"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, quit := chromedp.NewContext(allocator)
	t.Cleanup(quit)
	require.NoError(t, chromedp.Do(browser), "start %s", path)
	return browser
}

// tab is one tab, which fails its test on anything that went wrong in it.
type tab struct {
	*testing.T
	ctx     context.Context
	site    string
	refused []string // addresses that may be answered with 4xx, which a browser complains of
}

func newTab(t *testing.T, browser context.Context, site string) *tab {
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	var mu sync.Mutex
	var complaints []string
	require.NoError(t, chromedp.Listen(ctx, func(ev any) {
		var complaint string
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			complaint = "exception: " + ev.ExceptionDetails.Text
		case *runtime.EventConsoleAPICalled:
			complaint = "console: " + string(ev.Type)
		case *log.EventEntryAdded:
			complaint = fmt.Sprintf("log: %s: %s %s", ev.Entry.Level, ev.Entry.Text, ev.Entry.URL)
		case *cdppage.EventJavascriptDialogOpening:
			complaint = "dialog: " + ev.Message
		default:
			return
		}
		mu.Lock()
		defer mu.Unlock()
		complaints = append(complaints, complaint)
	}))
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	tb := &tab{T: t, ctx: ctx, site: site}
	t.Cleanup(func() {
		cancel()
		mu.Lock()
		defer mu.Unlock()
		assert.Empty(t, slices.DeleteFunc(complaints, func(c string) bool {
			return strings.Contains(c, "status of 4") && slices.ContainsFunc(tb.refused, func(address string) bool { return strings.HasSuffix(c, " "+site+address) })
		}))
	})
	tb.viewport(1200, 800, false)
	tb.prefer("light")
	return tb
}

// prefer chooses the scheme of colours. Nothing moves: a click that is aimed
// while the page still scrolls smoothly would miss.
func (tb *tab) prefer(scheme string) {
	tb.Helper()
	_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	require.NoError(tb, err)
}

// open goes to an address and do runs steps; both end the test on failure.
func (tb *tab) open(address string) { tb.do(chromedp.Navigate(tb.site + address)) }

func (tb *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tb.Helper()
	require.NoError(tb, chromedp.Do(tb.ctx, steps...))
}

func (tb *tab) viewport(width, height int64, mobile bool) {
	tb.Helper()
	_, err := chromedp.Call(tb.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: mobile,
	})
	require.NoError(tb, err)
}

// press sends one printable key as a keyboard does: the letter is typed only
// if the page lets it, while chromedp.KeyEvent types it in any case.
func (tb *tab) press(key, code string) {
	tb.Helper()
	for _, e := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Code: code, Text: key},
		{Type: input.DispatchKeyEventTypeKeyUp, Key: key, Code: code},
	} {
		_, err := chromedp.Call(tb.ctx, input.DispatchKeyEvent, e)
		require.NoError(tb, err)
	}
}

// follow runs a step that leads to another page and waits for it.
func (tb *tab) follow(step chromedp.Action[chromedp.Void]) {
	tb.Helper()
	r, err := chromedp.RunResponse(tb.ctx, step)
	require.NoError(tb, err)
	require.EqualValues(tb, 200, r.Status)
}

// write types into the search box as soon as it has the focus, which a page
// gives it by itself, but on a busy machine not before it is shown.
func (tb *tab) write(text string) {
	tb.Helper()
	tb.until(`document.activeElement.id == "q"`)
	tb.do(chromedp.KeyEvent(text))
	tb.until(fmt.Sprintf(`document.getElementById("q").value == %q`, text))
}

// until waits for a condition in the page.
func (tb *tab) until(condition string) {
	tb.Helper()
	for begun := time.Now(); !eval[bool](tb, condition); time.Sleep(20 * time.Millisecond) {
		require.Less(tb, time.Since(begun), time.Minute, condition)
	}
}

// eval computes an expression in the page.
func eval[T any](tb *tab, expression string) T {
	tb.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](expression))
	require.NoError(tb, err, expression)
	return v
}

const enter = "\r"

func typesAQuery(tb *tab) {
	tb.open("/")
	tb.do(chromedp.WaitVisible(chromedp.CSS("#q")))
	assert.Equal(tb, "q", eval[string](tb, `document.activeElement.id`), "the box is ready to type into")
	tb.write("زعنفة")
	tb.follow(chromedp.KeyEvent(enter))
	assert.Equal(tb, "زعنفة", eval[string](tb, `new URL(location).searchParams.get("q")`))
	assert.Equal(tb, "زعنفة", eval[string](tb, `document.getElementById("q").value`))
	assert.Equal(tb, 5, eval[int](tb, `document.querySelectorAll(".hit").length`))
	assert.Equal(tb, "5 مقالات", eval[string](tb, `document.querySelector(".total strong").innerText`))
	assert.Equal(tb, []string{"الزعنفة", "الزعانف", "زعنفة"},
		eval[[]string](tb, `["الزعنفة", "الزعانف", "زعنفة"].filter(w => [...document.querySelectorAll("mark")].some(m => m.innerText == w))`),
		"every form is marked")
}

func rightToLeft(tb *tab) {
	tb.open(query("/", "q", "زعنفة"))
	assert.Equal(tb, "rtl", eval[string](tb, `getComputedStyle(document.body).direction`))
	assert.Equal(tb, "rtl", eval[string](tb, `getComputedStyle(document.querySelector(".hits")).direction`))
	assert.True(tb, eval[bool](tb, `(() => {
		const hits = [...document.querySelectorAll(".hit")].map(e => e.getBoundingClientRect());
		return hits.every((r, i) => i == 0 || r.top >= hits[i-1].bottom - 1);
	})()`), "the hits stand below one another")
	// A title begins at the right edge of the list, and so does a Latin one.
	assert.True(tb, eval[bool](tb, `(() => {
		const edge = document.querySelector(".hits").getBoundingClientRect().right;
		return [...document.querySelectorAll(".hit h2 a")].every(a => Math.abs(a.getBoundingClientRect().right - edge) < 2);
	})()`))
	assert.True(tb, eval[bool](tb, `document.querySelector(".hits").getBoundingClientRect().left
		>= document.querySelector(".filters").getBoundingClientRect().right`), "the filters are at the end of the line")
	// A Latin source turns its own letters around, not the separator after it.
	assert.True(tb, eval[bool](tb, `[...document.querySelectorAll(".hits .meta > *")].every(e => getComputedStyle(e).direction == "rtl")`))
	// Within a title, what is read later stands further left.
	assert.True(tb, eval[bool](tb, `(() => {
		const mark = document.querySelector(".hit h2 mark"), before = document.createRange();
		before.selectNodeContents(mark.previousSibling);
		return mark.getBoundingClientRect().right <= before.getBoundingClientRect().left + 1;
	})()`))
}

func scriptIsText(tb *tab) {
	tb.open(query("/", "q", "زعنفة"))
	assert.Contains(tb, eval[[]string](tb, `[...document.querySelectorAll(".hit h2")].map(e => e.innerText)`), scriptTitle)
	tb.open(query("/article", "id", "script", "q", "زعنفة"))
	assert.Equal(tb, scriptTitle, eval[string](tb, `document.querySelector("h1").innerText`))
	assert.Equal(tb, 1, eval[int](tb, `document.scripts.length`))
	assert.Equal(tb, 0, eval[int](tb, `document.querySelectorAll("img, iframe, [onclick], [onerror]").length`))
	tb.open(query("/", "q", scriptTitle))
	assert.Equal(tb, scriptTitle, eval[string](tb, `document.getElementById("q").value`))
	// A dialog would have failed the test in newTab.
}

func keyboardOnly(tb *tab) {
	const focused = `document.activeElement.className || document.activeElement.id || document.activeElement.tagName`
	tb.open(query("/", "q", "زعنفة"))
	tb.do(chromedp.KeyEvent("\t"))
	assert.Equal(tb, "skip", eval[string](tb, focused), "the first stop skips the head of the page")
	assert.True(tb, eval[bool](tb, `document.activeElement.getBoundingClientRect().top >= 0`), "and can be seen")
	tb.do(chromedp.KeyEvent(enter))
	assert.Equal(tb, "#content", eval[string](tb, `location.hash`))
	for range 20 {
		tb.do(chromedp.KeyEvent("\t"))
		if eval[bool](tb, `document.activeElement.matches(".hit h2 a")`) {
			break
		}
	}
	require.True(tb, eval[bool](tb, `document.activeElement === document.querySelector(".hit h2 a")`), "the first hit is reached")
	assert.NotEqual(tb, "none", eval[string](tb, `getComputedStyle(document.activeElement).outlineStyle`), "focus can be seen")
	tb.follow(chromedp.KeyEvent(enter))
	require.Equal(tb, "/article", eval[string](tb, `location.pathname`))

	tb.press("n", "KeyN")
	assert.Equal(tb, "#m1", eval[string](tb, `location.hash`))
	tb.press("n", "KeyN")
	tb.press("n", "KeyN")
	tb.press("ح", "KeyP") // the same key of an Arabic keyboard
	assert.Equal(tb, "#m2", eval[string](tb, `location.hash`))
	tb.press("ظ", "Slash")
	assert.Equal(tb, "q", eval[string](tb, focused))
	tb.press("n", "KeyN") // in the box they are letters
	tb.press("/", "Slash")
	assert.Equal(tb, "n/", eval[string](tb, `document.activeElement.value`), "the old query was selected and is replaced")
	tb.do(chromedp.Focus(chromedp.CSS(".back")))
	tb.follow(chromedp.KeyEvent(enter))
	assert.Equal(tb, "زعنفة", eval[string](tb, `document.getElementById("q").value`))
}

func withoutScripts(tb *tab) {
	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	tb.open("/")
	tb.write("زعنفة")
	tb.follow(chromedp.KeyEvent(enter))
	tb.do(chromedp.Click(chromedp.CSS(`.tick input[value="وكالة الشراع"]`)))
	tb.follow(chromedp.Click(chromedp.CSS(".panel .apply button")))
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".hit").length`), "the filters are part of the form")
	assert.Equal(tb, "زعنفة", eval[string](tb, `document.getElementById("q").value`))
	tb.follow(chromedp.Click(chromedp.CSS(".hit h2 a")))
	assert.Equal(tb, "/article", eval[string](tb, `location.pathname`))
	tb.follow(chromedp.Click(chromedp.CSS("a.back")))
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".hit").length`), "the way back keeps the filter")
}

// shown is the number of the match whose steps can be seen.
const shown = `[...document.querySelectorAll(".jump")].filter(j => getComputedStyle(j).display != "none").map(j => j.innerText.replace(/\s+/g, " "))`

func readsAnArticle(tb *tab) {
	tb.open(query("/article", "id", urlID, "q", "زعنفة"))
	assert.Empty(tb, eval[[]string](tb, shown))
	tb.do(chromedp.Click(chromedp.CSS(`.step a[href="#m1"]`)))
	assert.Equal(tb, []string{"السابق 1 من 3 التالي"}, eval[[]string](tb, shown))
	tb.do(chromedp.Click(chromedp.CSS(`#m1 + .jump a[rel=next]`)))
	assert.Equal(tb, []string{"السابق 2 من 3 التالي"}, eval[[]string](tb, shown))
	assert.True(tb, eval[bool](tb, `(() => {
		const r = document.querySelector("mark:target + .jump").getBoundingClientRect();
		return r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && Math.abs((r.left + r.right) / 2 - document.documentElement.clientWidth / 2) < 3;
	})()`), "the steps stand in the middle of the lower edge")
	// Text that is copied or read aloud does not hold the steps.
	assert.False(tb, eval[bool](tb, `document.querySelector(".text p:last-child").innerText.includes("التالي")`))
}

func narrowScreen(tb *tab) {
	tb.viewport(360, 740, true)
	for _, address := range []string{
		"/", query("/", "lang", "en"), query("/", "q", "زعنفة", "explain", "1"), query("/", "q", "زعنفة", "lang", "en"),
		query("/", "q", "زعنفة", "source", "وكالة الشراع", "from", "2021"), query("/", "q", "العام السوق المدينة الماء", "page", "4"),
		query("/", "q", "زعنفة", "source", "وكالة الشراع", "source", "The Cedar Times", "section", "تجارب", "section", "أخرى", "section", "world"),
		query("/", "q", `"الزعنفة الوزير"`), query("/article", "id", urlID, "q", "زعنفة") + "#m2",
		query("/article", "id", "seed-article", "q", "أذربيجان"), "/help", "/help?lang=en",
	} {
		tb.open(address)
		assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), 360.0, "%s scrolls sideways", address)
		assert.Empty(tb, eval[[]string](tb, `[...document.querySelectorAll("body *")].filter(e => {
			const r = e.getBoundingClientRect();
			return e.checkVisibility() && r.width > 1 && r.height > 1 && (r.left < -1 || r.right > 361) && !e.closest(".chips, .tl-head"); // a strip that scrolls
		}).map(e => e.tagName + "." + e.className)`), "%s sticks out", address)
	}
	tb.open(query("/", "q", "زعنفة"))
	assert.False(tb, eval[bool](tb, `!!document.getElementById("filters").offsetParent`), "the filters are shut")
	tb.viewport(1200, 800, false)
	tb.open(query("/", "q", "زعنفة"))
	tb.do(chromedp.WaitVisible(chromedp.CSS(".panel .apply button"))) // and stand beside the hits where there is room
}

// contrast asks for 4.5:1 between text and paper, in light and in dark (WCAG 2, AA).
func contrast(tb *tab) {
	const weak = `(() => {
		const parse = c => c.match(/[\d.]+/g).map(Number);
		const light = c => { const [r, g, b] = parse(c).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
			return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
		const paper = e => { const c = getComputedStyle(e).backgroundColor;
			return parse(c)[3] === 0 && e.parentElement ? paper(e.parentElement) : c; };
		return [...document.querySelectorAll("body *")].filter(e => e.innerText && e.offsetParent).map(e => {
			const a = light(getComputedStyle(e).color), b = light(paper(e));
			return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName + "." + e.className];
		}).filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => name + " " + ratio.toFixed(2));
	})()`
	for _, scheme := range []string{"light", "dark"} {
		tb.prefer(scheme)
		for _, address := range []string{"/", query("/", "q", "زعنفة", "source", "وكالة الشراع", "explain", "1"), query("/", "q", `"الزعنفة الوزير"`), query("/article", "id", urlID, "q", "زعنفة"), "/help"} {
			tb.open(address)
			assert.Empty(tb, eval[[]string](tb, weak), "%s in %s", address, scheme)
		}
		dark := eval[bool](tb, `parseInt(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]) < 80`)
		assert.Equal(tb, scheme == "dark", dark)
	}
}

func inEnglish(tb *tab) {
	tb.open(query("/", "q", "زعنفة"))
	tb.follow(chromedp.Click(chromedp.CSS(`.foot a[hreflang="en"]`)))
	assert.Equal(tb, "ltr", eval[string](tb, `getComputedStyle(document.body).direction`))
	assert.Equal(tb, "rtl", eval[string](tb, `getComputedStyle(document.querySelector(".hits")).direction`))
	assert.Equal(tb, "5 articles", eval[string](tb, `document.querySelector(".total strong").innerText`))
	tb.follow(chromedp.Click(chromedp.CSS(".hit h2 a")))
	assert.Equal(tb, "en", eval[string](tb, `document.documentElement.lang`), "the choice lasts")
}

// Where links say only what they change, the script writes them out, so that what is copied can be read; without it they
// lead to the same page, and those within the page stay on it.
func shortLinks(tb *tab) {
	const whole = `[...document.querySelectorAll("a")].map(a => a.href).filter(h => h.includes("/in/"))`
	address := query("/", "q", "زعنفة السمكة في هذا المقال الذي يسأل عنه قارئ", "source", "وكالة الشراع", "group", "0", "lang", "en")
	tb.open(address)
	tb.until(`!document.querySelector("base")`)
	assert.Empty(tb, eval[[]string](tb, whole))
	assert.Empty(tb, eval[[]string](tb, `[...document.querySelectorAll("a")].filter(a => a.host !== location.host || a.pathname.includes("//")).map(a => a.href)`), "what was whole before stays so")
	assert.Equal(tb, "#content", eval[string](tb, `document.querySelector(".skip").getAttribute("href")`))
	hit := eval[string](tb, `document.querySelector(".hit h2 a").href`)
	assert.Equal(tb, "زعنفة السمكة في هذا المقال الذي يسأل عنه قارئ وكالة الشراع 1", eval[string](tb, `(() => { const p = new URL(document.querySelector(".hit h2 a").href).searchParams; return [p.get("q"), p.get("source"), p.get("rank")].join(" "); })()`))
	assert.Empty(tb, eval[string](tb, `new URL(document.querySelector(".chips a").href).searchParams.get("source") ?? ""`), "what a link takes away is gone")

	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	tb.open(address)
	assert.NotEmpty(tb, eval[[]string](tb, whole))
	here := eval[string](tb, `location.href`)
	tb.do(chromedp.KeyEvent("\t"), chromedp.KeyEvent(enter))
	tb.until(`location.hash == "#content"`)
	assert.Equal(tb, here+"#content", eval[string](tb, `location.href`))
	tb.follow(chromedp.Click(chromedp.CSS(".hit h2 a")))
	for _, name := range []string{"id", "q", "source", "rank", "group"} {
		assert.Equal(tb, eval[string](tb, fmt.Sprintf(`new URL(%q).searchParams.get(%q)`, hit, name)), eval[string](tb, fmt.Sprintf(`new URL(location).searchParams.get(%q)`, name)), name)
	}
	tb.follow(chromedp.Click(chromedp.CSS("a.back")))
	assert.NotEmpty(tb, eval[[]string](tb, whole), "the list again")
}
