package corpus

import (
	"os"
	"strings"
	"testing"
	"time"

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

func TestParseDate(t *testing.T) {
	for _, row := range table(t, "testdata/dates.txt") {
		got := "-"
		if d, ok := parseDate(row[0]); ok {
			got = d.Format(time.RFC3339Nano)
		}
		assert.Equal(t, row[1], got, row[0])
	}
}

func TestDateWordsAreUnambiguous(t *testing.T) {
	seen := map[string]string{}
	for line := range strings.Lines(dateData) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		for i := 1; i < len(fields); i++ {
			word := plain(strings.ReplaceAll(fields[i], "_", " "))
			if other, ok := seen[word]; ok {
				assert.Equal(t, other, fields[0], word)
			}
			seen[word] = fields[0]
		}
	}
	for _, month := range []string{"1", "12"} {
		assert.Contains(t, dateWords, dateWordOf(month))
	}
}

// dateWordOf returns some word of a meaning.
func dateWordOf(meaning string) string {
	for word, m := range dateWords {
		if m == meaning {
			return word
		}
	}
	return ""
}

func FuzzParseDate(f *testing.F) {
	f.Add("الجمعة 9 أكتوبر/تشرين الأول 2020 02:05 م")
	f.Add("2020-10-09T14:05:06+03:00")
	f.Add("٩/١٠/٢٠٢٠")
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := parseDate(s)
		if !ok {
			return
		}
		assert.Equal(t, time.UTC, d.Location())
		again, ok := parseDate(d.Format(time.RFC3339))
		if d.Year() <= 9999 && d.Year() >= 0 {
			assert.True(t, ok && again.Equal(d), "%q read as %v", s, d)
		}
	})
}
