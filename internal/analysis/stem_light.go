package analysis

import "strings"

// light takes from a word that was never counted, and that no reading
// explains, what can hardly belong to it: an article, the conjunction "and",
// the endings of adjectives of relation. The other proclitics of one letter
// begin too many names.
func (s *stemmer) light(w string, not taken) (rest string, took taken, ok bool) {
	if not&tookArticle == 0 {
		for _, p := range s.aff.article {
			if rest, ok := strings.CutPrefix(w, p.text); ok && len(rest) >= three && !strings.HasPrefix(rest, sAl) {
				return rest, tookArticle, true
			}
		}
	}
	if rest, ok := strings.CutPrefix(w, sWaw); ok && not&tookConjunction == 0 && len(rest) >= four {
		return rest, tookConjunction, true
	}
	for _, end := range relationEndings {
		if rest, ok := strings.CutSuffix(w, end); ok && len(rest) >= four {
			return rest + sYeh, tookEnding, true
		}
	}
	return w, 0, false
}

// relationEndings: feminine, plurals and dual of the adjectives in -i.
var relationEndings = []string{sYeh + sMarb, sYeh + sUn, sYeh + sIn, sYeh + sAt, sYeh + sAn}
