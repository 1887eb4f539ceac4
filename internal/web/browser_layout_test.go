package web_test

import (
	"fmt"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func firstScreen(tb *tab) {
	tb.viewport(390, 844, true)
	for _, address := range []string{
		query("/", "q", "القمح"), query("/", "q", "القمح", "source", "صحيفة الإقليم 1", "section", "زراعة"),
		query("/", "q", "القمح", "from", "2018-05", "to", "2018-05", "source", "صحيفة الإقليم 1"),
	} {
		tb.open(address)
		r := eval[[]float64](tb, `(() => { const h = [...document.querySelectorAll(".hit")].map(e => e.getBoundingClientRect());
			return [h[0].bottom, Math.max(...h.map(r => r.height)), document.documentElement.scrollWidth]; })()`)
		assert.Less(tb, r[0], 844.0, "%s: the first hit ends on the first screen", address)
		assert.LessOrEqual(tb, r[1], 281.0, "%s: a hit is at most a third of it", address)
		assert.LessOrEqual(tb, r[2], 390.0, address)
	}
}

// What comes later in the document stands lower on the screen.
func orderIsVisual(tb *tab) {
	for _, size := range [][2]int64{{1280, 900}, {390, 844}} {
		tb.viewport(size[0], size[1], false)
		tb.open(query("/", "q", "القمح", "section", "زراعة"))
		tops := eval[[]float64](tb, `[".top", ".total", ".understood", ".chips", ".timeline", ".hit", ".pages", ".foot"].map(s => document.querySelector(s).getBoundingClientRect().top)`)
		assert.IsNonDecreasing(tb, tops, "%v", size)
		assert.True(tb, eval[bool](tb, `(() => { const all = [...document.querySelectorAll(".total, .chips, .timeline, .hit, .pages, .foot")], order = all.map(e => e.getBoundingClientRect().top);
			return order.every((y, i) => !i || y >= order[i - 1] - 1); })()`))
	}
}

func zoom(tb *tab) { // of 200 %: half as many pixels of CSS
	tb.viewport(640, 450, false)
	tb.open(query("/", "q", "القمح", "from", "2018-05", "to", "2018-05"))
	assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), 640.0)
	tb.viewport(195, 422, true) // and a phone
	tb.open(query("/", "q", "القمح", "from", "2018-05", "to", "2018-05", "source", "صحيفة الإقليم 1"))
	assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), 195.0)
	assert.Greater(tb, eval[float64](tb, `document.getElementById("q").getBoundingClientRect().width`), 100.0, "the box has room for words")
	assert.Less(tb, eval[float64](tb, `Math.max(...[...document.querySelectorAll(".sorts > *, .open-filters, .presets a, .measures > *")].map(e => e.getBoundingClientRect().height))`), 40.0, "no word is broken")
}

func mirrored(tb *tab) {
	tb.open(query("/", "q", "القمح", "from", "2018", "to", "2018", "lang", "en"))
	assert.True(tb, eval[bool](tb, `(() => { const l = [...document.querySelectorAll(".bars li")].map(e => e.getBoundingClientRect().left); return l[0] < l[11]; })()`), "January is at the left")
	assert.True(tb, eval[bool](tb, `document.querySelector(".filters").getBoundingClientRect().left >= document.querySelector("main").getBoundingClientRect().right`))
	assert.Contains(tb, eval[string](tb, `document.querySelector(".understood summary").innerText`), "Understood:")
	tb.do(chromedp.Focus(chromedp.CSS(".bars a[data-peak]")), chromedp.KeyEvent(kb.ArrowRight))
	assert.Equal(tb, "2018-06", eval[string](tb, `new URL(document.activeElement.href).searchParams.get("from")`), "right is later in English")
}

func hitsAreShort(tb *tab) {
	tb.viewport(1280, 900, false)
	tb.open(query("/", "q", "القمح"))
	assert.LessOrEqual(tb, eval[float64](tb, `Math.max(...[...document.querySelectorAll(".hit")].map(e => e.getBoundingClientRect().height))`), 230.0)
	assert.LessOrEqual(tb, eval[int](tb, `Math.max(...[...document.querySelectorAll(".hit > .passage")].map(p => p.innerText.length))`), 190)
	assert.Equal(tb, "none", eval[string](tb, `getComputedStyle(document.querySelector(".hit > .passage")).webkitLineClamp`))
	assert.Positive(tb, eval[int](tb, `document.querySelectorAll(".more").length`))
	tb.follow(chromedp.Click(chromedp.CSS(".hit .meta .source")))
	assert.NotEmpty(tb, eval[string](tb, `new URL(location).searchParams.get("source")`))
}

