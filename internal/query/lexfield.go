package query

import "strings"

// field reads the name of a field with its colon, and of an exact value or a
// date the value too. A name that is not known, that has no value right after
// it, or whose value is no date, is text.
func (l *lexer) field() bool {
	n := 0
	for letterRune(l.peek(n)) || n > 0 && l.peek(n) == '_' {
		n++
	}
	if len(l.own) > 0 && l.peek(n) != ':' {
		n = l.ownName()
	}
	if n == 0 || l.peek(n) != ':' {
		return false
	}
	name := l.slice(l.pos, l.pos+n)
	m := named(name)
	f, isField := l.own.Named(name)
	isDate := m == afterName || m == beforeName || m == fromName || m == toName
	switch {
	case l.afterField() && m != rootName:
		return false
	case m == mentionedName:
		return l.mentioned(name, n+1)
	case !isField && !isDate && m != rootName:
		if l.operandAt(n + 1) {
			l.faults.add(l.at(), "unknown field %q", name)
		}
		return false
	case isDate:
		return l.dates(m, name, n+1)
	case f.kind >= Number && quoteFamily(l.peek(n+1)) == "": // of several in brackets, the words would be cut
		return l.span(f, n+1)
	case !l.operandAt(n+1) || l.peek(n+1) == '*' && !letterRune(l.peek(n+2)):
		l.faults.add(l.at(), "%s: needs a value right after the colon", name)
		return false
	case m == rootName:
		l.emit(token{kind: formToken, form: Root})
	default:
		l.emit(token{kind: fieldToken, field: f})
	}
	l.pos += n + 1
	if f.IsValue() {
		l.value(f)
	}
	return true
}

// afterField reports whether the name of a field has just been read.
func (l *lexer) afterField() bool {
	return len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].kind == fieldToken
}

// dates reads the period after the name of a date filter, skip places on.
func (l *lexer) dates(m meaning, name string, skip int) bool {
	from := l.pos + skip
	to := from
	for to < len(l.chars) && !l.ends(l.chars[to].r) {
		to++
	}
	for to > from && !wordRune(l.chars[to-1].r) {
		to--
	}
	start, end, ok := ParsePeriod(l.slice(from, to))
	if !ok || l.afterPrefix() && l.tokens[len(l.tokens)-1].kind == formToken {
		l.faults.add(l.at(), "%s: needs a date such as 2020-09-15, 2020-09 or 2020", name)
		return false
	}
	l.emit(token{kind: datesToken, node: newDates(m, start, end)})
	l.pos = to
	l.start = false
	return true
}

// mentioned reads the period, or the two with points between, after the name of the dates in
// the text, skip places on.
func (l *lexer) mentioned(name string, skip int) bool {
	from := l.pos + skip
	to := from
	for to < len(l.chars) && !l.ends(l.chars[to].r) {
		to++
	}
	for to > from && !wordRune(l.chars[to-1].r) && l.chars[to-1].r != '.' {
		to--
	}
	m, ok := parseMentioned(l.slice(from, to))
	if !ok || l.afterPrefix() && l.tokens[len(l.tokens)-1].kind == formToken {
		l.faults.add(l.at(), "%s: needs a year, month or day, or a range of them such as 2011-01..2011-02", name)
		return false
	}
	l.emit(token{kind: datesToken, node: m})
	l.pos = to
	l.start = false
	return true
}

// value reads the unquoted value of a source, section or tag: all up to the
// next space, without punctuation at its end. A value is compared whole: signs are letters of it like
// others, and a program that means them, or wants them so, is told.
func (l *lexer) value(f Field) {
	if l.peek(0) == '(' || l.peek(0) == '=' || l.peek(0) == rootSign {
		return // the parser carries the field into the group
	}
	if _, quoted := l.closer(l.pos); quoted {
		return
	}
	from := l.pos
	for !l.ends(l.peek(0)) {
		l.pos++
	}
	text := strings.TrimRightFunc(l.slice(from, l.pos), func(r rune) bool { return notWordRune(r) && r != '*' && r != '~' })
	if !hasWord(text) {
		return
	}
	if hasSigns(text) {
		l.faults.add(l.offset(from), "%s: takes a name, without signs; put one that has them in quotes", f)
	}
	l.tokens = append(l.tokens, token{
		kind: valueToken, at: l.offset(from), text: text,
		node: &Value{Field: f, Text: text, Offset: l.offset(from)},
	})
	l.start = false
}

