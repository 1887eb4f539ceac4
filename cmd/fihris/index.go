package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/convert"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/load"
)

// indexFlags are the flags of index.
type indexFlags struct {
	strict, optimize, dryRun, visual, folders, tools bool
	base, scope, dateFrom                            string
	source, section, author                          string
	fields                                           []string
}

func newIndex(a *app) *cobra.Command {
	var f indexFlags
	cmd := &cobra.Command{
		Use:   "index -i DIR PATH...",
		Short: "Add articles, or replace them by ID",
		Long: `Adds the articles of files and folders to the index, which is created if need be.
An article whose ID is there already takes its place.

A PATH is a text (the title, a blank line, the body), a table (CSV, TSV, XLSX),
JSON of any shape, a folder of them, an archive (ZIP, tar), a glob, or - for
standard input; gzip, bzip2, zstd and xz are unpacked. What a file is, its
content tells; files of other kinds are named, with what to do about them.
--dry-run says what would be read as what, and adds nothing.

An article without an ID is known by its URL, else by the path of its file, with
#n for the n-th record of it. The index remembers the folder that such paths are
relative to (--base).`,
		Example: `  fihris index -i news.idx articles/
  fihris index -i news.idx --dry-run export.csv
  fihris index -i news.idx --source 'المدار' --section-from-folder archive/
  xz -dc news.jsonl.xz | fihris index -i news.idx -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(cmd, "which articles? name files, folders, or - for standard input")
			}
			return a.indexPaths(cmd, args, &f)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what each file would be read as, and the first article of it; add nothing")
	flags.BoolVar(&f.strict, "strict", false, "exit with 2 if anything was skipped")
	flags.BoolVar(&f.optimize, "optimize", false, "then merge the index into one segment: slower now, searches are faster")
	flags.StringVar(&f.base, "base", "", "the folder that names of files are relative to, remembered by the index")
	flags.StringVar(&f.scope, "id-scope", "auto", "what an ID in the data is worth in another file: auto, file or all")
	flags.StringVar(&f.source, "source", "", "the source of articles whose file names none")
	flags.StringVar(&f.section, "section", "", "the section of articles whose file names none")
	flags.StringVar(&f.author, "author", "", "the author of articles whose file names none")
	flags.BoolVar(&f.folders, "section-from-folder", false, "take the folder of a text for its section, whatever it is called (=false: never)")
	flags.StringVar(&f.dateFrom, "date-from", "", "where paths have the date of their articles, such as YYYY/MM/DD")
	flags.StringArrayVar(&f.fields, "map", nil, "which field of the records is what, such as body=content (may be repeated)")
	flags.BoolVar(&f.visual, "visual", false, "texts were written from left to right: turn them round")
	flags.BoolVar(&f.tools, "with-tools", false, "have pdftotext, LibreOffice and pandoc, where they are installed, make readable what is not")
	return cmd
}

// options turns flags into the options of a corpus.
func (f *indexFlags) options(cmd *cobra.Command) (corpus.Options, error) {
	o := corpus.Options{Source: f.source, Section: f.section, Author: f.author, DateFrom: f.dateFrom, Visual: f.visual}
	scopes := map[string]corpus.Scope{"auto": corpus.ScopeAuto, "file": corpus.ScopeFile, "all": corpus.ScopeAll}
	var ok bool
	if o.Scope, ok = scopes[f.scope]; !ok {
		return o, usage(cmd, "--id-scope %s: it is auto, file or all", f.scope)
	}
	switch changed := cmd.Flags().Changed("section-from-folder"); {
	case f.folders:
		o.Folders = corpus.AllFolders
	case changed:
		o.Folders = corpus.NoFolders
	}
	for _, m := range f.fields {
		field, key, ok := strings.Cut(m, "=")
		if !ok {
			return o, usage(cmd, "--map %s: a field of articles and a field of the records are wanted, such as body=content", m)
		}
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[field] = key
	}
	if f.base != "" {
		base, err := filepath.Abs(f.base)
		if err == nil {
			base, err = filepath.EvalSymlinks(base)
		}
		if err != nil {
			return o, fmt.Errorf("--base: %w", err)
		}
		o.Base = base
	}
	return o, nil
}

// indexPaths indexes what paths name and reports it.
func (a *app) indexPaths(cmd *cobra.Command, paths []string, f *indexFlags) (err error) {
	if err := a.needIndex(cmd); err != nil && !f.dryRun {
		return err
	}
	opts, err := f.options(cmd)
	if err != nil {
		return err
	}
	opts.Pipe = func(r io.Reader) io.Reader { return interruptible(cmd.Context(), r) }
	if f.tools {
		opts.Tools = convert.NewBench(cmd.Context(), convert.DefaultLimits)
		defer closing(opts.Tools, &err)
	}
	run := indexRun{app: a, cmd: cmd, flags: f}
	if err := run.openExisting(); err != nil {
		return err
	}
	defer func() {
		if run.ix != nil {
			closing(run.ix, &err)
		}
	}()
	run.known(&opts)
	if f.dryRun {
		return a.dryRun(cmd, paths, opts)
	}
	c, missing := corpus.Open(paths, interruptible(cmd.Context(), a.in), opts)
	if c.Files() == 0 {
		if missing == nil {
			missing = hint(errors.New("no files there"), "look at the name: a PATH is a file, a folder, a glob, or - for standard input")
		}
		return missing
	}
	report, err := run.fill(cmd.Context(), c)
	if err == nil && f.optimize && run.ix != nil {
		err = run.ix.Optimize(cmd.Context())
	}
	if printErr := a.printIndexReport(report); err == nil {
		err = printErr
	}
	if err != nil { // which is why nothing else was added
		return errors.Join(err, missing)
	}
	return report.failure(missing, f.strict)
}

// failure is the error of a run that worked but did not do what was asked.
func (r *indexReport) failure(missing error, strict bool) error {
	switch {
	case r.Cancelled:
		return nil // said already
	case missing != nil:
		return missing
	case r.Added+r.Changed+r.Unchanged == 0:
		return r.nothing()
	case strict && r.Skipped > 0:
		return fmt.Errorf("skipped %s, as told above", count(r.Skipped))
	}
	return nil
}

// nothing is the error of a run that found no article, with the first reason.
func (r *indexReport) nothing() error {
	why := "nothing was added"
	if groups := r.sorted(); len(groups) > 0 {
		why += ": " + groups[0].Reason
	}
	return hint(errors.New(why), "--dry-run tells file by file what was left out and why")
}

// indexRun is one run of index.
type indexRun struct {
	*app
	cmd   *cobra.Command
	flags *indexFlags
	ix    *fihris.Index // nil until there is something to put in
}

// openExisting opens the index if there is one; else it is created once there
// is an article for it.
func (r *indexRun) openExisting() (err error) {
	if r.index == "" {
		return nil
	}
	entries, err := os.ReadDir(r.index)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	r.ix, err = r.openIndex(r.cmd, r.flags.dryRun)
	if errors.Is(err, fihris.ErrNoIndex) && !r.flags.dryRun {
		return nil // openOrCreate may still find room for one, or says why not
	}
	return err
}

// known lets the corpus know what the index knows: the base of names, and who
// has which ID.
func (r *indexRun) known(opts *corpus.Options) {
	if r.ix == nil {
		return
	}
	if opts.Base == "" {
		opts.Base = r.ix.Base()
	}
	ctx, ix := r.cmd.Context(), r.ix
	if stats, err := ix.Stats(ctx); err == nil && stats.Articles > 0 {
		opts.Known = func(id string) (fihris.Article, bool) {
			a, err := ix.Article(ctx, id)
			return a, err == nil
		}
	}
}

// fill adds the articles of a corpus to the index.
func (r *indexRun) fill(ctx context.Context, c *corpus.Corpus) (indexReport, error) {
	report := newIndexReport()
	limitMemory()
	start := time.Now()
	progress := r.newProgress(c)
	done, err := r.add(ctx, c, report.watch(c.Articles(), progress))
	progress.finish()
	report.refused(done.Refused)
	report.Seconds = time.Since(start).Seconds()
	report.Bytes, _ = c.Progress()
	report.Repeated, report.Apart = c.Repeats(), c.Apart()
	report.Notes = append(report.Notes, c.Notes()...)
	report.Cancelled = ctx.Err() != nil
	if r.ix == nil {
		return report, err
	}
	after, statsErr := r.ix.Stats(context.WithoutCancel(ctx))
	if statsErr != nil {
		return report, errors.Join(err, statsErr)
	}
	report.Articles = after.Articles
	report.Added, report.Changed, report.Unchanged = done.Added, done.Changed, done.Unchanged
	report.Replaced = done.Changed
	return report, err
}

// add adds articles. The index is created when the first one is there: what
// cannot be read leaves nothing behind.
func (r *indexRun) add(ctx context.Context, c *corpus.Corpus, seq iter.Seq2[fihris.Article, error]) (done load.Result, err error) {
	next, stop := iter.Pull2(seq)
	defer stop()
	first, firstErr, ok := next()
	if !ok {
		return done, ctx.Err()
	}
	if r.ix == nil {
		if r.ix, err = r.openOrCreate(r.cmd); err != nil {
			return done, err
		}
	}
	if c.Base() != r.ix.Base() {
		if err := r.ix.SetBase(ctx, c.Base()); err != nil {
			return done, err
		}
	}
	return load.Articles(ctx, load.Index{Index: r.ix}, func(yield func(fihris.Article, error) bool) {
		for a, err, ok := first, firstErr, true; ok; a, err, ok = next() {
			if !yield(a, err) {
				return
			}
		}
	})
}
