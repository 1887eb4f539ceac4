package query

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
)

// word reads a word with its wildcards and suffixes.
func (l *lexer) word() {
	from := l.pos
	alone := l.start || l.afterOperand()
	literal := l.peek(0) == '\\' && wordRune(l.peek(1))
	if literal {
		l.pos++
	}
	b := l.wordBody()
	w := &Word{Text: b.trimmed(), Form: b.form}
	s := l.suffixes("~^")
	w.Boost = s.boost
	if s.tilde {
		if w.Form != Stem {
			l.faults.add(s.numberAt, "~ cannot stand beside a wildcard")
		} else {
			w.Form, w.Edits = Fuzzy, min(s.number, MaxEdits)
		}
		if s.hasNumber && (s.number < 1 || s.number > MaxEdits || s.fraction) {
			l.faults.add(s.numberAt, "~ takes a number from 1 to %d", MaxEdits)
		}
	}
	plain := !s.tilde && s.boost == 0 && b.form == Stem
	alone = alone && (l.boundary(0, "()") || l.operandAt(0))
	l.appendWord(from, w, l.slice(from, l.pos), literal || !plain || !alone)
}

// afterOperand reports whether a bracket or a phrase ends right before pos, so
// that an operator may follow without a space. An operator stands alone: beside
// other punctuation, or a quote that is none, the same letters are a word.
func (l *lexer) afterOperand() bool {
	if l.pos == 0 || len(l.tokens) == 0 {
		return false
	}
	r, last := l.chars[l.pos-1].r, l.tokens[len(l.tokens)-1].kind
	return r == ')' && last == closeToken || quoteFamily(r) != "" && last == phraseToken
}

// appendWord adds a word that began at from, unless nothing of it can be found.
func (l *lexer) appendWord(from int, w *Word, text string, literal bool) {
	if !hasWord(w.Text) {
		return
	}
	for from < len(l.chars) && !wordRune(l.chars[from].r) && (l.chars[from].r != '*' || w.Form != Wildcard) {
		from++
	}
	w.Offset = l.offset(from)
	l.tokens = append(l.tokens, token{
		kind: wordToken, at: w.Offset, text: text, node: w,
		literal: literal || l.afterPrefix(),
	})
}

// hasWord reports whether s holds a letter or a number.
func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// body is the text of a word while it is read.
type body struct {
	text strings.Builder
	last rune // the last character of text
	form Form // Stem, Prefix or Wildcard
}

func (b *body) add(r rune) {
	b.text.WriteRune(r)
	b.last = r
}

// trimmed returns the text without punctuation around it; the star at the end
// of a word with wildcards is none.
func (b *body) trimmed() string {
	return strings.TrimFunc(b.text.String(), func(r rune) bool {
		return !wordRune(r) && (r != '*' || b.form != Wildcard)
	})
}

// wordBody reads a word up to what cannot belong to it.
func (l *lexer) wordBody() *body {
	b := &body{}
	if l.infix() && l.start {
		b.text.WriteByte('*')
		b.form = Wildcard
		l.pos++
	}
	for {
		r := l.peek(0)
		switch {
		case wordRune(r):
			b.add(r)
		case r == '\\' && !wordRune(l.peek(1)) && l.peek(1) != ' ':
			l.pos++
			if r = l.peek(0); b.form != Wildcard || r != '*' && !questionMark(r) {
				b.add(r)
			}
		case r == '*' || questionMark(r):
			if !l.wildcards(b) {
				return b
			}
			continue
		case l.joins(b.last):
			b.add(r)
		default:
			return b
		}
		l.pos++
	}
}

// wildcards reads a run of * and ?. Between letters they stand for letters, as a
// star before the first does; a star after the last letter makes a prefix; else
// they are punctuation.
func (l *lexer) wildcards(b *body) (more bool) {
	n, star, run := 0, false, ""
	for r := l.peek(n); r == '*' || questionMark(r); r = l.peek(n) {
		switch {
		case r != '*':
			run += "?"
		case !strings.HasSuffix(run, "*"):
			run += "*"
		}
		star = star || r == '*'
		n++
	}
	next := l.peek(n)
	switch {
	case letterRune(b.last) && letterRune(next):
		if b.form != Wildcard {
			dropLiteralWildcards(b)
		}
		b.text.WriteString(run)
		b.form = Wildcard
		l.pos += n
		return true
	case star && wordRune(b.last) && !wordRune(next):
		if !l.starred && b.form == Wildcard {
			b.text.WriteString("*")
		} else if !l.starred {
			dropLiteralWildcards(b)
			b.form = Prefix
		}
		l.pos += n
	}
	return false
}

