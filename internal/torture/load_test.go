package torture

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
	"github.com/fihris-search/fihris/internal/load"
)

func init() { roles["loader"] = beLoader }

// beLoader brings an index in step with a folder, as the command does: beLoader
// index folder. It prints "begun", and what it did.
func beLoader(args []string) {
	ix, err := fihris.Open(args[0], nil)
	if err != nil {
		ix, err = fihris.Create(args[0], nil)
	}
	must(err)
	l, err := ledger.Open(filepath.Join(args[0], ledger.FileName), filepath.Dir(args[1]))
	must(err)
	fmt.Println("begun")
	done, err := bring(ix, l, args[1])
	must(err)
	must(l.Close())
	must(ix.Close())
	fmt.Println(done.Added, done.Changed, done.Unchanged, done.Removed, done.Passed)
	os.Exit(0)
}

// bring brings an index in step with a folder.
func bring(ix *fihris.Index, l *ledger.Ledger, folder string) (load.Result, error) {
	o := corpus.Options{Base: filepath.Dir(folder), Known: func(id string) (fihris.Article, bool) {
		a, err := ix.Article(ctx, id)
		return a, err == nil
	}}
	loader := load.Loader{Prune: load.PruneGone, Recalled: func(corpus.RecalledSkip) {}}
	loader.Hook(&o)
	c, err := corpus.Open([]string{folder}, nil, o)
	if err == nil {
		err = loader.Plan(ctx, c, load.Index{Index: ix}, l)
	}
	if err != nil {
		return load.Result{}, err
	}
	return loader.Run(ctx, c, c.Articles())
}

// shelf is a folder of articles that are moved, changed and removed.
type shelf struct {
	dir   string
	r     *rand.Rand
	clock time.Time                 // of the files: each change has a time of its own, long ago
	files map[string]map[string]int // by name: versions by ID
	next  int
}

// put writes a file; what it holds are rows of versions, or one text.
func (s *shelf) put(t *testing.T, name string) {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(s.files[name])) {
		version := s.files[name][id]
		if strings.HasSuffix(name, ".txt") {
			fmt.Fprintf(&b, "عنوان %s\n\nنص المقال %s\n", name, mark(id, version))
			continue
		}
		fmt.Fprintf(&b, "{\"id\":%q,\"title\":\"عنوان %s\",\"body\":\"نص الخبر %s\"}\n", id, id, mark(id, version))
	}
	path := filepath.Join(s.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o666))
	s.clock = s.clock.Add(time.Second)
	require.NoError(t, os.Chtimes(path, s.clock, s.clock))
}

// change does a few things to the folder.
func (s *shelf) change(t *testing.T) {
	for range 1 + s.r.IntN(12) {
		s.next++
		names := slices.Sorted(maps.Keys(s.files))
		name := names[s.r.IntN(len(names))]
		of := s.files[name]
		switch rows := strings.HasSuffix(name, ".jsonl"); s.r.IntN(6) {
		case 0, 1: // a new text
			name = fmt.Sprintf("d%d/%d.txt", s.r.IntN(4), s.next)
			s.files[name] = map[string]int{"articles/" + name: 0}
			s.put(t, name)
		case 2: // some are changed
			for id := range of {
				if !rows || s.r.IntN(4) == 0 {
					of[id] = s.next
				}
			}
			s.put(t, name)
		case 3: // one goes
			if rows {
				for id := range of {
					if s.r.IntN(10) == 0 && len(of) > 1 {
						delete(of, id)
					}
				}
				s.put(t, name)
				break
			}
			require.NoError(t, os.Remove(filepath.Join(s.dir, name)))
			delete(s.files, name)
		case 4: // a file gets another name
			to := fmt.Sprintf("e%d/%d%s", s.r.IntN(3), s.next, filepath.Ext(name))
			require.NoError(t, os.MkdirAll(filepath.Join(s.dir, filepath.Dir(to)), 0o777))
			require.NoError(t, os.Rename(filepath.Join(s.dir, name), filepath.Join(s.dir, to)))
			delete(s.files, name)
			if s.files[to] = of; !rows {
				s.files[to] = map[string]int{"articles/" + to: s.next}
				s.put(t, to)
			}
		case 5: // rows go from one file to another
			if !rows {
				break
			}
			for _, other := range names {
				if other == name || !strings.HasSuffix(other, ".jsonl") {
					continue
				}
				for id, version := range of {
					if s.r.IntN(20) == 0 && len(of) > 1 {
						s.files[other][id] = version
						delete(of, id)
					}
				}
				s.put(t, other)
				break
			}
			s.put(t, name)
		}
	}
}

