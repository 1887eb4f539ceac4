package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
	"github.com/fihris-search/fihris/internal/load"
	"github.com/fihris-search/fihris/internal/terminal"
)

// indexReport is the summary of one run.
type indexReport struct {
	Added     int           `json:"added"`
	Changed   int           `json:"changed"`
	Unchanged int           `json:"unchanged"`       // are there already, and were not written again
	Removed   int           `json:"removed"`         // gone from the files
	Left      int           `json:"left"`            // gone from the files, and not removed
	Files     int           `json:"files_unchanged"` // that were not read again
	Replaced  int           `json:"replaced"`        // what changed was called before
	Repeated  int           `json:"repeated"`        // came again within the run, counted as changed or unchanged too
	Apart     int           `json:"apart"`           // had the ID of another file's article, and were named by their file
	Skipped   int           `json:"skipped"`
	Groups    []skipGroup   `json:"groups"` // what was skipped, a reason each
	Skips     []skipReport  `json:"skips"`  // the first maxSkips of them
	Notes     []corpus.Note `json:"notes"`
	Bytes     int64         `json:"bytes"` // read
	Seconds   float64       `json:"seconds"`
	Articles  uint64        `json:"articles"` // in the index now
	Cancelled bool          `json:"cancelled"`
	Kept      []keptReport  `json:"kept,omitempty"`    // of those left, what --prune did not remove
	Vectors   *embedReport  `json:"vectors,omitempty"` // with --embedder

	groups map[string]int // where a reason stands in Groups
	again  bool           // there will be another round
	fresh  int            // files that are to be looked at again soon
}

// skipReport says what was left out, and why.
type skipReport struct {
	Path   string `json:"path,omitempty"`
	Line   int    `json:"line,omitempty"`
	ID     string `json:"id,omitempty"`
	Reason string `json:"reason"`
	Next   string `json:"next,omitempty"` // what to do about it
}

// keptReport is why articles stay that are gone from the files.
type keptReport struct {
	Reason   string `json:"reason"`
	Articles int    `json:"articles"`
	Files    int    `json:"files"`
	First    string `json:"first"`
}

// skipGroup is what was left out for one reason.
type skipGroup struct {
	Reason string `json:"reason"`
	Files  bool   `json:"files"` // whole files, for what they are
	Count  int    `json:"count"`
	First  string `json:"first"`
	Next   string `json:"next,omitempty"`

	detail string // of the first
}

// How much that was left out is told.
const (
	maxSkips      = 10_000 // in JSON, one by one
	maxGroups     = 1_000  // in JSON, by their reasons
	maxSkipsShown = 20     // reasons, to people
	maxNotesShown = 20     // to people
)

func newIndexReport() *indexReport {
	return &indexReport{Skips: []skipReport{}, Notes: []corpus.Note{}, Groups: []skipGroup{}, groups: map[string]int{}}
}

// watch passes articles on, keeps what was skipped, and moves the bar.
func (r *indexReport) watch(seq iter.Seq2[fihris.Article, error], p *progress) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for article, err := range seq {
			p.step(err == nil)
			if errors.Is(err, os.ErrClosed) {
				continue // standard input, because the run was stopped
			}
			if r.again && errors.Is(err, fs.ErrNotExist) {
				continue // gone since the folders were read: the next round sees that
			}
			if skip, ok := errors.AsType[*corpus.SkipError](err); ok {
				r.skipped(skip)
				continue
			}
			if !yield(article, err) {
				return
			}
		}
	}
}

// skipped counts what the corpus left out.
func (r *indexReport) skipped(s *corpus.SkipError) {
	one := skipReport{Path: s.Path, Line: s.Line, Reason: s.Err.Error(), Next: s.Next()}
	r.skip(one, skipGroup{Reason: s.What(), Files: s.IsKind(), Next: s.Next(), detail: s.Detail()})
}

// skip counts something left out, and its reason.
func (r *indexReport) skip(s skipReport, g skipGroup) {
	r.Skipped++
	if len(r.Skips) < maxSkips {
		r.Skips = append(r.Skips, s)
	}
	if at, ok := r.groups[g.Reason]; ok {
		r.Groups[at].Count++
		return
	}
	if len(r.Groups) == maxGroups {
		return
	}
	g.Count, g.First = 1, s.place()
	r.groups[g.Reason] = len(r.Groups)
	r.Groups = append(r.Groups, g)
}

// place is where something was left out.
func (s skipReport) place() string {
	switch {
	case s.Path == "":
		return "article " + s.ID
	case s.Line > 0:
		return fmt.Sprintf("%s:%d", s.Path, s.Line)
	}
	return s.Path
}

// take counts what a run did.
func (r *indexReport) take(done load.Result) {
	r.Added, r.Changed, r.Unchanged = done.Added, done.Changed, done.Unchanged
	r.Replaced = done.Changed
	r.fresh = done.Fresh
	r.Removed, r.Left, r.Files = done.Removed, done.Left, done.Passed
	for _, k := range done.Kept {
		r.Kept = append(r.Kept, keptReport{k.Why, k.Articles, k.Files, k.First})
	}
	for _, err := range done.Refused {
		if refused, ok := errors.AsType[*fihris.AddError](err); ok {
			why := refused.Err.Error()
			r.skip(skipReport{ID: refused.ID, Reason: why}, skipGroup{Reason: why})
		}
	}
}

