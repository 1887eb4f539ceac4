package torture

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// damage is one kind of what happens to a file. It returns the new content, or
// nil for a file that is gone.
type damage struct {
	kind string
	do   func(r *rand.Rand, b []byte) []byte
}

var damages = []damage{
	{"one bit", func(r *rand.Rand, b []byte) []byte {
		if len(b) > 0 {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		return b
	}},
	{"eight bits", func(r *rand.Rand, b []byte) []byte {
		for range min(8, len(b)) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		return b
	}},
	{"zeros", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b) + 1)
		clear(b[at:min(len(b), at+1+r.IntN(4096))])
		return b
	}},
	{"random page", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b) + 1)
		for i := at; i < min(len(b), at+4096); i++ {
			b[i] = byte(r.Uint32())
		}
		return b
	}},
	{"cut", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b)+1)] }},
	{"longer", func(r *rand.Rand, b []byte) []byte { return append(b, make([]byte, 1+r.IntN(5000))...) }},
	{"emptied", func(*rand.Rand, []byte) []byte { return []byte{} }},
	{"gone", func(*rand.Rand, []byte) []byte { return nil }},
}

// outcome is what came of a trial.
type outcome string

const (
	refused      outcome = "refused"         // by a clear error, at opening
	failed       outcome = "error when read" // by a clear error, later
	harmless     outcome = "harmless"        // all answers are those of before
	wrong        outcome = "silently wrong"  // other answers
	crashed      outcome = "crash"           // a panic
	hung         outcome = "hang"            // no answer
	unclear      outcome = "unclear"         // an error that does not say what is damaged
	wrongRefused outcome = "refused, articles whole"
)

var outcomes = []outcome{refused, failed, harmless, wrongRefused, wrong, crashed, hung, unclear}

// clear says whether an error is one that tells of damage.
func isClear(err error) bool {
	return errors.Is(err, fihris.ErrCorrupt) || errors.Is(err, fihris.ErrNoIndex) || errors.Is(err, fihris.ErrAnalyzerChanged)
}

// within runs a trial and says if it does not come back.
func within(limit time.Duration, trial func() outcome) outcome {
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				fmt.Fprintf(os.Stderr, "panic: %v\n%s", r, debug.Stack())
				done <- crashed
			}
		}()
		done <- trial()
	}()
	select {
	case o := <-done:
		return o
	case <-time.After(limit):
		return hung
	}
}

// readAll opens an index and asks it for everything.
func readAll(dir string, opts *fihris.Options, ids []string, want answers) outcome {
	ix, err := fihris.Open(dir, opts)
	if err != nil {
		if !isClear(err) {
			return unclear
		}
		return refused
	}
	defer ix.Close()
	got, err := ask(ix, ids)
	switch {
	case isClear(err):
		return failed
	case errors.Is(err, fihris.ErrNotFound) || err == nil && !got.equal(want):
		return wrong
	case err != nil:
		return unclear
	}
	return harmless
}

// writeTo opens a damaged index, writes to it, merges it, and looks whether
// what comes out is what should.
func writeTo(dir string, m model) outcome {
	ix, err := fihris.Open(dir, nil)
	if err != nil {
		if !isClear(err) {
			return unclear
		}
		return refused
	}
	o := op{add: []fihris.Article{someArticle(random(1), "new", 9)}}
	err = ix.Add(ctx, o.add...)
	if err == nil {
		err = ix.Optimize(ctx)
	}
	if err = errors.Join(err, ix.Close()); err != nil {
		if !isClear(err) {
			return unclear
		}
		return failed
	}
	if ix, err = fihris.Open(dir, nil); err != nil {
		return wrong // it was told that all is well
	}
	defer ix.Close()
	if diff, err := m.after(o).differs(ix); diff != "" || err != nil {
		return wrong
	}
	return harmless
}

// table counts outcomes by file and kind.
type table map[string]map[outcome]int

func (tb table) add(row string, o outcome) {
	if tb[row] == nil {
		tb[row] = map[outcome]int{}
	}
	tb[row][o]++
}

