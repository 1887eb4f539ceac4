package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// archive is what an archive of news looks like whose articles are nearly all of one year: 12 of 2013, none of
// 2015 and 2016, 1 of 2017, and of 2018 a number that differs by month. It has more sources than a list shows.
func archive(t testing.TB) *fihris.Index {
	ix, err := fihris.NewMemory(&fihris.Options{Fields: []fihris.Field{{Name: "desk", Kind: fihris.KeywordField, Filterable: true, Facetable: true, Searchable: true}}})
	require.NoError(t, err)
	t.Cleanup(func() { ix.Close() })
	var all []fihris.Article
	add := func(at time.Time, n int) {
		for range n {
			i := len(all)
			all = append(all, fihris.Article{
				ID:    fmt.Sprint("a", i),
				Title: fmt.Sprintf("أسعار القمح في نشرة إيران رقم %d: استقرار في الموانئ وتراجع طفيف في أسواق الجملة الكبرى", i),
				Body: fmt.Sprintf("قالت هيئة الحبوب رقم %d إن سعر القمح استقر هذا الأسبوع عند مستوى الشهر الماضي في الموانئ الجنوبية والشمالية، وإن المخزون يكفي المطاحن أربعة أشهر أخرى.\n\n"+
					"وأضافت أن أسعار الشحن لم تتغير منذ %d يومًا، وأن القمح الطري يباع بسعر القمح الصلب.\n\nوختمت بأن إيران ستنشر أسعار الحبوب كل %d أيام.", i, i*7, i*3),
				Source: fmt.Sprintf("صحيفة الإقليم %d", i%9), Section: []string{"اقتصاد", "زراعة"}[i%2], Author: fmt.Sprint("كاتب ", i%7), Tags: []string{fmt.Sprint("وسم ", i%4)},
				Published: at.Add(time.Duration(i%24) * time.Hour), Extra: map[string]any{"desk": []string{"أ", "ب"}[i%2]},
			})
		}
	}
	add(time.Date(2013, 3, 1, 0, 0, 0, 0, time.UTC), 2)
	add(time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC), 1)
	for month, n := range []int{7, 38, 92, 90, 112, 94, 77, 49, 36, 58, 20, 10} {
		for i := range n {
			add(time.Date(2018, time.Month(month+1), 1+i%28, 0, 0, 0, 0, time.UTC), 1)
		}
	}
	require.NoError(t, ix.Add(context.Background(), all...))
	return ix
}

// TestResultsInBrowser looks at the page of hits as a reader does: what is seen, not what is in the document.
func TestResultsInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the page is not looked at in a browser")
	}
	browser := startBrowser(t)
	site := httptest.NewServer(web.New(archive(t), web.Options{}))
	t.Cleanup(site.Close)
	for name, part := range map[string]func(*tab){
		"offers are seen":          offersAreSeen,
		"offers by touch":          offersByTouch,
		"composing":                composing,
		"timeline is drawn":        timelineIsDrawn,
		"timeline by keyboard":     timelineByKeyboard,
		"timeline by pointer":      timelineByPointer,
		"ticks":                    ticks,
		"all values":               allValues,
		"dates":                    datesInBrowser,
		"first screen of a phone":  firstScreen,
		"sheet by keyboard":        sheetByKeyboard,
		"sheet without scripts":    sheetWithoutScripts,
		"order is visual order":    orderIsVisual,
		"zoom":                     zoom,
		"results in the mirror":    mirrored,
		"hits on a desk are short": hitsAreShort,
		"menus":                    menus,
		"points":                   points,
		"timeline by touch":        timelineByTouch,
		"timeline without scripts": timelineWithoutScripts,
		"forced colours":           forcedColours,
		"direction of the box":     boxDirection,
	} {
		t.Run(name, func(t *testing.T) { part(newTab(t, browser, site.URL)) })
	}
}

// Both spellings of a word find the offers, and what is in the document is on the screen.
const offered = `[...document.querySelectorAll("#offers [role=option]")].map(o => o.firstChild.innerText)`

// onTop says whether a reader who points at the middle of an element meets it.
func onTop(selector string) string {
	return fmt.Sprintf(`(() => { const e = document.querySelector(%q), r = e.getBoundingClientRect();
		return r.height > 0 && !!document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)?.closest(%q); })()`, selector, selector)
}

