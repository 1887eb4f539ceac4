package export

import (
	"bufio"
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// JSONStart is how a file of lines begins.
const JSONStart = `{"fihris":`

// jsonRecord is an article as a line of JSON.
type jsonRecord struct {
	Fihris    int            `json:"fihris"`
	ID        string         `json:"id"`
	Title     string         `json:"title,omitzero"`
	Body      string         `json:"body,omitzero"`
	Author    string         `json:"author,omitzero"`
	Source    string         `json:"source,omitzero"`
	Section   string         `json:"section,omitzero"`
	URL       string         `json:"url,omitzero"`
	Published jsontext.Value `json:"published,omitzero"`
	Tags      []string       `json:"tags,omitempty"`
	Extra     jsontext.Value `json:"extra,omitzero"`
	File      string         `json:"file,omitzero"`
	Base      string         `json:"base,omitzero"`
	Fields    []string       `json:"fields,omitempty"`
	Vector    []float32      `json:"vector,omitempty"`
	Model     string         `json:"vector_model,omitzero"`
}

// AppendJSON appends a record as a line.
func AppendJSON(b []byte, r *Record) ([]byte, error) {
	a := &r.Article
	rec := jsonRecord{
		Fihris: Version, ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
		Section: a.Section, URL: a.URL, Tags: a.Tags, File: a.File, Base: r.Base, Fields: formatFields(r.Fields), Vector: a.Vector, Model: a.VectorModel,
	}
	switch s, number := formatTime(a.Published); {
	case number:
		rec.Published = jsontext.Value(s)
	case s != "":
		rec.Published = jsontext.Value(`"` + s + `"`)
	}
	var err error
	if rec.Extra, err = appendExtra(nil, a.Extra); err != nil {
		return b, err
	}
	line, err := json.Marshal(&rec)
	if err != nil {
		return b, fmt.Errorf("article %q: %w", a.ID, err)
	}
	return append(append(b, line...), '\n'), nil
}

// appendExtra appends an object with its keys in order and its numbers as they
// are; nothing for none.
func appendExtra(b []byte, extra map[string]any) ([]byte, error) {
	if len(extra) == 0 {
		return b, nil
	}
	var out bytes.Buffer
	enc := stdjson.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(extra); err != nil {
		return b, fmt.Errorf("extra: %w", err)
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...), nil
}

// parseExtra reads what appendExtra wrote, numbers with their digits.
func parseExtra(b []byte) (extra map[string]any, err error) {
	if len(b) == 0 {
		return nil, nil
	}
	if !jsontext.Value(b).IsValid() { // also what encoding/json would change in silence
		return nil, errors.New("extra: broken JSON")
	}
	dec := stdjson.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&extra); err != nil {
		return nil, errors.New("extra: an object is wanted")
	}
	return extra, nil
}

// ReadJSON yields the records of lines. A line that cannot be read comes with an
// error, and the next one is read; an error of the reader ends the sequence.
func ReadJSON(r *bufio.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for line := 1; ; line++ {
			b, err := readLine(r)
			if errors.Is(err, io.EOF) {
				return
			}
			var rec Record
			broken := err != nil && !errors.Is(err, errTooLong)
			if err == nil {
				if b = bytes.TrimSpace(b); len(b) == 0 {
					continue
				}
				rec, err = parseJSON(b)
			}
			rec.Line = line
			if !yield(rec, err) || broken {
				return
			}
		}
	}
}

func parseJSON(b []byte) (Record, error) {
	var in jsonRecord
	if err := json.Unmarshal(b, &in); err != nil {
		return Record{}, fmt.Errorf("broken JSON: %w", reason(err))
	}
	if err := checkVersion(in.Fihris); err != nil {
		return Record{}, err
	}
	// What this version has no field for would be lost.
	if err := json.Unmarshal(b, &in, json.RejectUnknownMembers(true)); err != nil {
		return Record{}, fmt.Errorf("%w: %w", errUnknown, reason(err))
	}
	rec := in.record()
	published := in.Published
	if published.Kind() == '"' {
		published, _ = jsontext.AppendUnquote(nil, published)
	}
	var err, extraErr, fieldsErr error
	rec.Published, err = parseTime(string(published))
	rec.Extra, extraErr = parseExtra(in.Extra)
	rec.Fields, fieldsErr = parseFields(in.Fields)
	return rec, errors.Join(err, extraErr, fieldsErr)
}

// reason is why a line does not fit, without the types of Go.
func reason(err error) error {
	s, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return err
	}
	if s.Err == nil {
		return fmt.Errorf("%s is of the wrong kind (%s)", s.JSONPointer, s.JSONKind)
	}
	return fmt.Errorf("%s: %w", s.JSONPointer, s.Err)
}

func (in *jsonRecord) record() Record {
	r := Record{Base: in.Base}
	r.ID, r.Title, r.Body, r.Author, r.Source = in.ID, in.Title, in.Body, in.Author, in.Source
	r.Section, r.URL, r.Tags, r.File = in.Section, in.URL, in.Tags, in.File
	r.Vector, r.VectorModel = in.Vector, in.Model
	return r
}

// readLine returns the next line, or io.EOF after the last one. One over the bound
// is passed over and comes back as errTooLong.
func readLine(r *bufio.Reader) (line []byte, err error) {
	long, some := false, false
	for {
		part, err := r.ReadSlice('\n')
		some = some || len(part) > 0
		if long = long || len(line)+len(part) > maxRecord; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case err != nil && !some:
			return nil, io.EOF
		case long:
			return nil, errTooLong
		default:
			return line, nil
		}
	}
}
