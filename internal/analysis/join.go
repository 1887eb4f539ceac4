package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// joiner knows the names that are written as several words: Abu Dhabi, Abdullah,
// the months of the east; and what words mean behind a number.
type joiner struct {
	words  map[string]joinWord // by the exact form
	filter *filter             // of words
}

// joinWord is what is known of a word. Names are known as they are: what may stand
// before their first word is looked for in the text.
type joinWord struct {
	starts   *joinNode // the names that begin with it
	words    int       // how many words a name is made of that is written as this one
	articled bool      // such a name may have the article: no word of it has one
	unit     string    // what it means behind a number
}

// set changes what is known of a word.
func (j *joiner) set(word string, change func(*joinWord)) {
	w := j.words[word]
	change(&w)
	j.words[word] = w
	j.filter.add(word)
}

// word returns what is known of an exact form, behind proclitics or none.
func (j *joiner) word(exact string) joinWord {
	key := joinKey(exact)
	w := j.known(key)
	if key != exact { // with its madda it is another word, that begins the same names
		w.words, w.unit = 0, ""
	}
	for _, p := range proclitics[1:] {
		if rest, ok := strings.CutPrefix(key, p); ok {
			w.add(j.known(rest))
		}
	}
	for _, p := range articleProclitics {
		rest, ok := strings.CutPrefix(key, p)
		if !ok {
			continue
		}
		w.addArticled(j.known(rest))
		if strings.HasSuffix(p, sLil) { // two lams may stand for three, and have swallowed the alef of an article
			w.addArticled(j.known(sLam + rest))
			w.add(j.known(sAl + rest))
			w.add(j.known(sAl + sLam + rest))
		}
	}
	return w
}

// add adds what is known of the word without what stands before it.
func (w *joinWord) add(rest joinWord) {
	w.starts, w.words = cmp.Or(w.starts, rest.starts), max(w.words, rest.words)
}

// addArticled is add for a word behind the article.
func (w *joinWord) addArticled(rest joinWord) {
	if !rest.articled {
		rest.words = 0
	}
	if rest.starts != nil && !rest.starts.mayHaveArticle() {
		rest.starts = nil
	}
	w.add(rest)
}

func (j *joiner) known(word string) (w joinWord) {
	if j.filter.mayHave(word) {
		w = j.words[word]
	}
	return w
}

// joinNode is what may follow after the words read so far.
type joinNode struct {
	next     map[string]*joinNode
	end      bool // the words read so far are a name
	articled bool // and so they are with any word behind the article
}

// servant begins the names of God's servants: with any word behind the article
// it is one, listed or not.
const servant = string(ain) + string(beh) + string(dal)

// wholeName is what follows the last word of a name.
var wholeName = &joinNode{end: true}

// after returns what follows a word, nil if no name goes on with it.
func (n *joinNode) after(word string) *joinNode {
	if child := n.next[word]; child != nil || !n.articled || len(word) < len(Article)+2*letterBytes || !strings.HasPrefix(word, Article) {
		return child
	}
	return wholeName
}

// newJoiner takes names as lists of exact forms.
func newJoiner(names [][]string) *joiner {
	j := &joiner{words: map[string]joinWord{}, filter: &filter{}}
	if len(names) > 0 {
		j.start([]string{servant}).articled = true
	}
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
	for _, name := range names {
		if len(name) > 1 {
			articled := j.words[name[0]].starts.mayHaveArticle()
			j.set(strings.Join(name, ""), func(w *joinWord) { w.words, w.articled = max(w.words, len(name)), w.articled || articled })
		}
	}
	return j
}

func (j *joiner) start(name []string) *joinNode {
	node := j.words[name[0]].starts
	if node == nil {
		node = &joinNode{}
		j.set(name[0], func(w *joinWord) { w.starts = node })
	}
	return node
}

// widthOf says how many positions the word takes that is written as one: as
// many as it has words where it is a name of several, so that a phrase finds the
// next word behind it however the name is written.
func (w *joinWord) widthOf(exact string) int {
	if len(exact) >= len(servant+Article)+2*letterBytes {
		if before, name, ok := strings.Cut(exact, servant+Article); ok && len(name) >= 2*letterBytes && slices.Contains(proclitics, before) {
			return 2
		}
	}
	return max(w.words, 1)
}

// mayHaveArticle reports whether the first word of the names may stand behind the
// article: no other word of them does.
func (n *joinNode) mayHaveArticle() bool { return !n.articled && !n.hasArticle() }

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

// maxThreads bounds the names that may be under way at one word; few words
// begin a name, and names are short.
const maxThreads = 8

// joining is the state of the joiner in one text.
type joining struct {
	text     string
	position int                // that the next token gets, from 0
	piece    uint32             // of the text, that is analyzed
	threads  [maxThreads]thread // the names that have begun
	running  int                // how many of them there are
	found    []run              // names that are whole, not yet among the tokens
	series   series             // that the token before belongs to
	sort     seriesKind         // of that token
}

// thread is a name that has begun: the token it began with, and what may follow.
type thread struct {
	first int
	node  *joinNode
}

// run is a range of tokens, both ends included, that are one name: what they
// spell together, or the term given.
type run struct {
	first, last int
	term        string
	kind        kind
}

