package load_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/ledger"
	"github.com/fihris-search/fihris/internal/load"
)

// desk is an index beside a folder of files.
type desk struct {
	t      *testing.T
	ix     *fihris.Index
	ledger string
	prune  load.Prune
	scope  corpus.Scope
	clock  time.Time
	base   string     // "" for the one of the working directory
	slow   *slowIndex // in place of the index, if not nil
}

// slowIndex lets something happen amid the question what it has of a file, and before a batch.
type slowIndex struct {
	load.Index
	amid   func(name string)
	before func(batch []fihris.Article)
}

func (ix slowIndex) Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error) {
	ix.before(batch)
	return ix.Index.Add(ctx, batch)
}

func (ix slowIndex) Files(ctx context.Context, in string, visit func(fihris.FileSum) error) error {
	defer ix.amid(in)
	return ix.Index.Files(ctx, in, visit)
}

// newDesk makes a desk in a working directory of its own.
func newDesk(t *testing.T) *desk {
	t.Chdir(t.TempDir())
	return &desk{t: t, ix: memory(t), ledger: filepath.Join(t.TempDir(), ledger.FileName), prune: load.PruneGone, clock: time.Unix(1e9, 0)}
}

// put writes a file, long ago, but each time at another time.
func (d *desk) put(name, content string) {
	d.t.Helper()
	require.NoError(d.t, os.MkdirAll(filepath.Dir(name), 0o777))
	require.NoError(d.t, os.WriteFile(name, []byte(content), 0o666))
	d.clock = d.clock.Add(time.Second)
	require.NoError(d.t, os.Chtimes(name, d.clock, d.clock))
}

func (d *desk) remove(name string) {
	d.t.Helper()
	require.NoError(d.t, os.RemoveAll(name))
}

// load brings the index in step with what paths name.
func (d *desk) load(paths ...string) load.Result {
	d.t.Helper()
	wd, err := filepath.EvalSymlinks(".")
	require.NoError(d.t, err)
	wd, err = filepath.Abs(wd)
	require.NoError(d.t, err)
	l, err := ledger.Open(d.ledger, wd)
	require.NoError(d.t, err)
	done := d.bring(d.ix, l, paths)
	require.NoError(d.t, l.Close())
	return done
}

func (d *desk) bring(ix *fihris.Index, l *ledger.Ledger, paths []string) load.Result {
	d.t.Helper()
	o := corpus.Options{Base: d.base, Scope: d.scope, Known: func(id string) (fihris.Article, bool) {
		a, err := ix.Article(ctx, id)
		return a, err == nil
	}}
	loader := load.Loader{Prune: d.prune, Recalled: func(corpus.RecalledSkip) {}}
	loader.Hook(&o)
	c, _ := corpus.Open(paths, nil, o)
	var to load.Target = load.Index{Index: ix}
	if d.slow != nil {
		d.slow.Index = load.Index{Index: ix}
		to = d.slow
	}
	require.NoError(d.t, loader.Plan(ctx, c, to, l))
	done, err := loader.Run(ctx, c, c.Articles())
	require.NoError(d.t, err)
	return done
}

// articles are those of an index, a line each.
func articles(t *testing.T, ix *fihris.Index) (lines []string) {
	t.Helper()
	var ids []string
	require.NoError(t, ix.FileIDs(ctx, "", func(_, id string) error { ids = append(ids, id); return nil }))
	for _, id := range ids {
		a, err := ix.Article(ctx, id)
		require.NoError(t, err)
		lines = append(lines, a.ID+" | "+a.Body+" | "+a.File)
	}
	slices.Sort(lines)
	return lines
}

// isFresh wants the index to be what a fresh one of the same paths is.
func (d *desk) isFresh(paths ...string) {
	d.t.Helper()
	fresh := memory(d.t)
	d.bring(fresh, nil, paths)
	assert.Equal(d.t, articles(d.t, fresh), articles(d.t, d.ix))
}

