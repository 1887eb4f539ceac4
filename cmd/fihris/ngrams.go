package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newNGrams(a *app) *cobra.Command {
	var f studyFlags
	var req fihris.NGramsRequest
	cmd := &cobra.Command{
		Use:         "ngrams -i DIR [QUERY...]",
		Short:       "Count runs of words",
		Annotations: takesText,
		Long: `Counts runs of two to five words (n-grams) within the sentences of all articles, or
of those of a query and filters, the most frequent first. At --level stem words are their
lexemes, at exact their forms. Runs that begin or end with a stop word are left out.`,
		Example: `  fihris ngrams -i news.idx --words 3
  fihris ngrams -i news.idx --level exact --section رياضة --csv > runs.csv`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if req.Words < 2 || req.Words > 5 {
				return usage(cmd, "--words %d: a run has 2 to 5 words", req.Words)
			}
			if req.Least < 2 || f.limit < 1 {
				return usage(cmd, "--min must be 2 at least, and --limit 1")
			}
			f.memory = 512 << 20 // with room for all words of 200,000 articles they are read once
			ix, err := f.prepare(a, cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			if req.In, err = f.scope(cmd, ix, strings.Join(args, " ")); err != nil {
				return err
			}
			req.Level, req.Limit = fihris.Level(f.level), f.limit
			grams, total, err := ix.NGrams(cmd.Context(), req)
			if err != nil {
				return err
			}
			switch {
			case a.json:
				err = a.printJSON(answer.NewNGrams(grams, total))
			case f.csv:
				err = a.printCSV(answer.NGramTable(grams))
			default:
				fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, fmt.Sprintf("%s, %d shown", plural(total, "run"), len(grams))))
				if len(grams) > 0 {
					fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, "   times  articles  words"))
				}
				for _, g := range grams {
					fmt.Fprintf(a.out, "%8d  %8d  %s\n", g.Occurrences, g.Articles, a.screen.Plain(strings.Join(g.Words, " ")))
				}
			}
			if err == nil && len(grams) == 0 {
				return exitStatus(exitNoHits)
			}
			return err
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.IntVar(&req.Words, "words", 2, "how many words a run has: 2 to 5")
	fl.IntVar(&req.Least, "min", 5, "only runs that stand so often, 2 at least")
	fl.BoolVar(&req.StopWords, "with-stop-words", false, "also runs that begin or end with a stop word")
	fl.IntVar(&f.limit, "limit", 30, "show at most this many")
	return cmd
}
