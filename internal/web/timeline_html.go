package web

import (
	"html/template"
	"strings"
)

// The bars of a timeline as HTML. On a page of days they are most of it, so they are written by hand, without the
// quotes and ends that HTML does not ask for.

// Items are the bars as the items of a list: links with an SVG each, where anything is, and what they say in words.
func (t *timeline) Items(l *locale) template.HTML {
	var b strings.Builder
	b.Grow(len(t.Bars) * 250)
	for i := range t.Bars {
		t.Bars[i].write(&b, l, t.Share)
	}
	return template.HTML(b.String()) // every text in it was escaped
}

func (b *bar) write(w *strings.Builder, l *locale, share bool) {
	put := func(parts ...string) {
		for _, p := range parts {
			w.WriteString(p)
		}
	}
	end := "</span>\n"
	if put("<li"); b.Chosen {
		put(" class=in")
	}
	if b.Href == "" {
		put("><span class=none>")
	} else {
		put("><a ", string(hrefOf(b.Href)))
		if end = "</a>\n"; b.Peak {
			put(" data-peak")
		}
		put(">")
	}
	put("<i>", escape(b.Name), ": ", escape(b.Figured(l, share && b.Href != "")), "</i>")
	if b.Href != "" {
		b.draw(put)
	}
	if b.Short != "" {
		put(`<b class="l short" aria-hidden=true>`, escape(b.Short), "</b>")
	}
	class := "l"
	if b.Keep {
		class = `"l keep"`
	}
	put("<b class=", class, " aria-hidden=true>", escape(b.Label), "</b>", end)
}

// draw puts the shape of a bar, and its figure above it.
func (b *bar) draw(put func(...string)) {
	class, top := "", b.Top
	if b.Peak {
		class = " class=peak"
	}
	if put("<svg aria-hidden=true><rect "); b.Hollow {
		top = "100%"
		put("class=hollow y=")
	} else {
		put("height=", b.Height, " y=")
	}
	put(`"`, top, `"/><text x=50% y=`, top, class, ">", escape(b.Figure), "</text></svg>")
}

// Rows are the same as the rows of a table, without what is empty. Buttons choose a time there: links would repeat all that
// was asked once more.
func (t *timeline) Rows(l *locale) template.HTML {
	var w strings.Builder
	for i := range t.Bars {
		b := &t.Bars[i]
		if b.Href == "" {
			continue
		}
		at := b.First
		if b.Last != b.First {
			at += "/" + b.Last
		}
		w.WriteString("<tr><th><button name=at value=" + at + " form=search>" + escape(b.Name) + "</button><td>" + escape(l.Num(b.Count)))
		if t.Share {
			w.WriteString("<td>" + escape(l.Num(b.All)) + "<td>" + escape(b.Percent))
		}
		w.WriteString("\n")
	}
	return template.HTML(w.String()) // every text in it was escaped
}

func escape(text string) string { return template.HTMLEscapeString(text) }
