package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// table reads lines of input<TAB>want; empty lines and # comments are left out.
func table(t *testing.T, name string) [][2]string {
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var rows [][2]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		in, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, "no tab in %q", line)
		rows = append(rows, [2]string{in, want})
	}
	require.NotEmpty(t, rows)
	return rows
}

func TestSplitJoints(t *testing.T) {
	for _, row := range table(t, "testdata/joints.txt") {
		assert.Equal(t, strings.ReplaceAll(row[1], "|", "\n"), splitJoints(row[0]), row[0])
	}
}

func TestParseText(t *testing.T) {
	long := strings.Repeat("كلمة ", 100)
	for name, c := range map[string]struct{ in, title, body string }{
		"title and body":       {"عنوان\n\nنص", "عنوان", "نص"},
		"trimmed":              {"\n عنوان \n\n نص \n\n", "عنوان", "نص"},
		"windows lines":        {"عنوان\r\n\r\nسطر\r\nسطر", "عنوان", "سطر\nسطر"},
		"old mac lines":        {"عنوان\r\rنص", "عنوان", "نص"},
		"blank line of blanks": {"عنوان\n \t\nنص", "عنوان", "نص"},
		"no blank line":        {"سطر\nسطر", "", "سطر\nسطر"},
		"one line":             {"نص فقط", "", "نص فقط"},
		"title too long":       {long + "\n\nنص", "", long + "\n\nنص"},
		"paragraphs kept":      {"عنوان\n\nأولى\n\nثانية", "عنوان", "أولى\n\nثانية"},
		"nothing":              {" \n\n ", "", ""},
	} {
		title, body := parseText(c.in)
		assert.Equal(t, c.title, title, name)
		assert.Equal(t, c.body, body, name)
	}
}

// The seed article is the format's own example.
func TestSeedArticle(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "seed-article.txt"))
	require.NoError(t, err)
	title, body := parseText(string(data))
	assert.Equal(t, "بوتين يدعو لمحادثات أرمينية أذربيجانية في موسكو", title)
	paragraphs := strings.Split(body, "\n")
	assert.Len(t, paragraphs, 15)
	for _, p := range paragraphs {
		assert.True(t, strings.HasSuffix(p, "."), "the full stop stays: %s", p)
		assert.Equal(t, strings.TrimSpace(p), p)
		assert.False(t, strings.HasPrefix(p, ","), p)
	}
	assert.Contains(t, paragraphs[1], "نيكول باشينيان.")
}

func FuzzParseText(f *testing.F) {
	f.Add("عنوان\r\n\r\nأولى., ثانية. , ثالثة.,")
	f.Add("U.S., then")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		title, body := parseText(s)
		assert.True(t, utf8.ValidString(title) && utf8.ValidString(body))
		assert.NotContains(t, title+body, "\r")
		assert.Equal(t, strings.TrimSpace(title), title)
		assert.LessOrEqual(t, len(title)+len(body), len(s))
		assert.Equal(t, body, splitJoints(body), "taken apart once is taken apart")
	})
}
