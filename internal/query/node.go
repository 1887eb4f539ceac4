package query

import "time"

// Node is one node of a query tree: *Word, *Phrase, *Value, *Dates, *Mentioned, *Group,
// *And, *Or, All or None. The tree knows syntax only: what a word becomes in
// an index is decided elsewhere. Nodes are not changed once they are built.
type Node interface {
	// String returns the canonical text of the node. Where the node came from
	// Parse, Match or NewPhrase, parsing that text gives the node again.
	String() string
	node()
}

// Field says where a word must stand: see field.go. The zero Field is title and body
// as one text.
type Field struct {
	name string // what names.txt calls it; of a field of one's own, its name
	kind Kind
	own  bool
}

// The fields that every query can name.
var (
	Text    = Field{}                             // title and body as one text
	Title   = Field{name: "title"}                // title: عنوان:
	Body    = Field{name: "body"}                 // body: نص:
	Author  = Field{name: "author"}               // author: كاتب:
	Source  = Field{name: "source", kind: Whole}  // source: مصدر:
	Section = Field{name: "section", kind: Whole} // section: قسم:
	Tag     = Field{name: "tag", kind: Whole}     // tag: وسم:
)

// Form says which forms of a word count.
type Form int

// The forms.
const (
	Stem     Form = iota // bare words: any form of the lexeme; exact and root add to the score
	Exact                // =كلمة
	Root                 // √كلمة جذر:كلمة
	Prefix               // كلمة*, Text without the star
	Wildcard             // ك؟مة ك*مة, Text holds * and ? only
	Fuzzy                // كلمة~
)

// Word is one word as typed: with its marks, without the punctuation around
// it, never empty and without spaces. Text may hold what the tokenizer cuts
// into several tokens (كوفيد-19).
type Word struct {
	Text   string
	Form   Form
	Field  Field   // Text, Title, Body or Author
	Edits  int     // Fuzzy: the greatest distance in letters, at most MaxEdits; 0 lets the index choose by length
	Boost  float64 // 0 means 1
	Offset int     // where Text began in the query, in bytes; String does not show it
}

// Phrase is words in order. Text holds no double quotes of any kind.
type Phrase struct {
	Text   string
	Kind   PhraseKind
	Slop   int     // "…"~5: within a window of so many further words, in any order; 0 in order and adjacent
	Field  Field   // Text, Title, Body or Author
	Boost  float64 // 0 means 1
	Offset int     // where its opening quote stood in the query, in bytes
}

// PhraseKind says how closely the words of a phrase must agree.
type PhraseKind int

// The kinds of phrases.
const (
	AsWritten PhraseKind = iota // "…": each as written, proclitics allowed
	Verbatim                    // ="…": exactly
	AnyForm                     // "…"@stem
)

// Value asks for articles whose source, section or tag is exactly Text: a
// filter, without a share in the score.
type Value struct {
	Field  Field // Source, Section or Tag
	Text   string
	Offset int // where Text began in the query, in bytes
}

// Dates asks for a publication date at or after From and before To, both in
// UTC; a zero time leaves that side open. It is a filter.
type Dates struct{ From, To time.Time }

// Mentioned asks for a date in the title or the body that lies wholly within a period: at or after
// From and before To, days in UTC; a zero time leaves that side open. It is a filter.
type Mentioned struct{ From, To time.Time }

// Group is nodes side by side, as people type them: any may match, more is
// better, and an article counts in the total when all of Any match.
// Must are required (+), Not excluded (-). Filters that stand in a group
// without a sign are in Must.
type Group struct {
	Must, Any, Not []Node
	Boost          float64 // 0 means 1
}

// And requires all of its nodes. Or asks for any of its nodes, each as good as another.
type (
	And struct {
		Nodes []Node
		Boost float64 // 0 means 1
	}
	Or struct {
		Nodes []Node
		Boost float64 // 0 means 1
	}
)

// All matches every article; None matches nothing (an empty query).
type (
	All  struct{}
	None struct{}
)

func (*Word) node()      {}
func (*Phrase) node()    {}
func (*Value) node()     {}
func (*Dates) node()     {}
func (*Mentioned) node() {}
func (*Group) node()     {}
func (*And) node()       {}
func (*Or) node()        {}
func (All) node()        {}
func (None) node()       {}
