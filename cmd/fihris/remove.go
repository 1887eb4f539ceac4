package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:         "remove -i DIR ID...",
		Short:       "Remove articles by ID",
		Long:        `Removes articles. The exit code is 1 if none of them is there.`,
		Annotations: takesText,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "which article? name its ID")
			}
			return a.remove(cmd, args)
		},
	}
}

// removeReport is what remove did.
type removeReport struct {
	Removed int      `json:"removed"`
	Missing []string `json:"missing"`
}

func (a *app) remove(cmd *cobra.Command, ids []string) (err error) {
	ix, err := a.openIndex(cmd, false)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	report := removeReport{Missing: []string{}}
	if err := report.takeMissing(ix.Remove(cmd.Context(), ids...)); err != nil {
		return err
	}
	report.Removed = len(ids) - len(report.Missing)
	for _, id := range report.Missing {
		fmt.Fprintf(a.err, "fihris: %s: no such article\n", terminal.OneLine(id))
	}
	if a.json {
		err = a.printJSON(report)
	} else {
		fmt.Fprintf(a.out, "removed %s\n", plural(report.Removed, "article"))
	}
	if err == nil && report.Removed == 0 {
		return exitStatus(exitNoHits)
	}
	return err
}

// takeMissing takes the IDs that were not there out of an error and returns
// what is left.
func (r *removeReport) takeMissing(err error) error {
	return eachError(err, func(err error) error {
		if missing, ok := errors.AsType[*fihris.AddError](err); ok && errors.Is(err, fihris.ErrNotFound) {
			r.Missing = append(r.Missing, missing.ID)
			return nil
		}
		return err
	})
}
