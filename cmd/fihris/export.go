package main

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/export"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newExport(a *app) *cobra.Command {
	var f searchFlags
	f.sort = "score"
	var format string
	cmd := &cobra.Command{
		Use:         "export -i DIR [QUERY...]",
		Short:       "Print every article, or those of a query, to be indexed again",
		Annotations: takesText,
		Long: `Prints all articles of an index on standard output, in the order of their IDs,
letter by letter as they are stored: as lines of JSON, or as CSV with lists and
extra values as JSON in their cells. "fihris index" makes the same index of it:
the first article also has the folder of names and the fields of the index's own.

Without a query it reads an index of any version, with any word lists, beside a
process that writes it, and where files are damaged: articles that are not whole
are named and left out, and the exit code is 1. With a query, or with --from,
--to, --source, --where and the like, it takes the articles that "search" counts.`,
		Example: `  fihris export -i news.idx > news.jsonl
  fihris export -i news.idx --format csv --from 2020-10 هدنة > truce.csv
  fihris export -i old.idx | fihris index -i new.idx -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			write, ok := exportFormats[format]
			if !ok {
				return usage(cmd, "--format %s: it is jsonl or csv", format)
			}
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			return a.export(cmd, f, strings.Join(args, " "), format, write)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&format, "format", "jsonl", "jsonl (a line of JSON an article) or csv")
	f.addFilter(fl)
	fl.BoolVar(&f.literal, "literal", false, "take the words of the query as they are typed")
	offer(cmd, "format", "jsonl", "csv")
	return cmd
}

// exportFormats append an article in the form of their name.
var exportFormats = map[string]func([]byte, *export.Record) ([]byte, error){
	"jsonl": export.AppendJSON, "csv": export.AppendCSV,
}

// export prints the articles of a query, or all.
func (a *app) export(cmd *cobra.Command, f searchFlags, query, format string, write func([]byte, *export.Record) ([]byte, error)) (err error) {
	e := exporting{app: a, write: write}
	if format == "csv" {
		if _, err := a.out.WriteString(export.CSVHeader); err != nil {
			return err
		}
	}
	if query != "" || !f.filter.IsZero() || len(f.where) > 0 || f.from != "" || f.to != "" {
		return e.matching(cmd, f, query)
	}
	if a.isCluster() {
		return e.cluster(cmd)
	}
	archive, err := fihris.OpenArchive(cmd.Context(), a.index, nil)
	if err != nil {
		return err
	}
	defer closing(archive, &err)
	damage := archive.Damage()
	if damage != nil {
		report(a.err, cmd, hint(damage, "what can be read is exported all the same"))
	}
	if err := e.all(archive.Articles(cmd.Context()), archive); err != nil {
		return err
	}
	for _, doubt := range archive.Doubts() {
		fmt.Fprintf(a.err, "fihris: %s\n", doubt)
	}
	e.lost += archive.Unreadable()
	return e.finish(damage != nil)
}

// matching prints the articles of a query.
func (e *exporting) matching(cmd *cobra.Command, f searchFlags, query string) (err error) {
	req, err := f.request(cmd)
	if err != nil {
		return err
	}
	ix, err := e.openAny(cmd, fihris.Options{ReadOnly: true, Quick: true})
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	if req.Query = fihris.All(); query != "" { // else the filter alone
		if req.Query, err = f.parse(ix, query); err != nil {
			return err
		}
	}
	req.Limit, req.Suggest = fihris.NoHits, false
	res, err := ix.Search(cmd.Context(), req)
	if err != nil {
		return err
	}
	if res.Relaxed {
		fmt.Fprintf(e.err, "fihris: no article holds every word; those that hold any of them are exported\n")
	}
	if err := e.all(ix.Matching(cmd.Context(), req), ix); err != nil {
		return err
	}
	if e.articles+e.lost == 0 {
		fmt.Fprintln(e.err, "fihris: no article matches")
		return exitStatus(exitNoHits)
	}
	return e.finish(false)
}

// declared is what the first article of an export says of its index.
type declared interface {
	Base() string
	Fields() []fihris.Field
}

// cluster prints all articles that a cluster has.
func (e *exporting) cluster(cmd *cobra.Command) (err error) {
	c, err := e.openCluster(cmd.Context())
	if err != nil {
		return err
	}
	defer closing(c, &err)
	if err := e.all(c.All(cmd.Context()), c); err != nil {
		return err
	}
	return e.finish(false)
}

// exporting is one run of export.
type exporting struct {
	*app
	write          func([]byte, *export.Record) ([]byte, error)
	articles, lost uint64
	line           []byte
}

// mostNamed is how many damaged articles are named.
const mostNamed = 100

// all prints articles. Those that are damaged are named and left out; any other
// error ends it.
func (e *exporting) all(articles iter.Seq2[fihris.Article, error], of declared) error {
	for article, err := range articles {
		if err == nil {
			r := export.Record{Article: article}
			if e.articles == 0 {
				r.Base, r.Fields = of.Base(), of.Fields()
			}
			var writeErr error
			if e.line, writeErr = e.write(e.line[:0], &r); writeErr != nil {
				err = fmt.Errorf("%w: %w", fihris.ErrCorrupt, writeErr) // it could not be stored today
			}
		}
		switch {
		case err == nil:
			e.articles++
			if _, err := e.out.Write(e.line); err != nil {
				return err
			}
		case errors.Is(err, fihris.ErrCorrupt):
			if e.lost++; e.lost <= mostNamed {
				fmt.Fprintf(e.err, "fihris: left out: %s\n", terminal.OneLine(strings.TrimPrefix(err.Error(), "fihris: ")))
			}
		default:
			return err
		}
	}
	return nil
}

// finish says what was printed, and whether that is all there was.
func (e *exporting) finish(damaged bool) error {
	fmt.Fprintf(e.err, "exported %s", plural(e.articles, "article"))
	if e.lost > 0 {
		fmt.Fprintf(e.err, ", left out %s that cannot be read", count(e.lost))
	}
	fmt.Fprintln(e.err)
	if e.lost > 0 || damaged {
		return exitStatus(exitNoHits)
	}
	return nil
}
