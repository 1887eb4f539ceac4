package corpus

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// rowsIn reads all rows of a table.
func rowsIn(t require.TestingT, s string, sep rune, width int) (rows [][]string, open int) {
	r := rowReader{r: bufio.NewReaderSize(strings.NewReader(s), 16), sep: sep, width: width, escaped: escapesQuotes(s)}
	for {
		row, err := r.read()
		if errors.Is(err, io.EOF) {
			return rows, r.open
		}
		require.NoError(t, err)
		rows = append(rows, row.cells)
		if r.width == 0 {
			r.width = len(row.cells)
		}
	}
}

func TestRows(t *testing.T) {
	for in, want := range map[string][][]string{
		"a,b\nc,d":                          {{"a", "b"}, {"c", "d"}},
		"a,b\r\n\r\n \nc,":                  {{"a", "b"}, {"c", ""}},
		`"a, b","c ""d"""`:                  {{"a, b", `c "d"`}},
		"\"a\nb\",c\nd,e":                   {{"a\nb", "c"}, {"d", "e"}},
		"\"a\n\",c\n\"d\n\",e":              {{"a\n", "c"}, {"d\n", "e"}},
		`a "b" c,d`:                         {{`a "b" c`, "d"}},
		`"a "b" c",d`:                       {{`a "b" c`, "d"}},
		"a, \"b\"\nc,d":                     {{"a", "b"}, {"c", "d"}},
		"a,b\n\"c,d\ne,f\n\"g\",\"h\"":      {{"a", "b"}, {`"c`, "d"}, {"e", "f"}, {"g", "h"}},
		"a,b\n\"c,d\ne,f":                   {{"a", "b"}, {`"c`, "d"}, {"e", "f"}},
		"a,b\n\"c\nd, e\nf\",g\n":           {{"a", "b"}, {"c\nd, e\nf", "g"}},
		`"a \"b\"","c"` + "\n" + `"\"","d"`: {{`a "b"`, "c"}, {`"`, "d"}},
	} {
		got, _ := rowsIn(t, in, ',', 0)
		assert.Equal(t, want, got, "%q", in)
	}
}

// What encoding/csv writes is read as it was.
func TestRowsComeBack(t *testing.T) {
	cell := rapid.StringOf(rapid.SampledFrom([]rune("ab ,;\"\nخبر")))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 5).Draw(t, "rows")
		var want [][]string
		var b strings.Builder
		w := csv.NewWriter(&b)
		for _, r := range rows {
			if strings.TrimSpace(strings.Join(r, "")) != "" && !strings.HasPrefix(strings.Join(r, ""), " ") {
				require.NoError(t, w.Write(r))
				want = append(want, r)
			}
		}
		w.Flush()
		if strings.Contains(b.String(), `\"`) {
			return
		}
		got, open := rowsIn(t, b.String(), ',', width)
		if open > 0 { // a cell may look like rows of the table: then it is read as those
			return
		}
		for i := range want {
			for j := range want[i] {
				want[i][j] = strings.TrimLeft(want[i][j], "")
			}
		}
		assert.Equal(t, want, got, "%q", b.String())
	})
}

// Quotes that are never closed cost their lines, not the file and not the time.
func TestOpenQuotesAreBounded(t *testing.T) {
	var b strings.Builder
	for range 5_000 {
		b.WriteString("\"مفتوح,نص\n")
	}
	rows, open := rowsIn(t, b.String(), ',', 2)
	assert.Len(t, rows, 5_000)
	assert.LessOrEqual(t, open, 5_000)
	assert.Equal(t, []string{`"مفتوح`, "نص"}, rows[4_999])
}
