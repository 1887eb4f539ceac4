package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newRebuild(a *app) *cobra.Command {
	var newWords, newFields bool
	var own fieldFlags
	cmd := &cobra.Command{
		Use:   "rebuild -i DIR",
		Short: "Make an index anew of what it holds, as this version makes it",
		Long: `Makes an index of another version, or with other word lists, one that this
program can search, of the articles that are stored in it. The new index is made
beside the old one, in the same folder, and takes its place in one step: stopped
or killed at any moment, the folder holds the old index or the new one, and the
next run clears away what is left over. It needs room on the disk for both.
Nothing is lost: where an article is damaged it refuses, and changes nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			fields, err := own.fields(cmd)
			if err != nil {
				return err
			}
			if newFields && fields == nil {
				fields = []fihris.Field{} // none
			}
			return a.rebuild(cmd, &fihris.RebuildOptions{Options: fihris.Options{Fields: fields}, NewWords: newWords, NewFields: newFields})
		},
	}
	cmd.Flags().BoolVar(&newWords, "new-words", false, "take the word lists that are given now, or none, instead of those that the index was created with")
	cmd.Flags().BoolVar(&newFields, "new-fields", false, "take the fields that --field declares, or none, instead of those that the index was created with")
	own.addFields(cmd.Flags(), "with --new-fields, a field of the index's own")
	return cmd
}

// rebuildAnswer is what rebuild did, as JSON.
type rebuildAnswer struct {
	Articles    uint64  `json:"articles"`
	OldFormat   int     `json:"old_format"`
	OldAnalyzer int     `json:"old_analyzer"`
	Format      int     `json:"format"`
	Analyzer    int     `json:"analyzer"`
	Seconds     float64 `json:"seconds"`
}

func (a *app) rebuild(cmd *cobra.Command, opts *fihris.RebuildOptions) error {
	words, err := a.words.read()
	if err != nil {
		return err
	}
	status := &terminal.Status{}
	if !a.json {
		status = terminal.NewStatus(a.err)
	}
	limitMemory(garbage)
	began := time.Now()
	opts.Words = words
	opts.Progress = func(done, all uint64) {
		status.Show(time.Now(), func(int) string { return count(done) + " of " + plural(all, "article") })
	}
	done, err := fihris.Rebuild(cmd.Context(), a.index, opts)
	status.Clear()
	if err != nil {
		return err
	}
	took := time.Since(began).Seconds()
	if a.json {
		return a.printJSON(rebuildAnswer{done.Articles, done.OldFormat, done.OldAnalyzer, done.FormatVersion, done.Analyzer, took})
	}
	fmt.Fprintf(a.out, "rebuilt %s: %s in %s; format %d (was %d), analyzer %d (was %d)\n", terminal.OneLine(a.index),
		plural(done.Articles, "article"), secondsText(took), done.FormatVersion, done.OldFormat, done.Analyzer, done.OldAnalyzer)
	return nil
}
