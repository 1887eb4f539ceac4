// Package trie is a dictionary of words in the order of the alphabet, laid out
// as a trie that is read where it lies, in memory or in a mapped file. It tells
// whether a word is there and what belongs to it, which words begin with some
// letters, and which of them are in the most documents; and it can be walked
// letter by letter, so that whole branches are left out. It knows neither what
// words mean nor how far apart two are.
//
// A [Builder] writes it, word by word in their order; [Open] reads it.
//
// # Layout
//
//	words, documents    uvarints: how many words; the sum of their documents
//	root                a node
//
// A node stands for the letters on the way to it:
//
//	head        bit 0: a word ends here; bits 1 and 2: the width of the offsets
//	            of its children in bytes, 3 for 4 of them, 0 for no children;
//	            the other bits: letters that follow, 31 for more than 30
//	letters     how many, as a uvarint if there are more than 30; these
//	word        documents, doubled, plus 1 if it has just one number; otherwise
//	            how many numbers follow; the numbers, each but the first as the
//	            difference from the one before: uvarints
//	children    documents of the most frequent word below (uvarint); how many
//	            children (less 1, a byte); their first letters, ascending, a byte
//	            each; where each but the first of them begins, behind these
//	            offsets; the children, each without its first letter
//
// So what may follow a letter is seen without looking at any child, and the
// words of a branch lie in a row in the order of the alphabet.
//
// A letter is a byte where it is ASCII or an Arabic letter (U+0620 to U+069B);
// others are a byte that says in which range they are, and two or three bytes.
// Words are in the same order as these bytes and as in UTF-8.
package trie

import "errors"

// ErrCorrupt says that bytes are not what a trie can hold.
var ErrCorrupt = errors.New("dictionary is damaged")
