package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A page of hits has a hundred links and more, and each would repeat the query and all filters. Where those are
// long, that is most of the page. So there the page has a <base>, below which an address says only what it
// changes of what was asked: script/short.js writes these links out, and without it prefixShort leads on.

// A page has short links if its own address, with letters as they are, is longer than this, or if it has more
// hits than usual.
const longAddress = 70

// shortPaths are the pages that short links lead to.
var shortPaths = []string{pathHome, pathArticle, pathValues, pathHelp, pathHits}

// withBase is this state with links that say what they change of it, if that makes the page much shorter.
func (s state) withBase() state {
	if s.perPage() > pageSize || len(readable(s.withPage(1).Home())) > longAddress {
		base := s.withPage(1)
		s.base = &base
	}
	return s
}

// shorten gives a page a <base>, if that makes it much shorter, and its head and foot links below it to the state that
// was asked for, which is returned with the same.
func (v *view) shorten(asked state) state {
	v.State = v.State.withBase()
	if asked.base = v.State.base; asked.base == nil {
		return asked
	}
	for i, digits := range []string{"", digitsArab} {
		s := asked
		s.Digits = digits
		v.Digits[i].Href = s.Home()
	}
	other := asked
	other.Lang = v.Other.Lang
	v.OtherHref = other.Home()
	v.Places[len(v.Places)-1].Href = asked.Help()
	return asked
}

// Base is the address of the <base> of a page in this state; empty where it has none.
func (s state) Base() string {
	if s.base == nil {
		return ""
	}
	return s.Prefix + prefixShort + base64.RawURLEncoding.EncodeToString([]byte(decodeLetters(s.base.values().Encode()))) + "/"
}

// changes is an address below the <base>: what it has otherwise, and with nothing as its value what it has not.
func (s state) changes(path, name, value string) string {
	said := s.values()
	if value != "" {
		said.Set(name, value)
	}
	for _, p := range s.base.params(nil) {
		switch now, has := said[p.name]; {
		case !has:
			said[p.name] = []string{""}
		case slices.Equal(now, p.all()):
			delete(said, p.name)
		}
	}
	return path[1:] + "?" + said.Encode()
}

// isShort says whether an address is one that changes makes.
func isShort(address string) bool {
	page, _, asks := strings.Cut(address, "?")
	return asks && slices.Contains(shortPaths, "/"+page)
}

// long answers an address below a <base> with the one that says everything.
func (srv *server) long(w http.ResponseWriter, r *http.Request) error {
	changed, err := readValues(r)
	if err != nil {
		return err
	}
	code, page, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), prefixShort), "/")
	said, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil || !slices.Contains(shortPaths, "/"+page) {
		return errNoPage
	}
	values, err := url.ParseQuery(string(said))
	if err != nil {
		return errNoPage
	}
	for name, to := range changed {
		if values[name] = to; slices.Equal(to, []string{""}) {
			delete(values, name)
		}
	}
	http.Redirect(w, r, srv.pages.prefix+"/"+page+"?"+values.Encode(), http.StatusSeeOther)
	return nil
}
