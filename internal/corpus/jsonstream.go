package corpus

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// item is a value of a stream of JSON: a line, an element of the outermost
// list, or a whole document.
type item struct {
	value
	number int // from 1; 0 where it is the whole document
	line   int
}

// jsonItems yields the values of a document. After broken JSON in a line the
// next line is read; after broken JSON in a document the rest is lost, for
// what follows cannot be told apart.
func jsonItems(doc *document) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		stream, done, err := doc.stream()
		if err != nil {
			yield(item{}, err)
			return
		}
		defer done()
		r := bufio.NewReaderSize(stream, bufferBytes)
		start := doc.head.text()
		if at := jsonAssigned().FindStringIndex(start); at != nil {
			_, _ = r.Discard(at[1])
			start = start[at[1]:]
		}
		if isLines([]byte(start), doc.head.ending) {
			jsonLines(r, yield)
			return
		}
		jsonDocument(r, doc.head.ending, yield)
	}
}

// isLines tells a value a line from a document over many: the first line is a
// value by itself; or it is broken, and the next one is an object by itself, as
// none within a list is that has another behind it.
func isLines(start []byte, ending string) bool {
	start = bytes.TrimLeft(start, " \t\r\n")
	first, rest, more := bytes.Cut(start, []byte("\n"))
	first, rest = bytes.TrimSpace(first), bytes.TrimSpace(rest)
	if !more {
		return ending == ".jsonl" || ending == ".ndjson"
	}
	if len(first) == 0 {
		return false
	}
	if jsontext.Value(first).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
		return len(rest) > 0 || first[0] == '{'
	}
	next, _, _ := bytes.Cut(rest, []byte("\n"))
	if next = bytes.TrimSpace(next); first[0] != '{' || !bytes.HasPrefix(next, []byte(`{"`)) {
		return false
	}
	return ending == ".jsonl" || ending == ".ndjson" || soundJSON(next) == len(next)
}

// jsonLines yields a value a line.
func jsonLines(r *bufio.Reader, yield func(item, error) bool) {
	number := 0
	for line := 1; ; line++ {
		part, err := readLine(r)
		switch {
		case err == io.EOF:
			return
		case err != nil && !errors.Is(err, errTooLong):
			yield(item{line: line}, lost(err))
			return
		}
		b := bytes.TrimSpace(part)
		if len(b) == 0 && err == nil {
			continue
		}
		number++
		it := item{number: number, line: line}
		if err == nil {
			it.json, err = parseLine(bytes.Clone(b))
		}
		if !yield(it, err) {
			return
		}
	}
}

// parseLine reads the one value of a line. What Python writes and JSON does not
// know is put right.
func parseLine(b []byte) (jsontext.Value, error) {
	v, err := parseValue(b)
	if err == nil {
		return v, nil
	}
	if mended, ok := mendJSON(b); ok {
		if v, err := parseValue(mended); err == nil {
			return v, nil
		}
	}
	return nil, err
}

// parseValue reads the one value in b, behind which a comma may stand.
func parseValue(b []byte) (jsontext.Value, error) {
	if end := soundJSON(b); end > 0 && isEnd(b[end:]) {
		return bytes.TrimSpace(b[:end]), nil
	}
	d := decoder(b)
	v, err := d.ReadValue()
	if err != nil {
		return nil, brokenJSON(d, err, "of the line")
	}
	if !isEnd(b[d.InputOffset():]) {
		return nil, fault{what: "broken JSON", detail: fmt.Sprintf("at byte %d of the line: more follows the value", d.InputOffset()), next: jsonNext}
	}
	return v, nil
}

// isEnd tells what may follow the one value of a line.
func isEnd(rest []byte) bool {
	rest = bytes.TrimSpace(rest)
	return len(rest) == 0 || string(rest) == ","
}

const jsonNext = "look at the place; what wrote the file may have been stopped in the middle"

// brokenJSON says where JSON breaks.
func brokenJSON(d *jsontext.Decoder, err error, of string) error {
	at := d.InputOffset()
	if se, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at, err = se.ByteOffset, se.Err
	}
	return fault{what: "broken JSON", detail: fmt.Sprintf("at byte %d %s: %v", at, of, err), next: jsonNext}
}

// lostJSON says that a document breaks off at a record.
func lostJSON(d *jsontext.Decoder, n int, err error) error {
	if errors.Is(err, errTooLong) {
		return errTooLong
	}
	f := brokenJSON(d, err, "of the file").(fault)
	f.detail = fmt.Sprintf("record %d, %s; the rest of the file is lost", n, f.detail)
	return f
}
