// Package embedtest is a small model of meaning for tests, with a server that speaks as OpenAI's
// /v1/embeddings: each lexeme has a direction of its own, drawn from its hash, and a few English words have those of their
// Arabic counterparts. It answers the same to the same.
package embedtest

import (
	"encoding/json"
	"hash/fnv"
	"math"
	"net/http"
	"strings"

	"github.com/fihris-search/fihris/arabic"
)

// Dimensions of its vectors.
const Dimensions = 96

var bilingual = map[string]string{
	"minister": "وزير", "bees": "نحل", "honey": "عسل", "market": "سوق", "school": "مدرسة", "rain": "مطر", "train": "قطار", "olive": "زيتون", "camel": "إبل", "falcon": "صقر",
}

// Vector is the vector of a text.
func Vector(text string) []float32 {
	v := make([]float32, Dimensions)
	for _, word := range strings.Fields(text) {
		if known, ok := bilingual[strings.ToLower(word)]; ok {
			word = known
		}
		for _, t := range arabic.Default().Analyze(word) {
			if t.Stem == "" {
				continue
			}
			h := fnv.New64a()
			_, _ = h.Write([]byte(t.Stem))
			x := h.Sum64()
			for i := range v {
				x = x*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
				v[i] += float32(int32(x>>32)) / math.MaxInt32
			}
		}
	}
	v[0] += .01 // a text of stop words has a direction, too
	return v
}

// Handler answers requests for vectors; a batch with a text that refuse says yes to is refused. nil refuses none.
func Handler(refuse func(text string) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		type one struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var out struct {
			Data []one `json:"data"`
		}
		for i, text := range in.Input {
			if refuse != nil && refuse(text) {
				http.Error(w, "this text cannot be embedded", http.StatusBadRequest)
				return
			}
			out.Data = append(out.Data, one{i, Vector(text)})
		}
		_ = json.NewEncoder(w).Encode(out) // who asked may have gone
	})
}