func (tb *tab) retype(text string) {
	tb.Helper()
	tb.do(chromedp.Click(chromedp.CSS("#q")))
	eval[bool](tb, `(document.getElementById("q").select(), true)`)
	tb.do(chromedp.KeyEvent(text))
	// On a busy machine the first letters have offers of their own, before the rest is typed.
	tb.until(fmt.Sprintf(`document.getElementById("q").getAttribute("aria-expanded") == "true" && document.getElementById("offers").dataset.of == %q`, text))
}

func offersAreSeen(tb *tab) {
	const active, value, open = `document.getElementById("q").getAttribute("aria-activedescendant")`, `document.getElementById("q").value`, `document.getElementById("q").getAttribute("aria-expanded") == "true"`
	tb.open(query("/", "q", "القمح"))
	for _, typed := range []string{"ايرا", "إيرا"} {
		tb.retype(typed)
		assert.Equal(tb, "إيران", eval[[]string](tb, offered)[0], typed)
		assert.True(tb, eval[bool](tb, onTop("#offer-0")), "%s: the offer can be pointed at", typed)
	}
	assert.GreaterOrEqual(tb, eval[float64](tb, `Math.min(...[...document.querySelectorAll("#offers [role=option]")].map(o => o.getBoundingClientRect().height))`), 24.0)
	assert.True(tb, eval[bool](tb, `[...document.querySelectorAll("#offers [role=group]")].length > 1 && [...document.querySelectorAll("#offers [role=group]")].every(g => document.getElementById(g.getAttribute("aria-labelledby")).innerText)`), "groups have names")
	assert.Equal(tb, "400", eval[string](tb, `getComputedStyle(document.querySelector("#offers b, #offers bdi")).fontWeight`), "a weight within a word would break its stroke")
	assert.Regexp(tb, `^\d+ من المقترحات`, eval[string](tb, `document.querySelector("#search [role=status]").textContent`))
	assert.NotEmpty(tb, eval[string](tb, `document.querySelector("#offer-0 .count").innerText`), "with a number")
	last := fmt.Sprintf("offer-%d", len(eval[[]string](tb, offered))-1)

	tb.do(chromedp.KeyEvent(kb.ArrowDown))
	assert.Equal(tb, "offer-0", eval[string](tb, active))
	assert.Equal(tb, "إيران", eval[string](tb, value))
	tb.do(chromedp.KeyEvent(kb.ArrowUp))
	assert.Equal(tb, "إيرا", eval[string](tb, value), "above the first is what was typed")
	tb.do(chromedp.KeyEvent(kb.ArrowUp))
	assert.Equal(tb, last, eval[string](tb, active), "and above it the last")
	tb.do(chromedp.KeyEvent(kb.Escape))
	assert.False(tb, eval[bool](tb, open))
	assert.Equal(tb, "إيرا", eval[string](tb, value))
	tb.do(chromedp.KeyEvent(kb.ArrowDown))
	tb.until(open)
	tb.do(chromedp.KeyEvent(kb.Tab))
	assert.False(tb, eval[bool](tb, open), "leaving the box shuts the list, and takes nothing")
	assert.Equal(tb, "إيرا", eval[string](tb, value))
	tb.retype("القم")
	assert.Contains(tb, eval[[]string](tb, offered), "عنوان:القم")
	tb.do(chromedp.KeyEvent(kb.ArrowDown))
	tb.follow(chromedp.KeyEvent(enter))
	assert.Equal(tb, "القمح", eval[string](tb, `new URL(location).searchParams.get("q")`))
	tb.retype("نشر")
	title := eval[string](tb, `document.querySelector("#offers .title bdi").innerText`)
	tb.do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
	for range 9 {
		tb.do(chromedp.KeyEvent(kb.ArrowDown))
		if eval[bool](tb, `!!document.querySelector("#offers .title[aria-selected=true]")`) {
			break
		}
	}
	assert.Equal(tb, "نشر", eval[string](tb, value), "a title leaves what was typed alone")
	tb.follow(chromedp.Click(chromedp.CSS("#offers .title")))
	assert.Equal(tb, "/article", eval[string](tb, `location.pathname`), "and opens its article")
	assert.Equal(tb, title, eval[string](tb, `document.querySelector("h1").innerText`))
	tb.open(query("/", "q", "القمح"))
	tb.retype("القمح")
	tb.do(chromedp.KeyEvent(" "))
	tb.until(`document.getElementById("offers").hidden`) // behind a space there is nothing to complete
}

