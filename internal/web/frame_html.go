package web

import "html/template"

// What is around every page: its head with the search box, and its foot.

// Head is all before the content of a page.
func (v view) Head() template.HTML {
	w := newHTML(v.L, 2560)
	w.put("<!DOCTYPE html>\n<html")
	w.attr("lang", v.L.Lang)
	w.attr("dir", v.L.Dir)
	w.put(`>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>`)
	if v.Title != "" {
		w.text(v.Title)
		w.put(" – ")
	}
	w.say("site.plain")
	w.put("</title>\n")
	if base := v.State.Base(); base != "" {
		w.put("<base")
		w.attr("href", base)
		w.put(">\n")
	}
	w.put(`<link rel="icon"`)
	w.attr("href", v.Icon)
	w.put(" type=\"image/svg+xml\">\n", `<link rel="stylesheet"`)
	w.attr("href", v.Style)
	w.put(">\n<script")
	w.attr("src", v.Script)
	w.put(" defer></script>\n")
	for _, f := range v.Feeds {
		w.put(`<link rel="alternate"`)
		w.attr("type", f.Type)
		w.attr("title", f.Title)
		w.put(" ")
		w.href(f.Href)
		w.put(">\n")
	}
	w.put("</head>\n<body>\n", `<a class="skip" `)
	v.within(w, "#content")
	w.put(">")
	w.say("skip.content")
	w.put("</a>\n")
	if !v.Bare {
		w.put("<header class=\"top\">\n<a class=\"brand\" ")
		w.href(v.State.Start())
		w.put(">")
		w.say("site")
		w.put("</a>\n")
		v.search(w)
		w.put("\n")
		w.nav("places", "places.name", func() { w.links(v.Places, "page") })
		w.put("\n</header>")
	}
	w.put("\n")
	return w.HTML()
}

// Search is the form of the search box.
func (v view) Search() template.HTML {
	w := newHTML(v.L, 2048)
	v.search(w)
	return w.HTML()
}

func (v *view) search(w *htmlWriter) {
	s := &v.State
	w.put(`<form class="search" id="search" role="search"`)
	w.attr("action", s.Prefix+"/")
	w.put(" method=\"get\">\n<label class=\"unseen\" for=\"q\">")
	w.say("search.label")
	w.put("</label>\n", `<input type="search" id="q" name="q"`)
	w.attr("value", s.Query)
	w.attr("dir", v.BoxDir())
	w.put(` autocomplete="off" autocapitalize="none"
 spellcheck="false" enterkeyhint="search" maxlength="4000"`)
	w.attr("placeholder", w.l.text("search.placeholder"))
	if v.Bare {
		w.put(" autofocus")
	}
	if v.Completes {
		w.attr("data-complete", s.Prefix+pathComplete)
		w.attr("data-article", s.Opened())
		for _, said := range [...]struct{ name, key string }{
			{"data-offers", "offers"}, {"data-word", "offers.words"}, {"data-title", "offers.titles"}, {"data-field", "offers.fields"},
		} {
			w.attr(said.name, w.l.text(said.key))
		}
		w.attr("data-count", w.l.text("offers.count", "%"))
		w.attr("data-titled", w.l.text("offers.titled"))
		w.attr("data-phrased", w.l.text("offers.phrased"))
	}
	w.put(`>
<button type="submit"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/></svg><span>`)
	w.say("search.button")
	w.put("</span></button>\n")
	if s.Sort != "" {
		w.hidden("sort", s.Sort)
	}
	w.put("\n")
	for _, h := range v.Hidden(false) {
		w.hidden(h.Name, h.Value)
	}
	w.put("\n")
	if s.AllCopies {
		w.hidden("group", "0")
	}
	w.put("\n")
	if s.Lang != "" {
		w.hidden("lang", s.Lang)
	}
	w.put("\n</form>")
}

// hidden puts a parameter that a form passes on.
func (w *htmlWriter) hidden(name, value string) {
	w.put(`<input type="hidden"`)
	w.attr("name", name)
	w.attr("value", value)
	w.put(">")
}

// Foot is all behind the content of a page.
func (v view) Foot() template.HTML {
	w := newHTML(v.L, 1024)
	w.put("<footer class=\"foot\">\n")
	w.links(v.Places, "")
	w.link(v.API)
	w.say("footer.api")
	w.put("</a>\n<span>")
	w.say("digits.name")
	w.put(" ")
	w.choices(v.Digits, "true")
	w.put("</span>\n", `<button type="button" class="quiet withjs" id="keys">`)
	w.say("keys.name")
	w.put("</button>\n<a ")
	w.href(v.OtherHref)
	w.attr("lang", v.Other.Lang)
	w.attr("hreflang", v.Other.Lang)
	w.put(">")
	w.say("language.other")
	w.put("</a>\n</footer>\n</body>\n</html>\n")
	return w.HTML()
}