func row(id, title, body string) string {
	return `{"id":"` + id + `","title":"` + title + `","body":"` + body + `"}` + "\n"
}

// Files that gave one ID are read together, whichever of them changes: which
// of them an article is of depends on their order.
func TestFilesThatShareIDs(t *testing.T) {
	for name, scope := range map[string]corpus.Scope{"auto": corpus.ScopeAuto, "all": corpus.ScopeAll, "file": corpus.ScopeFile} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.scope = scope
			same, other := row("x", "عنوان", "نص قديم"), row("x", "غيره", "خبر آخر")
			d.put("in/a.jsonl", same+row("a", "أول", "نص أول"))
			d.put("in/b.jsonl", row("x", "عنوان", "نص جديد")+row("b", "ثان", "نص ثان"))
			d.put("in/c.jsonl", other+row("c", "ثالث", "نص ثالث"))
			d.put("in/d.jsonl", row("d", "رابع", "نص رابع"))
			d.load("in")
			d.isFresh("in")
			done := d.load("in")
			assert.Equal(t, 4, done.Passed, "what is known stays known")
			d.put("in/a.jsonl", same+row("a", "أول", "نص أول معدل"))
			done = d.load("in")
			d.isFresh("in")
			if scope != corpus.ScopeFile {
				assert.Equal(t, 1, done.Passed)
			}
			d.remove("in/b.jsonl")
			d.load("in")
			d.isFresh("in")
			d.put("in/b.jsonl", row("x", "عنوان", "نص جديد")+row("b", "ثان", "نص ثان"))
			d.load("in")
			d.isFresh("in")
			d.remove("in/a.jsonl")
			d.remove("in/b.jsonl")
			d.load("in")
			d.isFresh("in")
			assert.Equal(t, load.Result{Changes: fihris.Changes{Unchanged: 3}, Passed: 2}, d.load("in"))
		})
	}
}

// An index that was made without files learns the base of their names with the first article, and
// another one when it is given; so a file has one name from wherever it is named.
func TestBaseOfAnIndexThatIsThere(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.ix.Add(ctx, fihris.Article{ID: "elsewhere", Body: "نص"}))
	require.Empty(t, d.ix.Base())
	d.put("in/a.txt", "نص أول")
	d.load("in")
	require.Equal(t, baseOf(t), d.ix.Base())
	d.put("in/b.txt", "نص ثان")
	d.base = filepath.Join(baseOf(t), "in")
	d.load("in")
	require.Equal(t, d.base, d.ix.Base())
}

// Records that go from file to file keep their articles; files that become
// folders, and archives that change, are what they are now.
func TestMoves(t *testing.T) {
	d := newDesk(t)
	d.put("in/a.jsonl", row("1", "أول", "نص أول")+row("2", "ثان", "نص ثان")+row("3", "ثالث", "نص ثالث"))
	d.put("in/b.jsonl", row("4", "رابع", "نص رابع")+row("5", "خامس", "نص خامس"))
	d.put("in/x.txt", "نص وحيد")
	d.load("in")
	d.put("in/a.jsonl", row("1", "أول", "نص أول")+row("5", "خامس", "نص خامس"))
	d.put("in/b.jsonl", row("4", "رابع", "نص رابع")+row("2", "ثان", "نص ثان"))
	done := d.load("in")
	assert.Equal(t, 1, done.Removed)
	assert.Zero(t, done.Added, "an article that goes to another file is not new")
	d.isFresh("in")
	d.remove("in/x.txt")
	d.put("in/x.txt/one.txt", "نص أول في المجلد")
	d.put("in/x.txt/two.txt", "نص ثان في المجلد")
	d.load("in")
	d.isFresh("in")
	d.remove("in/x.txt")
	d.put("in/x.txt", "نص وحيد مرة أخرى")
	d.load("in")
	d.isFresh("in")
	assert.Equal(t, 3, d.load("in").Passed)
}

