package corpus

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
)

// A line too long for an article is left out alone; lines longer than the
// reader's buffer are read.
func TestLongLines(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("كلمة ", 100_000))
	in := io.MultiReader(
		strings.NewReader(`{"id":"long","body":"`+long+`"}`+"\n"),
		strings.NewReader(`{"id":"huge","body":"`), io.LimitReader(letterX{}, maxDocument), strings.NewReader(`"}`+"\n"),
		strings.NewReader(`{"id":"last","body":"ن"}`))
	c, err := Open([]string{"-"}, in, Options{})
	require.NoError(t, err)
	articles, skipped := read(t, c, "")
	assert.Equal(t, []string{"long", "last"}, ids(articles))
	assert.Equal(t, long, articles[0].Body)
	assert.Equal(t, []string{"stdin:2: longer than 64 MB"}, skipped)
}

// letterX is an endless text of one letter.
type letterX struct{}

func (letterX) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestLongText(t *testing.T) {
	c, err := Open([]string{"-"}, io.LimitReader(letterX{}, maxDocument+1), Options{})
	require.NoError(t, err)
	_, skipped := read(t, c, "")
	assert.Equal(t, []string{"stdin: longer than 64 MB"}, skipped)
}

// A packed file may unpack to more than is let through before its ratio is
// looked at; beyond, it is a bomb.
func TestBomb(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	line := strings.Repeat(`{"body":"`+strings.Repeat("x", 4000)+`"}`+"\n", 256)
	for n := 0; n < freeBytes+4<<20; n += len(line) {
		_, err := io.WriteString(w, line)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.Less(t, maxRatio*packed.Len(), freeBytes, "it must be a bomb")
	c, err := Open([]string{"-"}, &packed, Options{})
	require.NoError(t, err)
	n, last := 0, ""
	for _, err := range c.Articles() {
		n++
		if err != nil {
			last = err.Error()
		}
	}
	assert.Contains(t, last, "unpacks to more than 300 times its size")
	assert.Greater(t, n, 1000, "what came before stays")
}

// A member of a ZIP says how long it is: a bomb is not opened.
func TestZipBomb(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "bomb.txt", Method: zip.Deflate, CompressedSize64: 3, UncompressedSize64: 1 << 40})
	require.NoError(t, err)
	_, err = f.Write([]byte("\x03\x00\x00"))
	require.NoError(t, err)
	f, err = w.Create("after.txt")
	require.NoError(t, err)
	_, err = f.Write([]byte("نص بعدها"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	dir := write(t, map[string]string{"b.zip": b.String()})
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Len(t, articles, 1)
	assert.Equal(t, []string{"b.zip/bomb.txt: unpacks to more than 300 times its size"}, skipped)
}

// JSON nested without end breaks nothing.
func TestDeepJSON(t *testing.T) {
	for _, deep := range []string{strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 100_000), `{"body":` + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + "}"} {
		c, err := Open([]string{"-"}, strings.NewReader(deep), Options{})
		require.NoError(t, err)
		articles, skipped := read(t, c, "")
		assert.Empty(t, articles)
		assert.NotEmpty(t, skipped)
	}
}

// Every packing gives the same article, also one in another.
func TestPacked(t *testing.T) {
	const plain = "عنوان 𝄞\n\nنص \"BBC\" ٢٠٢٠"
	pack := func(data string, open func(io.Writer) io.WriteCloser) string {
		var b bytes.Buffer
		w := open(&b)
		_, err := io.WriteString(w, data)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zst := func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }
	xzs := func(w io.Writer) io.WriteCloser { z, _ := xz.NewWriter(w); return z }
	for name, data := range map[string]string{
		"a.txt": plain, "a.txt.gz": pack(plain, zip), "a.txt.zst": pack(plain, zst), "a.txt.xz": pack(plain, xzs), "a.gz.xz": pack(pack(plain, zip), xzs),
	} {
		a := one(t, Options{}, name, data)
		assert.Equal(t, "عنوان 𝄞", a.Title, name)
		assert.Equal(t, "نص \"BBC\" ٢٠٢٠", a.Body, name)
	}
	assert.Contains(t, refusal(t, "cut.gz", pack(plain, zip)[:30]).Error(), "the rest of the file is lost")
}

// A consumer that stops is not called again.
func TestStop(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": "{\"body\":\"x\"}\nbroken\n{\"body\":\"x\"}", "b.txt": "نص", "c.csv": "title,text\nع,ن\nع,ن", "d.html": "<html>"})
	for stop := range 7 {
		n := 0
		for range open(t, Options{}, dir).Articles() {
			if n++; n > stop {
				break
			}
		}
		assert.Equal(t, min(stop+1, 7), n)
	}
}