func offersByTouch(tb *tab) {
	tb.viewport(390, 844, true)
	_, err := chromedp.Call(tb.ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	require.NoError(tb, err)
	tb.open(query("/", "q", "القمح"))
	tb.retype("ايرا")
	assert.True(tb, eval[bool](tb, onTop("#offer-0")))
	assert.GreaterOrEqual(tb, eval[float64](tb, `document.querySelector("#offer-0").getBoundingClientRect().height`), 44.0)
	at := eval[[]float64](tb, `(() => { const r = document.querySelector("#offer-0").getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`)
	tb.follow(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(tb.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{
			Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at[0], Y: at[1]}},
		}); err != nil {
			return err
		}
		_, err := chromedp.Call(tb.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		return err
	}))
	assert.Equal(tb, "إيران", eval[string](tb, `new URL(location).searchParams.get("q")`))
}

// While an input method composes letters nothing is offered; what comes of it is completed.
func composing(tb *tab) {
	tb.open("/")
	tb.until(`document.activeElement.id == "q"`)
	_, err := chromedp.Call(tb.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "القم", SelectionStart: 4, SelectionEnd: 4})
	require.NoError(tb, err)
	time.Sleep(300 * time.Millisecond)
	assert.Equal(tb, "القم", eval[string](tb, `document.getElementById("q").value`))
	assert.True(tb, eval[bool](tb, `document.getElementById("offers").hidden`))
	_, err = chromedp.Call(tb.ctx, input.InsertText, input.InsertTextParams{Text: "القم"})
	require.NoError(tb, err)
	tb.until(`!document.getElementById("offers").hidden`)
}

// A tick applies at once, and the reader is where he was.
func ticks(tb *tab) {
	tb.open(query("/", "q", "القمح"))
	eval[bool](tb, `(scrollTo(0, 120), true)`)
	tb.follow(chromedp.Click(chromedp.CSS(`.tick input[name="section"]`)))
	assert.NotEmpty(tb, eval[string](tb, `new URL(location).searchParams.get("section")`))
	tb.until(`document.activeElement.name == "section" && document.activeElement.checked`)
	assert.Greater(tb, eval[float64](tb, `scrollY`), 50.0, "where the reader was")
	assert.True(tb, eval[bool](tb, `(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`))
	tb.until(`document.querySelector(".total").innerText.includes("مقال")`) // spoken again
	assert.Equal(tb, 2, eval[int](tb, `document.querySelectorAll('.tick input[name="section"]').length`), "the others can still be ticked")
	assert.False(tb, eval[bool](tb, `new URL(location).searchParams.has("from")`), "addresses are short")
	tb.do(chromedp.Click(chromedp.CSS(".folded:last-of-type summary")))
	tb.follow(chromedp.Click(chromedp.CSS(`.tick input[name="f.desk"]`)))
	assert.Equal(tb, 1, eval[int](tb, `document.querySelectorAll('.tick input[name="f.desk"]:checked').length`), "fields of one's own, too")
}

func allValues(tb *tab) {
	const seen = `[...document.querySelectorAll('.filters .tick')].filter(t => t.querySelector('[name="source"]') && t.offsetParent).map(t => t.querySelector("input").value)`
	tb.open(query("/", "q", "القمح"))
	require.Len(tb, eval[[]string](tb, seen), 5)
	tb.do(chromedp.Click(chromedp.CSS(`a.all[data-name="source"]`)))
	tb.until(`document.activeElement.className == "narrow"`)
	assert.Len(tb, eval[[]string](tb, seen), 9)
	tb.do(chromedp.KeyEvent("الاقليم 7"))
	tb.until(`document.querySelectorAll(".scroll .tick:not([hidden])").length == 1`)
	assert.Equal(tb, []string{"صحيفة الإقليم 7"}, eval[[]string](tb, seen), "whatever the hamza")
	tb.follow(chromedp.Click(chromedp.CSS(`.scroll .tick:not([hidden]) input`)))
	assert.Equal(tb, "صحيفة الإقليم 7", eval[string](tb, `new URL(location).searchParams.get("source")`))

	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	tb.open(query("/", "q", "القمح", "section", "زراعة"))
	tb.follow(chromedp.Click(chromedp.CSS(`a.all[data-name="source"]`)))
	tb.do(chromedp.Click(chromedp.CSS(`.ticks input[value="صحيفة الإقليم 8"]`)))
	tb.follow(chromedp.Click(chromedp.CSS(`.values .apply button`)))
	assert.Equal(tb, "زراعة صحيفة الإقليم 8", eval[string](tb, `new URL(location).searchParams.get("section") + " " + new URL(location).searchParams.get("source")`), "what else was chosen stays")
}

