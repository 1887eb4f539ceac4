package alert_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/alert"
)

var ctx = context.Background()

func article(id, text string) fihris.Article {
	return fihris.Article{ID: id, Title: "خبر " + id, Body: text, Source: "الأفق", Published: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)}
}

// index is an index in a folder with some articles.
func index(t *testing.T, articles ...fihris.Article) (*fihris.Index, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	require.NoError(t, ix.Add(ctx, articles...))
	return ix, dir
}

// book opens the alerts of a folder.
func book(t *testing.T, dir string) *alert.Book {
	t.Helper()
	b, err := alert.Open(dir, 0)
	require.NoError(t, err)
	return b
}

// run opens the alerts, runs them and says what was told: "alert run id", with a sign where it was told again.
func run(t *testing.T, dir string, ix alert.Index, acknowledge bool, names ...string) (all []string) {
	t.Helper()
	b := book(t, dir)
	told, err := b.Run(ctx, ix, names, time.Now())
	require.NoError(t, err)
	for _, d := range told {
		for _, a := range d.Articles {
			line := fmt.Sprint(d.Alert, " ", d.Run, " ", a.ID)
			if d.Again {
				line += " again"
			}
			all = append(all, line)
		}
	}
	if acknowledge {
		require.NoError(t, b.Acknowledge(told))
	}
	require.NoError(t, b.Close())
	return all
}

func add(t *testing.T, dir string, ix alert.Index, name, query string, all bool) int {
	t.Helper()
	b := book(t, dir)
	defer b.Close()
	n, err := b.Add(ctx, ix, name, query, all, time.Now())
	require.NoError(t, err)
	return n
}

func TestOnlyWhatIsNewIsToldOnce(t *testing.T) {
	ix, dir := index(t, article("a", "قمح وشعير"), article("b", "شعير"))
	assert.Equal(t, 1, add(t, dir, ix, "wheat", "قمح", false))
	assert.Equal(t, 2, add(t, dir, ix, "barley", "شعير", true))
	assert.Equal(t, []string{"barley 1 a", "barley 1 b"}, run(t, dir, ix, true))
	assert.Empty(t, run(t, dir, ix, true))

	require.NoError(t, ix.Add(ctx, article("c", "القمح في السوق"), article("d", "لا شيء")))
	assert.Equal(t, []string{"wheat 1 c"}, run(t, dir, ix, true))
	require.NoError(t, ix.Add(ctx, article("c", "القمح في السوق مرة أخرى"), article("d", "صار عن القمح")))
	assert.Equal(t, []string{"wheat 2 d"}, run(t, dir, ix, true), "c was told; d matches only now")
	require.NoError(t, ix.Remove(ctx, "d"))
	require.NoError(t, ix.Add(ctx, article("d", "قمح")))
	require.NoError(t, ix.Optimize(ctx))
	assert.Empty(t, run(t, dir, ix, true), "removed and added again it is no news; nor is a merge")

	require.NoError(t, ix.Add(ctx, article("e", "قمح وشعير")))
	assert.Equal(t, []string{"barley 2 e"}, run(t, dir, ix, true, "barley"))
	assert.Equal(t, []string{"wheat 3 e"}, run(t, dir, ix, true))
}

// Two alerts of one query each tell on their own, and a clock that goes back changes nothing.
func TestOneQueryTwiceAndAClockThatGoesBack(t *testing.T) {
	ix, dir := index(t)
	add(t, dir, ix, "x", "قمح", false)
	add(t, dir, ix, "y", "قمح", false)
	require.NoError(t, ix.Add(ctx, article("a", "قمح")))
	assert.Equal(t, []string{"x 1 a"}, run(t, dir, ix, true, "x", "x"), "a name that is given twice runs once")
	assert.Equal(t, []string{"y 1 a"}, run(t, dir, ix, true))

	require.NoError(t, ix.Add(ctx, article("b", "قمح")))
	before := time.Now().AddDate(-1, 0, 0).UTC().Truncate(time.Second)
	b := book(t, dir)
	told, err := b.Run(ctx, ix, []string{"x"}, before)
	require.NoError(t, err)
	require.Len(t, told, 1)
	assert.Equal(t, 2, told[0].Run)
	require.NoError(t, b.Acknowledge(told))
	require.NoError(t, b.Close())
	list, err := alert.List(dir)
	require.NoError(t, err)
	assert.Equal(t, before, list[0].LastRun)
	assert.Equal(t, []string{"y 2 b"}, run(t, dir, ix, true))
}

