package passage

import (
	"hash/maphash"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Two articles are copies of each other when they say mostly the same in the
// same words: the sets of their shingles, runs of shingleWords words in exact
// form, have a resemblance (Jaccard; A. Broder 1997) of sameText at least, and
// of the numbers in the one that has fewer, sameNumbers stand in the other
// too. Without the rule of numbers, the reports of two days at the exchange,
// which differ in nothing else, are copies.
//
// Measured on 85,635 news articles, of which 914 pairs are copies by this rule.
// Of 120 pairs of these, drawn at random in two samples and read, 100 tell the
// same news in reworked words (agency copies, corrected versions, the same
// article twice), 16 are a newer state of the same story, or another piece on it,
// in which most paragraphs are the old ones, 4 are two notices of one form. In
// the first sample, read by bands of resemblance, the same news are 16 of 16
// from 0.8 on, 15 of 16 from 0.65, 23 of 29 from 0.5, and 11 of 16 from 0.45.
//
// What is missed: of the pairs that resemble each other by 0.8 or more, none; the
// numbers keep 79 pairs apart that do by 0.5 or more, and of 21 that were read
// 4 were the same news, with few numbers or some of them rewritten. Letting one
// number differ in 200 words would join 3 of these and 6 others. Of
// 14 pairs of which nearly all of the shorter one stands in the longer, 5 were
// the same news: too few to make containment a rule.
const (
	shingleWords = 3
	sameText     = 0.5
	sameNumbers  = 2.0 / 3
)

// Fingerprint is what of an article is compared: hashes, sorted and distinct.
// It holds within the process only.
type Fingerprint struct {
	shingles, numbers []uint64
}

// wordSeed makes the hashes of this process; they are never stored.
var wordSeed = maphash.MakeSeed()

// FingerprintOf is that of an article.
func FingerprintOf(a *analysis.Analyzer, title, body string) Fingerprint {
	room := tokenRooms.Get().(*[]analysis.Token)
	defer tokenRooms.Put(room)
	*room = a.AppendUnits(a.AppendUnits((*room)[:0], title), body)
	return NewFingerprint(*room)
}

// NewFingerprint takes the tokens of title and body as one text.
func NewFingerprint(tokens []analysis.Token) Fingerprint {
	const factor = 0x9E3779B97F4A7C15 // odd: the hash of a shingle depends on the order of its words
	f := Fingerprint{shingles: make([]uint64, 0, len(tokens))}
	words := make([]uint64, len(tokens))
	for i := range tokens {
		words[i] = maphash.String(wordSeed, tokens[i].Exact)
		if c := tokens[i].Exact[0]; '0' <= c && c <= '9' {
			f.numbers = append(f.numbers, words[i])
		}
	}
	n := min(shingleWords, len(words)) // a shorter text is one shingle
	for i := 0; n > 0 && i+n <= len(words); i++ {
		h := uint64(0)
		for _, w := range words[i : i+n] {
			h = (h ^ w) * factor
		}
		f.shingles = append(f.shingles, h)
	}
	f.shingles, f.numbers = sortedSet(f.shingles), sortedSet(f.numbers)
	return f
}

func sortedSet(x []uint64) []uint64 {
	slices.Sort(x)
	return slices.Compact(x)
}

// IsCopy says whether two articles are copies of each other.
func (f Fingerprint) IsCopy(g Fingerprint) bool {
	a, b := len(f.shingles), len(g.shingles)
	if a == 0 || b == 0 {
		return false
	}
	// a resemblance of r asks for r·(a+b)/(1+r) common shingles
	if !shares(f.shingles, g.shingles, sameText/(1+sameText)*float64(a+b)) {
		return false
	}
	return shares(f.numbers, g.numbers, sameNumbers*float64(min(len(f.numbers), len(g.numbers))))
}

// shares says whether two sorted sets have so many elements in common. It gives
// up as soon as they cannot: most pairs have next to none.
func shares(a, b []uint64, least float64) bool {
	common := 0
	for float64(common) < least {
		if float64(common+min(len(a), len(b))) < least {
			return false
		}
		switch x, y := a[0], b[0]; {
		case x < y:
			a = a[1:]
		case x > y:
			b = b[1:]
		default:
			common++
			a, b = a[1:], b[1:]
		}
	}
	return true
}
