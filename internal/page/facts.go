package page

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/fihris-search/fihris/internal/pattern"
)

// facts are what a page says about itself, and the lines of its text.
type facts struct {
	meta     map[string][]string // by name, property or itemprop, in small letters
	titles   []string            // of title elements
	links    map[string]string   // by rel
	scripts  []string            // of JSON-LD
	times    []string            // of elements that say when something was published
	comments []string            // before the first element, or in it
	password bool
	frames   bool
	blocks   []block
}

// maxFacts bounds what is kept of one sort.
const maxFacts = 200

func gather(doc *html.Node) facts {
	f := facts{meta: map[string][]string{}, links: map[string]string{}}
	f.look(doc, false)
	f.blocks = blocksOf(doc)
	if len(f.blocks) > 0 && len(f.titles) > 0 && f.blocks[0].folded == fold(f.titles[0]) && f.blocks[0].heading == 0 {
		f.blocks = f.blocks[1:] // the title element itself
	}
	return f
}

// look gathers from a node and what is under it.
func (f *facts) look(n *html.Node, drawn bool) {
	switch n.Type {
	case html.CommentNode:
		if len(f.comments) < 20 {
			f.comments = append(f.comments, n.Data[:min(len(n.Data), 1000)])
		}
	case html.ElementNode:
		f.element(n, drawn)
		drawn = drawn || n.DataAtom == atom.Svg
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.look(c, drawn)
	}
}

func (f *facts) element(n *html.Node, drawn bool) {
	switch n.DataAtom {
	case atom.Title:
		if s := textOf(n); s != "" && !drawn && len(f.titles) < 3 {
			f.titles = append(f.titles, s)
		}
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop"} {
			f.say(attr(n, key), attr(n, "content"))
		}
		return
	case atom.Link:
		if rel := strings.ToLower(attr(n, "rel")); rel != "" && f.links[rel] == "" {
			f.links[rel] = strings.TrimSpace(attr(n, "href"))
		}
		return
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil && len(f.scripts) < maxFacts {
			f.scripts = append(f.scripts, n.FirstChild.Data)
		}
		return
	case atom.Input:
		f.password = f.password || strings.EqualFold(attr(n, "type"), "password")
	case atom.Frameset:
		f.frames = true
	}
	f.microdata(n)
}

// microdata gathers what attributes say of an element within the text.
func (f *facts) microdata(n *html.Node) {
	class := " " + strings.ToLower(attr(n, "class")) + " "
	when := attr(n, "datetime")
	if when == "" && (n.DataAtom == atom.Abbr || n.DataAtom == atom.Span) && publishedClass().MatchString(class) {
		when = attr(n, "title")
	}
	prop := strings.ToLower(attr(n, "itemprop"))
	switch {
	case strings.Contains(prop, "datepublished"):
		if content := attr(n, "content"); content != "" {
			when = content
		}
		if when == "" {
			when = textOf(n)
		}
		f.say("datepublished", when)
	case when != "" && (publishedClass().MatchString(class) || hasAttr(n, "pubdate")) && !updatedClass().MatchString(class):
		f.say("class published", when)
	case when != "" && n.DataAtom == atom.Time && !updatedClass().MatchString(class) && len(f.times) < maxFacts:
		f.times = append(f.times, when)
	case prop == "author" || prop == "creator" || strings.Contains(" "+strings.ToLower(attr(n, "rel"))+" ", " author "):
		f.say("author element", textOf(n))
	case prop == "articlesection" || prop == "headline":
		f.say(prop, textOf(n))
	}
}

var (
	publishedClass = pattern.New(`[\s_-](?:dt-)?(?:published|pubdate|publish-?date|entry-date|post-date|date-?published)[\s_-]`)
	updatedClass   = pattern.New(`[\s_-](?:dt-)?(?:updated|modified|lastmod)[\s_-]`)
)

