package web_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBrowserReading looks at the article, its copies, the observatory and the advanced form as a reader does.
func TestBrowserReading(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the page is not looked at in a browser")
	}
	browser := startBrowser(t)
	site := httptest.NewServer(handler(t))
	t.Cleanup(site.Close)
	for name, part := range map[string]func(*tab){
		"matches and map":     matchesAndMap,
		"vowel marks":         vowelMarks,
		"keys can be off":     keysCanBeOff,
		"versions":            versionsSideBySide,
		"words in context":    wordsInContext,
		"charts":              charts,
		"advanced form":       advancedForm,
		"nothing sticks out":  nothingSticksOut,
		"print and no script": printAndNoScript,
	} {
		t.Run(name, func(t *testing.T) {
			part(newTab(t, browser, site.URL))
		})
	}
}

const article = "sarwan-market-opens"

func matchesAndMap(tb *tab) {
	tb.open(query("/article", "id", article, "q", "السوق"))
	n := eval[int](tb, `document.querySelectorAll("mark[id]").length`)
	require.Greater(tb, n, 2)
	assert.Equal(tb, n-eval[int](tb, `document.querySelectorAll("h1 mark[id]").length`), eval[int](tb, `document.querySelectorAll(".map .at").length`), "the map has those of the text")
	assert.True(tb, eval[bool](tb, `(() => { const v = document.querySelector(".map .view"); return parseFloat(v.getAttribute("height")) > 0; })()`), "the frame says what is on the screen")
	before := eval[int](tb, `history.length`)
	for range 2 {
		tb.press("n", "KeyN")
	}
	assert.Equal(tb, "#m2", eval[string](tb, `location.hash`))
	assert.Equal(tb, before, eval[int](tb, `history.length`), "steps are no entries of the history")
	assert.True(tb, eval[bool](tb, `(() => {
		const m = document.querySelector("mark:target").getBoundingClientRect();
		const e = document.elementFromPoint(m.left + m.width / 2, m.top + m.height / 2);
		return e.closest("mark") === document.querySelector("mark:target");
	})()`), "what is looked at is under nothing else")
	assert.True(tb, eval[bool](tb, `getComputedStyle(document.querySelector(".step")).display === "none"`), "the way to the first is gone")
	// A date that the text mentions says which day it is, and leads to its place and to others.
	assert.True(tb, eval[bool](tb, `(() => {
		const t = document.querySelector("time.said[id]"), a = document.querySelector('.side a[href="#' + t.id + '"]');
		return /^\d{4}/.test(t.dateTime) && t.title && a && a.textContent === t.textContent;
	})()`))
	// A citation can be read, and shuts as menus do.
	tb.do(chromedp.Click(chromedp.CSS(".cite summary")))
	assert.True(tb, eval[bool](tb, `(() => {
		const r = document.getElementById("c-arabic").getBoundingClientRect();
		return r.width > 200 && r.left >= 0 && r.right <= innerWidth && document.elementFromPoint(r.left + 20, r.top + 8).closest(".cite");
	})() !== null`))
}

func vowelMarks(tb *tab) {
	const text = `document.querySelector(".text").textContent`
	tb.open(query("/article", "id", article))
	written := eval[string](tb, text)
	require.Regexp(tb, `[\x{064B}-\x{0652}]`, written)
	tb.do(chromedp.Click(chromedp.CSS("#vowels")))
	assert.NotRegexp(tb, `[\x{064B}-\x{0652}]`, eval[string](tb, text))
	tb.do(chromedp.Click(chromedp.CSS("#vowels")))
	assert.Equal(tb, written, eval[string](tb, text))
	tb.open(query("/article", "id", article, "marks", "0"))
	assert.NotRegexp(tb, `[\x{064B}-\x{0652}]`, eval[string](tb, text), "the server leaves them out, too")
}

func keysCanBeOff(tb *tab) {
	tb.open(query("/article", "id", article, "q", "السوق"))
	tb.do(chromedp.Click(chromedp.CSS("#keys")))
	assert.Equal(tb, "false", eval[string](tb, `document.getElementById("keys").getAttribute("aria-pressed")`))
	tb.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	tb.press("n", "KeyN")
	assert.Empty(tb, eval[string](tb, `location.hash`))
	tb.open(query("/article", "id", article, "q", "السوق"))
	tb.press("n", "KeyN")
	assert.Empty(tb, eval[string](tb, `location.hash`), "the browser remembers it")
	tb.do(chromedp.Click(chromedp.CSS("#keys")), chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	tb.press("n", "KeyN")
	assert.Equal(tb, "#m1", eval[string](tb, `location.hash`))
}

func versionsSideBySide(tb *tab) {
	tb.open(query("/article", "id", "wire"))
	tb.follow(chromedp.Click(chromedp.CSS(`.tools a[href^="/versions"]`)))
	assert.True(tb, eval[bool](tb, `[...document.querySelectorAll(".pair tbody tr")].every(tr => {
		const [a, b] = [...tr.cells].map(c => c.getBoundingClientRect());
		return Math.abs(a.top - b.top) < 1 && a.left >= b.right - 1;
	})`), "the first is at the right of the second, paragraph by paragraph")
	assert.True(tb, eval[bool](tb, `getComputedStyle(document.querySelector("ins, del")).textDecorationLine === "underline"`), "nothing is struck out")
	tb.viewport(390, 844, true)
	assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), 390.0)
}

