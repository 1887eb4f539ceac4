package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/openapi"
)

// describe is what the endpoints for programs say of themselves.
func describe(all routes) openapi.Interface {
	d := openapi.Interface{
		Title: "Fihris", Version: "1", Problem: answer.Failure{},
		Text: "Full-text search of Arabic articles. Parameters that are not known are refused with 400, so that a misspelled filter cannot go unnoticed. " +
			"Keys of answers are never taken away; new ones may come. What is not answered is told as problem details (RFC 9457).",
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		for _, method := range slices.Sorted(maps.Keys(all[path])) {
			if op := all[path][method].Operation; op.ID != "" {
				d.Operations = append(d.Operations, op)
			}
		}
	}
	order := []string{groupSearch, groupStudy, groupArticles, groupWrite, groupServer}
	slices.SortStableFunc(d.Operations, func(a, b openapi.Operation) int {
		return slices.Index(order, a.Group) - slices.Index(order, b.Group)
	})
	return d
}

// openAPI answers GET /v1/openapi.json.
func (srv *server) openAPI(w http.ResponseWriter, r *http.Request) error {
	writeKept(w, r, srv.document, srv.document)
	return nil
}

// docsView is the description for people.
type docsView struct {
	view
	Text   string
	Groups []docsGroup
	Types  []openapi.Type
	JSON   string // where programs get it
}

type docsGroup struct {
	Name       string
	Operations []openapi.Operation
}

// Anchor is the name of a part of the page in its address.
func (docsView) Anchor(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", "-"))
}

// docs answers GET /v1/docs.
func (srv *server) docs(w http.ResponseWriter, r *http.Request) error {
	if _, err := readValues(r); err != nil {
		return err
	}
	v := docsView{view: srv.pages.newView(r, ""), Text: srv.described.Text, Types: openapi.Types(srv.described), JSON: srv.pages.prefix + pathOpenAPI}
	v.Title = v.L.text("footer.api")
	for _, op := range srv.described.Operations {
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Name != op.Group {
			v.Groups = append(v.Groups, docsGroup{Name: op.Group})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Operations = append(g.Operations, op)
	}
	return srv.pages.render(w, http.StatusOK, "docs.html", v.L, v)
}
