package corpus

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"strings"

	"github.com/fihris-search/fihris/internal/pattern"
)

// xmlRecord is one of the elements that a large XML document is a list of: a
// post, a page.
type xmlRecord struct {
	*node
	header *node // what stands before the first of them
	line   int
	number int
}

// xmlRecords yields the elements of a name, wherever they lie, one after the
// other, so that no more than one is held. What is broken in one loses that one
// only. Names of elements have the prefixes that the readers expect, whatever the
// file calls them.
func xmlRecords(doc *document, name string) iter.Seq2[xmlRecord, error] {
	return func(yield func(xmlRecord, error) bool) {
		stream, done, err := doc.stream()
		if err != nil {
			yield(xmlRecord{}, err)
			return
		}
		defer done()
		s := xmlSplitter{r: bufio.NewReaderSize(stream, bufferBytes), name: name, line: 1}
		s.run(yield)
	}
}

// maxXMLHeader is how much is kept of what stands before the first record.
const maxXMLHeader = 1 << 20

// maxTag is how long a tag may be: beyond that, < is no tag.
const maxTag = 64 << 10

// xmlSplitter finds where records begin and end, by their tags alone.
type xmlSplitter struct {
	r       *bufio.Reader
	name    string // of the records, without prefix
	buf     []byte // the header, then the record at hand
	inside  bool   // a record
	tooLong bool
	begun   int // the line in which it begins
	line    int
	number  int
	header  *node
	spaces  map[string]string // our prefix by that of the file
	err     error
}

func (s *xmlSplitter) run(yield func(xmlRecord, error) bool) {
	for {
		kind, tag := s.next()
		switch kind {
		case xmlEnd:
			s.finish(yield)
			return
		case xmlStart:
			if localName(tag) != s.name {
				break
			}
			if s.inside && !s.emit(yield, len(s.buf)-len(tag)) { // the one before was not closed
				return
			}
			s.begin(tag)
			if bytes.HasSuffix(tag, []byte("/>")) && !s.emit(yield, len(s.buf)) {
				return
			}
		case xmlClose:
			if s.inside && localName(tag) == s.name && !s.emit(yield, len(s.buf)) {
				return
			}
		}
	}
}

// begin begins a record with its start tag.
func (s *xmlSplitter) begin(tag []byte) {
	tag = bytes.Clone(tag)
	if s.header == nil {
		s.readHeader(s.buf[:len(s.buf)-min(len(tag), len(s.buf))])
	}
	s.buf = append(s.buf[:0], tag...)
	s.inside, s.tooLong, s.begun = true, false, s.line
}

// emit yields the record that the buffer holds.
func (s *xmlSplitter) emit(yield func(xmlRecord, error) bool, end int) bool {
	s.inside = false
	s.number++
	rec := xmlRecord{header: s.header, line: s.begun, number: s.number}
	var err error
	switch {
	case s.tooLong:
		err = errTooLong
	default:
		rec.node, err = parseXML(s.buf[:min(end, len(s.buf))])
		if len(rec.inside) > 0 && rec.inside[0].name != "" {
			rec.node, err = rec.inside[0], nil // what was read of it counts
			s.rename(rec.node)
		} else if err != nil {
			err = fault{what: "broken XML", detail: err.Error(), next: "mend it; what comes after it was read"}
		}
	}
	if cap(s.buf) > 4<<20 {
		s.buf = nil
	}
	s.buf = s.buf[:0]
	return yield(rec, err)
}

// finish tells of what the end has cut off.
func (s *xmlSplitter) finish(yield func(xmlRecord, error) bool) {
	if s.inside {
		yield(xmlRecord{line: s.begun, number: s.number + 1}, lost(io.ErrUnexpectedEOF))
		return
	}
	if s.err != nil && s.err != io.EOF {
		yield(xmlRecord{line: s.line}, lost(s.err))
	}
}

// What a piece of XML is.
type xmlPiece int

const (
	xmlOther xmlPiece = iota
	xmlStart
	xmlClose
	xmlEnd
)

// next passes the next piece, and returns a tag.
func (s *xmlSplitter) next() (xmlPiece, []byte) {
	if !s.until("<") {
		return xmlEnd, nil
	}
	start, _ := s.r.Peek(8)
	switch {
	case bytes.HasPrefix(start, []byte("!--")):
		return s.pass("-->"), nil
	case bytes.HasPrefix(start, []byte("![CDATA[")):
		return s.pass("]]>"), nil
	case bytes.HasPrefix(start, []byte("?")):
		return s.pass("?>"), nil
	case bytes.HasPrefix(start, []byte("!")):
		return s.pass(">"), nil
	}
	tag := s.tag()
	switch {
	case tag == nil:
		return xmlOther, nil
	case tag[1] == '/':
		return xmlClose, tag
	}
	return xmlStart, tag
}