// advance looks at the token just appended, whose entry is e. A name stands
// wherever its words stand side by side, also within and across others. Names
// that are whole go among the tokens as soon as none is under way.
func (a *Analyzer) advance(j *joining, dst []Token, text string, e *entry) []Token {
	k := len(dst) - 1
	if j.isOpen() {
		gap := visible(between(text, dst[k-1].End, dst[k].Start))
		joins := gapJoins(gap)
		if e.unit && joins && j.sort == digitSort {
			j.found = append(j.found, run{k, k, a.joins.word(e.exact).unit, kindArabic})
		}
		if j.running > 0 {
			j.follow(k, joinKey(e.exact), joins)
		}
		if j.series.sort != otherSort && !j.series.takes(k, e.sort, gap) {
			j.endSeries(dst)
		}
	}
	if j.sort = e.sort; e.sort != otherSort && j.series.sort == otherSort {
		j.series.begin(text, k, &dst[k], e.sort)
	}
	if e.starts != nil && j.running < maxThreads {
		j.threads[j.running] = thread{k, e.starts}
		j.running++
	}
	if !j.isOpen() {
		return a.finish(j, dst)
	}
	return dst
}

// isOpen says whether what comes next may belong to what came before.
func (j *joining) isOpen() bool { return j.running > 0 || j.sort != otherSort }

// endSeries ends a series, and finds it if it is one.
func (j *joining) endSeries(dst []Token) {
	if term := j.series.term(dst); term != "" {
		j.found = append(j.found, run{j.series.first, j.series.last, term, j.series.kind()})
	}
	j.series = series{}
}

// follow carries the names under way over the next word, or ends them.
func (j *joining) follow(k int, word string, joins bool) {
	kept := 0
	for _, t := range j.threads[:j.running] {
		child := t.node.after(word)
		if child == nil || !joins {
			continue
		}
		if child.end {
			j.found = append(j.found, run{first: t.first, last: k})
		}
		if child.next != nil {
			j.threads[kept] = thread{t.first, child}
			kept++
		}
	}
	j.running = kept
}

// finish puts the names found among the tokens, each before its first word, a
// longer one before a shorter.
func (a *Analyzer) finish(j *joining, dst []Token) []Token {
	j.endSeries(dst)
	j.running, j.sort = 0, otherSort
	if len(j.found) == 0 {
		return dst
	}
	if len(j.found) > 1 {
		slices.SortFunc(j.found, func(x, y run) int {
			return cmp.Or(cmp.Compare(x.first, y.first), cmp.Compare(y.last, x.last))
		})
	}
	var buf [4]Token
	names := buf[:0]
	end := -1 // the last token of the Name before
	kept := j.found[:0]
	for _, r := range j.found {
		name, ok := a.name(j.text, dst[r.first:r.last+1], r)
		if !ok {
			continue
		}
		if name.Role = Inner; r.first > end {
			name.Role, end = Name, r.last
			for i := r.first; i <= r.last; i++ {
				dst[i].Role = Part
			}
		}
		names, kept = append(names, name), append(kept, r)
	}
	dst = insert(dst, kept, names)
	j.found = j.found[:0]
	return dst
}

// insert puts each name before the first token of its run.
func insert(dst []Token, runs []run, names []Token) []Token {
	at := len(dst) // all tokens from here on are in their place
	dst = append(dst, names...)
	for i := len(runs) - 1; i >= 0; i-- {
		copy(dst[runs[i].first+i+1:], dst[runs[i].first:at])
		dst[runs[i].first+i] = names[i]
		at = runs[i].first
	}
	return dst
}

// name makes the token of words that are one name. Where one of them already
// has its stem (Nagorno Karabakh), the name would only be counted twice.
func (a *Analyzer) name(text string, words []Token, r run) (Token, bool) {
	var buf [8 * maxRunes]byte
	whole := append(buf[:0], r.term...)
	for i := range words {
		if r.term == "" {
			whole = append(whole, words[i].Exact...)
		}
	}
	e := a.lookupBytes(whole, r.kind)
	if e.split { // the words are known: هبةالله would be taken apart
		e = a.wordEntry(string(whole), r.kind)
	}
	t := e.token()
	for i := range words {
		if t.Stem != "" && words[i].Stem == t.Stem {
			return Token{}, false
		}
	}
	last := &words[len(words)-1]
	t.Start, t.End, t.Position, t.Piece = words[0].Start, last.End, words[0].Position, words[0].Piece
	t.Width = int32(last.Position-words[0].Position) + last.Width
	if r.term == "" {
		t.Written = writtenOf(text[t.Start:t.End], t.Exact)
		t.Odd = t.Written != Usual(t.Exact)
	}
	return t, true
}

// between is the text between two tokens, "" where they touch.
func between(text string, from, to int) string { return text[from:max(from, to)] }

// gapJoins reports whether only spaces, or the underscores of a hashtag, stand
// between two words, or nothing, or one point or hyphen (بي.بي.سي). A line end or
// any other punctuation keeps them apart.
func gapJoins(gap string) bool {
	switch gap {
	case " ", ".", "-":
		return true
	}
	return strings.Trim(gap, " \t_\u00A0\u202F") == ""
}

// visible is a gap as normalizing writes it: without what nobody sees, and with a
// space in place of that where there is none.
func visible(gap string) string {
	if gap == " " {
		return gap
	}
	seen := strings.Map(func(r rune) rune {
		switch classOf(r) {
		case classControl, classMark, classAccent:
			return -1
		}
		return r
	}, gap)
	if seen != gap && !strings.ContainsFunc(seen, unicode.IsSpace) {
		seen += " "
	}
	return seen
}
