package corpus

import (
	"iter"
	"strings"
)

// readFeed reads a feed, RSS of any version, an item an article.
func readFeed(doc *document) iter.Seq2[draft, error] {
	return feedDrafts(doc, "item", feedDraft)
}

// readAtom reads a feed or a backup in Atom, an entry an article.
func readAtom(doc *document) iter.Seq2[draft, error] {
	return feedDrafts(doc, "entry", func(rec *xmlRecord) (draft, string) {
		if why := notPost(rec.node); why != "" {
			return draft{}, why
		}
		return feedDraft(rec)
	})
}

// feedDrafts makes drafts of the records of a name. What is no article is left
// out and counted by why it is none.
func feedDrafts(doc *document, name string, draftOf func(*xmlRecord) (draft, string)) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		seen, articles := 0, 0
		lastWhy := ""
		for rec, err := range xmlRecords(doc, name) {
			seen++
			d := draft{line: rec.line, record: rec.number}
			if err == nil {
				var why string
				if d, why = draftOf(&rec); why != "" {
					doc.note(rec.line, "left out: "+why)
					lastWhy = why
					continue
				}
				d.line, d.record = rec.line, rec.number
			}
			articles++
			if !yield(d, err) {
				return
			}
		}
		switch {
		case seen == 0:
			yield(draft{}, fault{what: doc.kind.name + ": nothing in it", kind: true, next: leaveOut})
		case articles == 0:
			yield(draft{}, fault{what: doc.kind.name + ": no article in it", detail: lastWhy, kind: true, next: leaveOut})
		}
	}
}

// feedDraft makes a draft of an item of a feed.
func feedDraft(rec *xmlRecord) (draft, string) {
	d := draft{
		title:  strings.TrimSpace(rec.child("", "title").markup()),
		url:    rec.link(),
		author: rec.byline(),
		source: rec.value("dc", "publisher"),
	}
	var from string
	d.id, from = rec.first("", "guid", "", "id")
	d.took(roleID, d.id, from)
	d.body, from = rec.node.body()
	d.took(roleBody, d.body, from)
	d.took(roleSource, d.source, "dc:publisher")
	if d.source == "" {
		d.source = headerTitle(rec.header)
		d.took(roleSource, d.source, "the title of the feed")
	}
	for _, name := range [][2]string{
		{"", "pubDate"}, {"dc", "date"}, {"dcterms", "issued"}, {"", "published"}, {"", "issued"}, {"dcterms", "created"}, {"", "created"}, {"", "date"}, {"", "updated"}, {"", "modified"}, {"dcterms", "modified"},
	} {
		if s := rec.value(name[0], name[1]); s != "" {
			d.published = append(d.published, written{s, qualified(name[0], name[1])})
		}
	}
	d.section, d.tags = rec.categories()
	d.took(roleTitle, d.title, "title")
	d.took(roleURL, d.url, "link")
	d.took(roleAuthor, d.author, "author")
	if rec.child("dc", "creator") != nil {
		d.took(roleAuthor, d.author, "dc:creator")
	}
	d.took(roleSection, d.section, "category")
	d.took(roleTags, strings.Join(d.tags, ""), "category")
	return d, ""
}

// first returns the text of the first element that is there, of pairs of prefix
// and name, and its name.
func (n *node) first(pairs ...string) (text, name string) {
	for i := 0; i < len(pairs); i += 2 {
		if s := n.value(pairs[i], pairs[i+1]); s != "" {
			return s, qualified(pairs[i], pairs[i+1])
		}
	}
	return "", ""
}

// qualified is the name of an element with its prefix.
func qualified(prefix, name string) string {
	return strings.TrimPrefix(prefix+":"+name, ":")
}

// body returns the body of an item: the whole where there is one, else the
// summary; of two the longer, for some call a teaser their content. The name is
// that of the element.
func (n *node) body() (best, from string) {
	size := 0
	for _, name := range [][2]string{{"content", "encoded"}, {"", "content"}, {"", "body"}, {"", "full-text"}, {"", "fulltext"}, {"yandex", "full-text"}, {"", "description"}, {"", "summary"}, {"itunes", "summary"}, {"dc", "description"}, {"media", "description"}} {
		for _, c := range n.inside {
			if !c.is(name[0], name[1]) || c.attr("src") != "" {
				continue
			}
			s := strings.TrimSpace(c.markup())
			if all, _ := letters(s); all > size+size/4 {
				best, size, from = s, all, qualified(name[0], name[1])
			}
		}
	}
	return best, from
}

