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
type Article struct {
	ID        string         // unique in an index; adding the same ID again replaces the article
	Title     string         // the headline, plain text
	Body      string         // the text, plain; paragraphs are separated by line feeds
	Author    string         // the byline
	Source    string         // the outlet: newspaper, agency, site
	Section   string         // the outlet's section: politics, sport …
	URL       string         // where it was published
	Published time.Time      // when it was published
	Tags      []string       // the outlet's keywords
	Extra     map[string]any // whatever else belongs to it; kept and returned, never searched
	File      string         // the file it was read from, relative to [Index.Base]; empty if a program made it
}
