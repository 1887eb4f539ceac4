package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
)

// termAnswer is a fihris.Completion as JSON.
type termAnswer struct {
	Text     string `json:"term"`
	Kind     string `json:"kind"` // word or title
	Articles uint64 `json:"articles"`
}

func newTerms(a *app) *cobra.Command {
	var limit int
	var bidi string
	cmd := &cobra.Command{
		Use:         "terms -i DIR PREFIX...",
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
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			terms, err := ix.Complete(cmd.Context(), strings.Join(args, " "), limit)
			if err != nil {
				return err
			}
			return a.printCompletions(terms)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "at most this many")
	addBidi(cmd, &bidi)
	return cmd
}

// printCompletions prints words and titles with the number of articles.
func (a *app) printCompletions(terms []fihris.Completion) error {
	answers := []termAnswer{}
	for _, t := range terms {
		answers = append(answers, termAnswer(t))
		if !a.json {
			fmt.Fprintf(a.out, "%9s  %s\n", count(t.Articles), a.screen.Plain(t.Text))
		}
	}
	if a.json {
		if err := a.printJSON(map[string]any{"terms": answers}); err != nil {
			return err
		}
	}
	if len(terms) == 0 {
		return exitStatus(exitNoHits)
	}
	return nil
}
