package corpus

import (
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the sheets of a workbook, a row an article. Rows are read one
// by one, what a cell shows is left aside: a date is the number that it is.
func readXLSX(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		if doc.size > maxDocument {
			yield(draft{}, fault{what: errTooLong.what, next: "save its sheets as CSV, which may be of any length"})
			return
		}
		book, err := excelize.OpenReader(io.NewSectionReader(doc.at, 0, doc.size), excelize.Options{
			RawCellValue: true, UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 8 << 20,
		})
		if err != nil {
			yield(draft{}, fault{what: "a workbook that cannot be read", detail: err.Error(), next: "open it and save it anew, or as CSV"})
			return
		}
		defer book.Close()
		sheets := book.GetSheetList()
		number := 0
		for _, sheet := range sheets {
			for d, err := range doc.drafts(tabulate(doc, sheetRows(book, sheet))) {
				if d.record > 0 {
					number++
					d.record = number
				}
				d.published = serialDates(book, d.published)
				if !yield(d, err) {
					return
				}
			}
		}
	}
}

// sheetRows yields the rows of a sheet that are not blank.
func sheetRows(book *excelize.File, sheet string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		rows, err := book.Rows(sheet)
		if err != nil {
			if !strings.Contains(err.Error(), "not a worksheet") { // a chart
				yield(row{}, fault{what: "a sheet that cannot be read", detail: err.Error(), next: "save it as CSV"})
			}
			return
		}
		defer rows.Close()
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				yield(row{line: n}, fault{what: "a sheet that cannot be read", detail: err.Error(), next: "save it as CSV"})
				return
			}
			if filled(cells) > 0 && !yield(row{cells: cells, line: n}, nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(row{}, fault{what: "a sheet that breaks off", detail: err.Error(), next: "open the workbook and save it anew"})
		}
	}
}

// Days of Excel that can be those of an article: 1927 to 2147.
const (
	firstSerial = 10_000
	lastSerial  = 90_500
)

// serialDates writes days counted by Excel as dates.
func serialDates(book *excelize.File, dates []written) []written {
	old := false
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		old = *props.Date1904
	}
	for i, w := range dates {
		n, err := strconv.ParseFloat(w.text, 64)
		if err != nil || n < firstSerial || n > lastSerial {
			continue
		}
		if t, err := excelize.ExcelDateToTime(n, old); err == nil {
			dates[i].text = t.Round(time.Second).Format("2006-01-02T15:04:05")
		}
	}
	return dates
}
