package spell

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed confusions.txt
var confusionsText string

// Unit is the distance of one plain edit: a letter more, less, or another one.
// Likelier slips are nearer.
const Unit = 10

// The letters of Arabic that the tables of costs cover.
const (
	firstLetter = '\u0621'
	lastLetter  = '\u064A'
	letters     = lastLetter - firstLetter + 1
)

// costs says how far apart two spellings are, piece by piece.
type costs struct {
	swap     [letters][letters]uint8 // one letter for another
	gap      [letters]uint8          // a letter more or less
	twice    int                     // a letter doubled
	exchange int                     // two neighbours exchanged
	space    int                     // a space more or less
}

var cost = readCosts(confusionsText)

func readCosts(text string) *costs {
	c := &costs{}
	for i := range c.swap {
		for j := range c.swap[i] {
			c.swap[i][j] = Unit
		}
		c.swap[i][i], c.gap[i] = 0, Unit
	}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		n, err := strconv.Atoi(f[len(f)-1])
		if err != nil {
			continue // a comment
		}
		switch f[0] {
		case "gap":
			c.gap[[]rune(f[1])[0]-firstLetter] = uint8(n)
		case "twice":
			c.twice = n
		case "exchange":
			c.exchange = n
		case "space":
			c.space = n
		default:
			a, b := []rune(f[0])[0]-firstLetter, []rune(f[1])[0]-firstLetter
			c.swap[a][b], c.swap[b][a] = uint8(n), uint8(n)
		}
	}
	return c
}

// swapped returns the cost of a where b belongs.
func (c *costs) swapped(a, b rune) int {
	if a == b {
		return 0
	}
	if a < firstLetter || a > lastLetter || b < firstLetter || b > lastLetter {
		return Unit
	}
	return int(c.swap[a-firstLetter][b-firstLetter])
}

// gapped returns the cost of r, which stands after before, more or less.
func (c *costs) gapped(r, before rune) int {
	switch {
	case r == ' ':
		return c.space
	case r == before:
		return c.twice
	case r < firstLetter || r > lastLetter:
		return Unit
	}
	return int(c.gap[r-firstLetter])
}
