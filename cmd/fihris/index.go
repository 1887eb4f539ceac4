package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newIndex(a *app) *cobra.Command {
	var strict, optimize bool
	cmd := &cobra.Command{
		Use:   "index -i DIR PATH...",
		Short: "Add articles, or replace them by ID",
		Long: `Adds the articles of files and folders to the index, which is created if need be.
An article whose ID is there already takes its place.

A PATH is a text file (the title, a blank line, the body), a file of JSON (one
object a line, or an array), a folder of them, a glob, or - for standard input;
gzip, zstd and xz are unpacked. Objects have the keys id, title, body, author, source,
section (or category), url, published (or date), tags; others are ignored and counted.

An article without an ID is known by its URL, else by its path under the folder
named, with #n for the n-th record of a file.`,
		Example: `  fihris index -i news.idx articles/
  xz -dc news.jsonl.xz | fihris index -i news.idx -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "which articles? name files, folders, or - for standard input")
			}
			return a.indexPaths(cmd, args, strict, optimize)
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "exit with 2 if anything was skipped")
	cmd.Flags().BoolVar(&optimize, "optimize", false, "then merge the index into one segment: slower now, searches are faster")
	return cmd
}

// indexReport is the summary of one run.
type indexReport struct {
	Added     uint64        `json:"added"`
	Replaced  uint64        `json:"replaced"`
	Repeated  int           `json:"repeated"` // came again within the run, counted in replaced too
	Skipped   int           `json:"skipped"`
	Skips     []skipReport  `json:"skips"` // the first maxSkips of them
	Notes     []corpus.Note `json:"notes"`
	Bytes     int64         `json:"bytes"` // read
	Seconds   float64       `json:"seconds"`
	Articles  uint64        `json:"articles"` // in the index now
	Cancelled bool          `json:"cancelled"`

	encoding bool // something was skipped because of its encoding
}

// skipReport says what was left out, and why.
type skipReport struct {
	Path   string `json:"path,omitempty"`
	Line   int    `json:"line,omitempty"`
	ID     string `json:"id,omitempty"`
	Reason string `json:"reason"`
}

// encodingHint is the next step for files that are not UTF-8.
const encodingHint = "  next: Arabic that is not UTF-8 is mostly Windows-1256: iconv -f WINDOWS-1256 -t UTF-8 FILE"

// How many skipped articles are told one by one.
const (
	maxSkips      = 10_000 // in JSON
	maxSkipsShown = 20     // to people
)

// indexPaths indexes what paths name and reports it.
func (a *app) indexPaths(cmd *cobra.Command, paths []string, strict, optimize bool) (err error) {
	if err := a.needIndex(cmd); err != nil {
		return err
	}
	c, missing := corpus.Open(paths, interruptible(cmd.Context(), a.in))
	if c.Files() == 0 {
		if missing == nil {
			missing = hint(errors.New("no articles there"), "they are .txt, .jsonl, .ndjson or .json files, also with .gz, .zst or .xz")
		}
		return missing
	}
	ix, err := a.openOrCreate(cmd)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	report, err := a.fill(cmd.Context(), ix, c)
	if err == nil && optimize {
		err = ix.Optimize(cmd.Context())
	}
	if printErr := a.printIndexReport(report); err == nil {
		err = printErr
	}
	switch {
	case err != nil:
		return err
	case missing != nil:
		return missing
	case strict && report.Skipped > 0:
		return fmt.Errorf("%s skipped", plural(report.Skipped, "article"))
	}
	return nil
}

// fill adds the articles of a corpus to an index.
func (a *app) fill(ctx context.Context, ix *fihris.Index, c *corpus.Corpus) (indexReport, error) {
	report := indexReport{Skips: []skipReport{}, Notes: []corpus.Note{}}
	before, err := ix.Stats(ctx)
	if err != nil {
		return report, err
	}
	limitMemory()
	start := time.Now()
	progress := a.newProgress(c)
	n, err := ix.AddAll(ctx, report.watch(c.Articles(), progress))
	progress.finish()
	err = report.takeRefused(err)
	report.Seconds = time.Since(start).Seconds()
	report.Bytes, _ = c.Progress()
	report.Repeated = c.Repeats()
	report.Notes = append(report.Notes, c.Notes()...)
	report.Cancelled = ctx.Err() != nil
	after, statsErr := ix.Stats(context.WithoutCancel(ctx))
	if statsErr != nil {
		return report, errors.Join(err, statsErr)
	}
	report.Articles = after.Articles
	report.Added = after.Articles - before.Articles
	report.Replaced = uint64(n) - report.Added
	return report, err
}

// memoryLimit keeps indexing under a gigabyte, at the price of more work for
// the garbage collector. 85,635 news articles on a quiet machine: 39 s and 1.79
// GB without a limit, 46 s and 1.08 GB with 900 MiB, 57 s and 0.89 GB with this,
// 62 s and 0.86 GB with 640.
const memoryLimit = 720 << 20

// limitMemory sets memoryLimit unless GOMEMLIMIT asks for another.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// interruptible returns a reader of r that ends with os.ErrClosed when ctx is
// done, also while r waits for more: reading a terminal or a pipe cannot be
// interrupted otherwise.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	if r == nil {
		return nil
	}
	out, in := io.Pipe()
	var start sync.Once
	return readerFunc(func(p []byte) (int, error) {
		start.Do(func() {
			context.AfterFunc(ctx, func() { in.CloseWithError(os.ErrClosed) })
			go func() {
				_, err := io.Copy(in, r)
				in.CloseWithError(err) // nil ends it with io.EOF
			}()
		})
		return out.Read(p)
	})
}

// readerFunc is a function that reads.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// watch passes articles on, keeps what was skipped, and shows progress.
func (r *indexReport) watch(seq iter.Seq2[fihris.Article, error], p *progress) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for article, err := range seq {
			p.step(err == nil)
			if errors.Is(err, os.ErrClosed) {
				continue // standard input, because the run was stopped
			}
			if skip, ok := errors.AsType[*corpus.SkipError](err); ok {
				r.skip(skipReport{Path: skip.Path, Line: skip.Line, Reason: skip.Err.Error()})
				r.encoding = r.encoding || errors.Is(err, corpus.ErrNotUTF8)
				continue
			}
			if !yield(article, err) {
				return
			}
		}
	}
}

// skip counts something left out.
func (r *indexReport) skip(s skipReport) {
	r.Skipped++
	if len(r.Skips) < maxSkips {
		r.Skips = append(r.Skips, s)
	}
}

// takeRefused takes the articles that the index refused out of its error and
// returns what is left: an error of the index itself.
func (r *indexReport) takeRefused(err error) error {
	return eachError(err, func(err error) error {
		if refused, ok := errors.AsType[*fihris.AddError](err); ok {
			r.skip(skipReport{ID: refused.ID, Reason: refused.Err.Error()})
			return nil
		}
		return err
	})
}

// printIndexReport prints the summary.
func (a *app) printIndexReport(r indexReport) error {
	if a.json {
		return a.printJSON(r)
	}
	for i, s := range r.Skips {
		if i == maxSkipsShown {
			fmt.Fprintf(a.err, "… and %s more (--json lists them)\n", count(r.Skipped-i))
			break
		}
		fmt.Fprintf(a.err, "skipped %s\n", s)
	}
	if r.encoding {
		fmt.Fprintln(a.err, encodingHint)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(a.err, "note: %s: %s, first at %s\n", terminal.OneLine(n.Text), times(n.Count), terminal.OneLine(n.First))
	}
	fmt.Fprintf(a.out, "added %s, replaced %s, skipped %s; %s in %s\n", count(r.Added), count(r.Replaced),
		count(r.Skipped), bytesText(r.Bytes), secondsText(r.Seconds))
	if r.Cancelled {
		fmt.Fprintln(a.out, "stopped before the end: what is counted here is safe")
	}
	fmt.Fprintf(a.out, "%s now holds %s\n", terminal.OneLine(a.index), plural(r.Articles, "article"))
	return nil
}

// String says where and why, on one line.
func (s skipReport) String() string {
	switch {
	case s.Path == "":
		return terminal.OneLine(fmt.Sprintf("article %s: %s", s.ID, s.Reason))
	case s.Line > 0:
		return terminal.OneLine(fmt.Sprintf("%s:%d: %s", s.Path, s.Line, s.Reason))
	}
	return terminal.OneLine(s.Path + ": " + s.Reason)
}
