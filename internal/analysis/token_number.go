package analysis

import "strings"

// The spaces that part thousands in French and on the web.
const (
	noBreakSpace       = '\u00A0'
	narrowNoBreakSpace = '\u202F'
)

// number reads digits with the separators of decimals and thousands. Digits
// with a letter of another script after them are one word with it (5G).
func (s *scanner) number(p *piece) {
	*p = piece{start: s.at, kind: kindNumber}
	p.end = s.digits(s.at)
	s.at = p.end
	if s.classAt(p.end) == classLetter {
		s.at = p.start
		s.latin(p)
		return
	}
	if p.start < s.plainEnd {
		return
	}
	chain := s.groups(p.start, p.end)
	if !chain.number {
		s.plainEnd = chain.end
		return
	}
	p.end, s.at = chain.end, chain.end
}

// digits returns where the digits that begin at i end.
func (s *scanner) digits(i int) int {
	for i < len(s.text) {
		r, n := s.peek(i)
		if classOf(r) != classDigit {
			break
		}
		i += n
	}
	return i
}

// chain is digits with separators between them.
type chain struct {
	end     int
	decimal int  // where the separator of the decimals stands, or -1
	number  bool // one number; false for dates, addresses and lists
}

// groups reads the groups of digits that follow the digits text[start:end],
// each after one separator, and decides what they are. One point is a decimal
// point, one comma too, Arabic or not, unless three digits follow it (then it
// parts thousands) or more (two years, say); several equal separators part
// thousands, and one that differs from them may part the decimals. All else
// (12.5.2020, 1,2,3) is numbers side by side.
func (s *scanner) groups(start, end int) chain {
	first := s.countDigits(start, end)
	grouped := first <= 3 && !s.leadingZero(start) // may groups of thousands follow?
	c := chain{end: end, decimal: -1, number: true}
	var thousands, last rune
	size, lastAt := 0, 0
	for n := 0; ; n++ {
		sep, width := s.separator(c.end)
		if width == 0 || s.classAt(c.end+width) != classDigit {
			c.decimal, c.number = s.judge(c.number, n, thousands, last, size, lastAt, grouped)
			return c
		}
		if n == 0 {
			thousands = sep
		} else if last != thousands || size != 3 || !grouped || last == DecimalSeparator {
			c.number = false
		}
		last, lastAt = sep, c.end
		groupEnd := s.digits(c.end + width)
		size = s.countDigits(c.end+width, groupEnd)
		c.end = groupEnd
	}
}

// judge decides what the last separator of a chain of n separators is, all
// before it being good separators of thousands when good is true.
func (s *scanner) judge(good bool, n int, thousands, last rune, size, lastAt int, grouped bool) (decimal int, number bool) {
	threes := size == 3 && grouped
	switch {
	case n == 0:
		return -1, true
	case !good:
		return -1, false
	case last == DecimalSeparator:
		return lastAt, true
	case last == thousandSeparator:
		return -1, threes && last == thousands
	case n == 1 && last == ',' && threes:
		return -1, true
	case n == 1:
		return lastAt, last == '.' || size <= 3
	case last == thousands:
		return -1, threes
	}
	return lastAt, true
}

// separator returns the separator of decimals or thousands at i and its width,
// or width 0.
func (s *scanner) separator(i int) (rune, int) {
	if i >= len(s.text) {
		return 0, 0
	}
	r, n := s.peek(i)
	switch {
	case !IsNumberSeparator(r) && r != noBreakSpace && r != narrowNoBreakSpace:
		return 0, 0
	case r == arabicComma:
		return ',', n
	case r == noBreakSpace, r == narrowNoBreakSpace:
		return thousandSeparator, n
	}
	return r, n
}

func (s *scanner) countDigits(start, end int) (n int) {
	for i := start; i < end; n++ {
		_, width := s.peek(i)
		i += width
	}
	return n
}

func (s *scanner) leadingZero(i int) bool {
	r, _ := s.peek(i)
	return digitOf(r) == '0'
}

// numberTerm writes a number with ASCII digits, a point before its decimals
// and nothing between its thousands.
func numberTerm(raw string) string {
	s := scanner{text: raw}
	end := s.digits(0)
	decimal := s.groups(0, end).decimal
	term := make([]byte, 0, len(raw))
	for i := 0; i < len(raw) && len(term) < maxRunes; {
		r, n := s.peek(i)
		if classOf(r) == classDigit {
			term = append(term, digitOf(r))
		} else if i == decimal {
			term = append(term, '.')
		}
		i += n
	}
	if len(term) >= minPhone && strings.HasPrefix(string(term), "00") && term[2] != '0' && decimal < 0 {
		term = term[2:] // the prefix of a call abroad, which others write +
	}
	return string(term)
}
