package web_test

import (
	"context"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func timelineIsDrawn(tb *tab) {
	tb.open(query("/", "q", "القمح"))
	assert.Equal(tb, []string{"2013", "2014", "2015", "2016", "2017", "2018"}, eval[[]string](tb, `[...document.querySelectorAll(".bars .l")].map(l => l.innerText)`))
	assert.Equal(tb, 2, eval[int](tb, `document.querySelectorAll(".bars .hollow").length`), "what is too small is hollow")
	assert.Equal(tb, []string{"2", "1"}, eval[[]string](tb, `[...document.querySelectorAll(".bars .hollow + text")].map(t => t.textContent)`), "with its number")
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".bars .none").length`), "nothing is no link")
	tb.follow(chromedp.Click(chromedp.CSS(".bars li:last-child a")))
	assert.Equal(tb, 12, eval[int](tb, `document.querySelectorAll(".bars li").length`))
	assert.True(tb, eval[bool](tb, `(() => { const l = [...document.querySelectorAll(".bars li")].map(e => e.getBoundingClientRect().left); return l[0] > l[11]; })()`), "January is at the right")
	assert.True(tb, eval[bool](tb, `(() => {
		const k = [...document.querySelectorAll(".bars rect:not(.hollow)")].map(r => r.getBoundingClientRect().height / Number(r.nextSibling.textContent));
		return k.length > 8 && Math.max(...k) / Math.min(...k) < 1.05;
	})()`), "heights are as the numbers")
	assert.True(tb, eval[bool](tb, `[...document.querySelectorAll(".bars rect")].every(r => r.getBoundingClientRect().height >= 3)`))
	assert.Equal(tb, 1, eval[int](tb, `new Set([...document.querySelectorAll(".bars rect:not(.hollow)")].map(r => Math.round(r.getBoundingClientRect().bottom))).size`), "on one line")
	assert.Equal(tb, 12, eval[int](tb, `document.querySelectorAll(".as-table tbody tr").length`))
	tb.follow(chromedp.Click(chromedp.CSS(".bars li:nth-child(7) a")))
	assert.Equal(tb, 31, eval[int](tb, `document.querySelectorAll(".bars li").length`))
	tb.follow(chromedp.Click(chromedp.CSS(".bars li:nth-child(9) a")))
	assert.Equal(tb, []string{"9"}, eval[[]string](tb, `[...document.querySelectorAll(".bars .in .l")].map(l => l.innerText)`), "a day is marked in its month")
	assert.Equal(tb, 31, eval[int](tb, `document.querySelectorAll(".bars li").length`))
	tb.follow(chromedp.Click(chromedp.CSS(`.tick input[name="section"]`)))
	assert.Equal(tb, 31, eval[int](tb, `document.querySelectorAll(".bars li").length`), "after a filter too")
	tb.follow(chromedp.Click(chromedp.CSS(".measures a")))
	assert.Equal(tb, "share", eval[string](tb, `new URL(location).searchParams.get("measure")`))
	assert.Contains(tb, eval[string](tb, `document.querySelector(".bars text.peak").textContent`), "%")
	tb.follow(chromedp.Click(chromedp.CSS(".presets a:nth-child(3)")))
	assert.Equal(tb, "2018-11-11 2018-12-10", eval[string](tb, `new URL(location).searchParams.get("from") + " " + new URL(location).searchParams.get("to")`), "counted from the newest article")
}

func timelineByKeyboard(tb *tab) {
	tb.open(query("/", "q", "القمح", "from", "2018", "to", "2018"))
	assert.Equal(tb, 1, eval[int](tb, `[...document.querySelectorAll(".bars a")].filter(a => a.tabIndex == 0).length`), "one stop")
	const focused = `new URL(document.activeElement.href).searchParams.get("from")`
	tb.do(chromedp.Focus(chromedp.CSS(".bars a[data-peak]")))
	require.Equal(tb, "2018-05", eval[string](tb, focused))
	tb.do(chromedp.KeyEvent(kb.ArrowLeft))
	assert.Equal(tb, "2018-06", eval[string](tb, focused), "left is later in Arabic")
	for range 2 {
		tb.do(chromedp.KeyEvent(kb.ArrowLeft, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".bars .in").length`))
	tb.do(chromedp.KeyEvent(kb.Escape))
	assert.Equal(tb, 0, eval[int](tb, `document.querySelectorAll(".bars .in").length`))
	for range 2 {
		tb.do(chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	tb.follow(chromedp.KeyEvent(enter))
	assert.Equal(tb, "2018-06 2018-08", eval[string](tb, `new URL(location).searchParams.get("from") + " " + new URL(location).searchParams.get("to")`))
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".bars .in").length`), "the stretch is marked in its year")
}

func (tb *tab) mouse(kind input.DispatchMouseEventType, x, y float64) error {
	_, err := chromedp.Call(tb.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
	return err
}

func timelineByPointer(tb *tab) {
	tb.open(query("/", "q", "القمح", "from", "2018", "to", "2018"))
	at := eval[[][]float64](tb, `[...document.querySelectorAll(".bars a")].map(a => { const r = a.getBoundingClientRect(); return [r.left + r.width / 2, r.top + 60]; })`)
	require.NoError(tb, tb.mouse(input.DispatchMouseEventTypeMousePressed, at[2][0], at[2][1]))
	for _, i := range []int{3, 4} {
		require.NoError(tb, tb.mouse(input.DispatchMouseEventTypeMouseMoved, at[i][0], at[i][1]))
	}
	assert.Equal(tb, 3, eval[int](tb, `document.querySelectorAll(".bars .in").length`))
	tb.follow(chromedp.Func(func(context.Context, *chromedp.Target) error {
		return tb.mouse(input.DispatchMouseEventTypeMouseReleased, at[4][0], at[4][1])
	}))
	assert.Equal(tb, "2018-03 2018-05", eval[string](tb, `new URL(location).searchParams.get("from") + " " + new URL(location).searchParams.get("to")`))
}

// A finger on a bar goes there, one that moves over bars takes the stretch.
func timelineByTouch(tb *tab) {
	tb.viewport(390, 844, true)
	_, err := chromedp.Call(tb.ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	require.NoError(tb, err)
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		if points == nil {
			points = []*input.TouchPoint{}
		}
		_, err := chromedp.Call(tb.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		assert.NoError(tb, err)
	}
	const middles = `[...document.querySelectorAll(".bars a")].map(a => { const r = a.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })`
	const stretch = `new URL(location).searchParams.get("from") + " " + new URL(location).searchParams.get("to")`
	tb.open(query("/", "q", "القمح", "from", "2018", "to", "2018"))
	at := eval[[][]float64](tb, middles)
	tb.follow(chromedp.Func(func(context.Context, *chromedp.Target) error {
		touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[2][0], Y: at[2][1]})
		for x := at[2][0]; x >= at[4][0]; x -= 4 {
			touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: x, Y: at[4][1]})
		}
		touch(input.DispatchTouchEventTypeTouchEnd)
		return nil
	}))
	assert.Equal(tb, "2018-03 2018-05", eval[string](tb, stretch))
	tb.open(query("/", "q", "القمح", "from", "2018", "to", "2018"))
	at = eval[[][]float64](tb, middles)
	tb.follow(chromedp.Func(func(context.Context, *chromedp.Target) error {
		touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[5][0], Y: at[5][1]})
		touch(input.DispatchTouchEventTypeTouchEnd)
		return nil
	}))
	assert.Equal(tb, "2018-06 2018-06", eval[string](tb, stretch))
}

// The table of the timeline chooses a time without a script too, and keeps all else that was chosen.
func timelineWithoutScripts(tb *tab) {
	_, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(tb, err)
	tb.viewport(390, 844, true)
	tb.open(query("/", "q", "القمح", "section", "زراعة", "from", "2018-02", "to", "2018-03", "measure", "share"))
	tb.do(chromedp.Click(chromedp.CSS(".as-table summary")))
	assert.GreaterOrEqual(tb, eval[float64](tb, `Math.min(...[...document.querySelectorAll(".as-table button")].map(b => b.getBoundingClientRect().height))`), 24.0, "what fingers can hit where bars are narrow")
	tb.follow(chromedp.Click(chromedp.CSS(`.as-table button[value="2018-07"]`)))
	assert.Equal(tb, "from=2018-07&measure=share&section=زراعة&to=2018-07", eval[string](tb, `(() => { const p = new URL(location).searchParams; p.delete("q"); p.sort(); return decodeURIComponent(p); })()`))
	assert.Equal(tb, "القمح", eval[string](tb, `document.getElementById("q").value`))
}
