package query

import (
	"strconv"
	"strings"
	"time"
)

// String returns the word with its field, form and weight.
func (w *Word) String() string { return canonical(w) }

// String returns the phrase in quotes, with its field, kind, window and weight.
func (p *Phrase) String() string { return canonical(p) }

// String returns the value after the name of its field, quoted where it must be.
func (v *Value) String() string { return canonical(v) }

// String returns the dates as from: and before:.
func (d *Dates) String() string { return canonical(d) }

// String returns the period as two days with two points between.
func (m *Mentioned) String() string { return canonical(m) }

// String returns the nodes side by side: the required ones, the others, the
// excluded ones.
func (g *Group) String() string { return canonical(g) }

// String returns the nodes joined by AND.
func (a *And) String() string { return canonical(a) }

// String returns the nodes joined by OR.
func (o *Or) String() string { return canonical(o) }

// String returns a star.
func (All) String() string { return "*" }

// String returns the empty query.
func (None) String() string { return "" }

// canonical writes a tree. Arabic operator words are words in a plain sentence;
// they are escaped only in a tree that would make operators of them.
func canonical(n Node) string {
	var p printer
	p.node(n, loose)
	if p.structured && p.operatorWord {
		p = printer{escapeAll: true}
		p.node(n, loose)
	}
	return p.String()
}

// tightness says what may stand beside a node without brackets.
type tightness int

const (
	loose tightness = iota // in a group of its own
	inGroup
	inOr
	inAnd
	signed // after + or -
)

// printer writes nodes and notes whether the Arabic operators are on.
type printer struct {
	strings.Builder
	escapeAll    bool // Arabic operator words too
	structured   bool
	operatorWord bool // one that is a word here
}

func (p *printer) node(n Node, t tightness) {
	boost := boostOf(n)
	brackets := boost != 0 || t > needs(n)
	switch n.(type) {
	case *Word, *Phrase:
		brackets = false // they carry their weight themselves
	}
	if brackets {
		p.structured = true
		p.WriteByte('(')
		defer func() {
			p.WriteByte(')')
			p.WriteString(formatBoost(boost))
		}()
	}
	switch n := n.(type) {
	case *Word:
		p.word(n)
	case *Phrase:
		p.phrase(n)
	case *Value:
		p.value(n)
	case *Dates:
		p.dates(n)
	case *Mentioned:
		p.mentioned(n)
	case *Group:
		p.group(n)
	case *And:
		p.list(n.Nodes, andName, inAnd)
	case *Or:
		p.list(n.Nodes, orName, inOr)
	case All:
		p.WriteByte('*')
	}
}

// needs returns the tightest place where n can stand without brackets.
func needs(n Node) tightness {
	switch n := n.(type) {
	case *Group:
		return loose
	case *Or:
		return inGroup
	case *And:
		return inOr
	case *Dates:
		if !n.From.IsZero() && !n.To.IsZero() {
			return inGroup // two filters, joined again when they are read
		}
	}
	return signed
}

func boostOf(n Node) float64 {
	switch n := n.(type) {
	case *Word:
		return n.Boost
	case *Phrase:
		return n.Boost
	case *Group:
		return n.Boost
	case *And:
		return n.Boost
	case *Or:
		return n.Boost
	}
	return 0
}

func formatBoost(boost float64) string {
	if boost == 0 {
		return ""
	}
	return "^" + strconv.FormatFloat(boost, 'f', -1, 64)
}

func (p *printer) list(nodes []Node, operator meaning, t tightness) {
	for i, n := range nodes {
		if i > 0 {
			p.WriteString(" " + operator.String() + " ")
		}
		p.node(n, t)
	}
}

func (p *printer) group(g *Group) {
	first := true
	put := func(sign string, n Node, t tightness) {
		if !first {
			p.WriteByte(' ')
		}
		first = false
		p.structured = p.structured || sign != ""
		p.WriteString(sign)
		p.node(n, t)
	}
	for _, n := range g.Must {
		if _, dates := n.(*Dates); dates {
			put("", n, inGroup)
		} else {
			put("+", n, signed)
		}
	}
	for _, n := range g.Any {
		if _, all := n.(All); !all || len(g.Not) == 0 {
			put("", n, inGroup)
		}
	}
	for _, n := range g.Not {
		put("-", n, signed)
	}
}

