package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// The page of all values of a field.

// valuesView is the page of all values of a field, in the order of the alphabet, to find a name in.
type valuesView struct {
	view
	Values choices
	Find   string // what of the names is asked for
	Found  uint64
	More   bool   // there are more than are listed
	Back   string // the hits
}

// values answers GET /values?field=…: all that can be ticked in a field, for the query and the other filters.
func (srv *server) values(w http.ResponseWriter, r *http.Request) error {
	asked, err := readValues(r)
	if err != nil {
		return err
	}
	name := asked.Get("field")
	listed := srv.own.listed()
	at := slices.IndexFunc(listed, func(f fihris.FacetField) bool { return parameter(f) == name })
	if at < 0 {
		var names []string
		for _, f := range listed {
			names = append(names, parameter(f))
		}
		return badParameter("error.facet", quoted(name), strings.Join(names, ", "))
	}
	find, err := checkText("find", asked.Get("find"))
	if err != nil {
		return err
	}
	req, err := srv.readPage(asked)
	if err != nil {
		return err
	}
	counted, err := srv.valuesOf(r.Context(), req, listed[at], listedValues)
	if err != nil {
		return err
	}
	v := valuesView{view: srv.pages.newView(r, ""), Find: find, More: len(counted) == listedValues}
	v.Back = v.State.Home()
	v.Values = choices{Field: listed[at], Name: name, Own: at >= len(fihris.KeywordFields()), Choices: merge(ticked(v.State, listed[at]), counted)}
	v.Values.Choices = found(v.Values.Choices, find)
	v.Found = uint64(len(v.Values.Choices))
	v.Facets.Lists, v.Narrows, v.Undated = []choices{v.Values}, true, true
	v.Title = v.Values.Label(v.L)
	return srv.pages.render(w, http.StatusOK, "values.html", v.L, v)
}

// found are the choices whose names hold a text, whatever its marks and hamzas, in the order of the alphabet.
func found(all []choice, text string) []choice {
	want := arabic.Normalize(strings.TrimSpace(text))
	keys := map[string]string{}
	out := slices.DeleteFunc(all, func(c choice) bool {
		keys[c.Text] = arabic.Normalize(c.Text)
		return !strings.Contains(keys[c.Text], want)
	})
	slices.SortFunc(out, func(a, b choice) int {
		return cmp.Or(cmp.Compare(keys[a.Text], keys[b.Text]), cmp.Compare(a.Text, b.Text))
	})
	return out
}
