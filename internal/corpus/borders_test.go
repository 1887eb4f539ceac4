package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/fihris-search/fihris"
)

// all reads every article of a file with this content, and the notes.
func all(t *testing.T, name, data string) ([]fihris.Article, []Note) {
	dir := write(t, map[string]string{name: data})
	c := open(t, Options{Base: realOf(t, dir)}, dir)
	articles, skipped := read(t, c, dir)
	require.Empty(t, skipped, name)
	return articles, c.Notes()
}

// titles returns the titles of articles.
func titles(articles []fihris.Article) []string {
	var all []string
	for _, a := range articles {
		all = append(all, a.Title)
	}
	return all
}

// An ID that names half of many records, or fewer, names something else.
func TestNamesOfHalfTheRecords(t *testing.T) {
	for records, told := range map[int]string{20: `field "id" is no ID: 10 values in 20 records`, 21: ""} {
		var b strings.Builder
		for i := range records {
			fmt.Fprintf(&b, `{"id":"الخبر %d","title":"عنوان %d","body":"نص %[2]d"}`+"\n", i/2, i)
		}
		articles, notes := all(t, "n.jsonl", b.String())
		assert.Equal(t, told != "", articles[0].ID == "n.jsonl#1", records)
		var texts []string
		for _, n := range notes {
			texts = append(texts, n.Text)
		}
		assert.Equal(t, told != "", slices.Contains(texts, told), "%d: %s", records, texts)
	}
}

// What is empty is passed over for the next field of its meaning.
func TestEmptyFieldsArePassedOver(t *testing.T) {
	articles, _ := all(t, "n.jsonl", `{"title":"خبر","body":"نص أول أطول من غيره","text":"تمهيد","author":"سلمى","writer":"زيد"}
{"title":" ","headline":"خبر ثان","body":" ","text":"نص ثان","author":"","writer":"زيد"}
{"title":null,"headline":"خبر ثالث","body":[],"text":"نص ثالث","author":[],"writer":"زيد"}`)
	require.Len(t, articles, 3)
	assert.Equal(t, []string{"خبر", "خبر ثان", "خبر ثالث"}, titles(articles))
	assert.Equal(t, "نص أول أطول من غيره نص ثان نص ثالث", articles[0].Body+" "+articles[1].Body+" "+articles[2].Body)
	assert.Equal(t, "سلمى زيد زيد", articles[0].Author+" "+articles[1].Author+" "+articles[2].Author)
}

// A title that is a number in every record is none, where another field is one.
func TestTitlesOfNumbers(t *testing.T) {
	articles, _ := all(t, "n.jsonl", `{"title":"12","headline":"عنوان الخبر","body":"نص"}`)
	assert.Equal(t, []string{"عنوان الخبر"}, titles(articles))
}

// Text in a field that no one knows is the body: Arabic, and where there is
// none, what is long enough.
func TestUnknownBodies(t *testing.T) {
	latin := strings.Repeat("some words of an article ", 6)
	for data, body := range map[string]string{
		`{"title":"خبر","xyz":"نص الخبر الذي وصل من المدينة"}`: "نص الخبر الذي وصل من المدينة",
		`{"title":"News","xyz":"` + latin + `"}`:               strings.TrimSpace(latin),
		`{"title":"News","xyz":"few words"}`:                   "",
	} {
		articles, _ := all(t, "n.json", data)
		require.Len(t, articles, 1)
		assert.Equal(t, body, articles[0].Body)
	}
}

// A field that is not read is told of where half of the records have text in it.
func TestUnreadTextIsTold(t *testing.T) {
	text := strings.Repeat("كلمات ", 42) // 210 letters
	with := fmt.Sprintf(`{"title":"خبر","body":"نص الخبر","قيل":%q}`, text)
	without := `{"title":"خبر آخر","body":"نص آخر"}`
	_, notes := all(t, "n.jsonl", with+"\n"+without)
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0].Text, `field "قيل" is kept, but not searched: 210 Arabic letters of text in 1 records`)
	_, notes = all(t, "n.jsonl", with+"\n"+without+"\n"+without)
	assert.Empty(t, notes)
}

