package analysis

import (
	"slices"
	"sort"
	"strings"
)

// What makes two words of two spellings.
const (
	leastShare = .03             // of all spellings, one that is no slip
	yehShare   = .045            // the same of yeh beside alef maksura, which careless hands mix up
	leastOwn   = 20              // occurrences of a word of its own
	articleful = .001            // of what has an article, a word that begins like one
	leastWhole = 3               // occurrences of that
	longNative = 5 * letterBytes // what follows the first alef
	muchMore   = 30              // times the slips of a common word
	defective  = .02             // imperfects for one past in alef maksura, at least
	articled   = .1              // of a noun, those with the article
	commonSlip = .35             // of a word with madda, those that are written without, at most
	contrast   = 6               // times the share of the article that another word has
)

// speller decides which written forms are words of their own.
type speller struct {
	written map[string]float64 // counts of the forms as FoldWritten leaves them
	stops   stopWords
	spelled stopWords // the stop words as written
	roots   *rooter
	own     map[string]bool    // by base: the word without proclitics
	decided map[string]bool    // folded bases with several words
	maksura map[string]float64 // counts of the forms in alef maksura, else folded
}

// spellKeys turns the counts of written forms into those of the keys that the
// lexicon has: the words of their own by themselves, all others folded.
func spellKeys(written map[string]float64) (map[string]float64, error) {
	stops, err := builtinStopWords()
	if err != nil {
		return nil, err
	}
	spelled, err := writtenStopWords()
	if err != nil {
		return nil, err
	}
	empty, err := (&compiler{}).open()
	if err != nil {
		return nil, err
	}
	roots, err := newRooter(empty)
	if err != nil {
		return nil, err
	}
	s := &speller{written: written, stops: stops, spelled: spelled, roots: roots, own: map[string]bool{}, decided: map[string]bool{}, maksura: map[string]float64{}}
	s.alefs()
	s.insides()
	return s.keys(), nil
}

// spelling is the count of a word by the letter in question.
type spelling map[string]float64

// most is the commonest letter.
func (s spelling) most() (letter string, n float64) {
	for _, h := range append(seats[:], sAlef) {
		if s[h] > n {
			letter, n = h, s[h]
		}
	}
	return letter, n
}

// seat is the commonest of the letters that are not bare.
func (s spelling) seat() (letter string) {
	for _, h := range seats {
		if s[h] > s[letter] {
			letter = h
		}
	}
	return letter
}

func (s spelling) total() (n float64) {
	for _, k := range s {
		n += k
	}
	return n
}

// alefs decides the words that begin with an alef, the shorter first: what is a
// word of its own stays one with an ending.
func (s *speller) alefs() {
	groups := s.beginnings()
	bases := make([]string, 0, len(groups))
	for x := range groups {
		bases = append(bases, x)
	}
	sort.Slice(bases, func(i, j int) bool {
		return len(bases[i]) < len(bases[j]) || len(bases[i]) == len(bases[j]) && bases[i] < bases[j]
	})
	for _, x := range bases {
		s.decide(x, groups)
	}
}

// beginnings gathers, by what follows a first alef, how often each alef stands
// there, behind all proclitics. A bare one behind a preposition may be in the
// middle of another word, and counts only without.
func (s *speller) beginnings() map[string]spelling {
	groups := map[string]spelling{}
	for w := range s.written {
		i := writtenAt(w, 0)
		if i < 0 || !isLetters(w) || !slices.Contains(beforeHamza, w[:i]) || s.isStop(w) {
			continue
		}
		x := Fold(w[i+letterBytes:])
		if groups[x] == nil {
			groups[x] = spelling{}
		}
		groups[x][w[i:i+letterBytes]] += s.written[w]
	}
	for x, g := range groups {
		g[sAlef] = s.written[sAlef+x]
		for _, p := range articleProclitics {
			if !strings.HasPrefix(x, sLam) {
				g[sAlef] += s.written[p+sAlef+x]
			}
		}
	}
	return groups
}

// isStop says whether a written form is a stop word, not only looks like one.
func (s *speller) isStop(w string) bool {
	return s.spelled.has(w) || writtenAt(w, 0) < 0 && s.stops.has(w)
}

// decide says which of the spellings of alef+x are words of their own.
func (s *speller) decide(x string, groups map[string]spelling) {
	g := groups[x]
	all := g.total()
	most, n := g.most()
	lam := strings.HasPrefix(x, sLam) && len(x) > letterBytes
	if base := s.shorter(x, groups); base != "" && !lam && groups[base].total() > all {
		for _, h := range seats {
			if s.own[h+base] && g[h] > 0 {
				s.own[h+x], s.decided[x] = true, true
			}
		}
		return
	}
	for _, h := range seats {
		switch {
		case g[h] == 0:
			continue
		case lam:
			if g[h] < leastWhole || g[h] < articleful*all || h != g.seat() && (g[h] < leastShare*(all-g[sAlef]) || len(x) > longNative || !s.isNative(x)) {
				continue
			}
		case h == sAbove && g[h] >= leastWhole && s.isPastBesideNoun(x):
		case h == sBelow && most == string(alefMadda) && g[h] >= leastWhole && g[h] >= leastShare*all && s.isDualInMadda(x): // Eitan, two verses
		case h == most || g[h] < leastOwn || g[h] < leastShare*all:
			continue
		case n > 0 && most == sAlef && h != string(alefMadda): // the alef of connection, and a slip
			continue
		case !s.isNative(x) || !s.isTwo(x, h, most, g):
			continue
		}
		s.own[h+x], s.decided[x] = true, true
	}
}

