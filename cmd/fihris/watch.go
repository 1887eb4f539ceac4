package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/load"
	"github.com/fihris-search/fihris/internal/terminal"
	"github.com/fihris-search/fihris/internal/watch"
)

// How long a file that does not come to rest is left alone, in settling times,
// and how often folders are looked through that cannot be watched.
const (
	longestRest  = 10
	unheardAfter = time.Minute
)

// watching is a run that keeps an index in step with its files. Each round
// looks at all of them: what rings is only the occasion.
type watching struct {
	*indexRun
	watcher  *watch.Watcher
	rescan   time.Duration        // 0 for never
	restless map[string]time.Time // files that are being changed, and since when
	told     map[string]bool      // what was said already
	away     int                  // rounds, one after the other, that met no server
	landed   load.Result          // what these have written, to be told with the next that does
}

// watch keeps the index in step with the files until ctx is done, which is no error.
func (r *indexRun) watch(ctx context.Context) (err error) {
	if r.flags.settle <= 0 || r.flags.rescan < 0 {
		return usage(r.cmd, "--settle %s --rescan %s: how long must be said, such as 2s", r.flags.settle, r.flags.rescan)
	}
	w := &watching{indexRun: r, rescan: r.flags.rescan, restless: map[string]time.Time{}, told: map[string]bool{}}
	w.watcher, err = watch.New()
	if err != nil {
		w.unheard(0, err)
	}
	defer closing(w.watcher, &err)
	defer func() { err = errors.Join(err, r.closeLedger()) }()
	for first := true; ctx.Err() == nil; {
		again, err := w.round(ctx, first)
		if err != nil && client.IsAway(err) {
			if w.wait(ctx, err) != nil {
				break
			}
			continue
		}
		if err != nil {
			return err
		}
		first, r.settled = false, w.isSettled // the first reads what is there
		w.isBack()
		if err := w.out.Flush(); err != nil {
			return err
		}
		if again == 0 {
			continue
		}
		if w.watcher.Wait(ctx, r.flags.settle, again) != nil {
			break
		}
	}
	if !r.json {
		fmt.Fprintln(r.out, "stopped watching")
	}
	return nil
}

// forever is how long to wait for what rings by itself.
const forever = 1000 * time.Hour

// round brings the index in step once, and says when to look again at the latest:
// 0 is at once.
func (w *watching) round(ctx context.Context, first bool) (again time.Duration, err error) {
	report := newIndexReport()
	report.again = true
	l := &load.Loader{Recalled: func(s corpus.RecalledSkip) {
		if first {
			report.recalled(s)
		}
	}}
	c, l, missing, err := w.open(ctx, w.opts, l)
	defer closing(c, &err)
	switch {
	case err != nil:
		return 0, w.unlessStopped(ctx, err)
	case first && c.HasPipes():
		return 0, usage(w.cmd, "--watch: what comes through a pipe is read once, and cannot be watched")
	case first && c.Files()+len(c.Folders()) == 0:
		return 0, noFiles(missing)
	}
	if missing != nil {
		w.say(missing.Error())
	}
	fresh, failed, err := w.watcher.Watch(c.Looked())
	if err != nil {
		w.unheard(failed, err)
	}
	err = w.load(ctx, c, l, report)
	report.Added, report.Changed, report.Removed = report.Added+w.landed.Added, report.Changed+w.landed.Changed, report.Removed+w.landed.Removed
	if err != nil && client.IsAway(err) {
		w.landed.Added, w.landed.Changed, w.landed.Removed = report.Added, report.Changed, report.Removed
		return 0, err
	}
	w.landed = load.Result{}
	if w.unlessStopped(ctx, err) != nil {
		return 0, errors.Join(err, w.print(report, first))
	}
	if err := w.print(report, first); err != nil {
		return 0, err
	}
	if first && w.flags.optimize && w.ix != nil && ctx.Err() == nil {
		if err := w.unlessStopped(ctx, w.ix.Optimize(ctx)); err != nil {
			return 0, err
		}
	}
	again = forever
	if w.rescan > 0 {
		again = w.rescan
	}
	switch {
	case fresh > 0: // what changed in these before they were watched has not rung
		return 0, nil
	case report.fresh > 0:
		again = min(again, w.flags.settle)
	}
	return again, nil
}

