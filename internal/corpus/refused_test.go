package corpus

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusal reads one file and returns why it is not read.
func refusal(t *testing.T, name, data string) *SkipError {
	dir := write(t, map[string]string{name: data})
	c := open(t, Options{}, filepath.Join(dir, name))
	var why *SkipError
	for a, err := range c.Articles() {
		require.Error(t, err, "%s became an article: %q", name, a.Body)
		require.Nil(t, why, name)
		require.ErrorAs(t, err, &why)
	}
	require.NotNil(t, why, name)
	return why
}

// zipOf makes a ZIP of empty files.
func zipOf(t *testing.T, names ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		name, data, _ := strings.Cut(name, "=")
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		require.NoError(t, err)
		_, err = f.Write([]byte(data))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// Every kind that is not read is refused by its name, with the next step, and
// nothing of it becomes an article.
func TestRefused(t *testing.T) {
	data, err := os.ReadFile("testdata/refused.txt")
	require.NoError(t, err)
	seen := map[string]bool{}
	check := func(name, kind, data string) {
		why := refusal(t, name, data)
		assert.True(t, strings.HasPrefix(why.Err.Error(), kind+":"), "%s: %v", name, why.Err)
		assert.True(t, why.IsKind(), name)
		seen[kind] = true
		if kind != "no words" {
			assert.NotEmpty(t, why.Next(), name)
		}
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.SplitN(line, "\t", 3)
		require.Len(t, cells, 3, line)
		content, err := strconv.Unquote(cells[2])
		require.NoError(t, err, line)
		check(cells[0], cells[1], content)
	}
	check("a.xlsb", "workbook (XLSB)", zipOf(t, "[Content_Types].xml", "xl/workbook.bin"))
	check("a.sxw", "OpenDocument file", zipOf(t, "mimetype=application/vnd.sun.xml.writer"))
	check("renamed.zip", "presentation (PPTX)", zipOf(t, "[Content_Types].xml", "ppt/presentation.xml"))
	check("a.ods", "OpenDocument table (ODS)", zipOf(t, "mimetype=application/vnd.oasis.opendocument.spreadsheet"))
	check("a.odp", "OpenDocument file", zipOf(t, "mimetype=application/vnd.oasis.opendocument.presentation"))
	check("a.pages", "document of Pages, Numbers or Keynote", zipOf(t, "Index/Document.iwa"))
	check("a.apk", "program (APK)", zipOf(t, "AndroidManifest.xml", "META-INF/MANIFEST.MF"))
	check("a.jar", "program (JAR)", zipOf(t, "META-INF/MANIFEST.MF"))
	check("b64.txt", "key or encoded data", strings.Repeat("QWxhbWluIGFsIG1hZHJhc2EgYWwga2JpcmEgZmkgYWwgbWRpbmEg1234+/\n", 30))
	for _, k := range kinds {
		if k.read == nil && k.members == nil {
			assert.True(t, seen[k.name], "no file of kind %q was tried", k.name)
		}
	}
}

// Prose that has something of a kind in it is prose.
func TestProseIsRead(t *testing.T) {
	for name, data := range map[string]string{
		"bracket":     "[نص] بين قوسين في أول الخبر",
		"brace":       "{ نص } بين حاصرتين في أول الخبر",
		"less":        "قال إن 3 < 5 وإن 7 > 2 وإن أ & ب معا",
		"from.txt":    "From: القاهرة\nوصل الوفد إلى القاهرة",
		"hyphens.txt": "---\nنص بعد خط\n---\nونص آخر",
		"commas.txt":  "قال, ثم مضى, ثم عاد\nوجلس, وسكت\nثم قام",
		"arrow.txt":   "من القاهرة --> إلى الإسكندرية في ساعتين",
		"hash.md":     "خبر من المدينة بلا علامات",
		"create.txt":  "create table talk was the subject of the meeting",
		"at.txt":      "@سلمى قالت إن الخبر صحيح",
		"unknown.xyz": "خبر من المدينة",
		"bm.txt":      "BM خبر من المدينة",
		"orc.txt":     "ORCA هو الحوت القاتل",
		"id3.txt":     "ID3 هو اسم وسم",
	} {
		assert.Contains(t, one(t, Options{}, name, data).Body, strings.Fields(data)[len(strings.Fields(data))-1], name)
	}
}
