package query

// builder collects the operands of a group and brings them into normal form:
// no groups for nothing, filters required, dates joined, everything left out
// where something else is asked for.
type builder struct {
	must, any, not []Node
	dates          int           // where in must the dates stand, plus one
	values         map[Field]int // the same for unsigned values of each field
}

func (b *builder) add(o operand) {
	switch n := o.node.(type) {
	case None:
		return
	case *Dates:
		if !o.excluded {
			b.addDates(n)
			return
		}
	case *Value:
		if !o.excluded && !o.required {
			b.addValue(n)
			return
		}
	case *Group:
		if !o.excluded && !o.required && n.plain() {
			b.any = append(b.any, n.Any...)
			return
		}
	}
	switch {
	case o.excluded:
		b.not = append(b.not, o.node)
	case o.required || IsFilter(o.node):
		b.must = append(b.must, o.node)
	default:
		b.any = append(b.any, o.node)
	}
}

// plain reports whether the group is nothing but nodes side by side.
func (g *Group) plain() bool {
	return g.Boost == 0 && len(g.Must) == 0 && len(g.Not) == 0
}

// addDates narrows the dates of the group: a before and an after make a span.
func (b *builder) addDates(d *Dates) {
	if b.dates > 0 {
		b.must[b.dates-1] = b.must[b.dates-1].(*Dates).intersect(d)
		return
	}
	b.must = append(b.must, d)
	b.dates = len(b.must)
}

// addValue widens the values of a field: an article has one source, so two of
// them side by side mean either.
func (b *builder) addValue(v *Value) {
	at, ok := b.values[v.Field]
	if ok {
		b.must[at] = newOr([]Node{b.must[at], v})
		return
	}
	if b.values == nil {
		b.values = make(map[Field]int)
	}
	b.values[v.Field] = len(b.must)
	b.must = append(b.must, v)
}

// node returns the group, or what it amounts to.
func (b *builder) node() Node {
	g := &Group{Must: withoutAll(b.must), Any: withoutAll(b.any), Not: b.not}
	asked := len(b.must) + len(b.any) + len(b.not)
	if len(g.Must)+len(g.Any) == 0 && asked > 0 {
		g.Any = []Node{All{}} // everything, or everything but
	}
	switch {
	case asked == 0:
		return None{}
	case len(g.Not) > 0 || len(g.Must)+len(g.Any) > 1:
		return g
	case len(g.Any) == 1:
		return g.Any[0]
	case IsFilter(g.Must[0]):
		return g.Must[0]
	}
	return g
}

// withoutAll returns the nodes that ask for something.
func withoutAll(nodes []Node) []Node {
	var rest []Node
	for _, n := range nodes {
		if _, all := n.(All); !all {
			rest = append(rest, n)
		}
	}
	return rest
}

func newGroup(list []operand) Node {
	var b builder
	for _, o := range list {
		b.add(o)
	}
	return b.node()
}

// newAnd joins nodes of which all are required.
func newAnd(nodes []Node) Node {
	var and []Node
	for _, n := range withoutAll(nodes) {
		switch n := n.(type) {
		case None:
		case *And:
			if n.Boost == 0 {
				and = append(and, n.Nodes...)
			} else {
				and = append(and, n)
			}
		default:
			and = append(and, n)
		}
	}
	switch len(and) {
	case 0:
		for _, n := range nodes {
			if _, all := n.(All); all {
				return All{}
			}
		}
		return None{}
	case 1:
		return and[0]
	}
	return &And{Nodes: and}
}

// newOr joins nodes of which any will do.
func newOr(nodes []Node) Node {
	var or []Node
	for _, n := range nodes {
		switch n := n.(type) {
		case None:
		case *Or:
			if n.Boost == 0 {
				or = append(or, n.Nodes...)
			} else {
				or = append(or, n)
			}
		default:
			or = append(or, n)
		}
	}
	switch len(or) {
	case 0:
		return None{}
	case 1:
		return or[0]
	}
	return &Or{Nodes: or}
}

// withBoost returns n with a weight on top of its own. It changes nodes that
// the parser has just made.
func withBoost(n Node, boost float64) Node {
	switch n := n.(type) {
	case *Word:
		n.Boost = mulBoost(n.Boost, boost)
	case *Phrase:
		n.Boost = mulBoost(n.Boost, boost)
	case *Group:
		n.Boost = mulBoost(n.Boost, boost)
	case *And:
		n.Boost = mulBoost(n.Boost, boost)
	case *Or:
		n.Boost = mulBoost(n.Boost, boost)
	}
	return n
}
