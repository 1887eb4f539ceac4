package corpus

import (
	"encoding/xml"
	"iter"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// readDOCX reads a document of Word as one article.
func readDOCX(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		var o officeDocument
		w := wordReader{office: &o, to: &o.paragraphs, styles: map[string]string{}}
		err := doc.tokens("word/styles.xml", w.style)
		if err == nil {
			err = doc.tokens(doc.mainPart(), w.token)
		}
		for _, part := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
			if err == nil {
				w.to = &o.notes
				err = doc.tokens(part, w.token)
			}
		}
		if err == nil {
			err = doc.properties(&o, "docProps/core.xml")
		}
		var d draft
		if err == nil {
			d, err = o.draft()
		}
		yield(d, err)
	}
}

var mainParts = pattern.New(`^word/document\d*\.xml$`)

// mainPart returns the name of the part that has the text.
func (in *input) mainPart() string {
	for _, f := range in.head.zip.File {
		if mainParts().MatchString(f.Name) {
			return f.Name
		}
	}
	return "word/document.xml"
}

// properties reads those that a part has as elements of their names.
func (in *input) properties(o *officeDocument, part string) error {
	name, text := "", ""
	return in.tokens(part, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			name, text = t.Name.Local, ""
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			if t.Name.Local == name {
				o.property(name, text)
			}
			name = ""
		}
		return nil
	})
}

// wordReader reads the paragraphs of a part. One may lie in another: in a frame.
type wordReader struct {
	office *officeDocument
	to     *[]paragraph
	styles map[string]string // the names of styles by their IDs, which are translated
	id     string            // of the style being read
	open   []*wordParagraph
	skip   int  // depth within what is left out
	inText bool // within the text of a run
}

type wordParagraph struct {
	paragraph
	b strings.Builder
}

// style reads the names of styles.
func (w *wordReader) style(t xml.Token) error {
	if t, ok := t.(xml.StartElement); ok {
		switch t.Name.Local {
		case "style":
			w.id = attribute(t, "styleId")
		case "name":
			if w.id != "" {
				w.styles[w.id] = strings.ToLower(attribute(t, "val"))
				w.id = ""
			}
		}
	}
	return nil
}

// leftOut are elements whose text is not that of the document: what was deleted,
// instructions of fields, and what is there once more for older programs.
var leftOut = map[string]bool{"del": true, "moveFrom": true, "instrText": true, "delText": true, "Fallback": true, "rPrChange": true, "pPrChange": true, "separator": true}

func (w *wordReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if w.skip > 0 || leftOut[t.Name.Local] {
			w.skip++
			return nil
		}
		return w.start(t)
	case xml.EndElement:
		if w.skip > 0 {
			w.skip--
			return nil
		}
		return w.end(t.Name.Local)
	case xml.CharData:
		if w.inText && w.skip == 0 {
			w.write(string(t))
		}
	}
	return nil
}

// write adds text to the innermost paragraph.
func (w *wordReader) write(s string) {
	if len(w.open) > 0 {
		w.open[len(w.open)-1].b.WriteString(s)
	}
}

func (w *wordReader) start(t xml.StartElement) error {
	if !strings.Contains(t.Name.Space, "wordprocessingml") {
		return nil
	}
	switch t.Name.Local {
	case "p":
		if len(w.open) < maxXMLDepth {
			w.open = append(w.open, &wordParagraph{})
		}
	case "pStyle":
		if len(w.open) > 0 {
			w.named(w.open[len(w.open)-1], attribute(t, "val"))
		}
	case "t":
		w.inText = true
	case "tab", "noBreakHyphen":
		w.write(map[string]string{"tab": " ", "noBreakHyphen": "-"}[t.Name.Local])
	case "br", "cr":
		w.write("\n")
	}
	return nil
}

// named marks a paragraph by the name of its style.
func (w *wordReader) named(p *wordParagraph, id string) {
	name := w.styles[id]
	if name == "" {
		name = strings.ToLower(id)
	}
	p.title = name == "title"
	if rest, ok := strings.CutPrefix(name, "heading"); ok {
		p.heading, _ = strconv.Atoi(strings.TrimSpace(rest))
	}
}

func (w *wordReader) end(name string) error {
	switch name {
	case "t":
		w.inText = false
	case "p":
		if n := len(w.open); n > 0 {
			p := w.open[n-1]
			w.open = w.open[:n-1]
			p.text = p.b.String()
			return w.office.add(w.to, p.paragraph)
		}
	}
	return nil
}

// attribute returns an attribute by its local name, "" where there is none.
func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
