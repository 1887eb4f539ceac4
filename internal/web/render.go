package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strconv"

	"github.com/fihris-search/fihris/internal/textdir"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pages renders the templates.
type pages struct {
	set       *template.Template
	assets    *assets
	completes bool // whether the box can offer completions
}

func loadPages(files *assets, completes bool) *pages {
	return &pages{
		set:       template.Must(template.New("").Funcs(template.FuncMap{"dir": direction}).ParseFS(templateFiles, "templates/*.html")),
		assets:    files,
		completes: completes,
	}
}

// direction is that of most letters of a text, as the attribute dir wants it;
// what has none stands on an Arabic page.
func direction(text string) string {
	if textdir.Of(text) == textdir.LTR {
		return "ltr"
	}
	return "rtl"
}

// view is what every page needs; the views of the pages embed it.
type view struct {
	L         *locale
	State     state
	Title     string // of the document, before the name of the site
	Style     string // addresses of the assets
	Script    string
	Icon      string
	API       string  // the description for programs
	Other     *locale // the other language of the interface
	OtherHref string  // this page in that language
	Facets    facets  // what the filters offer
	Completes bool    // the box offers completions
	Bare      bool    // no search box in the head of the page: it stands elsewhere
}

// newView fills a view for a request. Its links to the other language keep
// everything else that the address says.
func (p *pages) newView(r *http.Request, title string) view {
	values := r.URL.Query()
	v := view{
		L:      localeOf(r, arabicLocale),
		State:  newState(values),
		Style:  p.assets.addr["page.css"],
		Script: p.assets.addr["page.js"],
		Icon:   p.assets.addr["icon.svg"],
		API:    p.assets.addr["openapi.json"],
		Title:  title,
		Other:  english,

		Completes: p.completes,
	}
	if v.L == english {
		v.Other = arabicLocale
	}
	values.Set("lang", v.Other.Lang)
	v.OtherHref = r.URL.EscapedPath() + "?" + values.Encode()
	return v
}

// render writes a whole page, or nothing and an error.
func (p *pages) render(w http.ResponseWriter, status int, name string, l *locale, data any) error {
	var b bytes.Buffer
	if err := p.set.ExecuteTemplate(&b, name, data); err != nil {
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
}

// fail writes the page of a problem, in both languages: a reader who followed
// a broken link did not choose one.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, prob *problem) error {
	v := errorView{view: p.newView(r, ""), Filters: r.URL.Path == pathHome}
	v.Title = v.L.text("error.title")
	v.Message = v.L.text(prob.key, prob.args...)
	v.Second = v.Other.text(prob.key, prob.args...)
	v.Facets = newFacets(v.State, nil)
	return p.render(w, prob.status, "error.html", v.L, v)
}
