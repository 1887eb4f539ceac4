package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

func newComplete(a *app) *cobra.Command {
	var limit int
	var bidi string
	cmd := &cobra.Command{
		Use:         "complete -i DIR PREFIX...",
		Short:       "Complete the last word of a query: words and titles of the index",
		Annotations: takesText,
		Long: `Lists what the last word may become, the most frequent first: words as people
write them, also behind the article and prepositions, and titles. Words before it
must stand in the same articles.`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if len(args) == 0 {
				return usage(cmd, "which prefix?")
			}
			if limit < 1 {
				return usage(cmd, "--limit %d: at least 1 is wanted", limit)
			}
			ix, err := a.openToAsk(cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			found, err := ix.Complete(cmd.Context(), strings.Join(args, " "), limit)
			if err != nil {
				return err
			}
			return a.printCompletions(found)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "at most this many")
	addBidi(cmd, &bidi)
	return cmd
}

// newTerms is complete by its old name. A command of its own rather than an
// alias: it can say so, and the list of commands names completion once.
func newTerms(a *app) *cobra.Command {
	cmd := newComplete(a)
	cmd.Use = "terms -i DIR PREFIX..."
	cmd.Short = `The old name of "complete"`
	cmd.Long = `This is now called "complete", and does the same. With --json both answer as
GET /v1/complete does: {"completions":[{"text":…,"kind":…,"articles":…}]}.`
	cmd.Hidden = true
	complete := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		fmt.Fprintln(a.err, `fihris: "terms" is now called "complete"; its JSON is that of GET /v1/complete`)
		return complete(cmd, args)
	}
	return cmd
}

// printCompletions prints words and titles with the number of articles.
func (a *app) printCompletions(found []fihris.Completion) error {
	if a.json {
		if err := a.printJSON(answer.NewComplete(found)); err != nil {
			return err
		}
	} else {
		for _, c := range found {
			fmt.Fprintf(a.out, "%9s  %s\n", count(c.Articles), a.screen.Plain(c.Text))
		}
	}
	if len(found) == 0 {
		return exitStatus(exitNoHits)
	}
	return nil
}
