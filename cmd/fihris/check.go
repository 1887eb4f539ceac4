package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check -i DIR",
		Short: "Read all files of an index and say whether they are whole",
		Long:  `Reads all files of an index. The exit code is 0 if they are whole, 1 if not.`,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			err := fihris.Check(a.index)
			if err != nil && !errors.Is(err, fihris.ErrCorrupt) {
				return err
			}
			if a.json {
				if jsonErr := a.printJSON(newCheckAnswer(err)); jsonErr != nil {
					return jsonErr
				}
			} else if err == nil {
				fmt.Fprintf(a.out, "%s is whole\n", terminal.OneLine(a.index))
			}
			if err == nil {
				return nil
			}
			if !a.json {
				report(a.err, cmd, hint(err, "restore a backup, or build it anew: fihris index -i NEW PATH..."))
			}
			return exitStatus(exitNoHits)
		},
	}
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
