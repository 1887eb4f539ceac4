package web

import (
	"html/template"
	"strings"
	"unicode/utf8"
)

// What most pages have around them, and a page of hits in it, is written by hand: in templates each field and each
// message is a call by reflection, and all of them took a tenth of the work for a page.

// htmlWriter writes HTML in a language.
type htmlWriter struct {
	strings.Builder
	l *locale
}

func newHTML(l *locale, size int) *htmlWriter {
	w := &htmlWriter{l: l}
	w.Grow(size)
	return w
}

// HTML is what was written, every text in it escaped.
func (w *htmlWriter) HTML() template.HTML { return template.HTML(w.String()) }

// put writes markup.
func (w *htmlWriter) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// text escapes a text, between tags or in quotes.
func (w *htmlWriter) text(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		if safe := escapes[s[i]]; safe != "" {
			w.put(s[from:i], safe)
			from = i + 1
		}
	}
	w.WriteString(s[from:])
}

// escapes are what stands for the bytes that may not stand in an attribute or between tags.
var escapes = [256]string{'"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;", 0: "\uFFFD"}

// say writes a message.
func (w *htmlWriter) say(key string, args ...any) { w.text(w.l.text(key, args...)) }

// count writes a message that counts.
func (w *htmlWriter) count(key string, n uint64) {
	form, number := w.l.form(key, n)
	w.say(form, number...)
}

// bdi writes a text that has a direction of its own.
func (w *htmlWriter) bdi(text string) {
	w.put("<bdi>")
	w.text(text)
	w.put("</bdi>")
}

// attr writes an attribute.
func (w *htmlWriter) attr(name, value string) {
	w.put(" ", name, `="`)
	w.text(value)
	w.put(`"`)
}

// nav puts links of one kind, with what they are called for those who hear it.
func (w *htmlWriter) nav(class, name string, links func()) {
	w.put(`<nav class="`, class, `"`)
	w.attr("aria-label", w.l.text(name))
	w.put(">")
	links()
	w.put("</nav>")
}

// link begins a link.
func (w *htmlWriter) link(address string) {
	w.put("<a ")
	w.href(address)
	w.put(">")
}

// href writes an address of this site as the attribute href, with its letters as they are written: browsers encode them, as
// the page is in UTF-8. What is neither below the root or the <base> nor within the page leads nowhere.
func (w *htmlWriter) href(address string) {
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "#") && !isShort(address) || strings.HasPrefix(address, "//") {
		address = "#"
	}
	w.put(`href="`)
	w.address(address)
	w.put(`"`)
}

// address writes an address with the letters of its query as they are; its path stays as it is.
func (w *htmlWriter) address(address string) {
	path, asked, asks := strings.Cut(address, "?")
	if w.text(path); !asks {
		return
	}
	w.put("?")
	decode(asked, w.text, w.letter)
}

// letter writes one that needs no escape.
func (w *htmlWriter) letter(r rune) {
	if r < utf8.RuneSelf {
		_ = w.WriteByte(byte(r)) // which never fails
		return
	}
	_, _ = w.WriteRune(r)
}
