package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/load"
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
	Removed  []dryRemoval  `json:"removed,omitempty"` // what --prune would remove
	Kept     []keptReport  `json:"kept,omitempty"`
}

// dryRemoval is what --prune would remove of one file.
type dryRemoval struct {
	File     string `json:"file"`
	Articles int    `json:"articles"`
	Gone     bool   `json:"gone"` // the whole file
}

// dryRun reads files without adding them, and says of each what it would be.
func (r *indexRun) dryRun() (err error) {
	report := dryReport{Files: []dryFile{}}
	ctx, opts := r.cmd.Context(), r.opts
	opts.OnFile = func(f corpus.FileReport) {
		d := newDryFile(f)
		if !r.json {
			r.printDryFile(d)
		} else if len(report.Files) < maxSkips {
			report.Files = append(report.Files, d)
		}
	}
	c, l, missing, err := r.open(ctx, opts, &load.Loader{DryRun: true})
	defer closing(c, &err)
	if err != nil || c.Files()+len(c.Folders()) == 0 {
		return errors.Join(err, noFiles(missing))
	}
	skips := newIndexReport()
	for _, err := range skips.watch(c.Articles(), r.newProgress(c)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			report.Articles++
		}
	}
	leaving, kept, err := l.Leaving(ctx)
	if err != nil {
		return err
	}
	for _, one := range leaving {
		report.Removed = append(report.Removed, dryRemoval(one))
	}
	skips.take(kept)
	skips.remember(r.lost)
	report.Kept = skips.Kept
	report.Skipped, report.Groups = skips.Skipped, skips.sorted()
	report.Notes = append(append([]corpus.Note{}, c.Notes()...), skips.Notes...)
	if err := r.printDry(report, *skips); err != nil {
		return err
	}
	if missing == nil && report.Articles+len(report.Removed) == 0 {
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
func (a *app) printDry(r dryReport, skips indexReport) error {
	if a.json {
		return a.printJSON(r)
	}
	a.printSkips(r.Groups)
	a.printNotes(r.Notes)
	a.printKept(skips)
	removed := 0
	for _, one := range r.Removed {
		what := "gone from it"
		if one.Gone {
			what = "the file is gone"
		}
		fmt.Fprintf(a.out, "%s: %s would be removed: %s\n", terminal.OneLine(one.File), plural(one.Articles, "article"), what)
		removed += one.Articles
	}
	if removed > 0 {
		fmt.Fprintf(a.out, "%s would be removed\n", plural(removed, "article"))
	}
	fmt.Fprintf(a.out, "%s would be added, %s skipped; nothing was\n", plural(r.Articles, "article"), count(r.Skipped))
	return nil
}
