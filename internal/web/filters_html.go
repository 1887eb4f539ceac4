package web

import "html/template"

// The filters beside the hits as HTML; on a narrow screen they are a sheet, which a button opens without a script.

// FilterSheet is the sheet of all filters.
func (v view) FilterSheet() template.HTML {
	w := newHTML(v.L, 5120)
	w.put(`<aside class="filters" id="filters" popover aria-labelledby="filters-name">
<div class="sheet-head"><h2 id="filters-name">`)
	w.say("filter.title")
	w.put(`</h2><button type="button" class="quiet" popovertarget="filters" popovertargetaction="hide">`)
	w.say("filter.close")
	w.put("</button></div>\n<div class=\"panel\">\n")
	lists := v.Facets.Lists
	for i := range lists {
		if !lists[i].Folded {
			w.list(&lists[i])
		}
	}
	w.put("\n")
	v.dates(w)
	w.put("\n")
	for i := range lists {
		if c := &lists[i]; c.Folded && len(c.Choices) > 0 {
			if w.put(`<details class="folded"`); c.Chosen {
				w.put(" open")
			}
			w.put("><summary>")
			w.text(c.Label(w.l))
			w.put("</summary>")
			w.list(c)
			w.put("</details>\n")
		}
	}
	w.put("</div>\n", `<div class="sheet-end"><button type="submit" form="search">`)
	w.say("filter.show")
	w.put("</button>")
	if v.State.Filtered() {
		w.put(`<a class="button quiet" `)
		w.href(v.State.Unfiltered())
		w.put(">")
		w.say("filter.clear")
		w.put("</a>")
	}
	w.put("</div>\n</aside>")
	return w.HTML()
}

// list puts the values of a field that can be ticked.
func (w *htmlWriter) list(c *choices) {
	if len(c.Choices) == 0 {
		return
	}
	if w.put("<fieldset><legend"); c.Folded {
		w.put(` class="unseen"`)
	}
	w.put(">")
	w.text(c.Label(w.l))
	w.put("</legend>\n")
	w.ticks(c)
	if c.AllHref != "" {
		w.put(`<a class="all" `)
		w.href(c.AllHref)
		w.attr("data-name", c.Name)
		w.put(">")
		if c.Total == 0 {
			w.say("filter.all")
		} else {
			w.say("filter.all.counted", w.l.Num(c.Total))
		}
		w.put("</a>")
	}
	w.put("</fieldset>")
}

// Ticks are the values as boxes to tick.
func (v listView) Ticks() template.HTML {
	w := newHTML(v.L, 160*len(v.Choices))
	w.ticks(&v.choices)
	return w.HTML()
}

func (w *htmlWriter) ticks(c *choices) {
	for i := range c.Choices {
		of := &c.Choices[i]
		w.put(`<label class="tick"><input type="checkbox"`)
		w.attr("name", c.Name)
		w.attr("value", of.Text)
		if w.put(` form="search"`); of.Checked {
			w.put(" checked")
		}
		w.put("><span>")
		w.bdi(of.Text)
		w.put("</span>")
		if of.Known {
			w.put(`<span class="count">`, w.l.Num(of.Count), "</span>")
		}
		w.put("</label>\n")
	}
}

// dates puts the fields of dates.
func (v *view) dates(w *htmlWriter) {
	w.put("<fieldset><legend>")
	w.say("filter.dates")
	w.put("</legend>\n", `<div class="dates">`)
	for i, date := range [...]struct{ name, key, value string }{{"from", "filter.from", v.FromText()}, {"to", "filter.to", v.ToText()}} {
		if i > 0 {
			w.put("\n")
		}
		w.put(`<label class="field"><span class="hint">`)
		w.say(date.key)
		w.put(`</span><input type="text" name="`, date.name, `"`)
		w.attr("value", date.value)
		w.put(` form="search" autocomplete="off" dir="auto" maxlength="60" aria-describedby="date-hint"></label>`)
	}
	w.put("</div>\n", `<p class="hint" id="date-hint">`)
	w.say("filter.dates.hint")
	w.put("</p>\n", `<p class="apply"><button type="submit" form="search" class="quiet">`)
	w.say("filter.apply")
	w.put("</button></p></fieldset>")
}