// dropLiteralWildcards takes escaped stars and question marks out of a word
// that turns out to hold wildcards: no indexed word holds them.
func dropLiteralWildcards(b *body) {
	s := b.text.String()
	b.text.Reset()
	for _, r := range s {
		if r != '*' && !questionMark(r) {
			b.text.WriteRune(r)
		}
	}
}

// joins reports whether the punctuation at pos belongs to the word around it:
// a point or hyphen between word characters, a comma, colon or slash between
// digits.
func (l *lexer) joins(last rune) bool {
	next := l.peek(1)
	if !wordRune(last) || !wordRune(next) {
		return false
	}
	switch r := l.peek(0); r {
	case '.', '-', '_', '@', '&', '\'', leftSingleQuote, rightSingleQuote, hyphen, nonBreakingHyphen:
		return true
	default:
		return (r == ':' || r == '/' || analysis.IsNumberSeparator(r)) && analysis.Digit(last) >= 0 && analysis.Digit(next) >= 0
	}
}

// suffix is what may follow a word, a phrase or a group.
type suffix struct {
	tilde     bool
	hasNumber bool // of the tilde
	fraction  bool // the number was no whole one
	number    int
	numberAt  int // where the tilde stood, in bytes
	stem      bool
	boost     float64 // 0 where there is none
}

// suffixes reads ~, ^ and @ as far as allowed names them. What is none after
// all stays where it is.
func (l *lexer) suffixes(allowed string) suffix {
	var s suffix
	for {
		r := l.peek(0)
		if !strings.ContainsRune(allowed, r) {
			return s
		}
		var ok bool
		switch r {
		case '~':
			ok = l.tilde(&s)
		case '^':
			ok = l.boost(&s)
		case '@':
			ok = l.stemSuffix(&s)
		}
		if !ok {
			return s
		}
	}
}

func (l *lexer) tilde(s *suffix) bool {
	v, n, ok := l.number(1)
	if n == 0 && wordRune(l.peek(1)) || n > 0 && wordRune(l.peek(1+n)) {
		l.faults.add(l.at(), "~ must end a word")
		return false
	}
	s.tilde, s.numberAt = true, l.at()
	if s.hasNumber = ok; ok {
		s.fraction = v != math.Trunc(v)
		s.number = int(math.Trunc(min(v, math.MaxInt32)))
	}
	l.pos += 1 + n
	return true
}

func (l *lexer) boost(s *suffix) bool {
	v, n, ok := l.number(1)
	if !ok || wordRune(l.peek(1+n)) {
		l.faults.add(l.at(), "^ needs a number such as 2 or 1.5")
		return false
	}
	if v <= 0 || v > MaxBoost {
		l.faults.add(l.at(), "a weight is above 0 and at most %d", MaxBoost)
	}
	if v > 0 {
		s.boost = mulBoost(s.boost, v)
	}
	l.pos += 1 + n
	return true
}

func (l *lexer) stemSuffix(s *suffix) bool {
	n := 1
	for letterRune(l.peek(n)) {
		n++
	}
	name := l.slice(l.pos+1, l.pos+n)
	if named(name) != stemName {
		l.faults.add(l.at(), "a phrase takes @stem, not %q", "@"+name)
		return false
	}
	s.stem = true
	l.pos += n
	return true
}

// number reads a number n places on, in any digits, and says how many
// characters it takes up.
func (l *lexer) number(n int) (v float64, length int, ok bool) {
	var b strings.Builder
	from, point := n, false
	for {
		r := l.peek(n)
		if d := analysis.Digit(r); d >= 0 {
			b.WriteByte(byte('0' + d))
		} else if (r == '.' || r == analysis.DecimalSeparator) && !point && analysis.Digit(l.peek(n+1)) >= 0 {
			b.WriteByte('.')
			point = true
		} else {
			break
		}
		n++
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	return v, n - from, err == nil
}

// mulBoost multiplies two weights, of which 0 means 1, and keeps them within
// bounds.
func mulBoost(a, b float64) float64 {
	if a == 0 {
		a = 1
	}
	if b == 0 {
		b = 1
	}
	v := min(max(a*b, 1.0/MaxBoost), MaxBoost)
	if v == 1 {
		return 0
	}
	return v
}
