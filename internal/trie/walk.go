package trie

// A Visitor is led through a trie letter by letter.
type Visitor interface {
	// Enter goes on by a letter. It reports whether words that go on so are
	// wanted; if not, it has gone nowhere.
	Enter(letter rune) bool
	// Following tells which of the 64 letters from U+0621 on, a bit each, Enter would
	// take next: it is not asked for others where words go different ways.
	Following() uint64
	// Leave takes back as many letters.
	Leave(letters int)
	// Word is called where a word ends. It reports whether to go on.
	Word(w *Word) bool
}

// Walk leads a visitor through the words that begin with a prefix, in their
// order, from behind the prefix on. It reports whether the visitor went on to
// the end.
func (t *Trie) Walk(prefix string, v Visitor) bool {
	var path [64]byte
	w := walk{t: t, v: v, path: appendCodes(path[:0], prefix)}
	n, left, ok := t.locate(w.path)
	if !ok {
		return true
	}
	n.tail = n.tail[len(n.tail)-left:]
	w.tour = t.tour()
	defer w.end()
	return w.node(&n, len(w.path))
}

type walk struct {
	t    *Trie
	v    Visitor
	path []byte
	word Word // that is visited
	*tour
}

// firstFollowing is the code of the first letter of Visitor.Following.
const firstFollowing = firstArabic + '\u0621' - arabic

// enter goes on by a code behind the path; begun is where the letter begins that
// the path may end within. It returns where the next letter begins, how many
// letters were entered, and whether to go on there.
func (w *walk) enter(code byte, begun int) (next, letters int, ok bool) {
	w.path = append(w.path, code)
	if len(w.path)-begun <= following(w.path[begun]) {
		return begun, 0, true
	}
	if !w.v.Enter(letter(w.path[begun:])) {
		return begun, 0, false
	}
	return len(w.path), 1, true
}

// node walks a node, its letters first; begun is as in enter.
func (w *walk) node(n *node, begun int) bool {
	entered, ok := 0, true
	for i := 0; i < len(n.tail) && ok; i++ {
		k := 0
		begun, k, ok = w.enter(n.tail[i], begun)
		entered += k
	}
	more := true
	if ok {
		more = w.below(n, begun)
	}
	if entered > 0 {
		w.v.Leave(entered)
	}
	return more
}

func (w *walk) below(n *node, begun int) bool {
	if n.isWord {
		w.word = n.word
		w.word.codes = w.path
		if !w.v.Word(&w.word) {
			return false
		}
	}
	depth, wanted := len(w.path), ^uint64(0)
	if len(n.letters) > 0 && begun == depth {
		wanted = w.v.Following()
	}
	for i, code := range n.letters {
		if k := code - firstFollowing; k < 64 && wanted>>k&1 == 0 {
			continue
		}
		next, entered, ok := w.enter(code, begun)
		if ok {
			child, ok := w.down(w.t, n, i)
			if !ok {
				return false
			}
			more := w.node(child, next)
			w.up()
			if entered > 0 {
				w.v.Leave(entered)
			}
			if !more {
				return false
			}
		}
		w.path = w.path[:depth]
	}
	return true
}
