package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// assets are the files below /static/. Each also has an address that holds the
// hash of its content (/static/page.1f3a….css), which may be cached for ever.
type assets struct {
	files map[string]asset  // by the rest of the address
	addr  map[string]string // the address with the hash, by file name
}

type asset struct {
	content   []byte
	mediaType string
	etag      string
	immutable bool
}

// mediaTypes does not leave the types to what the machine happens to know.
var mediaTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json; charset=utf-8",
}

// loadAssets reads the embedded files, which are as constant as code.
func loadAssets() *assets {
	a := &assets{files: map[string]asset{}, addr: map[string]string{}}
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		name := e.Name()
		content, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(content)
		hash := hex.EncodeToString(sum[:6])
		ext := path.Ext(name)
		file := asset{content: content, mediaType: mediaTypes[ext], etag: strconv.Quote(hash)}
		a.files[name] = file
		file.immutable = true
		hashed := strings.TrimSuffix(name, ext) + "." + hash + ext
		a.files[hashed] = file
		a.addr[name] = prefixStatic + hashed
	}
	return a
}

// serve answers GET /static/….
func (a *assets) serve(w http.ResponseWriter, r *http.Request) error {
	file, ok := a.files[strings.TrimPrefix(r.URL.Path, prefixStatic)]
	if !ok {
		return errNoPage
	}
	h := w.Header()
	h.Set("Content-Type", file.mediaType)
	h.Set("ETag", file.etag)
	if file.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "public, no-cache")
	}
	if r.Header.Get("If-None-Match") == file.etag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(file.content)))
	_, _ = w.Write(file.content)
	return nil
}
