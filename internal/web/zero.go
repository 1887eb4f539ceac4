package web

import (
	"context"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// zeroView is the honest answer to a query that finds nothing: what each word
// was understood as and how often it occurs, and what would find more.
type zeroView struct {
	Words      []wordView
	Unfiltered *link // the query without its filters, if that finds something
	AnyWord    *link // its words without operators and filters, if they do
	StopOnly   bool  // the query has nothing but stop words
}

// wordView is one word of the query.
type wordView struct {
	Text     string
	Stem     string
	Root     string
	Articles uint64
	Href     string // empty where it finds nothing
}

// maxZeroWords bounds the searches that one failed query costs.
const maxZeroWords = 8

func (srv *server) explainZero(ctx context.Context, s state, req fihris.Request) (*zeroView, error) {
	z := &zeroView{}
	if filters(req.Filter) {
		res, err := srv.count(ctx, req.Query, fihris.Filter{})
		if err != nil {
			return nil, err
		}
		if n := max(res.Total, res.TotalAny); n > 0 {
			z.Unfiltered = &link{Href: s.unfiltered().Home(), Count: n}
		}
	}
	stops, err := srv.explainWords(ctx, s, z)
	if err != nil {
		return nil, err
	}
	z.StopOnly = len(z.Words) == 0 && stops > 0
	var plain []string
	for _, w := range z.Words {
		if w.Articles > 0 {
			plain = append(plain, w.Text)
		}
	}
	if len(plain) < 2 || z.Unfiltered != nil {
		return z, nil // one word has its link in the table
	}
	words := strings.Join(plain, " ")
	res, err := srv.count(ctx, fihris.Match(words), fihris.Filter{})
	if err != nil {
		return nil, err
	}
	if res.TotalAny > 0 {
		z.AnyWord = &link{Text: words, Href: s.unfiltered().withQuery(words).Home(), Count: res.TotalAny}
	}
	return z, nil
}

// explainWords fills the table of words and counts the stop words.
func (srv *server) explainWords(ctx context.Context, s state, z *zeroView) (stops int, err error) {
	seen := map[string]bool{}
	for _, t := range arabic.Analyze(s.Query) {
		if t.Stem == "" {
			stops++
			continue
		}
		if seen[t.Stem] || len(z.Words) == maxZeroWords {
			continue
		}
		seen[t.Stem] = true
		w := wordView{Text: t.Text, Stem: t.Stem, Root: t.Root}
		res, err := srv.count(ctx, fihris.Match(t.Text), fihris.Filter{})
		if err != nil {
			return stops, err
		}
		w.Articles = res.Total
		if res.Total > 0 {
			w.Href = s.unfiltered().withQuery(t.Text).Home()
		}
		z.Words = append(z.Words, w)
	}
	return stops, nil
}
