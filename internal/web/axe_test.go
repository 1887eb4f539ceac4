package web_test

import (
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/web"
)

// axePages are every page, in the states that it has.
func axePages() map[string]string {
	return map[string]string{
		"start": "/", "start in English": "/?lang=en",
		"results": query("/", "q", "القمح"), "results in English": query("/", "q", "القمح", "lang", "en", "digits", "arab"),
		"filtered":      query("/", "q", "القمح", "source", "صحيفة الإقليم 1", "from", "2018-07-03", "to", "2018-07-09"),
		"explained":     query("/", "q", "القمح", "from", "2018", "measure", "share", "explain", "1"),
		"some words":    query("/", "q", "القمح زقزوقية ايران", "from", "2019", "to", "2018"),
		"zero":          query("/", "q", `"القمح الوزير"`, "section", "زراعة"),
		"copies":        query("/", "q", "قناديل البحر"),
		"values":        query("/values", "q", "القمح", "field", "source"),
		"article":       query("/article", "id", "a3", "q", "القمح", "rank", "4"),
		"versions":      query("/versions", "id", "wire", "with", "paper 2"),
		"advanced":      query("/advanced", "all", "قمح", "phrase", "وقف التصدير", "from", "2017"),
		"help":          "/help",
		"English help":  "/help?lang=en",
		"for programs":  "/v1/docs",
		"observatory":   query("/observatory", "words", "القمح، إيران"),
		"concordance":   query("/observatory", "words", "القمح", "show", "concordance", "lang", "en"),
		"collocations":  query("/observatory", "words", "القمح", "show", "collocations"),
		"keywords":      query("/observatory", "words", "القمح", "show", "keywords", "against", "إيران"),
		"runs of words": query("/observatory", "show", "ngrams"),
		"saved queries": "/alerts",
		"bad parameter": query("/", "q", "القمح", "from", "لا شيء"),
		"no article":    "/article?id=none",
	}
}

// axeStates are what can be opened on the page of results, besides what is opened everywhere; true is for narrow screens only.
var axeStates = map[string]bool{
	`document.querySelector(".actions .menu:nth-of-type(1)").open = true`:                                                                             false,
	`document.querySelector(".actions .menu:nth-of-type(2)").open = true`:                                                                             false,
	`document.querySelector("#filters").showPopover()`:                                                                                                true,
	`(() => { const q = document.getElementById("q"); q.focus(); q.value = "القم"; q.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`: false,
}

// TestAxe runs axe-core over every page, at four widths, in light and dark, with all that can be opened open.
// axe-core is not ours and not in the repository: its axe.min.js (npm install axe-core) is named by AXE_CORE.
func TestAxe(t *testing.T) {
	path := os.Getenv("AXE_CORE")
	if path == "" {
		t.Skip("AXE_CORE does not name an axe.min.js (npm install axe-core): axe is not run")
	}
	axe, err := os.ReadFile(path)
	require.NoError(t, err)
	ix, dir := archive(t), t.TempDir()
	require.NoError(t, ix.Add(t.Context(), copies...))
	book, err := alert.Open(dir, 0)
	require.NoError(t, err)
	_, err = book.Add(t.Context(), ix, "أخبار القمح", "القمح -قناديل", false, time.Now())
	require.NoError(t, err)
	require.NoError(t, book.Close())
	browser := startBrowser(t)
	site := httptest.NewServer(web.New(ix, web.Options{Alerts: dir, Popular: true}))
	t.Cleanup(site.Close)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 390, 768, 1280} {
			tb := newTab(t, browser, site.URL)
			tb.prefer(scheme)
			tb.viewport(width, 900, false)
			tb.refused = []string{axePages()["bad parameter"], axePages()["no article"]}
			runs := 0
			look := func(name string) {
				_ = eval[any](tb, string(axe)+`; null`)
				tb.until(`(window.ran ??= axe.run({ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }).then(r => { self.said = r.violations.map(v => v.id + " " + v.nodes.length + " " + v.nodes[0].target + " " + v.nodes[0].failureSummary); }), self.said !== undefined)`)
				assert.Empty(t, eval[[]string](tb, `self.said`), "%s at %d, %s", name, width, scheme)
				assert.LessOrEqual(t, eval[float64](tb, `document.documentElement.scrollWidth`), float64(width), "%s scrolls sideways at %d", name, width)
				assert.Empty(t, eval[[]string](tb, `[...document.querySelectorAll("main > :is(h1, h2, p, form, div, nav)")].map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width && (r.left < 8 || r.right > document.documentElement.clientWidth - 8)).map(([e, r]) => e.tagName + " " + e.className + " " + r.left + " to " + r.right)`), "%s touches the edge of the window at %d", name, width)
				runs++
			}
			for name, address := range axePages() {
				tb.open(address)
				eval[bool](tb, `(document.querySelectorAll("details").forEach(d => { d.open = !d.classList.contains("menu"); }), true)`)
				look(name)
			}
			for state, narrow := range axeStates {
				if narrow && width > 400 {
					continue
				}
				tb.open(query("/", "q", "القمح"))
				eval[bool](tb, `(`+state+`, true)`)
				if !narrow {
					tb.until(`!!document.querySelector(".menu[open], #offers:not([hidden])")`)
				}
				look(state)
			}
			t.Logf("%d runs of axe at %d, %s", runs, width, scheme)
		}
	}
}