// An article that goes to another file leaves its first one to be passed over, also
// where so much lies between the two that the first is remembered long before.
func TestMovePastManyOthers(t *testing.T) {
	x := row("x", "عنوان", "نص ينتقل")
	for _, prune := range []load.Prune{load.KeepGone, load.PruneGone} {
		for _, to := range []string{"in/c.jsonl", "in/0.jsonl"} {
			t.Run(fmt.Sprint(prune, to), func(t *testing.T) {
				d := newDesk(t)
				d.prune = prune
				many := func(version string) string {
					var b strings.Builder
					for i := range 13_000 {
						b.WriteString(row(fmt.Sprint("m", i), "خبر", version))
					}
					return b.String()
				}
				a, c := row("a", "أول", "نص أول"), row("c", "ثالث", "نص ثالث")
				d.put("in/a.jsonl", a+x)
				d.put("in/b.jsonl", many("قديم"))
				d.put(to, c)
				d.load("in")
				d.put("in/a.jsonl", a)
				d.put("in/b.jsonl", many("جديد"))
				d.put(to, c+x)
				d.load("in")
				d.isFresh("in")
				again := d.load("in")
				assert.Equal(t, 3, again.Passed)
				assert.Equal(t, fihris.Changes{Unchanged: 13_003}, again.Changes)
			})
		}
	}
}

// So it does where it goes just while the index is asked what it has of the first.
func TestMoveAmidTheQuestion(t *testing.T) {
	d := newDesk(t)
	many := func(version string) string {
		var b strings.Builder
		for i := range 5000 { // c is in the second batch, which is written beside the first
			b.WriteString(row(fmt.Sprint("m", i), "خبر", version))
		}
		return b.String()
	}
	a, c, x := row("a", "أول", "نص أول"), row("c", "ثالث", "نص ثالث"), row("x", "عنوان", "نص ينتقل")
	d.put("in/a.jsonl", a+x)
	d.put("in/b.jsonl", many("قديم"))
	d.put("in/c.jsonl", c)
	d.load("in")
	d.put("in/a.jsonl", a)
	d.put("in/b.jsonl", many("جديد"))
	d.put("in/c.jsonl", c+x)
	asked := make(chan struct{})
	var once sync.Once
	d.slow = &slowIndex{
		before: func(batch []fihris.Article) {
			if slices.ContainsFunc(batch, func(a fihris.Article) bool { return a.ID == "x" }) {
				<-asked
			}
		},
		amid: func(name string) {
			if name == "in/a.jsonl" {
				once.Do(func() { close(asked) })
				require.Eventually(t, func() bool {
					article, err := d.ix.Article(ctx, "x")
					return err == nil && article.File == "in/c.jsonl"
				}, time.Minute, time.Millisecond)
			}
		},
	}
	d.load("in")
	d.slow = nil
	assert.Equal(t, 3, d.load("in").Passed)
	d.isFresh("in")
}

// An article of another that has the ID of one that goes gets the ID.
func TestIDsOfWhatIsGone(t *testing.T) {
	d := newDesk(t)
	d.put("in/b.jsonl", row("x", "عنوان", "نص")+row("y", "آخر", "نص آخر"))
	d.load("in")
	d.remove("in/b.jsonl")
	d.put("in/c.jsonl", row("x", "غيره تمامًا", "خبر لا صلة له"))
	done := d.load("in")
	assert.Equal(t, 1, done.Changed)
	assert.Equal(t, 1, done.Removed)
	d.isFresh("in")
}

