package query

// Parse reads a query as people type or paste it. It never refuses: what is no
// sound syntax is taken as the words it holds, and a query without words is
// None.
func Parse(s string) Node { return Own(nil).Parse(s) }

// Parse is [Parse] of a query that may name own fields, too.
func (o Own) Parse(s string) Node {
	n, _ := o.parse(s)
	return n
}

// ParseWithin is Parse for those who do not want another query than they asked:
// where one is beyond a limit, and something of it would be left out, it
// returns a *SyntaxError and None.
func (o Own) ParseWithin(s string) (Node, error) {
	n, f := o.parse(s)
	if f.limit != nil {
		return None{}, f.limit
	}
	return n, nil
}

// ParseStrict is Parse for those who want to be told: where a part of the
// query would have been overlooked or taken as text although it looks like
// syntax, it returns a *SyntaxError and None.
func ParseStrict(s string) (Node, error) { return Own(nil).ParseStrict(s) }

// ParseStrict is [ParseStrict] of a query that may name own fields, too.
func (o Own) ParseStrict(s string) (Node, error) {
	n, f := o.parse(s)
	if f.first != nil {
		return None{}, f.first
	}
	return n, nil
}

// parse returns the tree and its faults.
func (o Own) parse(s string) (Node, faults) {
	var f faults
	if len(s) > MaxLength {
		f.exceed(MaxLength, "a query has at most %d bytes", MaxLength)
		return Match(cut(s, MaxLength)), f
	}
	tokens := resolveOperators(matchBrackets(lex(s, o, &f), len(s), &f), &f)
	p := &parser{tokens: tokens, faults: &f}
	return p.group(scope{}), f
}

// parser reads tokens whose brackets are balanced and whose operators stand
// between operands.
type parser struct {
	tokens []token
	pos    int
	leaves int
	faults *faults
}

// scope is what fields and forms around a group say about the words in it.
type scope struct {
	field Field
	form  Form
}

// operand is a node and the sign before it.
type operand struct {
	node     Node
	required bool
	excluded bool
}

// at reports whether a token of kind k comes next.
func (p *parser) at(k kind) bool {
	return p.pos < len(p.tokens) && p.tokens[p.pos].kind == k
}

// accept passes over the next token where it is of kind k.
func (p *parser) accept(k kind) bool {
	if p.at(k) {
		p.pos++
		return true
	}
	return false
}

// group reads clauses up to a closing bracket or the end.
func (p *parser) group(s scope) Node {
	var b builder
	for p.pos < len(p.tokens) && !p.at(closeToken) {
		for _, o := range p.or(s) {
			b.add(o)
		}
	}
	return b.node()
}

// or reads operands joined by OR. More than one operand is returned only where
// all are excluded.
func (p *parser) or(s scope) []operand {
	first := p.and(s)
	if !p.at(orToken) {
		return first
	}
	nodes := []Node{positive(first)}
	for p.accept(orToken) {
		nodes = append(nodes, positive(p.and(s)))
	}
	return []operand{{node: newOr(nodes)}}
}

// and reads operands joined by AND. Where all are excluded they are returned
// as they are, so that they exclude from the group around them.
func (p *parser) and(s scope) []operand {
	list := []operand{p.unary(s)}
	if !p.at(andToken) {
		return list
	}
	for p.accept(andToken) {
		list = append(list, p.unary(s))
	}
	excluded := 0
	for _, o := range list {
		if o.excluded {
			excluded++
		}
	}
	switch excluded {
	case len(list):
		return list
	case 0:
		nodes := make([]Node, len(list))
		for i, o := range list {
			nodes[i] = o.node
		}
		return []operand{{node: newAnd(nodes)}}
	}
	for i := range list {
		list[i].required = !list[i].excluded
	}
	return []operand{{node: newGroup(list)}}
}

// positive makes one node of what and returned: exclusions alone become
// everything but those.
func positive(list []operand) Node {
	if len(list) == 1 && !list[0].excluded {
		return list[0].node
	}
	return newGroup(list)
}