func datesInBrowser(tb *tab) {
	tb.open(query("/", "q", "القمح"))
	tb.do(chromedp.Click(chromedp.CSS(`input[name="from"]`)))
	tb.do(chromedp.KeyEvent("آب ٢٠١٨"))
	tb.do(chromedp.Click(chromedp.CSS(`input[name="to"]`)))
	tb.do(chromedp.KeyEvent("3/2018"))
	tb.follow(chromedp.Click(chromedp.CSS(".dates + .hint + .apply button")))
	assert.Equal(tb, []string{"مارس 2018", "أغسطس 2018"}, eval[[]string](tb, `[...document.querySelectorAll(".dates input")].map(i => i.value)`), "what was understood, in its order")
	assert.Contains(tb, eval[string](tb, `document.querySelector(".notice").innerText`), "بُدّلتا")
	assert.Equal(tb, "من مارس 2018 إلى أغسطس 2018", eval[string](tb, `document.querySelector(".chips bdi").innerText`))
	// On the screen, from right to left, the beginning comes before the end.
	assert.True(tb, eval[bool](tb, `(() => {
		const text = document.querySelector(".chips bdi").firstChild, at = (from, to) => { const r = document.createRange(); r.setStart(text, from); r.setEnd(text, to); return r.getBoundingClientRect(); };
		const first = text.data.indexOf("مارس"), last = text.data.indexOf("أغسطس");
		return at(first, first + 9).left > at(last, last + 10).right - 1;
	})()`))
}

func sheetByKeyboard(tb *tab) {
	tb.viewport(390, 844, false)
	tb.open(query("/", "q", "القمح"))
	tb.do(chromedp.Focus(chromedp.CSS(".open-filters")), chromedp.KeyEvent(enter))
	tb.until(`!!document.querySelector("#filters").offsetParent || document.querySelector("#filters").matches(":popover-open")`)
	tb.do(chromedp.KeyEvent(kb.Tab))
	assert.True(tb, eval[bool](tb, `!!document.activeElement.closest("#filters")`))
	tb.do(chromedp.Click(chromedp.CSS(`.tick input[name="section"]`)))
	assert.False(tb, eval[bool](tb, `new URL(location).searchParams.has("section")`), "in the sheet its button applies")
	tb.do(chromedp.KeyEvent(kb.Escape))
	tb.until(`document.activeElement.classList.contains("open-filters")`)
}

func sheetWithoutScripts(tb *tab) {
	tb.viewport(390, 844, false)
	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	tb.open(query("/", "q", "القمح"))
	const height = `document.getElementById("filters").getBoundingClientRect().height`
	assert.Zero(tb, eval[float64](tb, height))
	tb.do(chromedp.Click(chromedp.CSS(".open-filters")))
	tb.until(height + " > 100")
	assert.True(tb, eval[bool](tb, onTop(".sheet-end button")), "its button is on the screen")
	tb.do(chromedp.KeyEvent(kb.Escape))
	tb.until(height + " == 0")
	tb.do(chromedp.Click(chromedp.CSS(".open-filters")))
	tb.until(height + " > 100")
	tb.do(chromedp.Click(chromedp.CSS(`.tick input[name="section"]`)))
	tb.follow(chromedp.Click(chromedp.CSS(".sheet-end button")))
	assert.True(tb, eval[bool](tb, `new URL(location).searchParams.has("section")`))
	assert.False(tb, eval[bool](tb, `new URL(location).searchParams.has("from")`), "what was left open is not kept")
	assert.Zero(tb, eval[float64](tb, height))
	assert.False(tb, eval[bool](tb, `document.getElementById("q").hasAttribute("role")`), "no combobox")
	assert.Empty(tb, eval[[]string](tb, `[...document.querySelectorAll(".withjs")].filter(e => e.getBoundingClientRect().height).map(e => e.className)`), "nothing that would be dead")
	assert.True(tb, eval[bool](tb, `[...document.querySelectorAll(".bars a")].every(a => a.tabIndex == 0)`), "every bar is a link")
}
