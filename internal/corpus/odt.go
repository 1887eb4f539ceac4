package corpus

import (
	"encoding/xml"
	"iter"
	"strconv"
	"strings"
)

// readODT reads an OpenDocument text as one article.
func readODT(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		var o officeDocument
		err := doc.tokens("META-INF/manifest.xml", func(t xml.Token) error {
			if t, ok := t.(xml.StartElement); ok && t.Name.Local == "encryption-data" {
				return errLocked
			}
			return nil
		})
		if err == nil {
			w := odtReader{office: &o, titles: map[string]bool{"Title": true}}
			err = doc.tokens("content.xml", w.token)
		}
		if err == nil {
			err = doc.properties(&o, "meta.xml")
		}
		var d draft
		if err == nil {
			d, err = o.draft()
		}
		yield(d, err)
	}
}

// odtReader reads the paragraphs of the text.
type odtReader struct {
	office *officeDocument
	titles map[string]bool // the styles that are made of that of titles
	open   []*wordParagraph
	skip   int // depth within what is left out
	note   int // depth within a note
}

// leftOutODT are elements whose text is not that of the document.
var leftOutODT = map[string]bool{"tracked-changes": true, "annotation": true, "note-citation": true, "forms": true, "scripts": true, "sequence-decls": true, "table-of-content": true}

func (w *odtReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if w.skip > 0 || leftOutODT[t.Name.Local] {
			w.skip++
			return nil
		}
		w.start(t)
	case xml.EndElement:
		if w.skip > 0 {
			w.skip--
			return nil
		}
		return w.end(t.Name.Local)
	case xml.CharData:
		if n := len(w.open); n > 0 && w.skip == 0 {
			w.open[n-1].b.WriteString(strings.ReplaceAll(string(t), "\n", " "))
		}
	}
	return nil
}

func (w *odtReader) start(t xml.StartElement) {
	write := func(s string) {
		if n := len(w.open); n > 0 {
			w.open[n-1].b.WriteString(s)
		}
	}
	switch t.Name.Local {
	case "style":
		if w.titles[attribute(t, "parent-style-name")] {
			w.titles[attribute(t, "name")] = true
		}
	case "p", "h":
		if len(w.open) == maxXMLDepth {
			return
		}
		p := &wordParagraph{}
		p.title = w.titles[attribute(t, "style-name")]
		if t.Name.Local == "h" {
			p.heading = 1
			if level, err := strconv.Atoi(attribute(t, "outline-level")); err == nil {
				p.heading = level
			}
		}
		w.open = append(w.open, p)
	case "note":
		w.note++
	case "s", "tab":
		write(" ")
	case "line-break":
		write("\n")
	}
}

func (w *odtReader) end(name string) error {
	switch name {
	case "note":
		w.note--
	case "p", "h":
		n := len(w.open)
		if n == 0 {
			return nil
		}
		p := w.open[n-1]
		w.open = w.open[:n-1]
		p.text = p.b.String()
		if w.note > 0 {
			return w.office.add(&w.office.notes, p.paragraph)
		}
		return w.office.add(&w.office.paragraphs, p.paragraph)
	}
	return nil
}
