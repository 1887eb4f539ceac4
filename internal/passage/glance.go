package passage

import (
	"slices"
	"unicode"

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
	hashes := make([]uint32, 0, (len(title)+len(body))/8)
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
		for _, c := range text {
			at := uint32(c) - firstArabic
			if at < uint32(len(arabicGlances)) {
				c = arabicGlances[at]
			} else {
				c = glanceOf(c)
			}
			if c <= 0 {
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
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return Glance{slices.Clone(hashes[:min(len(hashes), glanceSize)]), len(hashes)}
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

// arabicGlances are glanceOf of U+0600 to U+06FF, of which texts are: the tables of Unicode took most of the time.
const firstArabic = 0x600

var arabicGlances = func() (all [0x100]rune) {
	for i := range all {
		all[i] = glanceOf(firstArabic + rune(i))
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
