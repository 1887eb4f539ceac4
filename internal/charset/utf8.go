package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/utf8x"
)

// utf8Reader reads UTF-8, in one piece or many. A run of bytes that are none
// becomes one U+FFFD; but a line in which most of what is beyond ASCII is none,
// and is plain Arabic in another encoding, is read in that: files are put
// together of files.
type utf8Reader struct {
	damage
	mixed map[string]int // lines by the encoding they were read in
}

// text reads a piece that ends where a letter ends.
func (u *utf8Reader) text(b []byte) string {
	if utf8x.Valid(b) && !bytes.Contains(b, []byte(replacement)) {
		u.pos += int64(len(b))
		return string(b)
	}
	var s strings.Builder
	s.Grow(len(b))
	for line := range bytes.Lines(b) {
		if t := otherThanUTF8(line); t != nil {
			s.WriteString(t.decode(line))
			if u.mixed == nil {
				u.mixed = map[string]int{}
			}
			u.mixed[t.name]++
		} else {
			u.line(&s, line)
		}
		u.pos += int64(len(line))
	}
	return s.String()
}

// otherThanUTF8 returns the encoding that a line is in beyond doubt.
func otherThanUTF8(line []byte) *table {
	if good, bad := countUTF8(line, true); bad <= good {
		return nil
	}
	part, _ := sample(line)
	if w := weigh(part, inFiles); w.plain() {
		return w.best
	}
	return nil
}

// line reads a line as UTF-8.
func (u *utf8Reader) line(s *strings.Builder, line []byte) {
	inBad := false
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		bad := r == utf8.RuneError && size == 1
		switch {
		case bad && inBad: // told already
		case bad:
			u.at(i)
			s.WriteString(replacement)
		default:
			if r == utf8.RuneError {
				u.lost++
			}
			s.Write(line[i : i+size])
		}
		inBad = bad
		i += size
	}
}

func (u *utf8Reader) report(skipped int) []Note {
	notes := u.damage.report(UTF8, skipped)
	for name, n := range u.mixed {
		notes = append(notes, note(Mixed, n, "%d lines are not %s but %s: read as that", n, UTF8, name))
	}
	sortNotes(notes)
	return notes
}
