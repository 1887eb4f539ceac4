package web

import (
	"bytes"
	"encoding/csv"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/fihris-search/fihris/internal/answer"
)

// encoded writes the query string of an address from pairs of names and values; empty values are left out.
func encoded(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	return v.Encode()
}

// sendFile answers with a file that a browser keeps under a name.
func sendFile(w http.ResponseWriter, media, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	sendAs(w, media, content)
}

// sendAs answers with a content of some type.
func sendAs(w http.ResponseWriter, media string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Cache-Control", "private, no-cache")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(content) // an error here means that the reader is gone
}

// sendCSV answers with a table (RFC 4180) under a name. It begins with a byte order mark, without which
// spreadsheets take Arabic for something else, and no cell of it is a formula.
func sendCSV(w http.ResponseWriter, name string, header []string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	t := csv.NewWriter(&b)
	t.UseCRLF = true
	if err := t.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		if err := t.Write(answer.Cells(row)); err != nil {
			return err
		}
	}
	if t.Flush(); t.Error() != nil {
		return t.Error()
	}
	sendFile(w, "text/csv; charset=utf-8", name, b.Bytes())
	return nil
}