func (p *printer) dates(d *Dates) {
	p.structured = true
	since, until := fromName.String()+":"+formatMoment(d.From), beforeName.String()+":"+formatMoment(d.To)
	switch {
	case d.From.IsZero() && d.To.IsZero():
		p.WriteByte('*')
	case d.To.IsZero():
		p.WriteString(since)
	case d.From.IsZero():
		p.WriteString(until)
	default:
		p.WriteString(since + " " + until)
	}
}

func (p *printer) mentioned(m *Mentioned) {
	p.structured = true
	first, last := "", ""
	if !m.From.IsZero() {
		first = m.From.Format(time.DateOnly)
	}
	if !m.To.IsZero() {
		last = m.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if first != last {
		first += rangeSign + last
	}
	p.WriteString(mentionedName.String() + ":" + first)
}

func (p *printer) value(v *Value) {
	p.structured = true
	plain := v.Field.String() + ":" + v.Text
	if n, ok := reread(plain, v.Field).(*Value); ok && n.Field == v.Field && n.Text == v.Text && !hasSigns(v.Text) {
		p.WriteString(plain)
		return
	}
	p.WriteString(v.Field.String() + `:"` + unencoded(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v.Text)) + `"`)
}

// unencoded escapes in a quoted text what Decode would take for the encoding of
// something else.
func unencoded(s string) string {
	if Decode(s) == s {
		return s
	}
	return strings.NewReplacer(`%`, `\%`, `&`, `\&`).Replace(s)
}

// prefix writes a field, if there is one.
func (p *printer) prefix(f Field) {
	if f != Text {
		p.structured = true
		p.WriteString(f.String())
		p.WriteByte(':')
	}
}

func (p *printer) phrase(ph *Phrase) {
	p.structured = true
	p.prefix(ph.Field)
	if ph.Kind == Verbatim {
		p.WriteByte('=')
	}
	p.WriteString(`"` + unencoded(cleanPhrase(ph.Text)) + `"`)
	if ph.Kind == AnyForm {
		p.WriteString("@" + stemName.String())
	}
	if ph.Slop != 0 {
		p.WriteString("~" + strconv.Itoa(ph.Slop))
	}
	p.WriteString(formatBoost(ph.Boost))
}

func (p *printer) word(w *Word) {
	p.prefix(w.Field)
	before, after := "", ""
	switch w.Form {
	case Exact:
		before = "="
	case Root:
		before = "√"
	case Prefix:
		after = "*"
	case Fuzzy:
		after = "~"
		if w.Edits != 0 {
			after += strconv.Itoa(w.Edits)
		}
	}
	after += formatBoost(w.Boost)
	if _, operator := operatorWord(token{text: w.Text}, false); !operator && !isNamed(w.Text) && p.plain(w) {
		plain := *w
		plain.Field, plain.Offset = Text, 0
		if n, ok := reread(before + w.Text + after).(*Word); ok && *n == plain {
			p.WriteString(before + w.Text + after)
			return
		}
	}
	p.WriteString(before + escapedWord(w) + after)
}

// isNamed reports whether a text begins as the name of a field does, which some
// index may have.
func isNamed(text string) bool {
	name, rest, ok := strings.Cut(text, ":")
	return ok && !strings.HasPrefix(rest, "//") && CheckName(name) == nil // an address is one word
}

// plain reports whether the word may stand unescaped as far as the Arabic
// operators are concerned.
func (p *printer) plain(w *Word) bool {
	if _, operator := operatorWord(token{text: w.Text}, true); operator {
		p.operatorWord = true
		return !p.escapeAll
	}
	return true
}

// reread parses one piece of a query, as one that is pasted, and forgets where it
// stood.
func reread(s string, fields ...Field) Node {
	var own Own
	if len(fields) > 0 && fields[0].own {
		own = NewOwn(fields...)
	}
	n := own.Parse(Decode(s))
	switch n := n.(type) {
	case *Word:
		n.Offset = 0
	case *Value:
		n.Offset = 0
	}
	return n
}

// escapedWord writes the text of a word so that nothing in it is syntax.
func escapedWord(w *Word) string {
	var b strings.Builder
	if at := escapes().FindStringIndex(`\` + w.Text); at == nil || at[0] > 0 { // \u0633 would be a letter; no field or operator is u0633
		b.WriteByte('\\')
	}
	for _, r := range w.Text {
		wildcard := w.Form == Wildcard && (r == '*' || r == '?')
		if !wordRune(r) && !wildcard {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
