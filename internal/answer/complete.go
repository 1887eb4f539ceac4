package answer

import "github.com/fihris-search/fihris"

// Complete is what a text may become.
type Complete struct {
	Completions []Completion `json:"completions"`
}

// Completion is the whole text with its last word completed, or a title.
type Completion struct {
	Text     string `json:"text"`
	Kind     string `json:"kind"` // word or title
	Articles uint64 `json:"articles"`
}

// NewComplete puts completions into the form that programs read.
func NewComplete(found []fihris.Completion) Complete {
	a := Complete{Completions: make([]Completion, 0, len(found))} // [] rather than null
	for _, c := range found {
		a.Completions = append(a.Completions, Completion(c))
	}
	return a
}
