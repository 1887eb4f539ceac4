package analysis

import "strings"

// What a reading must explain of a word that was never counted: as many occurrences
// of it, in texts as long as those that were, as make it likelier than a name. They
// were set by 16,911 words that the news have and the lexicon lacks, judged by eye
// in samples of each order of magnitude.
const (
	leastVerb      = .001 // a form of a verb
	leastShortVerb = .003 // of one of three letters
	leastOwned     = .001 // a noun with a pronoun that no name ends in
	leastShort     = .01  // the same of three letters
	leastEnding    = .03  // a noun with an ending that names have too
	leastBoth      = .1   // the same behind a preposition
	leastBehind    = .1   // a noun of four letters behind a preposition
	leastLong      = .01  // a longer one
	leastWaw       = 3    // what begins with waw behind a preposition, as names do in -o-
	leastOr        = .3   // what is written onto "or"
	wellKnown      = 1    // any noun of three letters, in the last five cases
)

// isUnlikely says whether a reading of a word that was never counted is less likely
// than that the word is a name: short words and weak letters are found in every one.
func (s *stemmer) isUnlikely(w string, r *reading) bool {
	short := len(r.stem) < four
	least := func(usual, ofShort float64) bool { return r.score < usual || short && r.score < ofShort }
	before := strings.TrimPrefix(r.pro, sWaw)
	owned := r.suf != "" && (!nameEndings[r.suf] || before != "" && r.suf == sNoon+sAlef)
	switch {
	case r.took&tookArticle != 0:
		return short && r.score < leastVerb
	case r.took&tookVerb != 0 && r.suf == "" && s.isNoFuture(w, r):
		return true
	case r.took&tookVerb != 0 && (r.suf == sAn+sYeh || r.suf == sAn+sAlef) && before != sFeh && !strings.HasPrefix(before, sYeh): // names, but for what begins like a verb
		return r.score < wellKnown
	case r.took&tookVerb != 0 && short && r.suf == sTeh+sAlef:
		return r.score < wellKnown
	case r.took&tookVerb != 0 && len(r.suf) >= four: // two objects, or more than a name ends in
		return false
	case r.took&tookVerb != 0:
		return least(leastVerb, leastShortVerb)
	case r.suf == sAt && s.lex.pastOf(r.stem) > 0 && s.articled(r.stem, "") == 0: // a verb, which has no such plural
		return true
	case strings.HasPrefix(r.pro, sAlef+sWaw):
		return least(leastOr, wellKnown)
	case strings.HasPrefix(r.pro, sAlef):
		return !s.isAsked(w[letterBytes:])
	case owned && !short && len(r.suf) > letterBytes: // her, their
		return false
	case owned:
		return least(leastOwned, leastShort)
	case before != "" && strings.HasPrefix(w[len(r.pro):], sWaw):
		return least(leastWaw, wellKnown)
	case before != "" && r.suf == "" && len(r.stem) > four:
		return r.score < leastLong
	case before != "" && r.suf == "" && s.articled(r.stem, "") > expected: // which few names do
		return least(leastLong, wellKnown)
	case before != "" && r.suf == "":
		return least(leastBehind, wellKnown)
	case before != "" && nameEndings[r.suf]:
		return least(leastBoth, wellKnown)
	case r.suf == sTeh+sAlef && s.lex.count("", r.stem, "") == 0:
		return true
	case r.suf == sNoon+sAlef && s.lex.count("", r.stem, "") > rare: // our Ramadan
		return false
	case nameEndings[r.suf]:
		return least(leastEnding, wellKnown)
	}
	return false
}

// isNoFuture says whether a reading takes w for a future of a third person whose present
// was never counted either, of a short verb: more often it is a name (سيناد).
func (s *stemmer) isNoFuture(w string, r *reading) bool {
	at := strings.Index(r.pro, sSeen)
	return at >= 0 && len(r.stem) <= three && !strings.HasSuffix(r.pro, sNoon) && !strings.HasSuffix(r.pro, sAlef) && s.lex.count("", w[at+letterBytes:], "") == 0
}

// isAsked says whether a word looks like a form of a verb, which the alef of a
// question stands before; names that begin with an alef are many more.
func (s *stemmer) isAsked(w string) bool {
	return s.isPresent(w) || s.isInflectedPresent(w) || strings.HasSuffix(w, sTeh) && s.lex.pastOf(strings.TrimSuffix(w, sTeh)) > 0
}

// nameEndings are the endings of nouns that are as often letters of a name.
var nameEndings = map[string]bool{
	sYeh: true, sAlef: true, sWaw: true, sAn: true, sIn: true, sUn: true, string(kaf): true, sTeh + sAlef: true, sYeh + sHeh: true, sMarb: true, sYeh + sYeh: true,
	sNoon + sAlef: true, sAn + sAlef: true, sAn + sYeh: true, sAt + sYeh: true,
}
