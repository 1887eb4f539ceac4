package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rows reads a data file of cells parted by tabs; # begins a comment.
func rows(t *testing.T, name string) (out [][]string) {
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	require.NotEmpty(t, out)
	return out
}

func TestSplitJoints(t *testing.T) {
	for _, row := range rows(t, "testdata/joints.txt") {
		assert.Equal(t, strings.ReplaceAll(row[1], "|", "\n"), splitJoints(row[0]), row[0])
	}
}

func TestParseText(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("كلمة ", 100))
	body := strings.TrimSpace(strings.Repeat("جملة من النص الطويل ", 10))
	for name, c := range map[string]struct{ in, title, body string }{
		"title and body":       {"عنوان\n\nنص", "عنوان", "نص"},
		"trimmed":              {"\n عنوان \n\n نص \n\n", "عنوان", "نص"},
		"blank line of blanks": {"عنوان\n \t\nنص", "عنوان", "نص"},
		"no blank line, short": {"سطر\nسطر", "", "سطر\nسطر"},
		"one line":             {"نص فقط", "", "نص فقط"},
		"title too long":       {long + "\n\nنص", "", long + "\n\nنص"},
		"paragraphs kept":      {"عنوان\n\nأولى\n\nثانية", "عنوان", "أولى\n\nثانية"},
		"nothing":              {" \n\n ", "", ""},
		"a headline":           {"عنوان الخبر في سطر\n" + body, "عنوان الخبر في سطر", body},
		"a question":           {"ماذا قال الوزير؟\n" + body, "ماذا قال الوزير؟", body},
		"a sentence":           {"هذه جملة قصيرة.\n" + body, "", "هذه جملة قصيرة.\n" + body},
		"the start of a list":  {"الحضور:\n" + body, "", "الحضور:\n" + body},
		"broken lines":         {strings.Join([]string{body[:80], body[:82], body[:78], body[:80]}, "\n"), "", strings.Join([]string{body[:80], body[:82], body[:78], body[:80]}, "\n")},
		"numbers":              {"12345\n" + body, "", "12345\n" + body},
	} {
		title, body := parseText(c.in)
		assert.Equal(t, c.title, title, name)
		assert.Equal(t, c.body, body, name)
	}
}

// What a program of another system wrote, and what it put before the text.
func TestLineEnds(t *testing.T) {
	for _, in := range []string{"عنوان\r\n\r\nسطر\r\nسطر", "عنوان\r\rسطر\rسطر", "\ufeffعنوان\n\nسطر\u2028سطر", "عنوان\n\fسطر\nسطر"} {
		a := one(t, Options{}, "a.txt", in)
		assert.Equal(t, "عنوان", a.Title, "%q", in)
		assert.Equal(t, "سطر\nسطر", strings.TrimSpace(a.Body), "%q", in)
	}
}

// The seed article is the format's own example.
func TestSeedArticle(t *testing.T) {
	path := filepath.Join("..", "..", "testdata", "seed-article.txt")
	articles, skipped := read(t, open(t, Options{}, path), "")
	require.Empty(t, skipped)
	assert.Equal(t, "بوتين يدعو لمحادثات أرمينية أذربيجانية في موسكو", articles[0].Title)
	paragraphs := strings.Split(articles[0].Body, "\n")
	assert.Len(t, paragraphs, 15)
	for _, p := range paragraphs {
		assert.True(t, strings.HasSuffix(p, "."), "the full stop stays: %s", p)
		assert.Equal(t, strings.TrimSpace(p), p)
		assert.False(t, strings.HasPrefix(p, ","), p)
	}
	assert.Contains(t, paragraphs[1], "نيكول باشينيان.")
}

// What the files do not say is said for all of them, and never instead of them.
func TestDefaults(t *testing.T) {
	opts := Options{Source: "المدار", Section: "رأي", Author: "زيد"}
	a := one(t, opts, "a.txt", "العنوان: خبر\nالمصدر: البيان\n\nنص الخبر")
	assert.Equal(t, []string{"البيان", "رأي", "زيد"}, []string{a.Source, a.Section, a.Author})
	a = one(t, opts, "a.jsonl", `{"title":"خبر","author":"سلمى"}`)
	assert.Equal(t, []string{"المدار", "رأي", "سلمى"}, []string{a.Source, a.Section, a.Author})
}

