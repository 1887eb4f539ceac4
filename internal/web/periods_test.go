package web

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What readers write into a field of dates.
func TestPeriodsOfReaders(t *testing.T) {
	for written, want := range map[string][3]string{ // as addresses have it, the first day and the last
		"2018": {"2018", "2018-01-01", "2018-12-31"}, "٢٠١٨": {"2018", "2018-01-01", "2018-12-31"},
		"تموز 2018": {"2018-07", "2018-07-01", "2018-07-31"}, "يوليو ٢٠١٨": {"2018-07", "2018-07-01", "2018-07-31"},
		"كانون الثاني 2018": {"2018-01", "2018-01-01", "2018-01-31"}, "July 2018": {"2018-07", "2018-07-01", "2018-07-31"},
		"7/2018": {"2018-07", "2018-07-01", "2018-07-31"}, "2020-02": {"2020-02", "2020-02-01", "2020-02-29"},
		"9/7/2018": {"2018-07-09", "2018-07-09", "2018-07-09"}, "٩ تموز ٢٠١٨": {"2018-07-09", "2018-07-09", "2018-07-09"},
		"الاثنين 9 يوليو 2018": {"2018-07-09", "2018-07-09", "2018-07-09"}, "15 رمضان 1440": {"2019-05-20", "2019-05-20", "2019-05-20"},
		"محرم 1440": {"محرم 1440", "2018-09-11", "2018-10-09"}, "1440": {"1440", "2018-09-11", "2019-08-30"},
	} {
		p, ok := readPeriodText(written)
		require.True(t, ok, written)
		assert.Equal(t, want, [3]string{p.Text, dayText(p.From), dayText(p.To.AddDate(0, 0, -1))}, written)
	}
	for _, written := range []string{"", "غدا", "31/2/2018", "13/25/2018", "وزير", "20180"} {
		_, ok := readPeriodText(written)
		assert.False(t, ok, written)
	}
}

// What the page writes into its fields is read back as the same, in both languages.
func TestPeriodsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1900, 1, 1+rapid.IntRange(0, 70000).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		text := day.Format(rapid.SampledFrom([]string{layoutYear, layoutMonth, time.DateOnly}).Draw(t, "layout"))
		l := rapid.SampledFrom(locales).Draw(t, "language")
		p, ok := readPeriodText(l.Period(text))
		require.True(t, ok, l.Period(text))
		assert.Equal(t, text, p.Text, l.Period(text))
	})
}

func TestSpansAreMended(t *testing.T) {
	s, broken := readSpan("2019", "تموز 2018")
	assert.Empty(t, broken)
	assert.True(t, s.swapped)
	assert.Equal(t, [2]string{"2018-07", "2019"}, [2]string{s.from.Text, s.to.Text})
	for _, c := range [][2]string{{"2018", "2018"}, {"2018", "2018-03"}, {"2018-03", "2018"}, {"", "2018"}, {"2018", ""}} {
		s, broken = readSpan(c[0], c[1])
		assert.Empty(t, broken)
		assert.False(t, s.swapped, c)
	}
	_, broken = readSpan("2018", "never")
	assert.Equal(t, "to", broken)
}
