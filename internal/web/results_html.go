package web

import (
	"html/template"
	"strconv"
)

// What stands around the hits of a page as HTML; the hits are in hits_html.go.

// Bar says how many hits there are, in which order, and what the query was understood as.
func (v *resultsView) Bar() template.HTML {
	w := newHTML(v.L, 2048)
	w.put("<div class=\"bar\">\n", `<p class="total" role="status"><strong>`)
	w.count("results.count", v.Res.Total)
	w.put("</strong>")
	if v.More > 0 {
		w.put(`<span class="soft">`)
		w.say("comma")
		w.put(" ")
		w.count("results.any", v.More)
		w.put("</span>")
	}
	w.put("\n<span class=\"took\">(")
	w.say("results.seconds", v.Took)
	w.put(")</span></p>\n")
	if v.Narrows {
		v.narrow(w)
	}
	w.put("\n")
	w.nav("sorts", "sort.label", func() {
		w.put("\n")
		w.choices(v.Sorts, "true")
	})
	w.put("\n")
	v.understood(w)
	w.put("\n</div>")
	return w.HTML()
}

// Narrow is what opens the filters on a narrow screen.
func (v *resultsView) Narrow() template.HTML {
	w := newHTML(v.L, 512)
	v.narrow(w)
	return w.HTML()
}

func (v *resultsView) narrow(w *htmlWriter) {
	w.put(`<button type="button" class="quiet open-filters" popovertarget="filters"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16M7 12h10M10 18h4"/></svg> `)
	w.say("filter.open")
	if n := len(v.Chips); n > 0 {
		w.put(" (", w.l.Int(n), ")")
	}
	w.put("</button>\n", `<a class="quiet button to-filters" `)
	v.within(w, "#filters")
	w.put(">")
	w.say("filter.open")
	w.put("</a>")
}

// HitList is the hits of the page, and what leads on from there.
func (v *resultsView) HitList() template.HTML {
	w := newHTML(v.L, len(v.Hits)*1600+3072)
	if len(v.Hits) > 0 {
		w.put(`<ol class="hits" id="hits" start="`, strconv.Itoa(v.First), "\" dir=\"rtl\">\n")
		v.items(w)
		w.put("</ol>\n")
	} else {
		w.put(`<p class="notice">`)
		w.say("results.empty_page")
		w.put(" ")
		w.link(v.FirstHref())
		w.say("results.first_page")
		w.put("</a></p>\n")
	}
	if v.AtLimit {
		w.put(`<p class="notice">`)
		w.say("results.at_limit")
		w.put("</p>\n")
	}
	if len(v.Pages) > 0 {
		v.pageLinks(w)
	}
	if len(v.Hits) > 0 {
		v.actions(w)
		w.put("\n")
	}
	if len(v.Hits) > 0 && !v.Browsing {
		v.aside(w)
	}
	return w.HTML()
}

// pageLinks puts the links to other pages.
func (v *resultsView) pageLinks(w *htmlWriter) {
	step := func(rel, key, href string) {
		if href != "" {
			w.put(`<a rel="`, rel, `" `)
			w.href(href)
			w.put(">")
			w.say(key)
			w.put("</a>")
		}
	}
	w.nav("pages", "results.pages", func() {
		w.put("\n")
		step("prev", "results.prev", v.Prev)
		w.put("\n")
		w.choices(v.Pages, "page")
		step("next", "results.next", v.Next)
	})
	w.put("\n")
}

// aside puts what shows the hits in another way: with explanations, with every copy by itself.
func (v *resultsView) aside(w *htmlWriter) {
	choice := func(href string, on bool, off, other string) {
		w.link(href)
		if on {
			w.say(off)
		} else {
			w.say(other)
		}
		w.put("</a>")
	}
	w.put(`<p class="aside-link">`)
	choice(v.WhyHref, v.State.Explain, "results.why_off", "results.why")
	w.put("\n")
	if v.State.AllCopies || v.HasCopies() {
		choice(v.AllHref, v.State.AllCopies, "copies.group", "copies.all")
	}
	w.put("</p>")
}

