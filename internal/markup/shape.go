package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/fihris-search/fihris/internal/pattern"
)

const (
	attribute = `[^\s<>"'=/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)`
	flag      = `(?:nowrap|noshade|compact|hidden|controls|async|defer|allowfullscreen|disabled|checked|selected|download|open|loop|muted|autoplay|playsinline|reversed|itemscope|data-[a-z-]+)`
)

var (
	// tagPattern is a tag, as far as its shape goes: a name, then attributes with
	// values, or such as have none.
	tagPattern = pattern.New(`^<(/?)([a-zA-Z][a-zA-Z0-9:_-]*)(\s+(?:` + attribute + `|` + flag + `)(?:\s*` + attribute + `|\s+` + flag + `)*)?\s*/?>`)
	// cutPattern is a tag whose end was cut off with the end of the text.
	cutPattern = pattern.New(`^</?([a-zA-Z][a-zA-Z0-9]*)\s[^<>]*=[^<>]*$`)
	// entityPattern is a reference to a character.
	entityPattern = pattern.New(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});`)
)

const (
	cdataStart   = "<![CDATA["
	cdataEnd     = "]]>"
	commentStart = "<!--"
	commentEnd   = "-->"
)

// tag is what has the shape of a tag.
type tag struct {
	start, end int
	name       string // in lower case
	closing    bool   // </name>
	empty      bool   // <name/>
	attributes bool
}

// tagAt returns the tag that begins at s[i].
func tagAt(s string, i int) (tag, bool) {
	m := tagPattern().FindStringSubmatchIndex(s[i:])
	if m == nil {
		return tag{}, false
	}
	return tag{
		start: i, end: i + m[1], name: strings.ToLower(s[i+m[4] : i+m[5]]),
		closing: m[3] > m[2], empty: s[i+m[1]-2] == '/', attributes: m[6] >= 0,
	}, true
}

// IsMarkup reports whether s holds markup: a tag of HTML, a comment, CDATA, or
// a reference such as &nbsp; or &#1575;. A < or & in prose is none of these, nor
// is a name in angle brackets that HTML does not have.
func IsMarkup(s string) bool { return countTags(s, 1) > 0 || hasEntity(s) }

// plainly reports whether s is markup beyond doubt, so that one reference or
// one tag that a text is about is not.
func plainly(s string) bool {
	return countTags(s, 2) > 1 || len(entityPattern().FindAllStringIndex(s, 2)) > 1 && hasEntity(s)
}

// countTags counts tags, comments and the like, up to limit.
func countTags(s string, limit int) int {
	n := 0
	var seen names
	lastComment := -2 // not looked for
	for i := 0; n < limit; i++ {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			break
		}
		i += next
		if lastComment == -2 {
			lastComment = strings.LastIndex(s, commentEnd)
		}
		if strings.HasPrefix(s[i:], commentStart) && lastComment > i || strings.HasPrefix(s[i:], cdataStart) || declaration(s[i:]) > 0 {
			n++
			continue
		}
		t, ok := tagAt(s, i)
		if !ok {
			continue
		}
		if seen == nil && !isElement(t.name) {
			seen = namesOf(s)
		}
		if seen.isTag(t) {
			n++
		}
	}
	return n
}

// maxDeclaration is how long a document type may be.
const maxDeclaration = 1000

// declaration returns the length of the document type or the processing
// instruction that s begins with, 0 if there is none.
func declaration(s string) int {
	const doctype = "<!doctype"
	s = s[:min(len(s), maxDeclaration)]
	if len(s) < len(doctype) || !strings.EqualFold(s[:len(doctype)], doctype) && !strings.HasPrefix(s, "<?xml") {
		return 0
	}
	return strings.IndexByte(s, '>') + 1
}

// names says of the names of tags where they were last closed, and which were
// opened.
type names map[string]*struct {
	opened    bool
	lastClose int
}

func namesOf(s string) names {
	all := names{}
	for i := 0; ; i++ {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			return all
		}
		i += next
		t, ok := tagAt(s, i)
		if !ok {
			continue
		}
		n := all[t.name]
		if n == nil {
			n = &struct {
				opened    bool
				lastClose int
			}{lastClose: -1}
			all[t.name] = n
		}
		if t.closing {
			n.lastClose = i
		} else {
			n.opened = true
		}
	}
}

// isTag reports whether what has the shape of a tag is one: its name is one of
// HTML or of a namespace, or it has attributes, or it is opened and closed.
func (n names) isTag(t tag) bool {
	if isElement(t.name) || strings.ContainsAny(t.name, ":-") || t.attributes {
		return true
	}
	e := n[t.name]
	return e != nil && e.opened && e.lastClose >= 0
}

// closedAfter reports whether the element that t opens is closed.
func (n names) closedAfter(t tag) bool {
	e := n[t.name]
	return e != nil && e.lastClose > t.start
}

// isElement reports whether HTML has an element of that name.
func isElement(name string) bool { return elements[atom.Lookup([]byte(name))] }

func hasEntity(s string) bool {
	for _, e := range entityPattern().FindAllString(s, -1) {
		if plain := html.UnescapeString(e); plain != e && !strings.HasSuffix(plain, ";") { // &notin is one, &notice; is none
			return true
		}
	}
	return false
}
