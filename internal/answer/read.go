package answer

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/fihris-search/fihris"
)

// sentArticle is an article as programs send it: what [Article] prints, and the
// file it was read from.
type sentArticle struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Body      string         `json:"body"`
	Author    string         `json:"author"`
	Source    string         `json:"source"`
	Section   string         `json:"section"`
	URL       string         `json:"url"`
	Published string         `json:"published"`
	Tags      []string       `json:"tags"`
	Extra     jsontext.Value `json:"extra"`
	File      string         `json:"file"`
	Vector    []float32      `json:"vector"`
	Model     string         `json:"vector_model"`
}

// ReadArticle reads an article in the form of [Article]. It is strict, for a
// program that sends something else means something else: a field that there is
// not, a name that comes twice, text that is not UTF-8 and a date that is none are
// errors, which say what is wrong. An ID may be missing.
func ReadArticle(b []byte) (fihris.Article, error) {
	var s sentArticle
	if err := json.Unmarshal(b, &s, json.RejectUnknownMembers(true)); err != nil {
		return fihris.Article{}, explained(err)
	}
	a := fihris.Article{ID: s.ID, Title: s.Title, Body: s.Body, Author: s.Author, Source: s.Source, Section: s.Section, URL: s.URL, Tags: s.Tags, File: s.File, Vector: s.Vector, VectorModel: s.Model}
	var err error
	if a.Published, err = readTime(s.Published); err != nil {
		return fihris.Article{}, err
	}
	if len(s.Extra) > 0 {
		d := stdjson.NewDecoder(bytes.NewReader(s.Extra))
		d.UseNumber() // keeps the digits
		if err := d.Decode(&a.Extra); err != nil {
			return fihris.Article{}, errors.New("extra: an object is wanted")
		}
	}
	return a, nil
}

// readTime reads a date, or a date and a time with its zone; empty is none.
func readTime(s string) (t time.Time, err error) {
	if s == "" {
		return t, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err = time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return t, fmt.Errorf("published: %.40q is no date such as 2020-10-09 or 2020-10-09T12:00:00Z", s)
}

// articleFields are the names of what an article has.
const articleFields = "id, title, body, author, source, section, url, published, tags, extra, file"

// explained says in plain words what is wrong with the JSON of an article.
func explained(err error) error {
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &syntax):
		what := syntax.Err.Error()
		if errors.Is(err, jsontext.ErrDuplicateName) {
			what = fmt.Sprintf("the name %.60q comes twice", syntax.JSONPointer.LastToken())
		}
		return fmt.Errorf("broken JSON at byte %d: %s", syntax.ByteOffset, what)
	case errors.As(err, &semantic):
		at := strings.TrimPrefix(string(semantic.JSONPointer), "/")
		switch {
		case errors.Is(err, json.ErrUnknownName) && at == "fihris":
			return errors.New("this is a line of fihris export: send the file by fihris index --server, or leave out of its lines what is no field of an article (fihris, base and fields)")
		case errors.Is(err, json.ErrUnknownName):
			return fmt.Errorf("there is no field %.60q: an article has %s; put other things into extra", at, articleFields)
		}
		wanted := "an object with " + articleFields + " is wanted"
		switch {
		case at == "tags":
			wanted = "a list of texts is wanted"
		case at != "":
			wanted = "a text is wanted"
		}
		if at != "" {
			at += ": "
		}
		return fmt.Errorf("%s%s, not a value of the kind %s", at, wanted, semantic.JSONKind)
	}
	return err
}
