package fihris

import "time"

// Article is one news story: the unit that is indexed, matched and shown.
//
// Only ID is required. Published is kept to the second; the zero time means
// that the date is not known.
type Article struct {
	ID        string            // unique in an index; adding the same ID again replaces the article
	Title     string            // the headline, plain text
	Body      string            // the text, plain; paragraphs are separated by line feeds
	Author    string            // the byline
	Source    string            // the outlet: newspaper, agency, site
	Section   string            // the outlet's section: politics, sport …
	URL       string            // where it was published
	Published time.Time         // when it was published
	Tags      []string          // the outlet's keywords
	Extra     map[string]string // kept and returned, never searched
}