// link returns the address of an item.
func (n *node) link() string {
	if s := n.value("feedburner", "origLink"); s != "" {
		return s
	}
	best := ""
	for _, c := range n.inside {
		if !c.is("", "link") {
			continue
		}
		address, rel := strings.TrimSpace(c.all()), c.attr("rel")
		if address == "" {
			address = c.attr("href")
		}
		if address != "" && (rel == "" || rel == "alternate") {
			return address
		}
		if best == "" && rel != "self" && rel != "edit" && rel != "replies" && rel != "enclosure" {
			best = address
		}
	}
	if guid := n.child("", "guid"); best == "" && guid != nil && guid.attr("isPermaLink") != "false" && isAbsolute(guid.all()) {
		best = strings.TrimSpace(guid.all())
	}
	return best
}

// byline returns who wrote an item: names, not their addresses.
func (n *node) byline() string {
	var names []string
	add := func(s string) {
		s = strings.TrimSpace(s)
		if _, name, ok := strings.Cut(s, "("); ok && strings.Contains(s, "@") { // mail@example.org (Name)
			s = strings.TrimSuffix(name, ")")
		}
		if s != "" && !strings.Contains(s, "@") && !isURL(s) {
			names = append(names, s)
		}
	}
	for _, c := range n.inside {
		switch {
		case c.is("dc", "creator"), c.is("itunes", "author") && len(names) == 0:
			add(c.all())
		case c.is("", "author") && c.child("", "name") != nil:
			add(c.value("", "name"))
		case c.is("", "author"):
			add(c.all())
		}
	}
	return strings.Join(distinct(names), ", ")
}

// distinct takes repeats out of a list.
func distinct(list []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// categories returns the first category as the section, the others as tags; of
// WordPress, which tells them apart, its tags as tags.
func (n *node) categories() (section string, tags []string) {
	var all []string
	for _, c := range n.inside {
		if !c.is("", "category") && !c.is("dc", "subject") {
			continue
		}
		s := strings.Join(strings.Fields(c.all()), " ")
		if s == "" {
			if s = c.attr("label"); s == "" {
				s = c.attr("term")
			}
		}
		switch {
		case s == "" || isURL(s) || isUncategorized(s) || strings.HasSuffix(c.attr("scheme"), "#kind"):
		case c.attr("domain") == "post_tag" || c.attr("domain") == "tag":
			tags = append(tags, s)
		case c.attr("domain") == "post_format" || c.attr("domain") == "nav_menu":
		default:
			all = append(all, s)
		}
	}
	if all = distinct(all); len(all) > 0 {
		section, tags = all[0], distinct(append(all[1:], tags...))
	}
	return section, tags
}

// isUncategorized tells the category of what has none.
func isUncategorized(s string) bool {
	switch foldName(s) {
	case "uncategorized", foldName("غير مصنف"), foldName("بدون تصنيف"), foldName("عام"):
		return true
	}
	return false
}

// headerTitle returns the title of the whole feed.
func headerTitle(header *node) string {
	for _, name := range []string{"channel", "Channel", "feed", "head"} {
		if n := header.find(name); n != nil {
			if s := n.value("", "title"); s != "" {
				return s
			}
		}
	}
	return ""
}

// notPost says why an entry of a backup of Blogger, or of a feed of comments, is
// no article; "" where it is one.
func notPost(n *node) string {
	for _, c := range n.inside {
		if c.is("", "category") && strings.HasSuffix(c.attr("scheme"), "#kind") {
			kind := c.attr("term")[strings.LastIndexByte(c.attr("term"), '#')+1:]
			if kind != "post" && kind != "page" {
				return "a " + kind + " of a blog"
			}
		}
	}
	if kind := n.value("blogger", "type"); kind != "" && kind != "POST" && kind != "PAGE" {
		return "a " + strings.ToLower(kind) + " of a blog"
	}
	if status := n.value("blogger", "status"); status != "" && status != "LIVE" {
		return "a post that is not published"
	}
	if n.child("thr", "in-reply-to") != nil {
		return "a comment of a blog"
	}
	if control := n.child("app", "control"); control != nil && control.value("app", "draft") == "yes" {
		return "a post that is not published"
	}
	return ""
}
