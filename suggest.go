package fihris

import (
	"context"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Suggestion is another query that would serve the reader better. It was asked:
// Total is what a search for it would say.
type Suggestion struct {
	Query string `json:"query"` // ready for ParseQuery, and for readers
	Kind  string `json:"kind"`  // one of the constants below
	Total uint64 `json:"total"` // how many articles it finds
}

// The kinds of suggestions: what may have gone wrong.
const (
	KindSpelling        = "spelling"        // letters confused, doubled, exchanged; a space too many or too few
	KindLayout          = "layout"          // typed with the keyboard switched to the other script
	KindTransliteration = "transliteration" // Arabic words in Latin letters
	KindRoot            = "root"            // the index has only relatives of a word
)

// ReadAs is a bare word of a query that was read as another one too: articles
// that hold only that one are found as well, behind those that hold the word as
// typed where they are otherwise equal. Words behind = and in quotes, and those
// that are excluded, are never read so.
type ReadAs struct {
	Word    string `json:"word"`    // as typed
	Reading string `json:"reading"` // as articles write it
	Why     string `json:"why"`     // one of the constants below
}

// Why words are read as others.
const (
	ReadHeh     = "heh"     // heh is typed for teh marbuta, or the other way round
	ReadHamza   = "hamza"   // a hamza is left out, or only its seat typed, or the other way round
	ReadClitic  = "clitic"  // of a word that no dictionary has: articles have it with a proclitic more or less
	ReadName    = "name"    // another spelling of a name: a long vowel more or less, or another letter for the same sound
	ReadDialect = "dialect" // what a dialect writes onto a word (بيكتب, عالبيت), or the word without it; its letters (گلب); a word of a dialect (بندورة) as that of the written language
	ReadEncoded = "encoded" // the whole query was pasted as an address, a page or a program encodes it, or misread
	ReadYeh     = "yeh"     // yeh is typed for alef maksura, or the other way round
	ReadTeh     = "teh"     // teh is typed for teh marbuta behind an alef (وفات)
	ReadAlef    = "alef"    // the alef behind the waw of a plural verb is left out (قصفو)
)

// ZeroHits says why no article holds every word of a query.
type ZeroHits struct {
	Words      []WordCount `json:"words"`           // of the query, in order; the first 16
	Unfiltered uint64      `json:"unfiltered"`      // articles that the query finds without Request.Filter; 0 if there was no filter
	Unmet      []Unmet     `json:"unmet,omitempty"` // conditions of Request.Filter and of the query that no article of the index meets
}

// Unmet is a condition on the source, the section, a tag, the date, a date in the text or a field of one's own that no
// article of the index meets, and what the articles have instead.
type Unmet struct {
	Field   FacetField   `json:"field"`             // FacetSource, FacetSection, FacetTag, UnmetDate, UnmetMentioned or a field of one's own
	Value   string       `json:"value,omitempty"`   // what was asked; none for dates
	Nearest string       `json:"nearest,omitempty"` // a value that articles have, spelled alike; none if there is none
	Values  []FacetValue `json:"values,omitempty"`  // what articles have, the most frequent first, at most five; none for dates

	Without bool `json:"without,omitempty"` // the condition was that an article has it not, and all have it

	Dated  uint64    `json:"dated"`           // for dates: articles that have one, or mention one
	Oldest time.Time `json:"oldest,omitzero"` // of these; zero if there are none
	Newest time.Time `json:"newest,omitzero"`
}

// UnmetDate is the Field of a condition on the date, UnmetMentioned that of one on the dates in the
// text, of which Unmet.Oldest and Unmet.Newest are the first and the last day.
const (
	UnmetDate      FacetField = "date"
	UnmetMentioned FacetField = "mentioned"
)

// WordCount is how a word or a phrase of a query was understood, and how many
// articles of the index hold it, whatever the filter. A phrase is followed by
// the words in it.
type WordCount struct {
	Text     string `json:"text"` // as typed
	Phrase   bool   `json:"phrase,omitempty"`
	Stop     bool   `json:"stop,omitempty"`  // a stop word: it asks for nothing beside other words
	Exact    string `json:"exact,omitempty"` // the word at its three levels; a stop word has the first only
	Stem     string `json:"stem,omitempty"`
	Root     string `json:"root,omitempty"`
	Forms    int    `json:"forms,omitempty"` // of a prefix, a pattern or a fuzzy word: how many forms of the index it stands for
	Articles uint64 `json:"articles"`        // that hold it as it was asked for

	ExactArticles uint64 `json:"exact_articles"` // that hold it at each level
	StemArticles  uint64 `json:"stem_articles"`
	RootArticles  uint64 `json:"root_articles"`
}

func newZeroHits(z *index.ZeroHits) *ZeroHits {
	if z == nil {
		return nil
	}
	out := &ZeroHits{Unfiltered: z.Unfiltered}
	for _, w := range z.Words {
		out.Words = append(out.Words, WordCount(w))
	}
	for _, u := range z.Unmet {
		var values []FacetValue
		for _, v := range u.Values {
			values = append(values, FacetValue(v))
		}
		out.Unmet = append(out.Unmet, Unmet{FacetField(u.Field), u.Value, u.Nearest, values, u.Without, u.Dated, u.Oldest, u.Newest})
	}
	return out
}

// Completion is what a reader who has typed the beginning may go on to type.
type Completion struct {
	Text     string `json:"text"`         // all of the text with its last word completed as people write it, or a title
	Kind     string `json:"kind"`         // KindWord or KindTitle
	Articles uint64 `json:"articles"`     // that hold the word in this form and the ones before it; or have the title
	ID       string `json:"id,omitempty"` // of the newest article that has the title; empty for words
}

// The kinds of completions.
const (
	KindWord  = "word"
	KindTitle = "title"
)

// Complete completes the last word of what is typed so far: the words of the
// index that begin so, also behind the article and proclitics, those first
// that follow the word before in the most articles, or where none does are held
// together with the words before by the most; then the newest
// titles that hold all of them, a third of n at most. There are none where text
// is empty or ends with a space. [Index.Terms] gives the terms themselves.
func (ix *Index) Complete(ctx context.Context, text string, n int) ([]Completion, error) {
	return complete(ctx, ix.ix, ix.name(), text, n)
}

func complete(ctx context.Context, e index.Engine, name, text string, n int) ([]Completion, error) {
	found, err := e.Complete(ctx, text, n)
	var out []Completion
	for _, c := range found {
		out = append(out, Completion(c))
	}
	return out, wrap("complete in "+name, err)
}
