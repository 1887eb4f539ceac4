package posting

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unsafe"

	"github.com/fihris-search/fihris/internal/blockmax"
	"github.com/fihris-search/fihris/internal/trie"
)

// Field is the dictionary of a field and its postings. A nil Field has no terms.
type Field struct {
	name    string
	docs    uint32 // of the segment
	located bool
	terms   uint64
	lists   []byte
	dict    []byte
	blocks  []byte // where each begins in dict
	forms   *trie.Trie
	levels  *Levels
}

// Levels says that the field has levels, and what its bounds were made of; nil without.
func (f *Field) Levels() *Levels {
	if f == nil {
		return nil
	}
	return f.levels
}

// Group returns the postings, without positions, of the terms that begin with a first
// part and its separator (a root), or with two (a stem): those of all of them together.
func (f *Field) Group(prefix string) (l List, ok bool, err error) {
	l, _, ok, err = f.Family(prefix)
	return l, ok, err
}

// Family is Group, with a cursor before the first of these terms.
func (f *Field) Family(prefix string) (l List, terms *Cursor, ok bool, err error) {
	c := &Cursor{}
	if l, ok, err = c.Group(f, prefix); !ok {
		return l, nil, false, err
	}
	c.ready = true
	return l, c, true, nil
}

// Group is Field.Group by a cursor of any field, which finds what is near to where it is
// the faster.
func (c *Cursor) Group(f *Field, prefix string) (l List, ok bool, err error) {
	c.Restart(f, prefix)
	if f.Levels() == nil || !c.Next() || !strings.HasPrefix(unsafe.String(unsafe.SliceData(c.key), len(c.key)), prefix) {
		return List{}, false, c.Err()
	}
	if strings.Count(prefix, separator) == 1 {
		l = c.root
	} else {
		l = c.stem
	}
	if l.Count == 0 {
		return l, false, fmt.Errorf("%w: dictionary of %s", ErrCorrupt, f.name)
	}
	return l, true, nil
}

// Forms is the dictionary of the forms of the terms: in how many documents each
// is, and the numbers of its terms. It is nil where the field has none.
func (f *Field) Forms() *trie.Trie {
	if f == nil {
		return nil
	}
	return f.forms
}

// Terms counts the terms.
func (f *Field) Terms() int {
	if f == nil {
		return 0
	}
	return int(f.terms)
}

// Located says whether the field keeps positions.
func (f *Field) Located() bool { return f != nil && f.located }

// Get returns the postings of a term.
func (f *Field) Get(term string) (l List, ok bool, err error) {
	c := f.From(term)
	if !c.Next() {
		return List{}, false, c.Err()
	}
	return c.list, string(c.key) == term, nil
}

// From returns a cursor before the first term that is not less than the given.
func (f *Field) From(term string) *Cursor {
	c := &Cursor{}
	c.Restart(f, term)
	return c
}

// Restart puts the cursor before the first term of a field that is not less than the
// given.
func (c *Cursor) Restart(f *Field, term string) {
	from := 0
	if c.f == f {
		from = max(0, c.block-1)
	}
	*c = Cursor{f: f, key: c.key[:0]}
	if f == nil || f.terms == 0 || term == "" {
		return
	}
	c.block = f.blockOf(term, from)
	for c.step() {
		if string(c.key) >= term {
			c.ready = true
			break
		}
	}
}

// blockOf finds the last block that begins with a term not greater than the given, or
// the first, the faster the nearer it is to another.
func (f *Field) blockOf(term string, near int) int {
	beyond := func(i int) bool { return string(f.firstTerm(i)) > term }
	from, to := 0, len(f.blocks)/4 // from is not beyond, or the first; to is, or the end
	if near > 0 && near < to && beyond(near) {
		to = near
		for step := 1; step < to; step *= 4 {
			if at := to - step; !beyond(at) {
				from = at
				break
			} else {
				to = at
			}
		}
	} else if near > 0 && near < to {
		from = near
		for step := 1; from+step < to; step *= 4 {
			if at := from + step; beyond(at) {
				to = at
				break
			} else {
				from = at
			}
		}
	}
	for from+1 < to {
		if at := int(uint(from+to) >> 1); beyond(at) {
			to = at
		} else {
			from = at
		}
	}
	return from
}

// In makes the cursor one of a field, wherever it was.
func (c *Cursor) In(f *Field) *Cursor {
	if c.f != f {
		*c = Cursor{f: f, key: c.key[:0]}
	}
	return c
}

// Seek goes to the term of a number, as forms have it. Numbers that ascend are
// found the faster the nearer they are.
func (c *Cursor) Seek(number uint32) bool {
	if c.err != nil || c.f == nil {
		return false
	}
	if uint64(number) >= c.f.terms {
		return c.damaged()
	}
	block := int(number / blockTerms)
	if c.block != block+1 || c.number() >= int64(number) {
		c.block, c.in = block, 0
	}
	c.ready = false
	for c.step() {
		if c.number() == int64(number) {
			return true
		}
	}
	return c.err == nil && c.damaged()
}

// number is the number of the term at hand; -1 before the first.
func (c *Cursor) number() int64 {
	if c.block == 0 {
		return -1
	}
	first := int64(c.block-1) * blockTerms
	return first + int64(min(blockTerms, int64(c.f.terms)-first)) - int64(c.in) - 1
}

