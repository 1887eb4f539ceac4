package analysis

import (
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
)

// CompileLexicon makes the lexicon that this package embeds from the counts of
// the forms as [FoldWritten] leaves them. It finds the verbs among them, runs the rules over every form
// and writes down what they say. The same counts give the same bytes.
func CompileLexicon(written map[string]float64) ([]byte, error) {
	counts, err := spellKeys(written)
	if err != nil {
		return nil, err
	}
	for w, n := range belows(written) {
		counts[belowKey+w] = n
	}
	for w, n := range maddas(written) {
		counts[maddaKey+w] = n
	}
	c := &compiler{counts: counts, notes: map[string]note{}, lexemes: map[string]uint16{}, numbers: map[edit]int{}}
	for form := range counts {
		c.forms = append(c.forms, form)
	}
	sort.Strings(c.forms)
	folded := &compiler{counts: map[string]float64{}}
	for form, n := range written {
		folded.counts[Fold(form)] += n
	}
	for form := range folded.counts {
		folded.forms = append(folded.forms, form)
	}
	sort.Strings(folded.forms)
	bare, err := folded.open()
	if err != nil {
		return nil, err
	}
	c.addVerbs(bare, folded.forms)
	if err := c.addReadings(); err != nil {
		return nil, err
	}
	if err := c.addRoots(); err != nil {
		return nil, err
	}
	if err := c.addLexemes(); err != nil {
		return nil, err
	}
	return c.layout()
}

type compiler struct {
	forms   []string // keys of counts, in the order in which they enter the table
	counts  map[string]float64
	notes   map[string]note
	lexemes map[string]uint16 // numbers of pairs, from 1
	pairs   [][2]int          // numbers of edits: to the stem, from that to the root
	edits   []edit
	numbers map[edit]int
	sources uint32
	named   string
}

func (c *compiler) open() (*lexicon, error) {
	b, err := c.layout()
	if err != nil {
		return nil, err
	}
	return openLexicon(string(b))
}

func (c *compiler) add(key string, count float64, n note) {
	c.forms, c.counts[key], c.notes[key] = append(c.forms, key), count, n
}

// addVerbs adds the pasts and imperfect stems of the verbs that the counts of
// the folded forms show: of one verb, some forms may be written like those of another.
func (c *compiler) addVerbs(bare *lexicon, forms []string) {
	in := inducer{lex: bare}
	found := map[string]float64{}
	var pasts []string
	for _, form := range forms {
		stem, ok := strings.CutPrefix(form, sYeh)
		if !ok || !isLetters(stem) || len(stem) < 2*letterBytes || len(stem) > maxVerb {
			continue
		}
		for _, p := range in.verbsOf(stem) {
			if _, ok := found[p]; !ok {
				found[p] = in.past(p)
				pasts = append(pasts, p)
			}
		}
		if p, evidence := in.bestPast(stem); evidence >= 1 {
			if k, ok := c.number(stem, p); ok {
				c.add(verbKey+stem, evidence, newNote(0, k))
			}
		}
	}
	sort.Strings(pasts)
	for _, p := range pasts {
		if found[p] >= 1 {
			c.add(pastKey+p, found[p], noNote)
		}
	}
}

// addReadings notes what the rules make of every form.
func (c *compiler) addReadings() error {
	lex, err := c.open()
	if err != nil {
		return err
	}
	s, err := newRules(lex)
	if err != nil {
		return err
	}
	for _, form := range c.forms {
		if !isLetters(form) {
			continue
		}
		r := s.rule(form, 0)
		if k, ok := c.number(form, r.stem); ok {
			c.notes[form] = newNote(r.took, k)
		}
	}
	return nil
}

