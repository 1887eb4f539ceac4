package rank

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// builder is scratch memory for making lists.
type builder struct {
	rows  Rows
	parts [MaxParts]Postings
	next  [MaxParts]int

	docs   []uint32
	codes  []uint32
	freqs  []uint32
	small  [1 << (smallBits * smallParts)]uint32 // codes + 1 of the rows of small frequencies; zero between uses
	large  map[[MaxParts]uint32]uint32           // codes of the others
	recent [recentRows]numbered                  // codes of rows that were met lately
	lists  uint32                                // that were made: codes belong to one
	scores []float64
	blocks []block
}

// Rows of at most smallParts frequencies that fit smallBits bits each are
// numbered by a table.
const (
	smallParts = 5
	smallBits  = 3
)

// numbered is a row as Rows has it, and its code in a list.
type numbered struct {
	row  [2]uint64
	code uint32
	list uint32
}

// recentRows is how many rows are remembered as Rows has them: of a list more than it
// mostly has, and few enough for the nearest cache.
const recentRows = 1 << recentBits

const recentBits = 9

// list reads the postings of the word's parts in the segment and merges them.
func (b *builder) list(g *segment, w *Word, plain bool) (*list, error) {
	b.docs, b.codes, b.freqs = b.docs[:0], b.codes[:0], b.freqs[:0]
	done, err := b.together(g, w)
	if err == nil && !done {
		err = b.apart(g, w)
	}
	if err != nil {
		return nil, err
	}
	l := &list{key: g.Key(), parts: len(w.Parts), width: 1}
	if len(b.docs) > 0 {
		b.number(l)
		if plain {
			l.docs = slices.Clone(b.docs)
		} else {
			b.cut(l, g.docs)
		}
	}
	return l, nil
}

// together reads all parts at once, if the segment can and rows have room.
func (b *builder) together(g *segment, w *Word) (bool, error) {
	read := w.Read
	if r, ok := g.Segment.(WordReader); ok && read == nil {
		read = func(_ Segment, rows *Rows) (bool, error) { return r.ReadWord(w.Parts, rows) }
	}
	if read == nil {
		return false, nil
	}
	for i := range w.Parts {
		f, err := g.lengths(w.Parts[i].Field)
		if err != nil {
			return false, err
		}
		if f.longest >= 1<<laneBits {
			return false, nil
		}
	}
	b.rows.reset(g.docs)
	if b.lists++; b.lists == 0 { // as those that are not set
		b.recent, b.lists = [recentRows]numbered{}, 1
	}
	done, err := read(g.Segment, &b.rows)
	if err == nil {
		err = b.rows.broken
	}
	n := len(w.Parts)
	b.rows.drain(b, n)
	b.forget(n)
	if err != nil {
		return false, fmt.Errorf("postings of a word: %w", err)
	}
	return done, nil
}

// apart reads the parts one by one.
func (b *builder) apart(g *segment, w *Word) error {
	for i := range w.Parts {
		if err := readPart(g, &w.Parts[i], &b.parts[i]); err != nil {
			return fmt.Errorf("postings of field %q: %w", w.Parts[i].Field, err)
		}
	}
	b.merge(len(w.Parts))
	return nil
}

// readPart puts the postings of one part into dst.
func readPart(g *segment, p *Part, dst *Postings) error {
	dst.Reset()
	var err error
	if p.List != nil {
		err = p.List(g.Segment, dst)
	} else {
		err = Union(g.Segment, p.Field, p.Terms, dst)
	}
	if err != nil {
		return err
	}
	return dst.check(g.docs)
}

// merge joins the postings of the parts by document into docs and codes.
func (b *builder) merge(n int) {
	b.next = [MaxParts]int{}
	parts := b.parts[:n]
	for {
		doc := uint32(math.MaxUint32)
		for i := range parts {
			if n := b.next[i]; n < len(parts[i].Docs) {
				doc = min(doc, parts[i].Docs[n])
			}
		}
		if doc == math.MaxUint32 {
			break
		}
		var row [MaxParts]uint32
		for i := range parts {
			if n := b.next[i]; n < len(parts[i].Docs) && parts[i].Docs[n] == doc {
				row[i] = parts[i].Freqs[n]
				b.next[i]++
			}
		}
		b.docs = append(b.docs, doc)
		b.codes = append(b.codes, b.code(&row, n))
	}
	b.forget(n)
}

