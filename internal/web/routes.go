package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/openapi"
)

// endpoint is a method of an address: what it is called, takes and answers, and
// who answers it. What it says is what is described, and what is checked.
type endpoint struct {
	openapi.Operation
	handler http.Handler
}

// routes are the endpoints by path, then by method. HEAD is GET.
type routes map[string]map[string]endpoint

// newRoutes makes the table of all addresses but those below /static/. What the
// searcher cannot do, and writing where nothing is written, is not in it.
func (srv *server) newRoutes() routes {
	all := routes{}
	for _, e := range slices.Concat(srv.pageEndpoints(), srv.readEndpoints(), []endpoint{srv.hitsEndpoint()}, srv.alertEndpoints(), srv.studyEndpoints(), srv.writeEndpoints()) {
		if all[e.Path] == nil {
			all[e.Path] = map[string]endpoint{}
		}
		all[e.Path][e.Method] = e
	}
	return all
}

// pageEndpoints are the pages for people, and what is not described.
func (srv *server) pageEndpoints() []endpoint {
	page := func(path string, h http.Handler) endpoint {
		return endpoint{openapi.Operation{Method: http.MethodGet, Path: path}, h}
	}
	pages := []endpoint{
		page(pathHome, srv.limited(srv.home)),
		page(pathArticle, srv.limited(srv.article)),
		page(pathVersions, srv.limited(srv.versions)),
		page(pathCitation, srv.limited(srv.citationFile)),
		page(pathValues, srv.limited(srv.values)),
		page(pathAdvanced, srv.plain(srv.advanced)),
		page(pathHelp, srv.plain(srv.help)),
		page(prefixShort, srv.plain(srv.long)),
		page(pathDocs, srv.plain(srv.docs)),
		page(pathOpenAPI, srv.plain(srv.openAPI)),
	}
	if srv.alerts.Dir != "" {
		pages = append(pages, page(pathSaved, srv.limited(srv.alertsPage)))
	}
	if srv.studies() {
		pages = append(pages, page(pathObservatory, srv.limited(srv.observatory)))
	}
	if srv.metrics != nil {
		pages = append(pages, page(pathMetrics, srv.metrics))
	}
	if srv.mcp != nil {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			e := page(pathMCP, srv.limited(srv.assist))
			e.Method = method
			pages = append(pages, e)
		}
	}
	return pages
}

// assist passes a message of an assistant on: it searches, too, and waits its turn.
func (srv *server) assist(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxMessage)
	srv.mcp.ServeHTTP(w, r)
	return nil
}

// checked answers what an endpoint does, after its parameters were looked at.
func (srv *server) checked(op openapi.Operation, wrap func(action) http.Handler, do action) endpoint {
	return endpoint{op, wrap(func(w http.ResponseWriter, r *http.Request) error {
		if err := checkValues(r, op.Params); err != nil {
			return err
		}
		return do(w, r)
	})}
}

// route finds the handler of a path. It reads the escaped path, never a
// cleaned one: http.ServeMux would turn the // of an ID into a redirect.
func (srv *server) route(w http.ResponseWriter, r *http.Request) {
	if e, ok := srv.routes.find(r); ok {
		e.handler.ServeHTTP(w, r)
		return
	}
	if strings.HasPrefix(r.URL.EscapedPath(), prefixStatic) {
		srv.plain(srv.assets.serve).ServeHTTP(w, r)
		return
	}
	srv.fail(w, r, errNoPage)
}

// tablePath is the path of the table that a path belongs to: articles are found
// below their prefix by the rest of the path as it stands in the address, for
// an ID may hold slashes, and so is what short links lead to.
func tablePath(path string) string {
	switch {
	case strings.HasPrefix(path, prefixID):
		return patternID
	case strings.HasPrefix(path, prefixShort):
		return prefixShort
	}
	return path
}

func (all routes) find(r *http.Request) (endpoint, bool) {
	method := r.Method
	if reads(r) {
		method = http.MethodGet
	}
	e, ok := all[tablePath(r.URL.EscapedPath())][method]
	return e, ok
}

// name is the path of the table that a request belongs to.
func (all routes) name(r *http.Request) string {
	switch at := tablePath(r.URL.EscapedPath()); {
	case all[at] != nil:
		return at
	case strings.HasPrefix(at, prefixStatic):
		return prefixStatic
	}
	return "other"
}

// methods are those that an address takes; of one that there is not, those of a page.
func (all routes) methods(r *http.Request) []string {
	at := all[tablePath(r.URL.EscapedPath())]
	out := []string{http.MethodGet, http.MethodHead}
	for _, m := range slices.Sorted(maps.Keys(at)) {
		if m != http.MethodGet {
			out = append(out, m)
		}
	}
	return out
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }
