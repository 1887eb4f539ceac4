package query

import (
	"strings"
	"unicode"
)

// kind is what a token is to the parser.
type kind int

const (
	wordToken   kind = iota // token.node is a *Word; text is what a Value makes of it
	phraseToken             // token.node is a *Phrase
	valueToken              // token.node is a *Value, complete with its field
	datesToken              // token.node is a *Dates
	allToken                // a star alone
	openToken
	closeToken // boost belongs to the whole group
	plusToken
	minusToken // - ! NOT
	andToken
	orToken
	fieldToken
	formToken
)

// token is one piece of a query.
type token struct {
	kind  kind
	at    int    // where it began, in bytes
	text  string // as typed; of an operator that is a word, that word
	node  Node
	field Field
	form  Form
	boost float64
	// literal says that a word is no operator: it was escaped, or has signs.
	literal bool
	// missing says that a bracket was not there: it closes at the end what
	// nobody closed.
	missing bool
}

// prefix reports whether t says something about the token after it.
func (t token) prefix() bool {
	return t.kind == plusToken || t.kind == minusToken || t.kind == fieldToken || t.kind == formToken
}

// operand reports whether t can stand on either side of an operator.
func (t token) operand() bool {
	return t.kind <= allToken
}

// lexer cuts a query into tokens. It never fails: what has no meaning at its
// place is text, and what is not text either is overlooked.
type lexer struct {
	chars  []char
	pos    int
	end    int // length of the query in bytes
	own    Own
	tokens []token
	faults *faults
	// start: nothing but prefixes stands between the last space and pos. Signs
	// count here only: a hyphen inside a word is a hyphen.
	start bool
	// starred: a star stands right before pos, so one after the word is
	// emphasis, not a prefix search.
	starred bool
}

func lex(s string, own Own, f *faults) []token {
	l := &lexer{chars: visible(s), end: len(s), own: own, faults: f, start: true}
	for l.pos < len(l.chars) {
		l.next()
	}
	return l.tokens
}

// next reads one token or passes over what is none.
func (l *lexer) next() {
	switch r := l.peek(0); {
	case r == ' ':
		for l.afterPrefix() { // what it announced has turned out to be nothing
			l.tokens = l.tokens[:len(l.tokens)-1]
		}
		l.pos++
		l.start, l.starred = true, false
		return
	case r == '(':
		l.emit(token{kind: openToken})
		l.pos++
		l.start = true
		return
	case r == ')':
		l.closeGroup()
	case quoteFamily(r) != "" || l.start && strings.ContainsRune(singleQuotes, r):
		l.quoted()
	case l.start && l.sign(), l.start && l.formSign(), l.doubled():
		return // the beginning of a word is still ahead
	case l.start && l.loneStar(), l.start && l.url():
	case l.start && l.field():
		return
	case wordRune(r), l.escape() > 0, l.start && l.infix():
		l.word()
	case r == '*':
		if l.start && wordRune(l.peek(1)) {
			l.faults.add(l.at(), "* cannot begin a word")
		}
		l.pos++
		l.start, l.starred = false, true
		return
	default:
		l.pos++
	}
	l.start, l.starred = false, false
}

// infix reports whether a star at pos begins a pattern: one, right before a
// letter. Two are emphasis.
func (l *lexer) infix() bool { return l.peek(0) == '*' && letterRune(l.peek(1)) }

// peek returns the character n places on, or a space beyond the end.
func (l *lexer) peek(n int) rune {
	if l.pos+n >= len(l.chars) {
		return ' '
	}
	return l.chars[l.pos+n].r
}

// at returns the offset of the character at pos in the query, in bytes.
func (l *lexer) at() int { return l.offset(l.pos) }

func (l *lexer) offset(pos int) int {
	if pos >= len(l.chars) {
		return l.end
	}
	return l.chars[pos].at
}

func (l *lexer) emit(t token) {
	t.at = l.at()
	l.tokens = append(l.tokens, t)
}

// afterPrefix reports whether the last token waits for what comes now.
func (l *lexer) afterPrefix() bool {
	return len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].prefix()
}

// escape returns how many characters an escape takes up at pos: a backslash
// protects the sign after it, and at the beginning of a word the whole word
// from being a field, an operator or an address. Elsewhere it is text.
func (l *lexer) escape() int {
	if l.peek(0) != '\\' || l.peek(1) == ' ' {
		return 0
	}
	if !wordRune(l.peek(1)) {
		return 2
	}
	if l.start {
		return 1
	}
	return 0
}

// operandAt reports whether a word, a phrase or a group begins n places on, so
// that a prefix before it means something.
func (l *lexer) operandAt(n int) bool {
	r := l.peek(n)
	switch {
	case wordRune(r), r == '(':
		return true
	case r == '=' || r == rootSign:
		r = l.peek(n + 1)
		return r != '=' && r != rootSign && l.operandAt(n+1)
	case r == '\\':
		return l.peek(n+1) != ' '
	case r == '*':
		return l.boundary(n+1, ")") || letterRune(l.peek(n+1))
	}
	_, ok := l.closer(l.pos + n)
	return ok
}

// boundary reports whether a word ends n places on: at a space, at the end or
// before one of the characters of more.
func (l *lexer) boundary(n int, more string) bool {
	r := l.peek(n)
	return r == ' ' || strings.ContainsRune(more, r)
}

// sign reads +, - or ! at the beginning of a word.
func (l *lexer) sign() bool {
	k := minusToken
	switch l.peek(0) {
	case '+':
		k = plusToken
	case '-', '!':
	default:
		return false
	}
	if l.afterPrefix() || !l.operandAt(1) {
		return false
	}
	l.emit(token{kind: k})
	l.pos++
	return true
}

// formSign reads = or √ before what it says the form of.
func (l *lexer) formSign() bool {
	r := l.peek(0)
	if r != '=' && r != rootSign || !l.operandAt(0) || l.peek(1) == '*' {
		return false
	}
	form := Exact
	if r == rootSign {
		form = Root
	}
	l.emit(token{kind: formToken, form: form})
	l.pos++
	return true
}

// doubled reads && and ||, which need no spaces around them.
func (l *lexer) doubled() bool {
	r := l.peek(0)
	if r != '&' && r != '|' || l.peek(1) != r {
		return false
	}
	k := andToken
	if r == '|' {
		k = orToken
	}
	l.emit(token{kind: k})
	for l.peek(0) == r {
		l.pos++
	}
	l.start = true
	return true
}

// loneStar reads a star that stands by itself: every article.
func (l *lexer) loneStar() bool {
	if l.peek(0) != '*' || !l.boundary(1, ")") {
		return false
	}
	l.emit(token{kind: allToken, node: All{}})
	l.pos++
	return true
}

// closeGroup reads a closing bracket and the weight of its group.
func (l *lexer) closeGroup() {
	l.emit(token{kind: closeToken})
	l.pos++
	l.tokens[len(l.tokens)-1].boost = l.suffixes("^").boost
}

// url reads a web address as one word of text: what would be signs elsewhere
// belongs to it.
func (l *lexer) url() bool {
	if !l.webAddress() {
		return false
	}
	from := l.pos
	for r := l.peek(0); r != ' ' && r != '(' && r != ')' && quoteFamily(r) == ""; r = l.peek(0) {
		l.pos++
	}
	text := l.slice(from, l.pos)
	l.appendWord(from, &Word{Text: strings.TrimRightFunc(text, notWordRune)}, text, true)
	return true
}

// webAddress reports whether scheme:// or www. begins here, with something
// after it.
func (l *lexer) webAddress() bool {
	n := 0
	for r := l.peek(n); r < unicode.MaxASCII && wordRune(r); r = l.peek(n) {
		n++
	}
	if l.peek(n) == ':' && l.peek(n+1) == '/' && l.peek(n+2) == '/' {
		return n > 1 && wordRune(l.peek(n+3))
	}
	return l.peek(n) == '.' && wordRune(l.peek(n+1)) &&
		strings.EqualFold(l.slice(l.pos, l.pos+n), "www")
}

// slice returns the characters from one position up to another as text.
func (l *lexer) slice(from, to int) string {
	var b strings.Builder
	for _, c := range l.chars[from:min(to, len(l.chars))] {
		b.WriteRune(c.r)
	}
	return b.String()
}

func notWordRune(r rune) bool { return !wordRune(r) }