// code returns the number of a row of frequencies.
func (b *builder) code(row *[MaxParts]uint32, parts int) uint32 {
	at, ok := place(row[:parts])
	if ok {
		if b.small[at] > 0 {
			return b.small[at] - 1
		}
	} else if code, ok := b.large[*row]; ok {
		return code
	}
	code := uint32(len(b.freqs) / parts)
	b.freqs = append(b.freqs, row[:parts]...)
	if ok {
		b.small[at] = code + 1
		return code
	}
	if b.large == nil {
		b.large = map[[MaxParts]uint32]uint32{}
	}
	b.large[*row] = code
	return code
}

// packed is code for a row of Rows. Mostly it is one that was met a moment ago.
func (b *builder) packed(row [2]uint64, parts int) uint32 {
	const odd = 0x9e3779b97f4a7c15
	known := &b.recent[(row[0]^bits.RotateLeft64(row[1]*odd, 32))*odd>>(64-recentBits)]
	if known.row == row && known.list == b.lists {
		return known.code
	}
	var freqs [MaxParts]uint32
	for i := range parts {
		freqs[i] = uint32(row[i/perLanes] >> (i % perLanes * laneBits) & (1<<laneBits - 1))
	}
	*known = numbered{row, b.code(&freqs, parts), b.lists}
	return known.code
}

// place returns the place of a row in the table of small ones.
func place(row []uint32) (int, bool) {
	at, most := uint32(0), uint32(0)
	for _, f := range row {
		at = at<<smallBits | f
		most |= f
	}
	return int(at), most < 1<<smallBits && len(row) <= smallParts
}

// forget empties the tables of code.
func (b *builder) forget(parts int) {
	for i := 0; i < len(b.freqs); i += parts {
		if at, ok := place(b.freqs[i : i+parts]); ok {
			b.small[at] = 0
		}
	}
	clear(b.large)
}

// number stores the codes in as few bytes as they need.
func (b *builder) number(l *list) {
	l.freqs = slices.Clone(b.freqs)
	rows := len(b.freqs) / l.parts
	for rows > 1<<(8*l.width) {
		l.width++
	}
	l.codes = make([]uint8, len(b.codes)*l.width)
	l.held = make([]uint32, l.parts)
	counts := make([]uint32, rows)
	if l.width == 1 {
		codes := l.codes[:len(b.codes)]
		for i, c := range b.codes {
			counts[c]++
			codes[i] = uint8(c)
		}
	} else {
		for i, c := range b.codes {
			counts[c]++
			for j := range l.width {
				l.codes[i*l.width+j] = uint8(c >> (8 * j))
			}
		}
	}
	for i, f := range l.freqs {
		if f > 0 {
			l.held[i%l.parts] += counts[i/l.parts]
		}
	}
}

// whole makes a list with bounds of a plain one.
func (b *builder) whole(plain *list, docs int) *list {
	l := *plain
	if len(plain.docs) > 0 {
		b.docs = append(b.docs[:0], plain.docs...)
		l.docs = nil
		b.cut(&l, docs)
	}
	return &l
}

// cut stores the documents in blocks and windows, all bounds 0.
func (b *builder) cut(l *list, docs int) {
	l.bounds = make([]uint8, len(b.docs))
	l.windows = make([]window, windowsOf(docs))
	b.blocks = b.blocks[:0]
	for i := 0; i < len(b.docs); {
		number, begin := b.docs[i]>>blockBits, i
		held := uint32(0)
		for ; i < len(b.docs) && b.docs[i]>>blockBits == number; i++ {
			held |= 1 << (b.docs[i] & (blockSize - 1))
		}
		w := &l.windows[number/perWindow]
		if w.blocks == 0 {
			w.block, w.first = uint32(len(b.blocks)), uint32(begin)
		}
		w.blocks |= 1 << (number % perWindow)
		b.blocks = append(b.blocks, newBlock(begin-int(w.first), held))
	}
	if all := len(l.windows) * perWindow; len(b.blocks) > all/4 {
		blocks := make([]block, all)
		n := 0
		for w := range l.windows {
			for set := l.windows[w].blocks; set != 0; set &= set - 1 {
				blocks[w*perWindow+bits.TrailingZeros32(set)] = b.blocks[n]
				n++
			}
		}
		l.dense, l.blocks = true, blocks
	} else {
		l.blocks = slices.Clone(b.blocks)
	}
	l.tops = make([]uint8, len(l.blocks))
}
