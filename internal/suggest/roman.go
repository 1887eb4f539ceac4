package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// How names in Latin letters are read, in logarithms.
const (
	romanCost     = 0.75 // what a far-fetched reading costs, by the unit of package spell
	inflectedCost = 2.5  // what it costs to be a form that no word is named by, where others are not
	seatCost      = 3.0  // what it costs that a word which begins with a or u is written with إ, or one with i with أ: Attar is no إطار
	maksuraSaves  = 3.0  // what it saves that a word which ends in a is written with ى
	maksuraCost   = 1.5  // what it costs one that ends in i
	byChance      = 0.05 // how much words count that stand in one article, but not side by side
	leastReading  = 1.0  // how likely the reading of one word must be
	leastUnsure   = -2.0 // the same of one that is only offered, where nothing was found
	leastOffered  = 5    // articles that must have it
	leastName     = -3.0 // the same of several, which hardly stand side by side by chance

	triedReadings = 24  // of each word
	triedTexts    = 8   // of the whole query
	smallIndex    = 100 // articles below which an article more says as much as several
	fewArticles   = 10  // what finds so many needs no other letters
)

// latinWord is what is read as one: a word in Latin letters, or an article and
// the word behind it, though they be written apart.
type latinWord struct {
	start, end int // in the text of the query
	readings   []arabicWord
}

// arabicWord is what a word in Latin letters may stand for.
type arabicWord struct {
	text      string
	cost      float64
	held      Set    // articles that hold it, in any form; nil for stop words
	docs      uint64 // how many
	inflected bool   // it is a form that no word is named by
}

// arabicText is the readings of some words, one after the other.
type arabicText struct {
	readings []arabicWord
	cost     float64
	held     Set     // articles that hold all of them
	docs     uint64  // how many
	expected float64 // the same, a share of what chance would give included
}

func (t *arabicText) score() float64 { return math.Log(t.expected) - t.cost }

// romans reads words in Latin letters as Arabic, all of them, where too few
// articles have them as they are: as the words of the index that stand beside
// one another most often, and are no far-fetched readings.
func (s *search) romans() error {
	if !s.isFewLatin() {
		return nil
	}
	words, others, err := s.latinWords()
	if err != nil || len(words) == 0 {
		return err
	}
	texts := []arabicText{{held: others, docs: s.src.Articles(), expected: float64(s.src.Articles())}}
	for i := range words {
		if err := s.readLatin(&words[i]); err != nil {
			return err
		}
		if texts, err = s.readOn(texts, words[i].readings); err != nil {
			return err
		}
	}
	best, unsure, err := s.sideBySide(words, texts)
	if err != nil || best == "" {
		return err
	}
	s.unsure = unsure
	defer func() { s.unsure = false }()
	return s.offer(best, Transliteration, false)
}

// isFewLatin says whether the words of the query are in Latin letters, and it
// finds little. Who writes Arabic beside them means these letters.
func (s *search) isFewLatin() bool {
	latin := false
	for i := range s.asked {
		w := &s.asked[i]
		if !w.latin && !w.Stop && strings.ContainsFunc(w.Exact, unicode.IsLetter) {
			return false
		}
		latin = latin || w.latin
	}
	return latin && s.total < fewArticles
}

// latinWords lists the words in Latin letters, and the articles that hold all
// others (nil for all).
func (s *search) latinWords() ([]latinWord, Set, error) {
	var words []latinWord
	others := s.src.Scope()
	for i := 0; i < len(s.asked); i++ {
		w := &s.asked[i]
		if !w.latin {
			if w.Stop || s.beginsLetter(i) {
				continue
			}
			held, err := s.src.Holding(analysis.Stem, &w.Token)
			if err != nil {
				return nil, nil, err
			}
			others = both(others, held)
			continue
		}
		l := latinWord{start: len(strings.TrimRight(s.text[:w.start], hamzas)), end: w.end}
		if i > 0 && s.beginsLetter(i-1) {
			l.start = s.asked[i-1].start
		}
		if i+1 < len(s.asked) && s.asked[i+1].latin && spell.Joins(s.text[l.start:l.end]) && isGap(s.text[l.end:s.asked[i+1].start]) {
			i++
			l.end = s.asked[i].end
		}
		words = append(words, l)
	}
	return words, others, nil
}

// hamzas are the letters that romanizations have for ain and hamza, which are no
// part of a word in Latin letters where they stand before it.
const hamzas = "ʿʾ"

// beginsLetter says whether a word is a digit with which a word in Latin letters
// begins: in the chat alphabet 3' is a letter of its own.
func (s *search) beginsLetter(i int) bool {
	if i+1 == len(s.asked) || !s.asked[i+1].latin {
		return false
	}
	digit, next := &s.asked[i], &s.asked[i+1]
	return isDigit(s.text[digit.start:digit.end]) && s.text[digit.end:next.start] == "'"
}

// isDigit says whether a text is one digit.
func isDigit(s string) bool { return len(s) == 1 && s[0] >= '0' && s[0] <= '9' }

// isGap says whether words with this between them may be one.
func isGap(s string) bool { return s == " " || s == "-" }

