package openapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// Operation is a method of an address.
type Operation struct {
	Method, Path string // the path may hold {id}
	ID           string // a name for generated programs: search, getArticle
	Group        string // the heading that it stands under
	Summary      string // a few words
	Text         string // what there is to know beyond these; may be empty
	Params       []Param
	Bodies       []Body
	Answers      []Answer // by status
	Token        Token
	Kept         bool // who has an answer may ask by its ETag whether it still holds
}

// Token says who may call an operation.
type Token int

// Who may call an operation.
const (
	Anyone  Token = iota
	Readers       // whoever shows a token, where the server has any for reading
	Writers       // who shows a token for writing
)

// Body is a form in which a body may be sent.
type Body struct {
	MediaType string
	Of        any      // a value of the type that it holds; nil for text
	Text      string   // where a schema says too little
	Strict    bool     // what the type does not have is refused
	Needs     []string // of a strict one: the members that must be there
}

// Answer is what is answered with a status.
type Answer struct {
	Status    int
	Text      string
	MediaType string // application/json where none is said
	Of        any    // a value of the type that is answered; nil for text
}

// Interface is all of an HTTP interface.
type Interface struct {
	Title, Version, Text string
	Prefix               string // of all paths, where it does not stand at the root of its host
	Operations           []Operation
	Problem              any // what is answered instead, with any other status, as application/problem+json
}

// JSON is the media type of answers, and Problem that of RFC 9457.
const (
	JSON    = "application/json"
	Problem = "application/problem+json"
)

// Document writes the description. It panics where the table contradicts
// itself, which a test finds before a user does.
func Document(of Interface) []byte {
	types := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: of.Title, Version: of.Version, Description: of.Text},
		Components: &huma.Components{
			Schemas: types,
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token": {Type: "http", Scheme: "bearer", Description: "A token of the files that the server was started with."},
			},
		},
	}
	if of.Prefix != "" {
		doc.Servers = []*huma.Server{{URL: of.Prefix}}
	}
	var groups []string
	for _, op := range of.Operations {
		if !slices.Contains(groups, op.Group) {
			groups = append(groups, op.Group)
			doc.Tags = append(doc.Tags, &huma.Tag{Name: op.Group})
		}
		doc.AddOperation(op.described(types, of.Problem))
	}
	for _, s := range types.Map() {
		loosen(s)
	}
	for _, op := range of.Operations {
		for _, b := range op.Bodies {
			b.tighten(doc, op)
		}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		panic(fmt.Sprintf("the description cannot be written: %v", err))
	}
	return b
}

func (op Operation) described(types huma.Registry, problem any) *huma.Operation {
	d := &huma.Operation{
		Method: op.Method, Path: op.Path, OperationID: op.ID, Tags: []string{op.Group},
		Summary: op.Summary, Description: op.Text, Responses: map[string]*huma.Response{},
	}
	for _, p := range op.Params {
		d.Parameters = append(d.Parameters, p.described())
	}
	if len(op.Bodies) > 0 {
		d.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
		for _, b := range op.Bodies {
			d.RequestBody.Content[b.MediaType] = media(types, b.Of, b.Text)
		}
	}
	for _, a := range op.Answers {
		kind := a.MediaType
		if kind == "" {
			kind = JSON
		}
		key := strconv.Itoa(a.Status)
		if d.Responses[key] == nil {
			d.Responses[key] = &huma.Response{Description: a.Text, Content: map[string]*huma.MediaType{}}
		}
		d.Responses[key].Content[kind] = media(types, a.Of, "")
	}
	if op.Kept {
		op.keep(d)
	}
	d.Responses["default"] = &huma.Response{
		Description: "The request was not answered: detail says why, and what to do.",
		Content:     map[string]*huma.MediaType{Problem: media(types, problem, "")},
	}
	switch op.Token {
	case Readers:
		d.Security = []map[string][]string{{}, {"token": {}}} // either will do, where the server has no tokens for reading
	case Writers:
		d.Security = []map[string][]string{{"token": {}}}
		d.Responses[strconv.Itoa(http.StatusUnauthorized)] = &huma.Response{
			Description: "The token is missing, or not one of the server.",
			Content:     map[string]*huma.MediaType{Problem: media(types, problem, "")},
		}
	}
	return d
}

// keep describes how a client asks whether an answer that it has still holds (RFC 9110, 13.1.2).
func (op Operation) keep(d *huma.Operation) {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	d.Parameters = append(d.Parameters, &huma.Param{
		Name: "If-None-Match", In: "header", Schema: text(), Description: "The ETag of the answer that one has: where it still holds, that is answered with 304, and nothing else.",
	})
	headers := map[string]*huma.Param{
		"ETag":          {Schema: text(), Description: "What the answer is known by."},
		"Cache-Control": {Schema: text(), Description: "It may be kept, and is to be asked for before it is used again."},
	}
	d.Responses[strconv.Itoa(http.StatusOK)].Headers = headers
	d.Responses[strconv.Itoa(http.StatusNotModified)] = &huma.Response{Description: op.StillHolds(), Headers: headers}
}

// StillHolds says what 304 means, where an operation may answer so.
func (op Operation) StillHolds() string {
	if !op.Kept {
		return ""
	}
	return "The answer of which the client sent the ETag (If-None-Match) still holds."
}

// tighten puts into the schema of a strict body what it must have and may not.
func (b Body) tighten(doc *huma.OpenAPI, op Operation) {
	if !b.Strict {
		return
	}
	item := doc.Paths[op.Path]
	described := map[string]*huma.Operation{http.MethodPost: item.Post, http.MethodPut: item.Put}[op.Method]
	at := described.RequestBody.Content[b.MediaType]
	schema := *doc.Components.Schemas.SchemaFromRef(at.Schema.Ref) // a copy: other bodies may need other members
	schema.AdditionalProperties = false
	schema.Required = b.Needs
	at.Schema = &schema
}

// media is the schema of a type, or of text.
func media(types huma.Registry, of any, text string) *huma.MediaType {
	schema := &huma.Schema{Type: huma.TypeString}
	if of != nil {
		schema = types.Schema(reflect.TypeOf(of), true, "")
	}
	if text != "" {
		schema.Description = text
	}
	return &huma.MediaType{Schema: schema}
}

// loosen takes out of a schema what our answers do not promise: keys may come in later
// versions, and a list is never null.
func loosen(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
		loosen(s.Items)
	}
	for _, p := range s.Properties {
		loosen(p)
	}
	switch more := s.AdditionalProperties.(type) {
	case bool:
		s.AdditionalProperties = nil
	case *huma.Schema:
		loosen(more)
	}
}
