package web

import (
	"context"
	"strings"

	"github.com/fihris-search/fihris"
)

// zeroView is the honest answer to a query that finds nothing: what each word
// was understood as and how often it occurs, and what would find more.
type zeroView struct {
	Words      []wordView
	Unfiltered *link          // the query without its filters, if that finds something
	AnyWord    *link          // its words without operators and filters, if they do
	StopOnly   bool           // the query has nothing but stop words
	Unmet      []fihris.Unmet // conditions that no article meets
}

// wordView is a word or a phrase of the query. The addresses are empty where
// they would find nothing, or nothing more.
type wordView struct {
	fihris.WordCount
	Href     string
	RootHref string
}

// FormCount is Forms for a message that counts.
func (w wordView) FormCount() uint64 { return uint64(w.Forms) }

// rootSign asks for all words of a root, before a word of a query.
const rootSign = "\u221A" // SQUARE ROOT

// explainZero turns what the library knows into links. It searches once more
// itself, for the words that do occur.
func (srv *server) explainZero(ctx context.Context, s state, zero *fihris.ZeroHits) (*zeroView, error) {
	z := &zeroView{}
	if zero == nil {
		return z, nil
	}
	z.Unmet = zero.Unmet
	if zero.Unfiltered > 0 {
		z.Unfiltered = &link{Href: s.unfiltered().Home(), Count: zero.Unfiltered}
	}
	var known []string
	for _, w := range zero.Words {
		if w.Stop {
			continue
		}
		z.Words = append(z.Words, newWordView(s.unfiltered(), w))
		if w.Articles > 0 && !w.Phrase {
			known = append(known, w.Text)
		}
	}
	z.StopOnly = len(z.Words) == 0 && len(zero.Words) > 0
	if len(known) < 2 || z.Unfiltered != nil {
		return z, nil // one word has its link in the table
	}
	words := strings.Join(known, " ")
	res, err := srv.searcher.Search(ctx, fihris.Request{Query: fihris.Match(words), Limit: fihris.NoHits})
	if err != nil {
		return nil, err
	}
	if res.TotalAny > 0 {
		z.AnyWord = &link{Text: words, Href: s.unfiltered().withQuery(words).Home(), Count: res.TotalAny}
	}
	return z, nil
}

func newWordView(s state, w fihris.WordCount) wordView {
	v := wordView{WordCount: w}
	if w.Phrase {
		return v
	}
	if w.Articles > 0 && w.Forms == 0 {
		v.Href = s.withQuery(w.Text).Home()
	}
	if w.RootArticles > w.Articles {
		v.RootHref = s.withQuery(rootSign + w.Text).Home()
	}
	return v
}

// missing lists the words of a query that no article holds.
func missing(zero *fihris.ZeroHits) []string {
	if zero == nil {
		return nil
	}
	var words []string
	for _, w := range zero.Words {
		if !w.Stop && !w.Phrase && w.Articles == 0 {
			words = append(words, w.Text)
		}
	}
	return words
}
