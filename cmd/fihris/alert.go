package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newAlert(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "alert add|list|run|remove -i DIR",
		Short: "Save queries, and tell which articles are new to them",
		Long: `Saves queries beside an index, and tells which articles that they match were not told
before: "alert run" after each "index". An article is told once, whenever it came: one that
is changed so that it matches is new, one that was told and is changed or removed and added again
is not. Queries and what they told outlive "rebuild", and go with "backup".

A run is numbered. One that was killed before all was printed is told again by the next run, under the
same number and marked as told again: nothing is missed, and no article is in two runs.`,
		Example: `  fihris alert add -i news.idx truce 'هدنة OR "وقف إطلاق النار"'
  fihris index -i news.idx today/ && fihris alert run -i news.idx --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, "alert what? add, list, run or remove")
		},
	}
	cmd.AddCommand(newAlertAdd(a), newAlertList(a), newAlertRun(a), newAlertRemove(a))
	return cmd
}

// alertWait is how long to wait for another process that runs alerts.
const alertWait = 3 * time.Second

// openAlerts takes hold of the alerts of the index.
func (a *app) openAlerts(cmd *cobra.Command) (*alert.Book, error) {
	if err := a.needIndex(cmd); err != nil {
		return nil, err
	}
	b, err := alert.Open(a.index, alertWait)
	return b, a.alertError(err)
}

// alertError says what helps.
func (a *app) alertError(err error) error {
	switch {
	case errors.Is(err, alert.ErrBusy):
		return hint(err, "wait until the other process has run its alerts")
	case errors.Is(err, alert.ErrBook):
		return hint(err, "take the file from a backup, or remove it and add the alerts anew; the index is not touched by this")
	case errors.Is(err, alert.ErrNone):
		return hint(err, "see which there are: fihris alert list -i %s", a.index)
	case errors.Is(err, alert.ErrExists):
		return hint(err, "choose another name, or remove it first: fihris alert remove -i %s NAME", a.index)
	}
	return err
}

func newAlertAdd(a *app) *cobra.Command {
	var tellAll bool
	cmd := &cobra.Command{
		Use:         "add -i DIR NAME QUERY...",
		Short:       "Save a query under a name",
		Annotations: takesText,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) < 2 {
				return usage(cmd, "a name, then the query")
			}
			ix, err := a.openToAsk(cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			book, err := a.openAlerts(cmd)
			if err != nil {
				return err
			}
			defer closing(book, &err)
			n, err := book.Add(cmd.Context(), ix, args[0], strings.Join(args[1:], " "), tellAll, time.Now())
			if err != nil {
				return a.alertError(err)
			}
			told := "which are not told"
			if tellAll {
				told = "which the next run tells"
			}
			fmt.Fprintf(a.out, "added %s: it matches %s now, %s\n", a.screen.Plain(args[0]), plural(n, "article"), told)
			return nil
		},
	}
	cmd.Flags().BoolVar(&tellAll, "tell-all", false, "let the first run tell the articles that are there already")
	return cmd
}

func newAlertList(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list -i DIR",
		Short: "List the saved queries",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			all, err := alert.List(a.index)
			if err != nil {
				return a.alertError(err)
			}
			if a.json {
				return a.printJSON(answer.NewAlerts(all))
			}
			for _, x := range all {
				last := "never run"
				if !x.LastRun.IsZero() {
					last = "last run " + x.LastRun.Format(time.RFC3339)
				}
				fmt.Fprintf(a.out, "%s  %s\n    %s known, %s, %s\n", a.screen.Style(terminal.StyleTitle, a.screen.Plain(x.Name)), a.screen.Plain(x.Query),
					plural(x.Seen, "article"), plural(x.Runs, "run")+" with news", last)
				if x.Waiting > 0 {
					fmt.Fprintf(a.out, "    %s of a run that did not end: the next run tells them again\n", plural(x.Waiting, "article"))
				}
			}
			return nil
		},
	}
}

func newAlertRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:         "remove -i DIR NAME",
		Short:       "Forget a saved query and what it told",
		Args:        cobra.ExactArgs(1),
		Annotations: takesText,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			book, err := a.openAlerts(cmd)
			if err != nil {
				return err
			}
			defer closing(book, &err)
			if err := book.Remove(args[0]); err != nil {
				return a.alertError(err)
			}
			fmt.Fprintf(a.out, "removed %s\n", a.screen.Plain(args[0]))
			return nil
		},
	}
}

func newAlertRun(a *app) *cobra.Command {
	var bidi string
	cmd := &cobra.Command{
		Use:         "run -i DIR [NAME...]",
		Short:       "Tell the articles that are new to the saved queries",
		Annotations: takesText,
		Long: `Tells the articles that are new to the saved queries, or to some of them. With --json
each is a line of JSON with the number of its run. The exit code is 1 where nothing is new.`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			// The alerts first: who waits for another run shall see the articles that came meanwhile.
			book, err := a.openAlerts(cmd)
			if err != nil {
				return err
			}
			defer closing(book, &err)
			ix, err := a.openToAsk(cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			told, runErr := book.Run(cmd.Context(), ix, args, time.Now())
			for _, d := range told {
				if err := a.printDelivery(&d); err != nil {
					return err
				}
			}
			if err := a.out.Flush(); err != nil { // nothing is acknowledged that was not printed
				return err
			}
			if err := book.Acknowledge(told); err != nil {
				return err
			}
			if runErr == nil && len(told) == 0 {
				return exitStatus(exitNoHits)
			}
			return a.alertError(runErr)
		},
	}
	addBidi(cmd, &bidi)
	return cmd
}

// printDelivery prints what a run tells.
func (a *app) printDelivery(d *alert.Delivery) error {
	if a.json {
		for i := range d.Articles {
			if err := a.printJSON(answer.NewAlerted(d, i)); err != nil {
				return err
			}
		}
		return nil
	}
	again := ""
	if d.Again {
		again = ", told again: the run was cut short"
	}
	fmt.Fprintf(a.out, "%s  %s, run %d%s\n", a.screen.Style(terminal.StyleTitle, a.screen.Plain(d.Alert)), plural(len(d.Articles), "new article"), d.Run, again)
	for _, x := range d.Articles {
		date := ""
		if !x.Published.IsZero() {
			date = x.Published.Format(time.DateOnly) + "  "
		}
		fmt.Fprintf(a.out, "    %s%s  (%s)\n", date, a.screen.Plain(x.Title), terminal.OneLine(x.ID))
	}
	return nil
}
