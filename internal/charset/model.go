package charset

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:generate go run ./gen

// pairs is what letter follows which in Arabic words.
//
//go:embed pairs.txt
var pairs string

// class is what the model sees of a character: one of the kinds below, or one
// of the letters of pairs.txt.
type class uint8

const (
	edge    class = iota // ASCII that is no letter
	ascii                // a letter of ASCII
	accent               // a Latin letter beyond ASCII
	capital              // a great one
	quote                // punctuation beyond ASCII
	digit                // Arabic digits
	mark                 // vowel signs and tatweel: the letters see through them
	tanween              // the vowel signs that end a word, or stand before its last alef
	persian              // the letters that Persian has beside those of Arabic
	foreign              // letters of other languages in Arabic script
	odd                  // frames, formulas, currencies
	none                 // a byte that means nothing
	letters              // the first letter of pairs.txt
)

const maxClass = 64

// What a sign costs by itself, in hundredths of a nat. They were set by hand:
// only their order matters much, for the letters decide.
var costs = [letters]int32{
	edge: 0, ascii: 0, accent: 400, capital: 500, quote: 350, digit: 350, mark: 300, tanween: 300, persian: 600, foreign: 750, odd: 650, none: 1200,
}

const (
	alien     = 600 // letters of two scripts in one word
	doubled   = 250 // two accents side by side
	shouting  = 500 // a great letter behind a small one
	misplaced = 600 // a vowel sign without a letter, a tanween within a word
	alone     = 100 // an accented letter at the edge of a word
	tolerable = 550 // what the bytes of a known language cost at most, on the average
)

// model holds what each class costs behind each other.
type model struct {
	class map[rune]class  // of the letters
	low   [lowRunes]class // of all characters up to Arabic, at hand
	cost  [maxClass][maxClass]int32
}

// lowRunes is where the block of Arabic ends.
const lowRunes = 0x700

// theModel reads the table once. It is part of the program, so a mistake in it
// is a mistake of the programmer and panics; the tests find it.
var theModel = sync.OnceValue(func() *model {
	m := &model{class: map[rune]class{}}
	var pair [maxClass][maxClass]int32 // 0 is the edge
	row := -1
	for line := range strings.Lines(pairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if row < 0 {
			for i, r := range []rune(strings.TrimSpace(line))[1:] {
				m.class[r] = letters + class(i)
			}
			row = 0
			continue
		}
		for col, s := range strings.Fields(line)[1:] {
			n, err := strconv.Atoi(s)
			if err != nil {
				panic("charset: pairs.txt: " + err.Error())
			}
			pair[row][col] = int32(n)
		}
		row++
	}
	pair[0][0] = 0 // an edge behind an edge says nothing
	m.class['ک'], m.class['ی'] = m.class['ك'], m.class['ي']
	m.fill(&pair)
	for r := range rune(lowRunes) {
		m.low[r] = m.find(r)
	}
	return m
})

// fill puts the costs of all pairs of classes together.
func (m *model) fill(pair *[maxClass][maxClass]int32) {
	for a := range class(maxClass) {
		for b := range class(maxClass) {
			m.cost[a][b] = pair[letterIndex(a)][letterIndex(b)]
			if !arabic(a) && !arabic(b) {
				m.cost[a][b] = latinCost(a, b)
			}
			if b < letters {
				m.cost[a][b] += costs[b]
			}
			m.cost[a][b] += m.tanweenCost(a, b)
			if arabic(a) && latin(b) || latin(a) && arabic(b) {
				m.cost[a][b] += alien
			}
		}
	}
}

// tanweenCost returns what it costs that a tanween is not where it belongs.
func (m *model) tanweenCost(a, b class) int32 {
	if b == tanween && !arabic(a) || a == tanween && arabic(b) && b != m.class['ا'] {
		return misplaced
	}
	return 0
}

func letterIndex(c class) int {
	if c < letters {
		return 0
	}
	return int(c-letters) + 1
}

func arabic(c class) bool { return c >= letters || c == foreign || c == persian }

func latin(c class) bool { return c == ascii || c == accent || c == capital }

// latinCost returns what it costs that b stands behind a, beside what b costs.
func latinCost(a, b class) int32 {
	accented := func(c class) bool { return c == accent || c == capital }
	switch {
	case a == accent && b == capital:
		return shouting
	case accented(a) && accented(b):
		return doubled
	case accented(a) && !latin(b), accented(b) && !latin(a):
		return alone
	}
	return 0
}

// classOf returns the class of a character.
func classOf(r rune) class { return theModel().of(r) }

func (m *model) of(r rune) class {
	if r < lowRunes {
		return m.low[r]
	}
	return m.find(r)
}

// find returns the class of a character by what Unicode says of it.
func (m *model) find(r rune) class {
	if c, ok := m.class[r]; ok {
		return c
	}
	switch {
	case r == utf8.RuneError:
		return none
	case r < utf8.RuneSelf:
		return asciiClass(r)
	case r >= 'ً' && r <= 'ٍ':
		return tanween
	case unicode.Is(unicode.Mn, r) || r == 'ـ':
		return mark
	case unicode.Is(unicode.Nd, r):
		return digit
	case strings.ContainsRune("پچژگ", r):
		return persian
	case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		return foreign
	case unicode.Is(unicode.Latin, r) && unicode.IsUpper(r):
		return capital
	case unicode.Is(unicode.Latin, r):
		return accent
	case strings.ContainsRune("\u00a0\u00ad\u200c\u200d\u200e\u200f«»“”‘’–—…،؛؟•·°", r):
		return quote
	case r < 0xa0:
		return none
	}
	return odd
}

func asciiClass(r rune) class {
	if 'a' <= r|0x20 && r|0x20 <= 'z' {
		return ascii
	}
	return edge
}

// bytesCost returns how unlikely it is that b was written in an encoding, in
// hundredths of a nat; signs of ASCII cost nothing by themselves.
func (m *model) bytesCost(t *table, b []byte) int64 {
	sum, prev := int64(0), edge
	for _, c := range b {
		sum, prev = m.step(sum, prev, t.class[c])
	}
	sum, _ = m.step(sum, prev, edge)
	return sum
}

// backwardCost is bytesCost of the bytes in reversed order.
func (m *model) backwardCost(t *table, b []byte) int64 {
	sum, prev := int64(0), edge
	for i := len(b) - 1; i >= 0; i-- {
		sum, prev = m.step(sum, prev, t.class[b[i]])
	}
	sum, _ = m.step(sum, prev, edge)
	return sum
}

// textCost returns how unlikely a text is, in the same measure.
func (m *model) textCost(s string) int64 {
	var sum int64
	prev := edge
	for _, r := range s {
		sum, prev = m.step(sum, prev, m.of(r))
	}
	sum, _ = m.step(sum, prev, edge)
	return sum
}

// step adds the cost of one more sign.
func (m *model) step(sum int64, prev, c class) (int64, class) {
	if c == mark {
		if !arabic(prev) {
			sum += misplaced
		}
		return sum + int64(costs[mark]), prev
	}
	return sum + int64(m.cost[prev][c]), c
}
