package analysis

import "slices"

// Role says how a token stands to the names of several words in its text. Such
// a name is a token of its own, at the position of its first word and before it;
// its words follow as tokens like all others, so that no name hides a word.
type Role uint8

// The roles.
const (
	Single Role = iota // a word outside of any name
	Name               // several words that are one name, over all of them
	Part               // a word of the Name before it
	Inner              // a lesser name among the words of a Name, or across its end
)

// IsWritten says whether a token is a word of the text, and no name made of
// several: these tokens are what the length of a text counts.
func (t *Token) IsWritten() bool { return t.Role == Single || t.Role == Part }

// IsUnit says whether a token is what a reader takes as one: a word, or a
// name in place of its words.
func (t *Token) IsUnit() bool { return t.Role == Single || t.Role == Name }

// AppendUnits appends the tokens of a text that are units: what a query means.
// Their positions are those of AppendTokens.
func (a *Analyzer) AppendUnits(dst []Token, text string) []Token {
	from := len(dst)
	dst = a.AppendTokens(dst, text)
	units := slices.DeleteFunc(dst[from:], func(t Token) bool { return !t.IsUnit() })
	return dst[:from+len(units)]
}
