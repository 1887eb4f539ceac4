package dates

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
)

func mentioned(text string, dateline time.Time) []Mention {
	found, err := Mentions(context.Background(), text, analysis.Default().AppendTokens(nil, text), dateline)
	if err != nil {
		panic(err)
	}
	return found
}

// Who reads the dates of a book looks at the context, whether there are many of them or none.
func TestMentionsEnd(t *testing.T) {
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for _, word := range []string{"كلمة ", "عام 2011 "} {
		text := strings.Repeat(word, 2*someWords)
		tokens := analysis.Default().AppendTokens(nil, text)
		found, err := Mentions(done, text, tokens, time.Time{})
		require.ErrorIs(t, err, context.Canceled)
		require.Less(t, len(found), someWords+2)
		_, err = Mentions(context.Background(), text, tokens, time.Time{})
		require.NoError(t, err)
	}
}

func TestMentions(t *testing.T) {
	for _, row := range rows(t, "testdata/mentions.txt") {
		require.Len(t, row, 3, row)
		var dateline time.Time
		if row[0] != "-" {
			day, err := time.Parse(time.DateOnly, row[0])
			require.NoError(t, err)
			dateline = day.Add(10 * time.Hour)
		}
		var found []string
		for _, m := range mentioned(row[1], dateline) {
			s := "[" + row[1][m.Start:m.End] + "] " + m.ISO()
			if m.Hijri || m.Relative {
				s += " "
			}
			if m.Hijri {
				s += "H"
			}
			if m.Relative {
				s += "R"
			}
			found = append(found, s)
		}
		got := strings.Join(found, "; ")
		if got == "" {
			got = "-"
		}
		assert.Equal(t, row[2], got, "%s: %s", row[0], row[1])
	}
}

// Mentions lie in the text, in order, apart, and end after they begin.
func FuzzMentions(f *testing.F) {
	for _, row := range rows(f, "testdata/mentions.txt") {
		f.Add(row[1], int64(1296086400))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		end := 0
		for _, m := range mentioned(text, time.Unix(seconds%(1<<33), 0)) {
			require.True(t, m.Start >= end && m.End > m.Start && m.End <= len(text))
			require.True(t, m.From.Before(m.To))
			require.NotEmpty(t, m.ISO())
			end = m.End
		}
	})
}
