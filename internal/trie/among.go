package trie

import "bytes"

// Wanted is some words that are looked for in one trie after the other.
type Wanted struct {
	words [][]byte // codes, ascending
}

// Want makes words that ascend ready to be looked for.
func Want(words []string) Wanted {
	size := 0
	for _, w := range words {
		size += len(w)
	}
	all := make([]byte, 0, 2*size)
	codes := make([][]byte, len(words))
	for i, w := range words {
		from := len(all)
		all = appendCodes(all, w)
		codes[i] = all[from:len(all):len(all)]
	}
	return Wanted{codes}
}

// AddDocs adds to docs in how many documents each of the words is.
func (t *Trie) AddDocs(of Wanted, docs []int) {
	t.Among(of, func(i int, w Word) { docs[i] += w.Docs })
}

// Among visits those of the words that are there, in their order: the place of each among
// those wanted, and what is known of it, without its text. Where words begin alike, the
// trie is read once for all of them.
func (t *Trie) Among(of Wanted, visit func(i int, w Word)) {
	if t == nil || len(of.words) == 0 {
		return
	}
	root, ok := t.node(t.root)
	if !ok {
		return
	}
	r := t.tour()
	defer r.end()
	t.among(&root, of.words, visit, 0, 0, r)
}

// among looks for words that ascend below a node; they are as the way to it up to
// a depth. The first is the one of a number.
func (t *Trie) among(n *node, words [][]byte, visit func(i int, w Word), number, depth int, r *tour) {
	end := depth + len(n.tail)
	fits := func(w []byte) bool { return len(w) >= end && bytes.Equal(w[depth:end], n.tail) }
	from, to := 0, len(words)
	for from < to && !fits(words[from]) {
		from++
	}
	for to > from && !fits(words[to-1]) {
		to--
	}
	for ; from < to && len(words[from]) == end; from++ {
		if n.isWord {
			visit(number+from, n.word)
		}
	}
	for from < to {
		code, next := words[from][end], from+1
		for next < to && words[next][end] == code {
			next++
		}
		if i := bytes.IndexByte(n.letters, code); i >= 0 {
			child, ok := r.down(t, n, i)
			if !ok {
				return
			}
			t.among(child, words[from:next], visit, number+from, end+1, r)
			r.up()
		}
		from = next
	}
}
