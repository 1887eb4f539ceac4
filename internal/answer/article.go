package answer

import "github.com/fihris-search/fihris"

// Article is a whole article as JSON; `get --json` prints the same.
type Article struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Body      string         `json:"body"`
	Author    string         `json:"author,omitempty"`
	Source    string         `json:"source,omitempty"`
	Section   string         `json:"section,omitempty"`
	URL       string         `json:"url,omitempty"`
	Published string         `json:"published,omitempty"` // RFC 3339
	Tags      []string       `json:"tags,omitempty"`
	Extra     map[string]any `json:"extra,omitempty"`
	File      string         `json:"file,omitempty"` // what it was read from; a server says it to those who may write
}

// NewArticle puts an article into the form that programs read.
func NewArticle(a fihris.Article) Article {
	return Article{
		ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
		Section: a.Section, URL: a.URL, Published: timestamp(a.Published), Tags: a.Tags, Extra: a.Extra,
	}
}
