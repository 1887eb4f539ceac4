package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/corpus"
)

// indexFlags are the flags of index.
type indexFlags struct {
	strict, optimize, dryRun, visual, folders, tools bool
	base, scope, dateFrom                            string
	source, section, author                          string
	mapped                                           []string
	own                                              fieldFlags
	prune                                            string
	watch                                            bool
	settle, rescan                                   time.Duration
	server                                           remoteFlags
}

func newIndex(a *app) *cobra.Command {
	var f indexFlags
	cmd := &cobra.Command{
		Use:   "index -i DIR PATH...",
		Short: "Add articles, or replace them by ID",
		Long: `Adds the articles of files and folders to the index, which is created if need be.
An article whose ID is there already takes its place, if it differs; files that
are as they were are not read again. --prune removes what is gone, --watch goes
on and keeps the index in step with the files.

With --server URL the articles go to the index that a server has (fihris serve
--token-file), and it can be searched meanwhile. Which files were sent is
remembered here (--ledger): --prune removes what is gone of these, and nothing
that others have sent.

A PATH is a text (the title, a blank line, the body), a table (CSV, TSV, XLSX),
JSON of any shape, a folder of them, an archive (ZIP, tar), a glob, or - for
standard input; gzip, bzip2, zstd and xz are unpacked. What a file is, its
content tells; files of other kinds are named, with what to do about them.
--dry-run says what would be read as what, and adds nothing.

An article without an ID is known by its URL, else by the path of its file, with
#n for the n-th record of it. The index remembers the folder that such paths are
relative to (--base).

Whatever else a record has is kept, and can be searched, filtered, counted and
put in order where --field declares it when the index is created.`,
		Example: `  fihris index -i news.idx articles/
  fihris index -i news.idx --dry-run export.csv
  fihris index -i news.idx --field lang=keyword --field pages=number export.csv
  fihris index -i news.idx --watch --prune articles/
  fihris index --server http://127.0.0.1:8080 --token-file news.token articles/
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
	flags.StringArrayVar(&f.mapped, "map", nil, "which field of the records is what, such as body=content (may be repeated)")
	f.own.addFields(flags, "when the index is created, a field of its own, which takes the column or key of that name; none: also none of those that an export has")
	flags.StringVar(&f.prune, "prune", "", "remove articles that are gone from the folders and files named (=all: also where a whole folder is empty)")
	flags.Lookup("prune").NoOptDefVal = "gone"
	offer(cmd, "prune", "gone", "all")
	flags.BoolVar(&f.watch, "watch", false, "then keep the index in step with the files, until interrupted")
	flags.DurationVar(&f.settle, "settle", 2*time.Second, "with --watch: how long nothing must change before files are read")
	flags.DurationVar(&f.rescan, "rescan", 0, "with --watch: look again after this time at the latest, where changes are not told, as on network drives")
	flags.BoolVar(&f.visual, "visual", false, "texts were written from left to right: turn them round")
	flags.BoolVar(&f.tools, "with-tools", false, "have pdftotext, LibreOffice and pandoc, where they are installed, make readable what is not")
	f.server.add(cmd)
	flags.StringVar(&f.server.ledger, "ledger", "", "with --server: the file that remembers which files were sent (default: one for each server, in the user's cache)")
	a.embedder.add(cmd)
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
	for _, m := range f.mapped {
		field, key, ok := strings.Cut(m, "=")
		if !ok {
			return o, usage(cmd, "--map %s: a field of articles and a field of the records are wanted, such as body=content", m)
		}
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[field] = key
	}
	var err error
	if o.Fields, err = f.own.fields(cmd); err != nil {
		return o, err
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
