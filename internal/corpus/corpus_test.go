package corpus

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"

	"github.com/fihris-search/fihris"
)

// write fills a new folder with files and returns it.
func write(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	}
	return dir
}

// read returns the articles of a corpus, and what was left out with the
// folder's name taken off.
func read(t *testing.T, c *Corpus, dir string) (articles []fihris.Article, skipped []string) {
	for a, err := range c.Articles() {
		if err == nil {
			articles = append(articles, a)
			continue
		}
		_, ok := errors.AsType[*SkipError](err)
		require.True(t, ok, "%v", err)
		skipped = append(skipped, strings.TrimPrefix(err.Error(), dir+string(filepath.Separator)))
	}
	return articles, skipped
}

// ids returns the IDs of articles.
func ids(articles []fihris.Article) []string {
	var all []string
	for _, a := range articles {
		all = append(all, a.ID)
	}
	return all
}

func TestFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"b.txt":            "ب\n\nنص",
		"a/z.txt":          "ز\n\nنص",
		"a/noending":       "بلا\n\nنص",
		"a/more/news.json": `{"title":"أول"}` + "\n\n" + `{"id":"own","title":"ثان"}` + "\n" + `{"title":"ثالث","url":"https://example.org/3"}`,
		".hidden.txt":      "مخفي",
		".git/x.txt":       "مخفي",
		"page.html":        "<p>",
		"ix/fihris.json":   `{"title":"an index among the articles"}`,
		"ix/store/x.txt":   "خبر",
		"photo.jpg":        "\xff\xd8",
		"photo2.jpg":       "\xff\xd8",
	})
	c, err := Open([]string{dir}, nil)
	require.NoError(t, err)
	assert.Equal(t, 4, c.Files())
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"a/more/news.json#1", "own", "https://example.org/3", "a/noending", "a/z.txt", "b.txt"}, ids(articles))
	assert.Empty(t, skipped)
	done, total := c.Progress()
	assert.Equal(t, total, done)
	assert.Positive(t, total)
	notes := c.Notes()
	require.Len(t, notes, 2)
	assert.Equal(t, Note{"not read: file of another kind (.jpg)", 2, filepath.Join(dir, "photo.jpg")}, notes[0])
	assert.Equal(t, "not read: file of another kind (.html)", notes[1].Text)
}

func TestNamedFilesAndGlobs(t *testing.T) {
	dir := write(t, map[string]string{"one.txt": "نص", "two.txt": "نص", "three.html": "نص خبر", "records.dat": `{"body":"ن"}`})
	t.Chdir(dir)
	c, err := Open([]string{"two.txt", "*.txt", "three.html", "records.dat"}, nil)
	require.NoError(t, err)
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"two.txt", "one.txt", "two.txt", "three.html", "records.dat#1"}, ids(articles))
	assert.Empty(t, skipped)
	assert.Equal(t, 1, c.Repeats())
	assert.Equal(t, []Note{{"duplicate ID: the later article takes the place of the earlier", 1, "two.txt"}}, c.Notes())
}

func TestMissingPathsLoseNothingElse(t *testing.T) {
	dir := write(t, map[string]string{"here.txt": "نص"})
	t.Chdir(dir)
	c, err := Open([]string{"gone", "here.txt", "gone*.txt", "[", "empty"}, nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.Equal(t, 4, strings.Count(err.Error(), "no such file"), err)
	articles, _ := read(t, c, dir)
	assert.Equal(t, []string{"here.txt"}, ids(articles))
}

func TestSkipped(t *testing.T) {
	dir := write(t, map[string]string{
		"1-empty.txt":      "",
		"2-blank.txt":      " \n\n",
		"3-cp1256.txt":     "\xe6\xd2\xed\xd1",
		"4-late.txt":       "نص\xff",
		"5-empty.jsonl":    "\n",
		"6-lines.jsonl":    "{\"id\":\"a\",\"body\":\"ن\"}\n{\"id\":\"b\",\"bo\n\n{\"body\":\"\xe6\"}\n{\"id\":\"c\"}\n[{\"id\":\"d\"}]\n{\"body\":{}}\n{\"title\":[\"x\",\"y\"]}\n3\n{\"id\":\"e\",\"body\":\"ن\"}\n{\"body\":\"ن\"}",
		"7-broken.txt.gz":  "\x1f\x8b\x08 broken",
		"8-odd.txt":        "\xff\xfe\x28",
		"9-surrogate.text": "\xfe\xff\xd8\x00\x00\x41",
	})
	c, err := Open([]string{dir}, nil)
	require.NoError(t, err)
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"a", "e", "6-lines.jsonl#10"}, ids(articles))
	want := []string{
		"1-empty.txt: empty",
		"2-blank.txt: empty",
		"3-cp1256.txt: invalid UTF-8 at byte 0 (0xe6)",
		"4-late.txt: invalid UTF-8 at byte 4 (0xff)",
		"5-empty.jsonl: empty",
		"6-lines.jsonl:2: broken JSON at byte 13 of the line",
		"6-lines.jsonl:4: invalid UTF-8 at byte 9",
		"6-lines.jsonl:5: no title and no body",
		"6-lines.jsonl:6: a JSON object is wanted, found array",
		`6-lines.jsonl:7: key "body": a text is wanted, not {}`,
		`6-lines.jsonl:8: key "title": one text is wanted, not a list`,
		"6-lines.jsonl:9: a JSON object is wanted, found number",
		"7-broken.txt.gz: ",
		"8-odd.txt: invalid UTF-16 at byte 2",
		"9-surrogate.text: invalid UTF-16 at byte 2",
	}
	require.Len(t, skipped, len(want), strings.Join(skipped, "\n"))
	for i := range want {
		assert.True(t, strings.HasPrefix(skipped[i], want[i]), "want %s\n got %s", want[i], skipped[i])
	}
}