// Three rows of three cells are a table without saying so; of two cells only
// where tabs part them.
func TestTablesWithoutAName(t *testing.T) {
	for data, kind := range map[string]string{
		"أ;ب;ج\nد;ه;و\nز;ح;ط":            "table (CSV, TSV)",
		"أ;ب\nد;ه\nز;ح":                  "text",
		"أ\tب\nد\tه\nز\tح":               "table (CSV, TSV)",
		"أ;ب;ج\nد;ه;و":                   "text",
		"title;body\nخبر;نص من المدينة":  "table (CSV, TSV)",
		"title;words\nخبر;نص من المدينة": "text",
		"أ;ب;ج\nد;ه;و\nز;ح;ط\nنص":        "text",
		"أ\tب\nد\tه\nز\tح\nط\tي\nنص آخر": "text",
	} {
		dir := write(t, map[string]string{"file": data})
		got := ""
		c := open(t, Options{OnFile: func(r FileReport) { got = r.Kind }}, dir)
		read(t, c, dir)
		assert.Equal(t, kind, got, "%q", data)
	}
}

// Columns without names are told by what is in them: a section comes again and
// again, titles differ, dates are dates.
func TestColumnsWithoutNames(t *testing.T) {
	var b strings.Builder
	for i, what := range strings.Fields("القطار المكتبة الميناء المدرسة") {
		fmt.Fprintf(&b, "أخبار الاقتصاد\tعودة %s بعد عام من الغياب\t2020-01-0%d\tأعلنت الوزارة أن %[1]s يعود إلى العمل في الشهر القادم بعد إصلاحات كثيرة طالت عاما كاملا\n", what, i+1)
	}
	articles, _ := all(t, "n.tsv", b.String())
	require.Len(t, articles, 4)
	assert.Equal(t, "عودة القطار بعد عام من الغياب", articles[0].Title)
	assert.Equal(t, "2020-01-04", articles[3].Published.Format("2006-01-02"))
	assert.True(t, strings.HasPrefix(articles[0].Body, "أعلنت الوزارة أن القطار"))
}

// Rows may be shorter than the names, or longer by one cell of text.
func TestRowsOfOtherLengths(t *testing.T) {
	articles, _ := all(t, "n.csv", "title,date\nقطار الجنوب\nمكتبة الحي,2020-01-01\n")
	assert.Equal(t, []string{"قطار الجنوب", "مكتبة الحي"}, titles(articles))
	articles, _ = all(t, "n.csv", "title,body\nقطار الجنوب,قال, ثم مضى\nمكتبة الحي,نص\n")
	assert.Equal(t, "قال, ثم مضى", articles[0].Body)
	articles, _ = all(t, "n.csv", "title,body\nقطار الجنوب,قال, \nمكتبة الحي,نص\n")
	assert.Equal(t, "قال", articles[0].Body, "a blank cell is none")
}

// A quote that is never closed costs its own line, though a later one might
// close it.
func TestOpenQuoteBeforeQuotes(t *testing.T) {
	articles, notes := all(t, "n.csv", "title,text\nعنوان أول,نص أول\n\"عنوان ثان,نص ثان\nعنوان ثالث,نص ثالث\n\"عنوان رابع\",\"نص رابع\"\n")
	assert.Equal(t, []string{"عنوان أول", `"عنوان ثان`, "عنوان ثالث", "عنوان رابع"}, titles(articles))
	assert.Equal(t, []Note{{"a quote that is never closed, read as a letter", 1, notes[0].First}}, notes)
}

// Lists of one length are the columns of a table, but not where objects are in
// one: then they are the paragraphs of an article, and its images.
func TestListsThatAreNoColumns(t *testing.T) {
	articles, _ := all(t, "n.json", `{"body":["فقرة أولى","فقرة ثانية"],"images":["1.png","2.png"]}`)
	assert.Len(t, articles, 2)
	articles, _ = all(t, "n.json", `{"body":["فقرة أولى","فقرة ثانية"],"images":[{"src":"1.png"},{"src":"2.png"}]}`)
	require.Len(t, articles, 1)
	assert.Equal(t, "فقرة أولى\nفقرة ثانية", articles[0].Body)
}

// A date that is not understood is told, where no other of the record is.
func TestDatesNotUnderstood(t *testing.T) {
	articles, notes := all(t, "n.json", `{"body":"نص","published":"أمس","date":"2020-01-02"}`)
	assert.Equal(t, "2020-01-02", articles[0].Published.Format("2006-01-02"))
	assert.Empty(t, notes)
	articles, notes = all(t, "n.json", `{"body":"نص","published":"أمس"}`)
	assert.True(t, articles[0].Published.IsZero())
	require.Len(t, notes, 1)
	assert.Equal(t, "date not understood, article kept without it", notes[0].Text)
}

// Records lie no deeper than six steps.
func TestRecordsTooDeep(t *testing.T) {
	record := `{"title":"خبر","body":"نص الخبر"}`
	for depth, want := range map[int]int{6: 1, 7: 0} {
		c, err := Open([]string{"-"}, strings.NewReader(strings.Repeat(`{"a":`, depth)+record+strings.Repeat("}", depth)), Options{})
		require.NoError(t, err)
		articles, _ := read(t, c, "")
		assert.Len(t, articles, want, depth)
	}
}

