package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newCheck(a *app) *cobra.Command {
	filesOnly := false
	cmd := &cobra.Command{
		Use:   "check -i DIR",
		Short: "Say whether an index is whole",
		Long: `Reads every byte of an index, then compares each article with its checksum and
with its postings, which takes as long as indexing; --files leaves that out. The
exit code is 0 if all is whole, 1 if not. An index of another version it names as
that, looks at its files and articles, and exits with 2 where they are whole.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			words, err := a.words.read()
			if err != nil {
				return err
			}
			err = fihris.Check(cmd.Context(), a.index, &fihris.Options{Words: words, Quick: filesOnly})
			if err != nil && !errors.Is(err, fihris.ErrCorrupt) {
				return err
			}
			_, bookErr := alert.List(a.index) // no part of the index, but what people rely on
			if a.json {
				if jsonErr := a.printJSON(newCheckAnswer(errors.Join(err, bookErr))); jsonErr != nil {
					return jsonErr
				}
			} else {
				if err == nil {
					fmt.Fprintf(a.out, "%s is whole\n", terminal.OneLine(a.index))
				}
				if bookErr != nil {
					report(a.err, cmd, fmt.Errorf("the saved queries beside it: %w", a.alertError(bookErr)))
				}
			}
			if err == nil && bookErr == nil {
				return nil
			}
			if !a.json && err != nil {
				report(a.err, cmd, hint(err, "restore a backup, or make it anew of what is stored in it: fihris rebuild -i %[1]s; where that would lose something, take out what is whole: fihris export -i %[1]s > FILE, and index FILE", a.index))
			}
			return exitStatus(exitNoHits)
		},
	}
	cmd.Flags().BoolVar(&filesOnly, "files", false, "read the files only: a moment, also for a large index")
	return cmd
}

// checkAnswer is what check found, as JSON.
type checkAnswer struct {
	Whole  bool     `json:"whole"`
	Damage []string `json:"damage"`
}

func newCheckAnswer(err error) checkAnswer {
	answer := checkAnswer{Whole: err == nil, Damage: []string{}}
	if err != nil {
		answer.Damage = strings.Split(err.Error(), "\n")
	}
	return answer
}
