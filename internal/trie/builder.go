package trie

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// Builder writes a trie of words that come in their order. The zero value is
// ready for use; Reset makes it empty and keeps its memory.
type Builder struct {
	last  []byte // codes of the last word
	codes []byte
	open  []*branch // nodes on the way to the last word that have children or may get them
	free  []*branch
	words uint64
	total uint64
}

// branch is a node that is not finished: its children are.
type branch struct {
	depth    int // codes on the way to it
	word     []byte
	hasWord  bool
	peak     uint32 // of the words below, its own left out
	docs     uint32 // of its own word
	letters  []byte
	starts   []uint32
	children []byte
}

// Reset forgets all words.
func (b *Builder) Reset() {
	b.free = append(b.free, b.open...)
	b.open, b.last, b.words, b.total = b.open[:0], b.last[:0], 0, 0
}

// Words counts the words.
func (b *Builder) Words() int { return int(b.words) }

func (b *Builder) push(depth int) *branch {
	n := len(b.free)
	var x *branch
	if n > 0 {
		x, b.free = b.free[n-1], b.free[:n-1]
		*x = branch{word: x.word[:0], letters: x.letters[:0], starts: x.starts[:0], children: x.children[:0]}
	} else {
		x = &branch{}
	}
	x.depth = depth
	b.open = append(b.open, x)
	return x
}

// Add adds a word, in how many documents it is, and some ascending numbers that
// belong to it. It must be greater than the one before, and be letters.
func (b *Builder) Add(word string, docs uint32, numbers []uint32) error {
	if word == "" || !utf8.ValidString(word) {
		return fmt.Errorf("%q is no word of a dictionary", word)
	}
	b.codes = appendCodes(b.codes[:0], word)
	if b.words > 0 && bytes.Compare(b.codes, b.last) <= 0 {
		return fmt.Errorf("%q comes too late into a dictionary", word)
	}
	shared := 0
	for shared < len(b.last) && b.last[shared] == b.codes[shared] {
		shared++
	}
	b.close(shared)
	b.last = append(b.last[:0], b.codes...)
	leaf := b.push(len(b.codes))
	leaf.hasWord, leaf.docs = true, docs
	leaf.word = appendWord(leaf.word, docs, numbers)
	b.words++
	b.total += uint64(docs)
	return nil
}

func appendWord(dst []byte, docs uint32, numbers []uint32) []byte {
	if len(numbers) == 1 {
		dst = binary.AppendUvarint(dst, uint64(docs)<<1|1)
	} else {
		dst = binary.AppendUvarint(dst, uint64(docs)<<1)
		dst = binary.AppendUvarint(dst, uint64(len(numbers)))
	}
	before := uint32(0)
	for _, n := range numbers {
		dst = binary.AppendUvarint(dst, uint64(n-before))
		before = n
	}
	return dst
}

// close finishes the nodes on the way to the last word that are deeper than a
// depth, at which it leaves a node open.
func (b *Builder) close(depth int) {
	if len(b.open) == 0 {
		b.push(0)
	}
	for {
		x := b.open[len(b.open)-1]
		if x.depth <= depth {
			return
		}
		b.open = b.open[:len(b.open)-1]
		parent := b.open[len(b.open)-1]
		if parent.depth < depth {
			parent = b.push(depth)
		}
		parent.letters = append(parent.letters, b.last[parent.depth])
		parent.starts = append(parent.starts, uint32(len(parent.children)))
		parent.peak = max(parent.peak, x.peak, x.docs)
		parent.children = x.appendTo(parent.children, b.last[parent.depth+1:x.depth])
		b.free = append(b.free, x)
	}
}

// appendTo writes the node, with the letters that lead to it.
func (x *branch) appendTo(dst, letters []byte) []byte {
	head := byte(0)
	if x.hasWord {
		head = 1
	}
	width := 0
	if len(x.letters) > 0 {
		switch last := x.starts[len(x.starts)-1]; {
		case last < 1<<8:
			width = 1
		case last < 1<<16:
			width = 2
		default:
			width = 3
		}
	}
	head |= byte(width) << 1
	head |= byte(min(len(letters), longTail)) << 3
	dst = append(dst, head)
	if len(letters) >= longTail {
		dst = binary.AppendUvarint(dst, uint64(len(letters)))
	}
	dst = append(dst, letters...)
	dst = append(dst, x.word...)
	if width == 0 {
		return dst
	}
	dst = binary.AppendUvarint(dst, uint64(x.peak))
	dst = append(dst, byte(len(x.letters)-1))
	dst = append(dst, x.letters...)
	var offset [4]byte
	for _, at := range x.starts[1:] {
		binary.LittleEndian.PutUint32(offset[:], at)
		dst = append(dst, offset[:bytesOf[width]]...)
	}
	return append(dst, x.children...)
}

// longTail is the number in a head that says that there are as many letters or more.
const longTail = 31

// bytesOf are the bytes of an offset, by what a head has for them.
var bytesOf = [...]int{0, 1, 2, 4}

// AppendTo appends the trie to dst.
func (b *Builder) AppendTo(dst []byte) []byte {
	b.close(0)
	dst = binary.AppendUvarint(dst, b.words)
	dst = binary.AppendUvarint(dst, b.total)
	return b.open[0].appendTo(dst, nil)
}
