// Package analysis turns Arabic text into the terms of an index: one scan gives
// tokens with byte offsets and positions, and three levels of each.
//
// A text passes through these stages, the same for articles and queries:
//
//  1. A scanner cuts it into pieces (token.go, token_number.go,
//     token_address.go; glued.go for words that only a control
//     parts, broken.go for those that a line end or a space breaks, sign.go for
//     phrases that are one sign).
//  2. A cache knows the terms of the spellings met before (cache.go); the rest
//     is for new ones only.
//  3. Folding makes letters that are written in several ways one (fold.go,
//     foldtable.go, letter.go).
//     Spellings that say more or less than the usual one are read as it, where
//     that gives a word (spelling.go).
//  4. Stop words are recognized (stopword.go, stopwords.txt), before alef maksura
//     becomes yeh and a final heh is settled: that is the exact level (level.go).
//     Beside it the word is kept as written, as far as a hamza, a madda or an
//     alef maksura makes it another one (written.go, lexicon_spelling*.go).
//  5. The stemmer takes off what the vocabulary confirms to be an affix, and
//     joins families (stem*.go, noun*.go, verb*.go, family.go, lexicon*.go with
//     lexicon/, grammar/ and families/).
//  6. The rooter finds the consonants of the word family (root*.go).
//  7. A joiner puts a name of several words before its words (join.go, role.go);
//     so it does with what is one in several pieces, F-16 or أ ف ب (series.go),
//     and with what a word means behind a number (units.txt).
//
// Beside the stages stands what other packages ask about Arabic, so that none
// keeps letters of its own: proclitic.go and character.go.
//
// Nothing here does I/O, logs or changes after it was built. Package arabic is
// the public face; its documentation is the specification.
package analysis
