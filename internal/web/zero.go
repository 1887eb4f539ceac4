package web

import (
	"context"
	"net/url"
	"slices"
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
	RootTip    *link          // a word of the query by its root, to show how
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

// rootField asks for all words of a root, as a reader types it: the sign √ is on no Arabic keyboard, and is
// drawn the wrong way round among Arabic letters.
const rootField = "جذر:"

// way is a search that finds what this one does not, and why.
type way struct {
	link
	Why string
}

// ways are what finds more: suggestions, and the query without one of its filters or words.
func (srv *server) ways(ctx context.Context, l *locale, s state, req fihris.Request, res *fihris.Results) (out []way, err error) {
	values := url.Values{"q": {s.Query}}
	found, err := srv.relaxations(ctx, values, req, res)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		w := way{link: link{Text: r.Query, Count: r.Total}}
		switch {
		case r.Kind == "word":
			w.Why, w.Href = l.text("way.word", quoted(r.Drop)), s.withQuery(r.Query).Home()
		case r.Drop == "date":
			w.Why, w.Href = l.text("way.dates"), s.withDates("", "").Home()
		default:
			field := fihris.FacetField(r.Drop)
			label := choices{Field: field, Own: !slices.Contains(fihris.KeywordFields(), field)}.Label(l)
			w.Why, w.Href = l.text("way.filter", label), s.withValues(field).withOwn(prefixNot+r.Drop, nil).Home()
		}
		if w.Text == "" { // nothing but filters
			w.Text = l.text("results.browsing")
		}
		out = append(out, w)
	}
	return out, nil
}

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
		if z.RootTip == nil && !w.Phrase && w.Root != "" {
			q := rootField + w.Text
			z.RootTip = &link{Text: q, Href: s.unfiltered().withQuery(q).Home()}
		}
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
		v.RootHref = s.withQuery(rootField + w.Text).Home()
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
