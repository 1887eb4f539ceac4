package charset

import "fmt"

// Kind says what a note is about.
type Kind string

// The kinds of notes.
const (
	Overruled    Kind = "overruled"     // the declared encoding is not the one the bytes are in
	Mixed        Kind = "mixed"         // lines in another encoding than the rest
	Doubtful     Kind = "doubtful"      // another encoding explains the bytes nearly as well
	Undecodable  Kind = "undecodable"   // bytes that mean nothing, replaced by U+FFFD
	Lost         Kind = "lost"          // U+FFFD in the file itself: letters lost before
	Mojibake     Kind = "mojibake"      // text that was once read in a wrong encoding, repaired
	LamAlef      Kind = "lam-alef"      // اإل for الإ, mended
	VisualOrder  Kind = "visual-order"  // letters from left to right, mended
	VisualDoubts Kind = "visual-doubts" // letters that seem to run from left to right, left alone
)

// Note is something that the owner of a text should know.
type Note struct {
	Kind  Kind
	Count int    // how many bytes, letters, lines or words it concerns; 0 where it concerns all
	First int64  // offset in bytes of the first of them, -1 where it is not known
	Text  string // a sentence for people: what, and what to do
}

// String returns the sentence, with the place where it is known.
func (n Note) String() string {
	if n.First < 0 {
		return n.Text
	}
	return fmt.Sprintf("%s (the first at byte %d)", n.Text, n.First)
}

// note makes a note without a place.
func note(k Kind, count int, format string, args ...any) Note {
	return Note{Kind: k, Count: count, First: -1, Text: fmt.Sprintf(format, args...)}
}
