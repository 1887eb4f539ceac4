package posting

import (
	"encoding/binary"
	"math"
	"strings"
)

// Levels says that the terms of a field are families, and what makes the bounds of
// their lists. A term is up to three parts, separated by NUL: what the terms have in
// common whose first part is the same, and of these the second. Those of a first part
// have a list together (root), and those of the first two (stem), beside each its
// own (form). A term whose first part is empty has its own only.
type Levels struct {
	Stems   string // column of the lengths that count for roots and stems
	Forms   string // that for forms
	Title   string // field of the title, whose terms count once more by stem; "" for none
	Weights LevelWeights

	// Places says that the list of a root of several terms has where its words stand, too. Body is then the
	// least position of the second of two texts, a power of two; 0 where there is one.
	Places bool
	Body   uint32
}

// LevelWeights are what a word counts for at each level when bounds are made. Words of
// other weights have other bounds, less tight.
type LevelWeights struct{ Root, Stem, Form, Title float32 }

// body is the Body of a field, 0 without levels.
func (l *Levels) body() uint32 {
	if l == nil {
		return 0
	}
	return l.Body
}

// FormOf is the weight of a term itself: one that has no stem counts in its place.
func (w *LevelWeights) FormOf(term string) float32 {
	if rootEnd(term) == 0 {
		return w.Stem
	}
	return w.Form
}

const separator = "\x00"

// rootEnd is where the first part of a term ends, its separator included; 0 if it has none.
func rootEnd(term string) int {
	if at := strings.IndexByte(term, separator[0]); at > 0 {
		return at + 1
	}
	return 0
}

// stemEnd is where its second part ends.
func stemEnd(term string, root int) int {
	if at := strings.IndexByte(term[root:], separator[0]); at >= 0 {
		return root + at + 1
	}
	return len(term)
}

// What begins with a term, in the dictionary of a field with levels: nothing, a
// stem, a root; and which of these have a list of their own. One that has only the
// one term (or stem) has the list of that.
const (
	sameStem  = 0
	stemOnly  = 1 // with ownStem: 2
	rootBegin = 3 // with ownStem: 4; with ownRoot 2 more
	ownStem   = 1
	ownRoot   = 2
	beginBits = 3
)

// appendLevels appends the levels to the directory.
func appendLevels(dst []byte, l *Levels) []byte {
	for _, s := range [...]string{l.Stems, l.Forms, l.Title} {
		dst = appendString(dst, s)
	}
	for _, x := range [...]float32{l.Weights.Root, l.Weights.Stem, l.Weights.Form, l.Weights.Title} {
		dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(x))
	}
	if !l.Places {
		return append(dst, 0)
	}
	return binary.AppendUvarint(dst, uint64(l.Body)+1)
}

func (d *directory) levels() *Levels {
	l := &Levels{Stems: d.string(), Forms: d.string(), Title: d.string()}
	for _, x := range [...]*float32{&l.Weights.Root, &l.Weights.Stem, &l.Weights.Form, &l.Weights.Title} {
		if d.bad || len(d.left) < 4 {
			d.bad = true
			return nil
		}
		*x = math.Float32frombits(binary.LittleEndian.Uint32(d.left))
		d.left = d.left[4:]
		d.bad = d.bad || !(*x > 0 && *x < 1e9) // no bound would be one
	}
	if body := d.uvarint(); body > 0 {
		l.Places, l.Body = true, uint32(body-1)
		d.bad = d.bad || body-1 > math.MaxUint32
	}
	return l
}
