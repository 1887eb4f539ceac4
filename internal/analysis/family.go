package analysis

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed families
var familyFiles embed.FS

// familyKind says what the members of a family file have in common.
type familyKind uint8

const (
	wordFamily    familyKind = iota
	pluralFamily             // broken plurals: no further ending of number or gender follows them
	nameFamily               // persons and firms, months: no root beyond themselves
	placeFamily              // names too, and members in -i are adjectives of relation
	verbFamily               // forms of a verb: what stands before and behind verbs needs no evidence
	protectedWord            // of the user
)

// familyKinds are the kinds of the files that have one.
var familyKinds = map[string]familyKind{
	"plurals.txt": pluralFamily,
	"joined.txt":  nameFamily,
	"months.txt":  nameFamily,
	"names.txt":   nameFamily,
	"places.txt":  placeFamily,
	"verbs.txt":   verbFamily,
}

type member struct {
	rep  string
	kind familyKind
}

// familySet knows the members of all families, folded. Those of the files are
// compiled into the lexicon.
type familySet struct {
	lex      *lexicon
	compiled bool              // the lexicon has the members of the files
	members  map[string]member // the others, by the settled word
	filter   *filter           // of these
	multi    [][]string        // members that are several words
}

func emptyFamilySet(lex *lexicon) *familySet {
	return &familySet{lex: lex, members: map[string]member{}, filter: &filter{}}
}

// set makes a settled word a member.
func (f *familySet) set(w string, m member) {
	f.members[w] = m
	f.filter.add(w)
}

// member returns the member that a settled word is.
func (f *familySet) member(w string) (m member, ok bool) {
	if len(f.members) > 0 && f.filter.mayHave(w) {
		if m, ok = f.members[w]; ok {
			return m, ok
		}
	}
	if f.compiled {
		return f.lex.member(w)
	}
	return m, false
}

func newFamilySet(lex *lexicon, w Words) (*familySet, error) {
	f := emptyFamilySet(lex)
	sum, err := familiesSum()
	if err != nil {
		return nil, err
	}
	if f.compiled = sum == lex.sources; f.compiled {
		f.multi = lex.names()
	} else if err := f.addFiles(); err != nil {
		return nil, err
	}
	for n, line := range w.Families {
		if err := f.add(line, wordFamily); err != nil {
			return nil, fmt.Errorf("families: line %d: %w", n+1, err)
		}
	}
	for _, p := range w.Protected {
		w := lex.settle(FoldWritten(p))
		f.set(w, member{w, protectedWord})
	}
	return f, nil
}

// addFiles adds the families of the files.
func (f *familySet) addFiles() error {
	entries, err := familyFiles.ReadDir("families")
	if err != nil {
		return fmt.Errorf("families: %w", err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".txt") {
			continue
		}
		text, err := familyFiles.ReadFile("families/" + e.Name())
		if err != nil {
			return fmt.Errorf("families: %w", err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if err := f.add(line, familyKinds[e.Name()]); err != nil {
				return fmt.Errorf("families: %s: line %d: %w", e.Name(), n+1, err)
			}
		}
	}
	return nil
}

// add adds the family of one line: its representative, a colon, its members.
func (f *familySet) add(line string, kind familyKind) error {
	line, _, _ = strings.Cut(line, "#")
	if strings.TrimSpace(line) == "" {
		return nil
	}
	head, rest, ok := strings.Cut(line, ":")
	head = strings.TrimSpace(head)
	if !ok || head == "" {
		return fmt.Errorf("want a representative, a colon and members")
	}
	rep := f.key(head)
	for _, m := range withPronouns(withCases(append(strings.Fields(rest), head))) {
		parts := strings.Split(Fold(m), "_")
		if len(parts) > 1 {
			f.multi = append(f.multi, parts)
		}
		if kind == pluralFamily && m != head && f.lex.isBelow(Fold(m)) && !strings.HasPrefix(m, sBelow) {
			continue // commoner as a verbal noun: acquisition, not amulets
		}
		joined := f.key(m)
		f.set(joined, member{rep, kind})
		if kind != placeFamily || !strings.HasSuffix(joined, sYeh) {
			continue
		}
		for _, end := range []string{sMarb, sUn, sIn} { // the adjective needs no evidence
			adjective := f.key(m + end)
			if _, known := f.members[adjective]; !known {
				f.set(adjective, member{rep, kind})
			}
		}
	}
	return nil
}

// cases are the first words of names that change with the case.
var cases = []struct{ first, other string }{
	{"أبو_", "أبي_"}, {"أبو_", "أبا_"}, {"ذو_", "ذي_"}, {"ذو_", "ذا_"},
}

// withCases adds to the members of a family those that differ by the case only.
func withCases(members []string) []string {
	for _, m := range members[:len(members):len(members)] {
		for _, c := range cases {
			if rest, ok := strings.CutPrefix(m, c.first); ok && !slices.Contains(members, c.other+rest) {
				members = append(members, c.other+rest)
			}
		}
	}
	return members
}

// beforePronoun ends a member that stands for its forms with a pronoun: أبو+ is
// أبوه أبوها …, not أبو.
const beforePronoun = "+"

// withPronouns writes the members of a family that stand before pronouns.
func withPronouns(members []string) (all []string) {
	for _, m := range members {
		x, ok := strings.CutSuffix(m, beforePronoun)
		if !ok {
			all = append(all, m)
			continue
		}
		for _, p := range pronouns[1:] {
			if p != sYeh {
				all = append(all, x+p)
			}
		}
	}
	return all
}

// key is the form by which a member is known: one word settled, several folded
// and written as one.
func (f *familySet) key(m string) string {
	if strings.Contains(m, "_") {
		return strings.ReplaceAll(Fold(m), "_", "")
	}
	return f.lex.settle(FoldWritten(m))
}

// of returns the representative of the family that a word belongs to.
func (f *familySet) of(w string) (string, bool) {
	m, ok := f.member(w)
	return m.rep, ok
}

// rest is of for what was left of a word: behind a preposition stands no verb.
func (f *familySet) rest(w string, not taken) (string, bool) {
	m, ok := f.member(w)
	return m.rep, ok && (m.kind != verbFamily || not&tookVerb == 0)
}

func (k familyKind) isName() bool { return k >= nameFamily && k != verbFamily }

// isPlural says whether a word is a broken plural of another.
func (f *familySet) isPlural(w string) bool {
	m, ok := f.member(w)
	return ok && m.rep != w && m.kind == pluralFamily
}

// joined returns the members of families that are several words, folded.
func (s *stemmer) joined() [][]string { return s.fam.multi }
