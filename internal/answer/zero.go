package answer

import "github.com/fihris-search/fihris"

// Zero says why no article holds every word of the query.
type Zero struct {
	Words      []Word  `json:"words"`
	Unfiltered uint64  `json:"unfiltered" doc:"Articles that the query finds without the filters."`
	Unmet      []Unmet `json:"unmet,omitempty" doc:"Conditions of the query and of the filters that no article meets; absent if there are none."`
}

// Unmet is a condition that no article meets, and what they have instead.
type Unmet struct {
	Field   string  `json:"field"`
	Value   string  `json:"value,omitempty" doc:"What was asked; absent for dates."`
	Nearest string  `json:"nearest,omitempty" doc:"A value that articles have, spelled alike."`
	Values  []Facet `json:"values,omitempty" doc:"What articles have, the most frequent first."`
	Without bool    `json:"without,omitempty" doc:"The condition was that an article has it not, and all of them have it."`
	Dated   uint64  `json:"dated" doc:"Articles with a date, if that is the field; that mention one, if it is mentioned."`
	Oldest  string  `json:"oldest,omitempty" format:"date-time"`
	Newest  string  `json:"newest,omitempty" format:"date-time"`
}

// Word is a word or a phrase of the query, as it was understood, with the
// number of articles that hold it as it was asked for and at each level.
type Word struct {
	Text          string `json:"text"`
	Phrase        bool   `json:"phrase,omitempty"`
	Stop          bool   `json:"stop,omitempty"`
	Exact         string `json:"exact,omitempty"`
	Stem          string `json:"stem,omitempty"`
	Root          string `json:"root,omitempty"`
	Forms         int    `json:"forms,omitempty" doc:"That a prefix, a pattern or a fuzzy word stands for."`
	Articles      uint64 `json:"articles" doc:"Articles that hold the word as it was asked for."`
	ExactArticles uint64 `json:"exact_articles"`
	StemArticles  uint64 `json:"stem_articles"`
	RootArticles  uint64 `json:"root_articles"`
}

func newZero(z *fihris.ZeroHits) *Zero {
	a := &Zero{Words: make([]Word, 0, len(z.Words)), Unfiltered: z.Unfiltered}
	for _, w := range z.Words {
		a.Words = append(a.Words, Word(w))
	}
	for _, u := range z.Unmet {
		a.Unmet = append(a.Unmet, newUnmet(u))
	}
	return a
}

func newUnmet(u fihris.Unmet) Unmet {
	a := Unmet{Field: string(u.Field), Value: u.Value, Nearest: u.Nearest, Without: u.Without, Dated: u.Dated, Oldest: timestamp(u.Oldest), Newest: timestamp(u.Newest)}
	for _, v := range u.Values {
		a.Values = append(a.Values, Facet{Value: v.Value, Count: v.Count})
	}
	return a
}
