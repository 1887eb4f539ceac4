// Package charset turns bytes into the letters that were meant, and says what
// it had to guess or to mend.
//
// Start with [Decode], which reads a whole file, or [NewReader], which reads a
// large one piece by piece; both leave the ASCII of a file as it is, so that
// JSON, CSV and HTML keep their shape. [Mend] then mends one text, the field of
// a record or a whole plain article, whose letters were damaged on the way:
// swapped in a PDF, stored from left to right. [Names] reads the names of the
// members of an archive.
//
// # How it decides
//
// A byte order mark decides, then zero bytes where UTF-16 has them, then
// whether the bytes are UTF-8. What is left has one byte a letter, and each of
// the tables in table.go is asked how likely the bytes are if they were written
// in it: a chain of letter pairs (pairs.txt, counted from the lexicon of the
// analyzer by go generate) for Arabic, a few plain costs for Latin letters,
// punctuation and what makes no sense. ASCII costs nothing, so a page of markup
// with little text is as clear as prose. A declared encoding is believed unless
// the bytes speak plainly against it, and then a [Note] says so.
//
// Nothing is repaired that is not certain: see mojibake.go, lamalef.go and
// visual.go for what is held certain.
package charset
