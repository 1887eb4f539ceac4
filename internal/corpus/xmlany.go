package corpus

import (
	"bytes"
	"iter"
	"strings"
)

// readXML reads XML, or SGML, of no further kind: records, where elements of one
// name follow one another, or one document. What their elements mean is told as
// of the keys of JSON.
func readXML(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		top, _ := parseXML(bytes.Clone([]byte(doc.head.text())))
		records := wholeXML(doc)
		if name := recordName(top, 0); name != "" {
			records = elementRecords(doc, name)
		}
		for d, err := range doc.drafts(records) {
			if !yield(d, err) {
				return
			}
		}
	}
}

// elementRecords makes records of the elements of a name.
func elementRecords(doc *document, name string) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for rec, err := range xmlRecords(doc, name) {
			r := record{number: rec.number, line: rec.line}
			if err == nil {
				r.fields = xmlFields(rec.node)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// maxWholeXML is how long a document may be that is one article.
const maxWholeXML = 8 << 20

// wholeXML makes one record of the document.
func wholeXML(doc *document) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		s, err := doc.readText()
		if err == nil && len(s) > maxWholeXML {
			err = fault{what: doc.kind.name + ": no list of articles, and too long for one", kind: true, next: asJSON}
		}
		if err != nil {
			yield(record{}, err)
			return
		}
		top, err := parseXML([]byte(s))
		for _, n := range top.inside {
			if n.name != "" {
				if size, _ := letters(n.all()); size < leastRecord {
					yield(record{}, fault{what: doc.kind.name + ": no text in it", kind: true, next: leaveOut})
					return
				}
				if !yield(record{fields: xmlFields(n)}, nil) {
					return
				}
				break
			}
		}
		if err != nil {
			yield(record{}, lost(err))
		}
	}
}

// paragraphs are elements that part a text, and no fields of a record.
var paragraphs = map[string]bool{"p": true, "para": true, "paragraph": true, "s": true, "sentence": true, "sent": true, "line": true, "l": true, "lb": true, "br": true, "seg": true, "w": true, "token": true, "tok": true, "word": true, "pb": true, "b": true, "i": true, "em": true, "strong": true, "a": true, "span": true, "div": true, "ul": true, "ol": true, "li": true, "table": true, "tr": true, "td": true, "h1": true, "h2": true, "h3": true, "h4": true, "hr": true, "img": true, "block": true, "media": true, "q": true, "quote": true, "blockquote": true, "note": true, "verse": true, "entity": true, "ne": true, "name": true}

// leastRecord is how many letters an element has on average that is an article.
const leastRecord = 60

// recordName returns the name of the elements that are records: the outermost
// that follow one another and have text enough.
func recordName(n *node, depth int) string {
	count, size := map[string]int{}, map[string]int{}
	for _, c := range n.inside {
		if name := strings.ToLower(c.name); name != "" && !paragraphs[name] {
			count[c.name]++
			all, _ := letters(c.all())
			size[c.name] += all
		}
	}
	best := ""
	for name, times := range count {
		if times > 1 && size[name] >= leastRecord*times && size[name] > size[best] {
			best = name
		}
	}
	if best != "" || depth > 5 {
		return best
	}
	for _, c := range n.inside {
		if c.name != "" {
			if name := recordName(c, depth+1); name != "" {
				return name
			}
		}
	}
	return ""
}

// xmlFields makes fields of what is in an element: of its attributes, and of the
// elements in it, in their order. Those of one name are put together.
func xmlFields(n *node) []field {
	f := fielder{at: map[string]int{}}
	f.element(n, "", 0)
	return f.fields
}

type fielder struct {
	fields []field
	at     map[string]int
}

func (f *fielder) add(key, value string) {
	if value = strings.TrimSpace(value); value == "" {
		return
	}
	if i, ok := f.at[key]; ok {
		f.fields[i].cell += "\n" + value
		return
	}
	f.at[key] = len(f.fields)
	f.fields = append(f.fields, field{key, cellOf(value)})
}

func cellOf(s string) value { return value{cell: s} }

// element adds an element under a path of names.
func (f *fielder) element(n *node, path string, depth int) {
	for _, a := range n.attrs {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && a.Name.Local != "name" {
			f.add(strings.TrimPrefix(path+"."+a.Name.Local, "."), a.Value)
		}
	}
	if isText(n) || depth > 20 {
		if path == "" {
			path = n.name
		}
		f.add(path, xmlProse(n))
		return
	}
	for _, c := range n.inside {
		if c.name == "" {
			continue
		}
		key := c.name
		if named := c.attr("name"); named != "" { // <field name="title"> of databases
			key = named
		}
		if path != "" && !isText(c) {
			key = path + "." + key
		}
		f.element(c, key, depth+1)
	}
}

// isText tells an element whose content is a text: letters beside elements, or
// nothing but paragraphs.
func isText(n *node) bool {
	for _, c := range n.inside {
		if c.name != "" && !paragraphs[strings.ToLower(c.name)] {
			return strings.TrimSpace(directText(n)) != ""
		}
	}
	return true
}

// directText is the text in an element that is in no other.
func directText(n *node) string {
	var b strings.Builder
	for _, c := range n.inside {
		b.WriteString(c.text)
	}
	return b.String()
}

// xmlProse is the text of an element, a paragraph a line.
func xmlProse(n *node) string {
	var w xmlText
	var walk func(*node)
	walk = func(n *node) {
		name := strings.ToLower(n.name)
		breaks := paragraphs[name] && len(name) > 1 && name != "em" && name != "span" && name != "strong" && name != "name" && name != "ne" && name != "entity" && name != "token" && name != "tok" && name != "word" || name == "p" || name == "l"
		if breaks {
			w.line()
		}
		if name == "w" || name == "token" || name == "tok" || name == "word" {
			w.space()
		}
		w.text(n.text)
		for _, c := range n.inside {
			walk(c)
		}
		if breaks {
			w.line()
		}
	}
	walk(n)
	return w.String()
}
