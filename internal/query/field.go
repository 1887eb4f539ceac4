package query

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Kind says how what stands behind the name of a field is compared with what an
// article has there.
type Kind uint8

// The kinds of fields.
const (
	Words  Kind = iota // word by word
	Whole              // as a whole
	Number             // as a number, or a range of them: 12, 10..20
	Moment             // as a date, or a period: 2020-09, 2019..2020
)

// OwnField is a field that an index has of its own.
func OwnField(name string, kind Kind) Field { return Field{name, kind, true} }

// String returns the name of the field as a query writes it, "text" for Text.
func (f Field) String() string {
	switch {
	case f.own:
		return f.name
	case f == Text:
		return "text"
	}
	return meaning(f.name).String()
}

// Kind says how the field is compared.
func (f Field) Kind() Kind { return f.kind }

// IsOwn reports whether an index has the field of its own.
func (f Field) IsOwn() bool { return f.own }

// IsValue reports whether the field is compared with a value, not word by word.
func (f Field) IsValue() bool { return f.kind != Words }

// FieldNamed returns the field of a name that every query can name, in either language and
// however it is written.
func FieldNamed(name string) (Field, bool) { return fieldOf(named(name)) }

// FieldNames lists the fields that every query can name, as it writes them.
func FieldNames() string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.String()
	}
	return strings.Join(list, ", ")
}

// Own are the fields that an index has of its own, by their folded names. A query
// is parsed with them; without any, their names are words.
type Own map[string]Field

// NewOwn is a table of fields.
func NewOwn(fields ...Field) Own {
	o := make(Own, len(fields))
	for _, f := range fields {
		o[analysis.Fold(f.name)] = f
	}
	return o
}

// Named returns the field of a name, an own one or one that every query can name.
func (o Own) Named(name string) (Field, bool) {
	if f, ok := FieldNamed(name); ok {
		return f, true
	}
	f, ok := o[analysis.Fold(name)]
	return f, ok
}

// maxName is the greatest length of the name of an own field, in bytes.
const maxName = 64

// CheckName says why a name cannot be that of an own field.
func CheckName(name string) error {
	first := true
	for _, r := range name {
		if !letterRune(r) && (first || r != '_' && !unicode.IsDigit(r)) {
			return fmt.Errorf("a name is letters, then digits and low lines too (lang, word_count), not %q", name)
		}
		first = false
	}
	switch {
	case name == "":
		return errors.New("a field needs a name")
	case len(name) > maxName:
		return fmt.Errorf("a name has at most %d bytes, not %d", maxName, len(name))
	case named(name) != "" || names.capitals[name] != "":
		return fmt.Errorf("%q means something else in a query", name)
	}
	return nil
}

// ownName is how many characters of an own field's name stand at pos, with letters
// and more; 0 if none does.
func (l *lexer) ownName() int {
	n := 0
	for r := l.peek(n); wordRune(r) || r == '_'; r = l.peek(n) {
		n++
	}
	if _, ok := l.own[analysis.Fold(l.slice(l.pos, l.pos+n))]; !ok {
		return 0
	}
	return n
}

// span reads the bare number, date or range behind the name of a field, skip
// places on. Else the name is text.
func (l *lexer) span(f Field, skip int) bool {
	from := l.pos + skip
	to := from
	for to < len(l.chars) && !l.ends(l.chars[to].r) {
		to++
	}
	text := l.slice(from, to)
	value := strings.TrimRightFunc(text, notWordRune)
	if rest := text[len(value):]; strings.HasPrefix(rest, rangeSign) && !strings.HasPrefix(rest, rangeSign+".") {
		value += rangeSign
	}
	if !f.Accepts(value) {
		l.faults.add(l.at(), "%s: needs %s", f, f.wanted())
		return false
	}
	l.emit(token{kind: fieldToken, field: f})
	l.tokens = append(l.tokens, token{
		kind: valueToken, at: l.offset(from), text: value,
		node: &Value{Field: f, Text: value, Offset: l.offset(from)},
	})
	l.pos, l.start = to, false
	return true
}
