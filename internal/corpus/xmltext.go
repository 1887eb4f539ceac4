package corpus

import (
	"strings"
	"unicode"
)

// xmlText puts together text that lies among elements: a paragraph a line, one
// space for whatever stands between words.
type xmlText struct {
	strings.Builder
	spaced, lined, joined, broken bool
}

func (w *xmlText) text(s string) {
	for _, r := range s {
		switch {
		case r == '\ufeff' || r == '\u00ad' || r == '\u200b':
		case unicode.IsSpace(r):
			w.spaced = true
		default:
			if w.Len() > 0 && w.lined {
				w.WriteByte('\n')
			} else if w.Len() > 0 && w.spaced && !w.joined {
				w.WriteByte(' ')
			}
			w.spaced, w.lined, w.joined, w.broken = false, false, false, false
			w.WriteRune(r)
		}
	}
}

// space and line set apart what follows.
func (w *xmlText) space() { w.spaced = true }
func (w *xmlText) line()  { w.lined = true }

// lineBreak is a space; two with nothing between are a line.
func (w *xmlText) lineBreak() {
	w.lined = w.lined || w.broken
	w.spaced, w.broken = true, true
}

// join says that the word goes on.
func (w *xmlText) join() { w.joined = true }

// Reset empties it.
func (w *xmlText) Reset() { *w = xmlText{} }