// The longest that a server that is away is left alone.
const longestAway = time.Minute

// wait waits before a server that is away is tried again, twice as long each time, and tells people
// the first time. Nothing is lost meanwhile: each round looks at all files, and what is remembered of them is
// what the server has answered for.
func (w *watching) wait(ctx context.Context, err error) error {
	if w.away == 0 {
		fmt.Fprintf(w.err, "%s  the server is away (%s): trying again until it is back\n", time.Now().Format(time.TimeOnly), terminal.OneLine(strings.TrimPrefix(err.Error(), "client: ")))
	}
	pause := time.NewTimer(min(time.Second<<min(w.away, 6), longestAway))
	defer pause.Stop()
	w.away++
	select {
	case <-pause.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// isBack tells people that a server that was away has answered.
func (w *watching) isBack() {
	if w.away > 0 {
		fmt.Fprintf(w.err, "%s  the server is back\n", time.Now().Format(time.TimeOnly))
	}
	w.away = 0
}

// unlessStopped is an error, unless it is that the run was stopped.
func (w *watching) unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// isSettled tells a file that has come to rest: nobody is writing it any more.
// One that never does is read from time to time.
func (w *watching) isSettled(f corpus.File) bool {
	now := time.Now()
	age := now.Sub(time.Unix(0, f.State.Modified))
	if age < 0 || age >= w.flags.settle {
		delete(w.restless, f.Name)
		return true
	}
	since, ok := w.restless[f.Name]
	if !ok {
		w.restless[f.Name] = now
		return false
	}
	if now.Sub(since) < longestRest*w.flags.settle {
		return false
	}
	delete(w.restless, f.Name)
	return true
}

// unheard tells that folders cannot be watched, and looks through them from
// time to time instead.
func (w *watching) unheard(folders int, err error) {
	if w.rescan == 0 {
		w.rescan = unheardAfter
	}
	what := "folders cannot be watched"
	if folders > 0 {
		what = plural(folders, "folder") + " cannot be watched"
	}
	w.say(fmt.Sprintf("%s (%v): all are looked through every %s instead; --rescan says how often\n  next: %s", what, err, w.rescan, watch.Next))
}

// say tells people something once.
func (w *watching) say(what string) {
	if w.told[what] {
		return
	}
	w.told[what] = true
	for line := range strings.Lines(what) {
		fmt.Fprintln(w.err, terminal.OneLine(strings.TrimRight(line, "\n")))
	}
}

// print tells what a round did: of the first all, of others what changed, and
// what was left out that was not told before.
func (w *watching) print(report *indexReport, first bool) error {
	if first {
		report.remember(w.lost)
		return w.printIndexReport(*report)
	}
	var groups []skipGroup
	for _, g := range report.sorted() {
		if key := g.Reason + g.First; !w.told[key] {
			w.told[key] = true
			groups = append(groups, g)
		}
	}
	if !w.json {
		w.printSkips(groups)
		for _, k := range report.Kept {
			w.say(keptLine(k))
		}
	}
	if report.Added+report.Changed+report.Removed == 0 {
		return nil
	}
	if w.json {
		report.Groups = groups
		return w.printJSON(report)
	}
	fmt.Fprintf(w.out, "%s  added %s, changed %s, removed %s; %s now holds %s\n", time.Now().Format(time.TimeOnly),
		count(report.Added), count(report.Changed), count(report.Removed), terminal.OneLine(w.index), plural(report.Articles, "article"))
	return nil
}
