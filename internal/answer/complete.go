package answer

import "github.com/fihris-search/fihris"

// Complete is what a text may become.
type Complete struct {
	Completions []Completion `json:"completions"`
}

// Completion is the whole text with its last word completed, or a title.
type Completion struct {
	Text     string `json:"text" doc:"The whole text with its last word completed, or a title."`
	Kind     string `json:"kind" enum:"word,title" doc:"A word that completes the last one, or a title."`
	Articles uint64 `json:"articles"`
	ID       string `json:"id,omitempty" doc:"Of a title: the newest article that has it."`

	Spans   []Span `json:"spans,omitempty" doc:"The text, with what was typed marked."`
	Counted string `json:"counted,omitempty" doc:"The articles with their noun, in the language of lang: 3 articles."`
}

// NewComplete puts completions into the form that programs read.
func NewComplete(found []fihris.Completion) Complete {
	a := Complete{Completions: make([]Completion, 0, len(found))} // [] rather than null
	for _, c := range found {
		a.Completions = append(a.Completions, Completion{Text: c.Text, Kind: c.Kind, Articles: c.Articles, ID: c.ID})
	}
	return a
}
