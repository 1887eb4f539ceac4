package fihris

import (
	"context"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Suggestion is another query that would serve the reader better. It was asked:
// Total is what a search for it would say.
type Suggestion struct {
	Query string // ready for ParseQuery, and for readers
	Kind  string // one of the constants below
	Total uint64 // how many articles it finds
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
	Word    string // as typed
	Reading string // as articles write it
	Why     string // one of the constants below
}

// Why words are read as others.
const (
	ReadHeh     = "heh"     // heh is typed for teh marbuta, or the other way round
	ReadHamza   = "hamza"   // a hamza is left out, or only its seat typed, or the other way round
	ReadClitic  = "clitic"  // of a word that no dictionary has: articles have it with a proclitic more or less
	ReadName    = "name"    // another spelling of a name: a long vowel more or less, or another letter for the same sound
	ReadDialect = "dialect" // what a dialect writes onto a word (بيكتب, عالبيت), or the word without it
	ReadEncoded = "encoded" // the whole query was pasted as an address, a page or a program encodes it
	ReadYeh     = "yeh"     // yeh is typed for alef maksura, or the other way round
)

// ZeroHits says why no article holds every word of a query.
type ZeroHits struct {
	Words      []WordCount // of the query, in order; the first 16
	Unfiltered uint64      // articles that the query finds without Request.Filter; 0 if there was no filter
	Unmet      []Unmet     // conditions of Request.Filter and of the query that no article of the index meets
}

// Unmet is a condition on the source, the section, a tag or the date that no
// article of the index meets, and what the articles have instead.
type Unmet struct {
	Field   FacetField   // FacetSource, FacetSection, FacetTag or UnmetDate
	Value   string       // what was asked; none for dates
	Nearest string       // a value that articles have, spelled alike; none if there is none
	Values  []FacetValue // what articles have, the most frequent first, at most five; none for dates

	Dated          uint64    // for dates: articles that have one
	Oldest, Newest time.Time // of these; zero if there are none
}

// UnmetDate is the Field of a condition on the date.
const UnmetDate FacetField = "date"

// WordCount is how a word or a phrase of a query was understood, and how many
// articles of the index hold it, whatever the filter. A phrase is followed by
// the words in it.
type WordCount struct {
	Text     string // as typed
	Phrase   bool
	Stop     bool   // a stop word: it asks for nothing beside other words
	Exact    string // the word at its three levels; a stop word has the first only
	Stem     string
	Root     string
	Forms    int    // of a prefix, a pattern or a fuzzy word: how many forms of the index it stands for
	Articles uint64 // that hold it as it was asked for

	ExactArticles, StemArticles, RootArticles uint64 // that hold it at each level
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
		out.Unmet = append(out.Unmet, Unmet{FacetField(u.Field), u.Value, u.Nearest, values, u.Dated, u.Oldest, u.Newest})
	}
	return out
}

// Completion is what a reader who has typed the beginning may go on to type.
type Completion struct {
	Text     string // all of the text with its last word completed as people write it, or a title
	Kind     string // KindWord or KindTitle
	Articles uint64 // that hold the word in this form and the ones before it; or have the title
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
	found, err := ix.ix.Complete(ctx, text, n)
	var out []Completion
	for _, c := range found {
		out = append(out, Completion(c))
	}
	return out, wrap("complete in "+ix.path, err)
}
