package corpus

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/fihris-search/fihris"
)

// workbookOf makes a workbook as people make them: a heading, a blank row, the
// names, rows with real dates, and another sheet.
func workbookOf(t require.TestingT) []byte {
	book := excelize.NewFile()
	defer book.Close()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	require.NoError(t, err)
	set := func(sheet, cell string, value any) { require.NoError(t, book.SetCellValue(sheet, cell, value)) }
	set("Sheet1", "A1", "جدول الأخبار")
	require.NoError(t, book.SetSheetRow("Sheet1", "A3", &[]any{"العنوان", "النص", "التاريخ", "العدد"}))
	require.NoError(t, book.SetSheetRow("Sheet1", "A4", &[]any{"قطار الجنوب", "عاد قطار الجنوب إلى العمل صباح أمس.", time.Date(2015, 7, 23, 0, 0, 0, 0, time.UTC), 7}))
	require.NoError(t, book.SetCellStyle("Sheet1", "C4", "C4", day))
	require.NoError(t, book.SetSheetRow("Sheet1", "A5", &[]any{"مكتبة الحي", "أعلنت مكتبة الحي أنها ستفتح أبوابها.", "24/7/2015"}))
	_, err = book.NewSheet("ثان")
	require.NoError(t, err)
	require.NoError(t, book.SetSheetRow("ثان", "A1", &[]any{"title", "text"}))
	require.NoError(t, book.SetSheetRow("ثان", "A2", &[]any{"صيادو الميناء", "شكا صيادو الميناء من قلة السمك."}))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	for _, name := range []string{"a.xlsx", "a.zip", "noending"} { // what it is, is in it
		dir := write(t, map[string]string{name: string(workbookOf(t))})
		articles, skipped := read(t, open(t, Options{Base: realOf(t, dir)}, dir), dir)
		assert.Empty(t, skipped)
		assert.Equal(t, []string{name + "#1", name + "#2", name + "#3"}, ids(articles))
		assert.Equal(t, "قطار الجنوب", articles[0].Title)
		assert.Equal(t, "عاد قطار الجنوب إلى العمل صباح أمس.", articles[0].Body)
		assert.Equal(t, "2015-07-23", articles[0].Published.Format("2006-01-02"))
		assert.Equal(t, map[string]any{"العدد": "7"}, articles[0].Extra)
		assert.Equal(t, "2015-07-24", articles[1].Published.Format("2006-01-02"))
		assert.Equal(t, "صيادو الميناء", articles[2].Title)
	}
}

func FuzzWorkbook(f *testing.F) {
	f.Add(workbookOf(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := newInput("f.xlsx", "f.xlsx", bytes.NewReader(data), nil)
		in.at, in.size = bytes.NewReader(data), int64(len(data))
		defer in.close()
		elements := 0
		open(t, Options{}).input(in, func(_ fihris.Article, err error) bool {
			elements++
			_, ok := errors.AsType[*SkipError](err)
			assert.True(t, err == nil || ok)
			return true
		})
		assert.Positive(t, elements)
	})
}
