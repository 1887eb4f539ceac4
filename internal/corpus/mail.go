package corpus

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/fihris-search/fihris/internal/charset"
	"github.com/fihris-search/fihris/internal/markup"
	"github.com/fihris-search/fihris/internal/pattern"
)

// readEML reads one message as an article.
func readEML(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		b, err := readAll(doc.input)
		if err != nil {
			yield(draft{}, lost(err))
			return
		}
		yield(doc.message(b))
	}
}

// readMbox reads the messages of a mailbox one after the other.
func readMbox(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		number := 0
		for b, err := range messages(doc.input.Reader) {
			number++
			var d draft
			if err == nil {
				d, err = doc.message(b)
			}
			if d.record = number; !yield(d, err) {
				return
			}
		}
	}
}

// messageStart begins a message in a mailbox: From, an address, a day and a time.
var messageStart = pattern.New(`^From \S.*\d\d:\d\d`)

// messages yields the messages of a mailbox. One that is too long is an error, and
// reading goes on after it.
func messages(r *bufio.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		var b []byte
		long, begun, blank := false, false, true
		flush := func() bool {
			message, err := b, error(nil)
			if long {
				message, err = nil, errTooLong
			}
			b, long = nil, false
			return !begun || yield(message, err)
		}
		for {
			line, err := readLine(r)
			switch {
			case errors.Is(err, errTooLong):
				long = true
			case err == io.EOF:
				flush()
				return
			case err != nil:
				if flush() {
					yield(nil, lost(err))
				}
				return
			case blank && messageStart().Match(line):
				if !flush() {
					return
				}
				begun = true
				continue
			}
			blank = len(bytes.TrimRight(line, "\r\n")) == 0
			if quoted := bytes.TrimLeft(line, ">"); len(quoted) < len(line) && bytes.HasPrefix(quoted, []byte("From ")) {
				line = line[1:]
			}
			if long = long || len(b)+len(line) > maxDocument; !long {
				b = append(b, line...)
			}
		}
	}
}

// message makes a draft of a message: the subject is the title, the sender the
// author, its text the body.
func (doc *document) message(b []byte) (draft, error) {
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")))
	if err != nil {
		return draft{}, fault{what: "a message without a head", detail: err.Error(), next: "look whether it was copied whole"}
	}
	head := textproto.MIMEHeader(m.Header)
	d := draft{
		title: headerText(head.Get("Subject")), plain: true,
		id: strings.Trim(strings.TrimSpace(head.Get("Message-Id")), "<>"),
	}
	d.author, d.source = sender(head.Get("From")), listName(head.Get("List-Id"))
	if date := head.Get("Date"); date != "" {
		d.published = []written{{date, "Date"}}
	}
	p := parts{}
	p.read(head, m.Body, 0)
	d.body = p.text()
	d.body = withoutSignature(unixLines(d.body))
	d.took(roleTitle, d.title, "Subject")
	d.took(roleAuthor, d.author, "From")
	d.took(roleSource, d.source, "List-Id")
	d.took(roleID, d.id, "Message-ID")
	d.took(roleBody, d.body, "the text")
	if p.files > 0 {
		doc.note(0, "files attached to messages, left out")
	}
	return d, nil
}

// words2047 reads the words of headers that are encoded.
var words2047 = mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxDocument))
	if err != nil {
		return nil, err
	}
	return strings.NewReader(decoded(b, name)), nil
}}

// headerText reads a header, whose letters may be encoded, or bytes that no one
// declared.
func headerText(s string) string {
	s = decoded([]byte(s), "")
	if text, err := words2047.DecodeHeader(s); err == nil {
		s = text
	}
	return strings.Join(strings.Fields(s), " ")
}

// decoded reads bytes as text; what means nothing becomes U+FFFD.
func decoded(b []byte, declared string) string {
	t, err := charset.Decode(b, declared)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return t.Text
}

// sender returns the name of who sent a message, else the address.
func sender(from string) string {
	p := mail.AddressParser{WordDecoder: &words2047}
	if a, err := p.Parse(decoded([]byte(from), "")); err == nil {
		if a.Name != "" {
			return headerText(a.Name) // in quotes they are encoded words, too
		}
		return a.Address
	}
	name, _, _ := strings.Cut(headerText(from), "<")
	return strings.Trim(name, "\" ")
}

// listName returns the name of a list of mail: the text before its address, or
// that.
func listName(id string) string {
	name, address, _ := strings.Cut(headerText(id), "<")
	if name = strings.Trim(name, "\" "); name == "" {
		name = strings.TrimSuffix(address, ">")
	}
	return name
}

// parts are the texts of a message, as text and as HTML.
type parts struct {
	plain, html string
	seen, files int
}

var addresses = pattern.New(`\w+://\S+`)

// text returns the better of the two: a text that only says where to read the
// message is none.
func (p *parts) text() string {
	plain, _ := letters(addresses().ReplaceAllString(p.plain, ""))
	if html, _ := letters(p.html); 5*plain < html {
		return p.html
	}
	return p.plain
}

// read takes the text of a part, and of the parts in it.
func (p *parts) read(head textproto.MIMEHeader, body io.Reader, depth int) {
	if p.seen++; p.seen > maxParts {
		return
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(head.Get("Content-Type")), ";")
	}
	disposition, _, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		if depth < maxPartDepth {
			p.inside(multipart.NewReader(body, params["boundary"]), depth)
		}
	case kind == "message/rfc822" && disposition != "attachment":
		if m, err := mail.ReadMessage(decodedPart(head.Get("Content-Transfer-Encoding"), body)); err == nil && depth < maxPartDepth {
			p.read(textproto.MIMEHeader(m.Header), m.Body, depth+1)
		}
	case disposition == "attachment" || kind != "" && !strings.HasPrefix(kind, "text/"):
		p.files++
	case kind == "text/html":
		if b, err := readAll(decodedPart(head.Get("Content-Transfer-Encoding"), body)); err == nil || len(b) > 0 {
			p.html += markup.Text(decoded(b, params["charset"])) + "\n"
		}
	case kind == "" || kind == "text/plain" || kind == "text":
		if b, err := readAll(decodedPart(head.Get("Content-Transfer-Encoding"), body)); err == nil || len(b) > 0 {
			text := unixLines(decoded(b, params["charset"]))
			if strings.EqualFold(params["format"], "flowed") {
				text = unflowed(text)
			}
			p.plain += text + "\n"
		}
	default:
		p.files++ // calendars, cards
	}
}

// inside reads the parts of a part.
func (p *parts) inside(r *multipart.Reader, depth int) {
	for p.seen < maxParts {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		p.read(part.Header, part, depth+1)
	}
}

// unflowed joins the lines that a program broke: those that end in a space.
func unflowed(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(text, " ") && text != "-- " {
			b.WriteString(text)
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}

// footers begin what lists put under every message.
var footers = pattern.New(`(?m)^(?:-- $|_{20,}\s*$|-{2,}~-{2,}|You received this message because|To unsubscribe from this group|لإلغاء اشتراكك|لإلغاء الاشتراك|تلقّيت هذه الرسالة لأنك مشترك|تلقيت هذه الرسالة لأنك مشترك)`)

// withoutSignature cuts the signature and what a list adds, if there is a text
// before it.
func withoutSignature(s string) string {
	if at := footers().FindStringIndex(s); at != nil && strings.TrimSpace(s[:at[0]]) != "" {
		s = s[:at[0]]
	}
	return strings.TrimSpace(s)
}
