package charset

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/utf8x"
)

// Mend repairs the letters of one text: a plain article, or the field of a
// record once it is out of its container. It undoes mojibake, turns text that
// shaped letters prove to run from left to right, and swaps back lam and alef;
// the notes say what it did, and what it suspects and left alone. What is not
// UTF-8 in s becomes U+FFFD.
//
// It is for text alone: turning lines round would break markup and records.
func Mend(s string) (string, []Note) {
	if !utf8x.ValidString(s) {
		s = strings.ToValidUTF8(s, replacement)
	}
	var r repairer
	s = r.text(s)
	notes := r.notes()
	if visual, logical := shapeOrder(s); provenVisual(visual, logical) {
		s = Visual(s)
		notes = append(notes, note(VisualOrder, visual, "the letters ran from left to right, as their shapes prove: turned round"))
	} else if seemsBackward(s) {
		notes = append(notes, note(VisualDoubts, 0, "the letters seem to run from left to right (visual order); if so, say --visual"))
	}
	if n := questionMarks(s); n > 0 {
		notes = append(notes, note(Lost, n, "%d words are question marks: their letters were lost before this text was written", n))
	}
	s, n := mendLamAlef(s)
	if n > 0 {
		notes = append(notes, note(LamAlef, n, "lam and alef swapped at the beginning of %d words (األ for الأ, damage of a PDF), mended; inside words (خالل for خلال) it cannot be seen", n))
	}
	return s, notes
}

// questionMarks returns how many words are nothing but question marks, as a
// program leaves them that could not write their letters; 0 where they are few.
func questionMarks(s string) int {
	if !strings.Contains(s, "??") {
		return 0
	}
	words, marks := 0, 0
	for word := range strings.FieldsSeq(s) {
		words++
		if len(word) > 1 && strings.Trim(word, "?") == "" {
			marks++
		}
	}
	if marks < 5 || marks*4 < words {
		return 0
	}
	return marks
}

// beginning returns so many bytes of a text, or less by what ends with a letter.
func beginning(s string, size int) string {
	if len(s) <= size {
		return s
	}
	end := size
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// sortNotes puts the notes in a fixed order, what concerns most first.
func sortNotes(notes []Note) {
	slices.SortFunc(notes, func(a, b Note) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
}
