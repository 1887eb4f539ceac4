package trie

import "slices"

// Ranked is a word and how many documents it is in.
type Ranked struct {
	Text string
	Docs int
}

// Frequent returns the n words in the most documents of those that begin with a
// prefix, the most frequent first; equal ones in their order.
func (t *Trie) Frequent(prefix string, n int) []Ranked {
	path := appendCodes(nil, prefix)
	at, left, ok := t.locate(path)
	if !ok || n <= 0 {
		return nil
	}
	at.tail = at.tail[len(at.tail)-left:]
	f := frequent{t: t, n: n, path: path, tour: t.tour()}
	defer f.end()
	f.node(&at)
	return f.best
}

type frequent struct {
	t    *Trie
	n    int
	path []byte
	best []Ranked
	*tour
}

// least is the number of documents that is no longer enough.
func (f *frequent) least() int {
	if len(f.best) < f.n {
		return -1
	}
	return f.best[f.n-1].Docs
}

// node goes through a node, leaving out branches in which no word is frequent enough.
func (f *frequent) node(n *node) {
	f.path = append(f.path, n.tail...)
	if n.isWord && n.word.Docs > f.least() {
		f.add(n.word.Docs)
	}
	end := len(f.path)
	for i, code := range n.letters {
		if int(min(n.peak, maxDocs)) <= f.least() {
			return
		}
		child, ok := f.down(f.t, n, i)
		if !ok {
			return
		}
		f.path = append(f.path[:end], code)
		f.node(child)
		f.up()
	}
}

// maxDocs is more than any number of documents.
const maxDocs = 1 << 30

func (f *frequent) add(docs int) {
	word := Ranked{string(appendText(nil, f.path)), docs}
	at, _ := slices.BinarySearchFunc(f.best, docs, func(r Ranked, docs int) int {
		if r.Docs >= docs {
			return -1
		}
		return 1
	})
	if len(f.best) == f.n {
		f.best = f.best[:f.n-1]
	}
	f.best = slices.Insert(f.best, at, word)
}