// unary reads the signs before an operand. Two exclusions cancel out.
func (p *parser) unary(s scope) operand {
	var o operand
	for {
		switch {
		case p.accept(minusToken):
			o.excluded = !o.excluded
		case p.accept(plusToken):
			o.required = true
		default:
			o.node = p.primary(s)
			o.required = o.required && !o.excluded
			return o
		}
	}
}

// primary reads a word, a phrase, a filter or a group, with the fields and
// forms before it.
func (p *parser) primary(s scope) Node {
	for p.pos < len(p.tokens) {
		t := p.tokens[p.pos]
		if t.kind == closeToken {
			break // nothing follows the prefix
		}
		p.pos++
		switch t.kind {
		case fieldToken:
			s.field = t.field
		case formToken:
			s.form = t.form
		case openToken:
			return p.brackets(t, s)
		case wordToken, phraseToken, valueToken, datesToken:
			return p.leaf(t, s)
		case allToken:
			return t.node
		}
	}
	return None{}
}

func (p *parser) brackets(open token, s scope) Node {
	n := p.group(s)
	boost := 0.0
	if p.at(closeToken) {
		boost = p.tokens[p.pos].boost
		p.pos++
	}
	if _, empty := n.(None); empty {
		p.faults.add(open.at, "these brackets hold no word")
	}
	return p.weigh(n, boost, open.at)
}

// leaf gives a word, a phrase or a filter what the scope says about it.
func (p *parser) leaf(t token, s scope) Node {
	if p.leaves++; p.leaves > MaxLeaves {
		p.faults.exceed(t.at, tooManyWords, MaxLeaves)
		return None{}
	}
	switch n := t.node.(type) {
	case *Word:
		return p.wordIn(n, t, s)
	case *Phrase:
		return p.phraseIn(n, t, s)
	}
	return t.node
}

func (p *parser) wordIn(w *Word, t token, s scope) Node {
	if s.field.IsValue() && s.field.Accepts(w.Text) {
		if w.Form != Stem || w.Boost != 0 || s.form != Stem {
			p.faults.add(t.at, "%s: takes a name, without signs", s.field)
		}
		return &Value{Field: s.field, Text: w.Text, Offset: w.Offset}
	}
	if s.field.IsValue() {
		p.faults.add(t.at, "%s: needs %s", s.field, s.field.wanted())
		s.field = Text
	}
	w.Field = s.field
	switch {
	case w.Form == Stem:
		w.Form = s.form
	case s.form != Stem:
		p.faults.add(t.at, "= and √ cannot be joined with * ? ~")
	}
	return w
}

func (p *parser) phraseIn(ph *Phrase, t token, s scope) Node {
	if !hasWord(ph.Text) {
		return None{}
	}
	if s.field.IsValue() && s.field.Accepts(t.text) {
		if ph.Kind != AsWritten || ph.Slop != 0 || ph.Boost != 0 || s.form != Stem {
			p.faults.add(t.at, "%s: takes a name, without signs", s.field)
		}
		return &Value{Field: s.field, Text: t.text, Offset: ph.Offset}
	}
	if s.field.IsValue() {
		p.faults.add(t.at, "%s: needs %s", s.field, s.field.wanted())
		s.field = Text
	}
	ph.Field = s.field
	switch s.form {
	case Exact:
		if ph.Kind != AsWritten {
			p.faults.add(t.at, "= and @stem contradict one another")
		}
		ph.Kind = Verbatim
	case Root:
		p.faults.add(t.at, "√ takes a word or words in brackets")
		n, all := matchIn(ph.Text, ph.Offset, s, MaxLeaves-p.leaves+1) // it was counted as one
		if p.leaves += len(Leaves(n)) - 1; !all {
			p.faults.exceed(t.at, tooManyWords, MaxLeaves)
		}
		return p.weigh(n, ph.Boost, t.at)
	}
	return ph
}

// weigh gives a node a weight on top of its own.
func (p *parser) weigh(n Node, boost float64, at int) Node {
	if boost == 0 {
		return n
	}
	if IsFilter(n) {
		p.faults.add(at, "a filter has no weight")
		return n
	}
	return withBoost(n, boost)
}
