package corpus

import (
	"encoding/xml"
	"strings"

	"github.com/fihris-search/fihris/internal/dates"
)

// teiHeader is what the header says of the text.
type teiHeader struct {
	title, author, source string
	dates                 []written
}

// startHead takes an element of the header in.
func (t *teiReader) startHead(name string, e xml.StartElement) {
	n := &node{name: name, attrs: e.Attr}
	if t.head == nil {
		t.head, t.inHead = n, []*node{n}
		return
	}
	last := t.inHead[len(t.inHead)-1]
	last.inside = append(last.inside, n)
	if len(t.inHead) < maxXMLDepth {
		t.inHead = append(t.inHead, n)
	}
}

func (t *teiReader) closeHead(name string) {
	for i := len(t.inHead) - 1; i >= 0; i-- {
		if t.inHead[i].name != name {
			continue
		}
		if t.inHead = t.inHead[:i]; i == 0 {
			t.header, t.head = newTEIHeader(t.head), nil
		}
		return
	}
}

// newTEIHeader reads a header. The day on which the file was published is not
// that of the text.
func newTEIHeader(head *node) teiHeader {
	file := head.find("filedesc")
	titles := file.find("titlestmt")
	h := teiHeader{title: arabicOf(titles, "title"), author: arabicOf(titles, "author")}
	source := file.find("sourcedesc")
	if monogr := source.find("monogr"); monogr != nil {
		source = monogr
	}
	if s := arabicOf(source, "title"); s != h.title {
		h.source = s
	}
	for i, n := range []*node{head.find("creation"), source} {
		if date := n.find("date"); date != nil {
			for _, s := range []string{date.attr("when"), date.attr("value"), date.attr("from"), date.attr("notBefore"), date.all()} {
				if _, ok := dates.Parse(s); ok {
					h.dates = append(h.dates, written{strings.TrimSpace(s), [...]string{"creation/date", "sourceDesc//date"}[i]})
				}
			}
		}
	}
	return h
}

// arabicOf returns the text of the first element of a name that has Arabic
// letters, else of the first; where names are given in two scripts, the Arabic
// one.
func arabicOf(n *node, name string) string {
	best := ""
	if n == nil {
		return ""
	}
	for _, c := range n.inside {
		if c.name != name || c.attr("type") == "sub" {
			continue
		}
		s := ""
		for _, person := range c.inside {
			if _, arabic := letters(person.all()); person.name == "persname" && arabic > 0 && s == "" {
				s = person.all()
			}
		}
		if s == "" {
			s = c.all()
		}
		s = strings.Join(strings.Fields(s), " ")
		if _, arabic := letters(s); arabic > 0 {
			return s
		}
		if best == "" {
			best = s
		}
	}
	return best
}
