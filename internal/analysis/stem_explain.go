package analysis

import (
	"fmt"
	"strings"
)

// explainStem says in words how stem came to its answer, step by step.
func (s *stemmer) explainStem(exact string) (lines []string) {
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if !isLetters(exact) {
		say("not an Arabic word: kept as it is")
		return lines
	}
	w, not, ended := exact, taken(0), ""
	for range maxSteps + 1 {
		w = s.lex.known(w)
		if at := provenProclitic(w); at > 0 {
			say("the hamza of %s shows that %s stands before a word", w, w[:at])
			w, not = w[at:], not|tookVerb|tookArticle|tookPreposition|tookConjunction
			continue
		}
		if s.lex.isBelow(w) {
			not |= tookVerb | tookConjunction
		}
		if rep, ok := s.fam.rest(w, not); ok {
			say("%s is in the family of %s", w, rep)
			return lines
		}
		if rest, ok := s.unjoined(w, not); ok {
			say("%s without و (conjunction) is %s, counted %.0f times; %s itself %.0f times", w, rest, s.lex.count("", rest, ""), w, s.lex.count("", w, ""))
			w = rest
			continue
		}
		if f, ok := s.behind(w, not); ok {
			say("%s without %s (%s) is in the family of %s", w, f.text, f.took, f.rep)
			return lines
		}
		if f, ok := s.aroundVerb(w, not); ok {
			say("%s without %s is in the family of the verb %s", w, f.text, f.rep)
			return lines
		}
		r := s.rule(w, not)
		if s.isOfOther(&r, w, ended) {
			say("what begins %s belongs to it: %s never stands without", w, ended)
			return lines
		}
		if r.took&tookVerb != 0 {
			say("%s", s.describe(w, &r))
			return lines
		}
		if rep, ok := s.ownedPlural(w, not); r.stem == w && ok {
			say("%s is a plural of the family of %s with a pronoun", w, rep)
			return lines
		}
		if rest, took, ok := s.last(w, not); r.stem == w && ok {
			if n := s.lex.count("", w, ""); n > 0 {
				say("%s has the shape of a broken plural of %s, which was counted %.0f times", w, rest, s.lex.count("", rest, ""))
			} else {
				say("%s was never counted: light stemming leaves %s", w, rest)
			}
			w, not = rest, not|tookVerb|took.forbids()
			continue
		}
		if r.stem == w {
			say("nothing more is taken from %s, counted %.0f times, with an article %.0f times", w, s.lex.count("", w, ""), s.articled(w, ""))
			return lines
		}
		_, plural := s.ofPlural(w, &r)
		if rest, ok := s.andFirst(w, &r, not); ok && !plural {
			say("%s without و (conjunction) is %s, whose ending is taken behind it", w, rest)
			w, not = rest, not|tookConjunction
			continue
		}
		say("%s", s.describe(w, &r))
		if rep, ok := s.between(&r); ok {
			say("what lies between is in the family of %s", rep)
			return lines
		}
		if singular, ok := s.ofPlural(w, &r); ok {
			say("but %s is a broken plural, which has no such forms: it is of %s", r.stem, singular)
			return lines
		}
		if ended = ""; r.took == tookEnding {
			ended = w
		}
		w, not = r.stem, not|r.forbids(w)
	}
	return lines
}

// tookNames says what each kind of taking is called.
var tookNames = []struct {
	took taken
	name string
}{
	{tookConjunction, "conjunction"}, {tookArticle, "article"}, {tookPreposition, "preposition"},
	{tookEnding, "ending"}, {tookPronoun, "pronoun"},
}

// String names what was taken.
func (t taken) String() string {
	var names []string
	for _, n := range tookNames {
		if t&n.took != 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ", ")
}

// describe says what a reading takes from w and what confirms it.
func (s *stemmer) describe(w string, r *reading) string {
	off := strings.TrimSuffix(r.pro+"- -"+r.suf, " -")
	if r.pro == "" {
		off = "-" + r.suf
	}
	if r.took&tookVerb != 0 {
		past := Fold(r.stem)
		if off == "-" {
			return fmt.Sprintf("%s is a past of the verb %s: evidence %.0f", w, past, s.lex.pastOf(past))
		}
		return fmt.Sprintf("%s without %s is a form of the verb %s: evidence %.0f, %s itself counted %.0f times",
			w, off, past, s.lex.pastOf(past), w, s.lex.count("", w, ""))
	}
	return fmt.Sprintf("%s without %s (%s) is %s, counted %.0f times, with an article %.0f times; %s itself %.0f times",
		w, off, r.took, r.stem, s.lex.count("", r.stem, ""), s.articled(r.stem, ""), w, s.lex.count("", w, ""))
}

// explainRoot says in words how root came to its answer.
func (s *stemmer) explainRoot(stem string) []string {
	if s.isName(stem) {
		return []string{fmt.Sprintf("%s is a name: it has no root but itself", stem)}
	}
	if root, ok := s.roots.irregular[stem]; ok {
		return []string{fmt.Sprintf("%s is listed under the root %s", stem, root)}
	}
	if base := s.relatedTo(stem); base != "" {
		if root, pattern := s.roots.best(base); root != base {
			return []string{fmt.Sprintf("%s is of %s, and the pattern %s shows the root %s in that", stem, base, pattern, root)}
		}
	}
	root, pattern := s.roots.best(stem)
	if pattern == "" {
		return []string{fmt.Sprintf("no pattern shows a known root in %s: it stands for itself", stem)}
	}
	lines := []string{fmt.Sprintf("the pattern %s shows the root %s in %s", pattern, root, stem)}
	seen := map[string]bool{root: true}
	var others []string
	s.roots.candidates(stem, func(candidate string, _ float64, _ *patternText) {
		if !seen[candidate] {
			seen[candidate] = true
			others = append(others, candidate)
		}
	})
	if len(others) > 0 {
		lines = append(lines, "less likely: "+strings.Join(others, ", "))
	}
	return lines
}
