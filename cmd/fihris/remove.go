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
	var server remoteFlags
	cmd := &cobra.Command{
		Use:   "remove -i DIR ID...",
		Short: "Remove articles by ID",
		Long: `Removes articles, with --server from the index that a server has. The exit code
is 1 if none of them is there.`,
		Annotations: takesText,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "which article? name its ID")
			}
			return a.remove(cmd, &server, args)
		},
	}
	server.add(cmd)
	return cmd
}

// removeReport is what remove did.
type removeReport struct {
	Removed int      `json:"removed"`
	Missing []string `json:"missing"`
}

func (a *app) remove(cmd *cobra.Command, server *remoteFlags, ids []string) (err error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	report := removeReport{Missing: []string{}}
	if server.server != "" {
		err = report.fromServer(cmd, server, ids)
	} else {
		err = a.removeHere(cmd, &report, ids)
	}
	if err != nil {
		return err
	}
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

// removeHere removes articles from the index that --index names.
func (a *app) removeHere(cmd *cobra.Command, report *removeReport, ids []string) (err error) {
	ix, err := a.openIndex(cmd, false)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	err = report.takeMissing(ix.Remove(cmd.Context(), ids...))
	report.Removed = len(ids) - len(report.Missing)
	return err
}

// fromServer removes articles from the index that a server has.
func (r *removeReport) fromServer(cmd *cobra.Command, server *remoteFlags, ids []string) error {
	c, err := server.open(cmd)
	if err != nil {
		return err
	}
	removed, missing, err := c.Remove(cmd.Context(), ids...)
	slices.Sort(missing)
	r.Removed, r.Missing = removed, append(r.Missing, missing...)
	if err != nil && removed > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "removed %s, then:\n", plural(removed, "article"))
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
