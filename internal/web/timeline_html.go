package web

import "html/template"

// A timeline as HTML. On a page of days its bars are most of it, so they have neither the quotes nor the ends that HTML
// does not ask for.

// Timeline is when the hits were published.
func (v *resultsView) Timeline() template.HTML {
	t := v.Time
	if t == nil {
		return ""
	}
	w := newHTML(v.L, len(t.Bars)*200+2048)
	w.put(`<section class="timeline" id="timeline" aria-labelledby="timeline-name">
<div class="tl-head"><h2 id="timeline-name">`)
	w.say("timeline")
	w.put("</h2>\n")
	w.nav("crumbs", "timeline.level", func() { w.links(t.Crumbs, "true") })
	w.put("\n")
	if len(t.Presets) > 0 {
		w.nav("presets", "timeline.presets", func() { w.links(t.Presets, "true") })
	}
	w.put("</div>\n", `<a class="unseen hop" `)
	v.within(w, "#hits")
	w.put(">")
	w.say("timeline.skip")
	w.put("</a>\n", `<ol class="bars`)
	if len(t.Bars) > manyBars { // a narrow screen has room for few labels only
		w.put(" many")
	}
	if t.Ranged {
		w.put(" ranged")
	}
	w.put("\" aria-labelledby=\"timeline-name\">\n")
	for i := range t.Bars {
		t.Bars[i].write(w, t.Share)
	}
	w.put("</ol>\n", `<div class="tl-foot">`)
	t.table(w)
	w.put("\n")
	t.notes(w)
	w.put("\n")
	w.nav("measures", "timeline.measure", func() { w.choices(t.Measures, "true") })
	w.put("</div>\n</section>")
	return w.HTML()
}

// table puts the same as a table, for screen readers.
func (t *timeline) table(w *htmlWriter) {
	w.put(`<details class="as-table"><summary>`)
	w.say("timeline.table")
	w.put(`</summary><div class="wide-table"><table><thead><tr><th scope="col">`)
	w.say("timeline.period")
	w.put("</th>")
	columns := []string{"timeline.articles"}
	if t.Share {
		columns = append(columns, "timeline.of", "timeline.shares")
	}
	for _, key := range columns {
		w.put(`<th scope="col" class="number">`)
		w.say(key)
		w.put("</th>")
	}
	w.put("</tr></thead><tbody>\n")
	t.rows(w)
	w.put("</tbody></table></div></details>")
}

// rows puts the rows of the table, without what is empty. Buttons choose a time there: links would repeat all that
// was asked once more.
func (t *timeline) rows(w *htmlWriter) {
	for i := range t.Bars {
		b := &t.Bars[i]
		if b.Href == "" {
			continue
		}
		w.put("<tr><th><button name=at value=", b.First)
		if b.Last != b.First {
			w.put("/", b.Last)
		}
		w.put(" form=search>")
		w.text(b.Name)
		w.put("</button><td>", w.l.Num(b.Count))
		if t.Share {
			w.put("<td>", w.l.Num(b.All), "<td>")
			w.text(b.Percent)
		}
		w.put("\n")
	}
}

// notes puts what stands below the bars.
func (t *timeline) notes(w *htmlWriter) {
	if t.Peak != "" {
		w.put(`<span class="peak-note">`)
		w.text(t.Peak)
		w.put("</span>")
	}
	w.put(`<span class="drag withjs">`)
	w.say("timeline.drag")
	w.put("</span>")
	if t.Hollow {
		w.put(`<span class="key-note"><span class="key"></span> `)
		w.say("timeline.hollow")
		w.put("</span>")
	}
	if t.Undated > 0 {
		w.put(`<span class="undated">`)
		w.count("timeline.undated", t.Undated)
		w.put("</span>")
	}
}

// write puts a bar as the item of a list: a link with an SVG, where anything is, and what it says in words.
func (b *bar) write(w *htmlWriter, share bool) {
	end := "</span>\n"
	if w.put("<li"); b.Chosen {
		w.put(" class=in")
	}
	if b.Href == "" {
		w.put("><span class=none>")
	} else {
		w.put("><a ")
		w.href(b.Href)
		if end = "</a>\n"; b.Peak {
			w.put(" data-peak")
		}
		w.put(">")
	}
	w.put("<i>")
	w.text(b.Name)
	w.put(": ")
	w.text(b.Figured(w.l, share && b.Href != ""))
	w.put("</i>")
	if b.Href != "" {
		b.shape(w)
	}
	if b.Short != "" {
		w.put(`<b class="l short" aria-hidden=true>`)
		w.text(b.Short)
		w.put("</b>")
	}
	class := "l"
	if b.Keep {
		class = `"l keep"`
	}
	w.put("<b class=", class, " aria-hidden=true>")
	w.text(b.Label)
	w.put("</b>", end)
}

// shape puts the shape of a bar, and its figure above it.
func (b *bar) shape(w *htmlWriter) {
	class, top := "", b.Top
	if b.Peak {
		class = " class=peak"
	}
	if w.put("<svg aria-hidden=true><rect "); b.Hollow {
		top = "100%"
		w.put("class=hollow y=")
	} else {
		w.put("height=", b.Height, " y=")
	}
	w.put(`"`, top, `"/><text x=50% y=`, top, class, ">")
	w.text(b.Figure)
	w.put("</text></svg>")
}
