package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/convert"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
	"github.com/fihris-search/fihris/internal/load"
	"github.com/fihris-search/fihris/internal/terminal"
	"github.com/fihris-search/fihris/opensearch"
)

// indexRun is one run of index.
type indexRun struct {
	*app
	cmd     *cobra.Command
	flags   *indexFlags
	paths   []string
	opts    corpus.Options
	prune   load.Prune
	ix      *fihris.Index       // nil until there is something to put in, and where a server has the index
	remote  *remote             // nil unless a server has the index
	cluster *opensearch.Cluster // nil unless a cluster has the index
	ledger  *ledger.Ledger      // likewise
	lost    error               // what of the ledger could not be read

	ledgerPath string // empty for none

	settled func(corpus.File) bool // of a run that watches
}

// indexPaths indexes what paths name and reports it.
func (a *app) indexPaths(cmd *cobra.Command, paths []string, f *indexFlags) (err error) {
	if f.server.server == "" && !f.dryRun {
		if err := a.needIndex(cmd); err != nil {
			return err
		}
	}
	opts, err := f.options(cmd)
	if err != nil {
		return err
	}
	if a.embedder.url != "" && f.server.server != "" {
		return usage(cmd, "--embedder and --server: who serves the index makes its vectors; run fihris embed there")
	}
	prunes := map[string]load.Prune{"": load.KeepGone, "gone": load.PruneGone, "all": load.PruneAll}
	prune, ok := prunes[f.prune]
	if !ok {
		return usage(cmd, "--prune=%s: it is --prune, or --prune=all", f.prune)
	}
	opts.Pipe = func(r io.Reader) io.Reader { return interruptible(cmd.Context(), r) }
	if f.tools {
		opts.Tools = convert.NewBench(cmd.Context(), convert.DefaultLimits)
		defer closing(opts.Tools, &err)
	}
	run := indexRun{app: a, cmd: cmd, flags: f, paths: paths, opts: opts, prune: prune}
	if err := run.openExisting(); err != nil {
		return err
	}
	defer func() {
		if run.ix != nil {
			closing(run.ix, &err)
		}
		if run.cluster != nil {
			closing(run.cluster, &err)
		}
	}()
	limitMemory(garbage)
	if f.dryRun {
		return run.dryRun()
	}
	if f.watch {
		return run.watch(cmd.Context())
	}
	report, missing, err := run.once(cmd.Context())
	if report == nil {
		return errors.Join(err, missing)
	}
	return run.finish(report, missing, err)
}

// once brings what is new into the index. The report is nil where there is
// nothing to read.
func (r *indexRun) once(ctx context.Context) (report *indexReport, missing, err error) {
	report = newIndexReport()
	c, l, missing, err := r.open(ctx, r.opts, &load.Loader{Recalled: report.recalled})
	defer closing(c, &err)
	if err != nil {
		return nil, missing, err
	}
	if c.Files() == 0 && (len(c.Folders()) == 0 || r.ix == nil && r.remote == nil || r.prune == load.KeepGone) {
		return nil, noFiles(missing), nil
	}
	err = r.load(ctx, c, l, report)
	report.remember(r.closeLedger())
	if err == nil && r.embedder.url != "" && r.ix != nil {
		if report.Vectors, err = r.embed(r.cmd, r.ix); ctx.Err() == nil {
			err = nil // which is told: the articles are in
		}
	}
	return report, missing, err
}

// noFiles is the error of paths that name no file.
func noFiles(missing error) error {
	if missing != nil {
		return missing
	}
	return hint(errors.New("no files there"), "look at the name: a PATH is a file, a folder, a glob, or - for standard input")
}

// finish prints what a run did and says what it is worth.
func (r *indexRun) finish(report *indexReport, missing, err error) error {
	if err == nil && r.flags.optimize && r.ix != nil {
		err = r.ix.Optimize(r.cmd.Context())
	}
	if printErr := r.printIndexReport(*report); err == nil {
		err = printErr
	}
	if ctx := r.cmd.Context(); ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return hint(fmt.Errorf("stopped as asked: %s added and changed are in %s and stay", plural(report.Added+report.Changed, "article"), terminal.OneLine(r.index)),
			"run it again: it goes on from there, and what is there is not written again")
	}
	if err != nil { // which is why nothing else was added
		return errors.Join(err, missing)
	}
	return report.failure(missing, r.flags.strict)
}

// openExisting opens the index if there is one; else it is created once there
// is an article for it.
func (r *indexRun) openExisting() (err error) {
	if r.flags.server.server != "" {
		return r.openServer()
	}
	if r.isCluster() {
		return r.openTarget()
	}
	if r.index == "" {
		return nil
	}
	entries, err := os.ReadDir(r.index)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	r.ix, err = r.app.open(r.cmd, fihris.Options{ReadOnly: r.flags.dryRun, Fields: r.opts.Fields})
	if errors.Is(err, fihris.ErrNoIndex) && !r.flags.dryRun {
		return nil // openOrCreate may still find room for one, or says why not
	}
	if err == nil && r.flags.own.none() && len(r.ix.Fields()) > 0 {
		return hint(fmt.Errorf("%s was created with fields of its own, and is to have none", r.index), "leave --field out, or make it anew without them: fihris rebuild --new-fields -i %s", r.index)
	}
	return err
}

