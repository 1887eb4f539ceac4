//go:build unix

package convert_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/convert"
)

// program puts a script on the PATH under the name of a program, before all others.
func program(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755))
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// bench returns one whose folder must be gone after it was closed.
func bench(t *testing.T, ctx context.Context, limits convert.Limits) *convert.Bench {
	t.Helper()
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	b := convert.NewBench(ctx, limits)
	t.Cleanup(func() {
		require.NoError(t, b.Close())
		left, err := os.ReadDir(tmp)
		require.NoError(t, err)
		assert.Empty(t, left)
	})
	return b
}

func read(t *testing.T, b *convert.Bench, tool *convert.Tool, src string) (string, error) {
	t.Helper()
	f, done, err := b.Convert(tool, strings.NewReader(src))
	if err != nil {
		return "", err
	}
	defer done()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text), nil
}

func TestConvertGivesWhatTheProgramMakes(t *testing.T) {
	program(t, "pdftotext", `while [ $# -gt 2 ]; do shift; done; { echo نص; cat "$1"; } >"$2"`)
	b := bench(t, t.Context(), convert.DefaultLimits)
	for _, src := range []string{"الأول", "الثاني"} {
		text, err := read(t, b, convert.Text, src)
		require.NoError(t, err)
		assert.Equal(t, "نص\n"+src, text)
	}
}

func TestProgramsSeeNothingOfTheirCaller(t *testing.T) {
	t.Setenv("A_SECRET", "of the caller")
	program(t, "pdftotext", `while [ $# -gt 2 ]; do shift; done; { env; pwd; } >"$2"`)
	text, err := read(t, bench(t, t.Context(), convert.DefaultLimits), convert.Text, "x")
	require.NoError(t, err)
	assert.NotContains(t, text, "SECRET")
	assert.Contains(t, text, "HOME="+os.Getenv("TMPDIR"))
}

func TestConvertFails(t *testing.T) {
	small := convert.Limits{Time: time.Second, In: 10, Out: 1 << 20}
	for name, test := range map[string]struct {
		script, src string
		want        error
		says        string
	}{
		"says why":         {script: "echo warning >&2; echo 'Incorrect password' >&2; exit 1", says: "pdftotext: Incorrect password"},
		"says nothing":     {script: "exit 3", says: "pdftotext: exit status 3"},
		"makes nothing":    {script: "exit 0", says: "pdftotext: it made nothing of it"},
		"takes too long":   {script: "sleep 600 & sleep 600", want: convert.ErrTime},
		"writes too much":  {script: "yes >much", want: convert.ErrOut},
		"wrote too much":   {script: "head -c 3000000 /dev/zero >in.txt", want: convert.ErrOut},
		"too large a file": {src: "more than ten bytes", want: convert.ErrIn},
	} {
		t.Run(name, func(t *testing.T) {
			program(t, "pdftotext", test.script)
			begun := time.Now()
			_, err := read(t, bench(t, t.Context(), small), convert.Text, test.src)
			if test.want != nil {
				require.ErrorIs(t, err, test.want)
			} else {
				require.EqualError(t, err, test.says)
			}
			assert.Less(t, time.Since(begun), 5*time.Minute) // not when the sleeper ends
		})
	}
}

func TestAProgramEndsWithItsCaller(t *testing.T) {
	program(t, "pdftotext", "sleep 600")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := read(t, bench(t, ctx, convert.DefaultLimits), convert.Text, "x")
	require.ErrorIs(t, err, context.Canceled)
}

func TestAProgramThatIsNotThere(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := read(t, bench(t, t.Context(), convert.DefaultLimits), convert.First(convert.RTF, convert.PandocRTF), "x")
	var missing *convert.Missing
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, convert.RTF, missing.Tool)
	assert.EqualError(t, missing, "soffice is not on this machine")
	program(t, "pandoc", "exit 1")
	assert.Equal(t, convert.PandocRTF, convert.First(convert.RTF, convert.PandocRTF))
}
