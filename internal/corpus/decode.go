package corpus

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/internal/pattern"
)

// Bytes become text here and nowhere else; internal/charset knows how.

// text returns the first bytes as text, "" where they are none.
func (h *head) text() string {
	if h.decoded {
		return h.start.Text
	}
	h.decoded = true
	raw := h.raw
	if !h.all {
		raw = wholeRunes(raw)
	}
	if h.declared == "" {
		h.declared = declaredIn(raw)
	}
	h.start, h.err = charset.Decode(raw, h.declared)
	if h.err != nil {
		h.err = notText(h.err)
	}
	return h.start.Text
}

var (
	declaredByXML  = pattern.New(`^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']`)
	declaredByMeta = pattern.New(`(?i)<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})`)
)

// declaredIn returns the encoding that markup names, in the declaration of XML
// or in a meta element of HTML; "" where there is none.
func declaredIn(raw []byte) string {
	start := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(start) == 0 || start[0] != '<' {
		return ""
	}
	for _, re := range []*regexp.Regexp{declaredByXML(), declaredByMeta()} {
		if m := re.FindSubmatch(start); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// decodeError says why the first bytes are no text.
func (h *head) decodeError() error {
	h.text()
	return h.err
}

// wholeRunes takes a letter of UTF-8 that is cut off the end.
func wholeRunes(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if last := b[len(b)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return b[:len(b)-n]
			}
			break
		}
	}
	return b
}

// notText says that bytes are no text in any encoding.
func notText(err error) error {
	if errors.Is(err, charset.ErrBinary) {
		return fault{what: "binary file, not text", detail: err.Error(), next: "if it was a text, look whether it was copied whole", kind: true}
	}
	return fault{what: "no encoding explains its bytes", detail: err.Error(), next: "if you know its encoding: iconv -f NAME -t UTF-8 FILE"}
}

// readText reads the whole of a document as text and notes what was mended.
func (doc *document) readText() (string, error) {
	if doc.head.all {
		doc.noteAll(doc.head.start.Notes)
		return doc.head.text(), doc.head.err
	}
	b, err := readAll(doc.input)
	if err != nil {
		return "", lost(err)
	}
	t, err := charset.Decode(b, doc.head.declared)
	if err != nil {
		return "", notText(err)
	}
	doc.coding = t.Encoding
	doc.noteAll(t.Notes)
	return t.Text, nil
}

// stream returns a reader of the document as text. done notes what was mended,
// once all is read.
func (doc *document) stream() (r io.Reader, done func(), err error) {
	if doc.head.all {
		t := doc.head.text()
		if isMacText(t) {
			t = strings.ReplaceAll(t, "\r", "\n")
		}
		return strings.NewReader(t), func() { doc.noteAll(doc.head.start.Notes) }, doc.head.err
	}
	c, err := charset.NewReader(doc.input, doc.head.declared)
	if err != nil {
		return nil, nil, notText(err)
	}
	doc.coding = c.Encoding()
	if isMacText(doc.head.text()) {
		return macReader{c}, func() { doc.noteAll(c.Notes()) }, nil
	}
	return c, func() { doc.noteAll(c.Notes()) }, nil
}

// isMacText tells text whose lines end as those of old Macintoshes do.
func isMacText(s string) bool {
	return strings.Contains(s, "\r") && !strings.Contains(s, "\n")
}

// macReader reads such lines as others are.
type macReader struct{ r io.Reader }

func (m macReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// noteAll passes notes on.
func (doc *document) noteAll(notes []charset.Note) {
	for _, n := range notes {
		doc.note(0, noteText(n))
	}
}

// encoding returns what the text was read as, "" for what is none.
func (doc *document) encoding() string {
	if doc.coding == "" && doc.head.decoded && doc.head.err == nil {
		return doc.head.start.Encoding
	}
	return doc.coding
}

// decodeName decodes a name that stands for itself.
func decodeName(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return charset.Names([][]byte{[]byte(s)})[0]
}