// A name of a page makes none of a text.
func TestTextWithTheNameOfAPage(t *testing.T) {
	assert.Equal(t, "خبر من المدينة بلا وسوم", one(t, Options{}, "a.html", "خبر من المدينة بلا وسوم").Body)
}

// A text that shows only behind its first 64 KB what it is: bytes of no text,
// or those of another encoding.
func TestTextsThatTurn(t *testing.T) {
	ascii := strings.Repeat("plain words of a long text\n", 3000)
	for name, start := range map[string]string{"a.txt": ascii, "a.csv": ascii, "a.jsonl": strings.Repeat(`{"body":"plain"}`+"\n", 5000)} {
		got := ""
		dir := write(t, map[string]string{name: start + "\xc7\xe1\xe6\xd2\xc7\xd1\xc9 \xc7\xe1\xcc\xcf\xed\xcf\xc9\n"})
		read(t, open(t, Options{OnFile: func(r FileReport) { got = r.Encoding }}, dir), dir)
		assert.Equal(t, "windows-1256", got, name)
	}
	assert.Equal(t, "NUL bytes within the text", refusal(t, "a.txt", ascii+"\x00\x01\x02").What())
}

// Where a file was read as something else than UTF-8, it is said of the file.
func TestEncodingIsToldOfTheFile(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "\xc7\xe1\xe6\xd2\xc7\xd1\xc9 \xc7\xe1\xcc\xcf\xed\xcf\xc9\n"})
	c := open(t, Options{}, dir)
	read(t, c, dir)
	require.Len(t, c.Notes(), 1)
	assert.Equal(t, Note{"read as windows-1256", 1, filepath.Join(dir, "a.txt")}, c.Notes()[0])
}

// An archive that is a file is read where it lies: it takes no room elsewhere.
func TestArchivesTakeNoRoom(t *testing.T) {
	dir := write(t, map[string]string{"a.zip": zipOf(t, "a.txt=خبر من المدينة")})
	nowhere := filepath.Join(dir, "nowhere")
	t.Setenv("TMPDIR", nowhere)
	t.Setenv("TMP", nowhere)
	articles, skipped := read(t, open(t, Options{Base: realOf(t, dir)}, filepath.Join(dir, "a.zip")), dir)
	assert.Empty(t, skipped)
	assert.Equal(t, []string{"a.zip/a.txt"}, ids(articles))
}

// The oldest tar archives have no mark, only the sum of their first header.
func TestOldTar(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	text := "خبر من المدينة"
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "a.txt", Mode: 0o644, Size: int64(len(text)), Format: tar.FormatUSTAR}))
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	old := b.Bytes()
	copy(old[257:265], make([]byte, 8))
	copy(old[148:156], "        ")
	sum := 0
	for _, c := range old[:512] {
		sum += int(c)
	}
	copy(old[148:156], fmt.Sprintf("%06o\x00 ", sum))
	a := one(t, Options{}, "a.tar", string(old))
	assert.Equal(t, text, a.Body)
	old[0]++ // and now the sum is wrong
	assert.NotContains(t, refusal(t, "a.tar", string(old)).Path, "a.txt")
}

// Days are counted from 1900, in workbooks of old Macintoshes from 1904.
func TestDaysOfWorkbooks(t *testing.T) {
	for from1904, serial := range map[bool]int{false: 42208, true: 42208 - 1462} {
		book := excelize.NewFile()
		require.NoError(t, book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}))
		require.NoError(t, book.SetSheetRow("Sheet1", "A1", &[]any{"title", "date"}))
		require.NoError(t, book.SetSheetRow("Sheet1", "A2", &[]any{"قطار الجنوب", serial}))
		var b bytes.Buffer
		require.NoError(t, book.Write(&b))
		require.NoError(t, book.Close())
		assert.Equal(t, "2015-07-23", one(t, Options{}, "a.xlsx", b.String()).Published.Format("2006-01-02"), from1904)
	}
}

// A workbook that is too long is refused before it is opened.
func TestLongWorkbook(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "a.xlsx"))
	require.NoError(t, err)
	defer f.Close()
	w := zip.NewWriter(f)
	_, err = w.Create("[Content_Types].xml")
	require.NoError(t, err)
	pad, err := w.CreateHeader(&zip.FileHeader{Name: "xl/pad", Method: zip.Store})
	require.NoError(t, err)
	_, err = io.CopyN(pad, letterX{}, maxDocument)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Empty(t, articles)
	assert.Equal(t, []string{"a.xlsx: longer than 64 MB"}, skipped)
}
