package index

import bleveindex "github.com/blevesearch/bleve_index_api"

// slab hands out slices of one kind and takes all of them back at once: the
// occurrences of a batch are millions of small things that live as long as the
// batch, and the next batch needs as many.
type slab[T any] struct {
	chunks [][]T
	chunk  int // the one in use
	used   int // of it
}

const chunkSize = 1 << 14

// take returns n elements with whatever was in them.
func (s *slab[T]) take(n int) []T {
	for s.chunk < len(s.chunks) && s.used+n > len(s.chunks[s.chunk]) {
		s.chunk, s.used = s.chunk+1, 0
	}
	if s.chunk == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, max(n, chunkSize)))
	}
	out := s.chunks[s.chunk][s.used : s.used+n : s.used+n]
	s.used += n
	return out
}

// reset takes everything back.
func (s *slab[T]) reset() { s.chunk, s.used = 0, 0 }

// arena is the memory of the documents of a batch.
type arena struct {
	locs  slab[bleveindex.TokenLocation]
	refs  slab[*bleveindex.TokenLocation]
	freqs slab[bleveindex.TokenFreq]
	maps  []bleveindex.TokenFrequencies
	used  int // maps
}

// terms returns an empty map.
func (a *arena) terms(n int) bleveindex.TokenFrequencies {
	if a.used == len(a.maps) {
		a.maps = append(a.maps, make(bleveindex.TokenFrequencies, n))
	}
	m := a.maps[a.used]
	clear(m)
	a.used++
	return m
}

func (a *arena) reset() {
	a.locs.reset()
	a.refs.reset()
	a.freqs.reset()
	a.used = 0
}
