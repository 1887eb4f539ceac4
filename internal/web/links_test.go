package web

import (
	"html"
	"html/template"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is asked, a link asks the same, in fewer bytes, and cannot leave its attribute.
func TestLinksSayWhatWasAsked(t *testing.T) {
	asked := []string{
		"", "وزير الخارجية", "قُمْ", "١٢٣ + ۴", "Zürich & Köln=ß", `"><script>alert('1')</script>`, "100% من 50%25", "a%D8%B9b", "\xd8", "و\xffزير", "\u202eعكس\u2066", "a\x00b\r\nc",
		"👍 جيّد", "x#y?z;w", "\u0600٪ \u200d\u200c", "&copy=1&sect", strings.Repeat("ي", 2000),
	}
	for _, q := range asked {
		values := url.Values{"q": {q}, "source": {q + "ا"}, "lt": {"<"}}
		address := "/archive/?" + values.Encode()
		attribute := string(hrefOf(address))
		body, isHref := strings.CutPrefix(attribute, `href="`)
		require.True(t, isHref && strings.HasSuffix(body, `"`), attribute)
		body = strings.TrimSuffix(body, `"`)
		assert.False(t, strings.ContainsAny(body, "\"'<> \x00\r\n"), body)
		written := html.UnescapeString(body)
		assert.LessOrEqual(t, len(written), len(address))
		for _, c := range written {
			assert.True(t, c < 0x80 || unicode.In(c, unicode.L, unicode.M, unicode.N), "%q of %q is seen nowhere", c, written)
		}
		u, err := url.Parse(written)
		require.NoError(t, err)
		got, err := url.ParseQuery(u.RawQuery)
		require.NoError(t, err)
		assert.Equal(t, values, got)
	}
	assert.Equal(t, `href="/?q=وزير+الخارجية&amp;x=%22"`, string(hrefOf(`/?q=%D9%88%D8%B2%D9%8A%D8%B1+%D8%A7%D9%84%D8%AE%D8%A7%D8%B1%D8%AC%D9%8A%D8%A9&x=%22`)))
	assert.Equal(t, `href="/%D9%85/?q=%D8%%D9%8z%"`, string(hrefOf("/%D9%85/?q=%D8%%D9%8z%")), "the path, and what is broken, stay as they are")
	assert.Equal(t, "https://news.example/استقالة-%20وزير%E2%80%AE", decodeLetters("https://news.example/%D8%A7%D8%B3%D8%AA%D9%82%D8%A7%D9%84%D8%A9-%20%D9%88%D8%B2%D9%8A%D8%B1%E2%80%AE"), "people read an address of a source, but nothing in it turns it around")
	assert.Equal(t, `href="#m1"`, string(hrefOf("#m1")))
	for _, elsewhere := range []string{"javascript:alert(1)", "//evil.example/", "https://evil.example/", "", " /x", "data:text/html,x"} {
		assert.Equal(t, `href="#"`, string(hrefOf(elsewhere)), elsewhere)
	}
}

// An address says what its values say, in their order, and one parameter more takes the place of the same.
func TestAddressesAreThoseOfTheirValues(t *testing.T) {
	s := state{
		Query: "وزير & \"خارجية\" +~-_.*'(\x00", From: "2018", To: "2019-02", Sort: "newest", Lang: "en", Digits: digitsArab, Per: 20, Page: 3,
		AllCopies: true, Explain: true, Unvowelled: true, Literal: true, Share: true, Prefix: "/ع", Own: url.Values{"f.b": {"2", "1"}, "not.a": {" "}},
	}
	s.Filter.Sources, s.Filter.Tags, s.Filter.Sections, s.Filter.Authors = []string{"b", "a"}, []string{"=?"}, []string{"x"}, []string{"/"}
	values := s.values()
	assert.Len(t, values, 19)
	assert.Equal(t, "/ع/?"+values.Encode(), s.href("/"))
	values.Set("id", "1/2")
	assert.Equal(t, "/ع/article?"+values.Encode(), s.hrefWith("/article", "id", "1/2"))
	values.Set("q", "x")
	values.Del("id")
	assert.Equal(t, "/ع/?"+values.Encode(), s.hrefWith("/", "q", "x"))
	assert.Equal(t, "/ع/", state{Prefix: "/ع", Page: 1}.href("/"))
	assert.LessOrEqual(t, len(s.params(nil)), maxParams)
}

// Texts are escaped as templates escape them, whatever they are.
func TestTextsAreEscaped(t *testing.T) {
	var all []byte
	for c := range 256 {
		all = append(all, byte(c), 'x')
	}
	for _, text := range []string{string(all), "", "<", "وزير & \"خارجية\"", "'a'"} {
		var w htmlWriter
		w.text(text)
		assert.Equal(t, template.HTMLEscapeString(text), w.String())
	}
}

// Lists of links are written by hand: nothing in them is markup, and what is no address of the site leads nowhere.
func TestListsOfLinks(t *testing.T) {
	list := []link{{Text: `<b>"&`, Label: `">`, Href: `/?q="><script>`}, {Text: "2", Href: "javascript:alert(1)", Current: true}}
	assert.EqualValues(t, "<a href=\"/?q=&#34;&gt;&lt;script&gt;\">&lt;b&gt;&#34;&amp;</a>\n<a href=\"#\" aria-current=\"page\">2</a>\n", linksHTML(list, "page"))
	assert.NotContains(t, string(linksHTML(list, "")), "aria-current")
	assert.EqualValues(t, "<a href=\"/?q=&#34;&gt;&lt;script&gt;\" aria-label=\"&#34;&gt;\">&lt;b&gt;&#34;&amp;</a>\n<span aria-current=\"true\">2</span>\n", choicesHTML(list, "true"))
}
