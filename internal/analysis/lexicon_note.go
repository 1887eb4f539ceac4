package analysis

// note is what the lexicon remembers of a form: 6 bits saying what the rules
// took from it, 10 bits with the number of the edit that makes its stem. It is
// a memory of the rules and nothing else: they give the same without it, only
// a hundred times slower.
type note uint16

const (
	noNote   = note(0xFFFF)
	editBits = 10
	maxEdits = 1<<editBits - 1 // the last number belongs to noNote
	verbKey  = "\x01"          // before an imperfect stem: count is the evidence, note the edit to its past
	pastKey  = "\x02"          // before a past: count is the evidence
	belowKey = "\x04"          // before a word in alef that is always written with hamza below
	maddaKey = "\x05"          // before a word in alef that is mostly written with madda
	rootKey  = "\x03"          // before a root: count is its strength
	ofFamily = "\x06"          // before a member of a family: note is its kind, lexeme its representative
)

func newNote(took taken, edit int) note { return note(took)<<editBits | note(edit) }

func (n note) took() taken { return taken(n >> editBits) }
func (n note) edit() int   { return int(n & maxEdits) }

// remembered returns the reading of a form that the lexicon knows.
func (l *lexicon) remembered(form string) (reading, bool) {
	slot, _ := l.at(hashForm("", form, ""))
	if slot < 0 {
		return reading{}, false
	}
	n := l.note(slot)
	if n == noNote {
		return reading{}, false
	}
	stem, ok := l.edited(form, n.edit())
	if !ok {
		return reading{}, false
	}
	r := reading{stem: stem, took: n.took()}
	if r.took&(r.took-1) != 0 && r.took&tookVerb == 0 {
		at := editBytes * n.edit()
		pre := leUint32(l.edits[at+4:])
		r.rest = l.letters[pre:pre+uint32(l.edits[at+2])] + form[l.edits[at]:]
	}
	return r, true
}

// lexeme returns the stem and the root of a word that the lexicon knows: a memory
// of what the rules and the built-in families make of it.
func (l *lexicon) lexeme(word string) (stem, root string, ok bool) {
	slot, _ := l.at(hashForm("", word, ""))
	if slot < 0 {
		return "", "", false
	}
	return l.lexemeAt(slot, word)
}

// lexemeAsIs is lexeme for a word as it was written, if it is one that nothing
// has to be done to: its exact form, no stop word, in the letters that the
// lexicon knows it by. Of most words that spares all questions about them.
func (l *lexicon) lexemeAsIs(raw string) (stem, root string, ok bool) {
	slot, _ := l.at(hashForm("", raw, ""))
	if slot < 0 || leUint16(l.lexemes[2*slot:])&asIs == 0 {
		return "", "", false
	}
	return l.lexemeAt(slot, raw)
}

// asIs is the bit of the number of a lexeme which says that the form is what it is written as.
const asIs = 1 << 15

// lexemeAt returns the stem and the root of a word that has a slot.
func (l *lexicon) lexemeAt(slot int, word string) (stem, root string, ok bool) {
	at := lexemeBytes * (int(leUint16(l.lexemes[2*slot:])&^asIs) - 1)
	if at < 0 || at >= len(l.pairs) {
		return "", "", false
	}
	if stem, ok = l.edited(word, int(leUint16(l.pairs[at:]))); !ok {
		return "", "", false
	}
	root, ok = l.edited(stem, int(leUint16(l.pairs[at+2:])))
	return stem, root, ok
}

// member returns the member of a family of the files that a settled word is.
func (l *lexicon) member(word string) (m member, ok bool) {
	place, print := hashForm(ofFamily, word, "")
	if !l.mayBeMember(place) {
		return m, false
	}
	slot, _ := l.at(place, print)
	if slot < 0 {
		return m, false
	}
	at := lexemeBytes * (int(leUint16(l.lexemes[2*slot:])&^asIs) - 1)
	if at < 0 || at >= len(l.pairs) {
		return m, false
	}
	m.kind = familyKind(l.note(slot).took())
	m.rep, ok = l.edited(word, int(leUint16(l.pairs[at:])))
	return m, ok
}

// mayBeMember says of most words by a bit of their hash that they are in no
// family: the rules ask for dozens of forms of a word.
func (l *lexicon) mayBeMember(place uint64) bool {
	bit := memberBit(place)
	return l.filter[bit/8]&(1<<(bit%8)) != 0
}

func memberBit(place uint64) int { return int(place >> (32 - filterBits)) }

// verbOf returns the past of an imperfect stem and the evidence for the verb.
func (l *lexicon) verbOf(stem string) (past string, evidence float64) {
	stem = Fold(stem)
	slot, n := l.find(verbKey, stem, "")
	if slot < 0 {
		return "", 0
	}
	past, ok := l.edited(stem, l.note(slot).edit())
	if !ok {
		return "", 0
	}
	return past, n
}

// pastOf returns the evidence that a form is the past of a verb.
func (l *lexicon) pastOf(form string) float64 { return l.count(pastKey, Fold(form), "") }
