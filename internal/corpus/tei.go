package corpus

import (
	"encoding/xml"
	"io"
	"iter"
	"strings"
)

// readTEI reads a document of the Text Encoding Initiative (P3 to P5): a book or
// a text is one article, an issue of a journal as many as it has, and of a corpus
// each text.
func readTEI(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		stream, done, err := doc.stream()
		if err != nil {
			yield(draft{}, err)
			return
		}
		defer done()
		t := teiReader{yield: yield, note: doc.note}
		bound := &bounded{r: stream}
		d := xmlDecoder(bound)
		bound.used = func() int64 { return d.InputOffset() - int64(t.size()) }
		t.run(d)
		if !t.stopped && t.given == 0 {
			yield(draft{}, fault{what: doc.kind.name + ": no text in it", kind: true, next: leaveOut})
		}
	}
}

// teiReader reads the elements of a document as they come.
type teiReader struct {
	yield   func(draft, error) bool
	note    noter
	stopped bool
	many    bool // it is a corpus of texts
	given   int
	header  teiHeader
	head    *node // the header while it is read
	inHead  []*node
	open    []teiElement
	units   []*teiUnit // the text, and the articles in it that are open
}

// teiElement is an open element.
type teiElement struct {
	name    string
	skip    bool // what is in it is not read
	unit    bool // it is an article
	section bool // it has articles
	into    teiPlace
}

// teiPlace says where text goes.
type teiPlace int

const (
	teiBody teiPlace = iota
	teiTitle
	teiNote
	teiByline
)

// teiUnit is an article, or the whole.
type teiUnit struct {
	title, body, notes, byline xmlText
	section                    string
	articles                   int // in it
}

// size is how much text is held.
func (t *teiReader) size() (n int) {
	for _, u := range t.units {
		n += u.body.Len() + u.notes.Len()
	}
	return n
}

// teiArticles are the types of divisions that are articles of their own.
var teiArticles = map[string]bool{"item": true, "article": true, "story": true, "news": true, "newsitem": true, "editorial": true, "report": true, "column": true, "letter": true, "review": true, "interview": true, "obituary": true, "advert": true, "advertisement": true, "مقال": true, "مقالة": true, "خبر": true}

// teiSkipped hold no text of the article: what was corrected, titles of running
// pages, other readings.
var teiSkipped = map[string]bool{"fw": true, "figdesc": true, "rdg": true, "del": true, "surplus": true, "facsimile": true, "standoff": true, "sourcedoc": true, "desc": true, "metamark": true, "interp": true, "interpgrp": true, "spangrp": true, "linkgrp": true}

// teiChosen are skipped within <choice>, where the other reading stands beside.
var teiChosen = map[string]bool{"sic": true, "orig": true, "abbr": true}

// teiLines begin and end a line.
var teiLines = map[string]bool{"p": true, "head": true, "l": true, "lg": true, "ab": true, "div": true, "div0": true, "div1": true, "div2": true, "div3": true, "div4": true, "div5": true, "div6": true, "div7": true, "item": true, "list": true, "row": true, "table": true, "sp": true, "speaker": true, "quote": true, "byline": true, "dateline": true, "opener": true, "closer": true, "signed": true, "salute": true, "trailer": true, "argument": true, "epigraph": true, "figure": true, "body": true, "front": true, "back": true, "text": true, "u": true, "milestone": true, "docauthor": true, "docdate": true, "titlepart": true}

func (t *teiReader) run(d *xml.Decoder) {
	for !t.stopped {
		tok, err := d.RawToken()
		if err != nil {
			t.end(err)
			return
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			t.start(tok.Copy())
		case xml.EndElement:
			t.close(strings.ToLower(tok.Name.Local))
		case xml.CharData:
			t.text(string(tok))
		}
	}
}

// end gives what was read of a document that ends, well or badly.
func (t *teiReader) end(err error) {
	if err == io.EOF && len(t.open) > 0 {
		err = io.ErrUnexpectedEOF
	}
	for len(t.units) > 0 && !t.stopped {
		t.give()
	}
	if err != io.EOF && !t.stopped {
		t.given++
		t.yield(draft{}, lost(err))
	}
}

