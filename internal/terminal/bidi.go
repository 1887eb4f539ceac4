package terminal

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Many terminals print what they get from left to right, letter by letter.
// For them a line is put into the order in which it is seen: the algorithm of
// UAX #9 for one line without explicit marks of direction, which are taken out
// before, and without nested brackets.

// cell is a letter with its marks, or another character.
type cell struct {
	text  string
	match bool
	class bidi.Class
	level int // odd levels run to the left
}

// visual reorders and shapes a line for a terminal without bidi. Spans that
// meet in the order seen are joined where they are of one kind.
func visual(line []Span, rtl bool) []Span {
	cells := cutCells(line)
	shape(cells)
	resolve(cells, rtl)
	reorder(cells)
	var out []Span
	for _, c := range cells {
		if n := len(out); n > 0 && out[n-1].Match == c.match {
			out[n-1].Text += c.text
		} else {
			out = append(out, Span{Text: c.text, Match: c.match})
		}
	}
	return out
}

// cutCells cuts a line into cells: marks stay with their letter.
func cutCells(line []Span) []cell {
	var cells []cell
	for _, sp := range line {
		for _, r := range sp.Text {
			if n := len(cells); n > 0 && unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
				cells[n-1].text += string(r)
				continue
			}
			p, _ := bidi.LookupRune(r)
			cells = append(cells, cell{string(r), sp.Match, p.Class(), 0})
		}
	}
	return cells
}

// resolve gives every cell its level.
func resolve(cells []cell, rtl bool) {
	base, baseClass := 0, bidi.L
	if rtl {
		base, baseClass = 1, bidi.R
	}
	resolveNumbers(cells, baseClass)
	resolveNeutrals(cells, baseClass)
	for i := range cells {
		c := &cells[i]
		switch {
		case c.class == bidi.R:
			c.level = base | 1
		case c.class == bidi.L:
			c.level = (base + 1) &^ 1
		default: // numbers
			c.level = 2
		}
	}
}

// resolveNumbers applies the rules W2 to W7: which digits are Arabic numbers,
// and which signs belong to a number.
func resolveNumbers(cells []cell, base bidi.Class) {
	strong := base
	for i := range cells {
		switch cells[i].class {
		case bidi.L, bidi.R, bidi.AL:
			strong = cells[i].class
		case bidi.EN:
			if strong == bidi.AL {
				cells[i].class = bidi.AN
			}
		}
	}
	at := func(i int) bidi.Class {
		if i < 0 || i >= len(cells) {
			return bidi.ON
		}
		return cells[i].class
	}
	for i := range cells { // W4: a sign between two numbers of one kind
		before, after := at(i-1), at(i+1)
		if before != after {
			continue
		}
		if c := at(i); before == bidi.EN && (c == bidi.ES || c == bidi.CS) || before == bidi.AN && c == bidi.CS {
			cells[i].class = before
		}
	}
	for i := range cells { // W5: signs of currency and percent beside a number
		if at(i) == bidi.EN {
			for j := i - 1; at(j) == bidi.ET; j-- {
				cells[j].class = bidi.EN
			}
			for j := i + 1; at(j) == bidi.ET; j++ {
				cells[j].class = bidi.EN
			}
		}
	}
	strong = base
	for i := range cells { // W3, W6, W7
		c := &cells[i].class
		switch *c {
		case bidi.AL:
			*c, strong = bidi.R, bidi.R
		case bidi.L, bidi.R:
			strong = *c
		case bidi.EN:
			if strong == bidi.L {
				*c = bidi.L
			}
		case bidi.AN:
		default:
			*c = bidi.ON
		}
	}
}

// resolveNeutrals applies the rules N1 and N2: what stands between two of one
// direction takes it, numbers counting as running to the left, anything else
// takes the direction of the line.
func resolveNeutrals(cells []cell, base bidi.Class) {
	direction := func(i int) bidi.Class {
		if i < 0 || i >= len(cells) {
			return base
		}
		if cells[i].class == bidi.L {
			return bidi.L
		}
		return bidi.R
	}
	for i := 0; i < len(cells); i++ {
		if cells[i].class != bidi.ON {
			continue
		}
		end := i
		for end < len(cells) && cells[end].class == bidi.ON {
			end++
		}
		class := direction(i - 1)
		if class != direction(end) {
			class = base
		}
		for ; i < end; i++ {
			cells[i].class = class
		}
	}
}

// reorder applies the rules L2 and L4: runs are turned round, from the highest
// level down, and brackets that run to the left are mirrored.
func reorder(cells []cell) {
	highest := 0
	for i := range cells {
		highest = max(highest, cells[i].level)
		if cells[i].level%2 == 1 {
			if m, ok := mirrored[cells[i].text]; ok {
				cells[i].text = m
			}
		}
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(cells); i++ {
			start := i
			for i < len(cells) && cells[i].level >= level {
				i++
			}
			slices.Reverse(cells[start:i])
		}
	}
}

// mirrored pairs the brackets that news use.
var mirrored = map[string]string{
	"(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "<": ">", ">": "<",
	"«": "»", "»": "«", "‹": "›", "›": "‹",
}
