package trie

// tour counts the nodes that are gone through, one within the other. In a damaged
// trie nodes may have the same children, and so on for ever.
type tour struct {
	depth int // nodes on the way
	left  int // nodes that may still be entered
}

// maxDepth is how many nodes may follow one another: more than words have
// letters, and so few that they can be gone through by recursion.
const maxDepth = 1 << 16

// tour returns the count of a tour on which no node is met twice.
func (t *Trie) tour() tour {
	return tour{left: int(min(2*t.words, uint64(len(t.data))))} // each word but the first makes a node or two
}

// down goes to a child.
func (r *tour) down(t *Trie, n *node, i int) (child node, ok bool) {
	if r.depth == maxDepth || r.left == 0 {
		return child, t.damage()
	}
	r.depth++
	r.left--
	return t.node(n.child(i))
}

// up goes back.
func (r *tour) up() { r.depth-- }
