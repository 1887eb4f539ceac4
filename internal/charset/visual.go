package charset

import (
	"slices"
	"strings"
	"unicode"
)

// Visual turns text that was stored as it is seen, from left to right, into the
// order of reading, line by line. Numbers and runs of Latin letters keep their
// order, brackets are turned, shaped letters become plain ones. Lines without
// Arabic letters, and lines whose shaped letters prove that they are in order,
// stay as they are.
//
// It is for text of which it is known: where shaped letters prove it, [Mend]
// does it.
func Visual(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for line := range strings.Lines(s) {
		text := strings.TrimRight(line, "\r\n")
		visual, logical := shapeOrder(text)
		if arabicLetters(plain(text)) == 0 || logical > 0 && !provenVisual(visual, logical) {
			b.WriteString(line)
			continue
		}
		b.WriteString(turned(text))
		b.WriteString(line[len(text):])
	}
	return b.String()
}

// plain writes shaped letters as plain ones.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(plainLetter(r))
	}
	return b.String()
}

// turned returns one line in the order of reading.
func turned(line string) string {
	letters := clusters(line)
	slices.Reverse(letters)
	var b strings.Builder
	for i := 0; i < len(letters); {
		n := leftToRight(letters[i:])
		if n == 0 {
			b.WriteString(mirrored(letters[i]))
			i++
			continue
		}
		for j := i + n - 1; j >= i; j-- {
			b.WriteString(letters[j])
		}
		i += n
	}
	return b.String()
}

// clusters returns the letters of a line, with the marks behind each where the
// line has them behind; where a mark begins a word, it has them before.
func clusters(line string) []string {
	var out []string
	joined := !marksFirst(line)
	for _, r := range line {
		if joined && len(out) > 0 && unicode.Is(unicode.Mn, r) {
			out[len(out)-1] += string(r)
			continue
		}
		out = append(out, string(r))
	}
	return out
}

// marksFirst reports whether some word of the line begins with a mark.
func marksFirst(line string) bool {
	letter := false
	for _, r := range line {
		if unicode.Is(unicode.Mn, r) && !letter {
			return true
		}
		letter = unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
	}
	return false
}

// leftToRight returns how many letters at the beginning are a number, or words
// of Latin letters with what stands between them.
func leftToRight(letters []string) int {
	if d := direction(letters[0]); d == neutral || d == rightward {
		return 0
	}
	n := 1
	for i := 1; i < len(letters); i++ {
		switch direction(letters[i]) {
		case rightward:
			return n
		case neutral:
			continue
		}
		if between := letters[n:i]; len(between) > 0 && !joins(letters, n, i) {
			return n
		}
		n = i + 1
	}
	return n
}

// joins reports whether what stands between letters n-1 and i, which are in
// reversed order, holds them together: anything between words or between a word
// and a number behind it, one sign between digits.
func joins(letters []string, n, i int) bool {
	if direction(letters[i]) == leftward {
		return true
	}
	return i == n+1 && strings.Contains(".,:/-٫٬", letters[n])
}

type directionOf uint8

const (
	neutral   directionOf = iota
	rightward             // Arabic letters, read to the left
	leftward              // Latin letters
	number
)

func direction(letter string) directionOf {
	r := []rune(letter)[0]
	switch {
	case unicode.Is(unicode.Nd, r):
		return number
	case r == '٫' || r == '٬':
		return neutral
	case unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Mn, r):
		return rightward
	case unicode.IsLetter(r):
		return leftward
	}
	return neutral
}

var mirror = strings.NewReplacer("(", ")", ")", "(", "[", "]", "]", "[", "{", "}", "}", "{", "<", ">", ">", "<", "«", "»", "»", "«")

// mirrored returns a letter that is read to the left, plain.
func mirrored(letter string) string {
	return mirror.Replace(plain(letter))
}

// Of the letters that a text needs at least to be held for turned round, and of
// how much less each must cost backward, in hundredths of a nat.
const (
	minBackward  = 20
	costBackward = 40
)

// backward returns how much less the Arabic of a text costs letter by letter
// when it is read from its end, in hundredths of a nat (negative where it is in
// order), and how many letters of Arabic there are.
func backward(s string) (saved, letters int64) {
	m := theModel()
	prev, marks := edge, int64(0)
	step := func(c class) {
		if c == mark { // costs the same, unless it is misplaced
			marks++
			if !arabic(prev) {
				saved += misplaced
			}
			return
		}
		if !arabic(c) {
			saved -= marks * misplaced
		}
		saved += int64(m.cost[prev][c]) - int64(m.cost[c][prev])
		prev, marks = c, 0
	}
	for _, r := range s {
		c := m.of(r)
		if arabic(c) {
			letters++
		}
		step(c)
	}
	step(edge)
	return saved / max(letters, 1), letters
}

// seemsBackward reports whether the letters at the beginning of a text run the
// wrong way, as far as pairs of letters can say. What a few of them show to be in
// order is not asked further.
func seemsBackward(s string) bool {
	saved, letters := backward(beginning(s, 1<<8))
	if letters < minBackward || saved > -costBackward {
		saved, letters = backward(beginning(s, 1<<10))
	}
	return letters >= minBackward && saved > costBackward
}
