package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/fihris-search/fihris/internal/answer"
)

// errorAnswer is what programs get instead of an answer.
type errorAnswer struct {
	Error answer.Error `json:"error"`
}

// writeJSON writes a whole answer. A failure to write means that the other
// side is gone, which is no news.
func writeJSON(w http.ResponseWriter, status int, v any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		// Only a NaN score could do this: say so rather than send half a document.
		status = http.StatusInternalServerError
		b.Reset()
		b.WriteString(`{"error":{"code":"internal","message":"the answer cannot be written as JSON"}}` + "\n")
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
