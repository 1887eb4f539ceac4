package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/dates"
)

// errNoText refuses a record that holds nothing to search.
var errNoText = errors.New("no title and no body")

// readJSONL yields an article for every line of a file and reports whether to
// go on. Records are numbered by the lines that are not blank, the broken ones
// too, so that mending a line does not rename the articles after it.
func (c *Corpus) readJSONL(f file, s *source, yield func(fihris.Article, error) bool) bool {
	var buf []byte
	record := 0
	for line := 1; ; line++ {
		b, err := s.line(buf)
		switch {
		case err == io.EOF:
			if record == 0 {
				return yield(fihris.Article{}, skip(f.path, 0, errEmpty))
			}
			return true
		case err != nil && !errors.Is(err, errTooLong):
			return yield(fihris.Article{}, skip(f.path, line, fmt.Errorf("the rest of the file is lost: %w", err)))
		}
		buf = b
		b = bytes.TrimSpace(b)
		if len(b) == 0 && err == nil {
			continue
		}
		record++
		var a fihris.Article
		if err == nil {
			a, err = c.parseRecord(f, line, b)
		}
		if err != nil {
			if !yield(fihris.Article{}, skip(f.path, line, err)) {
				return false
			}
			continue
		}
		if a.ID == "" {
			a.ID = f.id + "#" + strconv.Itoa(record)
		}
		c.note(a, f.path, line)
		if !yield(a, nil) {
			return false
		}
	}
}

// parseRecord reads one object. Its ID is the one given, else its URL, else
// empty.
func (c *Corpus) parseRecord(f file, line int, b []byte) (fihris.Article, error) {
	if err := checkUTF8(b); err != nil {
		return fihris.Article{}, err
	}
	r := record{fields: map[string]jsontext.Value{}}
	if err := r.read(b); err != nil {
		return fihris.Article{}, err
	}
	a := fihris.Article{
		ID:      r.text("id"),
		Title:   strings.Join(strings.Fields(r.text("title")), " "),
		Body:    unixLines(r.text("body")),
		Author:  strings.Join(r.texts("author"), ", "),
		Source:  r.text("source"),
		Section: r.text("section", "category"),
		URL:     r.text("url"),
		Tags:    r.texts("tags"),
	}
	date := r.text("published", "date")
	switch {
	case r.err != nil:
		return fihris.Article{}, r.err
	case a.Title == "" && a.Body == "":
		return fihris.Article{}, errNoText
	}
	if a.ID == "" {
		a.ID = a.URL
	}
	published, ok := dates.Parse(date)
	if a.Published = published.Time; date != "" && !ok {
		c.notes.add("date not understood, article kept without it", f.path, line)
	}
	for key := range r.fields {
		c.notes.add(fmt.Sprintf("unknown key %q, ignored", key), f.path, line)
	}
	return a, nil
}

// record is an object whose known fields are taken out one by one; what is
// left is unknown. It keeps the first error.
type record struct {
	fields map[string]jsontext.Value
	err    error
}

// decoder reads JSON as people write it.
func decoder(b []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// read reads the fields of an object in one pass and without copies: texts
// are most of a corpus. Of two fields of one name the later counts.
func (r *record) read(b []byte) error {
	d := decoder(b)
	t, err := d.ReadToken()
	if err != nil {
		return jsonError(d, err)
	}
	if t.Kind() != '{' {
		if _, err := decoder(b).ReadValue(); err != nil {
			return jsonError(d, err)
		}
		return fmt.Errorf("a JSON object is wanted, found %s", kindName(t.Kind()))
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return jsonError(d, err)
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return jsonError(d, err)
		}
		end := d.InputOffset()
		r.fields[key] = b[end-int64(len(value)) : end]
	}
	if _, err := d.ReadToken(); err != nil {
		return jsonError(d, err)
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return fmt.Errorf("broken JSON at byte %d of the line: more follows the object", d.InputOffset())
	}
	return nil
}

// text takes the first of the keys that is there and not empty. The others,
// lesser names for the same thing, are taken out with it. A number stands for
// its digits and null for nothing.
func (r *record) text(keys ...string) string {
	var first string
	for _, key := range keys {
		all := r.texts(key)
		if len(all) > 1 && r.err == nil {
			r.err = fmt.Errorf("key %q: one text is wanted, not a list", key)
		}
		if first == "" && len(all) > 0 {
			first = all[0]
		}
	}
	return first
}

// texts takes a list of texts; a lone text is a list of one.
func (r *record) texts(key string) []string {
	raw, ok := r.fields[key]
	if !ok {
		return nil
	}
	delete(r.fields, key)
	list := []jsontext.Value{raw}
	if raw.Kind() == '[' {
		list = elements(raw)
	}
	var all []string
	for _, item := range list {
		s, err := scalar(item)
		if err != nil && r.err == nil {
			r.err = fmt.Errorf("key %q: %w", key, err)
		}
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// elements are the values of a list, which is known to be sound.
func elements(list jsontext.Value) (all []jsontext.Value) {
	d := decoder(list)
	for _, err := d.ReadToken(); err == nil && d.PeekKind() != ']'; {
		var value jsontext.Value
		if value, err = d.ReadValue(); err == nil {
			all = append(all, value.Clone())
		}
	}
	return all
}

// scalar reads a text, the digits of a number, or null as the empty text.
func scalar(raw jsontext.Value) (string, error) {
	switch raw.Kind() {
	case '"':
		// Lone surrogates in escapes are replaced, and said to be errors.
		s, _ := jsontext.AppendUnquote(nil, raw)
		return string(s), nil
	case '0':
		return string(raw), nil
	case 'n':
		return "", nil
	}
	return "", fmt.Errorf("a text is wanted, not %.20s", raw)
}

// jsonError says where a line of JSON breaks.
func jsonError(d *jsontext.Decoder, err error) error {
	at := d.InputOffset()
	if se, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at, err = se.ByteOffset, se.Err
	}
	return fmt.Errorf("broken JSON at byte %d of the line: %w", at, err)
}

// kindName says what a JSON value is.
func kindName(k jsontext.Kind) string {
	switch k {
	case '[':
		return "array"
	case '"':
		return "string"
	case '0':
		return "number"
	case 'n':
		return "null"
	}
	return "true or false"
}
