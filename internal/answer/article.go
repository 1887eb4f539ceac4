package answer

import "github.com/fihris-search/fihris"

// Article is a whole article as JSON; `get --json` prints the same.
type Article struct {
	ID        string         `json:"id" doc:"Unique in the index."`
	Title     string         `json:"title"`
	Body      string         `json:"body" doc:"Plain text; paragraphs are parted by line feeds."`
	Author    string         `json:"author,omitempty"`
	Source    string         `json:"source,omitempty" doc:"The newspaper, agency or site."`
	Section   string         `json:"section,omitempty"`
	URL       string         `json:"url,omitempty" doc:"Where it was published."`
	Published string         `json:"published,omitempty" format:"date-time"`
	Tags      []string       `json:"tags,omitempty"`
	Extra     map[string]any `json:"extra,omitempty" doc:"Any JSON; it comes back as it was sent."`
	File      string         `json:"file,omitempty" doc:"The file that it was read from; told to those who show a token."`
}

// Matches are the places in an article where the words of a query stand.
type Matches struct {
	ID      string  `json:"id"`
	Matches []Match `json:"matches" doc:"In the title, then in the body, in their order."`
}

// Match is such a place.
type Match struct {
	Field string `json:"field" enum:"title,body"`
	Start int    `json:"start" doc:"In bytes of the field in UTF-8."`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// NewMatches finds the places in a title and in a body with their matches marked.
func NewMatches(id string, title, body fihris.Snippet) Matches {
	m := Matches{ID: id, Matches: []Match{}}
	for _, field := range []struct {
		name  string
		spans fihris.Snippet
	}{{"title", title}, {"body", body}} {
		at := 0
		for _, s := range field.spans {
			if s.Match {
				m.Matches = append(m.Matches, Match{field.name, at, at + len(s.Text), s.Text})
			}
			at += len(s.Text)
		}
	}
	return m
}

// Difference is what a copy of an article has otherwise than another.
type Difference struct {
	ID    string `json:"id"`
	With  string `json:"with"`
	Title []Edit `json:"title"`
	Body  []Edit `json:"body"`
}

// Edit is a run of text of both, of the first alone or of the second alone.
type Edit struct {
	Text string `json:"text"`
	In   string `json:"in" enum:"both,first,second"`
}

// NewArticle puts an article into the form that programs read.
func NewArticle(a fihris.Article) Article {
	return Article{
		ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source,
		Section: a.Section, URL: a.URL, Published: timestamp(a.Published), Tags: a.Tags, Extra: a.Extra,
	}
}