// addRoots gives the roots their strength by the stems of all forms.
func (c *compiler) addRoots() error {
	lex, err := c.open()
	if err != nil {
		return err
	}
	s, err := newRules(lex)
	if err != nil {
		return err
	}
	if s.roots, err = newRooter(lex); err != nil {
		return err
	}
	s.fam = emptyFamilySet(lex)
	s.keepsNames = true
	sums := map[string]float64{}
	var stems []string
	for _, form := range c.forms {
		if !isLetters(form) {
			continue
		}
		stem := Fold(s.stem(form))
		if s.relatedTo(stem) != "" {
			continue
		}
		if sums[stem] == 0 {
			stems = append(stems, stem)
		}
		sums[stem] += c.counts[form]
	}
	counts := make([]float64, len(stems))
	for i, stem := range stems {
		counts[i] = sums[stem]
	}
	strength := s.learnRoots(stems, counts)
	roots := make([]string, 0, len(strength))
	for root := range strength {
		roots = append(roots, root)
	}
	sort.Strings(roots)
	for _, root := range roots {
		if strength[root] >= 1 {
			c.add(rootKey+root, strength[root], noNote)
		}
	}
	return nil
}

// number returns the number of the edit that makes to from from, small enough for a note.
func (c *compiler) number(from, to string) (int, bool) { return c.numberUpTo(maxEdits, from, to) }

func (c *compiler) numberUpTo(most int, from, to string) (int, bool) {
	e := editBetween(from, to)
	k, ok := c.numbers[e]
	if !ok {
		if len(c.edits) >= most {
			return 0, false
		}
		k = len(c.edits)
		c.edits, c.numbers[e] = append(c.edits, e), k
	}
	return k, true
}

// editBetween keeps the longest run of letters that both share.
func editBetween(from, to string) edit {
	if len(from)%letterBytes+len(to)%letterBytes > 0 { // no Arabic words
		return edit{front: len(from), prefix: to}
	}
	var i, j, length int
	for a := 0; a < len(from); a += letterBytes {
		for b := 0; b < len(to); b += letterBytes {
			n := 0
			for a+n < len(from) && b+n < len(to) && from[a+n:a+n+letterBytes] == to[b+n:b+n+letterBytes] {
				n += letterBytes
			}
			if n > length {
				i, j, length = a, b, n
			}
		}
	}
	return edit{front: i, back: len(from) - i - length, prefix: to[:j], postfix: to[j+length:]}
}

// layout writes the table: three slots for two entries keep the runs short.
func (c *compiler) layout() ([]byte, error) {
	n := uint64(len(c.forms))*3/2 + 1
	out := make([]byte, lexiconHeader+8*n)
	for i, w := range []uint32{
		lexiconMagic, lexiconFormat, uint32(n), uint32(len(c.forms)), uint32(len(c.edits)), uint32(len(c.pairs)), uint32(c.lettersSize()), c.sources, uint32(len(c.named)),
	} {
		binary.LittleEndian.PutUint32(out[4*i:], w)
	}
	slots, notes, lexemes := out[lexiconHeader:lexiconHeader+4*n], out[lexiconHeader+4*n:lexiconHeader+6*n], out[lexiconHeader+6*n:]
	for _, form := range c.forms {
		q := quantize(c.counts[form])
		if q > 0xFF {
			return nil, fmt.Errorf("lexicon: %s: count %v is too large", form, c.counts[form])
		}
		place, print := hashForm(form, "", "")
		i, alike := place*n>>32, false
		for {
			slot := binary.LittleEndian.Uint32(slots[4*i:])
			if slot == 0 {
				break
			}
			if slot&0xFFFFFF00 == print { // who asks for this form gets the other
				if alike = true; strings.HasPrefix(form, ofFamily) {
					return nil, fmt.Errorf("lexicon: the member %s has the fingerprint of another form", form)
				}
				binary.LittleEndian.PutUint16(lexemes[2*i:], 0)
			}
			if i++; i == n {
				i = 0
			}
		}
		binary.LittleEndian.PutUint32(slots[4*i:], print|q)
		k, ok := c.notes[form]
		if !ok {
			k = noNote
		}
		binary.LittleEndian.PutUint16(notes[2*i:], uint16(k))
		if !alike {
			binary.LittleEndian.PutUint16(lexemes[2*i:], c.lexemes[form])
		}
	}
	return c.appendEdits(out), nil
}