// Readers of feeds get what no run has told, the newest first, then what runs told; reading is no run.
func TestNews(t *testing.T) {
	ix, dir := index(t, article("there before", "قمح"))
	add(t, dir, ix, "x", "قمح", false)
	require.NoError(t, ix.Add(ctx, article("told", "قمح")))
	run(t, dir, ix, true)
	old, young := article("old", "قمح"), article("young", "قمح")
	old.Published, young.Published = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, ix.Add(ctx, old, young, article("other", "شعير")))
	for range 2 {
		news, err := alert.Reader{Dir: dir}.News(ctx, ix, "x", 10)
		require.NoError(t, err)
		var ids []string
		for _, n := range news {
			ids = append(ids, n.ID)
			assert.Equal(t, n.ID == "told", !n.Found.IsZero(), n.ID)
			assert.NotEmpty(t, n.Title, n.ID)
		}
		assert.Equal(t, []string{"young", "old", "told"}, ids)
	}
	news, err := alert.Reader{Dir: dir}.News(ctx, ix, "x", 1)
	require.NoError(t, err)
	require.Len(t, news, 1)
	assert.Equal(t, "young", news[0].ID)
	_, err = alert.Reader{Dir: dir}.News(ctx, ix, "y", 1)
	assert.ErrorIs(t, err, alert.ErrNone)
}

// Articles with some of the words only are none of a query of several.
func TestAllWordsAreAskedFor(t *testing.T) {
	ix, dir := index(t, article("a", "قمح"))
	assert.Zero(t, add(t, dir, ix, "both", "قمح ميناء", true))
	assert.Empty(t, run(t, dir, ix, true))
	require.NoError(t, ix.Add(ctx, article("b", "قمح في الميناء")))
	assert.Equal(t, []string{"both 1 b"}, run(t, dir, ix, true))
}

func TestWhatNobodyAcknowledgedIsToldAgain(t *testing.T) {
	ix, dir := index(t)
	add(t, dir, ix, "x", "قمح", false)
	require.NoError(t, ix.Add(ctx, article("a", "قمح")))
	assert.Equal(t, []string{"x 1 a"}, run(t, dir, ix, false))
	require.NoError(t, ix.Add(ctx, article("b", "قمح")))
	list, err := alert.List(dir)
	require.NoError(t, err)
	assert.Equal(t, 1, list[0].Waiting)
	assert.Equal(t, []string{"x 1 a again", "x 2 b"}, run(t, dir, ix, true))
	assert.Empty(t, run(t, dir, ix, true))
}

func TestAlertsOutliveRebuildAndGoWithBackups(t *testing.T) {
	ix, dir := index(t, article("a", "قمح"))
	add(t, dir, ix, "x", "قمح", false)
	copied := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, ix.Backup(ctx, copied))
	require.NoError(t, ix.Close())
	_, err := fihris.Rebuild(ctx, dir, nil)
	require.NoError(t, err)
	for _, folder := range []string{dir, copied} {
		again, err := fihris.Open(folder, nil)
		require.NoError(t, err)
		assert.Empty(t, run(t, folder, again, true))
		require.NoError(t, again.Add(ctx, article("b", "قمح")))
		assert.Equal(t, []string{"x 1 b"}, run(t, folder, again, true))
		require.NoError(t, again.Close())
	}
}

func TestAlertsAreRefused(t *testing.T) {
	ix, dir := index(t)
	add(t, dir, ix, "x", "قمح", false)
	b := book(t, dir)
	_, err := alert.Open(dir, 0)
	require.ErrorIs(t, err, alert.ErrBusy)
	_, err = b.Add(ctx, ix, "x", "شعير", false, time.Now())
	require.ErrorIs(t, err, alert.ErrExists)
	for _, name := range []string{"", " x", "a\nb", "\xff"} {
		_, err = b.Add(ctx, ix, name, "شعير", false, time.Now())
		require.ErrorIs(t, err, alert.ErrName, "%q", name)
	}
	_, err = b.Add(ctx, ix, "y", "  ", false, time.Now())
	require.Error(t, err)
	require.ErrorIs(t, b.Remove("y"), alert.ErrNone)
	_, err = b.Run(ctx, ix, []string{"y"}, time.Now())
	require.ErrorIs(t, err, alert.ErrNone)
	require.NoError(t, b.Remove("x"))
	require.NoError(t, b.Close())
	list, err := alert.List(dir)
	require.NoError(t, err)
	assert.Empty(t, list)
	_, err = alert.List(filepath.Join(dir, "nowhere"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Every flipped byte of the file is noticed, and what is cut short too.
func TestDamageIsNoticed(t *testing.T) {
	ix, dir := index(t, article("a", "قمح"))
	add(t, dir, ix, "x", "قمح", false)
	path := filepath.Join(dir, "alerts")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for i := range len(whole) - 1 { // the last is a line feed
		bad := append([]byte(nil), whole...)
		bad[i] ^= 1
		require.NoError(t, os.WriteFile(path, bad, 0o666))
		_, err := alert.List(dir)
		require.ErrorIs(t, err, alert.ErrBook, "byte %d", i)
		require.NoError(t, os.WriteFile(path, whole[:i], 0o666))
		_, err = alert.List(dir)
		require.ErrorIs(t, err, alert.ErrBook, "%d bytes", i)
	}
}