func (f *facts) say(key, content string) {
	key = strings.ToLower(strings.TrimSpace(key))
	content = strings.Join(strings.Fields(content), " ")
	if key == "" || content == "" || len(f.meta) >= maxFacts || len(f.meta[key]) >= maxFacts {
		return
	}
	f.meta[key] = append(f.meta[key], content)
}

// first returns what the first of some fields says.
func (f *facts) first(keys ...string) string {
	for _, key := range keys {
		if all := f.meta[key]; len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// textOf returns the text of an element in one line, if it is short.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && b.Len() < 2000 {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// siteName returns the name of the site, "" where the page does not say it.
func (r *reader) siteName() string {
	if r.ld.publisher != "" {
		return r.take("source", linked(r.ld.publisher))
	}
	if all := r.all("og:site_name", "application-name", "dc.publisher", "dc:publisher", "dcterms.publisher", "apple-mobile-web-app-title"); len(all) > 0 {
		return r.take("source", all[0])
	}
	return ""
}

// author returns who wrote the article: names, no addresses, and not the site.
func (r *reader) author() string {
	candidates := append([]Said{linked(r.ld.author)}, r.all("author", "article:author", "dc.creator", "dc:creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author", "byl", "author element")...)
	for _, c := range candidates {
		a := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(c.Text, "By "), "بقلم:"))
		if isName(a) && fold(a) != fold(r.site) {
			return r.take("author", Said{a, c.From})
		}
	}
	return ""
}

// isName tells the name of a person from an address, a number or a sentence.
func isName(s string) bool {
	return s != "" && runes(s) <= 100 && !strings.ContainsAny(s, "/@") && strings.ContainsFunc(s, unicode.IsLetter)
}

func (r *reader) section() string {
	if r.ld.section != "" {
		return r.take("section", linked(r.ld.section))
	}
	for _, n := range r.all("article:section", "articlesection", "og:article:section", "parsely-section", "section", "dc.subject.section") {
		if runes(n.Text) <= 60 && !strings.Contains(n.Text, "://") {
			return r.take("section", n)
		}
	}
	return ""
}

func (r *reader) tags() []string {
	tags, from := r.ld.keywords, "JSON-LD"
	for _, key := range []string{"article:tag", "og:article:tag", "news_keywords"} {
		if len(tags) == 0 {
			tags, from = r.meta[key], key
		}
	}
	var out []string
	for _, s := range tags {
		for tag := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",،;؛|", r) }) {
			if tag = strings.TrimSpace(tag); tag != "" && runes(tag) <= 60 && len(out) < maxFacts {
				out = append(out, tag)
			}
		}
	}
	r.take("tags", Said{strings.Join(out, ""), from})
	return out
}

var savedFrom = pattern.New(`(?i)(?:saved from url=\(\d+\)|mirrored from\s+|\burl:\s+)(\S+)`)

// ownAddress returns the address of the article: where it came from, or what
// the page says if that can be of one article only. Many sites give the address
// of the whole site for each of their pages.
func (r *reader) ownAddress(from string) string {
	if from != "" {
		return from
	}
	candidates := []Said{{r.links["canonical"], "canonical"}, {r.first("og:url"), "og:url"}, linked(r.ld.url)}
	for _, c := range r.comments {
		if m := savedFrom().FindStringSubmatch(c); m != nil {
			a := m[1]
			if !strings.Contains(a, "://") {
				a = "http://" + a
			}
			candidates = append(candidates, Said{a, "where it was saved from"})
		}
	}
	for _, c := range candidates {
		if isOwn(c.Text) {
			return r.take("url", c)
		}
	}
	return ""
}

// isOwn tells an address that is of one page: its path has a number, or words.
func isOwn(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	rest := u.Path + "?" + u.RawQuery
	return strings.ContainsFunc(rest, unicode.IsDigit) || runes(strings.Trim(u.Path, "/")) >= 20 ||
		strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsLetter(r) && r > unicode.MaxLatin1 })
}
