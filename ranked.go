package fihris

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

const defaultBest = 50

// best puts a list in order and keeps its first entries; 0 means 50 of them, below 0 all.
func best[T any](all []T, limit int, compare func(a, b *T) int) []T {
	slices.SortFunc(all, func(a, b T) int { return compare(&a, &b) })
	switch {
	case limit == 0:
		limit = defaultBest
	case limit < 0:
		return all
	}
	return slices.Clip(all[:min(limit, len(all))])
}

// leastOf is a least frequency, or the default for 0.
func leastOf(asked, usual int) uint64 {
	if asked == 0 {
		asked = usual
	}
	return uint64(max(asked, 1))
}

// unknownName says that a name is none of those there are.
func unknownName[T ~string](what string, name T, names []T) error {
	known := make([]string, len(names))
	for i, n := range names {
		known[i] = string(n)
	}
	return fmt.Errorf("no %s %q: it is one of %s", what, name, strings.Join(known, ", "))
}

// spell puts words of the index as people write them in their place.
func (ix *Index) spell(ctx context.Context, words []*string) error {
	forms := make([]string, len(words))
	for i, w := range words {
		forms[i] = *w
	}
	written, err := ix.ix.AsWritten(ctx, forms)
	if err != nil {
		return err
	}
	for i, w := range words {
		*w = written[i]
	}
	return nil
}

// pointers lists where a word and its forms are; of a root, which is no word, only the forms.
func pointers(all []*string, word *string, forms []string, level Level) []*string {
	if level != LevelRoot {
		all = append(all, word)
	}
	for i := range forms {
		all = append(all, &forms[i])
	}
	return all
}
