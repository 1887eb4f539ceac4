package spell

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Proposal is another spelling of a word: a term of the index, or two.
type Proposal struct {
	Text     string
	Articles int     // that hold it; of two words, the rarer one
	Distance int     // from the word, see Distance
	Score    float64 // how likely it is meant: a logarithm, up to a constant; higher is likelier
}

// Corrector proposes other spellings from the vocabulary of an index. It is
// safe for concurrent use. The words it is asked about must be normalized as
// the terms are.
//
// A spelling is the likelier the more articles hold it, and the less it takes
// to slip from it to what was typed: the noisy channel of Kernighan, Church and
// Gale (1990), with [Distance] for the channel.
type Corrector struct {
	v          Terms
	proclitics []string
	word       func(string) bool
}

// Terms is what a corrector draws on: a [Vocabulary], or several as one.
type Terms interface {
	Lookup(term string) (articles int)
	Near(word string, bound int, visit func(term string, articles, distance int) bool)
	Total() uint64 // the sum of the frequencies of all terms
}

// NewCorrector returns a corrector that draws on v. Terms may be written behind
// one of the proclitics, article included. What v lacks may be a word all the
// same: word reports whether it is, because the index has another form of it or
// a dictionary knows it. Without word (nil) whatever v lacks is held for a slip.
func NewCorrector(v Terms, proclitics []string, word func(string) bool) *Corrector {
	if word == nil {
		word = func(string) bool { return false }
	}
	return &Corrector{v, proclitics, word}
}

// Likelihoods, as logarithms. They were set by damaging headlines and counting
// what was repaired and what was left alone.
const (
	slip = 7.5 // what a plain edit costs
	// Behind is what it costs that the index has not the form itself, only what
	// stands behind its proclitics, or that behind others.
	Behind = 4.0
	// Together is by how much words side by side go together better than any two.
	Together = 3.0
)

// SlipCost is what it costs, as a logarithm, to slip so far. See [Distance].
func SlipCost(distance int) float64 { return slip * float64(distance) / Unit }

// reach returns how far off the spellings of a word with n letters may be.
func reach(n int) int {
	switch {
	case n < 5:
		return Unit
	case n < 7:
		return Unit + Unit/2
	}
	return 2 * Unit
}

// Word returns the spellings that word may have been meant for, the likeliest
// first, at most limit of them: terms close by, two terms that were written
// without the space between them; for what is no word and near to nothing
// likely, terms further off, and terms behind a proclitic whose whole form is
// not in the index. The word itself is not among them. Words of fewer than
// three letters or with digits have none.
func (c *Corrector) Word(word string, limit int) []Proposal {
	n := utf8.RuneCountInString(word)
	if n < 3 || n > MaxLetters || strings.ContainsFunc(word, notLetter) {
		return nil
	}
	found := c.appendSplits(c.close(word, Unit), word)
	if !c.known(word) && !likely(found) {
		found = c.appendSplits(c.close(word, reach(n)), word)
		found = c.appendBehind(found, word)
	}
	byScore(found)
	found = slices.CompactFunc(found, func(a, b Proposal) bool { return a.Text == b.Text })
	return found[:min(limit, len(found))]
}

// likely reports whether one of the proposals is good enough to look no further.
func likely(found []Proposal) bool {
	return slices.ContainsFunc(found, func(p Proposal) bool { return p.Score >= 0 })
}

// byScore sorts the likeliest first.
func byScore(p []Proposal) {
	slices.SortFunc(p, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Text, b.Text))
	})
}

// known reports whether word is one.
func (c *Corrector) known(word string) bool { return c.v.Lookup(word) > 0 || c.word(word) }

// close returns the terms at most bound away from word.
func (c *Corrector) close(word string, bound int) []Proposal {
	var found []Proposal
	Near(c.v, word, bound, func(term string, df, distance int) bool {
		if distance > 0 {
			found = append(found, Proposal{term, df, distance, Likelihood(df, distance)})
		}
		return true
	})
	return found
}

// hehForTeh is how far a final heh is from the teh marbuta that it is typed for.
var hehForTeh = Distance("ه", "ة", Unit)

// Near visits the terms at most bound away from a word, and a little further where its final heh
// was typed for teh marbuta too, beside another slip: who types so does it always.
func Near(v Terms, word string, bound int, visit func(term string, articles, distance int) bool) {
	further := strings.HasSuffix(word, "ه")
	if !further {
		v.Near(word, bound, visit)
		return
	}
	v.Near(word, bound+hehForTeh, func(term string, df, distance int) bool {
		return distance > bound && !strings.HasSuffix(term, "ة") || visit(term, df, distance)
	})
}

// Likelihood returns the score of a term that df articles hold.
func Likelihood(df, distance int) float64 {
	return math.Log(float64(df)) - SlipCost(distance)
}

// maxPieces is how many terms a word without spaces may be.
const maxPieces = 3

// appendSplits adds the terms that make up word if they are written apart, of
// two letters each at least.
func (c *Corrector) appendSplits(found []Proposal, word string) []Proposal {
	return c.appendPieces(found, word, maxPieces)
}

func (c *Corrector) appendPieces(found []Proposal, word string, pieces int) []Proposal {
	all := math.Log(float64(max(c.v.Total(), 1)))
	for at := range word {
		left, right := word[:at], word[at:]
		if utf8.RuneCountInString(left) < 2 || utf8.RuneCountInString(right) < 2 {
			continue
		}
		dl := c.v.Lookup(left)
		if dl == 0 {
			continue
		}
		score := Likelihood(dl, cost.space) - all + Together
		if dr := c.v.Lookup(right); dr > 0 {
			found = append(found, Proposal{left + " " + right, min(dl, dr), cost.space, score + math.Log(float64(dr))})
		} else if pieces > 2 {
			for _, p := range c.appendPieces(nil, right, pieces-1) {
				found = append(found, Proposal{left + " " + p.Text, min(dl, p.Articles), cost.space + p.Distance, score + p.Score})
			}
		}
	}
	return found
}

// stemLetters is how many letters must be left behind a proclitic.
const stemLetters = 4

// appendBehind adds the terms close to what stands behind the proclitics of
// word, each with those proclitics.
func (c *Corrector) appendBehind(found []Proposal, word string) []Proposal {
	before, rest := c.cut(word)
	if before == "" {
		return found
	}
	for _, p := range c.close(rest, reach(utf8.RuneCountInString(rest))) {
		p.Text = before + p.Text
		p.Score -= Behind
		found = append(found, p)
	}
	return found
}

// cut takes the longest proclitics from a word that leave enough of it.
func (c *Corrector) cut(word string) (before, rest string) {
	for _, p := range c.proclitics {
		if stem, ok := strings.CutPrefix(word, p); ok && len(p) > len(before) && utf8.RuneCountInString(stem) >= stemLetters {
			before = p
		}
	}
	return before, word[len(before):]
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
