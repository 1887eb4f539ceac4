package web

import (
	"bytes"
	"html/template"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/internal/textdir"
)

// pages renders the templates.
type pages struct {
	sets      map[string]func() *template.Template // by language
	assets    *assets
	prefix    string // of all addresses
	own       own
	completes bool // whether the box can offer completions
	studies   bool // whether there is an observatory
	alerts    bool // whether there is a page of saved queries
}

func loadPages(files *assets, completes bool, prefix string, own own) *pages {
	return &pages{sets: templates, assets: files, completes: completes, prefix: prefix, own: own}
}

// direction is that of most letters of a text, as the attribute dir wants it;
// what has none stands on an Arabic page.
func direction(text string) string {
	if textdir.Of(text) == textdir.LTR {
		return "ltr"
	}
	return "rtl"
}

// BoxDir is the direction of what is in the search box: that of most of its letters, not of the first.
func (v view) BoxDir() string {
	switch textdir.Of(v.State.Query) {
	case textdir.LTR:
		return "ltr"
	case textdir.RTL:
		return "rtl"
	}
	return "auto"
}

// view is what every page needs; the views of the pages embed it.
type view struct {
	L         *locale
	State     state
	Title     string // of the document, before the name of the site
	Style     string // addresses of the assets
	Script    string
	Icon      string
	API       string     // the description for programs
	here      string     // the address of the page, as it was asked for
	Other     *locale    // the other language of the interface
	OtherHref string     // this page in that language
	Places    []link     // the pages that every page leads to
	Digits    []link     // this page with either digits
	Facets    facets     // what the filters offer
	Completes bool       // the box offers completions
	Narrows   bool       // the filters stand on the page
	Undated   bool       // without those of dates
	Bare      bool       // no search box in the head of the page: it stands elsewhere
	Feeds     []feedLink // what of the page can be followed
}

// within writes an address within the page as the attribute href: a <base> would lead it elsewhere.
func (v *view) within(w *htmlWriter, fragment string) {
	if v.State.base == nil {
		w.href(fragment)
		return
	}
	w.put(`href="`)
	w.address(v.here)
	w.text(fragment)
	w.put(`"`)
}

// newView fills a view for a request. Its links to the other language keep
// everything else that the address says.
func (p *pages) newView(r *http.Request, title string) view {
	values := r.URL.Query()
	v := view{
		State:  newState(values),
		Style:  p.prefix + p.assets.addr["page.css"],
		Script: p.prefix + p.assets.addr["page.js"],
		Icon:   p.prefix + p.assets.addr["icon.svg"],
		API:    p.prefix + pathDocs,
		here:   p.prefix + r.URL.RequestURI(),
		Title:  title,
		Other:  english,

		Completes: p.completes,
	}
	v.State.Prefix = p.prefix
	v.L = localeOf(r, arabicLocale)
	if v.L.Lang == english.Lang {
		v.Other = arabicLocale
	}
	v.L, v.Other = v.L.withDigits(v.State.Digits), v.Other.withDigits(v.State.Digits)
	address := func(name, value string) string {
		other := maps.Clone(values)
		if other.Del(name); value != "" {
			other.Set(name, value)
		}
		if len(other) == 0 {
			return p.prefix + r.URL.EscapedPath()
		}
		return p.prefix + r.URL.EscapedPath() + "?" + other.Encode()
	}
	v.Digits = []link{
		{Text: "123", Href: address("digits", ""), Current: v.State.Digits == ""},
		{Text: "١٢٣", Href: address("digits", digitsArab), Current: v.State.Digits == digitsArab},
	}
	for i := range v.Digits {
		v.Digits[i].Label = v.L.text("digits.name") + " " + v.Digits[i].Text
	}
	place := func(path, key, href string) {
		v.Places = append(v.Places, link{Text: v.L.text(key), Href: href, Current: r.URL.EscapedPath() == path})
	}
	here := state{Prefix: p.prefix, Lang: v.State.Lang, Digits: v.State.Digits}
	if p.studies {
		place(pathObservatory, "lab.title", here.href(pathObservatory))
	}
	if p.alerts {
		place(pathSaved, "alerts.title", here.href(pathSaved))
	}
	place(pathAdvanced, "advanced.title", here.href(pathAdvanced))
	place(pathHelp, "footer.help", v.State.Help())
	v.OtherHref = address("lang", v.Other.Lang)
	return v
}

// buffers are memory for pages.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a whole page, or nothing and an error.
func (p *pages) render(w http.ResponseWriter, status int, name string, l *locale, data any) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := p.sets[l.Lang]().ExecuteTemplate(b, name, data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Content-Language", l.Lang)
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // an error here means that the reader is gone
	return nil
}

// errorView is the page of a problem.
type errorView struct {
	view
	Message string // in the language of the interface
	Second  string // in the other one
	Filters bool   // whether the filters may be the cause, so that they are shown
	Guess   *link  // the search that was meant, where the address has its query in another encoding
}

// guessText reads what is not UTF-8 as the encoding that it is most likely in: old sites link in Windows-1256. It is empty
// for what is UTF-8, and for what means nothing.
func guessText(raw string) string {
	if utf8.ValidString(raw) || len(raw) > maxQuery {
		return ""
	}
	text := strings.TrimSpace(charset.Names([][]byte{[]byte(raw)})[0])
	if strings.ContainsRune(text, utf8.RuneError) {
		return ""
	}
	return text
}

// fail writes the page of a problem, in both languages: a reader who followed
// a broken link did not choose one.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, prob *problem) error {
	v := errorView{view: p.newView(r, ""), Filters: r.URL.Path == pathHome}
	v.Title = v.L.text("error.title")
	v.Message = v.L.text(prob.key, prob.args...)
	v.Second = v.Other.text(prob.key, prob.args...)
	if text := guessText(r.URL.Query().Get("q")); text != "" {
		v.State.Query = text
		v.Guess = &link{Text: text, Href: v.State.Home()}
	}
	if v.Filters {
		v.Facets, v.Narrows = p.own.newFacets(v.State, nil), true
	}
	return p.render(w, prob.status, "error.html", v.L, v)
}
