package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newCollocate(a *app) *cobra.Command {
	var f studyFlags
	var req fihris.CollocationRequest
	var by string
	cmd := &cobra.Command{
		Use:         "collocate -i DIR QUERY...",
		Short:       "Find the words that stand near others more often than by chance",
		Annotations: takesText,
		Long: `Finds the words that stand near the words or phrases of a query more often than
chance has it, at --level: of lexemes, قرار and القرارات are one.

  logdice         14 + log2(2·O / (f(node) + f(word))), at most 14 (Rychlý 2008)
  log-likelihood  G2 = 2·Σ O·ln(O/E): how sure it is (Dunning 1993)
  t               (O − E) / √O: prefers frequent words (Church et al. 1991)
  mi              log2(O/E): prefers rare words (Church and Hanks 1990)
  frequency       O

O is how often the word stands near, E how often it would if words were strewn at
random, f how often it stands in all articles of the filter. A word that is near two
occurrences counts once, on the side of the nearer one.`,
		Example: `  fihris collocate -i news.idx وزير
  fihris collocate -i news.idx أزمة --before 0 --after 2 --min 20 --by log-likelihood`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) == 0 {
				return usage(cmd, "near which words?")
			}
			if req.Before < 0 || req.After < 0 || req.Before+req.After == 0 {
				return usage(cmd, "--before and --after: how many words on either side, one of them above 0")
			}
			if req.Least < 1 || f.limit < 1 {
				return usage(cmd, "--min and --limit must be 1 at least")
			}
			ix, err := f.prepare(a, cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			if req.Study, err = f.study(cmd, ix, strings.Join(args, " ")); err != nil {
				return err
			}
			req.By, req.Limit = fihris.Measure(by), f.limit
			res, err := ix.Collocations(cmd.Context(), req)
			if err != nil {
				return err
			}
			return f.show(a, len(res.Collocates), answer.NewCollocations(&res), func() error { return a.printCSV(answer.CollocationTable(&res)) }, func() { a.printCollocations(&res) })
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.IntVar(&req.Before, "before", 5, "how many words before an occurrence are near it")
	fl.IntVar(&req.After, "after", 5, "how many words behind it")
	fl.IntVar(&req.Least, "min", 5, "only words that stand near so often")
	fl.BoolVar(&req.StopWords, "with-stop-words", false, "stop words too")
	fl.StringVar(&by, "by", string(fihris.LogDice), "the measure that puts them in order: "+choice(namesOf(fihris.Measures)))
	fl.IntVar(&f.limit, "limit", 30, "show at most this many")
	offer(cmd, "by", namesOf(fihris.Measures)...)
	return cmd
}

// printCollocations shows collocates to people. Arabic stands behind the figures, whose
// columns so stay even.
func (a *app) printCollocations(res *fihris.Collocations) {
	fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, fmt.Sprintf("%s; %s, %d shown", plural(res.Occurrences, "occurrence"), plural(res.Total, "collocate"), len(res.Collocates))))
	if len(res.Collocates) == 0 {
		return
	}
	fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, "logDice        G2       t     MI     near  before   after      all  word"))
	for _, c := range res.Collocates {
		fmt.Fprintf(a.out, "%7.2f %9.1f %7.2f %6.2f %8d %7d %7d %8d  %s\n", c.LogDice, c.LogLikelihood, c.T, c.MI, c.Near, c.Before, c.After, c.All, a.wordForms(c.Word, c.Forms))
	}
}

// wordForms writes a word and the forms in which it stands, unless that is the word alone.
func (a *app) wordForms(word string, forms []string) string {
	text := word
	if len(forms) > 1 || len(forms) == 1 && forms[0] != word {
		text += " (" + strings.Join(forms, "، ") + ")"
	}
	return a.screen.Plain(text)
}
