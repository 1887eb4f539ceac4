package web

import "html/template"

// What stands around the hits of a page as HTML; the hits are in hits_html.go.

// Understood says what the query was understood as, and in which forms its words stand in the hits.
func (v *resultsView) Understood() template.HTML {
	if v.Meant == nil {
		return ""
	}
	w := newHTML(v.L, 1024)
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
			w.understood(&v.Meant.Words[i])
		}
		w.put("</tbody></table>")
	}
	w.put("</details>")
	return w.HTML()
}

// understood puts a word of the query as the row of a table.
func (w *htmlWriter) understood(u *understoodWord) {
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

// Actions are what can be done with the hits.
func (v *resultsView) Actions() template.HTML {
	w := newHTML(v.L, 2048)
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
	return w.HTML()
}