// hasSigns says whether a value looks as if it should be a prefix, a pattern, a fuzzy word or have a weight.
func hasSigns(value string) bool {
	return strings.ContainsAny(value, "*^") || strings.HasSuffix(value, "~")
}

// ends reports whether r ends a value or an address.
func (l *lexer) ends(r rune) bool {
	return r == ' ' || r == '(' || r == ')' || quoteFamily(r) != ""
}

// closer returns where the quote that opens at pos closes. Of single quotes it
// answers only those that stand around whole words.
func (l *lexer) closer(pos int) (int, bool) {
	if pos >= len(l.chars) {
		return 0, false
	}
	open := l.chars[pos].r
	if strings.ContainsRune(singleQuotes, open) {
		return l.singleCloser(pos)
	}
	family := quoteFamily(open)
	if family == "" {
		return 0, false
	}
	proper, ok := properClosers[open]
	if !ok {
		proper = string(open)
	}
	if to, ok := l.find(pos+1, proper); ok {
		return to, true
	}
	return l.find(pos+1, family)
}

// find returns the first of set from pos on that is not escaped.
func (l *lexer) find(pos int, set string) (int, bool) {
	for ; pos < len(l.chars); pos++ {
		r := l.chars[pos].r
		if r == '\\' {
			pos++
			continue
		}
		if strings.ContainsRune(set, r) {
			return pos, true
		}
	}
	return 0, false
}

func (l *lexer) singleCloser(pos int) (int, bool) {
	if pos+1 >= len(l.chars) || !wordRune(l.chars[pos+1].r) {
		return 0, false
	}
	for i := pos + 2; i < len(l.chars); i++ {
		r := l.chars[i].r
		if quoteFamily(r) != "" {
			break
		}
		if !strings.ContainsRune(singleQuotes, r) || l.chars[i-1].r == ' ' {
			continue
		}
		if i+1 == len(l.chars) || !wordRune(l.chars[i+1].r) {
			return i, true
		}
	}
	return 0, false
}

// quoted reads a phrase and its suffixes. A quote that nothing closes is text.
func (l *lexer) quoted() {
	to, ok := l.closer(l.pos)
	if !ok {
		if quoteFamily(l.peek(0)) != "" {
			l.faults.add(l.at(), "this quote is not closed")
		}
		l.pos++
		return
	}
	raw := strings.Join(strings.Fields(unescape(l.slice(l.pos+1, to))), " ")
	p := &Phrase{Text: cleanPhrase(raw), Offset: l.at()}
	if !hasWord(p.Text) {
		l.faults.add(l.at(), "this phrase holds no word")
	}
	l.emit(token{kind: phraseToken, node: p, text: raw})
	l.pos = to + 1
	s := l.suffixes("~^@")
	p.Slop, p.Boost = min(s.number, MaxSlop), s.boost
	if s.number > MaxSlop {
		l.faults.add(s.numberAt, "the window of a phrase is at most %d words", MaxSlop)
	}
	if s.tilde && !s.hasNumber {
		l.faults.add(s.numberAt, "~ after a phrase needs a number")
	}
	if s.fraction {
		l.faults.add(s.numberAt, "the window of a phrase is a whole number")
	}
	if s.stem {
		p.Kind = AnyForm
	}
}

// unescape drops the backslashes before quotes and backslashes, and before what
// would be the encoding of something else.
func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\%`, `%`, `\&`, `&`).Replace(s)
}

// cleanPhrase drops from the text of a phrase what would end it, and
// superfluous spaces: no quote is part of an indexed word.
func cleanPhrase(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\\' || strings.ContainsRune(doubleQuotes, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