// The words stand under each other, what was before at the right of them, at every width and in both languages.
func wordsInContext(tb *tab) {
	for _, lang := range []string{"ar", "en"} {
		for _, width := range []int64{1280, 390} {
			tb.viewport(width, 844, width < 600)
			tb.open(query("/observatory", "words", "السوق", "show", "concordance", "lang", lang))
			assert.True(tb, eval[bool](tb, `(() => {
				const rows = [...document.querySelectorAll(".kwic tbody tr")];
				const middle = r => (r.left + r.right) / 2, of = (tr, c) => tr.querySelector(c).getBoundingClientRect();
				const at = middle(of(rows[0], ".node"));
				const text = (tr, c) => { const r = document.createRange(); r.selectNodeContents(tr.querySelector(c + " bdi")); return r.getBoundingClientRect(); };
				return rows.length > 5 && rows.every(tr => Math.abs(middle(of(tr, ".node")) - at) < 1
					&& (!tr.querySelector(".before bdi").textContent || Math.abs(text(tr, ".before").left - of(tr, ".before").left) < 9)
					&& (!tr.querySelector(".after bdi").textContent || Math.abs(text(tr, ".after").right - of(tr, ".after").right) < 9)
					&& of(tr, ".before").left >= of(tr, ".after").right);
			})()`), "%s %d", lang, width)
			assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), float64(width))
		}
	}
}

// Time runs as the page does: the oldest at the right in Arabic, at the left in English; and letters are not stretched.
func charts(tb *tab) {
	for lang, later := range map[string]string{"ar": "<", "en": ">"} {
		tb.open(query("/observatory", "words", "السوق، البحر", "lang", lang))
		assert.Empty(tb, eval[[]string](tb, `[...document.querySelectorAll(".ask select")].filter(s => {
			const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(s);
			pen.font = style.font;
			return pen.measureText(s.selectedOptions[0].text).width > s.clientWidth - 2 * parseFloat(style.paddingInlineStart) - 10; // the arrow
		}).map(s => s.selectedOptions[0].text)`), "%s: what is chosen is seen whole", lang)
		assert.True(tb, eval[bool](tb, `(() => {
			const x = p => p.split(" ").map(q => parseFloat(q));
			return [...document.querySelectorAll(".chart polyline")].length === 2 && [...document.querySelectorAll(".chart polyline")].every(l => {
				const all = x(l.getAttribute("points"));
				return all.length > 2 && all.every((v, i) => i === 0 || v `+later+` all[i - 1]);
			});
		})()`), lang)
		assert.True(tb, eval[bool](tb, `(() => {
			const label = [...document.querySelectorAll(".axis a")].map(a => a.getBoundingClientRect());
			return label.length > 2 && label.every((r, i) => i === 0 || r.left `+later+` label[i - 1].left);
		})()`), "the axis runs the same way")
		assert.True(tb, eval[bool](tb, `[...document.querySelectorAll(".names text")].every(t => { const r = t.getBoundingClientRect(); return r.height < 40 && r.left >= 0 && r.right <= innerWidth; })`))
	}
}

func advancedForm(tb *tab) {
	tb.open("/advanced")
	tb.do(chromedp.Focus(chromedp.CSS(`[name=all]`)), chromedp.KeyEvent("زعنفة"))
	tb.until(`document.querySelector("#written output").textContent.trim() === "زعنفة"`)
	tb.do(chromedp.Focus(chromedp.CSS(`[name=not]`)), chromedp.KeyEvent("سمك"))
	tb.until(`document.querySelector("#written output").textContent.includes("-سمك")`)
	assert.Equal(tb, "not", eval[string](tb, `document.activeElement.name`), "the field keeps the focus")
	tb.follow(chromedp.Click(chromedp.CSS(`[name=go]`)))
	assert.Contains(tb, eval[string](tb, `new URL(location).searchParams.get("q")`), "زعنفة")
	assert.Positive(tb, eval[int](tb, `document.querySelectorAll(".hit").length`))
}

// readingPages are the pages that are looked at here.
func readingPages() []string {
	return []string{
		query("/article", "id", article, "q", "السوق", "rank", "1"), query("/article", "id", article, "q", "السوق", "lang", "en", "digits", "arab"),
		query("/article", "id", "script", "q", "زعنفة"), query("/versions", "id", "wire", "with", "paper 2"), query("/versions", "id", "empty"),
		query("/observatory", "words", "السوق، البحر، المدينة"), query("/observatory", "words", "السوق", "show", "collocations", "least", "1", "lang", "en"),
		query("/observatory", "words", "السوق", "show", "keywords"), query("/observatory", "show", "ngrams", "lang", "en"), query("/observatory", "words", "السوق", "show", "concordance"),
		query("/advanced", "all", "قمح", "phrase", "وقف التصدير", "from", "2017"), "/advanced?lang=en", "/", "/?lang=en", "/help",
	}
}

func nothingSticksOut(tb *tab) {
	for _, width := range []int64{320, 768} {
		tb.viewport(width, 800, width < 600)
		for _, address := range readingPages() {
			tb.open(address)
			assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), float64(width), "%s scrolls sideways at %d", address, width)
		}
	}
}

func printAndNoScript(tb *tab) {
	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	for _, address := range readingPages() {
		tb.open(address)
		assert.Empty(tb, eval[[]string](tb, `[...document.querySelectorAll(".withjs")].filter(e => e.offsetParent).map(e => e.outerHTML)`), "%s: nothing dead is shown", address)
	}
	tb.open(query("/article", "id", article, "q", "السوق") + "#m3")
	assert.True(tb, eval[bool](tb, onTop("#m3 + .jump")), "from match to match")
	_, err = chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(tb, err)
	tb.open(query("/article", "id", article, "q", "السوق"))
	assert.Equal(tb, 0, eval[int](tb, `[...document.querySelectorAll("header.top, footer.foot, .tools, .step, .map, button")].filter(e => e.offsetParent).length`))
	tb.open(query("/", "q", "السوق"))
	assert.Contains(tb, eval[string](tb, `document.querySelector(".asked").innerText`), "السوق", "what was asked is printed")
}
