package corpus

import (
	"iter"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
	"github.com/fihris-search/fihris/internal/wikitext"
)

// readWiki reads a dump of MediaWiki, a page an article: those of articles, as
// they stand last, without redirects, templates, talk and what else has a
// namespace of its own.
func readWiki(doc *document) iter.Seq2[draft, error] {
	var w *wiki
	return feedDrafts(doc, "page", func(rec *xmlRecord) (draft, string) {
		if w == nil {
			w = newWiki(rec.header)
		}
		return w.draft(rec.node)
	})
}

// wiki is what the dump says of the whole wiki.
type wiki struct {
	site, base        string
	spaces            map[string]bool // names of namespaces other than that of articles
	files, categories []string
}

// usualSpaces are names of namespaces that dumps of old versions do not say.
var usualSpaces = strings.Fields("talk user user_talk wikipedia project file image mediawiki template help category portal module special media نقاش مستخدم نقاش_المستخدم ويكيبيديا ملف صورة ميدياويكي قالب مساعدة تصنيف بوابة وحدة خاص وسائط")

func newWiki(header *node) *wiki {
	w := &wiki{spaces: map[string]bool{}}
	for _, name := range usualSpaces {
		w.spaces[strings.ReplaceAll(name, "_", " ")] = true
	}
	info := header.find("siteinfo")
	if info == nil {
		return w
	}
	w.site = info.value("", "sitename")
	if base := info.value("", "base"); strings.Contains(base, "/") {
		w.base = base[:strings.LastIndexByte(base, '/')+1]
	}
	if list := info.child("", "namespaces"); list != nil {
		for _, n := range list.inside {
			name := strings.TrimSpace(n.all())
			switch key := n.attr("key"); {
			case n.name == "" || key == "0" || name == "":
				continue
			case key == "6":
				w.files = append(w.files, name)
			case key == "14":
				w.categories = append(w.categories, name)
			}
			w.spaces[strings.ToLower(name)] = true
		}
	}
	return w
}

// draft makes a draft of a page, or says why it is no article.
func (w *wiki) draft(page *node) (draft, string) {
	title := page.value("", "title")
	revision := lastRevision(page)
	if ns := page.value("", "ns"); ns != "" && ns != "0" || ns == "" && w.hasSpace(title) {
		return draft{}, "pages of a wiki that are no articles (talk, templates, categories and the like)"
	}
	text := revision.child("", "text").all()
	switch model := revision.value("", "model"); {
	case page.child("", "redirect") != nil || wikitext.Redirect(text):
		return draft{}, "redirects of a wiki"
	case model != "" && model != "wikitext":
		return draft{}, "pages of a wiki that are programs or data"
	}
	body, categories := wikitext.Text(text, w.files, w.categories)
	if body == "" {
		return draft{}, "pages of a wiki without text"
	}
	d := draft{id: page.value("", "id"), title: title, body: body, plain: true, source: w.site, tags: distinct(categories)}
	if w.base != "" {
		d.url = w.base + strings.ReplaceAll(title, " ", "_")
		d.id = "" // a number is that of a page in one wiki only
	}
	if when := revision.value("", "timestamp"); when != "" {
		d.published = []written{{when, "timestamp"}}
	}
	d.took(roleTitle, title, "title")
	d.took(roleBody, body, "text")
	d.took(roleSource, w.site, "sitename")
	d.took(roleURL, d.url, "base and title")
	d.took(roleTags, strings.Join(d.tags, ""), "the categories")
	return d, ""
}

// hasSpace tells a title that begins with the name of a namespace.
func (w *wiki) hasSpace(title string) bool {
	space, _, ok := strings.Cut(title, ":")
	return ok && (w.spaces[strings.ToLower(strings.TrimSpace(space))] || talkSpace().MatchString(space))
}

var talkSpace = pattern.New(`(?i)^(?:نقاش .+|.+ talk)$`)

// lastRevision returns the newest state of a page; a dump may have them all.
func lastRevision(page *node) (last *node) {
	when := ""
	for _, c := range page.inside {
		if c.is("", "revision") {
			if t := c.value("", "timestamp"); last == nil || t >= when {
				last, when = c, t
			}
		}
	}
	if last == nil {
		return &node{}
	}
	return last
}
