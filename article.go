package fihris

import "time"

// Article is one news story: the unit that is indexed, matched and shown.
//
// Only ID is required. Published is kept to the second; the zero time means
// that the date is not known.
//
// Extra holds JSON. What goes in may be of any Go type that encoding/json can
// write; what comes out is nil, bool, string, [encoding/json.Number] (with the
// digits that went in), []any or map[string]any. An article with a value that JSON
// cannot hold is refused.
//
// As JSON it is what "fihris get --json" prints, a server takes and "fihris index" reads: what is empty is
// left out, dates are RFC 3339 in UTC. It comes back as it went in, Extra with its digits, but for
// File: that says where this index has it from, which is nothing to those who are shown it.
type Article struct {
	ID        string         `json:"id"`                 // unique in an index; adding the same ID again replaces the article
	Title     string         `json:"title"`              // the headline, plain text
	Body      string         `json:"body"`               // the text, plain; paragraphs are separated by line feeds
	Author    string         `json:"author,omitempty"`   // the byline
	Source    string         `json:"source,omitempty"`   // the outlet: newspaper, agency, site
	Section   string         `json:"section,omitempty"`  // the outlet's section: politics, sport …
	URL       string         `json:"url,omitempty"`      // where it was published
	Published time.Time      `json:"published,omitzero"` // when it was published
	Tags      []string       `json:"tags,omitempty"`     // the outlet's keywords
	Extra     map[string]any `json:"extra,omitempty"`    // whatever else belongs to it; kept and returned, and searched where a [Field] has the name
	File      string         `json:"-"`                  // the file it was read from, relative to [Index.Base]; empty if a program made it

	// Its meaning, if it comes with it: else [Index.Embed] makes it, if it is asked to. Only the
	// direction counts, kept in eight bits a number. Hits of a search have none.
	Vector []float32 `json:"vector,omitempty"`

	// VectorModel names what made Vector; empty for what is not known, which agrees with any model.
	VectorModel string `json:"vector_model,omitempty"`
}
