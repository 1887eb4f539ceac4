package analysis

// Pieces cuts a text where its words begin and end, and asks no vocabulary: several times as fast
// as the tokens are made. Mostly a piece is a word, which takes one position. A name written as one
// word takes several positions; a word without the space behind its teh marbuta, words with
// nothing but a control between them, and signs that stand for words are one piece of
// several tokens. [Token].Piece says which token is in which.
type Pieces struct{ s scanner }

// Piece is a piece of a text: the bytes Start to End.
type Piece struct {
	Start, End int
	from       int // where the term begins
	kind       kind
}

// PiecesOf goes through the pieces of a text.
func PiecesOf(text string) Pieces { return Pieces{scanner{text: text}} }

// Next returns the next piece, or false at the end of the text.
func (s *Pieces) Next() (Piece, bool) {
	var p piece
	if !s.s.next(&p) {
		return Piece{}, false
	}
	return Piece{p.from, p.end, p.start, p.kind}, true
}

// ExactOf is the exact form of a piece of the text that is one token.
func (a *Analyzer) ExactOf(text string, p Piece) string {
	return a.lookup(text[p.from:p.End], p.kind).exact
}
