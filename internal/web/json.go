package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/openapi"
)

// writeJSON writes a whole answer.
func writeJSON(w http.ResponseWriter, status int, v any) {
	writeAs(w, openapi.JSON+"; charset=utf-8", status, v)
}

// writeKept writes an answer that a client may keep and ask whether it still holds (RFC 9110, 8.8.3 and
// 13.1.2). same is what the answer is known by: all of it that is not new every time.
func writeKept(w http.ResponseWriter, r *http.Request, v, same any) {
	b, err := json.Marshal(same)
	if err != nil {
		writeJSON(w, http.StatusOK, v) // which says so
		return
	}
	sum := sha256.Sum256(b)
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Authorization, Accept-Language")
	if holds(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeAs(w, openapi.JSON+"; charset=utf-8", http.StatusOK, v)
}

// holds says whether a client has what a tag names.
func holds(r *http.Request, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		have = strings.TrimPrefix(strings.TrimSpace(have), "W/")
		if have == "*" || have == tag {
			return true
		}
	}
	return false
}

// writeProblem writes why there is none.
func writeProblem(w http.ResponseWriter, f answer.Failure) { writeAs(w, openapi.Problem, f.Status, f) }

// writeAs writes JSON of some media type. A failure to write means that the other
// side is gone, which is no news.
func writeAs(w http.ResponseWriter, mediaType string, status int, v any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		// Only a NaN score could do this: say so rather than send half a document.
		status, mediaType = http.StatusInternalServerError, openapi.Problem
		b.Reset()
		_ = json.NewEncoder(&b).Encode(answer.NewFailure(status, answer.Error{Code: errPanic.code, Message: "The answer cannot be written as JSON."}))
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	if h.Get("ETag") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
