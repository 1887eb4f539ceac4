package web

import (
	"html/template"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// The hits of a page as HTML. They are most of what it shows, and calls by reflection were a tenth of the work for a
// page, so they are written by hand.

// Items are the hits as the items of a list.
func (v resultsView) Items() template.HTML {
	w := hitWriter{l: v.L, told: v.Told}
	w.Grow(len(v.Hits) * 3000)
	for i := range v.Hits {
		w.hit(&v.Hits[i])
	}
	return template.HTML(w.String()) // every text in it was escaped
}

// hitWriter writes hits in a language.
type hitWriter struct {
	strings.Builder
	l    *locale
	told map[string]bool // see resultsView
}

func (w *hitWriter) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// say puts a message.
func (w *hitWriter) say(key string) { w.put(escape(w.l.text(key))) }

// count puts a message that counts.
func (w *hitWriter) count(key string, n int) {
	form, number := w.l.form(key, uint64(n))
	w.put(escape(w.l.text(form, number...)))
}

func (w *hitWriter) link(href string) { w.put("<a ", string(hrefOf(href)), ">") }

// marked puts an element with a passage, which says where it runs from left to right; its end is the caller's.
func (w *hitWriter) marked(element string, p fihris.Snippet) {
	w.put("<", element, string(turned(p.String())), ">", string(markedHTML(p)))
}

func (w *hitWriter) hit(h *hitView) {
	w.put(`<li class="hit">`, "\n<h2", string(turned(h.Title.String())), ">")
	if w.link(h.Href); len(h.Title) > 0 {
		w.put(string(markedHTML(h.Title)))
	} else {
		w.say("untitled")
	}
	w.put("</a></h2>\n")
	w.meta(h)
	if len(h.Passage) > 0 {
		w.marked(`p class="passage"`, h.Passage)
		w.put("\n")
	}
	w.put(`<div class="under"`)
	if w.l.Dir != "rtl" {
		w.put(` dir="`, w.l.Dir, `"`)
	}
	w.put(">")
	w.forms(h.ShownForms())
	w.more(h.More)
	w.copies(h.CopyLinks)
	w.put(string(h.WhyTable(w.l, w.told)), "</div>\n")
}

// meta puts where and when a hit was published.
func (w *hitWriter) meta(h *hitView) {
	w.put(`<p class="meta">`)
	for i, l := range h.Links {
		switch {
		case l.Text == "":
			continue
		case i == 0:
			w.put(`<a class="source" `, string(hrefOf(l.Href)), ">")
		default:
			w.link(l.Href)
		}
		w.put(escape(l.Text), "</a>")
	}
	if at := h.Article.Published; !at.IsZero() {
		w.put(`<time datetime="`, at.UTC().Format(time.RFC3339), `">`, escape(w.l.Date(at)), "</time>")
	}
	w.put("\n")
}

// forms puts in which forms the words of the query stand in a hit.
func (w *hitWriter) forms(forms []string) {
	if len(forms) == 0 {
		return
	}
	w.put("<span>")
	w.say("hit.forms")
	w.put(" ")
	for i, form := range forms {
		if i > 0 {
			w.say("comma")
			w.put(" ")
		}
		w.put("<bdi>", escape(form), "</bdi>")
	}
	w.put("</span>")
}

// more puts the passages behind the best one.
func (w *hitWriter) more(passages []fihris.Snippet) {
	if len(passages) == 0 {
		return
	}
	w.put("<details class=more><summary>")
	w.count("hit.more", len(passages))
	w.put("</summary>\n", `<ol dir="rtl">`)
	for _, p := range passages {
		w.marked("li", p)
		w.put("\n")
	}
	w.put("</ol></details>")
}

// copies puts links to the copies of a hit.
func (w *hitWriter) copies(copies []copyView) {
	if len(copies) == 0 {
		return
	}
	w.put("<details class=copies><summary>")
	w.count("copies", len(copies))
	w.put("</summary>\n", `<ul dir="rtl">`)
	for _, c := range copies {
		w.put("<li>")
		w.link(c.Href)
		w.put("<bdi>")
		if c.Title != "" {
			w.put(escape(c.Title))
		} else {
			w.say("untitled")
		}
		w.put(`</bdi></a> <span class="meta">`)
		if c.Source != "" {
			w.put(`<span class="source"><bdi>`, escape(c.Source), "</bdi></span>")
		}
		if !c.Published.IsZero() {
			w.put("<time><bdi>", escape(w.l.Date(c.Published)), "</bdi></time>")
		}
		w.put("</span></li>\n")
	}
	w.put("</ul></details>")
}
