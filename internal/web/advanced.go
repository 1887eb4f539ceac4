package web

import (
	"net/http"
	"strings"

	"github.com/fihris-search/fihris"
)

// advancedView is the form that writes a query.
type advancedView struct {
	view
	All, Phrase, Any, Not string
	Forms, Near           []option
	Fields                []advancedField
	From, To              string
	Written               string // the query; empty where nothing was filled in
	Meaning               []string
	Href                  string // its hits
	Failed                string // why no query can be made of it
}

// advancedField is a field that a word may be asked for in.
type advancedField struct{ Name, Label, Value string }

// advancedFields are these, by their names in the query language of either language.
var advancedFields = []string{"title", "author", "source", "section", "tag"}

// The forms in which words are asked for, and the words that may stand between those of the phrase.
var (
	advancedForms = []string{"stem", "exact", "root"}
	advancedNear  = []string{"", "2", "5", "10"}
)

// advanced answers GET /advanced: the form with the query that it writes, or with go=1 the hits.
func (srv *server) advanced(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	v := advancedView{view: srv.pages.newView(r, "")}
	v.Title = v.L.text("advanced.title")
	v.State.Query = ""
	for name, to := range map[string]*string{"all": &v.All, "phrase": &v.Phrase, "any": &v.Any, "not": &v.Not, "from": &v.From, "to": &v.To} {
		if *to, err = checkText(name, strings.TrimSpace(values.Get(name))); err != nil {
			return err
		}
	}
	form, err := readChoice(values, "forms", advancedForms[0], advancedForms)
	if err != nil {
		return err
	}
	near, err := readChoice(values, "near", "", advancedNear)
	if err != nil {
		return err
	}
	for _, f := range advancedForms {
		v.Forms = append(v.Forms, option{f, v.L.text("lab.level." + f), f == form})
	}
	for _, n := range advancedNear {
		key := "advanced.near." + n
		if n == "" {
			key = "advanced.near.none"
		}
		v.Near = append(v.Near, option{n, v.L.text(key), n == near})
	}
	for _, name := range advancedFields {
		f := advancedField{Name: name, Label: v.L.text("advanced.field." + name)}
		if f.Value, err = checkText(name, strings.TrimSpace(values.Get(name))); err != nil {
			return err
		}
		v.Fields = append(v.Fields, f)
	}
	for _, name := range []string{"from", "to"} {
		if _, _, err := readPeriod(values, name); err != nil {
			return err
		}
	}
	q := v.compose(form, near)
	if v.Written, v.Failed = writtenQuery(q); v.Written != "" || v.From != "" || v.To != "" {
		v.Href = v.State.withQuery(v.Written).withDates(v.From, v.To).Home()
	}
	if values.Get("go") != "" && v.Href != "" && v.Failed == "" {
		http.Redirect(w, r, v.Href, http.StatusSeeOther)
		return nil
	}
	return srv.pages.render(w, http.StatusOK, "advanced.html", v.L, v)
}

// writtenQuery writes a query, or why it is none.
func writtenQuery(q fihris.Query) (text, failed string) {
	text = q.String()
	if _, err := fihris.ParseStrict(text); err != nil && text != "" {
		return "", reason(err)
	}
	return text, ""
}

// compose makes the query of what was filled in, and says in words what it asks for.
func (v *advancedView) compose(form, near string) fihris.Query {
	word := map[string]func(string) fihris.Query{"stem": fihris.Match, "exact": fihris.Exact, "root": fihris.Root}[form]
	var must []fihris.Query
	mean := func(key string, what string) {
		v.Meaning = append(v.Meaning, v.L.text(key, isolated(what)))
	}
	for _, w := range strings.Fields(v.All) {
		must = append(must, word(w))
	}
	if v.All != "" {
		mean("advanced.means.all."+form, v.All)
	}
	if v.Phrase != "" {
		if near == "" {
			must = append(must, fihris.Phrase(v.Phrase))
			mean("advanced.means.phrase", v.Phrase)
		} else {
			n := map[string]int{"2": 2, "5": 5, "10": 10}[near]
			must = append(must, fihris.Near(v.Phrase, n))
			mean("advanced.means.near", v.Phrase)
		}
	}
	if v.Any != "" {
		var any []fihris.Query
		for _, w := range strings.Fields(v.Any) {
			any = append(any, word(w))
		}
		must = append(must, fihris.Or(any...))
		mean("advanced.means.any", v.Any)
	}
	for _, f := range v.Fields {
		if f.Value != "" {
			must = append(must, fihris.In(f.Name, fihris.Phrase(f.Value)))
			v.Meaning = append(v.Meaning, f.Label+": "+isolated(f.Value))
		}
	}
	var none []fihris.Query
	for _, w := range strings.Fields(v.Not) {
		none = append(none, word(w))
	}
	if len(none) > 0 {
		must = append(must, fihris.Not(fihris.Or(none...)))
		mean("advanced.means.not", v.Not)
	}
	if v.From != "" {
		mean("advanced.means.from", v.From)
	}
	if v.To != "" {
		mean("advanced.means.to", v.To)
	}
	return fihris.And(must...)
}

// isolated keeps a text from reordering what stands around it.
func isolated(s string) string { return firstStrongIsolate + s + popDirectionalIsolate }

// Select is a field to choose in.
func (advancedView) Select(name, label string, options []option) selectView {
	return selectView{name, label, options}
}
