package analysis

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

// The lexicon remembers of each form the stem and the root that the rules and the
// built-in families give it: to find them takes longer than all else about a word.
// It is a memory and nothing else. A word that it lacks goes through the rules,
// and so does every word once the user has words of his own.

// remember decides whether that memory holds. Then the rules wait until a word is
// met that it lacks: most searches end before.
func (a *Analyzer) remember(words Words) error {
	sum, err := familiesSum()
	if err != nil {
		return err
	}
	if sum == a.lex.sources && len(words.Families)+len(words.Protected) == 0 {
		a.remembers, a.remembersAsIs = true, len(words.StopWords) == 0
		a.rules = sync.OnceValue(func() *stemmer {
			s, err := newStemmer(a.lex, Words{})
			if err != nil {
				panic(err) // the embedded data are broken: every test fails before this can ship
			}
			return s
		})
		return nil
	}
	s, err := newStemmer(a.lex, words)
	a.rules = func() *stemmer { return s }
	return err
}

// names returns the names of several words of the built-in families, as
// Analyzer.names does.
func (l *lexicon) names() (names [][]string) {
	for line := range strings.Lines(l.named) {
		names = append(names, strings.Fields(line))
	}
	return names
}

// familiesSum is the checksum of the family files: who edits one sees what it does
// before the lexicon is compiled anew, only slower.
func familiesSum() (sum uint32, err error) {
	files, err := fs.Glob(familyFiles, "families/*.txt") // sorted
	if err != nil {
		return 0, err
	}
	for _, name := range files {
		text, err := familyFiles.ReadFile(name)
		if err != nil {
			return 0, err
		}
		sum = crc32.Update(sum, crc32.IEEETable, text)
	}
	return sum, nil
}

// addLexemes writes down the stem and the root of every form.
func (c *compiler) addLexemes() error {
	lex, err := c.open()
	if err != nil {
		return err
	}
	a, err := newAnalyzer(lex, Words{}) // of a lexicon that has no lexemes yet: it goes through the rules
	if err != nil {
		return err
	}
	for _, words := range a.names() {
		c.named += strings.Join(words, " ") + "\n"
	}
	if c.sources, err = familiesSum(); err != nil {
		return err
	}
	s := a.rules()
	numbers := map[[2]int]int{}
	note := func(key, form, stem, root string) (ok bool) {
		a, ok1 := c.numberUpTo(maxNumber, form, stem)
		b, ok2 := c.numberUpTo(maxNumber, stem, root)
		pair := [2]int{a, b}
		number, known := numbers[pair]
		if !known && len(c.pairs) < asIs-1 {
			c.pairs = append(c.pairs, pair)
			number = len(c.pairs)
			numbers[pair] = number
		}
		ok = ok1 && ok2 && number > 0
		if ok {
			c.lexemes[key] = uint16(number)
		}
		return ok
	}
	for _, form := range c.forms {
		if isLetters(form) {
			stem := s.stem(form)
			if note(form, form, stem, s.root(stem)) && a.isAsIs(form) {
				c.lexemes[form] |= asIs
			}
		}
	}
	for _, w := range slices.Sorted(maps.Keys(s.fam.members)) {
		m := s.fam.members[w]
		c.add(ofFamily+w, 1, newNote(taken(m.kind), 0))
		if !note(ofFamily+w, w, m.rep, m.rep) {
			return fmt.Errorf("lexicon: more than %d edits", maxNumber)
		}
	}
	return nil
}

// isAsIs says whether a form, met in a text, is a word of itself that nothing is
// to be done to.
func (a *Analyzer) isAsIs(form string) bool {
	exact, word, stop := a.spell(form)
	return exact == form && word == form && !stop
}

// maxNumber is how many edits 16 bits can number.
const maxNumber = 1<<16 - 1

// appendEdits appends the edits, the letters that they put to a form, the names,
// and the filters of the members and of all forms.
func (c *compiler) appendEdits(out []byte) []byte {
	var letters []byte
	for _, pair := range c.pairs {
		out = binary.LittleEndian.AppendUint16(out, uint16(pair[0]))
		out = binary.LittleEndian.AppendUint16(out, uint16(pair[1]))
	}
	for _, e := range c.edits {
		out = append(out, byte(e.front), byte(e.back), byte(len(e.prefix)), byte(len(e.postfix)))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(letters)))
		letters = append(append(letters, e.prefix...), e.postfix...)
	}
	out = append(append(out, letters...), c.named...)
	members, all := make([]byte, filterBytes), make([]byte, formBytes)
	for _, form := range c.forms {
		place, _ := hashForm(form, "", "")
		bit := formBit(place)
		all[bit/8] |= 1 << (bit % 8)
		if strings.HasPrefix(form, ofFamily) {
			bit = memberBit(place)
			members[bit/8] |= 1 << (bit % 8)
		}
	}
	return append(append(out, members...), all...)
}

// lettersSize is how many bytes appendEdits writes of letters.
func (c *compiler) lettersSize() (n int) {
	for _, e := range c.edits {
		n += len(e.prefix) + len(e.postfix)
	}
	return n
}
