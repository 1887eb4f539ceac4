package query

// Walk calls visit for n and, where visit returns true, for the nodes below
// it: of a Group Must, Any and Not, in this order.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, list := range children(n) {
		for _, c := range list {
			Walk(c, visit)
		}
	}
}

// Leaves returns the words and phrases that an article may hold to match, in
// the order of the tree: those that are excluded are left out. They are what
// a snippet marks and an explanation speaks of.
func Leaves(n Node) []Node {
	var leaves []Node
	appendLeaves(n, &leaves)
	return leaves
}

func appendLeaves(n Node, leaves *[]Node) {
	switch n := n.(type) {
	case *Word, *Phrase:
		*leaves = append(*leaves, n)
	case *Group:
		for _, c := range n.Must {
			appendLeaves(c, leaves)
		}
		for _, c := range n.Any {
			appendLeaves(c, leaves)
		}
	case *And:
		for _, c := range n.Nodes {
			appendLeaves(c, leaves)
		}
	case *Or:
		for _, c := range n.Nodes {
			appendLeaves(c, leaves)
		}
	}
}

// Filters returns the dates and values that an article may have to match, in
// the order of the tree: those that are excluded are left out.
func Filters(n Node) []Node {
	var filters []Node
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case *Dates, *Value, *Mentioned:
			filters = append(filters, n)
		case *Group:
			for _, list := range [...][]Node{n.Must, n.Any} {
				for _, c := range list {
					filters = append(filters, Filters(c)...)
				}
			}
			return false
		}
		return true
	})
	return filters
}

// Excluded returns the dates and values that an article must not match (-), where nothing stands
// beside them in what is excluded.
func Excluded(n Node) []Node {
	var out []Node
	Walk(n, func(n Node) bool {
		if g, ok := n.(*Group); ok {
			for _, c := range g.Not {
				switch c.(type) {
				case *Dates, *Value, *Mentioned:
					out = append(out, c)
				}
			}
			for _, list := range [...][]Node{g.Must, g.Any} {
				for _, c := range list {
					out = append(out, Excluded(c)...)
				}
			}
			return false
		}
		return true
	})
	return out
}

// IsFilter reports whether n only narrows a search: a date, a value, or
// nothing but those combined. Filters have no share in the score.
func IsFilter(n Node) bool {
	switch n.(type) {
	case *Dates, *Value, *Mentioned:
		return true
	}
	found := false
	for _, list := range children(n) {
		for _, c := range list {
			if _, all := c.(All); all {
				continue
			}
			if !IsFilter(c) {
				return false
			}
			found = true
		}
	}
	return found
}

// children returns the nodes right below n.
func children(n Node) [3][]Node {
	switch n := n.(type) {
	case *Group:
		return [3][]Node{n.Must, n.Any, n.Not}
	case *And:
		return [3][]Node{n.Nodes}
	case *Or:
		return [3][]Node{n.Nodes}
	}
	return [3][]Node{}
}
