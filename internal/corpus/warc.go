package corpus

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/charset"
)

// readWARC reads the pages of an archive of the web: what servers answered with
// HTML or text, of each address the newest that comes.
func readWARC(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		w := warc{doc: doc, newest: map[uint32]time.Time{}}
		given := 0
		for number := 1; ; number++ {
			head, err := w.next()
			if err == io.EOF {
				break
			}
			var d draft
			var why string
			broken := err != nil
			if !broken {
				d, why, err = w.record(head)
				if err == nil && d.title+d.body == "" {
					if why != "" {
						doc.note(0, "left out: "+why)
					}
					continue
				}
			}
			given++
			d.record = number
			if !yield(d, err) || broken {
				return
			}
		}
		if given == 0 {
			yield(draft{}, fault{what: doc.kind.name + ": no page of HTML or text in it", kind: true, next: leaveOut})
		}
	}
}

// warc reads the records of an archive, one after the other.
type warc struct {
	doc    *document
	rest   int64                // bytes of the record at hand that were not read
	newest map[uint32]time.Time // of the addresses, by their hash
}

// maxWARCHead is how long the head of a record may be.
const maxWARCHead = 256 << 10

// next goes to the next record and returns its head. Bytes between records that
// are none are passed over.
func (w *warc) next() (textproto.MIMEHeader, error) {
	if _, err := io.CopyN(io.Discard, w.doc, w.rest); err != nil {
		return nil, lost(io.ErrUnexpectedEOF)
	}
	w.rest = 0
	for {
		line, err := w.doc.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			if err == io.EOF && len(bytes.TrimSpace(line)) == 0 {
				return nil, io.EOF
			}
			return nil, lost(io.ErrUnexpectedEOF)
		}
		if bytes.HasPrefix(line, []byte("WARC/")) {
			break
		}
	}
	head := textproto.MIMEHeader{}
	for size := 0; ; {
		b, err := w.doc.ReadSlice('\n')
		if size += len(b); err != nil || size > maxWARCHead {
			return nil, lost(io.ErrUnexpectedEOF)
		}
		line := strings.TrimSpace(string(b))
		if line == "" {
			break
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			head.Add(name, strings.TrimSpace(value))
		}
	}
	n, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		n = 0 // the next record is looked for
	}
	w.rest = n
	return head, nil
}

// body reads the bytes of the record at hand.
func (w *warc) body() ([]byte, error) {
	if w.rest > maxDocument {
		return nil, errTooLong
	}
	b, err := io.ReadAll(io.LimitReader(w.doc, w.rest))
	if err == nil && int64(len(b)) < w.rest {
		err = io.ErrUnexpectedEOF
	}
	w.rest = 0
	if err != nil {
		return nil, lost(err)
	}
	return b, nil
}

// record makes a draft of a record; an empty one of what is no answer at all,
// such as a request, and of others says why they are left out.
func (w *warc) record(head textproto.MIMEHeader) (d draft, why string, err error) {
	kind := strings.ToLower(head.Get("WARC-Type"))
	switch kind {
	case "response", "resource", "conversion":
	case "revisit":
		return d, "answers of the web that were the same before (revisit)", nil
	default:
		return d, "", nil
	}
	address := strings.Trim(head.Get("WARC-Target-URI"), "<> ")
	a := answer{kind: head.Get("Content-Type")}
	if a.body, err = w.body(); err != nil {
		return d, "", err
	}
	if kind == "response" {
		if a, why = parseAnswer(a.body); why != "" {
			return d, why, nil
		}
	}
	mediaType, params, err := mime.ParseMediaType(a.kind)
	if err != nil {
		mediaType = strings.ToLower(strings.TrimSpace(strings.Split(a.kind, ";")[0]))
	}
	isPage := mediaType == "text/html" || mediaType == "application/xhtml+xml" || mediaType == "" && htmlStart().Match(a.body[:min(len(a.body), 2000)])
	if !isPage && mediaType != "text/plain" || isRobots(address) {
		return d, "answers of the web that are no pages of HTML or text", nil
	}
	if date, err := time.Parse(time.RFC3339, head.Get("WARC-Date")); err == nil {
		key := hash32(address)
		if known, ok := w.newest[key]; ok && date.Before(known) {
			return d, "older states of a page", nil
		}
		w.newest[key] = date
	}
	d, err = w.article(a.body, params["charset"], address, isPage)
	return d, "", err
}

// article makes a draft of what a server answered.
func (w *warc) article(b []byte, declared, address string, isPage bool) (draft, error) {
	text, err := w.doc.decode(b, declared)
	if err != nil {
		return draft{}, err
	}
	if isPage {
		return w.doc.page(text, address)
	}
	if err := checkProse(text); err != nil {
		return draft{}, err
	}
	title, body := parseText(unixLines(text))
	return draft{title: title, body: body, url: address, plain: true}, nil
}

// decode reads bytes of a part of the document as text. The encoding may be
// declared beside them, else in them.
func (doc *document) decode(b []byte, declared string) (string, error) {
	if declared == "" {
		declared = declaredIn(b)
	}
	t, err := charset.Decode(b, declared)
	if err != nil {
		return "", notText(err)
	}
	doc.noteAll(t.Notes)
	return t.Text, nil
}

// isRobots tells what is written for programs.
func isRobots(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "/robots.txt" || u.Path == "/ads.txt" || u.Path == "/humans.txt" || strings.HasPrefix(u.Path, "/.well-known/")) || strings.HasPrefix(address, "dns:")
}

// answer is what a server sent.
type answer struct {
	kind string // Content-Type
	body []byte
}

// parseAnswer takes the answer of a server apart, or says why it is left out.
// Crawlers store bodies in pieces or put together, packed or not, whatever the
// head says.
func parseAnswer(b []byte) (answer, string) {
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(b)))
	status, err := r.ReadLine()
	if err != nil || !strings.HasPrefix(status, "HTTP/") {
		return answer{}, "answers of the web without a head"
	}
	if fields := strings.Fields(status); len(fields) < 2 || !isGood(fields[1]) {
		return answer{}, "answers of the web that say that there is no page (such as 404), or that it is elsewhere"
	}
	fields, _ := r.ReadMIMEHeader()
	head := http.Header(fields)
	body, _ := readAll(r.R)
	if strings.Contains(strings.ToLower(head.Get("Transfer-Encoding")), "chunked") {
		if whole, err := readAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil || len(whole) > 0 && errors.Is(err, io.ErrUnexpectedEOF) {
			body = whole
		}
	}
	switch strings.ToLower(head.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, _ = readAll(z)
		}
	case "deflate":
		if z, err := zlib.NewReader(bytes.NewReader(body)); err == nil {
			body, _ = readAll(z)
		}
	case "br", "zstd":
		return answer{}, "answers of the web that are packed in a way that is not read (br, zstd)"
	}
	return answer{kind: head.Get("Content-Type"), body: body}, ""
}

// isGood tells the status of a page that is there.
func isGood(status string) bool {
	n, err := strconv.Atoi(status)
	return err == nil && n >= 200 && n < 300 && n != 204
}
