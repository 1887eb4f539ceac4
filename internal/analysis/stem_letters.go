package analysis

import "strings"

// What a reading must explain, or what must stand beside it, so that the letters that it takes are
// no letters of a name.
const (
	expected       = 5    // occurrences of a verb behind the other "and", of which one would have been seen
	futures        = .3   // of a word that begins like a future, the presents that must stand beside it: or it is a name
	leastDual      = .05  // of a word's occurrences, what a verb of two must explain: names that end so are commoner (دانا)
	commonerOne    = .4   // of a present, its dual, at most, where the dual may be a name (ترومان)
	leastMany      = .1   // of a word's occurrences, what a sound plural before a genitive must explain, for the same reason (كارو)
	leastInverted  = .015 // of a word's occurrences, what an accusative behind a proclitic must explain (فانيسا)
	isolated       = .1   // articles for one occurrence with a preposition, under which a short word is letters of a name
	leastLike      = .015 // of a word's occurrences, what "like" and the rest must explain (كيوان)
	partShare      = .5   // of what a preposition leaves, what stands behind it: more is no preposition (بريدة)
	leastShortNoun = .04  // of a word of two letters, those with an article, of a noun that is no verbal noun: behind a preposition the others are letters of a name (كيو)
	partAnd        = 50   // times that, which one with "and" is expected of
	leastOthers    = .25  // of the occurrences with a pronoun of the second person, those with others: or it is a letter (كورسك)
	mineOnly       = .02  // of the occurrences that end like "my", those with pronouns of the third person: or it is a letter (غاري)
	leastRare      = .1   // of a word's occurrences, what a past of women must explain: names that end so are commoner (نادين)
)

// isNamePart says whether what a proclitic leaves is rather the other letters of a name:
// it is short, hardly commoner than the n times of both together, and has hardly ever an article.
func (s *stemmer) isNamePart(rest string, n float64) bool {
	all := s.lex.count("", rest, "")
	return len(strings.TrimSuffix(rest, sMarb)) <= three && (n > all || n > partShare*all && partAnd*s.lex.count(sWaw, rest, "") < all) && !strings.HasSuffix(rest, sHamza) && s.articled(rest, "") < isolated*n &&
		!strings.HasPrefix(rest, sAl) && !hasWritten(rest) && !s.endsInPronoun(rest)
}

// isAnd says whether a word that begins with waw is rather "and" and the rest, which
// nothing stands before but the alef of a question.
func (s *stemmer) isAnd(w string) bool {
	x, ok := strings.CutPrefix(w, sWaw)
	return ok && len(x) >= two && !strings.HasPrefix(x, sAl) && s.lex.count("", x, "") > 5*s.lex.count("", w, "") && !s.isOwnFirst(w)
}

// isRareEnding says whether a reading of w takes an ending for which names are commoner,
// and explains too little of n occurrences.
func (s *stemmer) isRareEnding(w string, r *reading, n float64) bool {
	verb := r.took&tookVerb != 0
	past := verb && len(r.stem) == three && (r.pro == "" || r.pro == sWaw || r.pro == sFeh)
	switch r.suf {
	case string(kaf): // who has something of yours has it of others too
		return !verb && s.possessedByOthers(r.stem) < leastOthers*n
	case sYeh: // but for brothers and fathers, who keep the letter
		return !verb && r.took&tookPronoun != 0 && n >= rare/2 && s.possessedByOthers(r.stem)+s.possessedByOthers(r.stem+sYeh) < mineOnly*n
	case sAlef, sTeh + sAlef:
		switch {
		case past:
			return r.score < leastDual*n
		case verb:
			return r.score < leastInverted/2*n
		}
		return r.pro != "" && r.pro != sWaw && r.took&tookArticle == 0 && r.score < leastInverted*n
	case sAn:
		return verb && len(r.stem) == three && strings.HasPrefix(r.pro, sTeh) && r.score < leastDual*n && commonerOne*s.lex.count("", w[:len(w)-two], "") < n
	case sWaw:
		if strings.HasPrefix(r.stem, sMeem) && !strings.HasSuffix(r.stem, sYeh) && s.articled(r.stem, sUn)+s.articled(r.stem, sIn) > 0 { // a participle
			return false
		}
		return !verb && r.score < leastMany*n
	}
	return false
}