// JSON as people save it: one object over many lines, or an array of them.
func TestJSONDocuments(t *testing.T) {
	dir := write(t, map[string]string{
		"a.json":  "{\n  \"title\": \"أول\"\n}\n",
		"b.json":  "\n[\n {\"title\": \"ثان\"},\n {}, {\"id\": \"own\", \"body\": \"ن\"}, {\"body\":\"ن\"} ]\n",
		"c.jsonl": "[{\"title\":\"ثالث\"}]",
		"d.json":  "{\n\"title\":\"رابع\"}\n{\n\"title\":\"خامس\"}",
		"e.json":  "[]",
		"f.json":  "[{\"id\":\"whole\",\"body\":\"ن\"},{\"id\":\"bro",
		"g.json":  "[{\"id\":\"last\",\"body\":\"ن\"}",
		"h.json":  "{\n\"id\":\"x\" \"body\"",
		"i":       " [ {\"body\":\"ن\"}]",
		"j":       "[نص] بين قوسين",
	})
	c, err := Open([]string{dir}, nil)
	require.NoError(t, err)
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"a.json", "b.json#1", "own", "b.json#4", "c.jsonl#1", "d.json", "d.json#2", "whole", "last", "i#1", "j"}, ids(articles))
	want := []string{
		"b.json: record 2: no title and no body",
		"e.json: empty",
		"f.json: record 2: broken JSON after byte 28, the rest of the file is lost: unexpected EOF",
		"g.json: record 2: broken JSON after byte 26, the rest of the file is lost: unexpected EOF",
		"h.json: record 1: broken JSON after byte 0, the rest of the file is lost: invalid character",
	}
	require.Len(t, skipped, len(want), strings.Join(skipped, "\n"))
	for i := range want {
		assert.True(t, strings.HasPrefix(skipped[i], want[i]), "want %s\n got %s", want[i], skipped[i])
	}
}

func TestUnreadableFile(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "نص"})
	require.NoError(t, os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "b.txt")))
	c, err := Open([]string{dir}, nil)
	require.NoError(t, err)
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"a.txt"}, ids(articles))
	assert.Equal(t, []string{"b.txt: no such file or directory"}, skipped)
}

func TestFields(t *testing.T) {
	c, err := Open([]string{"-"}, strings.NewReader(`{"id":7,"title":" عنوان\nطويل ","body":"نص\r\nنص","author":["سلمى","زيد"],"source":"البيان","category":"رأي","url":"u","date":"٢٠٢٠-١٠-٠٩","tags":["سلم","حرب"],"lang":"ar","x":{"y":[1]}}
{"title":"ع","section":"فن","category":"culture","published":1602252306,"date":"2001","tags":"سلم","lang":"ar","body":null}
{"title":"ع","section":"","category":"culture","published":"قريبا"}
`))
	require.NoError(t, err)
	articles, skipped := read(t, c, "")
	require.Empty(t, skipped)
	require.Len(t, articles, 3)
	a := articles[0]
	assert.Equal(t, "7", a.ID)
	assert.Equal(t, "عنوان طويل", a.Title)
	assert.Equal(t, "نص\nنص", a.Body)
	assert.Equal(t, "سلمى, زيد", a.Author)
	assert.Equal(t, "البيان", a.Source)
	assert.Equal(t, "رأي", a.Section)
	assert.Equal(t, "u", a.URL)
	assert.Equal(t, []string{"سلم", "حرب"}, a.Tags)
	assert.Equal(t, "2020-10-09", a.Published.Format("2006-01-02"))
	assert.Equal(t, "فن", articles[1].Section)
	assert.Equal(t, 2020, articles[1].Published.Year())
	assert.Equal(t, "stdin#2", articles[1].ID)
	assert.Equal(t, "culture", articles[2].Section)
	assert.True(t, articles[2].Published.IsZero())
	assert.Equal(t, []Note{
		{`unknown key "lang", ignored`, 2, "stdin:1"},
		{"date not understood, article kept without it", 1, "stdin:3"},
		{`unknown key "x", ignored`, 1, "stdin:1"},
	}, c.Notes())
	_, total := c.Progress()
	assert.EqualValues(t, -1, total)
}

