package corpus

import (
	"fmt"
	"iter"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// readWXR reads an export of WordPress: its posts and pages that are published.
func readWXR(doc *document) iter.Seq2[draft, error] {
	var authors map[string]string
	return feedDrafts(doc, "item", func(rec *xmlRecord) (draft, string) {
		if authors == nil {
			authors = wordpressAuthors(rec.header)
		}
		if why := notPublished(rec.node); why != "" {
			return draft{}, why
		}
		d, _ := feedDraft(rec)
		d.body = strings.TrimSpace(rec.child("content", "encoded").markup())
		d.took(roleBody, d.body, "content:encoded")
		if d.body == "" {
			d.body = strings.TrimSpace(rec.child("excerpt", "encoded").markup())
			d.took(roleBody, d.body, "excerpt:encoded")
		}
		d.body = withoutShortcodes(d.body)
		if name := authors[d.author]; name != "" {
			d.author = name
		}
		if day := rec.value("wp", "post_date"); day != "" && !strings.HasPrefix(day, "0000") {
			d.published = append([]written{{day, "wp:post_date"}}, d.published...) // as the site shows it
		}
		return d, ""
	})
}

// wordpressAuthors returns the names that authors show, by those under which
// they log in.
func wordpressAuthors(header *node) map[string]string {
	names := map[string]string{}
	channel := header.find("channel")
	if channel == nil {
		return names
	}
	for _, c := range channel.inside {
		if c.is("wp", "author") {
			names[c.value("wp", "author_login")] = c.value("wp", "author_display_name")
		}
	}
	return names
}

// notPublished says why an item of an export is no article that was published;
// "" where it is one.
func notPublished(n *node) string {
	if kind := n.value("wp", "post_type"); kind != "" && kind != "post" && kind != "page" {
		return fmt.Sprintf("what WordPress calls %.40q, neither a post nor a page", kind)
	}
	if status := n.value("wp", "status"); status != "" && status != "publish" {
		return fmt.Sprintf("posts that are not published (%.20s)", status)
	}
	if n.value("wp", "post_password") != "" {
		return "posts with a password"
	}
	return ""
}

// shortcode is what WordPress puts something else for: [gallery ids="1,2"].
var shortcode = pattern.New(`\[(/?)([a-zA-Z][\w-]{1,40})((?:\s+[\w-]+\s*=\s*(?:"[^"\]]*"|'[^'\]]*'|&quot;[^\]]*?&quot;|[^\s\]"']+))*)\s*/?\]`)

// shortcodes without text that is to be read between their ends.
var emptyShortcodes = pattern.New(`(?s)\[(?:caption|wp_caption)\b[^\]]*\].*?\[/(?:caption|wp_caption)\]|\[(?:embed|audio|video|playlist|gallery|youtube|code)\b[^\]]*\][^\[]*?\[/(?:embed|audio|video|playlist|gallery|youtube|code)\]`)

// plainShortcodes are such as have no attributes and no end.
var plainShortcodes = map[string]bool{"gallery": true, "caption": true, "embed": true, "audio": true, "video": true, "playlist": true, "nextpage": true, "more": true, "toc": true}

// withoutShortcodes takes shortcodes out of a post. What stands in brackets is
// one if it has attributes, an end, or a name that is known.
func withoutShortcodes(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	s = emptyShortcodes().ReplaceAllString(s, "")
	ended := map[string]bool{}
	for _, m := range shortcode().FindAllStringSubmatch(s, -1) {
		if m[1] != "" {
			ended[m[2]] = true
		}
	}
	return shortcode().ReplaceAllStringFunc(s, func(code string) string {
		m := shortcode().FindStringSubmatch(code)
		if ended[m[2]] || m[3] != "" || plainShortcodes[m[2]] {
			return ""
		}
		return code
	})
}
