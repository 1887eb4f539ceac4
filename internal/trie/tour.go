package trie

import "sync"

// tour counts the nodes that are gone through, one within the other, and has memory
// for those on the way. In a damaged trie nodes may have the same children, and so on
// for ever.
type tour struct {
	depth int // nodes on the way
	left  int // nodes that may still be entered
	nodes []*node
}

// maxDepth is how many nodes may follow one another: more than words have
// letters, and so few that they can be gone through by recursion.
const maxDepth = 1 << 16

// keptNodes bounds the nodes that are kept from one tour to the next.
const keptNodes = 64

var tours = sync.Pool{New: func() any { return &tour{} }}

// tour returns the count of a tour on which no node is met twice. It is to be ended.
func (t *Trie) tour() *tour {
	r := tours.Get().(*tour)
	r.depth, r.left = 0, int(min(2*t.words, uint64(len(t.data)))) // each word but the first makes a node or two
	return r
}

// end lets go of what the nodes lie in.
func (r *tour) end() {
	if len(r.nodes) > keptNodes {
		r.nodes = nil
	}
	for _, n := range r.nodes {
		*n = node{}
	}
	tours.Put(r)
}

// down goes to a child, which is valid until the way goes on from its parent.
func (r *tour) down(t *Trie, n *node, i int) (child *node, ok bool) {
	if r.depth == maxDepth || r.left == 0 {
		return nil, t.damage()
	}
	if r.depth == len(r.nodes) {
		r.nodes = append(r.nodes, &node{})
	}
	child = r.nodes[r.depth]
	r.depth++
	r.left--
	return child, t.read(n.child(i), child)
}

// up goes back.
func (r *tour) up() { r.depth-- }