// readLatin finds the readings of a word that the index has.
func (s *search) readLatin(w *latinWord) error {
	if err := s.src.Err(); err != nil {
		return err
	}
	latin := strings.ReplaceAll(s.text[w.start:w.end], " ", "-")
	likeliest := spell.Romanized(latin, nil, 1)
	if len(likeliest) == 0 {
		return nil
	}
	var rarer []uint64 // the articles of the rarest form of each reading
	begins := func(text string) bool { return s.words.Begins(text) || s.words.Begins(analysis.Article+text) }
	for _, r := range spell.Romanized(latin, begins, maxReadings) {
		text := s.withArticle(r.Text)
		tokens := s.analyzer.AppendUnits(nil, text)
		if len(w.readings) == triedReadings || slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !t.Stop && s.words.Lookup(t.Exact) == 0 }) {
			continue
		}
		if len(tokens) == 1 {
			ok, err := s.isAsRead(&tokens[0], latin, r.Text)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		heard, err := s.yehCost(latin, r.Text)
		if err != nil {
			return err
		}
		if heard < 0 { // سلمى is another word than سلمي
			tokens = s.analyzer.AppendUnits(nil, strings.TrimSuffix(text, "ي")+"ى")
		}
		read := arabicWord{text: text, cost: romanCost*float64(r.Cost-likeliest[0].Cost) + heard}
		rarest := s.words.Total()
		for i := range tokens {
			if tokens[i].Stop {
				continue
			}
			held, err := s.src.Holding(analysis.Stem, &tokens[i])
			if err != nil {
				return err
			}
			read.held = both(read.held, held)
			rarest = min(rarest, uint64(s.words.Lookup(tokens[i].Exact)))
		}
		read.inflected = len(tokens) == 1 && isInflected(&tokens[0])
		w.readings, rarer = append(w.readings, read), append(rarer, rarest)
	}
	if err := countArticles(s.src, w.readings, func(r *arabicWord) (Set, *uint64) { return r.held, &r.docs }); err != nil {
		return err
	}
	for i := range w.readings {
		if r := &w.readings[i]; r.held != nil { // of several spellings of a name, the usual one
			r.cost += math.Log(max(1, float64(r.docs)/float64(rarer[i])))
		}
	}
	if slices.ContainsFunc(w.readings, func(r arabicWord) bool { return !r.inflected }) {
		for i := range w.readings {
			if w.readings[i].inflected {
				w.readings[i].cost += inflectedCost
			}
		}
	}
	return nil
}

// countArticles counts the articles of the sets of some values, but of those that have none.
func countArticles[T any](src Source, of []T, set func(*T) (Set, *uint64)) error {
	var sets []Set
	var to []*uint64
	for i := range of {
		if s, n := set(&of[i]); s != nil {
			sets, to = append(sets, s), append(to, n)
		}
	}
	counts, err := src.Counts(sets)
	if err != nil {
		return err
	}
	for i, n := range counts {
		*to[i] = n
	}
	return nil
}

// maxReadings is how many readings of a word are looked up.
const maxReadings = 96

// timesArticle is how many times as often a word must stand with the article as
// without to be written with it.
const timesArticle = 3

// withArticle puts the article before a word that belongs to it.
func (s *search) withArticle(text string) string {
	if !strings.Contains(text, " ") && s.words.Lookup(analysis.Article+text) > timesArticle*s.words.Lookup(text) {
		return analysis.Article + text
	}
	return text
}

// readOn adds the readings of one more word to texts, and keeps the likeliest.
func (s *search) readOn(texts []arabicText, readings []arabicWord) ([]arabicText, error) {
	if err := s.src.Err(); err != nil {
		return nil, err
	}
	var all []arabicText
	for i := range texts {
		for _, r := range readings {
			t := &texts[i]
			next := arabicText{append(slices.Clip(t.readings), r), t.cost + r.cost, t.held, t.docs, t.expected}
			if r.held != nil {
				next.held = both(t.held, r.held)
			}
			all = append(all, next)
		}
	}
	if err := countArticles(s.src, all, func(t *arabicText) (Set, *uint64) { return t.held, &t.docs }); err != nil {
		return nil, err
	}
	var out []arabicText
	for i := range all {
		next, before, r := &all[i], &texts[i/len(readings)], &readings[i%len(readings)]
		if r.held != nil {
			chance := before.expected * float64(r.docs) / float64(max(s.src.Articles(), 1))
			next.expected = float64(next.docs) + byChance*chance
		}
		if next.expected > 0 {
			out = append(out, *next)
		}
	}
	slices.SortStableFunc(out, func(a, b arabicText) int { return cmp.Compare(b.score(), a.score()) })
	return out[:min(len(out), triedTexts)], nil
}

// sideBySide returns the query with the likeliest of the texts in it, seeing in
// how many articles its words stand side by side; "" if none is likely. Where nothing was found, that of a
// rare word is returned too, as one that is not sure.
func (s *search) sideBySide(words []latinWord, texts []arabicText) (best string, unsure bool, err error) {
	most := math.Inf(-1)
	small := math.Log(max(1, smallIndex/float64(max(s.src.Articles(), 1)))) // a word of one article is none of chance
	for _, t := range texts {
		least := leastReading
		if t.held == nil || t.docs == 0 {
			continue // stop words only, or words that no article holds together
		}
		var edits []edit
		var phrase []string
		for i, r := range t.readings {
			text, err := s.asWritten(s.src, s.words, r.text)
			if err != nil {
				return "", false, err
			}
			if isOtherSeat(text, s.text[words[i].start:]) {
				t.cost += seatCost
			}
			edits = append(edits, edit{words[i].start, words[i].end, text})
			phrase = append(phrase, text)
		}
		if together := strings.Join(phrase, " "); strings.Contains(together, " ") {
			every, any, err := s.src.Count(&query.Phrase{Text: together, Kind: query.AnyForm})
			if err != nil {
				return "", false, err
			}
			n := found(every, any)
			t.expected = float64(n) + byChance*t.expected
			if n > 0 {
				least = leastName
			}
		}
		likely := least
		if s.none && len(t.readings) == 1 && t.docs >= leastOffered {
			likely = leastUnsure
		}
		if score := t.score() + small; score > max(most, likely) {
			best, most, unsure = replace(s.text, edits), score, score <= least
		}
	}
	return best, unsure, nil
}
