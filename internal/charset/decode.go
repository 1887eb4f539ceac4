package charset

import (
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Text is what bytes say.
type Text struct {
	Text     string // valid UTF-8, without a byte order mark
	Encoding string // what it was read as: one of the names of this package, or one of the WHATWG
	Notes    []Note // what was repaired, and what is doubtful
}

// Decode reads a whole file. The declared encoding is the one that a header, a
// meta tag or an XML declaration names, "" where there is none.
//
// Bytes that mean nothing become U+FFFD and are told; mojibake is repaired line
// by line where that is certain. The error wraps [ErrBinary] or [ErrUnknown].
func Decode(b []byte, declared string) (Text, error) {
	d, err := decide(b, declared, true)
	if err != nil {
		return Text{}, err
	}
	f := finisher{decision: d, decoder: d.decoder()}
	out := b[d.skip:]
	if f.decoder != nil {
		if out, _, err = transform.Bytes(f.decoder, out); err != nil {
			return Text{}, err
		}
	}
	return Text{Text: f.text(out), Encoding: d.name, Notes: f.notes()}, nil
}

// finisher does what is left to do with decoded text, in one piece or many; and
// decodes it where it is UTF-8.
type finisher struct {
	decision *decision
	decoder  decoder
	utf8     utf8Reader
	repairer repairer
	turned   bool
}

func (f *finisher) text(b []byte) string {
	if f.decoder == nil {
		return f.repairer.text(f.utf8.text(b))
	}
	s := string(b)
	if t := f.decision.table; t != nil && t.shaped {
		s = norm.NFKC.String(s)
		if saved, _ := backward(s); saved > 0 {
			s, f.turned = Visual(s), true
		}
	}
	return f.repairer.text(s)
}

// notes returns what was noted so far.
func (f *finisher) notes() []Note {
	notes := append([]Note(nil), f.decision.notes...)
	notes = append(notes, f.utf8.report(f.decision.skip)...)
	if f.decoder != nil {
		notes = append(notes, f.decoder.report(f.decision.name, f.decision.skip)...)
	}
	if f.turned {
		notes = append(notes, note(VisualOrder, 0, "the letters ran from left to right: turned round"))
	}
	return append(notes, f.repairer.notes()...)
}
