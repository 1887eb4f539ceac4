package dates

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rows reads lines of fields with tabs between them; empty lines and # comments
// are left out.
func rows(t testing.TB, name string) [][]string {
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var out [][]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	require.NotEmpty(t, out)
	return out
}

// written is a date as the data files have it.
func written(d Date) string {
	s := d.Time.Format(map[Precision]string{Year: "2006", Month: "2006-01", Day: "2006-01-02", Moment: time.RFC3339}[d.Exact])
	if d.Hijri {
		s += " H"
	}
	if d.DayFirst {
		s += " D"
	}
	return s
}

func TestParse(t *testing.T) {
	for _, row := range rows(t, "testdata/parse.txt") {
		got := "-"
		if d, ok := Parse(row[0]); ok {
			got = written(d)
		}
		assert.Equal(t, row[1], got, row[0])
	}
}

func TestFind(t *testing.T) {
	for _, row := range rows(t, "testdata/find.txt") {
		d, start, end, ok := Find(row[0])
		if row[1] == "-" {
			assert.False(t, ok, row[0])
			continue
		}
		require.True(t, ok, row[0])
		assert.Equal(t, row[1], written(d), row[0])
		assert.Equal(t, row[2], row[0][start:end])
	}
}

func TestLongTextIsBounded(t *testing.T) {
	_, ok := Parse(strings.Repeat("17 مايو 2024 ", 1000))
	assert.False(t, ok)
	_, _, _, ok = Find(strings.Repeat("كلمة ", 1000) + "17 مايو 2024")
	assert.False(t, ok)
}

func TestWordsAreUnambiguous(t *testing.T) {
	seen := map[string]string{}
	for line := range strings.Lines(wordData) {
		fields := strings.Fields(line)
		for i := 1; i < len(fields) && !strings.HasPrefix(line, "#"); i++ {
			word := plain(strings.ReplaceAll(fields[i], "_", " "))
			if other, ok := seen[word]; ok {
				assert.Equal(t, other, fields[0], word)
			}
			seen[word] = fields[0]
		}
	}
}

// The months of the analyzer are those of words.txt: each family is one month,
// each of its names is a name of it here.
func TestMonthsOfTheAnalyzer(t *testing.T) {
	families := map[string][]string{} // by meaning
	data, err := os.ReadFile("../analysis/families/months.txt")
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		head, members, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		meaning := ""
		for _, name := range append([]string{strings.TrimSpace(head)}, strings.Fields(members)...) {
			for _, word := range namesOf(name) {
				got := meanings()[word]
				assert.NotEmpty(t, got, "months.txt has %s, words.txt lacks %s", name, word)
				if meaning == "" {
					meaning = got
				}
				assert.Equal(t, meaning, got, name)
				families[meaning] = append(families[meaning], word)
			}
		}
	}
	for _, row := range strings.Split(wordData, "\n") {
		fields := strings.Fields(row)
		if len(fields) == 0 || families[fields[0]] == nil {
			continue
		}
		for _, f := range fields[1:] {
			word := plain(strings.ReplaceAll(f, "_", " "))
			if word[0] < 0x80 || word == "اب" || strings.Contains(f, "ذو") && !strings.Contains(f, "_") || strings.HasPrefix(word, "رمضان ") {
				continue // Latin; the father; no words of their own for the analyzer
			}
			assert.Contains(t, families[fields[0]], word, "words.txt has %s, months.txt lacks it", f)
		}
	}
}

// namesOf returns the names of months in a member of a family: شهر_آب and
// آب_أغسطس name one or two.
func namesOf(member string) []string {
	member = plain(strings.ReplaceAll(member, "_", " "))
	if _, whole := meanings()[member]; whole {
		return []string{member}
	}
	var names []string
	for _, word := range strings.Fields(member) {
		if m := meanings()[word]; m != "-" {
			names = append(names, word)
		}
	}
	return names
}

func TestHijri(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		want             string
	}{
		{1420, 1, 1, "1999-04-17"},
		{1436, 10, 7, "2015-07-23"},
		{1445, 1, 1, "2023-07-19"},
		{1445, 11, 9, "2024-05-17"},
		{1450, 12, 29, "2029-05-13"},
		{1, 1, 1, "0622-07-19"},
		{1400, 1, 1, "1979-11-21"},
	} {
		got, ok := fromHijri(c.year, c.month, c.day)
		require.True(t, ok)
		assert.Equal(t, c.want, got.Format(time.DateOnly), "%d-%d-%d", c.year, c.month, c.day)
	}
	for _, bad := range [][3]int{{1445, 1, 30}, {1445, 13, 1}, {1445, 0, 1}, {1445, 1, 31}, {0, 1, 1}} {
		_, ok := fromHijri(bad[0], bad[1], bad[2])
		assert.False(t, ok, "%v", bad)
	}
}

// The two calendars never part by more than two days, and the years of Umm
// al-Qura follow one another.
func TestUmmAlQuraStaysNearTheMoon(t *testing.T) {
	require.Len(t, hijriMonths(), 31)
	for year, months := range hijriMonths() {
		if next, ok := hijriMonths()[year+1]; ok {
			assert.Equal(t, months[12], next[0], year)
		}
		for m := range 12 {
			days := (year-1)*354 + (3+11*year)/30 + m*29 + (m+1)/2
			off := months[m].Sub(civilEpoch.AddDate(0, 0, days)).Hours() / 24
			assert.InDelta(t, 0, off, 2, "%d-%d", year, m+1)
		}
	}
}

// What is read quickly is read as the reader reads it, which quotes lead to.
func TestISOIsReadAlike(t *testing.T) {
	for _, s := range []string{
		"2024-05-17", "1501-01-01", "2200-12-31", "2024-02-30", "1445-05-17", "2201-01-01", "0999-01-01", "2024-13-01", "2024-5-017",
		"2024-05-17T10:30:00Z", "2024-05-17T23:59:59+03:00", "2024-05-17T10:30:00-04:30", "2024-05-17T24:00:00Z", "2024-05-17t10:30:00z", "2024-05-17 10:30:00Z", "2024-05-17T10:30:60Z", "1445-05-17T10:30:00Z",
	} {
		want, wantOK := Parse(`"` + s + `"`)
		got, ok := Parse(s)
		assert.Equal(t, wantOK, ok, s)
		assert.Equal(t, want, got, s)
	}
}

func FuzzParse(f *testing.F) {
	for _, row := range rows(f, "testdata/parse.txt") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, start, end, ok := Find(s); ok {
			assert.True(t, 0 <= start && start < end && end <= len(s))
		}
		d, ok := Parse(s)
		if !ok {
			return
		}
		assert.Equal(t, time.UTC, d.Time.Location())
		assert.Positive(t, d.Exact)
		again, ok := Parse(d.Time.Format(time.RFC3339))
		if y := d.Time.Year(); y >= firstYear && (y < firstHijri || y > lastHijri) && y < lastYear {
			assert.True(t, ok && again.Time.Equal(d.Time), "%q read as %v, that as %v", s, d, again)
		}
	})
}
