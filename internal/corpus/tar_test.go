package corpus

import (
	"archive/tar"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
)

// tarOf makes an archive of old: names are bytes, without what later formats say
// of them. A header without a size is given that of its content.
func tarOf(t *testing.T, files ...tarFile) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := *f.Header
		h.Name, h.Format = strings.Repeat("n", len(f.name)), tar.FormatUSTAR
		content := new(bytes.Buffer)
		if f.content != nil {
			_, err := content.ReadFrom(f.content)
			require.NoError(t, err)
		}
		h.Size = int64(content.Len())
		at := b.Len()
		require.NoError(t, w.WriteHeader(&h))
		rename(b.Bytes()[at:], f.name)
		_, err := w.Write(content.Bytes())
		require.NoError(t, err)
		require.NoError(t, w.Flush())
	}
	require.NoError(t, w.Close())
	return b.String()
}

// rename writes a name into a header, and its sum anew.
func rename(header []byte, name string) {
	copy(header, name)
	copy(header[148:], "        ")
	sum := 0
	for _, c := range header[:512] {
		sum += int(c)
	}
	copy(header[148:], fmt.Sprintf("%06o\x00 ", sum))
}

func textFile(name, content string) tarFile {
	return tarFile{Header: &tar.Header{Typeflag: tar.TypeReg}, name: name, content: strings.NewReader(content)}
}

func windows(t *testing.T, name string) string {
	s, err := charmap.Windows1256.NewEncoder().String(name)
	require.NoError(t, err)
	return s
}

// One long name decides for the short ones, whether it comes before or behind
// them; also that of a folder, and also behind more than is held.
func TestTarNamesTogether(t *testing.T) {
	const text = "نص قصير من أربع كلمات"
	short, long := "كل.txt", "الاقتصاد والمال والأعمال.txt"
	// By itself the short one reads otherwise.
	alone := one(t, Options{}, "a.tar", tarOf(t, textFile(isoName(t, short), text)))
	require.NotEqual(t, "a.tar/"+short, alone.File)
	for name, files := range map[string][]tarFile{
		"behind": {textFile(isoName(t, short), text), textFile(isoName(t, long), text)},
		"before": {textFile(isoName(t, long), text), textFile(isoName(t, short), text)},
		"folder": {textFile(isoName(t, short), text), {Header: &tar.Header{Typeflag: tar.TypeDir}, name: isoName(t, "الاقتصاد والمال والأعمال/")}},
		"UTF-8 before": {textFile("a.txt", text), textFile(isoName(t, long), text), textFile("سياسة.txt", text),
			textFile(isoName(t, short), text)},
		"large before": {textFile(isoName(t, long), strings.Repeat(text+"\n", heldBytes/len(text)+1)), textFile(isoName(t, short), text)},
	} {
		dir := write(t, map[string]string{"a.tar": tarOf(t, files...)})
		articles, skipped := read(t, open(t, Options{Base: dir}, dir), dir)
		assert.Empty(t, skipped, name)
		var got []string
		for _, a := range articles {
			got = append(got, a.File)
			assert.True(t, strings.HasPrefix(a.Body, text), "%s: %.50s", name, a.Body)
		}
		assert.Contains(t, got, "a.tar/"+short, name)
		want := 0
		for _, f := range files {
			if f.Typeflag == tar.TypeReg {
				want++
			}
		}
		assert.Len(t, articles, want, name)
	}
}

func isoName(t *testing.T, name string) string {
	s, err := charmap.ISO8859_6.NewEncoder().String(name)
	require.NoError(t, err)
	return s
}

// What is held and cut off is told, and what came before it stays.
func TestTarCut(t *testing.T) {
	whole := tarOf(t, textFile(windows(t, "الأخبار المحلية.txt"), "نص أول من كلمات"), textFile(windows(t, "الرياضة.txt"), strings.Repeat("نص ثان من كلمات ", 200)))
	dir := write(t, map[string]string{"a.tar": whole[:3*512]})
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	require.Len(t, articles, 1)
	assert.Equal(t, "نص أول من كلمات", articles[0].Body)
	assert.Equal(t, []string{"a.tar/الرياضة.txt: the rest of the file is lost: unexpected EOF", "a.tar: the rest of the file is lost: unexpected EOF"}, skipped)
}

// Links and devices of an archive are told.
func TestTarLinks(t *testing.T) {
	dir := write(t, map[string]string{"a.tar": tarOf(t,
		textFile("a.txt", "نص من كلمات"),
		tarFile{Header: &tar.Header{Typeflag: tar.TypeLink, Linkname: "a.txt"}, name: "hard.txt"},
		tarFile{Header: &tar.Header{Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, name: "soft.txt"},
		tarFile{Header: &tar.Header{Typeflag: tar.TypeFifo}, name: "pipe"},
		tarFile{Header: &tar.Header{Typeflag: tar.TypeLink, Linkname: "a.txt"}, name: ".hidden"},
	)})
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Len(t, articles, 1)
	assert.Equal(t, []string{
		"a.tar/hard.txt: a link within an archive, not followed",
		"a.tar/soft.txt: a link within an archive, not followed",
		"a.tar/pipe: a named pipe, not read within a folder",
	}, skipped)
}

// An archive in which nothing is to be read is told.
func TestHollowArchives(t *testing.T) {
	for name, data := range map[string]string{
		"a.zip": officeZip(t, map[string]string{"folder/": "", ".hidden": "x"}),
		"b.zip": officeZip(t, nil),
		"a.tar": tarOf(t, tarFile{Header: &tar.Header{Typeflag: tar.TypeDir}, name: "folder/"}),
	} {
		assert.Contains(t, refusal(t, name, data).Error(), "no files in it", name)
	}
}
