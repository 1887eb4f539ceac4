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
	leastTwo       = .1   // the same of a noun's dual before nothing else (توران)
	leastInOn      = .055 // the same of a noun's plural, or dual, in yeh or waw and noon (هيلين, شمعون)
	leastChanged   = .1   // the same of a bare past whose vowel is another (كوبر)
	leastHollow    = .06  // the same of a hollow imperfect without its letter, and of a past of hers without its weak one (تشين, كريت)
	leastMine      = .025 // the same of a noun of three letters with "my" (صبري)
	leastBeh       = .03  // the same of "in", or the rarer "and", before what has hardly an article (بوست)
	leastPerson    = 24   // occurrences of a word that begins like "and he", of which the present by itself would be some
	plain          = 2    // times a word, what a preposition and a noun explain, to be no letters of it
	leastKaf       = .1   // the same of "like" before what has hardly an article (كولر), and of what ends in yeh and your (كاريك)
)

// isNamePart says whether what a proclitic leaves is rather the other letters of a name:
// it is short, hardly commoner than the n times of both together, and has hardly ever an article.
func (s *stemmer) isNamePart(rest string, n float64) bool {
	all := s.lex.count("", rest, "")
	return len(strings.TrimSuffix(rest, sMarb)) <= three && (n > all || n > partShare*all && partAnd*s.lex.count(sWaw, rest, "") < all) && !strings.HasSuffix(rest, sHamza) && s.articled(rest, "") < isolated*n &&
		!strings.HasPrefix(rest, sAl) && !hasWritten(rest) && !s.endsInPronoun(rest)
}

// isNameFirst says whether the letter that looks like a preposition, or the rarer "and",
// is the first of a name: what it leaves has hardly an article, and is too rare to
// stand behind it n times.
func (s *stemmer) isNameFirst(w string, r *reading, n float64) bool {
	if hasWritten(r.stem) || strings.HasPrefix(r.stem, sAl) || s.endsInPronoun(r.stem) || perArticle*s.articled(r.stem, "") >= s.lex.count("", r.stem, "") {
		return false
	}
	switch r.pro {
	case string(kaf):
		return r.score < leastKaf*n
	case sBeh: // but for towns, which most of those in teh marbuta are, and participles
		return r.score < leastBeh*n && !strings.HasSuffix(w, sMarb) && !strings.HasPrefix(r.stem, sMeem)
	case sFeh:
		return r.score < leastBeh*n && len(r.stem) <= four && !strings.HasSuffix(w, sMarb) && !strings.HasSuffix(w, sAlef) && !s.isPresent(r.stem)
	}
	return false
}

// isPlain says whether a reading of a word that never has an article is a preposition and
// a noun so common that they explain it twice: by shares, though لباسهم (their clothes) looks like
// the word behind another preposition.
func (s *stemmer) isPlain(r *reading, n, art float64) bool {
	return r.took == tookPreposition && len(r.stem) >= three && n > 0 && art == 0 && r.score > plain*n && s.articled(r.stem, "") > n
}

// isNameBeforePerson says whether what looks like a present behind "and" or "so that" is a
// name: the present hardly stands without, and has no object that shows it (فيفيان, ليبرون).
func (s *stemmer) isNameBeforePerson(w string, r *reading, n float64) bool {
	if len(r.pro) != two || !strings.Contains(sWaw+sFeh+sLam, r.pro[:letterBytes]) || strings.HasSuffix(r.pro, sAlef) {
		return false
	}
	switch r.suf {
	case "", sAn, sUn, sNoon:
		rest := s.lex.count("", w[letterBytes:], "")
		return rest < futures*n && rest < rare/4
	}
	return false
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
	participle := strings.HasPrefix(r.stem, sMeem) && len(r.stem) >= four
	switch r.suf {
	case "":
		switch {
		case !verb:
			return s.isNameFirst(w, r, n)
		case r.pro == "":
			return Fold(r.stem) != Fold(w) && len(w) > two && len(w) <= four && !strings.Contains(w, sHamza) && r.score < leastChanged*n
		}
		return r.pro == sTeh && len(r.stem) == three && r.stem != w[letterBytes:] && r.score < leastHollow*n && isWeak(w[two:three])
	case sTeh:
		return verb && r.pro == "" && len(r.stem) == three && isWeak(r.stem[two:]) && r.score < leastHollow*n
	case sUn, sIn:
		return !verb && r.pro == "" && !participle && r.score < leastInOn*n && (r.suf == sUn || !isPersonal(r.stem) || strings.HasSuffix(r.stem, sYeh))
	case string(kaf): // who has something of yours has it of others too
		return !verb && (s.possessedByOthers(r.stem) < leastOthers*n || strings.HasSuffix(r.stem, sYeh) && r.score < leastKaf*n && s.possessedByOthers(r.stem) < n)
	case sYeh: // but for brothers and fathers, who keep the letter
		if !verb && r.pro == "" && len(r.stem) == three && r.score < leastMine*n && s.possessedByOthers(r.stem) < n {
			return true
		}
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
		if !verb {
			return r.pro == "" && !participle && r.score < leastTwo*n
		}
		return len(r.stem) == three && strings.HasPrefix(r.pro, sTeh) && r.score < leastDual*n && commonerOne*s.lex.count("", w[:len(w)-two], "") < n
	case sWaw:
		if strings.HasPrefix(r.stem, sMeem) && !strings.HasSuffix(r.stem, sYeh) && s.articled(r.stem, sUn)+s.articled(r.stem, sIn) > 0 { // a participle
			return false
		}
		return !verb && r.score < leastMany*n
	}
	return false
}
