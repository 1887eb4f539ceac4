package analysis

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
)

//go:generate go run ./lexicon/gen

// The compiled lexicon: a header of four 32-bit words (magic, slots, entries,
// format), then one little-endian 32-bit slot for each place of an open hash
// table: 24 bits of fingerprint above 8 bits of logarithmic count. A slot of
// zero is empty. A table instead of an automaton because a lookup must cost
// tens of nanoseconds: an analysis of one new word asks for dozens of forms.
//
//go:embed lexicon/lexicon.bin
var lexiconData string

const (
	lexiconMagic  = 0x52484946 // "FIHR"
	lexiconFormat = 1
	lexiconHeader = 16
)

// lexicon says how often a folded form stands in the texts that were counted.
// It is immutable; lookups allocate nothing.
type lexicon struct {
	slots string
	n     uint64
}

func openLexicon(data string) (*lexicon, error) {
	if len(data) < lexiconHeader {
		return nil, fmt.Errorf("lexicon: %d bytes are too few", len(data))
	}
	word := func(i int) uint32 { return binary.LittleEndian.Uint32([]byte(data[4*i : 4*i+4])) }
	if word(0) != lexiconMagic || word(3) != lexiconFormat {
		return nil, fmt.Errorf("lexicon: magic %x, format %d: want %x, %d", word(0), word(3), lexiconMagic, lexiconFormat)
	}
	l := &lexicon{slots: data[lexiconHeader:], n: uint64(word(1))}
	if uint64(len(l.slots)) != 4*l.n || l.n == 0 {
		return nil, fmt.Errorf("lexicon: %d bytes of slots for %d slots", len(l.slots), l.n)
	}
	return l, nil
}

// count returns how often the form a+b+c was counted, 0 if never: twice its
// occurrences in news and once those in books, within 3 %.
func (l *lexicon) count(a, b, c string) float64 {
	h := hashForm(hashForm(hashForm(hashSeed, a), b), c)
	h ^= h >> 32
	h *= hashPrime
	h ^= h >> 29
	print := uint32(h) & 0xFFFFFF00
	if print == 0 {
		print = 0x100
	}
	for i := (h >> 32) * l.n >> 32; ; i++ {
		if i == l.n {
			i = 0
		}
		p := int(4 * i)
		slot := uint32(l.slots[p]) | uint32(l.slots[p+1])<<8 | uint32(l.slots[p+2])<<16 | uint32(l.slots[p+3])<<24
		if slot == 0 {
			return 0
		}
		if slot&0xFFFFFF00 == print {
			return quantized[slot&0xFF]
		}
	}
}

const (
	hashSeed  = 0x9E3779B97F4A7C15
	hashPrime = 0xD6E8FEB86659FD93
)

// hashForm continues a hash over the bytes of s.
func hashForm(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001B3
	}
	return h
}

// quantized holds the count that each code stands for: steps of 6 %.
var quantized = func() (t [256]float64) {
	for q := 1; q < len(t); q++ {
		t[q] = math.Round(math.Exp(float64(q-1) * quantumStep))
	}
	return t
}()

const quantumStep = 0.0625 // exp(254*step) is 7.9 million, above the commonest word

func quantize(n float64) uint32 {
	return uint32(math.Round(math.Log(max(n, 1))/quantumStep)) + 1
}

// CompileLexicon lays counts out as the table that openLexicon reads. The
// forms must come in a fixed order, for the bytes to be the same every time.
func CompileLexicon(forms []string, counts map[string]float64) ([]byte, error) {
	n := uint64(len(forms))*5/3 + 1
	out := make([]byte, lexiconHeader+4*n)
	for i, w := range []uint32{lexiconMagic, uint32(n), uint32(len(forms)), lexiconFormat} {
		binary.LittleEndian.PutUint32(out[4*i:], w)
	}
	for _, form := range forms {
		h := hashForm(hashSeed, form)
		h ^= h >> 32
		h *= hashPrime
		h ^= h >> 29
		print := uint32(h) & 0xFFFFFF00
		if print == 0 {
			print = 0x100
		}
		q := quantize(counts[form])
		if q > 255 {
			return nil, fmt.Errorf("lexicon: %s: count %v is too large", form, counts[form])
		}
		i := (h >> 32) * n >> 32
		for binary.LittleEndian.Uint32(out[lexiconHeader+4*i:]) != 0 {
			if i++; i == n {
				i = 0
			}
		}
		binary.LittleEndian.PutUint32(out[lexiconHeader+4*i:], print|q)
	}
	return out, nil
}
