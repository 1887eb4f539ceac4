package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The sheet and the script are the same in every encoding, and shorter than their files.
func TestAssetsArePacked(t *testing.T) {
	for name, parts := range map[string]string{"page.css": "style/*.css", "page.js": "script/*.js"} {
		files, err := filepath.Glob(parts)
		require.NoError(t, err)
		var written int
		for _, f := range files {
			info, err := os.Stat(f)
			require.NoError(t, err)
			written += int(info.Size())
		}
		plain := read(t, get(handler(t), "/static/"+name))
		assert.Less(t, len(plain), written, "minified")
		for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
			"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
			"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		} {
			r := get(handler(t), "/static/"+name, "Accept-Encoding", "br, "+encoding+";q=0.8")
			require.Equal(t, encoding, r.Header.Get("Content-Encoding"), name)
			assert.Equal(t, 1, strings.Count(strings.Join(r.Header.Values("Vary"), ","), "Accept-Encoding"))
			packed := read(t, r)
			assert.Less(t, len(packed), len(plain))
			d, err := open(bytes.NewReader([]byte(packed)))
			require.NoError(t, err)
			all, err := io.ReadAll(d)
			require.NoError(t, err)
			assert.Equal(t, plain, string(all))
		}
		for _, refused := range []string{"", "br", "gzip;q=0, zstd; q=0", "gzip;q=x"} {
			assert.Empty(t, get(handler(t), "/static/"+name, "Accept-Encoding", refused).Header.Get("Content-Encoding"), refused)
		}
	}
}

// Who starts with the base finds what the other parts rest on.
func TestPartsAreJoinedInOrder(t *testing.T) {
	sheet, script := read(t, get(handler(t), "/static/page.css")), read(t, get(handler(t), "/static/page.js"))
	assert.Less(t, strings.Index(sheet, "--paper:"), strings.Index(sheet, ".hit"))
	assert.Regexp(t, regexp.MustCompile(`^["']use strict["']`), script)
	assert.Equal(t, http.StatusNotFound, get(handler(t), "/static/00-base.css").StatusCode)
}
