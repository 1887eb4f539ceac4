package fihris

import (
	"context"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/meaning"
)

// Embedder makes vectors of texts: a model of language, mostly one that another program runs. Vectors
// that point the same way mean the same; a model of several languages finds Arabic articles for a query in
// another one. Package embed has one that asks over HTTP.
type Embedder = meaning.Embedder

// EmbedKind says whether a text is an article or what is looked for: many models want to be told.
type EmbedKind = meaning.Kind

// The kinds of texts.
const (
	EmbedPassage = meaning.Passage
	EmbedQuery   = meaning.Query
)

// ErrNoEmbedder is the error of [Index.Embed] in an index that was opened without one.
var ErrNoEmbedder = index.ErrNoEmbedder

// Embedded is what [Index.Embed] has done.
type Embedded struct {
	Made    uint64 `json:"made"`    // articles that were given a vector
	Refused uint64 `json:"refused"` // whose text the embedder had none for, though it answered for others
	Left    uint64 `json:"left"`    // articles without a vector of the model: refused, changed meanwhile, or not yet asked for
}

// Embed makes the vectors that articles lack: those that have none, or one of another model. It sends
// their titles and bodies to the embedder. Batches that were written are durable, and what is made
// never changes an article: run again after an error it goes on where it ended. Articles that are added
// afterwards have none, until it is called again; until then they are found by their words. progress is told how many
// articles of how many were done; nil for nobody.
func (ix *Index) Embed(ctx context.Context, progress func(done, all uint64)) (Embedded, error) {
	out, err := ix.ix.Embed(ctx, progress)
	return Embedded(out), wrap("make vectors for "+ix.name(), err)
}
