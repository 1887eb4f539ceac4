package charset

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxRounds is how often a text may have been misread.
const maxRounds = 3

// repairer turns mojibake back, line by line. A line must prove by itself that
// it is mojibake, unless lines before it have proved the same.
//
// Text that was written in UTF-8 and read in an encoding of one byte a letter
// is certain: put back into that encoding, whole runs of it are valid UTF-8 and
// say Arabic, which no text does by chance. Arabic of one byte a letter that was
// read as Western is what [weigh] tells from Western text anyway; here it must
// be plain.
type repairer struct {
	lines map[string]int // how many lines were repaired, by what was wrong with them
	from  *table         // what the last line read as Western was written in
}

// text repairs the lines of s.
func (r *repairer) text(s string) string {
	if !suspicious(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for line := range strings.Lines(s) {
		b.WriteString(r.line(line))
	}
	return b.String()
}

// notes tells what was repaired.
func (r *repairer) notes() []Note {
	var notes []Note
	for how, n := range r.lines {
		notes = append(notes, note(Mojibake, n, "mojibake in %d lines, repaired: %s", n, how))
	}
	sortNotes(notes)
	return notes
}

// line repairs one line.
func (r *repairer) line(s string) string {
	better, chain := r.undo(s, maxRounds)
	if len(chain) == 0 {
		return s
	}
	if r.lines == nil {
		r.lines = map[string]int{}
	}
	slices.Reverse(chain) // as it happened
	r.lines[strings.Join(chain, ", then ")]++
	return better
}

// undo undoes misreadings, at most as many as rounds, if the last of them
// proves to be one; and returns what they were, the last that happened first.
func (r *repairer) undo(s string, rounds int) (better string, chain []string) {
	if rounds == 0 || !suspicious(s) {
		return s, nil
	}
	for _, t := range misreadings() {
		how := fmt.Sprintf("%s read as %s", UTF8, t.name)
		back := readBackAll(s, t)
		if back.runs == 0 || back.runs < 4*back.failed {
			continue
		}
		proven := back.proves(t.ofArabic(), r.seen(how))
		deeper, more := r.undo(back.text, rounds-1)
		if proven || len(more) > 0 {
			return deeper, append([]string{how}, more...)
		}
	}
	if better, from := r.unreadTable(s); from != "" {
		return better, []string{fmt.Sprintf("%s read as %s", from, Windows1252)}
	}
	return s, nil
}

// seen reports whether earlier lines had the same fault.
func (r *repairer) seen(how string) bool {
	for chain := range r.lines {
		if strings.Contains(chain, how) {
			return true
		}
	}
	return false
}

// suspicious reports quickly whether a text may be mojibake: all mojibake has
// signs of Latin-1 or frames of MS-DOS, which Arabic lacks.
func suspicious(s string) bool {
	return strings.IndexByte(s, 0xc3) >= 0 || suspiciousAfter(s, 0xc2) || suspiciousAfter(s, 0xe2)
}

// suspiciousAfter looks for what begins with one byte.
func suspiciousAfter(s string, first byte) bool {
	for {
		at := strings.IndexByte(s, first)
		if at < 0 || at+1 == len(s) {
			return false
		}
		s = s[at+1:]
		switch {
		case first == 0xc2 && strings.IndexByte("\xa0\xab\xbb\xb0\xb7", s[0]) < 0: // all but blanks, « » ° ·
			return true
		case first == 0xe2 && (s[0] == 0x94 || s[0] == 0x95): // U+2500 to U+257F
			return true
		}
	}
}

// back is a text whose runs beyond ASCII were put back into an encoding and
// read as UTF-8 where they are.
type back struct {
	text    string
	runs    int // that were UTF-8
	failed  int // that were not, and are no plain Arabic either
	letters int // of Arabic in these
	others  int // of Arabic in the other runs
}

// proves reports whether a text was mojibake: three letters of Arabic at least
// came of it, or whatever was UTF-8 where earlier lines had the same fault; and
// no more speaks against it than for it where it was read as Arabic.
func (b back) proves(arabic, seen bool) bool {
	enough := b.letters >= 3 || seen && (b.letters > 0 || b.runs > 0 && b.others == 0)
	return enough && (!arabic || b.letters >= b.others)
}

func readBackAll(s string, t *table) back {
	var b strings.Builder
	b.Grow(len(s))
	var out back
	for i := 0; i < len(s); {
		run := leadingRun(s[i:])
		if run == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		fixed, ok := readBack(s[i:i+run], t)
		if ok {
			out.runs++
			out.letters += arabicLetters(fixed)
		} else {
			if suspicious(s[i : i+run]) {
				out.failed++
			}
			out.others += arabicLetters(fixed)
		}
		b.WriteString(fixed)
		i += run
	}
	out.text = b.String()
	return out
}

// leadingRun returns the length of the signs beyond ASCII that s begins with.
func leadingRun(s string) int {
	i := strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf })
	if i < 0 {
		return len(s)
	}
	return i
}

// readBack writes a run in the encoding t and reads it as UTF-8. Where a letter
// was lost (U+FFFD) one is lost still.
func readBack(run string, t *table) (fixed string, ok bool) {
	raw := make([]byte, 0, len(run))
	for _, r := range run {
		c, ok := t.byteOf(r)
		if r == utf8.RuneError {
			c, ok = 0xff, true // never in UTF-8
		}
		if !ok {
			return run, false
		}
		raw = append(raw, c)
	}
	good, bad := countUTF8(raw, true)
	if good == 0 || bad > 0 && !strings.Contains(run, replacement) {
		return run, false
	}
	return strings.ToValidUTF8(string(raw), replacement), true
}

func arabicLetters(s string) int {
	m := theModel()
	n := 0
	for _, r := range s {
		if arabic(m.of(r)) {
			n++
		}
	}
	return n
}

// unreadTable reads a text that was taken for Western in the encoding of Arabic
// that explains it plainly better, whose name it returns; "" if none does.
func (r *repairer) unreadTable(s string) (better, name string) {
	western := tableOf(Windows1252)
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := western.byteOf(r)
		if !ok {
			c = ' '
		}
		raw = append(raw, c)
	}
	from := r.plainly(weigh(raw, inFiles))
	if from == nil {
		return s, ""
	}
	r.from = from
	var b strings.Builder
	for _, c := range s {
		if code, ok := western.byteOf(c); ok && code >= utf8.RuneSelf {
			c = from.runes[code]
		}
		b.WriteRune(c)
	}
	return b.String(), from.name
}

// plainly returns the encoding of the web in which the bytes are Arabic beyond
// doubt, nil if there is none. After a line that was, better than Western is
// enough.
func (r *repairer) plainly(w *weighed) *table {
	western := w.cost(tableOf(Windows1252))
	switch {
	case r.from != nil && w.cost(r.from) < western:
		return r.from
	case w.best.name != Windows1256 && w.best.name != ISO88596:
	case w.cost(w.best)+plainMargin < western && w.tolerable():
		return w.best
	}
	return nil
}
