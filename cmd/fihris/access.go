package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

// writes says whether a command changes the index: a server does where it has a
// file of tokens.
func writes(cmd *cobra.Command) bool {
	if tokens := cmd.Flag("token-file"); cmd.Name() == "serve" && tokens != nil {
		return tokens.Value.String() != ""
	}
	return slices.Contains([]string{"index", "remove", "rebuild"}, cmd.Name())
}

// tellStrangers says after a change which files of the index are not of its owner
// and its permissions: where they could not be given to him.
func (a *app) tellStrangers(cmd *cobra.Command) {
	if a.index == "" || !writes(cmd) {
		return
	}
	for _, note := range fihris.CheckAccess(a.index) {
		fmt.Fprintf(a.err, "note: %s\n", terminal.OneLine(note))
	}
}
