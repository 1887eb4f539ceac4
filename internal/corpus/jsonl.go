package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
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
	var r record
	if err := json.Unmarshal(b, &r.fields); err != nil {
		return fihris.Article{}, jsonError(err)
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
	var ok bool
	if a.Published, ok = parseDate(date); date != "" && !ok {
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
	fields map[string]json.RawMessage
	err    error
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
	var list []json.RawMessage
	if raw[0] != '[' {
		list = []json.RawMessage{raw}
	} else if err := json.Unmarshal(raw, &list); err != nil && r.err == nil {
		r.err = fmt.Errorf("key %q: %w", key, err)
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

// scalar reads a text, the digits of a number, or null as the empty text.
func scalar(raw json.RawMessage) (string, error) {
	switch c := raw[0]; {
	case c == '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case c == '-' || '0' <= c && c <= '9':
		return string(raw), nil
	case string(raw) == "null":
		return "", nil
	}
	return "", fmt.Errorf("a text is wanted, not %.20s", raw)
}

// jsonError says where a line of JSON breaks.
func jsonError(err error) error {
	if se, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("broken JSON at byte %d of the line: %w", se.Offset, err)
	}
	if te, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("a JSON object is wanted, found %s", te.Value)
	}
	return err
}
