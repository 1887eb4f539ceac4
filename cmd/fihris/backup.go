package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/terminal"
)

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup -i DIR DEST",
		Short: "Copy an index to a new folder",
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) != 1 {
				return usage(cmd, "where to? name one new folder")
			}
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			if err := ix.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"backup": args[0]})
			}
			fmt.Fprintf(a.out, "copied %s to %s\n", terminal.OneLine(a.index), terminal.OneLine(args[0]))
			return nil
		},
	}
}
