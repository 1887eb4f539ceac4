package corpus

import (
	"bytes"
	"encoding/xml"
	"html"
	"io"
	"strings"
	"unicode/utf8"
)

// node is an element of XML, or a text in one (its name is "" then).
type node struct {
	space, name string
	attrs       []xml.Attr
	text        string
	inside      []*node
}

// maxXMLDepth bounds how deep elements may lie in one another.
const maxXMLDepth = 200

// xmlDecoder reads XML as people write it: entities of HTML, elements that are
// not closed, signs that XML forbids. What it reads is UTF-8 already.
func xmlDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(&xmlCleaner{r: r})
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

// xmlCleaner makes spaces of the control characters that XML forbids, and that
// end the reading of it.
type xmlCleaner struct{ r io.Reader }

func (c *xmlCleaner) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b < ' ' && b != '\n' && b != '\t' && b != '\r' {
			p[i] = ' '
		}
	}
	return n, err
}

// parseXML makes a tree of XML, which it may change. Of broken XML the tree has
// what comes before it is broken.
func parseXML(b []byte) (*node, error) {
	d := xmlDecoder(bytes.NewReader(mendXML(b)))
	top := &node{}
	stack := []*node{top}
	for {
		t, err := d.RawToken()
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return top, err
		}
		last := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: t.Copy().Attr}
			last.inside = append(last.inside, n)
			if len(stack) < maxXMLDepth {
				stack = append(stack, n)
			}
		case xml.EndElement:
			stack = closeXML(stack, t.Name)
		case xml.CharData:
			last.inside = append(last.inside, &node{text: string(t)})
		}
	}
}

// closeXML closes an element, and those in it that were left open. An end that
// nothing has begun is passed over.
func closeXML(stack []*node, name xml.Name) []*node {
	for i := len(stack) - 1; i > 0; i-- {
		if stack[i].name == name.Local && stack[i].space == name.Space {
			return stack[:i]
		}
	}
	return stack
}

// mendXML escapes a < that begins no tag, and blanks references to characters
// that XML forbids, in b itself where it can.
func mendXML(b []byte) []byte {
	var out []byte
	done := 0
	lastData, lastComment := bytes.LastIndex(b, []byte("]]>")), bytes.LastIndex(b, []byte("-->"))
	for i := 0; i < len(b); i++ {
		at := bytes.IndexAny(b[i:], "<&")
		if at < 0 {
			break
		}
		i += at
		if b[i] == '&' {
			blankReference(b[i:min(len(b), i+12)])
			continue
		}
		rest := b[i+1:]
		end := -1
		switch {
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			end = lastData - i - 1
			if end > 0 {
				end = bytes.Index(rest, []byte("]]>"))
			}
		case bytes.HasPrefix(rest, []byte("!--")):
			end = lastComment - i - 1
			if end > 0 {
				end = bytes.Index(rest, []byte("-->"))
			}
		case len(rest) > 0 && (isNameStart(rest[0]) || rest[0] == '!' || rest[0] == '?') || len(rest) > 1 && rest[0] == '/' && isNameStart(rest[1]):
			end = 0
		}
		if end < 0 { // none, or one without an end
			out = append(append(out, b[done:i]...), "&lt;"...)
			done = i + 1
			continue
		}
		i += end
	}
	if done == 0 {
		return b
	}
	return append(out, b[done:]...)
}

// blankReference makes spaces of a reference to a character that XML forbids.
func blankReference(b []byte) {
	end := bytes.IndexByte(b, ';')
	if end < 0 || b[1] != '#' {
		return
	}
	r, n := utf8.DecodeRuneInString(html.UnescapeString(string(b[:end+1])))
	if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError && n > 0 || r == 0xfffe || r == 0xffff {
		for i := range b[:end+1] {
			b[i] = ' '
		}
	}
}

// is tells an element by its name and prefix.
func (n *node) is(space, name string) bool { return n.name == name && n.space == space }

// child returns the first element of a name, or nil.
func (n *node) child(space, name string) *node {
	if n != nil {
		for _, c := range n.inside {
			if c.is(space, name) {
				return c
			}
		}
	}
	return nil
}

// value returns the text of the first element of a name, in one line.
func (n *node) value(space, name string) string {
	return strings.Join(strings.Fields(n.child(space, name).all()), " ")
}

// attr returns an attribute, "" where there is none.
func (n *node) attr(name string) string {
	if n != nil {
		for _, a := range n.attrs {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
	}
	return ""
}

// all returns the text of an element and of what lies in it.
func (n *node) all() string {
	if n == nil {
		return ""
	}
	if len(n.inside) == 1 && n.inside[0].name == "" {
		return n.inside[0].text
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, c := range n.inside {
		c.write(b)
	}
}

// markup returns what lies in an element as HTML: a text as it stands, for it is
// markup that was escaped, and elements with their tags.
func (n *node) markup() string {
	if n == nil {
		return ""
	}
	for _, c := range n.inside {
		if c.name != "" {
			var b strings.Builder
			n.writeMarkup(&b)
			return b.String()
		}
	}
	return n.all()
}

func (n *node) writeMarkup(b *strings.Builder) {
	for _, c := range n.inside {
		if c.name == "" {
			b.WriteString(html.EscapeString(c.text))
			continue
		}
		b.WriteString("<" + c.name + ">")
		c.writeMarkup(b)
		b.WriteString("</" + c.name + ">")
	}
}
