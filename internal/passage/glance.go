package passage

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Glance is a look at a text that is not analyzed: the least hashes of its shingles (bottom-k; E. Cohen,
// H. Kaplan 2007). It tells of nearly all pairs of articles that they are no copies, for a tenth of what a
// [Fingerprint] takes. The share of common hashes among the least glanceSize of two texts estimates their
// resemblance: where that is 0.5, it is less than leastCommon with a probability of 1 in 10,000.
type Glance struct {
	least []uint32 // sorted and distinct
	size  int      // how many shingles the text has
}

const (
	glanceSize  = 48
	leastCommon = 9   // of glanceSize, and as many in proportion of what two short texts have together
	leastTold   = 16  // shingles: a word that is told apart otherwise here is in three of them
	alikeInSize = 0.4 // sameText, less what differs by how words are told apart here
)

// NewGlance takes title and body as one text. Letters that people write for one another are the same.
func NewGlance(title, body string) Glance {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	var room [1 << 10]uint32
	hashes := room[:0]
	var before, last, word uint32 // the two words before, and this one
	words := 0
	end := func() {
		if word == 0 {
			return
		}
		if words++; words >= shingleWords {
			h := ((before*prime^last)*prime ^ word) * prime
			hashes = append(hashes, h^h>>15)
		}
		before, last, word = last, word, 0
	}
	for _, text := range [...]string{title, body} {
		for i := 0; i < len(text); {
			c, n := rune(text[i]), 1
			switch {
			case c >= 0xD8 && c < 0xDC && i+1 < len(text): // of two bytes, U+0600 to U+06FF
				c, n = lowGlances[c&0x1F<<6|rune(text[i+1])&0x3F], 2
			case c < utf8.RuneSelf:
				c = lowGlances[c]
			default:
				c, n = utf8.DecodeRuneInString(text[i:])
				c = glanceOf(c)
			}
			if i += n; c <= 0 {
				if c == ends {
					end()
				}
				continue
			}
			if word == 0 {
				word = offset
			}
			word = (word ^ uint32(c)) * prime
		}
		end()
	}
	if len(hashes) == 0 { // a shorter text is one shingle
		return Glance{least: []uint32{before ^ last}, size: 1}
	}
	hashes = distinct(hashes)
	return Glance{least(hashes), len(hashes)}
}

// distinct takes out hashes that were there before. Sorting all of them took half of the time.
func distinct(hashes []uint32) []uint32 {
	var room [1 << 11]uint32
	met := room[:] // by the last bits, or the next place that is free; 0 is none
	if len(hashes) > len(met)/2 {
		met = make([]uint32, 1<<bits.Len(uint(2*len(hashes))))
	}
	out := hashes[:0]
	for _, h := range hashes {
		h = max(h, 1)
		at := int(h) & (len(met) - 1)
		for met[at] != 0 && met[at] != h {
			at = (at + 1) & (len(met) - 1)
		}
		if met[at] == 0 {
			met[at] = h
			out = append(out, h)
		}
	}
	return out
}

// least are the least of some hashes, sorted: of many, those below a bound that twice as many should be below.
func least(hashes []uint32) []uint32 {
	if n := len(hashes); n > 4*glanceSize {
		few := make([]uint32, 0, 4*glanceSize)
		bound := uint32(2 * glanceSize << 32 / uint64(n))
		for _, h := range hashes {
			if h < bound {
				few = append(few, h)
			}
		}
		if len(few) >= glanceSize {
			hashes = few
		}
	} else {
		hashes = slices.Clone(hashes)
	}
	slices.Sort(hashes)
	return slices.Clone(hashes[:min(len(hashes), glanceSize)])
}

// What a character is to a glance where it is no letter or digit.
const (
	ends    rune = 0  // no part of a word
	skipped rune = -1 // a mark, as if it were not there
)

// glanceOf is what stands for a character: the letter that people write for it, a digit, ends or skipped.
func glanceOf(c rune) rune {
	switch {
	case c < 0x80 && ('a' <= c && c <= 'z' || '0' <= c && c <= '9'):
		return c
	case c < 0x80 && 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c < 0x80:
		return ends
	case analysis.IsMark(c):
		return skipped
	case analysis.IsMarkedAlef(c):
		return 'ا'
	case c == 'ى':
		return 'ي'
	case c == 'ة':
		return 'ه'
	case unicode.IsDigit(c):
		if d := analysis.Digit(c); d >= 0 {
			return '0' + rune(d)
		}
		return c
	case !unicode.IsLetter(c):
		return ends
	}
	return c
}

// lowGlances are glanceOf of U+0000 to U+06FF, of which texts are: the tables of Unicode took most of the time.
var lowGlances = func() (all [0x700]rune) {
	for i := range all {
		all[i] = glanceOf(rune(i))
	}
	return all
}()

// MayBeCopy says whether two texts can be copies of each other. Where it does not say so, they are none.
func (g Glance) MayBeCopy(h Glance) bool {
	if float64(min(g.size, h.size)) < alikeInSize*float64(max(g.size, h.size)) || g.size == 0 {
		return false
	}
	if max(g.size, h.size) < leastTold {
		return true // too short to tell
	}
	common, n := 0, 0
	for i, j := 0, 0; n < glanceSize && (i < len(g.least) || j < len(h.least)); n++ { // of a short text they are all it has
		switch {
		case j == len(h.least) || i < len(g.least) && g.least[i] < h.least[j]:
			i++
		case i == len(g.least) || g.least[i] > h.least[j]:
			j++
		default:
			common++
			i, j = i+1, j+1
		}
	}
	return common*glanceSize >= leastCommon*n
}
