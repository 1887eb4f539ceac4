package analysis

import (
	_ "embed"
	"fmt"
	"math"
)

//go:generate go run ./lexicon/gen

// The compiled lexicon is a header of nine 32-bit words (magic, format, slots,
// entries, edits, lexemes, bytes of letters, checksum of the families, bytes of
// names), the slots of an open hash table, for each slot a note of 16 bits and the
// number of its lexeme with a bit (asIs), the lexemes, the edits that both point to, the letters that
// these put to a form, the names of several words, a line each, bits that tell
// where in the table members of families stand, and bits of all forms. All numbers are little-endian. A slot holds 24 bits of
// fingerprint above 8 bits of logarithmic count; zero is empty. It is a table and
// no automaton because one lookup must cost tens of nanoseconds: the rules ask for
// dozens of forms to take one new word apart, of which few are there: a bit of the hash says so
// of most others, and of these bits there are so few that they stay near the processor. A fingerprint deceives about once in
// four million lookups. All of it is read where it lies, for a search that ends in
// a few milliseconds cannot wait until it is parsed.
//
//go:embed lexicon/lexicon.bin
var lexiconData string

const (
	lexiconMagic  = 0x52484946 // "FIHR"
	lexiconFormat = 4
	lexiconHeader = 9 * 4
	lexemeBytes   = 2 * 2 // two numbers of edits
	editBytes     = 4 + 4 // what is cut and put, and where the letters are
	filterBytes   = 1 << filterBits / 8
	formBits      = 21 // five times as many as there are forms: of a hundred that are none, twenty pass
	formBytes     = 1 << formBits / 8
)

// lexicon says how often a folded form stands in the texts that were counted,
// what the rules make of the forms that it knows, and which verbs there are.
// It is immutable; lookups allocate nothing.
type lexicon struct {
	slots   string // 4 bytes each
	notes   string // 2 bytes each
	lexemes string // 2 bytes each: the number of a pair, from 1
	pairs   string // lexemeBytes each
	edits   string // editBytes each
	letters string
	named   string
	filter  string // of the members of families
	some    string // of all forms
	n       uint64
	sources uint32 // checksum of the families that the lexemes know
}

// edit says how a stem comes from a form: letters cut from both ends of it,
// others put there.
type edit struct {
	front, back     int // bytes to cut
	prefix, postfix string
}

func (e *edit) apply(form string) string {
	middle := form[e.front : len(form)-e.back]
	if e.prefix == "" && e.postfix == "" {
		return middle
	}
	return e.prefix + middle + e.postfix
}

func openLexicon(data string) (*lexicon, error) {
	if len(data) < lexiconHeader {
		return nil, fmt.Errorf("lexicon: %d bytes are too few", len(data))
	}
	var head [lexiconHeader / 4]uint32
	for i := range head {
		head[i] = leUint32(data[4*i:])
	}
	if head[0] != lexiconMagic || head[1] != lexiconFormat {
		return nil, fmt.Errorf("lexicon: magic %x, format %d: want %x, %d", head[0], head[1], lexiconMagic, lexiconFormat)
	}
	n, edits, pairs, letters, named := uint64(head[2]), uint64(head[4]), uint64(head[5]), uint64(head[6]), uint64(head[8])
	if n == 0 || uint64(len(data)) != lexiconHeader+8*n+lexemeBytes*pairs+editBytes*edits+letters+named+filterBytes+formBytes {
		return nil, fmt.Errorf("lexicon: %d bytes for %d slots, %d lexemes, %d edits and %d bytes of letters", len(data), n, pairs, edits, letters)
	}
	data = data[lexiconHeader:]
	part := func(size uint64) (p string) {
		p, data = data[:size], data[size:]
		return p
	}
	l := &lexicon{n: n, sources: head[7]}
	l.slots, l.notes, l.lexemes = part(4*n), part(2*n), part(2*n)
	l.pairs, l.edits, l.letters = part(lexemeBytes*pairs), part(editBytes*edits), part(letters)
	l.named, l.filter, l.some = part(named), part(filterBytes), part(formBytes)
	for k := range int(edits) {
		if at := editBytes * k; uint64(leUint32(l.edits[at+4:]))+uint64(l.edits[at+2])+uint64(l.edits[at+3]) > letters {
			return nil, fmt.Errorf("lexicon: edit %d has letters beyond the last", k)
		}
	}
	return l, nil
}

// edited returns a form with the edit of a number made, "" if it is none of this form.
func (l *lexicon) edited(form string, number int) (stem string, ok bool) {
	at := editBytes * number
	if at >= len(l.edits) {
		return "", false
	}
	front, back, pre, post := int(l.edits[at]), int(l.edits[at+1]), int(l.edits[at+2]), int(l.edits[at+3])
	if front+back > len(form) {
		return "", false
	}
	letters := l.letters[leUint32(l.edits[at+4:]):]
	e := edit{front, back, letters[:pre], letters[pre : pre+post]}
	return e.apply(form), true
}

// count returns how often the form a+b+c was counted, 0 if never: twice its
// occurrences in news and once those in books, within 4 %.
func (l *lexicon) count(a, b, c string) float64 {
	_, n := l.find(a, b, c)
	return n
}

// find returns the slot of the form a+b+c, -1 if it has none, and its count.
// A form that has no key as it is written has that of the folded one, if its
// parts are no words of their own.
func (l *lexicon) find(a, b, c string) (slot int, count float64) {
	place, print := hashForm(a, b, c)
	if slot, count = l.at(place, print); slot >= 0 || !hasWritten(a) && !hasWritten(b) {
		return slot, count
	}
	return l.folded(a, b, c)
}

// at returns the slot of a hash, -1 if none has it, and its count.
func (l *lexicon) at(place uint64, print uint32) (slot int, count float64) {
	if bit := formBit(place); l.some[bit/8]&(1<<(bit%8)) == 0 {
		return -1, 0
	}
	for i := place * l.n >> 32; ; i++ {
		if i == l.n {
			i = 0
		}
		p := int(4 * i)
		word := uint32(l.slots[p]) | uint32(l.slots[p+1])<<8 | uint32(l.slots[p+2])<<16 | uint32(l.slots[p+3])<<24
		if word == 0 {
			return -1, 0
		}
		if word&0xFFFFFF00 == print {
			return int(i), quantized[word&0xFF]
		}
	}
}

// formBit is the bit of a hash that says whether any form may have it.
func formBit(place uint64) int { return int(place >> (32 - formBits)) }

// note returns the 16 bits that belong to a slot.
func (l *lexicon) note(slot int) note {
	return note(uint16(l.notes[2*slot]) | uint16(l.notes[2*slot+1])<<8)
}

// hashForm returns 32 bits of the hash of a+b+c for the place in the table,
// and a fingerprint in the upper 24 of 32 bits, never zero.
func hashForm(a, b, c string) (place uint64, print uint32) {
	const prime, mix = 0x100000001B3, 0xD6E8FEB86659FD93
	h := uint64(0x9E3779B97F4A7C15)
	for i := 0; i < len(a); i++ {
		h = (h ^ uint64(a[i])) * prime
	}
	for i := 0; i < len(b); i++ {
		h = (h ^ uint64(b[i])) * prime
	}
	for i := 0; i < len(c); i++ {
		h = (h ^ uint64(c[i])) * prime
	}
	h = (h ^ h>>32) * mix
	h ^= h >> 29
	print = uint32(h) & 0xFFFFFF00
	if print == 0 {
		print = 0x100
	}
	return h >> 32, print
}

// quantized holds the count that each code stands for, in steps of 6 %.
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
