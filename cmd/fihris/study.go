package main

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// studyFlags are what the commands share that count words in their texts.
type studyFlags struct {
	searchFlags
	level, bidi string
	csv         bool
	memory      int64 // that may be needed; 0 for as much as any search
}

// add adds the flags to a command.
func (f *studyFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	f.sort = "score"
	fl.StringVar(&f.level, "level", string(fihris.LevelStem), "what counts as the same word: exact (the spelling), stem (the lexeme) or root")
	f.addFilter(fl)
	fl.BoolVar(&f.csv, "csv", false, "answer in CSV, for spreadsheets")
	addBidi(cmd, &f.bidi)
	offer(cmd, "level", namesOf(fihris.Levels)...)
}

// study turns flags and a query into a study of an index.
func (f *studyFlags) study(cmd *cobra.Command, ix *fihris.Index, query string) (fihris.Study, error) {
	req, err := f.request(cmd)
	if err == nil {
		req.Query, err = f.parse(ix, query)
	}
	return fihris.Study{Query: req.Query, Filter: req.Filter, Level: fihris.Level(f.level)}, err
}

// scope turns flags and a query, which may be empty, into a set of articles of an index.
func (f *studyFlags) scope(cmd *cobra.Command, ix *fihris.Index, query string) (fihris.Scope, error) {
	req, err := f.request(cmd)
	if req.Query = fihris.All(); err == nil && strings.TrimSpace(query) != "" {
		req.Query, err = f.parse(ix, query)
	}
	return fihris.Scope{Query: req.Query, Filter: req.Filter}, err
}

// prepare looks at what all of these commands are given, and opens the index.
func (f *studyFlags) prepare(a *app, cmd *cobra.Command) (*fihris.Index, error) {
	if err := a.setBidi(cmd, f.bidi); err != nil {
		return nil, err
	}
	if f.csv && a.json {
		return nil, usage(cmd, "--csv and --json: which of the two?")
	}
	return a.open(cmd, fihris.Options{ReadOnly: true, Quick: true, SearchBytes: f.memory})
}

// namesOf makes names plain strings.
func namesOf[T ~string](names []T) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return out
}

// printCSV writes a table with its header; the lines end as RFC 4180 has it, and no cell is a formula.
func (a *app) printCSV(header []string, rows [][]string) error {
	w := csv.NewWriter(a.out)
	w.UseCRLF = true
	if err := w.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		if err := w.Write(answer.Cells(row)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// show prints an answer in the form that was asked for; one of nothing is no hit.
func (f *studyFlags) show(a *app, found int, forPrograms any, table func() error, read func()) (err error) {
	switch {
	case a.json:
		err = a.printJSON(forPrograms)
	case f.csv:
		err = table()
	default:
		read()
	}
	if err == nil && found == 0 {
		return exitStatus(exitNoHits)
	}
	return err
}