// The menus behind the hits lie on the screen when they are open, at every width and in both directions, and can be pointed at.
func menus(tb *tab) {
	for _, lang := range []string{"ar", "en"} {
		for _, width := range []int64{320, 390, 768, 1280} {
			tb.viewport(width, 844, width < 600)
			tb.open(query("/", "q", "القمح", "lang", lang))
			for i := range eval[int](tb, `document.querySelectorAll(".actions .menu").length`) {
				tb.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => { const m = document.querySelectorAll(".actions .menu")[%d]; m.scrollIntoView({ block: "center" }); m.querySelector("summary").click(); })()`, i)))
				assert.Equal(tb, []int{i}, eval[[]int](tb, `[...document.querySelectorAll(".actions .menu")].flatMap((m, i) => m.open ? [i] : [])`), "one menu is open")
				assert.Empty(tb, eval[[]string](tb, `(() => { const row = document.querySelector(".actions").getBoundingClientRect();
					return [...document.querySelectorAll(".actions .menu[open] a")].map(a => [a, a.getBoundingClientRect()])
						.filter(([a, r]) => !(r.height >= 24 && r.left >= row.left - 1 && r.right <= row.right + 1 && r.bottom <= innerHeight && a.contains(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2))))
						.map(([a, r]) => a.innerText + JSON.stringify(r)); })()`), "%s %d, menu %d", lang, width, i)
				assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), float64(width))
			}
		}
	}
}

// A point is seen between two that stand on one line, and nowhere else: neither at the end of a line nor at its beginning.
func points(tb *tab) {
	const wrong = `(() => { const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
		return [...document.querySelectorAll(".meta")].flatMap(list => { const edge = list.getBoundingClientRect(), rtl = getComputedStyle(list).direction == "rtl";
			return [...list.children].filter((e, i) => { const r = e.getBoundingClientRect(), before = list.children[i - 1]?.getBoundingClientRect();
				const seen = rtl ? r.right - .45 * rem < edge.right : r.left + .45 * rem > edge.left;
				return getComputedStyle(e, "::before").content != '"·"' || seen !== (!!before && Math.abs(before.top - r.top) < 8); }).map(e => e.innerText); }); })()`
	broken := false
	for _, width := range []int64{240, 320, 390, 768, 1280} {
		tb.viewport(width, 844, width < 600)
		for _, lang := range []string{"ar", "en"} {
			tb.open(query("/", "q", "القمح", "lang", lang))
			assert.Empty(tb, eval[[]string](tb, wrong), "%s %d", lang, width)
			broken = broken || eval[bool](tb, `[...document.querySelectorAll(".hit .meta")].some(m => m.getBoundingClientRect().height > 36)`)
			assert.LessOrEqual(tb, eval[float64](tb, `document.documentElement.scrollWidth`), float64(width))
		}
	}
	assert.True(tb, broken, "some are longer than a line")
}

// Who chose colours sees the marks, the bars and what is chosen by them.
func forcedColours(tb *tab) {
	_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	require.NoError(tb, err)
	tb.open(query("/", "q", "القمح", "from", "2018-03", "to", "2018-05"))
	assert.Equal(tb, []string{}, eval[[]string](tb, `(() => {
		const colour = (s, of) => getComputedStyle(document.querySelector(s))[of], page = getComputedStyle(document.body).backgroundColor, out = [];
		if (colour(".hit mark", "backgroundColor") === page) out.push("marks");
		for (const s of [".bars li.in rect", ".bars li:not(.in) rect:not(.hollow)"]) if (colour(s, "fill") === page) out.push(s);
		if (colour(".bars li.in rect", "fill") === colour(".bars li:not(.in) rect:not(.hollow)", "fill")) out.push("what is chosen");
		if (colour("#q", "borderTopColor") === page || colour("#q", "borderTopStyle") === "none") out.push("the box");
		return out;
	})()`), "what cannot be told from the page")
	tb.do(chromedp.Focus(chromedp.CSS(".hit h2 a")))
	assert.NotEqual(tb, "none", eval[string](tb, `getComputedStyle(document.activeElement).outlineStyle`))
}

// A query runs as most of its letters do, whichever is the first.
func boxDirection(tb *tab) {
	const direction = `getComputedStyle(document.getElementById("q")).direction`
	for text, want := range map[string]string{"BBC وزير الخارجية": "rtl", "وزير Foreign Minister": "ltr", "القمح": "rtl", "wheat": "ltr"} {
		tb.open(query("/", "q", text))
		assert.Equal(tb, want, eval[string](tb, direction), text)
		tb.open("/")
		tb.write(text)
		assert.Equal(tb, want, eval[string](tb, direction), "typed: %s", text)
	}
	tb.open(query("/", "q", "BBC القمح إيران"))
	assert.True(tb, eval[bool](tb, `(() => { const text = document.querySelector(".understood bdi").firstChild, at = (w) => { const r = document.createRange(), i = text.data.indexOf(w); r.setStart(text, i); r.setEnd(text, i + w.length); return r.getBoundingClientRect(); };
		return at("BBC").left > at("القمح").left && at("القمح").left > at("إيران").left; })()`), "what was understood has the order of the words")
}