// known lets the corpus know what the index knows: the base of names, and who
// has which ID.
func (r *indexRun) known(opts *corpus.Options) (err error) {
	if r.remote != nil {
		err = r.remote.known(r.cmd.Context(), opts)
	}
	if r.cluster != nil {
		clusterTarget{r.cluster}.known(r.cmd.Context(), opts)
	}
	if opts.Adopt = r.ix == nil && r.remote == nil && r.cluster == nil && !r.flags.own.none(); r.ix == nil {
		return err
	}
	if opts.Base == "" {
		opts.Base = r.ix.Base()
	}
	opts.Fields = r.ix.Fields()
	ctx, ix := r.cmd.Context(), r.ix
	if stats, err := ix.Stats(ctx); err == nil && stats.Articles > 0 {
		opts.Known = func(id string) (fihris.Article, bool) {
			a, err := ix.Article(ctx, id)
			return a, err == nil
		}
	}
	return nil
}

// open lists the files, and has a loader decide which of them are to be read.
// missing joins what of the paths names nothing.
func (r *indexRun) open(ctx context.Context, opts corpus.Options, l *load.Loader) (c *corpus.Corpus, _ *load.Loader, missing, err error) {
	unknown := r.known(&opts)
	l.Options, l.Prune, l.Settled = r.fingerprint(), r.prune, r.settled
	l.Hook(&opts)
	c, missing = corpus.Open(r.paths, interruptible(ctx, r.in), opts)
	l.Create = func() (load.Target, *ledger.Ledger, error) {
		if r.isCluster() {
			made, err := r.createCluster(r.cmd.Context(), c.Fields())
			r.cluster = made
			return clusterTarget{made}, nil, err
		}
		ix, err := r.openOrCreate(r.cmd, fihris.Options{Fields: c.Fields()})
		if err != nil {
			return nil, nil, err
		}
		r.ix = ix
		l.Options = r.fingerprint() // which has the fields of the index
		r.openLedger(c.Base())
		return load.Index{Index: ix}, r.ledger, nil
	}
	if unknown != nil {
		return c, l, missing, unknown
	}
	if r.remote != nil {
		r.openLedger(c.Base())
		err = l.Plan(ctx, c, r.remote, r.ledger)
	}
	if r.cluster != nil {
		err = l.Plan(ctx, c, clusterTarget{r.cluster}, nil)
	}
	if r.ix != nil {
		r.openLedger(c.Base())
		err = l.Plan(ctx, c, load.Index{Index: r.ix}, r.ledger)
	}
	return c, l, missing, err
}

// load brings what a loader wants of a corpus into the index, and counts it.
func (r *indexRun) load(ctx context.Context, c *corpus.Corpus, l *load.Loader, report *indexReport) error {
	start := time.Now()
	progress := r.newProgress(c)
	done, err := l.Run(ctx, c, report.watch(c.Articles(), progress))
	progress.finish()
	report.take(done)
	report.Seconds = time.Since(start).Seconds()
	report.Bytes = c.Bytes()
	report.Repeated, report.Apart = c.Repeats(), c.Apart()
	report.Notes = append(report.Notes, c.Notes()...)
	report.Cancelled = ctx.Err() != nil
	if r.remote != nil {
		n, countErr := r.remote.c.Count(context.WithoutCancel(ctx))
		report.Articles = n
		return errors.Join(err, countErr)
	}
	if r.cluster != nil {
		after, statsErr := r.cluster.Stats(context.WithoutCancel(ctx))
		report.Articles = after.Articles
		return errors.Join(err, statsErr)
	}
	if r.ix == nil {
		return err
	}
	after, statsErr := r.ix.Stats(context.WithoutCancel(ctx))
	report.Articles = after.Articles
	return errors.Join(err, statsErr)
}

// openLedger opens what is remembered of files, which belongs to a base.
func (r *indexRun) openLedger(base string) {
	if r.ledger != nil && r.ledger.Base() == base {
		return
	}
	path := r.ledgerPath
	if path == "" && r.remote == nil {
		path = filepath.Join(r.index, ledger.FileName)
	}
	if path != "" {
		r.ledger, r.lost = ledger.Open(path, base)
	}
}

// closeLedger says what was wrong with the ledger: what it lacks is read again.
func (r *indexRun) closeLedger() error {
	if r.ledger == nil {
		return nil
	}
	return errors.Join(r.lost, r.ledger.Close())
}

// fingerprint is a hash of all that the articles of a file depend on besides the
// file: the flags, and the program that reads.
func (r *indexRun) fingerprint() string {
	o := r.opts
	if r.ix != nil {
		o.Fields = r.ix.Fields()
	}
	var tools []string
	if o.Tools != nil {
		tools = append(convert.Found(), "with tools")
	}
	b, _ := json.Marshal([]any{ // of strings and numbers: it cannot fail
		program(), o.Scope, o.Source, o.Section, o.Author, o.Folders, o.DateFrom, o.Map, o.Visual, tools, fmt.Sprint(o.Fields),
	})
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:6])
}

// program names the program that reads: by its version where it was released or
// its source is known, else by the size and time of its file.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		revision, modified := "", true
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = s.Value
			case "vcs.modified":
				modified = s.Value != "false"
			}
		}
		switch {
		case revision != "" && !modified:
			return revision
		case info.Main.Version != "" && info.Main.Version != "(devel)" && !modified:
			return info.Main.Version
		}
	}
	if path, err := os.Executable(); err == nil {
		if info, err := os.Stat(path); err == nil {
			return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
	}
	return ""
}
