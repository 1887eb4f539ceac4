package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

// addBidi adds --bidi.
func addBidi(cmd *cobra.Command, mode *string) {
	cmd.Flags().StringVar(mode, "bidi", "auto", "how the terminal shows Arabic: on (by itself: isolate it), visual (not at all: reorder and join letters), off, or auto")
	offer(cmd, "bidi", terminal.Bidi...)
}

// setBidi obeys --bidi.
func (a *app) setBidi(cmd *cobra.Command, mode string) error {
	if err := a.screen.SetBidi(mode); err != nil {
		return usage(cmd, "--bidi %s: %w", mode, err)
	}
	return nil
}

// passage returns a snippet as the terminal takes it.
func passage(s fihris.Snippet) []terminal.Span {
	spans := make([]terminal.Span, len(s))
	for i, sp := range s {
		spans[i] = terminal.Span(sp)
	}
	return spans
}

// printJSON writes one value on one line.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false) // for programs and eyes, never for a page
	return enc.Encode(v)
}