func (tb table) total(of outcome) (n int) {
	for _, row := range tb {
		n += row[of]
	}
	return n
}

func (tb table) log(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-44s", "")
	for _, o := range outcomes {
		fmt.Fprintf(&b, " | %s", o)
	}
	rows := make([]string, 0, len(tb))
	for row := range tb {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	all := 0
	for _, row := range append(rows, "all") {
		fmt.Fprintf(&b, "\n%-44s", row)
		for _, o := range outcomes {
			n := tb[row][o]
			if row == "all" {
				n = tb.total(o)
				all += n
			}
			fmt.Fprintf(&b, " | %*d", len(o), n)
		}
	}
	t.Logf("%d trials:%s", all, b.String())
}

// killed is a copy of an index as a process would leave it that is killed after some small
// changes: they are in the journal.
func killed(t *testing.T, ix *fihris.Index, dir string, change func()) (copied string) {
	t.Helper()
	for range 100 {
		change()
		copied = copyOf(t, dir)
		files, err := filepath.Glob(filepath.Join(copied, "store", "journal-*"))
		require.NoError(t, err)
		if len(files) > 0 && fihris.Check(ctx, copied, &fihris.Options{Quick: true}) == nil {
			return copied
		}
		// It was saved meanwhile: change it back and again.
		ids := []string{}
		for a, err := range ix.All(ctx) {
			require.NoError(t, err)
			ids = append(ids, a.ID)
		}
		a, err := ix.Article(ctx, ids[0])
		require.NoError(t, err)
		change = func() { require.NoError(t, ix.Remove(ctx, a.ID)); require.NoError(t, ix.Add(ctx, a)) }
	}
	t.Fatal("the journal is always saved before it can be copied")
	return ""
}

// TestFaults damages one file of an index, or exchanges two, and asks it for
// everything, or writes to it. The damage is noticed or does no harm.
func TestFaults(t *testing.T) {
	base := filepath.Join(t.TempDir(), "ix")
	m := indexOf(t, base, howOften(60, 300), 3)
	other := filepath.Join(t.TempDir(), "other")
	indexOf(t, other, 30, 4)
	older := copyOf(t, base) // before the last change
	r := random(5)
	ix, err := fihris.Open(base, nil)
	require.NoError(t, err)
	gone := m.ids()[0]
	// What was written last is in the journal, as a process that was killed has left it.
	last := op{kind: "add", add: []fihris.Article{someArticle(r, m.ids()[1], 7), someArticle(r, "last", 7)}}
	base = killed(t, ix, base, func() {
		require.NoError(t, ix.Remove(ctx, gone))
		require.NoError(t, ix.Add(ctx, last.add...))
	})
	delete(m, gone)
	m = m.after(last)
	want, err := ask(ix, m.ids())
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	ix, err = fihris.Open(other, nil)
	require.NoError(t, err)
	other = killed(t, ix, other, func() { require.NoError(t, ix.Add(ctx, last.add...)) })
	require.NoError(t, ix.Close())

	var files []string
	for _, pattern := range []string{"*.json", "store/*"} {
		found, err := filepath.Glob(filepath.Join(base, pattern))
		require.NoError(t, err)
		for _, f := range found {
			rel, err := filepath.Rel(base, f)
			require.NoError(t, err)
			files = append(files, rel)
		}
	}
	require.GreaterOrEqual(t, len(files), 5, "%v", files)
	work := filepath.Join(t.TempDir(), "ix")
	tb := table{}
	for trial := range howOften(400, 6000) {
		require.NoError(t, os.RemoveAll(work))
		copyTree(t, base, work)
		file := files[trial%len(files)]
		path := filepath.Join(work, file)
		what := file
		isJournal := strings.HasPrefix(file, filepath.Join("store", "journal-"))
		if filepath.Ext(file) == ".seg" {
			what = "store/*.seg"
		}
		kept := r.IntN(2) == 0
		switch n := r.IntN(10); {
		case n < 8:
			d := damages[r.IntN(len(damages))]
			what += ", " + d.kind
			fi, err := os.Stat(path)
			require.NoError(t, err)
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			if b = d.do(r, b); b == nil {
				require.NoError(t, os.Remove(path))
			} else {
				require.NoError(t, os.WriteFile(path, b, 0o600))
				if kept {
					what += ", time kept"
					require.NoError(t, os.Chtimes(path, fi.ModTime(), fi.ModTime()))
				}
			}
		case n == 8:
			with := files[r.IntN(len(files))]
			what += ", swapped"
			require.NoError(t, os.Rename(path, path+".x"))
			if with != file {
				require.NoError(t, os.Rename(filepath.Join(work, with), path))
			}
			require.NoError(t, os.Rename(path+".x", filepath.Join(work, with)))
		default:
			from := filepath.Join(older, file)
			what += ", an older one"
			if kept || filepath.Ext(file) == ".seg" {
				what = strings.TrimSuffix(what, "an older one") + "of another index"
				from = filepath.Join(other, file)
			}
			b, err := os.ReadFile(from)
			if err != nil {
				continue
			}
			require.NoError(t, os.WriteFile(path, b, 0o600))
		}
		isSegment := filepath.Ext(file) == ".seg" || isJournal || file == filepath.Join("store", "manifest")
		var got outcome
		if trial%4 == 3 {
			got = within(2*time.Minute, func() outcome { return writeTo(work, m) })
			what = "writer: " + what
		} else {
			got = within(2*time.Minute, func() outcome { return readAll(work, &fihris.Options{ReadOnly: true}, m.ids(), want) })
		}
		if got == refused && !isSegment && !strings.Contains(what, "swapped") {
			got = wrongRefused
		}
		tb.add(what, got)
		if got == wrong || got == crashed || got == hung || got == unclear {
			t.Errorf("trial %d: %s: %s", trial, what, got)
		}
		if got == hung {
			return // what hangs still holds the files
		}
	}
	tb.log(t)
}

// TestFaultsBeforeOneShots is TestFaults for segments and those who open only to
// ask once: what has the size, the time and the checksum that it was written with is
// not read again, so an answer may be wrong; but nothing crashes or hangs, and an
// article is shown as it was taken or not at all.
func TestFaultsBeforeOneShots(t *testing.T) {
	base := filepath.Join(t.TempDir(), "ix")
	m := indexOf(t, base, howOften(60, 300), 13)
	segments, err := filepath.Glob(filepath.Join(base, "store", "*.seg"))
	require.NoError(t, err)
	ix, err := fihris.Open(base, &fihris.Options{ReadOnly: true})
	require.NoError(t, err)
	want, err := ask(ix, m.ids())
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	work := filepath.Join(t.TempDir(), "ix")
	r, tb := random(14), table{}
	for trial := range howOften(60, 1500) {
		require.NoError(t, os.RemoveAll(work))
		copyTree(t, base, work)
		path := filepath.Join(work, "store", filepath.Base(segments[trial%len(segments)]))
		d := damages[r.IntN(4)] // those that keep the size
		fi, err := os.Stat(path)
		require.NoError(t, err)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, d.do(r, b), 0o600))
		require.NoError(t, os.Chtimes(path, fi.ModTime(), fi.ModTime()))
		got := within(2*time.Minute, func() outcome {
			return readAll(work, &fihris.Options{ReadOnly: true, Quick: true}, m.ids(), want)
		})
		tb.add("one-shot: store/*.seg, "+d.kind+", time kept", got)
		require.NotContains(t, []outcome{crashed, hung, unclear}, got, "trial %d: %s", trial, d.kind)
		if ix, err := fihris.Open(work, &fihris.Options{ReadOnly: true, Quick: true}); err == nil {
			for id, a := range m {
				if got, err := ix.Article(ctx, id); err == nil {
					assert.True(t, same(got, a), "article %s, trial %d", id, trial)
				}
			}
			require.NoError(t, ix.Close())
		}
	}
	tb.log(t)
}