// ids are those that the folder has.
func (s *shelf) ids() map[string]bool {
	all := map[string]bool{}
	for _, of := range s.files {
		for id := range of {
			all[id] = true
		}
	}
	return all
}

// sumsOf is what an index holds of each file.
func sumsOf(t *testing.T, ix *fihris.Index) (files []fihris.FileSum) {
	require.NoError(t, ix.Files(ctx, "", func(f fihris.FileSum) error { files = append(files, f); return nil }))
	return files
}

// TestLoadingKilled changes a folder and kills the run that shall bring the
// index in step with it, again and again at a random moment: what was there and is
// in the folder still is there; and the next run that ends makes the index that of
// the folder, and says so.
func TestLoadingKilled(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	dir, s := filepath.Join(top, "ix"), &shelf{dir: filepath.Join(top, "articles"), r: random(15), clock: time.Now().Add(-time.Hour * 24 * 365), files: map[string]map[string]int{}}
	for i := range 3 {
		name := fmt.Sprintf("rows%d.jsonl", i)
		s.files[name] = map[string]int{}
		for j := range howOften(300, 3000) {
			s.files[name][fmt.Sprintf("r%d-%d", i, j)] = 0
		}
		s.put(t, name)
	}
	for range 200 {
		s.change(t)
	}
	killed, ended, passed := 0, 0, 0
	for round := range howOften(12, 200) {
		before := map[string]bool{}
		if ix, err := fihris.Open(dir, nil); err == nil {
			require.NoError(t, ix.FileIDs(ctx, "", func(_, id string) error { before[id] = true; return nil }))
			require.NoError(t, ix.Close())
		} else {
			require.Zero(t, ended, "round %d: %v", round, err)
		}
		cmd := asChild("loader", dir, s.dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		last := ""
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if last = lines.Text(); last == "begun" && round%4 != 3 {
				time.AfterFunc(time.Duration(s.r.IntN(250_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
			}
		}
		whole := cmd.Wait() == nil
		ix, err := fihris.Open(dir, nil)
		if errors.Is(err, fihris.ErrNoIndex) || errors.Is(err, os.ErrNotExist) {
			continue // killed before there was one
		}
		require.NoError(t, err, "round %d", round)
		have := map[string]bool{}
		require.NoError(t, ix.FileIDs(ctx, "", func(_, id string) error { have[id] = true; return nil }))
		for id := range s.ids() {
			if before[id] && !have[id] {
				assert.Fail(t, "lost", "round %d: article %q was there, and is in the folder", round, id)
			}
		}
		if whole {
			ended++
			fresh, err := fihris.NewMemory(nil)
			require.NoError(t, err)
			_, err = bring(fresh, nil, s.dir)
			require.NoError(t, err)
			l, err := ledger.Open(filepath.Join(dir, ledger.FileName), top)
			require.NoError(t, err)
			require.Equal(t, sumsOf(t, fresh), sumsOf(t, ix), "round %d", round)
			require.NoError(t, fresh.Close())
			var added, changed, unchanged, removed, files int
			_, err = fmt.Sscan(last, &added, &changed, &unchanged, &removed, &files)
			require.NoError(t, err)
			passed += files
			// Another run has nothing to do.
			again, err := bring(ix, l, s.dir)
			require.NoError(t, err)
			require.Equal(t, load.Result{Changes: fihris.Changes{Unchanged: len(have)}, Passed: len(s.files)}, again, "round %d", round)
			require.NoError(t, l.Close())
			s.change(t)
		} else {
			killed++
			if s.r.IntN(2) == 0 {
				s.change(t) // else it goes on where it stopped
			}
		}
		require.NoError(t, ix.Close())
	}
	require.NoError(t, fihris.Check(ctx, dir, nil))
	assert.Positive(t, ended)
	t.Logf("killed %d, ended %d; files passed over in those that ended: %d", killed, ended, passed)
}
