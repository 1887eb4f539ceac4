package web

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// lineWriter answers with lines of JSON as they are found, of any number: they are not rendered wholly
// before the first byte, as other answers are. One that fails behind it is cut off, which HTTP can tell
// from one that ends, and has no trailers.
type lineWriter struct {
	w       http.ResponseWriter
	conn    *http.ResponseController
	written int
	gone    error // nobody listens any more
}

// newLineWriter begins an answer whose trailers are of these names.
func newLineWriter(w http.ResponseWriter, trailers ...string) *lineWriter {
	h := w.Header()
	h.Set("Content-Type", jsonLines[0])
	h.Set("Cache-Control", "no-store")
	for _, name := range trailers {
		h.Add("Trailer", name)
	}
	return &lineWriter{w: w, conn: http.NewResponseController(w)}
}

// write writes a line, its end included.
func (l *lineWriter) write(line []byte) error {
	if l.written%100 == 0 { // as long as the client reads, it may take as long as it likes
		_ = l.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	}
	l.written++
	_, l.gone = l.w.Write(line)
	return l.gone
}

// cut ends an answer that failed: with an error to be told where nothing was written yet.
func (l *lineWriter) cut(log *slog.Logger, what string, err error) error {
	switch {
	case l.gone != nil:
		return nil
	case l.written == 0:
		l.w.Header().Del("Trailer")
		return err
	}
	log.Warn(what+" cut off", "error", err)
	panic(http.ErrAbortHandler)
}

// end gives a trailer its number.
func (l *lineWriter) end(trailer string, n int) { l.w.Header().Set(trailer, strconv.Itoa(n)) }
