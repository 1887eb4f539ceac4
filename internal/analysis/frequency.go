package analysis

// lexiconTokens is how many words the lexicon was counted from: twice those of
// news and once those of books.
const lexiconTokens = 119_542_168

// Frequency returns which share of the words of running text one word is, in
// whatever spelling folds alike: about .025 for في, 0 for what the lexicon does
// not know.
func Frequency(word string) float64 {
	return Default().lex.count("", Fold(word), "") / lexiconTokens
}
