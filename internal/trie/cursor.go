package trie

import "bytes"

// Cursor goes through the words that begin alike, in their order.
type Cursor struct {
	t     *Trie
	word  Word
	path  []byte  // letters on the way to the word at hand
	stack []level // nodes on the way whose children are not all done
	at    int     // where the next child begins
	first node    // the node that comes next, if it is no child
	fresh bool
}

// level is a node whose children are gone through.
type level struct {
	letters []byte // of the children that are left
	depth   int    // letters on the way to it
}

// From returns a cursor before the first word that begins with a prefix.
func (t *Trie) From(prefix string) *Cursor {
	c := &Cursor{t: t}
	c.Restart(prefix)
	return c
}

// Restart puts the cursor before the first word that begins with a prefix.
func (c *Cursor) Restart(prefix string) {
	c.path, c.stack, c.fresh = appendCodes(c.path[:0], prefix), c.stack[:0], false
	n, left, ok := c.t.locate(c.path)
	if !ok {
		return
	}
	n.tail = n.tail[len(n.tail)-left:]
	c.first, c.fresh = n, true
}

// Next goes to the next word; false at the end, or where the trie is damaged.
func (c *Cursor) Next() bool {
	if c.fresh {
		c.fresh = false
		if c.enter(&c.first) {
			return true
		}
	}
	for len(c.stack) > 0 {
		top := &c.stack[len(c.stack)-1]
		if len(top.letters) == 0 {
			c.stack = c.stack[:len(c.stack)-1]
			continue
		}
		c.path = append(c.path[:top.depth], top.letters[0])
		top.letters = top.letters[1:]
		n, ok := c.t.node(c.at)
		if !ok {
			c.stack = c.stack[:0]
			return false
		}
		if c.enter(&n) {
			return true
		}
	}
	return false
}

// enter goes to a node; it reports whether a word ends there.
func (c *Cursor) enter(n *node) bool {
	c.path = append(c.path, n.tail...)
	c.at = n.at
	if len(n.letters) > 0 {
		c.stack = append(c.stack, level{n.letters, len(c.path)})
	}
	if !n.isWord {
		return false
	}
	c.word = n.word
	c.word.codes = c.path
	return true
}

// Word is the word at hand, valid until Next.
func (c *Cursor) Word() *Word { return &c.word }

// Compare compares the words that two cursors are at.
func (c *Cursor) Compare(o *Cursor) int { return bytes.Compare(c.word.codes, o.word.codes) }
