package ledger_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/ledger"
)

func entry(name string, size int64) ledger.Entry {
	return ledger.Entry{
		Name: name, State: ledger.State{Size: size, Modified: 1e18, Changed: 2, Inode: 3, Device: 4}, Options: "o", Articles: 7, Sum: 8,
		Skips: []ledger.Skip{{What: "broken JSON", Line: 3, Count: 2}}, Notes: []ledger.Note{{Text: "read as windows-1256", Count: 1}}, Ties: []string{"أ.txt"},
	}
}

func open(t *testing.T, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(path, "/base")
	require.NoError(t, err)
	return l
}

func all(l *ledger.Ledger) map[string]ledger.Entry {
	m := map[string]ledger.Entry{}
	for _, name := range l.Names() {
		m[name], _ = l.Get(name)
	}
	return m
}

// What was put last is what is remembered, through any number of sessions.
func TestRemembers(t *testing.T) {
	path := filepath.Join(t.TempDir(), ledger.FileName)
	want := map[string]ledger.Entry{}
	r := rand.New(rand.NewPCG(1, 1))
	for range 30 {
		l := open(t, path)
		require.Equal(t, want, all(l))
		for range r.IntN(400) {
			name := fmt.Sprintf("مجلد/%d.txt", r.IntN(100))
			if r.IntN(4) == 0 {
				l.Forget(name)
				delete(want, name)
				continue
			}
			want[name] = entry(name, r.Int64N(1000))
			l.Put(want[name])
		}
		if r.IntN(2) == 0 {
			l.Flush() // killed after it
			continue
		}
		require.NoError(t, l.Close())
	}
	require.Equal(t, want, all(open(t, path)))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(500_000), "outdated lines leave it")
	other, err := ledger.Open(path, "/other")
	require.NoError(t, err)
	assert.Zero(t, other.Len(), "names relative to another base mean other files")
}

// One that is only read is not touched, and none is made.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), ledger.FileName)
	l := open(t, path)
	require.NoError(t, l.Close())
	assert.NoFileExists(t, path)
	l = open(t, path)
	l.Put(entry("a", 1))
	require.NoError(t, l.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	l = open(t, path)
	l.Forget("b")
	require.NoError(t, l.Close())
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}

// Wherever it is cut or damaged, each entry is one that was put, and what is damaged is
// told; it can be written again.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ledger.FileName)
	l := open(t, path)
	put := map[string]ledger.Entry{}
	for i := range 20 {
		name := fmt.Sprint(i)
		put[name] = entry(name, int64(i))
		l.Put(put[name])
	}
	require.NoError(t, l.Close())
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	try := func(b []byte, told bool) {
		t.Helper()
		require.NoError(t, os.WriteFile(path, b, 0o666))
		l, err := ledger.Open(path, "/base")
		assert.Equal(t, told, err != nil, err)
		for name, e := range all(l) {
			require.Equal(t, put[name], e)
		}
		n := l.Len()
		l.Put(put["3"])
		require.NoError(t, l.Close())
		again := open(t, path)
		assert.GreaterOrEqual(t, again.Len(), n)
		_, ok := again.Get("3")
		assert.True(t, ok)
	}
	header := bytes.IndexByte(whole, '\n') + 1
	for cut := header; cut < len(whole); cut += 97 { // as a kill leaves it
		try(whole[:cut], false)
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		b := bytes.Clone(whole)
		b[r.IntN(len(b)-1)] ^= 1 << r.IntN(8)
		l, _ := ledger.Open(path, "/base")
		_ = l.Close()
		require.NoError(t, os.WriteFile(path, b, 0o666))
		l, err := ledger.Open(path, "/base")
		assert.Error(t, err)
		for name, e := range all(l) {
			require.Equal(t, put[name], e)
		}
	}
	try(append([]byte(strings.Repeat("x", 3<<20)+"\n"), whole...), true)
	b := append(bytes.Clone(whole[:header]), []byte(strings.Repeat("x", 3<<20)+"\n")...)
	try(append(b, whole[header:]...), true)
}

// A folder that cannot be written to is told, once.
func TestCannotBeWritten(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "gone", ledger.FileName))
	l.Put(entry("a", 1))
	l.Put(entry("b", 1))
	assert.Error(t, l.Close())
	assert.Equal(t, 2, l.Len())
}

func TestState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	state := func() ledger.State {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return ledger.StateOf(info)
	}
	require.NoError(t, os.WriteFile(path, []byte("نص"), 0o666))
	first := state()
	assert.True(t, first.Same(state()))
	assert.True(t, first.IsFresh(time.Now()))
	assert.False(t, first.IsFresh(time.Now().Add(3*time.Second)))
	assert.True(t, first.IsFresh(time.Now().Add(-time.Hour)), "from the future")
	// Other content of the same size, with its old time put back.
	then := time.Unix(0, first.Modified)
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, os.WriteFile(path, []byte("صن"), 0o666))
	require.NoError(t, os.Chtimes(path, then, then))
	if second := state(); second.Changed != 0 {
		assert.False(t, first.Same(second))
	}
	moved := first
	moved.Device++
	assert.True(t, first.Same(moved), "a device may get another number")
}
