package analysis

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

//go:generate go run ./lexicon/gen

// The compiled lexicon is a header of six 32-bit words (magic, format, slots,
// entries, edits, bytes of the edits), the slots of an open hash table, a note
// of 16 bits for each slot, and the edits that the notes point to, as lines.
// All numbers are little-endian. A slot holds 24 bits of fingerprint above 8
// bits of logarithmic count; zero is empty. It is a table and no automaton
// because one lookup must cost tens of nanoseconds: the rules ask for dozens
// of forms to take one new word apart. A fingerprint deceives about once in
// four million lookups.
//
//go:embed lexicon/lexicon.bin
var lexiconData string

const (
	lexiconMagic  = 0x52484946 // "FIHR"
	lexiconFormat = 2
	lexiconHeader = 6 * 4
)

// lexicon says how often a folded form stands in the texts that were counted,
// what the rules make of the forms that it knows, and which verbs there are.
// It is immutable; lookups allocate nothing.
type lexicon struct {
	slots string // 4 bytes each
	notes string // 2 bytes each
	n     uint64
	edits []edit
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
	var head [6]uint32
	for i := range head {
		head[i] = binary.LittleEndian.Uint32([]byte(data[4*i : 4*i+4]))
	}
	if head[0] != lexiconMagic || head[1] != lexiconFormat {
		return nil, fmt.Errorf("lexicon: magic %x, format %d: want %x, %d", head[0], head[1], lexiconMagic, lexiconFormat)
	}
	n, edits := uint64(head[2]), uint64(head[5])
	if n == 0 || uint64(len(data)) != lexiconHeader+6*n+edits {
		return nil, fmt.Errorf("lexicon: %d bytes for %d slots and %d bytes of edits", len(data), n, edits)
	}
	l := &lexicon{slots: data[lexiconHeader : lexiconHeader+4*n], notes: data[lexiconHeader+4*n : lexiconHeader+6*n], n: n}
	if edits == 0 {
		return l, nil
	}
	for _, line := range strings.Split(data[lexiconHeader+6*n:], "\n") {
		e, err := parseEdit(line)
		if err != nil {
			return nil, err
		}
		l.edits = append(l.edits, e)
	}
	return l, nil
}

func (e edit) String() string {
	return fmt.Sprintf("%d|%d|%s|%s", e.front, e.back, e.prefix, e.postfix)
}

func parseEdit(line string) (e edit, err error) {
	f := strings.Split(line, "|")
	if len(f) != 4 {
		return e, fmt.Errorf("lexicon: edit %q", line)
	}
	if _, err := fmt.Sscan(f[0]+" "+f[1], &e.front, &e.back); err != nil {
		return e, fmt.Errorf("lexicon: edit %q: %w", line, err)
	}
	e.prefix, e.postfix = f[2], f[3]
	return e, nil
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
