package corpus

import (
	"encoding/xml"
	"fmt"
	"iter"
	"strings"
)

// maxTimeML is how long a text may be, which is held three times.
const maxTimeML = 16 << 20

// readTimeML reads a text in which times and events are marked: the text
// without the marks, its title and the day on which it was made where they stand
// apart.
func readTimeML(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err == nil && len(s) > maxTimeML {
			err = fault{what: fmt.Sprintf("a TimeML document longer than %d MB", maxTimeML>>20), next: "split it into articles"}
		}
		if err != nil {
			yield(draft{}, err)
			return
		}
		t := timeML{d: draft{plain: true}}
		d := xmlDecoder(strings.NewReader(string(mendXML([]byte(s)))))
		for err == nil {
			var tok xml.Token
			if tok, err = d.RawToken(); err == nil {
				t.token(tok)
			}
		}
		body := strings.ReplaceAll(unixLines(t.body.String()), "\ufeff", "")
		if t.d.title == "" {
			t.d.title, body = parseText(body)
			t.d.took(roleTitle, t.d.title, "the first line")
		}
		t.d.body = strings.TrimSpace(body)
		if err := checkProse(t.d.title + t.d.body); err != nil {
			yield(draft{}, fault{what: doc.kind.name + ": no text in it", kind: true, next: leaveOut})
			return
		}
		if yield(t.d, nil) && d.InputOffset() < int64(len(strings.TrimRight(s, " \n\r\t\x00"))) {
			yield(draft{}, lost(err))
		}
	}
}

// timeML is such a text while it is read.
type timeML struct {
	d    draft
	body strings.Builder
	open []string
	text strings.Builder // of the element that stands apart
}

// apart is what stands beside the text.
var apart = map[string]bool{"DOCID": true, "DOCNO": true, "DCT": true, "TITLE": true, "EXTRAINFO": true, "HEADLINE": true, "DATE_TIME": true, "ENAMEX_ID": true}

func (t *timeML) token(tok xml.Token) {
	switch tok := tok.(type) {
	case xml.StartElement:
		name := strings.ToUpper(tok.Name.Local)
		created := len(t.open) > 0 && t.open[0] == "DCT"
		value := ""
		for _, a := range tok.Attr {
			switch a.Name.Local {
			case "functionInDocument":
				created = created || a.Value == "CREATION_TIME" || a.Value == "PUBLICATION_TIME"
			case "value":
				value = a.Value
			}
		}
		if name == "TIMEX3" && created && value != "" {
			t.d.published = append(t.d.published, written{value, name})
		}
		if len(t.open) > 0 || apart[name] {
			t.open = append(t.open, name)
		}
	case xml.EndElement:
		if n := len(t.open); n > 0 && t.open[n-1] == strings.ToUpper(tok.Name.Local) {
			if t.open = t.open[:n-1]; n == 1 {
				t.stood(strings.ToUpper(tok.Name.Local))
			}
		}
	case xml.CharData:
		if len(t.open) > 0 {
			t.text.Write(tok)
			return
		}
		t.body.Write(tok)
	}
}

// stood takes in an element that stood apart.
func (t *timeML) stood(name string) {
	s := strings.Join(strings.Fields(t.text.String()), " ")
	t.text.Reset()
	switch name {
	case "TITLE", "HEADLINE":
		t.d.title = s
		t.d.took(roleTitle, s, name)
	case "DCT", "DATE_TIME":
		if s != "" && len(t.d.published) == 0 {
			t.d.published = append(t.d.published, written{s, name})
		}
	}
}
