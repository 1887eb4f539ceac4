package main

import (
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newConcord(a *app) *cobra.Command {
	var f studyFlags
	var window, sample int
	var seed uint64
	var order string
	cmd := &cobra.Command{
		Use:         "concord -i DIR QUERY...",
		Short:       "Show every occurrence of words in its context (concordance)",
		Annotations: takesText,
		Long: `Shows every occurrence of the words and phrases of a query, in the articles that
"search" counts, each on a line with what stands around it: a concordance, or key
words in context. Arabic runs to the left: what was before stands at the right.

Words count at --level; =word, √word and phrases as they say. Lines are printed
as they are found, unless they are sorted. With --json each is a line of JSON.`,
		Example: `  fihris concord -i news.idx وزير
  fihris concord -i news.idx '"وقف إطلاق النار"' --sort after
  fihris concord -i news.idx قال --sample 100 --seed 7 --csv > lines.csv`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) == 0 {
				return usage(cmd, "which words?")
			}
			if order == "left" || order == "right" {
				return usage(cmd, "--sort %s: Arabic runs the other way; say before (what was read before it) or after", order)
			}
			if window < 0 || sample < 0 {
				return usage(cmd, "--window and --sample must not be negative")
			}
			ix, err := f.prepare(a, cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			study, err := f.study(cmd, ix, strings.Join(args, " "))
			if err != nil {
				return err
			}
			if window == 0 {
				window = fihris.NoContext
			}
			return a.concord(cmd, ix, fihris.ConcordanceRequest{
				Study: study, Window: window, Order: fihris.LineOrder(order), Sample: sample, Seed: seed,
			}, f.csv)
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.IntVar(&window, "window", 10, "how many words to show on either side")
	fl.StringVar(&order, "sort", string(fihris.ByPlace), "place (as they are found), before or after (by the words there), node (by the form) or date")
	fl.IntVar(&sample, "sample", 0, "draw so many occurrences at random; 0 for all")
	fl.Uint64Var(&seed, "seed", 1, "which sample: the same seed draws the same")
	offer(cmd, "sort", namesOf(fihris.LineOrders)...)
	return cmd
}

// concord prints a concordance.
func (a *app) concord(cmd *cobra.Command, ix *fihris.Index, req fihris.ConcordanceRequest, asCSV bool) error {
	ctx := cmd.Context()
	plain := !a.json && !asCSV
	if plain {
		n, err := ix.Count(ctx, req.Study)
		if err != nil {
			return err
		}
		head := fmt.Sprintf("%s in %s of %s", plural(n.Occurrences, "occurrence"), plural(n.Articles, "article"), count(n.Scope))
		if req.Sample > 0 && uint64(req.Sample) < n.Occurrences {
			head += fmt.Sprintf("; %s of them, drawn with seed %d", count(req.Sample), req.Seed)
		}
		fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, head))
	}
	table := csv.NewWriter(a.out)
	table.UseCRLF = true
	if asCSV {
		if err := table.Write(answer.LineHeader); err != nil {
			return err
		}
	}
	lines := 0
	for l, err := range ix.Concordance(ctx, req) {
		if err != nil {
			return err
		}
		lines++
		switch {
		case asCSV:
			j := answer.NewLine(&l)
			err = table.Write(answer.Cells(j.Row()))
		case a.json:
			err = a.printJSON(answer.NewLine(&l))
		default:
			a.printLine(&l)
		}
		if err != nil {
			return err
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return err
	}
	if lines == 0 {
		return exitStatus(exitNoHits)
	}
	return nil
}

// lineMargin is how many columns the date before a line takes.
const lineMargin = len(time.DateOnly) + 2

// printLine shows an occurrence to people, behind the date of its article.
func (a *app) printLine(l *fihris.Line) {
	date := strings.Repeat(" ", len(time.DateOnly))
	if !l.Published.IsZero() {
		date = l.Published.Format(time.DateOnly)
	}
	fmt.Fprintf(a.out, "%s  %s\n", a.screen.Style(terminal.StyleFaint, date), a.screen.Concorded(l.Before, l.Node, l.After, lineMargin))
}
