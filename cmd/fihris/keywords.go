package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newKeywords(a *app) *cobra.Command {
	var f studyFlags
	var req fihris.KeywordsRequest
	var against string
	cmd := &cobra.Command{
		Use:         "keywords -i DIR [QUERY...]",
		Short:       "Find the words that are typical of some articles",
		Annotations: takesText,
		Long: `Finds the words that are more frequent in some articles than in others: in those of
a query, a source, a section, a time (--from, --to), against all other articles, or
against those of another query (--against 'source:…', 'before:2018').
With --new only words that the others do not have: the new words of a month.

  G2        log-likelihood (Dunning 1993): how sure it is; 15.13 is p < 0.0001
  log ratio how much more frequent, in doublings (Hardie 2014)
  DP        deviation of proportions (Gries 2008): 0 in all of the articles alike,
            towards 1 in few of them`,
		Example: `  fihris keywords -i news.idx --section اقتصاد
  fihris keywords -i news.idx --from 2018-03 --to 2018-03 --against 'before:2018-03' --new
  fihris keywords -i news.idx هدنة --against حرب --csv > words.csv`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if req.Least < 1 || f.limit < 1 {
				return usage(cmd, "--min and --limit must be 1 at least")
			}
			query := strings.Join(args, " ")
			ix, err := f.prepare(a, cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			if req.In, err = f.scope(cmd, ix, query); err != nil {
				return err
			}
			if strings.TrimSpace(query) == "" && req.In.Filter.IsZero() {
				return usage(cmd, "the words of which articles? name a query, a --source, a --section, or a time")
			}
			if against != "" {
				q, err := f.parse(ix, against)
				if err != nil {
					return err
				}
				req.Against = &fihris.Scope{Query: q}
			}
			req.Level, req.Limit = fihris.Level(f.level), f.limit
			res, err := ix.Keywords(cmd.Context(), req)
			if errors.Is(err, fihris.ErrNoArticles) {
				return hint(err, "see what there is: fihris search -i %s '*' --facet source --facet section --facet year", a.index)
			}
			if err != nil {
				return err
			}
			return f.show(a, len(res.Keywords), answer.NewKeywords(&res), func() error { return a.printCSV(answer.KeywordTable(&res)) }, func() { a.printKeywords(&res) })
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&against, "against", "", "the articles to compare with, as a query; without it all others")
	fl.BoolVar(&req.New, "new", false, "only words that those do not have")
	fl.IntVar(&req.Least, "min", 5, "only words that stand so often in the articles")
	fl.BoolVar(&req.StopWords, "with-stop-words", false, "stop words too")
	fl.IntVar(&f.limit, "limit", 30, "show at most this many")
	return cmd
}

// printKeywords shows keywords to people.
func (a *app) printKeywords(res *fihris.Keywords) {
	fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, fmt.Sprintf("%s of %s against %s of %s; %s, %d shown",
		plural(res.In, "word"), plural(res.InArticles, "article"), plural(res.Against, "word"), plural(res.AgainstArticles, "article"), plural(res.Total, "keyword"), len(res.Keywords))))
	if len(res.Keywords) == 0 {
		return
	}
	fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, "        G2  log ratio     DP       in  articles  a million  against  a million  word"))
	for _, k := range res.Keywords {
		fmt.Fprintf(a.out, "%10.1f %10.2f %6.3f %8d %9d %10.1f %8d %10.1f  %s\n",
			k.LogLikelihood, k.LogRatio, k.Dispersion, k.In, k.InArticles, k.PerMillion, k.Against, k.AgainstPerMillion, a.wordForms(k.Word, k.Forms))
	}
}