// firstTerm is the first term of a block; empty if the block is damaged.
func (f *Field) firstTerm(block int) []byte {
	at := uint64(binary.LittleEndian.Uint32(f.blocks[4*block:]))
	if at > uint64(len(f.dict)) {
		return nil
	}
	b := f.dict[at:]
	for range 2 { // the offset of its list, what it shares with no term before
		_, n := binary.Uvarint(b)
		if n <= 0 {
			return nil
		}
		b = b[n:]
	}
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil
	}
	return b[n : n+int(size)]
}

// Cursor goes through the terms of a field in their order.
type Cursor struct {
	f     *Field
	block int    // that comes next
	left  []byte // of the block at hand
	in    int    // terms left in it
	next  uint64 // where the next list begins
	key   []byte
	list  List
	root  List // that begins with the term, if one does
	stem  List // likewise
	ready bool // the term at hand was not handed out yet
	err   error
}

// Next goes to the next term; false at the end or if the field is damaged.
func (c *Cursor) Next() bool {
	if c.ready {
		c.ready = false
		return true
	}
	return c.step()
}

// Term is the term at hand, valid until Next.
func (c *Cursor) Term() []byte { return c.key }

// List is the postings of the term at hand.
func (c *Cursor) List() *List { return &c.list }

// Stem is the list of the stem that the term at hand is the first of, without positions unless
// the stem has this term only; false if it begins none.
func (c *Cursor) Stem() (List, bool) { return c.stem, c.stem.Count > 0 }

// Err is what ended the cursor before the end of the field.
func (c *Cursor) Err() error { return c.err }

func (c *Cursor) step() bool {
	if c.err != nil || c.in == 0 && !c.enter() {
		return false
	}
	shared, rest, ok := c.uvarint(c.left, true)
	size, rest, ok := c.uvarint(rest, ok)
	if !ok || shared > uint64(len(c.key)) || size > uint64(len(rest)) {
		return c.damaged()
	}
	c.key = append(c.key[:shared], rest[:size]...)
	count, rest, ok := c.uvarint(rest[size:], true)
	begins := sameStem
	if c.f.levels != nil {
		begins = int(count & (1<<beginBits - 1))
		count >>= beginBits
		var own int
		c.root, c.stem = List{}, List{}
		if begins >= rootBegin {
			own = begins - rootBegin
		} else if begins >= stemOnly {
			own = begins - stemOnly
		}
		if own&ownRoot != 0 {
			if c.root, rest, ok = c.group(rest, ok); !ok {
				return c.damaged()
			}
		}
		if own&ownStem != 0 {
			if c.stem, rest, ok = c.group(rest, ok); !ok {
				return c.damaged()
			}
		}
	}
	length, rest, ok := c.uvarint(rest, ok)
	if !ok || !c.fits(count, length) {
		return c.damaged()
	}
	c.list = c.take(count, length)
	c.list.located = c.f.located
	if begins >= rootBegin && c.f.levels.Places {
		switch {
		case c.root.Count > 0:
			c.root.standing = true
		case c.stem.Count > 0:
			c.stem.standing = true
		}
	}
	if begins >= stemOnly && c.stem.Count == 0 {
		c.stem = c.list
	}
	if begins >= rootBegin && c.root.Count == 0 {
		c.root = c.stem
	}
	c.left = rest
	c.in--
	if begins >= stemOnly {
		number := uint32(c.number())
		c.list.Number, c.stem.Number, c.root.Number = number, number, number
	}
	return true
}

// fits says whether the next list can be of so many documents and bytes.
func (c *Cursor) fits(count, length uint64) bool {
	most := length
	if c.f.levels != nil {
		most = blockmax.MostDocs(length)
	}
	return length <= uint64(len(c.f.lists)) && c.next <= uint64(len(c.f.lists))-length && count <= uint64(c.f.docs) && count <= most && count > 0
}

// take cuts off the next list.
func (c *Cursor) take(count, length uint64) List {
	end := c.next + length
	l := List{Count: int(count), body: c.f.levels.body(), data: c.f.lists[c.next:end:min(end+8, uint64(cap(c.f.lists)))], packed: c.f.levels != nil, limit: c.f.docs}
	c.next = end
	return l
}

// group reads the entry of a root or stem, and cuts off its list.
func (c *Cursor) group(b []byte, ok bool) (l List, rest []byte, _ bool) {
	count, b, ok := c.uvarint(b, ok)
	length, b, ok := c.uvarint(b, ok)
	if !ok || !c.fits(count, length) {
		return l, nil, false
	}
	return c.take(count, length), b, true
}

// enter goes to the next block.
func (c *Cursor) enter() bool {
	if c.f == nil || 4*c.block >= len(c.f.blocks) {
		return false
	}
	at := uint64(binary.LittleEndian.Uint32(c.f.blocks[4*c.block:]))
	if at > uint64(len(c.f.dict)) {
		return c.damaged()
	}
	next, left, ok := c.uvarint(c.f.dict[at:], true)
	if !ok {
		return c.damaged()
	}
	c.next, c.left, c.key = next, left, c.key[:0]
	c.in = int(min(blockTerms, c.f.terms-uint64(c.block)*blockTerms))
	c.block++
	return true
}

func (c *Cursor) uvarint(b []byte, ok bool) (uint64, []byte, bool) {
	if !ok || len(b) == 0 {
		return 0, nil, false
	}
	if b[0] < 0x80 {
		return uint64(b[0]), b[1:], true
	}
	x, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil, false
	}
	return x, b[n:], true
}

func (c *Cursor) damaged() bool {
	c.err = fmt.Errorf("%w: dictionary of %s", ErrCorrupt, c.f.name)
	c.key, c.in = nil, 0
	return false
}
