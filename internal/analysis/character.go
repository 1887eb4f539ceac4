package analysis

// IsMarkedAlef says whether a letter is an alef with a hamza, a madda or a
// wasla: one that normalization makes a plain alef.
func IsMarkedAlef(r rune) bool {
	switch r {
	case alefHamzaAbove, alefHamzaBelow, alefMadda, alefWasla:
		return true
	}
	return false
}

// IsTatweel says whether a rune only lengthens the letter before it.
func IsTatweel(r rune) bool { return r == tatweel }
