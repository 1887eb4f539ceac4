package meaning

import (
	"context"
	"errors"
	"fmt"
)

// Kind says what a text is: many models want to be told.
type Kind int

// The kinds.
const (
	Passage Kind = iota // an article
	Query               // what is looked for
)

// Embedder makes vectors of texts: a model, mostly one that another program runs.
type Embedder interface {
	// Model names the model: vectors of another one are not compared with its.
	Model() string

	// Embed returns a vector for each text, in their order, all of as many numbers. It is called
	// by several goroutines at once, and ends when ctx is done.
	Embed(ctx context.Context, kind Kind, texts []string) ([][]float32, error)
}

// ErrEmbedder is the error of an embedder that gives what is no answer.
var ErrEmbedder = errors.New("the embedder gave no vectors")

// Ask asks an embedder, and believes nothing: there must be a vector for each text, all as long.
func Ask(ctx context.Context, e Embedder, kind Kind, texts []string) ([][]int8, error) {
	got, err := e.Embed(ctx, kind, texts)
	if err != nil {
		return nil, err
	}
	if len(got) != len(texts) {
		return nil, fmt.Errorf("%w: %d for %d texts", ErrEmbedder, len(got), len(texts))
	}
	out := make([][]int8, len(got))
	for i, values := range got {
		if out[i], err = Pack(values); err != nil {
			return nil, fmt.Errorf("%w: text %d: %w", ErrEmbedder, i+1, err)
		}
		if len(values) != len(got[0]) {
			return nil, fmt.Errorf("%w: one of %d numbers, another of %d", ErrEmbedder, len(got[0]), len(values))
		}
	}
	return out, nil
}
