package web

import (
	"embed"
	"html/template"
	"io/fs"
	"path"
	"sync"

	"github.com/fihris-search/fihris/internal/pattern"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templateFuncs are what templates may call.
var templateFuncs = template.FuncMap{"dir": direction, "href": hrefOf, "letters": decodeLetters, "links": linksHTML, "choices": choicesHTML, "iconDown": func() template.HTML { return iconDown }}

// templates are those of each language, made when they are first asked for.
var templates = func() map[string]func() *template.Template {
	sets := map[string]func() *template.Template{}
	for _, l := range locales {
		sets[l.Lang] = sync.OnceValue(l.templates)
	}
	return sets
}()

// plainMessage is a message in a template that is the same on every page.
var plainMessage = pattern.New(`\{\{\$?\.L\.T "([^"]*)"\}\}`)

// templates are those of a language. Messages that are the same on every page stand in them as text: a page has a
// hundred, and each was a call by reflection. What is wrong with them is as constant as code.
func (l *locale) templates() *template.Template {
	set := template.New("").Funcs(templateFuncs)
	for _, name := range must(fs.Glob(templateFiles, "templates/*.html")) {
		text := plainMessage().ReplaceAllStringFunc(string(must(templateFiles.ReadFile(name))), func(call string) string {
			return template.HTMLEscapeString(must(l.T(plainMessage().FindStringSubmatch(call)[1])))
		})
		template.Must(set.New(path.Base(name)).Parse(text))
	}
	return set
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
