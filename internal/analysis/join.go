package analysis

import "strings"

// joiner knows the names that are written as several words: Abu Dhabi, Abdullah,
// the months of the east.
type joiner struct {
	first map[string]*joinNode // by the exact form of the first word, with and without proclitics
}

// joinNode is what may follow after the words read so far.
type joinNode struct {
	next map[string]*joinNode
	end  bool // the words read so far are a name
}

// newJoiner takes names as lists of exact forms.
func newJoiner(names [][]string) *joiner {
	j := &joiner{first: map[string]*joinNode{}}
	for _, name := range names {
		if len(name) < 2 {
			continue
		}
		node := j.start(name)
		for _, w := range name[1:] {
			child := node.next[w]
			if child == nil {
				child = &joinNode{}
				if node.next == nil {
					node.next = map[string]*joinNode{}
				}
				node.next[w] = child
			}
			node = child
		}
		node.end = true
	}
	j.addProclitics(names)
	return j
}

func (j *joiner) start(name []string) *joinNode {
	node := j.first[name[0]]
	if node == nil {
		node = &joinNode{}
		j.first[name[0]] = node
	}
	return node
}

// addProclitics lets the first word of a name carry proclitics, unless the word
// with them begins another name. The article goes only before names in which no
// word has one.
func (j *joiner) addProclitics(names [][]string) {
	bare := map[string]*joinNode{}
	for _, name := range names {
		if len(name) > 1 {
			bare[name[0]] = j.first[name[0]]
		}
	}
	for word, node := range bare {
		forms := []string{word}
		if !node.hasArticle() {
			forms = WithArticle(word)
		}
		for _, form := range forms {
			for _, full := range WithProclitics(form) {
				if _, taken := j.first[full]; !taken {
					j.first[full] = node
				}
			}
		}
	}
}

// hasArticle reports whether any word after the first has the article.
func (n *joinNode) hasArticle() bool {
	for w, child := range n.next {
		if strings.HasPrefix(w, Article) || child.hasArticle() {
			return true
		}
	}
	return false
}

// joinKey is the form by which a word of a name is known: its exact form, but
// without the madda that few of them keep.
func joinKey(exact string) string {
	if strings.HasPrefix(exact, madda) {
		return Fold(exact)
	}
	return exact
}

// joining is the state of the joiner in one text.
type joining struct {
	base        int       // tokens that were there before the text
	node        *joinNode // nil while no name has begun
	first, last int       // tokens: where it began, where the longest name so far ends
}

// advance looks at the token just appended, whose entry is e, and replaces the
// tokens before it by one when they were a name.
func (a *Analyzer) advance(j *joining, dst []Token, text string, e *entry) []Token {
	k := len(dst) - 1
	if j.node != nil {
		if child := j.node.next[joinKey(e.exact)]; child != nil && gapJoins(text[dst[k-1].End:dst[k].Start]) {
			j.node = child
			if child.end {
				j.last = k
			}
			return dst
		}
		dst = a.finish(j, dst)
		k = len(dst) - 1
	}
	if e.starts != nil {
		j.node, j.first, j.last = e.starts, k, k
	}
	return dst
}

// finish ends the name that has begun, and joins its tokens if it is one.
func (a *Analyzer) finish(j *joining, dst []Token) []Token {
	first, last := j.first, j.last
	joined := j.node != nil && last > first
	j.node = nil
	if !joined {
		return dst
	}
	var buf [8 * maxRunes]byte
	name := buf[:0]
	for _, t := range dst[first : last+1] {
		name = append(name, t.Exact...)
	}
	t := a.lookupBytes(name).token()
	t.Start, t.End, t.Position = dst[first].Start, dst[last].End, dst[first].Position
	dst[first] = t
	rest := dst[last+1:]
	for i := range rest {
		rest[i].Position -= last - first
	}
	return append(dst[:first+1], rest...)
}

// gapJoins reports whether only spaces, or the underscores of a hashtag, stand
// between two words. A line end or any punctuation keeps them apart.
func gapJoins(gap string) bool {
	if gap == " " {
		return true
	}
	for _, r := range gap {
		switch r {
		case ' ', '\t', '_', '\u00A0', '\u202F':
		default:
			if c := classOf(r); c != classControl && c != classMark && c != classAccent {
				return false
			}
		}
	}
	return gap != ""
}