// What may not go stays, and is told: what was on a disk that is not there, in a
// folder that is empty, or of a file that was cut short.
func TestWhatMayNotGo(t *testing.T) {
	d := newDesk(t)
	d.put("in/a.txt", "نص أول")
	d.put("in/sub/b.txt", "نص ثان")
	d.put("in/rows.jsonl", row("1", "أول", "نص أول")+row("2", "ثان", "نص ثان"))
	d.load("in")
	before := articles(t, d.ix)

	// The folder lay on another disk: as if it had another device.
	text, err := os.ReadFile(d.ledger)
	require.NoError(t, err)
	l, err := ledger.Open(d.ledger, baseOf(t))
	require.NoError(t, err)
	e, ok := l.Get("in/sub/b.txt")
	require.True(t, ok)
	if e.Device != 0 {
		e.Device++
		l.Put(e)
		require.NoError(t, l.Close())
		d.remove("in/sub/b.txt")
		done := d.load("in")
		assert.Zero(t, done.Removed)
		assert.Equal(t, []load.Kept{{Why: "their folder lay on a disk that is not there", Articles: 1, Files: 1, First: "in/sub/b.txt"}}, done.Kept)
		d.put("in/sub/b.txt", "نص ثان")
		d.load("in")
	}
	require.NoError(t, os.WriteFile(d.ledger, text, 0o666))

	for name, content := range map[string]string{
		"cut short":  `{"id":"1","title":"أول","body":"نص أول"}` + "\n" + `{"id":"2","tit`,
		"emptied":    "",
		"NUL bytes":  strings.Repeat("\x00", 4000),
		"other kind": "%PDF-1.4 ",
	} {
		d.put("in/rows.jsonl", content)
		done := d.load("in")
		assert.Zero(t, done.Removed, name)
		assert.Equal(t, before, articles(t, d.ix), name)
		assert.NotEmpty(t, done.Kept, name)
	}
	// Read to its end, and less in it: that goes.
	d.put("in/rows.jsonl", row("1", "أول", "نص أول")+`{"id":"9"}`+"\n")
	assert.Equal(t, 1, d.load("in").Removed)

	require.NoError(t, os.Rename("in", "away"))
	require.NoError(t, os.Mkdir("in", 0o777))
	done := d.load("in")
	assert.Zero(t, done.Removed)
	assert.Equal(t, 3, done.Left)
	assert.Equal(t, 3, d.load("gone", "in").Left, "a folder that is not there at all")
	d.prune = load.PruneAll
	assert.Equal(t, 3, d.load("in").Removed)
}

func baseOf(t *testing.T) string {
	wd, err := filepath.EvalSymlinks(".")
	require.NoError(t, err)
	wd, err = filepath.Abs(wd)
	require.NoError(t, err)
	return wd
}

// Only what was read from the folders named goes: nothing of other folders, of
// files named by themselves, or that says the same name and came otherwise.
func TestWhatCameFromElsewhereStays(t *testing.T) {
	d := newDesk(t)
	d.put("in/a.txt", "نص أول")
	d.put("in/b.txt", "نص ثان")
	d.put("other/c.txt", "نص ثالث")
	d.load("in", "other/c.txt")
	require.NoError(t, d.ix.Add(ctx,
		fihris.Article{ID: "lone", Body: "بلا ملف"},
		fihris.Article{ID: "foreign", Body: "من جهاز آخر", File: "in/theirs.txt"}))
	d.remove("in/b.txt")
	d.remove("other/c.txt")
	d.put("other/d.txt", "نص رابع")
	assert.Equal(t, 1, d.load("in", "other/d.txt").Removed)
	for _, id := range []string{"lone", "foreign", "other/c.txt", "other/d.txt", "in/a.txt"} {
		_, err := d.ix.Article(ctx, id)
		assert.NoError(t, err, id)
	}
}

