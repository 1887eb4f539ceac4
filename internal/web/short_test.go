package web

import (
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// someState is what an address may say, with texts that could be taken for parts of one.
func someState(r *rand.Rand) state {
	texts := []string{"", "", "القمح", "a&b=c", "x/../y?z#", "صحيفة الإقليم 1", `"><script>`, "100% +1", "/", "=", "القمح", "~-_"}
	one := func() string { return texts[r.IntN(len(texts))] }
	some := func() (out []string) {
		for range r.IntN(3) {
			if v := one(); v != "" {
				out = append(out, v)
			}
		}
		return out
	}
	s := state{Query: one(), Page: 1 + r.IntN(3), Filter: fihris.Filter{Sources: some(), Sections: some(), Tags: some()},
		Per: []int{0, 20, 30}[r.IntN(3)], Explain: r.IntN(2) > 0, Share: r.IntN(2) > 0, Literal: r.IntN(2) > 0, AllCopies: r.IntN(2) > 0, Unvowelled: r.IntN(2) > 0,
		Sort: []string{"", "newest"}[r.IntN(2)], Lang: []string{"", "en"}[r.IntN(2)], Digits: []string{"", digitsArab}[r.IntN(2)]}
	if r.IntN(2) > 0 {
		s.From, s.To = "2018", "2018-07"
	}
	if v := some(); len(v) > 0 {
		s.Own = url.Values{"not.source": v}
	}
	return s
}

// A short link leads where the long one does, whatever was asked and whatever it changes.
func TestShortLinksLeadWhereLongOnesDo(t *testing.T) {
	srv := &server{pages: &pages{prefix: "/archive"}, log: slog.New(slog.DiscardHandler)}
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		from, to := someState(r), someState(r)
		from.Prefix, to.Prefix = "/archive", "/archive"
		from.Per = 20 // so that its links are short
		from.Explain = false
		short := to
		short.base = from.withBase().base
		require.NotNil(t, short.base)
		base, err := url.Parse("http://archive.example" + short.Base())
		require.NoError(t, err)
		for _, path := range []string{pathHome, pathArticle} {
			id := ""
			if path == pathArticle {
				id = "https://x.example/?a=1&b=2"
			}
			link, err := base.Parse(short.hrefWith(path, "id", id))
			require.NoError(t, err)
			w := httptest.NewRecorder()
			asked := httptest.NewRequest(http.MethodGet, link.String()[len("http://archive.example/archive"):], nil)
			require.NoError(t, srv.long(w, asked), link)
			require.Equal(t, http.StatusSeeOther, w.Code)
			got, err := url.Parse(w.Header().Get("Location"))
			require.NoError(t, err)
			want, err := url.Parse(to.hrefWith(path, "id", id))
			require.NoError(t, err)
			assert.Equal(t, want.Path, got.Path)
			assert.Equal(t, want.Query(), got.Query(), link)
		}
	}
}

// What is no address of ours leads nowhere, above all not to another site.
func TestShortLinksStayHere(t *testing.T) {
	srv := &server{pages: &pages{}, log: slog.New(slog.DiscardHandler)}
	for _, address := range []string{
		"/in/!!/", "/in/cT14/nothing", "/in/cT14//evil.example", "/in/cT14/v1/search", "/in/cT14/%2F%2Fevil.example", "/in/cT14/../x", "/in/JXp6/",
	} {
		w := httptest.NewRecorder()
		assert.ErrorIs(t, srv.long(w, httptest.NewRequest(http.MethodGet, address, nil)), errNoPage, address)
		assert.Empty(t, w.Header().Get("Location"), address)
	}
	for _, address := range []string{"?q=a", "article?id=1", "values?field=source", "v1/hits?format=csv"} {
		assert.Contains(t, string(hrefOf(address)), address)
	}
	for _, address := range []string{"evil?x=1", "javascript:x?y=1", "article", "//evil.example?q=1", "\\evil?x"} {
		assert.Equal(t, `href="#"`, string(hrefOf(address)), address)
	}
}

// The sign is put before the word that is meant, and never into a letter.
func TestSigns(t *testing.T) {
	ask := func(at string) string {
		values := url.Values{"q": {"سعر القمح"}, "exact": {at}}
		assert.True(t, putSign(values))
		assert.False(t, values.Has("exact"))
		return values.Get("q")
	}
	assert.Equal(t, "سعر =القمح", ask("7"))
	assert.Equal(t, "=سعر القمح", ask("0"))
	for _, none := range []string{"", "x", "-1", "8", "400", "99999999999999999999"} {
		assert.Equal(t, "سعر القمح", ask(none), none)
	}
	assert.False(t, putSign(url.Values{"q": {"سعر"}}))
}