// Understood says what the query was understood as, and in which forms its words stand in the hits.
func (v *resultsView) Understood() template.HTML {
	w := newHTML(v.L, 1024)
	v.understood(w)
	return w.HTML()
}

func (v *resultsView) understood(w *htmlWriter) {
	if v.Meant == nil {
		return
	}
	w.put(`<details class="understood"><summary>`)
	w.say("understood")
	w.put(` <bdi dir="`, direction(v.Meant.Text), `">`)
	w.text(v.Meant.Text)
	w.put("</bdi></summary>\n")
	if len(v.Meant.Words) > 0 {
		w.put(`<table class="stack"><thead><tr>`)
		for _, key := range [...]string{"zero.word", "understood.forms", "understood.wider"} {
			w.put(`<th scope="col">`)
			w.say(key)
			w.put("</th>")
		}
		w.put("</tr></thead><tbody>\n")
		for i := range v.Meant.Words {
			w.understoodWord(&v.Meant.Words[i])
		}
		w.put("</tbody></table>")
	}
	w.put("</details>")
}

// understoodWord puts a word of the query as the row of a table.
func (w *htmlWriter) understoodWord(u *understoodWord) {
	w.put("<tr><td>")
	w.bdi(u.Text)
	w.put("</td><td")
	w.attr("data-of", w.l.text("understood.forms"))
	if w.put(">"); len(u.Forms) > 0 {
		w.listed(u.Forms)
	} else {
		w.say("understood.none")
	}
	w.put("</td><td")
	w.attr("data-of", w.l.text("understood.wider"))
	w.put(">")
	if u.Exact != "" {
		w.link(u.Exact)
		w.say("understood.exact")
		w.put("</a>")
	}
	if u.Root != "" {
		w.put(" ")
		w.link(u.Root)
		w.say("understood.root")
		w.put("</a>")
	}
	w.put("</td></tr>\n")
}

// iconDown is the picture of a download.
const iconDown template.HTML = `<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11m0 0-4-4m4 4 4-4M5 20h14"/></svg>`

// actions puts what can be done with the hits.
func (v *resultsView) actions(w *htmlWriter) {
	w.put("<div class=\"actions\">\n", `<details class="menu" name="menu"><summary class="button quiet">`, string(iconDown), " ")
	w.say("actions.download")
	w.put("</summary><ul>")
	for _, f := range v.Files() {
		w.put("<li><a ")
		w.href(f.Href)
		w.put(" download>")
		w.bdi(f.Text)
		w.put("</a></li>")
	}
	w.put("</ul></details>\n", `<details class="menu" name="menu"><summary class="button quiet">`)
	w.say("actions.follow")
	w.put("</summary><ul>")
	for _, f := range v.Follow() {
		w.put("<li><a ")
		w.href(f.Href)
		w.attr("type", f.Type)
		w.put(">")
		w.bdi(f.Text)
		w.put("</a></li>")
	}
	w.put("</ul></details>\n", `<button type="button" class="quiet withjs" data-copy=""`)
	w.attr("data-done", w.l.text("copy.done"))
	w.attr("data-failed", w.l.text("copy.failed"))
	w.put(">")
	w.say("actions.address")
	w.put("</button>\n", `<span class="sizes">`)
	w.say("actions.per")
	w.put(" ")
	w.choices(v.Sizes(), "true")
	w.put("</span>\n</div>\n", `<p class="asked" aria-hidden="true">`)
	w.say("actions.asked")
	w.put(" ")
	w.bdi(v.State.Query)
	for _, chip := range v.Chips {
		w.say("comma")
		w.put(" ")
		w.text(chip.Text)
	}
	w.put(" – ")
	w.count("results.count", v.Res.Total)
	w.put("</p>")
}