// isDualInMadda says whether alef+x is the dual of a noun in teh marbuta that is written with madda.
func (s *speller) isDualInMadda(x string) bool {
	y, ok := strings.CutSuffix(x, sTeh+sAn)
	return ok && s.written[string(alefMadda)+y+sMarb] >= leastOwn
}

// shorter returns the decided base of which x is the form with an ending, the
// commonest if there are several.
func (s *speller) shorter(x string, groups map[string]spelling) (base string) {
	most := 0.0
	for _, end := range afterHamza {
		if y, ok := strings.CutSuffix(x, end); ok && len(y) >= two && s.decided[y] && groups[y].total() > most {
			base, most = y, groups[y].total()
		}
	}
	return base
}

// keys adds up the counts by the keys of the forms. A bare alef is counted with
// the commonest spelling of its word.
func (s *speller) keys() map[string]float64 {
	keys := map[string]float64{}
	var bare []string
	for w, n := range s.written {
		k := s.key(w)
		if !hasWritten(k) && !isDecided(w) {
			bare = append(bare, w)
			continue
		}
		keys[k] += n
	}
	for w := range s.own {
		keys[w] = max(keys[w], 1)
	}
	sort.Strings(bare)
	to := make([]string, len(bare))
	for i, w := range bare {
		to[i] = s.restored(Fold(w), keys)
	}
	for i, w := range bare {
		keys[to[i]] += s.written[w]
	}
	return keys
}

// key is the key of a written form.
func (s *speller) key(w string) string {
	if !isLetters(w) || s.isStop(w) {
		return Fold(w)
	}
	return settled(w, func(kept string, at int) bool {
		return s.isOwn(kept, at) || s.provesProclitic(kept, at)
	})
}

func (s *speller) isOwn(kept string, at int) bool {
	for _, p := range beforeHamza {
		if len(p) <= at && strings.HasPrefix(kept, p) && s.own[kept[len(p):]] {
			return true
		}
	}
	return false
}

// provesProclitic says whether the hamza of a form shows that a preposition or a
// conjunction stands before it, where the same letters without hamza are a
// word that is no careless spelling (for a crisis, necessary).
func (s *speller) provesProclitic(kept string, at int) bool {
	if at == 0 {
		return false
	}
	n, bare := s.written[kept], s.written[Fold(kept)]
	return n >= leastWhole && provenProclitic(kept) == 0 && bare > 3*(s.careless(kept, at)+1) && n >= leastShare*bare && kept[at:at+letterBytes] != sMaksura &&
		slices.Contains(beforeHamza, kept[:at]) && !strings.HasSuffix(kept[:at], sLam+sLam) && !strings.HasSuffix(kept[:at], sAl) &&
		s.written[kept[at:]] > s.written[bareFrom(kept[at:], 0)]
}

// careless is how often a form is expected without the hamza at a place, as
// often as the word that begins there stands so.
func (s *speller) careless(kept string, at int) float64 {
	return s.written[kept] * s.written[sAlef+kept[at+letterBytes:]] / (s.written[kept[at:]] + 1)
}

// restored is the key that a bare word is counted under.
func (s *speller) restored(w string, keys map[string]float64) string {
	best, most := w, max(keys[w], s.written[w])
	for _, p := range beforeHamza {
		x, ok := strings.CutPrefix(w, p)
		if !ok || len(x) < two || x[:letterBytes] != sAlef {
			continue
		}
		for _, h := range seats {
			k := p + h + x[letterBytes:]
			if isLetterBefore(p) && s.written[w] > 3*(s.careless(k, len(p))+1) {
				continue // a word that has no hamza
			}
			if p == "" && s.isArticle(w, k) {
				continue
			}
			if keys[k] > most {
				best, most = k, keys[k]
			}
		}
	}
	return best
}

// isArticle says whether a bare word that begins like an article has one, where with the
// hamza k it is another word (the important, inspiration): it stands so more often than
// that is written carelessly, which the form with a second article tells, and what
// follows is a commoner word, whose feminine has the article as often.
func (s *speller) isArticle(w, k string) bool {
	rest, ok := strings.CutPrefix(w, sAl)
	if !ok {
		return false
	}
	careless := s.written[k] * s.written[sAl+w] / (s.written[sAl+k] + 1)
	return s.written[w] > 3*(careless+1) && s.written[sAl+k] >= leastOwn && min(s.written[rest], s.written[w+sMarb]) > s.written[w]
}

// belows are the folded words that are written with hamza below their alef,
// slips apart, and how often.
func belows(written map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for w, n := range written {
		x, ok := strings.CutPrefix(w, sBelow)
		if ok && isLetters(x) && n >= leastWhole && n > muchMore*(written[sAbove+x]+written[string(alefMadda)+x]) {
			out[sAlef+Fold(x)] += n
		}
	}
	return out
}

// maddas are the folded words that are mostly written with madda on their alef,
// and how often: of all others with madda, the folded form is another word.
func maddas(written map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for w, n := range written {
		x, ok := strings.CutPrefix(w, madda)
		if ok && isLetters(x) && n > written[sAbove+x]+written[sBelow+x]+written[sAlef+x] {
			out[sAlef+Fold(x)] += n
		}
	}
	return out
}
