package index

import (
	"cmp"
	"slices"
)

// formCounts counts the exact forms of one word at a time.
type formCounts struct {
	names  []string
	counts []uint64
}

func (f *formCounts) reset() { f.names, f.counts = f.names[:0], f.counts[:0] }

// add counts a form. The segments have those of a word in the same order, each some.
func (f *formCounts) add(key []byte, n uint64) {
	if n == 0 {
		return
	}
	form := formOf(string(key))
	i := slices.Index(f.names, form)
	if i < 0 {
		i = len(f.names)
		f.names, f.counts = append(f.names, form), append(f.counts, 0)
	}
	f.counts[i] += n
}

// top returns the most frequent forms; of equals the first in the order of letters.
func (f *formCounts) top() []string {
	order := make([]int, len(f.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.counts[b], f.counts[a]), cmp.Compare(f.names[a], f.names[b]))
	})
	out := make([]string, 0, min(len(order), mostForms))
	for _, i := range order[:min(len(order), mostForms)] {
		out = append(out, f.names[i])
	}
	return out
}
