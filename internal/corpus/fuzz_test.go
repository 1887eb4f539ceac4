package corpus

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// fuzzReader feeds a file of any content through everything: whatever it is, it
// becomes articles that can be indexed, or reasons, and never neither.
func fuzzReader(f *testing.F, folder, ending string) {
	require.NoError(f, filepath.WalkDir("testdata/files/"+folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		f.Add(data)
		return err
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := newInput("f"+ending, "f"+ending, bytes.NewReader(data), nil)
		in.at, in.size = bytes.NewReader(data), int64(len(data))
		c, err := Open(nil, nil, Options{})
		require.NoError(t, err)
		elements := 0
		c.input(in, func(a fihris.Article, err error) bool {
			elements++
			if err != nil {
				_, ok := errors.AsType[*SkipError](err)
				assert.True(t, ok)
				return true
			}
			assert.NotEmpty(t, a.ID)
			assert.NotEmpty(t, a.Title+a.Body)
			assert.True(t, utf8.ValidString(a.Title+a.Body+a.Author+a.Section+a.Source+strings.Join(a.Tags, "")))
			return true
		})
		in.close()
		assert.Positive(t, elements, "every file gives an article or a reason")
	})
}

func FuzzText(f *testing.F)       { fuzzReader(f, "text", ".txt") }
func FuzzJSON(f *testing.F)       { fuzzReader(f, "json", ".json") }
func FuzzLines(f *testing.F)      { fuzzReader(f, "json", ".jsonl") }
func FuzzTable(f *testing.F)      { fuzzReader(f, "table", ".csv") }
func FuzzHTML(f *testing.F)       { fuzzReader(f, "html", ".html") }
func FuzzMarkdown(f *testing.F)   { fuzzReader(f, "markdown", ".md") }
func FuzzSubtitles(f *testing.F)  { fuzzReader(f, "subtitles", ".srt") }
func FuzzFeed(f *testing.F)       { fuzzReader(f, "feed", ".xml") }
func FuzzWiki(f *testing.F)       { fuzzReader(f, "wiki", ".xml") }
func FuzzBook(f *testing.F)       { fuzzReader(f, "book", ".epub") }
func FuzzMail(f *testing.F)       { fuzzReader(f, "mail", ".eml") }
func FuzzOffice(f *testing.F)     { fuzzReader(f, "office", ".docx") }
func FuzzTEI(f *testing.F)        { fuzzReader(f, "tei", ".xml") }
func FuzzCorpora(f *testing.F)    { fuzzReader(f, "corpora", "") }
func FuzzXML(f *testing.F)        { fuzzReader(f, "xml", ".xml") }
func FuzzArchive(f *testing.F)    { fuzzReader(f, "archive", "") }
func FuzzWebArchive(f *testing.F) { fuzzReader(f, "webarchive", ".warc") }

// FuzzMendJSON holds what is mended to its word: JSON that is sound is left
// alone, and nothing grows beyond its escapes.
func FuzzMendJSON(f *testing.F) {
	f.Add([]byte(`{"a": NaN, 'b': None, "c": [1,],}`))
	f.Add([]byte("{\"a\": \"x\ny\", \"b\": \"it's\"}"))
	f.Add([]byte(`{"a": "True, None", "b": -1.5e3}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		mended, changed := mendJSON(b)
		if _, err := parseValue(b); err == nil && !bytes.HasSuffix(bytes.TrimSpace(b), []byte(",")) {
			assert.False(t, changed)
		}
		assert.LessOrEqual(t, len(mended), 6*len(b)+1)
	})
}
