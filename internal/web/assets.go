package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed static style/*.css script/*.js
var assetFiles embed.FS

// assets are the files below /static/. Each also has an address that holds the
// hash of its content (/static/page.1f3a….css), which may be cached for ever.
type assets struct {
	files map[string]asset  // by the rest of the address
	addr  map[string]string // the address with the hash, by file name
	zstd  *zstd.Encoder     // while they are made: one takes 20 MB
}

type asset struct {
	content   []byte
	packed    map[string][]byte // the same by its encoding, where that is shorter
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

// loadAssets makes what is below /static/ of the embedded files, which are as constant as
// code: those of static as they are, one sheet of those in style, and one script of those in script.
var loadAssets = sync.OnceValue(func() *assets {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	a := &assets{files: map[string]asset{}, addr: map[string]string{}, zstd: z}
	defer func() { a.zstd = nil }()
	entries, err := assetFiles.ReadDir("static")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		content, err := assetFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		a.add(e.Name(), content)
	}
	m := minify.New()
	m.Add(".css", &css.Minifier{})
	m.Add(".js", &js.Minifier{})
	for name, pattern := range map[string]string{"page.css": "style/*.css", "page.js": "script/*.js"} {
		short, err := m.Bytes(path.Ext(name), joinFiles(assetFiles, pattern))
		if err != nil {
			panic(name + ": " + err.Error())
		}
		a.add(name, short)
	}
	return a
})

// joinFiles puts files one behind the other in the order of their names.
func joinFiles(files fs.FS, pattern string) []byte {
	names, err := fs.Glob(files, pattern)
	if err != nil || len(names) == 0 {
		panic("no files " + pattern)
	}
	var all []byte
	for _, name := range names { // fs.Glob sorts them
		content, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		all = append(append(all, content...), '\n')
	}
	return all
}

// add puts a file below its name and below that with the hash.
func (a *assets) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	file := asset{content: content, packed: a.packed(content), mediaType: mediaTypes[ext], etag: "W/" + strconv.Quote(hash)}
	a.files[name] = file
	file.immutable = true
	hashed := strings.TrimSuffix(name, ext) + "." + hash + ext
	a.files[hashed] = file
	a.addr[name] = prefixStatic + hashed
}

// encodings are those of packed, the preferred one first.
var encodings = []string{"zstd", "gzip"}

// packed is a content in each encoding that makes it shorter. It is done once, so it takes its time.
func (a *assets) packed(content []byte) map[string][]byte {
	out := map[string][]byte{}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err)
	}
	_, _ = z.Write(content) // a buffer takes everything
	_ = z.Close()
	out["gzip"] = b.Bytes()
	out["zstd"] = a.zstd.EncodeAll(content, nil)
	for encoding, short := range out {
		if len(short) >= len(content) {
			delete(out, encoding)
		}
	}
	return out
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
	if holds(r, file.etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	content := file.content
	for _, encoding := range encodings {
		if short, ok := file.packed[encoding]; ok && accepts(r, encoding) {
			h.Set("Content-Encoding", encoding)
			content = short
			break
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content)
	return nil
}

// accepts says whether a client takes an encoding by its name and does not refuse it with q=0.
func accepts(r *http.Request, encoding string) bool {
	for _, line := range r.Header.Values("Accept-Encoding") {
		for part := range strings.SplitSeq(line, ",") {
			name, weight, _ := strings.Cut(part, ";")
			if !strings.EqualFold(strings.TrimSpace(name), encoding) {
				continue
			}
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), 64)
			return weight == "" || err == nil && q > 0
		}
	}
	return false
}
