package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/terminal"
)

// dryFile says what one file would be read as.
type dryFile struct {
	Path     string            `json:"path"`
	Kind     string            `json:"kind,omitempty"`
	Encoding string            `json:"encoding,omitempty"`
	Articles int               `json:"articles"`
	Skipped  int               `json:"skipped"`
	Fields   map[string]string `json:"fields,omitempty"` // which field came from which of the file
	First    *answer.Article   `json:"first,omitempty"`
	Reason   string            `json:"reason,omitempty"` // why it is not read
	Next     string            `json:"next,omitempty"`
}

// dryReport is what a run would do.
type dryReport struct {
	Files    []dryFile     `json:"files"` // the first maxSkips
	Articles int           `json:"articles"`
	Skipped  int           `json:"skipped"`
	Groups   []skipGroup   `json:"groups"`
	Notes    []corpus.Note `json:"notes"`
}

// dryRun reads files without adding them, and says of each what it would be.
func (a *app) dryRun(cmd *cobra.Command, paths []string, opts corpus.Options) error {
	report := dryReport{Files: []dryFile{}}
	opts.OnFile = func(f corpus.FileReport) {
		d := newDryFile(f)
		if !a.json {
			a.printDryFile(d)
		} else if len(report.Files) < maxSkips {
			report.Files = append(report.Files, d)
		}
	}
	limitMemory()
	c, missing := corpus.Open(paths, interruptible(cmd.Context(), a.in), opts)
	skips := newIndexReport()
	for _, err := range skips.watch(c.Articles(), a.newProgress(c)) {
		if cmd.Context().Err() != nil {
			return cmd.Context().Err()
		}
		if err == nil {
			report.Articles++
		}
	}
	report.Skipped, report.Groups = skips.Skipped, skips.sorted()
	report.Notes = append([]corpus.Note{}, c.Notes()...)
	if err := a.printDry(report); err != nil {
		return err
	}
	if missing == nil && report.Articles == 0 {
		return errors.New("nothing would be added")
	}
	return missing
}

func newDryFile(f corpus.FileReport) dryFile {
	d := dryFile{Path: f.Path, Kind: f.Kind, Encoding: f.Encoding, Articles: f.Articles, Skipped: f.Skipped, Fields: f.Fields}
	if f.Articles > 0 {
		first := answer.NewArticle(f.First)
		d.First = &first
	}
	if f.Refused != nil {
		d.Reason, d.Next = f.Refused.Err.Error(), f.Refused.Next()
	}
	return d
}

// printDryFile says what a file would be read as.
func (a *app) printDryFile(f dryFile) {
	if f.Reason != "" {
		fmt.Fprintf(a.out, "%s: not read: %s\n", terminal.OneLine(f.Path), terminal.OneLine(f.Reason))
		return
	}
	what := f.Kind
	if f.Encoding != "" && f.Encoding != "UTF-8" {
		what += " in " + f.Encoding
	}
	fmt.Fprintf(a.out, "%s: %s: %s, %s skipped\n", terminal.OneLine(f.Path), what, plural(f.Articles, "article"), count(f.Skipped))
	for _, field := range slices.Sorted(maps.Keys(f.Fields)) {
		fmt.Fprintf(a.out, "  %s from %s\n", field, terminal.OneLine(f.Fields[field]))
	}
	if f.First != nil {
		a.printFirst(f.First)
	}
}

// shownLetters is how much of the first article is shown.
const shownLetters = 120

// printFirst shows the first article of a file.
func (a *app) printFirst(first *answer.Article) {
	meta := []string{first.ID}
	for _, s := range []string{first.Published, first.Source, first.Section, first.Author} {
		if s != "" {
			meta = append(meta, s)
		}
	}
	fmt.Fprintf(a.out, "  first: %s\n", terminal.OneLine(strings.Join(meta, " · ")))
	for _, s := range []string{first.Title, first.Body} {
		s = strings.Join(strings.Fields(s), " ")
		if r := []rune(s); len(r) > shownLetters {
			s = string(r[:shownLetters]) + " …"
		}
		if s != "" {
			fmt.Fprintf(a.out, "    %s\n", terminal.OneLine(s))
		}
	}
}

// printDry prints the summary.
func (a *app) printDry(r dryReport) error {
	if a.json {
		return a.printJSON(r)
	}
	a.printSkips(r.Groups)
	a.printNotes(r.Notes)
	fmt.Fprintf(a.out, "%s would be added, %s skipped; nothing was\n", plural(r.Articles, "article"), count(r.Skipped))
	return nil
}
