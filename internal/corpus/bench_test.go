package corpus

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/testdata"
)

// benchRows are the bundled articles, again and again, as rows of a table.
func benchRows(n int) [][]string {
	out := [][]string{{"id", "title", "body", "source", "section", "date"}}
	articles := testdata.Articles()
	for i := range n {
		a := articles[i%len(articles)]
		out = append(out, []string{fmt.Sprint(i), a.Title, a.Body, a.Source, a.Section, a.Published.Format("2006-01-02")})
	}
	return out
}

// BenchmarkReaders reads the same 2,000 articles as each kind has them.
func BenchmarkReaders(b *testing.B) {
	rows := benchRows(2_000)
	for name, encode := range map[string]func(*bytes.Buffer){
		"jsonl": func(w *bytes.Buffer) {
			enc := json.NewEncoder(w)
			for _, r := range rows[1:] {
				record := map[string]string{}
				for i, cell := range r {
					record[rows[0][i]] = cell
				}
				require.NoError(b, enc.Encode(record))
			}
		},
		"csv": func(w *bytes.Buffer) { require.NoError(b, csv.NewWriter(w).WriteAll(rows)) },
		"xlsx": func(w *bytes.Buffer) {
			book := excelize.NewFile()
			sheet, err := book.NewStreamWriter("Sheet1")
			require.NoError(b, err)
			for i, r := range rows {
				cells := make([]any, len(r))
				for j := range r {
					cells[j] = r[j]
				}
				require.NoError(b, sheet.SetRow(fmt.Sprintf("A%d", i+1), cells))
			}
			require.NoError(b, sheet.Flush())
			require.NoError(b, book.Write(w))
		},
	} {
		b.Run(name, func(b *testing.B) {
			var data bytes.Buffer
			encode(&data)
			b.SetBytes(int64(data.Len()))
			b.ReportAllocs()
			for b.Loop() {
				in := newInput("bench."+name, "bench."+name, bytes.NewReader(data.Bytes()), nil)
				in.at, in.size = bytes.NewReader(data.Bytes()), int64(data.Len())
				c := open(b, Options{})
				n := 0
				c.input(in, func(_ fihris.Article, err error) bool { require.NoError(b, err); n++; return true })
				require.Equal(b, len(rows)-1, n)
			}
			b.ReportMetric(float64(b.N*(len(rows)-1))/b.Elapsed().Seconds(), "articles/s")
		})
	}
}
