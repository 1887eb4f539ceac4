package query

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// NewAnd joins nodes all of which are required; of nodes that are nothing but
// exclusions it excludes what they exclude. It is what AND between them gives.
func NewAnd(nodes ...Node) Node {
	var list []operand
	asked, excluded := 0, 0
	for _, n := range nodes {
		if not := exclusions(n); not != nil {
			excluded++
			for _, c := range not {
				list = append(list, operand{node: c, excluded: true})
			}
			continue
		}
		if _, none := n.(None); !none {
			asked++
		}
		list = append(list, operand{node: n, required: true})
	}
	if asked == 0 || excluded > 0 {
		return newGroup(list)
	}
	return newAnd(nodes)
}

// NewOr joins nodes of which any will do. It is what OR between them gives.
func NewOr(nodes ...Node) Node { return newOr(nodes) }

// NewNot is everything but what a node finds. Of nothing it is nothing, and of
// an exclusion it is what was excluded.
func NewNot(n Node) Node {
	if not := exclusions(n); len(not) == 1 {
		return not[0]
	}
	return newGroup([]operand{{node: n, excluded: true}})
}

// exclusions returns what a node excludes that does nothing else.
func exclusions(n Node) []Node {
	g, ok := n.(*Group)
	if !ok || g.Boost != 0 || len(g.Must) > 0 || len(g.Any) != 1 {
		return nil
	}
	if _, all := g.Any[0].(All); !all {
		return nil
	}
	return g.Not
}

// NewBoost gives a node a weight on top of its own.
func NewBoost(n Node, weight float64) (Node, error) {
	if math.IsNaN(weight) || weight < 1.0/MaxBoost || weight > MaxBoost {
		return None{}, fmt.Errorf("a weight is a number from 1/%d to %d, not %v", MaxBoost, MaxBoost, weight)
	}
	if IsFilter(n) {
		return None{}, errors.New("a filter has no weight, since it has no share in the score: give the words beside it one")
	}
	return withBoost(shallow(n), weight), nil
}

// shallow copies a node, whose nodes below are those of the original.
func shallow(n Node) Node {
	switch n := n.(type) {
	case *Word:
		c := *n
		return &c
	case *Phrase:
		c := *n
		return &c
	case *Group:
		c := *n
		return &c
	case *And:
		c := *n
		return &c
	case *Or:
		c := *n
		return &c
	}
	return n
}

// NewIn asks for a node in a field. What has a field already keeps it. In a
// field that is compared as a whole, words and phrases become values.
func NewIn(f Field, n Node) (Node, error) {
	switch n := n.(type) {
	case *Word:
		if n.Field != Text {
			return n, nil
		}
		if f.IsValue() {
			if n.Form != Stem || n.Boost != 0 {
				return None{}, notWhole(f)
			}
			return NewValue(f, n.Text)
		}
		c := *n
		c.Field = f
		return &c, nil
	case *Phrase:
		if n.Field != Text {
			return n, nil
		}
		if f.IsValue() {
			if n.Kind != AsWritten || n.Slop != 0 || n.Boost != 0 {
				return None{}, notWhole(f)
			}
			return NewValue(f, n.Text)
		}
		c := *n
		c.Field = f
		return &c, nil
	case *Group:
		var list []operand
		for i, nodes := range [...][]Node{n.Must, n.Any, n.Not} {
			for _, c := range nodes {
				in, err := NewIn(f, c)
				if err != nil {
					return None{}, err
				}
				list = append(list, operand{node: in, required: i == 0, excluded: i == 2})
			}
		}
		return inWeighed(f, newGroup(list), n.Boost)
	case *And:
		nodes, err := allIn(f, n.Nodes)
		if err != nil {
			return None{}, err
		}
		return inWeighed(f, newAnd(nodes), n.Boost)
	case *Or:
		nodes, err := allIn(f, n.Nodes)
		if err != nil {
			return None{}, err
		}
		return inWeighed(f, newOr(nodes), n.Boost)
	}
	return n, nil
}

func allIn(f Field, nodes []Node) ([]Node, error) {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		var err error
		if out[i], err = NewIn(f, n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inWeighed gives a node that was put into a field the weight that it had.
func inWeighed(f Field, n Node, boost float64) (Node, error) {
	if boost == 0 {
		return n, nil
	}
	if IsFilter(n) {
		return None{}, notWhole(f)
	}
	return withBoost(shallow(n), boost), nil
}

func notWhole(f Field) error {
	return fmt.Errorf("%s: is compared with whole values: it takes words and phrases without signs and weights", f)
}

// NewValue asks for a whole value of a field that is compared so. A text that is
// empty is None.
func NewValue(f Field, text string) (Node, error) {
	text = strings.Join(strings.Fields(charText(visible(text))), " ")
	switch {
	case text == "":
		return None{}, nil
	case !f.Accepts(text):
		return None{}, fmt.Errorf("%s: takes %s, not %q", f, f.wanted(), text)
	}
	return &Value{Field: f, Text: text}, nil
}

// NewForm takes the words of a text, each in a form: Exact or Root.
func NewForm(form Form, text string) (Node, error) {
	n, all := matchIn(text, 0, scope{form: form}, MaxLeaves)
	if !all {
		return None{}, &SyntaxError{Msg: fmt.Sprintf(tooManyWords, MaxLeaves)}
	}
	return n, nil
}

// NewPrefix asks for words that begin so. A text without words is None.
func NewPrefix(text string) (Node, error) {
	// A prefix holds no stars: no indexed word does.
	text = strings.Map(func(r rune) rune {
		if r == '*' || questionMark(r) {
			return -1
		}
		return r
	}, text)
	return oneWord(text, "a prefix", func(w *Word) { w.Form = Prefix })
}

// NewFuzzy asks for words that differ from a word by few letters, at most so
// many; 0 lets the index choose. A text without words is None.
func NewFuzzy(text string, edits int) (Node, error) {
	if edits < 0 || edits > MaxEdits {
		return None{}, fmt.Errorf("a fuzzy word differs by 1 to %d letters, or by 0 for as many as suit its length, not by %d", MaxEdits, edits)
	}
	return oneWord(text, "a fuzzy word", func(w *Word) { w.Form, w.Edits = Fuzzy, edits })
}

// oneWord takes a text that holds one word.
func oneWord(text, what string, set func(*Word)) (Node, error) {
	switch n := Match(text).(type) {
	case None:
		return n, nil
	case *Word:
		set(n)
		return n, nil
	}
	return None{}, fmt.Errorf("%s is one word, not %q", what, text)
}

// NewNear asks for the words of a text in any order, with up to so many words
// more between them. A text without words is None.
func NewNear(text string, more int) (Node, error) {
	if more < 1 || more > MaxSlop {
		return None{}, fmt.Errorf("words are near each other with 1 to %d words more between them, not %d", MaxSlop, more)
	}
	n := NewPhrase(text)
	if p, ok := n.(*Phrase); ok {
		p.Slop = more
	}
	return n, nil
}

// Quote writes a text so that the parser reads the words of it wherever it stands
// in a query, and nothing else: what [Match] makes of it. Punctuation that Match
// passes over is left out.
func Quote(text string) string {
	n, _ := matchIn(text, 0, scope{}, len(text))
	leaves := Leaves(n)
	words := make([]string, len(leaves))
	for i, leaf := range leaves {
		p := printer{escapeAll: true}
		p.node(leaf, loose)
		words[i] = p.String()
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}
