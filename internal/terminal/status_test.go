package terminal

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shownAs plays what was written into one line of a screen.
func shownAs(written string) string {
	var line []rune
	at := 0
	for _, r := range written {
		if r == '\r' {
			at = 0
			continue
		}
		line = append(line[:at], append([]rune{r}, line[min(at+1, len(line)):]...)...)
		at++
	}
	return strings.TrimRight(string(line), " ")
}

func TestStatus(t *testing.T) {
	var out strings.Builder
	width := 20
	s := &Status{out: &out, columns: func() int { return width }}
	now := time.Unix(1000, 0)
	show := func(text string) {
		s.Show(now, func(columns int) string {
			assert.Equal(t, width-1, columns)
			return text
		})
	}
	show("1,234 articles")
	assert.Equal(t, "1,234 articles", shownAs(out.String()))

	now = now.Add(99 * time.Millisecond)
	assert.False(t, s.Due(now))
	show("too soon")
	assert.Equal(t, "1,234 articles", shownAs(out.String()))

	now = now.Add(time.Millisecond)
	show("short")
	assert.Equal(t, "short", shownAs(out.String()), "nothing of the longer one is left")

	now = now.Add(time.Second)
	show("a line that is longer than the terminal is wide")
	assert.Equal(t, "a line that is long", shownAs(out.String()))

	width = 1
	now = now.Add(time.Second)
	show("no room")
	assert.Empty(t, shownAs(out.String()))

	width = 20
	now = now.Add(time.Second)
	show("last")
	s.Clear()
	assert.Empty(t, shownAs(out.String()))
	assert.True(t, strings.HasSuffix(out.String(), "\r"))
	assert.NotContains(t, out.String(), "\x1b")

	length := out.Len()
	s.Clear()
	assert.Equal(t, length, out.Len(), "what is clear stays")
}

func TestStatusWithoutATerminal(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer f.Close()
	for _, s := range []*Status{NewStatus(f), NewStatus(&strings.Builder{})} {
		assert.False(t, s.Due(time.Now()))
		s.Show(time.Now(), func(int) string {
			assert.Fail(t, "nobody sees it")
			return ""
		})
		s.Clear()
	}
	info, err := f.Stat()
	require.NoError(t, err)
	assert.Zero(t, info.Size())
}
