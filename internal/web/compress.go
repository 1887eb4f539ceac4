package web

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// leastCompressed is what is worth it: less fits into one packet as it is.
const leastCompressed = 1400

// compressed answers in zstd or gzip to who takes it. Nothing secret stands beside what a
// stranger can put into an answer, so that its length tells nothing (BREACH).
func compressed(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(leastCompressed), gzhttp.EnableZstd(true), gzhttp.CompressionLevel(1))
	if err != nil {
		panic(err) // the options are constant
	}
	return wrap(h)
}