// recalled counts what was left out of a file when it was read; of many for
// one reason it lists the first.
func (r *indexReport) recalled(s corpus.RecalledSkip) {
	r.skipped(s.SkipError)
	more := s.Count - 1
	r.Skipped += more
	if at, ok := r.groups[s.What()]; ok {
		r.Groups[at].Count += more
	}
}

// remember notes what is wrong with what is remembered of files.
func (r *indexReport) remember(err error) {
	if err != nil {
		r.Notes = append(r.Notes, corpus.Note{Text: "what is remembered of files is not whole: " + err.Error(), Count: 1, First: ledger.FileName})
	}
}

// sorted returns the reasons: files that are not read first, then what is most
// frequent.
func (r *indexReport) sorted() []skipGroup {
	groups := slices.Clone(r.Groups)
	slices.SortStableFunc(groups, func(a, b skipGroup) int {
		if a.Files != b.Files {
			if a.Files {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Count, a.Count)
	})
	return groups
}

// failure is the error of a run that worked but did not do what was asked.
func (r *indexReport) failure(missing error, strict bool) error {
	switch {
	case r.Cancelled:
		return nil // said already
	case missing != nil:
		return missing
	case r.Added+r.Changed+r.Unchanged+r.Removed == 0 && len(r.Kept) > 0:
		return errors.New("nothing was read, and nothing removed, as told above")
	case r.Added+r.Changed+r.Unchanged+r.Removed == 0:
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

// printIndexReport prints the summary: first what is not in the index.
func (a *app) printIndexReport(r indexReport) error {
	r.Groups = r.sorted()
	if a.json {
		return a.printJSON(r)
	}
	a.printSkips(r.Groups)
	a.printNotes(r.Notes)
	a.printKept(r)
	apart := ""
	if r.Apart > 0 {
		apart = fmt.Sprintf(" (%s beside another of the same ID)", count(r.Apart))
	}
	fmt.Fprintf(a.out, "added %s%s, changed %s, unchanged %s, removed %s, skipped %s; %s in %s\n", count(r.Added), apart, count(r.Changed), count(r.Unchanged),
		count(r.Removed), count(r.Skipped), bytesText(r.Bytes), secondsText(r.Seconds))
	if r.Cancelled {
		fmt.Fprintln(a.out, "stopped before the end: what is counted here is safe")
	}
	if r.Vectors != nil {
		if r.Vectors.Error != "" {
			fmt.Fprintf(a.err, "note: %s\n", terminal.OneLine(r.Vectors.Error))
		}
		fmt.Fprintln(a.out, r.Vectors.text())
	}
	if r.Articles > 0 {
		fmt.Fprintf(a.out, "%s now holds %s\n", terminal.OneLine(a.index), plural(r.Articles, "article"))
	}
	return nil
}

// printKept tells what is gone from the files and stays in the index.
func (a *app) printKept(r indexReport) {
	left := r.Left
	for _, k := range r.Kept {
		left -= k.Articles
		fmt.Fprintln(a.err, terminal.OneLine(keptLine(k)))
	}
	if len(r.Kept) > 0 {
		fmt.Fprintln(a.err, "  next: if they shall go, --prune=all removes them too, but for those of files that cannot be read to their end")
	}
	if left > 0 {
		fmt.Fprintf(a.err, "note: %s no longer in the files: --prune removes them\n", plural(left, "article"))
	}
}

func keptLine(k keptReport) string {
	return fmt.Sprintf("not removed: %s of %s that are gone: %s, first %s", plural(k.Articles, "article"), plural(k.Files, "file"), k.Reason, k.First)
}

// printSkips tells what was left out, a line a reason, and what to do.
func (a *app) printSkips(groups []skipGroup) {
	for i, g := range groups {
		if i == maxSkipsShown {
			fmt.Fprintf(a.err, "… and %s (--json lists them)\n", plural(len(groups)-i, "more reason"))
			return
		}
		what := "skipped: "
		if g.Files {
			what = "not read: "
		}
		line := fmt.Sprintf("%s%s: %s, first at %s", what, g.Reason, times(g.Count), g.First)
		if g.detail != "" {
			line += " (" + g.detail + ")"
		}
		fmt.Fprintln(a.err, terminal.OneLine(line))
		if g.Next != "" {
			fmt.Fprintf(a.err, "  next: %s\n", terminal.OneLine(g.Next))
		}
	}
}

// printNotes tells what was noticed.
func (a *app) printNotes(notes []corpus.Note) {
	for i, n := range notes {
		if i == maxNotesShown {
			fmt.Fprintf(a.err, "… and %s (--json lists them)\n", plural(len(notes)-i, "more note"))
			return
		}
		fmt.Fprintf(a.err, "note: %s: %s, first at %s\n", terminal.OneLine(n.Text), times(n.Count), terminal.OneLine(n.First))
	}
}
