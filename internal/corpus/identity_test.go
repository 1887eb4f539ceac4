package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/fihris-search/fihris"
)

// A file has one ID, however it was named and wherever the program stood.
func TestOneFileOneID(t *testing.T) {
	dir := write(t, map[string]string{"days/1/001.txt": "نص أول", "days/2/001.txt": "نص ثان"})
	base := realOf(t, dir)
	for _, c := range []struct {
		wd    string
		paths []string
	}{
		{dir, []string{"days"}},
		{dir, []string{"days/1", "days/2"}},
		{dir, []string{"days/*/*.txt"}},
		{dir, []string{"days/2/001.txt", "./days/../days/1/001.txt"}},
		{filepath.Join(dir, "days"), []string{"1", "2"}},
		{filepath.Join(dir, "days", "1"), []string{".", "../2"}},
		{"/", []string{filepath.Join(dir, "days")}},
	} {
		t.Chdir(c.wd)
		articles, skipped := read(t, open(t, Options{Base: base}, c.paths...), dir)
		assert.Empty(t, skipped)
		assert.ElementsMatch(t, []string{"days/1/001.txt", "days/2/001.txt"}, ids(articles), c.paths)
	}
}

// Without a base, the working directory is one if all lies beneath it, else the
// folder around what was named.
func TestBase(t *testing.T) {
	dir := realOf(t, write(t, map[string]string{"a/b/1.txt": "نص", "a/c/2.txt": "نص", "d/3.txt": "نص"}))
	at := func(wd string, paths ...string) string {
		t.Chdir(wd)
		rel, err := filepath.Rel(dir, open(t, Options{}, paths...).Base())
		require.NoError(t, err)
		return filepath.ToSlash(rel)
	}
	assert.Equal(t, ".", at(dir, "a"))
	assert.Equal(t, "a", at(filepath.Join(dir, "a"), "b", "c/2.txt"))
	assert.Equal(t, "a/b", at(filepath.Join(dir, "a", "b"), "."))
	assert.Equal(t, ".", at(filepath.Join(dir, "d"), "../a"))
	assert.Equal(t, "a", at(filepath.Join(dir, "d"), "../a/b", "../a/c"))
	assert.Equal(t, "a", at(filepath.Join(dir, "d"), "../a/b/1.txt", "../a/c"))
}

// Names are in NFC, so that the one that is typed is the one that is there; two
// files whose names differ in nothing else are kept apart.
func TestNamesInNFC(t *testing.T) {
	name := norm.NFC.String("أخبار.txt")
	dir := write(t, map[string]string{norm.NFD.String(name): "نص أول"})
	articles, _ := read(t, open(t, Options{}, dir), dir)
	assert.True(t, strings.HasSuffix(articles[0].ID, "/"+name), articles[0].ID)

	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("نص ثان"), 0o644))
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Empty(t, skipped)
	require.Len(t, articles, 2)
	assert.NotEqual(t, articles[0].ID, articles[1].ID)
}

// A name that is no UTF-8 is decoded, the same in every run.
func TestNamesInOtherEncodings(t *testing.T) {
	dir := write(t, map[string]string{"\xc3\xce\xc8\xc7\xd1 \xc7\xe1\xed\xe6\xe3.txt": "نص"})
	articles, skipped := read(t, open(t, Options{Base: realOf(t, dir)}, dir), dir)
	assert.Empty(t, skipped)
	assert.Equal(t, []string{"أخبار اليوم.txt"}, ids(articles))
}

// Files that number their records from 0 keep all of them.
func TestFilesThatCountAnew(t *testing.T) {
	files := map[string]string{
		"1.jsonl": `{"id":0,"title":"أول","body":"نص الأول"}` + "\n" + `{"id":1,"title":"ثان","body":"نص الثاني"}`,
		"2.jsonl": `{"id":0,"title":"ثالث","body":"نص الثالث"}` + "\n" + `{"id":1,"title":"ثان","body":"نص الثاني بعد تصحيح"}`,
	}
	dir := write(t, files)
	for scope, want := range map[Scope][]string{
		ScopeAuto: {"0", "1", "2.jsonl#0", "1"}, // the second is the same article: its title is
		ScopeFile: {"1.jsonl#0", "1.jsonl#1", "2.jsonl#0", "2.jsonl#1"},
		ScopeAll:  {"0", "1", "0", "1"},
	} {
		c := open(t, Options{Base: realOf(t, dir), Scope: scope}, dir)
		articles, skipped := read(t, c, dir)
		assert.Empty(t, skipped)
		assert.Equal(t, want, ids(articles), scope)
		if scope == ScopeAuto {
			assert.Equal(t, 1, c.Apart())
			assert.Contains(t, notesOf(c), `such as "2.jsonl#0"`)
		}
	}
}