func (t *teiReader) start(e xml.StartElement) {
	name := strings.ToLower(e.Name.Local)
	if t.head != nil || name == "teiheader" {
		t.startHead(name, e)
		return
	}
	el := teiElement{name: name}
	if n := len(t.open); n > 0 {
		el.skip, el.into = t.open[n-1].skip, t.open[n-1].into
	}
	kind, subtype := "", ""
	for _, a := range e.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "type":
			kind = strings.ToLower(a.Value)
		case "subtype":
			subtype = strings.ToLower(a.Value)
		}
	}
	parent := ""
	if len(t.open) > 0 {
		parent = t.open[len(t.open)-1].name
	}
	isDiv := strings.HasPrefix(name, "div")
	switch {
	case strings.HasPrefix(name, "teicorpus"):
		t.many = true
	case name == "text" && len(t.units) == 0 || name == "text" && parent == "group":
		el.unit = true
	case isDiv && (teiArticles[kind] || teiArticles[subtype]) && len(t.units) == 1, isDiv && (kind == "item" || kind == "article") && len(t.units) > 1 && len(t.units) < 5:
		el.unit = true
	case isDiv && len(t.units) == 1:
		el.section = true
	case teiSkipped[name] || parent == "choice" && teiChosen[name]:
		el.skip = true
	case name == "note":
		el.into = teiNote
	}
	if el.unit {
		t.begin()
		el.into = teiBody
	}
	if u := t.unit(); u != nil && !el.skip {
		t.place(&el, u, parent)
		t.mark(name, e.Attr)
	}
	if len(t.open) < maxXMLDepth {
		t.open = append(t.open, el)
	}
}

// place says where the text of an element goes.
func (t *teiReader) place(el *teiElement, u *teiUnit, parent string) {
	switch {
	case el.into != teiBody:
	case el.name == "head" && len(t.units) > 1 && u.title.Len() == 0 && u.body.Len() < leastOfIssue:
		el.into = teiTitle
	case el.name == "head" && len(t.units) == 1 && strings.HasPrefix(parent, "div"):
		u.title.Reset() // of the section: it may have articles
		el.into = teiTitle
	case (el.name == "byline" || el.name == "docauthor") && u.byline.Len() == 0:
		el.into = teiByline
	}
}

// mark sets apart what an element sets apart.
func (t *teiReader) mark(name string, attrs []xml.Attr) {
	w := t.writer()
	switch {
	case name == "lb" || name == "pb" || name == "cb" || name == "gb":
		for _, a := range attrs {
			if strings.EqualFold(a.Name.Local, "break") && a.Value == "no" {
				w.join()
				return
			}
		}
		if name == "lb" {
			w.lineBreak()
			return
		}
		w.space()
	case name == "w" || name == "caesura" || name == "cell" || name == "seg" || name == "s":
		w.space()
	case teiLines[name]:
		w.line()
	}
}

func (t *teiReader) unit() *teiUnit {
	if len(t.units) == 0 {
		return nil
	}
	return t.units[len(t.units)-1]
}

// writer returns where text goes.
func (t *teiReader) writer() *xmlText {
	u := t.unit()
	if n := len(t.open); n > 0 {
		switch t.open[n-1].into {
		case teiTitle:
			return &u.title
		case teiNote:
			return &u.notes
		case teiByline:
			return &u.byline
		}
	}
	return &u.body
}

func (t *teiReader) begin() {
	u := &teiUnit{}
	if len(t.units) > 0 {
		u.section = strings.Join(strings.Fields(t.units[0].title.String()), " ")
		t.units[0].articles++
	}
	t.units = append(t.units, u)
}

func (t *teiReader) text(s string) {
	if t.head != nil {
		last := t.inHead[len(t.inHead)-1]
		last.inside = append(last.inside, &node{text: s})
		return
	}
	if t.unit() != nil && (len(t.open) == 0 || !t.open[len(t.open)-1].skip) {
		t.writer().text(s)
	}
}

func (t *teiReader) close(name string) {
	if t.head != nil {
		t.closeHead(name)
		return
	}
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i].name != name {
			continue
		}
		for len(t.open) > i {
			t.pop()
		}
		return
	}
}

// pop closes the innermost element.
func (t *teiReader) pop() {
	el := t.open[len(t.open)-1]
	u := t.unit()
	if u != nil && !el.skip && teiLines[el.name] {
		t.writer().line()
	}
	if u != nil && el.name == "note" {
		u.notes.line()
	}
	if u != nil && el.into == teiTitle && el.name == "head" && len(t.units) == 1 {
		u.body.line() // a heading within the text is part of it
		u.body.text(u.title.String())
		u.body.line()
	}
	if u != nil && el.into == teiByline && (el.name == "byline" || el.name == "docauthor") {
		u.body.line()
		u.body.text(u.byline.String())
		u.body.line()
	}
	t.open = t.open[:len(t.open)-1]
	if el.unit {
		t.give()
	}
	if el.section && u != nil && len(t.units) == 1 {
		u.title.Reset()
	}
}
