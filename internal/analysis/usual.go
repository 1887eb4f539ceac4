package analysis

import (
	"cmp"
	_ "embed"
	"encoding/binary"
	"slices"
)

// usualData tells how the commonest exact forms are written, where they do not say
// it themselves (إلى, الرئيس): so that an index keeps only what is written
// otherwise, a twentieth of that. It holds 256 spellings of 8 bytes, then the
// slots of an open hash table: 24 bits of fingerprint above 8 bits that number
// the spelling; zero is empty. All numbers are little-endian. What it says only
// has to stay the same, for an index is read by it: it changes with [Version].
//
//go:generate go run ./lexicon/gen usual
//go:embed lexicon/usual.bin
var usualData string

const (
	usualSpellings = 256
	usualSlots     = 1 << 15
	usualForms     = 20_000 // of which the table knows the spelling
	usualHead      = 8 * usualSpellings
)

// Usual is how an exact form is written as a rule.
func Usual(exact string) Written {
	if n, ok := usualNumber(usualData, exact); ok {
		return Written(leUint64(usualData[8*n:]))
	}
	return writtenOf(exact, exact)
}

func usualNumber(data, exact string) (number int, ok bool) {
	if len(data) < usualHead+4*usualSlots {
		return 0, false
	}
	place, print := hashForm("", exact, "")
	for i := place % usualSlots; ; i = (i + 1) % usualSlots {
		s := leUint32(data[usualHead+4*i:])
		if s == 0 || s&0xFFFFFF00 == print {
			return int(s & 0xFF), s != 0
		}
	}
}

func leUint16(s string) uint16 { return uint16(s[0]) | uint16(s[1])<<8 }

func leUint32(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func leUint64(s string) uint64 { return uint64(leUint32(s)) | uint64(leUint32(s[4:]))<<32 }

// CompileUsual makes usualData from the counts of words as they are written. The
// same counts give the same bytes.
func CompileUsual(counts map[string]float64) ([]byte, error) {
	stops, err := builtinStopWords()
	if err != nil {
		return nil, err
	}
	type form struct {
		exact string
		w     Written
		n     float64
	}
	of := map[string]map[Written]float64{}
	for word, n := range counts {
		exact, stop := stops.find(foldKeepMaksura(word))
		if !stop {
			exact = Fold(word)
		}
		if of[exact] == nil {
			of[exact] = map[Written]float64{}
		}
		of[exact][writtenOf(word, exact)] += n
	}
	var forms []form
	sums := map[Written]float64{}
	for exact, spellings := range of {
		best := form{exact: exact}
		for w, n := range spellings {
			if n > best.n || n == best.n && w < best.w {
				best.w, best.n = w, n
			}
		}
		if best.w != writtenOf(exact, exact) {
			forms = append(forms, best)
		}
	}
	slices.SortFunc(forms, func(a, b form) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.exact, b.exact)) })
	forms = forms[:min(len(forms), usualForms)]
	for _, f := range forms {
		sums[f.w] += f.n
	}
	spellings := make([]Written, 0, len(sums))
	for w := range sums {
		spellings = append(spellings, w)
	}
	slices.SortFunc(spellings, func(a, b Written) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	spellings = spellings[:min(len(spellings), usualSpellings)]
	b := make([]byte, usualHead+4*usualSlots)
	for i, w := range spellings {
		binary.LittleEndian.PutUint64(b[8*i:], uint64(w))
	}
	for _, f := range forms {
		number := slices.Index(spellings, f.w)
		if number < 0 {
			continue
		}
		place, print := hashForm("", f.exact, "")
		i := place % usualSlots
		for binary.LittleEndian.Uint32(b[usualHead+4*i:]) != 0 {
			i = (i + 1) % usualSlots
		}
		binary.LittleEndian.PutUint32(b[usualHead+4*i:], print|uint32(number))
	}
	return b, nil
}