func (s *xmlSplitter) pass(end string) xmlPiece {
	if !s.until(end) {
		return xmlEnd
	}
	return xmlOther
}

// until passes all that comes before an end, and the end.
func (s *xmlSplitter) until(end string) bool {
	last := end[len(end)-1]
	var tail []byte
	for {
		chunk, err := s.r.ReadSlice(last)
		s.keep(chunk)
		if err != nil && err != bufio.ErrBufferFull {
			s.err = err
			return false
		}
		if len(end) == 1 && err == nil {
			return true
		}
		tail = append(tail, chunk[max(0, len(chunk)-len(end)):]...)
		if err == nil && bytes.HasSuffix(tail, []byte(end)) {
			return true
		}
		tail = append([]byte{}, tail[max(0, len(tail)-len(end)):]...)
	}
}

// keep takes what was passed into the record or the header.
func (s *xmlSplitter) keep(b []byte) {
	s.line += bytes.Count(b, []byte("\n"))
	switch {
	case !s.inside && (s.header != nil || len(s.buf)+len(b) > maxXMLHeader):
	case s.inside && len(s.buf)+len(b) > maxDocument:
		s.tooLong = true
	default:
		s.buf = append(s.buf, b...)
	}
}

// tag passes a tag whose < was passed, and returns it whole; nil where there is
// none.
func (s *xmlSplitter) tag() []byte {
	for size := 256; ; size *= 2 {
		b, err := s.r.Peek(min(size, maxTag))
		if end := tagEnd(b); end > 0 {
			tag := append([]byte("<"), b[:end]...)
			s.keep(b[:end])
			_, _ = s.r.Discard(end)
			return tag
		}
		if err != nil || size >= maxTag {
			return nil
		}
	}
}

// tagEnd returns the length of the tag that b begins with, without its <; 0
// where it is none or does not end.
func tagEnd(b []byte) int {
	if len(b) < 2 || !isNameStart(b[0]) && (b[0] != '/' || !isNameStart(b[1])) {
		return 0
	}
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1
		case c == '<':
			return 0
		case (c == '"' || c == '\'') && i > 0 && b[i-1] == '=':
			quote = c
		}
	}
	return 0
}

func isNameStart(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= 0x80 }

// localName returns the name of a tag without its prefix.
func localName(tag []byte) string {
	name := strings.TrimLeft(string(tag[1:min(len(tag), 100)]), "/")
	if end := strings.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	return name[strings.IndexByte(name, ':')+1:]
}

// spaceNames are the prefixes that readers expect, by what is in the address of
// a namespace; "" stands for the vocabulary of the feed itself.
var spaceNames = []struct{ in, prefix string }{
	{"purl.org/rss/1.0/modules/content", "content"}, {"wordpress.org/export/", "wp"}, {"purl.org/dc/terms", "dcterms"}, {"purl.org/dc/", "dc"},
	{"itunes", "itunes"}, {"search.yahoo.com/mrss", "media"}, {"feedburner", "feedburner"}, {"purl.org/atom/app", "app"}, {"w3.org/2007/app", "app"},
	{"purl.org/syndication/thread", "thr"}, {"blogger/2018", "blogger"}, {"schemas.google.com/blogger", "blogger"}, {"w3.org/2005/Atom", ""}, {"purl.org/atom/ns", ""},
	{"purl.org/rss/1.0/modules/", "other"}, {"purl.org/rss/1.0/", ""}, {"my.netscape.com", ""}, {"purl.org/net/rss1.1", ""}, {"mediawiki.org/xml/export", ""},
}

var instruction = pattern.New(`(?s)<\?.*?\?>`)

var spaceAttr = pattern.New(`\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']`)

// readHeader reads what stands before the records: which prefix stands for
// what, and the elements with what is said of all.
func (s *xmlSplitter) readHeader(b []byte) {
	s.spaces = map[string]string{}
	for _, m := range spaceAttr().FindAllSubmatch(b, 100) {
		prefix, address := string(m[1]), string(m[2])
		for _, n := range spaceNames {
			if strings.Contains(address, n.in) {
				if n.prefix == "wp" && strings.Contains(address, "/excerpt") {
					n.prefix = "excerpt"
				}
				s.spaces[prefix] = n.prefix
				break
			}
		}
	}
	s.header, _ = parseXML(instruction().ReplaceAll(b, nil))
	s.rename(s.header)
}

// rename gives elements the prefixes that readers expect.
func (s *xmlSplitter) rename(n *node) {
	if prefix, ok := s.spaces[n.space]; ok && n.space != "" {
		n.space = prefix
	}
	for _, c := range n.inside {
		s.rename(c)
	}
}

// find returns the first element of a name in a tree, or nil.
func (n *node) find(name string) *node {
	if n == nil || n.name == name {
		return n
	}
	for _, c := range n.inside {
		if found := c.find(name); found != nil {
			return found
		}
	}
	return nil
}
