package analysis

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed stopwords.txt
var stopWordFile string

// stopWords maps every spelling of every stop word, folded but with its alef
// maksura kept, to its exact form.
type stopWords map[string]string

// builtinStopWords is the list of the data file with all that its rules make.
var builtinStopWords = sync.OnceValues(func() (stopWords, error) { return parseStopWords(stopWordFile, foldKeepMaksura) })

// writtenStopWords is the same with the hamzas as they are written.
var writtenStopWords = sync.OnceValues(func() (stopWords, error) { return parseStopWords(stopWordFile, FoldWritten) })

func builtinAsWritten() stopWords {
	stops, err := writtenStopWords()
	if err != nil {
		panic(err) // the embedded data are broken: every test fails before this can ship
	}
	return stops
}

// parseStopWords reads the format that the head of the data file describes.
func parseStopWords(file string, fold func(string) string) (stopWords, error) {
	stops := stopWords{}
	var never []string
	var rule stopRule
	n := 0
	for line := range strings.Lines(file) {
		n++
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if directive, ok := strings.CutPrefix(line, "@"); ok {
			var err error
			if rule, err = parseStopRule(directive); err != nil {
				return nil, fmt.Errorf("stop words, line %d: %w", n, err)
			}
			continue
		}
		switch canonical, spellings, found := strings.Cut(line, ":"); {
		case rule.as && found:
			for _, w := range strings.Fields(spellings) {
				stops[fold(w)] = fold(strings.TrimSpace(canonical))
			}
		case rule.never:
			never = append(never, strings.Fields(line)...)
		default:
			for _, w := range strings.Fields(line) {
				rule.expand(fold(w), stops.add)
			}
		}
	}
	for _, w := range never {
		delete(stops, fold(w))
	}
	return stops, nil
}

func (s stopWords) add(form string) { s[form] = form }

// find returns the exact form of a stop word by its folded spelling, in which
// an alef maksura is still one. It may also stand for yeh, as many write in
// Egypt; the other way round only the spellings listed count, or the name Ali
// would be lost.
func (s stopWords) find(kept string) (exact string, ok bool) {
	if exact, ok = s[kept]; ok {
		return exact, ok
	}
	if folded := Fold(kept); folded != kept {
		exact, ok = s[folded]
	}
	return exact, ok
}

// has says whether a word is listed as it is, or with yeh for its alef maksura.
func (s stopWords) has(word string) bool {
	_, ok := s[word]
	if x, maksura := strings.CutSuffix(word, sMaksura); maksura && !ok {
		_, ok = s[x+sYeh]
	}
	return ok
}

// stopRule says which clitics the words of a section take.
type stopRule struct{ and, prep, pron, as, never bool }

func parseStopRule(directive string) (rule stopRule, err error) {
	flags := map[string]*bool{
		"and": &rule.and, "prep": &rule.prep, "pron": &rule.pron, "as": &rule.as, "never": &rule.never,
	}
	for _, name := range strings.Fields(directive) {
		flag, ok := flags[name]
		if !ok {
			return rule, fmt.Errorf("unknown rule %q", name)
		}
		*flag = true
	}
	return rule, nil
}

// pronouns are those that stop words take, none among them.
var pronouns = []string{
	"", string(heh), string(heh) + string(alef), string(heh) + string(meem), string(heh) + string(meem) + string(alef),
	string(heh) + string(noon), string(kaf), string(kaf) + string(meem), string(kaf) + string(meem) + string(alef),
	string(kaf) + string(noon), string(noon) + string(alef), string(yeh),
}

// expand calls add with every form of a folded word.
func (rule stopRule) expand(word string, add func(string)) {
	only := func(list []string, on bool) []string {
		if on {
			return list
		}
		return list[:1]
	}
	for _, pron := range only(pronouns, rule.pron) {
		ended, ok := withPronoun(word, pron)
		if !ok {
			continue
		}
		for _, and := range only(coordinators, rule.and) {
			for _, prep := range only(prepositions, rule.prep) {
				add(and + withPreposition(ended, prep))
			}
		}
	}
}

// withPronoun writes a pronoun onto a word: alef maksura becomes yeh, teh
// marbuta teh. The pronoun of the first person on alef maksura would give the
// name Ali and is not made.
func withPronoun(word, pron string) (string, bool) {
	if pron == "" {
		return word, true
	}
	if rest, ok := strings.CutSuffix(word, string(alefMaksura)); ok {
		return rest + string(yeh) + pron, pron != string(yeh)
	}
	if rest, ok := strings.CutSuffix(word, string(tehMarbuta)); ok {
		return rest + string(teh) + pron, true
	}
	return word + pron, true
}

// maxProclitics bounds, in letters, what isProclitics looks at.
const maxProclitics = 4

// isProclitics reports whether a folded word is only what is written onto the
// word after it: a coordinator, a preposition of one letter, the article.
func isProclitics(word string) bool {
	return word != "" &&
		(slices.Contains(proclitics, strings.TrimSuffix(word, Article)) || slices.Contains(articleProclitics, word))
}