// What somebody else changed in the index or removed from it is read again.
func TestWhatTheIndexNoLongerHas(t *testing.T) {
	d := newDesk(t)
	d.put("in/a.jsonl", row("1", "أول", "نص أول")+row("2", "ثان", "نص ثان"))
	d.put("in/b.txt", "نص ثالث")
	d.load("in")
	for name, do := range map[string]func() error{
		"removed": func() error { return d.ix.Remove(ctx, "1") },
		"changed": func() error {
			return d.ix.Add(ctx, fihris.Article{ID: "2", Body: "غيّره أحد", File: "in/a.jsonl"})
		},
		"more": func() error { return d.ix.Add(ctx, fihris.Article{ID: "3", Body: "زيد", File: "in/a.jsonl"}) },
	} {
		require.NoError(t, do(), name)
		assert.Equal(t, 1, d.load("in").Passed, name)
		d.isFresh("in")
		assert.Equal(t, 2, d.load("in").Passed, name)
	}
}

// Whatever files come, change and go, and whichever IDs they share, the index is
// that of the files, and what is known stays known.
func TestAnyFilesThatShareIDs(t *testing.T) {
	d := newDesk(t)
	d.scope = corpus.ScopeAll
	r := rand.New(rand.NewPCG(5, 5))
	d.put("in/z.txt", "نص يبقى")
	have := map[string]bool{}
	for range 60 {
		for range 1 + r.IntN(3) {
			name := fmt.Sprintf("in/%c.jsonl", 'a'+r.IntN(5))
			if have[name] && r.IntN(4) == 0 {
				d.remove(name)
				have[name] = false
				continue
			}
			rows := ""
			for range 1 + r.IntN(4) {
				rows += row(fmt.Sprint(r.IntN(8)), fmt.Sprintf("عنوان %d", r.IntN(3)), fmt.Sprintf("نص %d", r.IntN(3)))
			}
			d.put(name, rows)
			have[name] = true
		}
		d.load("in")
		d.isFresh("in")
		before := articles(t, d.ix)
		done := d.load("in")
		require.Zero(t, done.Added+done.Changed+done.Removed)
		require.Equal(t, before, articles(t, d.ix))
		if t.Failed() {
			return
		}
	}
}

// That a file is being read is on the disk before any of its articles is in the index: a run that is killed
// then leaves nothing of which the next does not know whence it came.
func TestFilesAreKnownBeforeTheirArticles(t *testing.T) {
	d := newDesk(t)
	wd, err := os.Getwd()
	require.NoError(t, err)
	wd, err = filepath.EvalSymlinks(wd)
	require.NoError(t, err)
	files := map[string]string{"articles/a.txt": "أول", "articles/b.txt": "ثان", "articles/c/c.txt": "ثالث"}
	for name, text := range files {
		d.put(name, "عنوان\n\n"+text+"\n")
	}
	var mu sync.Mutex
	seen := 0
	left := filepath.Join(t.TempDir(), ledger.FileName) // what the ledger is when the process is killed before the first batch
	d.slow = &slowIndex{amid: func(string) {}, before: func(batch []fihris.Article) {
		mu.Lock()
		defer mu.Unlock()
		b, err := os.ReadFile(d.ledger)
		assert.NoError(t, err) // who requires it ends the goroutine that is waited for
		assert.NoError(t, os.WriteFile(left, b, 0o666))
		l, err := ledger.Open(left, wd)
		assert.NoError(t, err)
		for i := range batch {
			e, ok := l.Get(batch[i].File)
			assert.True(t, ok, batch[i].File)
			assert.True(t, e.Unsettled, "it is to be read again")
			seen++
		}
	}}
	assert.Equal(t, fihris.Changes{Added: 3}, d.load("articles").Changes)
	assert.Equal(t, len(files), seen)
	d.slow = nil

	d.ledger = left
	d.remove("articles/b.txt")
	done := d.load("articles")
	assert.Equal(t, 1, done.Removed)
	assert.Equal(t, 2, done.Unchanged)
	assert.Zero(t, done.Passed, "they are read, for nobody remembers that they were")
	done = d.load("articles")
	assert.Equal(t, 2, done.Passed)
	assert.Zero(t, done.Removed)
}
