package corpus

import (
	"bytes"
	"encoding/base64"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode/utf8"
)

// readMHTML reads a page that was saved as one file with its pictures: the first
// part of HTML, or where that has no article, as a frame has none, the next.
func readMHTML(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		b, err := readAll(doc.input)
		if err != nil {
			yield(draft{}, lost(err))
			return
		}
		m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")))
		if err != nil {
			yield(draft{}, fault{what: "MHTML page: its head is broken", detail: err.Error(), next: "save the page anew"})
			return
		}
		address := m.Header.Get("Snapshot-Content-Location")
		var why error
		for _, p := range htmlParts(textproto.MIMEHeader(m.Header), m.Body, 0) {
			text, err := doc.decode(p.body, p.charset)
			var d draft
			if err == nil {
				from := p.address
				if address != "" {
					from = address
				}
				if !isAbsolute(from) || strings.HasPrefix(from, "file:") || strings.HasPrefix(from, "cid:") {
					from = ""
				}
				d, err = doc.page(text, from)
			}
			if err == nil {
				yield(d, nil)
				return
			}
			if why == nil {
				why = err
			}
		}
		if why == nil {
			why = fault{what: "MHTML page: no HTML in it", kind: true, next: "save the page anew, as HTML"}
		}
		yield(draft{}, why)
	}
}

// part is a part of a message.
type part struct {
	body    []byte
	charset string
	address string
}

// Bounds on messages: parts in one another, and parts.
const (
	maxPartDepth = 5
	maxParts     = 50
)

// htmlParts returns the parts of HTML of a message, in order.
func htmlParts(head textproto.MIMEHeader, body io.Reader, depth int) (parts []part) {
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/html"
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && depth < maxPartDepth:
		r := multipart.NewReader(body, params["boundary"])
		for len(parts) < maxParts {
			p, err := r.NextRawPart()
			if err != nil {
				break
			}
			parts = append(parts, htmlParts(p.Header, p, depth+1)...)
		}
	case kind == "text/html" || kind == "application/xhtml+xml":
		b, _ := readAll(decodedPart(head.Get("Content-Transfer-Encoding"), body)) // of a part that is cut, what there is
		if len(b) > 0 {
			address := strings.TrimSpace(head.Get("Content-Location"))
			if !utf8.ValidString(address) {
				address = ""
			}
			parts = append(parts, part{b, params["charset"], address})
		}
	}
	return parts
}

// decodedPart undoes the encoding of a part for the way.
func decodedPart(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}
