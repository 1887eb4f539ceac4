package answer

import "github.com/fihris-search/fihris/arabic"

// Analyzed is what a text becomes in an index.
type Analyzed struct {
	Text   string  `json:"text"`
	Tokens []Token `json:"tokens"`
}

// Token is a word at its three levels, or a name of several words.
type Token struct {
	Text     string `json:"text" doc:"As written."`
	Exact    string `json:"exact" doc:"The spelling after normalization."`
	Stem     string `json:"stem,omitempty" doc:"The lexeme; a stop word has none."`
	Root     string `json:"root,omitempty" doc:"The consonants of the word family; a stop word has none."`
	Stop     bool   `json:"stop,omitempty" doc:"A stop word."`
	Start    int    `json:"start" doc:"Where it begins, in bytes of the text."`
	End      int    `json:"end" doc:"Where it ends, in bytes."`
	Position int    `json:"position" doc:"1 for the first token."`
	Part     bool   `json:"part,omitempty" doc:"A word of the name of several words before it."`

	ExactWhy []string `json:"exact_why,omitempty" doc:"With explain: how the exact form came about."`
	StemWhy  []string `json:"stem_why,omitempty"`
	RootWhy  []string `json:"root_why,omitempty"`
}

// NewAnalyzed is a text with its tokens.
func NewAnalyzed(text string, tokens []arabic.Token) Analyzed {
	a := Analyzed{Text: text, Tokens: make([]Token, len(tokens))}
	for i, t := range tokens {
		a.Tokens[i] = newToken(t)
	}
	return a
}

// NewExplained is a text with its tokens and how each came to its levels.
func NewExplained(text string, all []arabic.Explanation) Analyzed {
	a := Analyzed{Text: text, Tokens: make([]Token, len(all))}
	for i, e := range all {
		a.Tokens[i] = newToken(e.Token)
		a.Tokens[i].ExactWhy, a.Tokens[i].StemWhy, a.Tokens[i].RootWhy = e.ExactWhy, e.StemWhy, e.RootWhy
	}
	return a
}

func newToken(t arabic.Token) Token {
	return Token{
		Text: t.Text, Exact: t.Exact, Stem: t.Stem, Root: t.Root, Stop: t.Stem == "",
		Start: t.Start, End: t.End, Position: t.Position, Part: t.Part,
	}
}