func TestStdinText(t *testing.T) {
	c, err := Open([]string{"-"}, strings.NewReader("عنوان\n\nأولى., ثانية."))
	require.NoError(t, err)
	articles, skipped := read(t, c, "")
	assert.Empty(t, skipped)
	assert.Equal(t, []fihris.Article{{ID: "stdin", Title: "عنوان", Body: "أولى.\nثانية."}}, articles)
}

// Every packing and every Unicode encoding gives the same article.
func TestPackedAndEncoded(t *testing.T) {
	const plain = "عنوان 𝄞\n\nنص \"BBC\" ٢٠٢٠"
	utf16Of := func(mark string, big bool) string {
		out := []byte(mark)
		for _, u := range utf16.Encode([]rune(plain)) {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return string(out)
	}
	pack := func(open func(io.Writer) io.WriteCloser) string {
		var b bytes.Buffer
		w := open(&b)
		_, err := w.Write([]byte(plain))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	for name, data := range map[string]string{
		"plain":    plain,
		"bom":      "\ufeff" + plain,
		"utf16 le": utf16Of("\xff\xfe", false),
		"utf16 be": utf16Of("\xfe\xff", true),
		"gzip":     pack(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"zstd":     pack(func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }),
		"xz":       pack(func(w io.Writer) io.WriteCloser { z, _ := xz.NewWriter(w); return z }),
	} {
		dir := write(t, map[string]string{"a.txt": data})
		c, err := Open([]string{dir}, nil)
		require.NoError(t, err)
		articles, skipped := read(t, c, dir)
		assert.Empty(t, skipped, name)
		assert.Equal(t, []fihris.Article{{ID: "a.txt", Title: "عنوان 𝄞", Body: "نص \"BBC\" ٢٠٢٠"}}, articles, name)
	}
}

func TestKindOf(t *testing.T) {
	for name, want := range map[string]kind{
		"a.txt": text, "a.TXT": text, "a.txt.gz": text, "a.jsonl": jsonl, "a.ndjson.zst": jsonl, "a.json.XZ": jsonl,
		"a": sniffed, "a.gz": sniffed, "a.html": other, "a.tar.gz": other,
	} {
		assert.Equal(t, want, kindOf(name), name)
	}
}

// A line too long for an article is left out alone; lines longer than the
// reader's buffer are read.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("كلمة ", 100_000)
	var in strings.Builder
	in.WriteString(`{"id":"long","body":"` + long + `"}` + "\n")
	in.WriteString(`{"id":"huge","body":"` + strings.Repeat("x", maxArticle) + `"}` + "\n")
	in.WriteString(`{"id":"last","body":"ن"}`)
	c, err := Open([]string{"-"}, strings.NewReader(in.String()))
	require.NoError(t, err)
	articles, skipped := read(t, c, "")
	assert.Equal(t, []string{"long", "last"}, ids(articles))
	assert.Equal(t, strings.TrimSpace(long), articles[0].Body)
	assert.Equal(t, []string{"stdin:2: longer than 64 MB"}, skipped)
}

// A consumer that stops is not called again.
func TestStop(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": "{\"body\":\"x\"}\nbroken\n{\"body\":\"x\"}", "b.txt": "نص"})
	for stop := range 4 {
		c, err := Open([]string{dir}, nil)
		require.NoError(t, err)
		n := 0
		for range c.Articles() {
			if n++; n > stop {
				break
			}
		}
		assert.Equal(t, stop+1, n)
	}
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(`{"id":"a","title":"ع","body":"ن","tags":["x"],"published":"2020-10-09"}` + "\n" + `{"bo`))
	f.Add([]byte("{\"body\":\"\xff\"}\n[]\n3\nnull\n{\"id\":1e9,\"title\":\"\\ud800\"}"))
	f.Add([]byte("\xff\xfe{\x00"))
	f.Add([]byte("\x1f\x8b"))
	f.Add([]byte(`[{"body":"ن"},{},3`))
	f.Add([]byte("{\n\"body\":\"ن\"}\n{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Open([]string{"-"}, bytes.NewReader(data))
		require.NoError(t, err)
		elements := 0
		for a, err := range c.Articles() {
			elements++
			if err != nil {
				_, ok := errors.AsType[*SkipError](err)
				assert.True(t, ok)
				continue
			}
			assert.NotEmpty(t, a.ID)
			assert.NotEmpty(t, a.Title+a.Body)
		}
		assert.Positive(t, elements, "every file gives an article or a reason")
	})
}