// What an index holds from an earlier run counts as another file does.
func TestKnownIDs(t *testing.T) {
	dir := write(t, map[string]string{"b.jsonl": `{"id":"7","title":"جديد","body":"نص جديد"}`})
	for _, c := range []struct {
		held fihris.Article
		want string
	}{
		{fihris.Article{Title: "قديم", Body: "نص قديم", File: "a.jsonl"}, "b.jsonl#7"},
		{fihris.Article{Title: "قديم", Body: "نص قديم"}, "b.jsonl#7"},
		{fihris.Article{Title: "قديم", Body: "نص قديم", File: "b.jsonl"}, "7"},
		{fihris.Article{Title: "جديد", Body: "نص قديم", File: "a.jsonl"}, "7"},
		{fihris.Article{Title: "قديم", Body: "نص جديد", File: "a.jsonl"}, "7"},
	} {
		known := func(id string) (fihris.Article, bool) { return c.held, id == "7" }
		articles, _ := read(t, open(t, Options{Base: realOf(t, dir), Known: known}, dir), dir)
		assert.Equal(t, []string{c.want}, ids(articles), c.held)
	}
}

// Within a file, too, an ID that is given again to another article loses none;
// the same article in a later state takes the place of the earlier.
func TestIDsThatComeAgain(t *testing.T) {
	dir := write(t, map[string]string{"1.jsonl": `{"id":1,"title":"أول","body":"نص"}
{"id":1,"title":"ثان","body":"نص آخر"}
{"id":1,"title":"أول","body":"نص مصحح"}
{"id":1,"url":"/1","title":"ثالث","body":"نص ثالث"}
{"url":"/1","title":"رابع","body":"نص رابع"}`})
	c := open(t, Options{Base: realOf(t, dir)}, dir)
	articles, _ := read(t, c, dir)
	assert.Equal(t, []string{"1", "1.jsonl#2", "1", "1.jsonl#4", "1.jsonl#5"}, ids(articles))
	assert.Equal(t, 1, c.Repeats())
	assert.Equal(t, 2, c.Apart())
}

// An address that every row has is that of the site; one that two files have is
// that of the article.
func TestAddressesAsIDs(t *testing.T) {
	dir := write(t, map[string]string{
		"1.jsonl": `{"url":"https://example.org","title":"أول","body":"نص الأول"}` + "\n" + `{"url":"https://example.org","title":"ثان","body":"نص الثاني"}`,
		"2.jsonl": `{"url":"https://example.org/3","title":"ثالث","body":"نص"}`,
		"3.jsonl": `{"url":"https://example.org/3","title":"ثالث مصحح","body":"نص مصحح"}`,
	})
	c := open(t, Options{Base: realOf(t, dir)}, dir)
	articles, _ := read(t, c, dir)
	assert.Equal(t, []string{"https://example.org", "1.jsonl#2", "https://example.org/3", "https://example.org/3"}, ids(articles))
	assert.Equal(t, 1, c.Apart())
}

// What comes through standard input has no lasting name: it is known by its
// content, and replaces nothing but itself.
func TestStdin(t *testing.T) {
	run := func(data string, known func(string) (fihris.Article, bool)) []string {
		c, err := Open([]string{"-"}, strings.NewReader(data), Options{Known: known})
		require.NoError(t, err)
		articles, skipped := read(t, c, "")
		assert.Empty(t, skipped)
		_, total := c.Progress()
		assert.EqualValues(t, -1, total)
		return ids(articles)
	}
	first := run("عنوان\n\nأولى., ثانية.", nil)
	assert.Equal(t, first, run("عنوان\n\nأولى., ثانية.", nil))
	assert.NotEqual(t, first, run("عنوان\n\nأخرى.", nil))
	held := func(string) (fihris.Article, bool) {
		return fihris.Article{Title: "قديم", Body: "نص قديم", File: stdinName}, true
	}
	assert.Regexp(t, "^stdin#", run(`{"id":"7","title":"جديد","body":"نص"}`, held)[0])
	assert.Equal(t, []string{"7"}, run(`{"id":"7","title":"قديم","body":"نص"}`, held))
}
