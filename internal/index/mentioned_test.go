package index

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	calendar "github.com/fihris-search/fihris/internal/dates"
	"github.com/fihris-search/fihris/internal/query"
)

// Every period finds the articles that mention a date within it, as a scan of their texts does.
func TestMentionedFindsWhatAScanFinds(t *testing.T) {
	ix, docs := studied(t)
	day := func(s string) (at time.Time) {
		if s != "" {
			var err error
			at, err = time.Parse(time.DateOnly, s)
			require.NoError(t, err)
		}
		return at
	}
	met := 0
	for _, period := range [][2]string{
		{"2011-01-01", "2021-01-01"}, {"1900-01-01", "2000-01-01"}, {"", "1990-01-01"}, {"2019-01-01", ""},
		{"2020-10-01", "2020-11-01"}, {"2020-10-08", "2020-10-09"}, {"2017-01-01", "2018-01-01"}, {"1000-01-01", "1000-01-02"},
	} {
		from, to := day(period[0]), day(period[1])
		var want []string
		for i := range docs {
			d := &docs[i]
			within := func(text string) bool {
				found, err := calendar.Mentions(context.Background(), text, analysis.Default().AppendTokens(nil, text), d.Published)
				require.NoError(t, err)
				return slices.ContainsFunc(found, func(m calendar.Mention) bool {
					return (from.IsZero() || !m.From.Before(from)) && (to.IsZero() || !m.To.After(to))
				})
			}
			if within(d.Title) || within(d.Body) {
				want = append(want, d.ID)
			}
		}
		met += len(want)
		slices.Sort(want)
		var got []string
		for d, err := range ix.Matching(context.Background(), Request{Query: &query.Mentioned{From: from, To: to}}) {
			require.NoError(t, err)
			got = append(got, d.ID)
		}
		assert.Equal(t, want, got, "%v", period)
	}
	assert.Greater(t, met, 30)
}

// The dates of a book are those of its text read at once, wherever the pieces end in which it is read.
func TestMentionsOfABook(t *testing.T) {
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	const line = "في 3 و4 و5 مارس 2011 التقى الوزير أمس من 12 إلى 15 يناير 2020، الموافق 1 محرم 1432 هـ، بعد عام 1967\n"
	for shift := range 3 {
		d := Document{ID: "book", Title: "في مارس 2011", Body: strings.Repeat("و", 41*shift) + " " + strings.Repeat(line, mentionedPiece/len(line)*2+9), Published: time.Date(2020, 5, 6, 0, 0, 0, 0, time.UTC)}
		var want []Mention
		for _, title := range []bool{true, false} {
			text := d.Body
			if title {
				text = d.Title
			}
			found, err := calendar.Mentions(context.Background(), text, analysis.Default().AppendTokens(nil, text), d.Published)
			require.NoError(t, err)
			for _, m := range found {
				want = append(want, Mention{title, m.Start, m.End, m.From, m.To, m.ISO(), m.Hijri, m.Relative})
			}
		}
		got, err := ix.Mentions(context.Background(), &d)
		require.NoError(t, err)
		require.Equal(t, len(want), len(got))
		for i := range want {
			if want[i] != got[i] {
				require.Equal(t, want[i], got[i], "mention %d, moved by %d", i, shift)
			}
		}
	}
}
