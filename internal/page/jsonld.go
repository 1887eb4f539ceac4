package page

import (
	"encoding/json"
	"html"
	"strings"
)

// article is what JSON-LD says of the article of a page.
type article struct {
	headline, name, body, author, publisher, section, url string
	dates                                                 []string
	keywords                                              []string
	found                                                 bool
	list                                                  bool // the page is said to be a list
}

// maxLD is how long a script of JSON-LD may be.
const maxLD = 4 << 20

// linkedData returns what the scripts of a page say of its article: of several
// articles, the first with a text, or the first.
func linkedData(scripts []string) article {
	var best article
	for _, s := range scripts {
		if len(s) > maxLD {
			continue
		}
		var v any
		if json.Unmarshal([]byte(cleanJSON(s)), &v) != nil {
			continue
		}
		search(v, 0, &best)
	}
	return best
}

// cleanJSON takes off what wraps JSON in old pages, and line feeds within
// texts, which JSON does not allow and many pages have.
func cleanJSON(s string) string {
	s = strings.TrimSpace(s)
	for _, w := range []string{"//", "<![CDATA[", "<!--", "/*<![CDATA[*/"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, w))
	}
	s = strings.TrimRight(s, "; \n\r\t")
	for _, w := range []string{"/*]]>*/", "-->", "]]>", "//"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, w))
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// search looks for articles in a value and what is in it.
func search(v any, depth int, best *article) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			search(item, depth+1, best)
		}
	case map[string]any:
		types := texts(v["@type"])
		for _, t := range types {
			if isArticleType(t) {
				best.consider(v)
			}
			best.list = best.list || t == "CollectionPage" || t == "ItemList" && depth == 0
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			search(v[key], depth+1, best)
		}
	}
}

// isArticleType tells the types of schema.org that are articles.
func isArticleType(t string) bool {
	t = t[strings.LastIndexAny(t, "/#:")+1:]
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Report" || t == "Review" || t == "CreativeWork" || t == "ShortStory"
}

// consider takes an object for the article, if it says more than what is known.
func (a *article) consider(v map[string]any) {
	c := article{
		headline: text(v["headline"]), name: text(v["name"]), body: long(v["articleBody"]), author: strings.Join(texts(v["author"]), ", "), publisher: text(v["publisher"]),
		section: strings.Join(texts(v["articleSection"]), ", "), url: text(v["url"]), keywords: texts(v["keywords"]), found: true, list: a.list,
	}
	if c.headline == "" {
		c.headline = c.name
	}
	if c.author == "" {
		c.author = strings.Join(texts(v["creator"]), ", ")
	}
	for _, key := range []string{"datePublished", "dateCreated"} {
		if s := text(v[key]); s != "" {
			c.dates = append(c.dates, s)
		}
	}
	if !a.found || a.body == "" && c.body != "" {
		*a = c
	}
}

// text returns a value as a text in one line: an object stands for its name.
func text(v any) string { return strings.Join(strings.Fields(long(v)), " ") }

// long returns a value as a text; texts in JSON-LD may be escaped for HTML.
func long(v any) string {
	switch v := v.(type) {
	case string:
		return html.UnescapeString(strings.TrimSpace(v))
	case []any:
		if len(v) > 0 {
			return long(v[0])
		}
	case map[string]any:
		for _, key := range []string{"name", "@value", "@id"} {
			if s := long(v[key]); s != "" {
				return s
			}
		}
	}
	return ""
}

// texts returns a value as a list of texts.
func texts(v any) (all []string) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, item := range list {
		if s := text(item); s != "" && len(all) < maxFacts {
			all = append(all, s)
		}
	}
	return all
}
