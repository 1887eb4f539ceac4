package trie

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"sync/atomic"
)

// Trie is a dictionary where it lies. It is safe for concurrent use. A nil Trie
// has no words.
//
// What is damaged is not there; Err then says so.
type Trie struct {
	data    []byte
	root    int
	words   uint64
	total   uint64
	damaged atomic.Bool
}

// Open reads the beginning of a trie.
func Open(data []byte) (*Trie, error) {
	t := &Trie{data: data}
	for _, x := range [...]*uint64{&t.words, &t.total} {
		n := 0
		if *x, n = binary.Uvarint(data[t.root:]); n <= 0 {
			return nil, fmt.Errorf("%w: it begins with no number", ErrCorrupt)
		}
		t.root += n
	}
	if _, ok := t.node(t.root); !ok {
		return nil, t.Err()
	}
	return t, nil
}

// Words counts the words.
func (t *Trie) Words() int {
	if t == nil {
		return 0
	}
	return int(t.words)
}

// Total is the sum of the documents of all words.
func (t *Trie) Total() uint64 {
	if t == nil {
		return 0
	}
	return t.total
}

// Err says that damage was met since the trie was opened.
func (t *Trie) Err() error {
	if t != nil && t.damaged.Load() {
		return ErrCorrupt
	}
	return nil
}

// Word is a word as it lies. It is valid during the visit.
type Word struct {
	codes   []byte
	Docs    int
	count   int    // of numbers
	numbers []byte // as they lie
}

// Text is the word.
func (w *Word) Text() string { return string(appendText(make([]byte, 0, 2*len(w.codes)), w.codes)) }

// AppendText appends the word to dst.
func (w *Word) AppendText(dst []byte) []byte { return appendText(dst, w.codes) }

// Numbers appends the numbers of the word to dst.
func (w *Word) Numbers(dst []uint32) []uint32 {
	at, n := w.numbers, uint32(0)
	for range w.count {
		d, k := binary.Uvarint(at) // whole, as node has seen
		at = at[k:]
		n += uint32(d)
		dst = append(dst, n)
	}
	return dst
}

// node is a node as it lies.
type node struct {
	tail    []byte // letters
	word    Word   // if it is one; without codes
	isWord  bool
	peak    uint64 // documents of the most frequent word below
	letters []byte // first letters of the children
	starts  []byte // where the children but the first begin
	width   int
	at      int // where the first child begins; behind a node without any
}

// node reads the node at a place.
func (t *Trie) node(at int) (n node, ok bool) {
	ok = t.read(at, &n)
	return n, ok
}

// read is node, into memory that was one before.
func (t *Trie) read(at int, n *node) bool {
	n.isWord, n.letters, n.starts = false, nil, nil
	if uint(at) >= uint(len(t.data)) {
		return t.damage()
	}
	b := t.data[at:]
	head := b[0]
	b = b[1:]
	size := uint64(head >> 3)
	if size == longTail {
		k := 0
		if size, k = binary.Uvarint(b); k <= 0 {
			return t.damage()
		}
		b = b[k:]
	}
	if size > uint64(len(b)) {
		return t.damage()
	}
	n.tail, b = b[:size], b[size:]
	if head&1 == 1 {
		docs, k := uvarint(b)
		if k <= 0 || docs>>1 > math.MaxUint32 {
			return t.damage()
		}
		n.isWord, n.word.Docs, b = true, int(docs>>1), b[k:]
		count := uint64(1)
		if docs&1 == 0 {
			if count, k = uvarint(b); k <= 0 || count > uint64(len(b)) {
				return t.damage()
			}
			b = b[k:]
		}
		n.word.count, n.word.numbers = int(count), b
		for range count {
			_, k := uvarint(b)
			if k <= 0 {
				return t.damage()
			}
			b = b[k:]
		}
	}
	if n.width = bytesOf[head>>1&3]; n.width > 0 {
		k := 0
		if n.peak, k = uvarint(b); k <= 0 || k == len(b) {
			return t.damage()
		}
		children := int(b[k]) + 1
		b = b[k+1:]
		if len(b) < children+(children-1)*n.width {
			return t.damage()
		}
		n.letters, n.starts, b = b[:children], b[children:children+(children-1)*n.width], b[children+(children-1)*n.width:]
	}
	n.at = len(t.data) - len(b)
	return true
}

func uvarint(b []byte) (uint64, int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	return binary.Uvarint(b)
}

func (t *Trie) damage() bool {
	t.damaged.Store(true)
	return false
}

// child is where a child of a node begins.
func (n *node) child(i int) int {
	if i == 0 {
		return n.at
	}
	b := n.starts[(i-1)*n.width:]
	switch n.width {
	case 1:
		return n.at + int(b[0])
	case 2:
		return n.at + int(binary.LittleEndian.Uint16(b))
	}
	return n.at + int(binary.LittleEndian.Uint32(b))
}

// locate finds the highest node all of whose words begin with some codes, and
// how many of its letters are beyond these.
func (t *Trie) locate(codes []byte) (n node, left int, ok bool) {
	if t == nil {
		return n, 0, false
	}
	if n, ok = t.node(t.root); !ok {
		return n, 0, false
	}
	for {
		shared := min(len(n.tail), len(codes))
		if !bytes.Equal(n.tail[:shared], codes[:shared]) {
			return n, 0, false
		}
		if codes = codes[shared:]; len(codes) == 0 {
			return n, len(n.tail) - shared, true
		}
		i := bytes.IndexByte(n.letters, codes[0])
		if i < 0 {
			return n, 0, false
		}
		codes = codes[1:]
		if n, ok = t.node(n.child(i)); !ok {
			return n, 0, false
		}
	}
}

// Find returns a word, without its text, which the caller has.
func (t *Trie) Find(word string) (w Word, ok bool) {
	var buf [64]byte
	codes := appendCodes(buf[:0], word)
	n, left, ok := t.locate(codes)
	if !ok || left > 0 || !n.isWord {
		return Word{}, false
	}
	return n.word, true
}

// Begins reports whether some word begins with a prefix.
func (t *Trie) Begins(prefix string) bool {
	var buf [64]byte
	_, _, ok := t.locate(appendCodes(buf[:0], prefix))
	return ok && t.words > 0
}