func TestSectionFromFolder(t *testing.T) {
	for folder, want := range map[string][3]string{ // by itself, asked for, forbidden
		"رياضة/a.txt":         {"رياضة", "رياضة", ""},
		"Economy/a.txt":       {"Economy", "Economy", ""},
		"box_7/a.txt":         {"", "box 7", ""},
		"مقالات/a.txt":        {"", "مقالات", ""},
		"ثقافة/2018/02/a.txt": {"ثقافة", "ثقافة", ""},
	} {
		for i, folders := range []Folders{FoldersThatAreSections, AllFolders, NoFolders} {
			dir := write(t, map[string]string{folder: "نص"})
			articles, _ := read(t, open(t, Options{Folders: folders, Base: realOf(t, dir)}, dir), dir)
			assert.Equal(t, want[i], articles[0].Section, "%s %d", folder, folders)
		}
	}
}

// Where the date of a text stands, and where it must not be taken from.
func TestDatesOfTexts(t *testing.T) {
	body := "عاد القطار إلى العمل.\nوقال المدير في 17 مايو 2004 إن القطار سريع."
	for _, c := range []struct{ name, text, pattern, want string }{
		{"2018-02-19 خبر.txt", body, "", "2018-02-19"},
		{"خبر_2018_02_19.txt", body, "", "2018-02-19"},
		{"20180219.txt", body, "", "2018-02-19"},
		{"2018/02/19/خبر.txt", body, "", "2018-02-19"},
		{"2018/خبر.txt", body, "", ""},
		{"خبر 12345678.txt", body, "", ""},
		{"خبر.txt", body, "", ""},
		{"خبر.txt", "خبر\n\nالخميس 7 شوال 1436 هـ - 23 يوليو 2015م\n" + body, "", "2015-07-23"},
		{"خبر.txt", "٢٣/٧/٢٠١٥\n" + body, "", "2015-07-23"},
		{"خبر.txt", "القاهرة - 23 يوليو 2015 - " + body, "", "2015-07-23"},
		{"خبر.txt", "نشر في: 23 يوليو 2015\n" + body, "", "2015-07-23"},
		{"خبر.txt", "في 17 مايو 2004 عاد القطار إلى العمل.\n" + body, "", ""},
		{"n19-02-2018.txt", body, "DD-MM-YYYY", "2018-02-19"},
		{"y2018/part/m2/خبر.txt", body, "yYYYY/*/mMM", "2018-02-01"},
		{"1439/06/03/خبر.txt", body, "YYYY/MM/DD", "2018-02-19"},
	} {
		dir := write(t, map[string]string{c.name: c.text})
		articles, skipped := read(t, open(t, Options{DateFrom: c.pattern, Base: realOf(t, dir)}, dir), dir)
		require.Empty(t, skipped)
		got := ""
		if !articles[0].Published.IsZero() {
			got = articles[0].Published.Format("2006-01-02")
		}
		assert.Equal(t, c.want, got, "%s: %.40s", c.name, c.text)
	}
	_, err := Open(nil, nil, Options{DateFrom: "DD/MM"})
	assert.ErrorContains(t, err, "--date-from DD/MM: YYYY, MM and perhaps DD are wanted")
}

func FuzzParseText(f *testing.F) {
	f.Add("عنوان\n\nأولى., ثانية. , ثالثة.,")
	f.Add("العنوان: خبر\nالتاريخ: 2020\n\nU.S., then")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		s = unixLines(s)
		title, body := parseText(s)
		assert.Equal(t, strings.TrimSpace(title), title)
		assert.LessOrEqual(t, len(title)+len(body), len(s))
		var d draft
		rest, ok := readHeader(s, &d, nil)
		assert.True(t, ok || rest == s)
		split := splitJoints(body)
		assert.Equal(t, split, splitJoints(split), "taken apart once is taken apart")
	})
}
