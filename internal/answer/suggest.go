package answer

import "github.com/fihris-search/fihris"

// Suggest is what else a query could have been meant for.
type Suggest struct {
	Total       uint64       `json:"total" doc:"Articles that hold every word of the query, or of instead."`
	ReadAs      []ReadAs     `json:"read_as,omitempty" doc:"Words that are read as others too."`
	Suggestions []Suggestion `json:"suggestions" doc:"Other queries that find more, the likeliest first."`
	Instead     *Suggestion  `json:"instead,omitempty" doc:"The suggestion that a search answers in place of the query."`
	Zero        *Zero        `json:"zero,omitempty" doc:"Why no article holds every word; absent where one does."`
}

// NewSuggest takes the suggestions out of results.
func NewSuggest(res *fihris.Results) Suggest {
	all := NewSearch(res)
	s := Suggest{Total: all.Total, ReadAs: all.ReadAs, Suggestions: all.Suggestions, Instead: all.Instead, Zero: all.Zero}
	if s.Suggestions == nil {
		s.Suggestions = []Suggestion{} // [] rather than null
	}
	return s
}
