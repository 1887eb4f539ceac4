package analysis

import (
	"encoding/binary"
	"hash/crc32"
	"io/fs"
)

// The lexicon remembers of each form the stem and the root that the rules and the
// built-in families give it: to find them takes longer than all else about a word.
// It is a memory and nothing else. A word that it lacks goes through the rules,
// and so does every word once the user has words of his own.

// lexeme returns the stem and the root of a settled word.
func (s *stemmer) lexeme(word string) (stem, root string) {
	if s.remembers {
		if stem, root, ok := s.lex.lexeme(word); ok {
			return stem, root
		}
	}
	stem = s.stem(word)
	return stem, s.root(stem)
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
	s, err := newStemmerOf(lex, Words{})
	if err != nil {
		return err
	}
	if c.sources, err = familiesSum(); err != nil {
		return err
	}
	numbers := map[[2]int]int{}
	for _, form := range c.forms {
		if !isLetters(form) {
			continue
		}
		stem := s.stem(form)
		a, ok1 := c.numberUpTo(maxNumber, form, stem)
		b, ok2 := c.numberUpTo(maxNumber, stem, s.root(stem))
		pair := [2]int{a, b}
		number, known := numbers[pair]
		if !known && len(c.pairs) < maxNumber {
			c.pairs = append(c.pairs, pair)
			number = len(c.pairs)
			numbers[pair] = number
		}
		if ok1 && ok2 && number > 0 {
			c.lexemes[form] = uint16(number)
		}
	}
	return nil
}

// maxNumber is how many edits, and pairs of them, 16 bits can number.
const maxNumber = 1<<16 - 1

// appendEdits appends the edits and the letters that they put to a form.
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
	return append(out, letters...)
}

// lettersSize is how many bytes appendEdits writes of letters.
func (c *compiler) lettersSize() (n int) {
	for _, e := range c.edits {
		n += len(e.prefix) + len(e.postfix)
	}
	return n
}
