package terminal

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The joined forms of Arabic letters have code points of their own, in blocks
// where the forms of a letter follow one another: isolated, final, initial,
// medial. Their decompositions say which letter each belongs to.
const (
	firstFormA, lastFormA = '\ufb50', '\ufbb1' // letters of other languages
	firstNg, lastE        = '\ufbd3', '\ufbe7' // more of them
	firstYeh, lastYeh     = '\ufbfc', '\ufbff' // farsi yeh
	firstFormB, lastFormB = '\ufe80', '\ufef4' // the letters of Arabic
	firstLamAlef          = '\ufef5'           // lam with each of four alefs, isolated and final
	lastLamAlef           = '\ufefc'
	tatweel, lam          = '\u0640', '\u0644'
	zeroWidthNonJoiner    = '\u200c'
)

// The places of the forms of a letter.
const (
	isolated = iota
	final
	initial
	medial
)

// letterForms returns the forms of each letter: four if it joins on both
// sides, two if only with the letter before it, one if it does not join.
var letterForms = sync.OnceValue(func() map[rune][]rune {
	forms := map[rune][]rune{}
	for _, block := range [][2]rune{{firstFormA, lastFormA}, {firstNg, lastE}, {firstYeh, lastYeh}, {firstFormB, lastFormB}} {
		for form := block[0]; form <= block[1]; form++ {
			// Compatibility gives the letter; marks, which stand on a space or a
			// tatweel, give two characters and are passed over.
			plain := norm.NFKC.String(string(form))
			if letter, size := utf8.DecodeRuneInString(plain); size == len(plain) && letter != form {
				forms[letter] = append(forms[letter], form)
			}
		}
	}
	return forms
})

// lamAlefs returns the isolated form of lam joined with an alef of some kind.
var lamAlefs = sync.OnceValue(func() map[rune]rune {
	ligatures := map[rune]rune{}
	for form := firstLamAlef; form <= lastLamAlef; form += 2 {
		letters := []rune(norm.NFKC.String(string(form)))
		ligatures[letters[1]] = form
	}
	return ligatures
})

// shape replaces letters by the forms that they take beside their neighbours,
// in logical order. A lam takes the alef after it in; that cell is left empty.
func shape(cells []cell) {
	forms := letterForms()
	ends := make([]rune, len(cells)+1) // letters before they are replaced; after the last there is none
	for i, c := range cells {
		ends[i], _ = utf8.DecodeRuneInString(c.text)
	}
	joinsAfter := func(i int) bool { // with the cell after it
		return !hasNonJoiner(cells[i].text) && (ends[i] == tatweel || len(forms[ends[i]]) == 4)
	}
	joinsBefore := func(i int) bool { // with the cell before it
		return ends[i] == tatweel || len(forms[ends[i]]) >= 2
	}
	for i := range cells {
		own := forms[ends[i]]
		before := i > 0 && joinsAfter(i-1) && joinsBefore(i)
		if ligature, ok := lamAlefs()[ends[i+1]]; ok && ends[i] == lam && joinsAfter(i) {
			if before {
				ligature++ // its final form comes next
			}
			marks := cells[i].text[utf8.RuneLen(lam):] + cells[i+1].text[utf8.RuneLen(ends[i+1]):]
			cells[i].text = string(ligature) + marks
			cells[i].match = cells[i].match || cells[i+1].match
			cells[i+1].text = ""
			ends[i+1] = 0 // an alef joins with nothing after it
			continue
		}
		place := isolated
		if before {
			place = final
		}
		if len(own) == 4 && joinsAfter(i) && joinsBefore(i+1) {
			place += initial
		}
		if place < len(own) {
			cells[i].text = string(own[place]) + cells[i].text[utf8.RuneLen(ends[i]):]
		}
	}
}

// hasNonJoiner tells a cell that ends its letter's joining.
func hasNonJoiner(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r == zeroWidthNonJoiner
}
