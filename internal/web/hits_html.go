package web

import (
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/textdir"
)

// The hits of a page as HTML. They are most of what it shows.

// items puts the hits as the items of a list.
func (v *resultsView) items(to *htmlWriter) {
	w := hitWriter{htmlWriter: to, told: v.Told}
	for i := range v.Hits {
		w.hit(&v.Hits[i])
	}
}

// hitWriter writes hits.
type hitWriter struct {
	*htmlWriter
	told map[string]bool // see resultsView
}

// marked puts an element with a passage, which says where it runs from left to right; its end is the caller's.
func (w *hitWriter) marked(element string, p fihris.Snippet) {
	w.put("<", element)
	w.turned(p)
	w.put(">")
	w.spans(p)
}

// turned is the attribute dir of a passage in a list that runs from right to left, where it does not.
func (w *htmlWriter) turned(p fihris.Snippet) {
	var letters textdir.Letters
	for i := range p {
		letters.Add(p[i].Text)
	}
	if letters.Direction() == textdir.LTR {
		w.put(` dir="ltr"`)
	}
}

// spans puts a passage with its matches marked. Quotes are none between tags.
func (w *htmlWriter) spans(p fihris.Snippet) {
	for i := range p {
		switch {
		case p[i].Cut:
			w.put(" ", ellipsis, " ")
		case p[i].Match:
			w.put("<mark>")
			_, _ = inText.WriteString(w, p[i].Text)
			w.put("</mark>")
		default:
			_, _ = inText.WriteString(w, p[i].Text)
		}
	}
}

func (w *hitWriter) hit(h *hitView) {
	w.put("<li class=\"hit\">\n<h2")
	w.turned(h.Title)
	w.put(">")
	if w.link(h.Href); len(h.Title) > 0 {
		w.spans(h.Title)
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
	w.whyTable(h, w.told)
	w.put("</div>\n")
}

// meta puts where and when a hit was published.
func (w *hitWriter) meta(h *hitView) {
	w.put(`<p class="meta">`)
	for i, l := range h.Links {
		switch {
		case l.Text == "":
			continue
		case i == 0:
			w.put(`<a class="source" `)
			w.href(l.Href)
			w.put(">")
		default:
			w.link(l.Href)
		}
		w.text(l.Text)
		w.put("</a>")
	}
	if at := h.Article.Published; !at.IsZero() {
		w.put(`<time datetime="`, at.UTC().Format(time.RFC3339), `">`)
		w.text(w.l.Date(at))
		w.put("</time>")
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
	w.listed(forms)
	w.put("</span>")
}

// listed puts texts with commas between them.
func (w *htmlWriter) listed(texts []string) {
	for i, text := range texts {
		if i > 0 {
			w.say("comma")
			w.put(" ")
		}
		w.bdi(text)
	}
}

// more puts the passages behind the best one.
func (w *hitWriter) more(passages []fihris.Snippet) {
	if len(passages) == 0 {
		return
	}
	w.put("<details class=more><summary>")
	w.count("hit.more", uint64(len(passages)))
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
	w.count("copies", uint64(len(copies)))
	w.put("</summary>\n", `<ul dir="rtl">`)
	for _, c := range copies {
		w.put("<li>")
		w.link(c.Href)
		w.put("<bdi>")
		if c.Title != "" {
			w.text(c.Title)
		} else {
			w.say("untitled")
		}
		w.put(`</bdi></a> <span class="meta">`)
		if c.Source != "" {
			w.put(`<span class="source">`)
			w.bdi(c.Source)
			w.put("</span>")
		}
		if !c.Published.IsZero() {
			w.put("<time>")
			w.bdi(w.l.Date(c.Published))
			w.put("</time>")
		}
		w.put("</span></li>\n")
	}
	w.put("</ul></details>")
}
