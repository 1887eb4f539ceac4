package analysis

import "hash/maphash"

// filter says of most words in one look that they are not in a large map, whose
// places lie all over the memory. A rule asks for dozens of forms of a word, and
// nearly all of them are in no family and begin no name.
type filter [1 << filterBits / 64]uint64

const filterBits = 18 // 32 KB: of a hundred words that are not in the map, four pass

var filterSeed = maphash.MakeSeed()

func (f *filter) add(word string) {
	h := maphash.String(filterSeed, word)
	f[h>>(64-filterBits)/64] |= 1 << (h & 63)
}

// mayHave says whether a word may have been added.
func (f *filter) mayHave(word string) bool {
	h := maphash.String(filterSeed, word)
	return f[h>>(64-filterBits)/64]&(1<<(h&63)) != 0
}
