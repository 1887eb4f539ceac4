package markup

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// sound returns markup of which the tokenizer loses no text, and whether its
// lines are broken by elements. A < that begins no tag is escaped; comments,
// declarations and the marks of CDATA are taken out, and so are the tags of
// elements that would swallow the rest, because they are never closed.
func sound(s string) (fixed string, structured bool) {
	s = strings.NewReplacer(cdataStart, "", cdataEnd, "").Replace(s)
	p := pruner{s: s, seen: namesOf(s), lastComment: strings.LastIndex(s, commentEnd)}
	p.b.Grow(len(s))
	for {
		next := strings.IndexByte(s[p.at:], '<')
		if next < 0 {
			p.b.WriteString(s[p.at:])
			return p.b.String(), p.structured
		}
		p.b.WriteString(s[p.at : p.at+next])
		p.at += next
		p.at += p.bracket()
	}
}

type pruner struct {
	s           string
	at          int
	seen        names
	lastComment int // where the last one ends
	structured  bool
	b           strings.Builder
}

// bracket writes what becomes of the < at hand and what belongs to it, and
// returns its length.
func (p *pruner) bracket() int {
	rest := p.s[p.at:]
	if strings.HasPrefix(rest, commentStart) {
		if p.lastComment <= p.at {
			return len(commentStart)
		}
		return strings.Index(rest, commentEnd) + len(commentEnd)
	}
	if n := declaration(rest); n > 0 {
		return n
	}
	if t, ok := tagAt(p.s, p.at); ok && p.seen.isTag(t) {
		p.tag(t)
		return t.end - t.start
	}
	if m := cutPattern().FindStringSubmatch(rest); m != nil && isElement(strings.ToLower(m[1])) {
		return len(rest)
	}
	p.b.WriteString("&lt;")
	return 1
}

// tag writes a tag, unless it would swallow text.
func (p *pruner) tag(t tag) {
	a := atom.Lookup([]byte(t.name))
	p.structured = p.structured || isBlock[a] || a == atom.Br
	swallows := isDropped[a] || a == atom.Plaintext || a == atom.Xmp || a == atom.Title
	if swallows && !t.closing && (t.empty || !p.seen.closedAfter(t)) {
		return
	}
	p.b.WriteString(p.s[t.start:t.end])
}
