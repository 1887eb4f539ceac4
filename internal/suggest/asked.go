package suggest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// asked is a word of a query that may be replaced by another.
type asked struct {
	analysis.Token
	start, end int    // in the text of the query
	quoted     bool   // in a phrase
	latin      bool   // in Latin letters
	docs       uint64 // documents that hold it in this form
	rare       bool   // so few that it may be a slip of their authors
	stemmed    bool   // the index has it in some form
	seen       bool   // index or language have it, if only once: it may be right
	common     bool   // the language has it: it is no slip, or one that many make
	unheard    bool   // the language has it in no text, in this form
	settled    bool   // what was meant is known: it is read as that, or only dialects have it
}

// rareSlip is the greatest number of articles in which a form that the
// language does not know is taken for a slip of their authors.
const rareSlip = 2

// isRareWord says whether so few articles have a word that it may be a slip of
// their authors: in a large index one makes it now and then.
func (s *search) isRareWord(docs uint64) bool {
	return docs <= max(rareSlip, s.src.Articles()/slipEvery)
}

// slipEvery is in how many articles the authors make one slip of a kind.
const slipEvery = 10_000

// isRareSlip says whether the index may have the word from a slip of some author: one
// that the language does not have, or at least not so, whatever word it is a form of.
func (w asked) isRareSlip() bool {
	return !w.Stop && !w.settled && (!w.common || w.unheard) && w.docs > 0 && w.rare
}

// isNoForm says whether nobody writes the word so, though its stem be one: typed on another keyboard
// Khalil is اضمهم.
func (w asked) isNoForm() bool { return !w.Stop && w.docs == 0 && w.unheard }

// isDoubtful says whether the word may be a slip that gave no other word.
func (w *asked) isDoubtful() bool {
	return !w.Stop && !w.settled && w.rare || w.Exact == analysis.Article
}

// recognized is the share of the words that the index and the language have,
// stop words among them. Any two letters are a word somewhere.
func recognized(words []asked) float64 {
	n := 0
	for i := range words {
		if w := &words[i]; w.Stop || w.stemmed && (w.common || w.latin) && utf8.RuneCountInString(w.Exact) > 2 {
			n++
		}
	}
	return float64(n) / float64(max(len(words), 1))
}

// isShortAccident says whether a text is one word of so few letters that any
// keys may give it, and not a very common one.
func (g *Suggester) isShortAccident(words []asked) bool {
	return len(words) == 1 && utf8.RuneCountInString(words[0].Exact) <= 3 && !words[0].latin &&
		g.analyzer.Occurrences(words[0].Exact) < commonStem
}

// askedWords lists the words of a query that was parsed from text: those that
// may stand in any form, and those of phrases.
func (s *search) askedWords(tree query.Node, text string) ([]asked, error) {
	var out []asked
	for _, n := range query.Leaves(tree) {
		var leaf string
		at, quoted := 0, false
		switch n := n.(type) {
		case *query.Word:
			if n.Form != query.Stem || n.Field == query.Author || n.Field.IsOwn() {
				continue
			}
			leaf, at = n.Text, n.Offset
		case *query.Phrase:
			if n.Kind == query.Verbatim || n.Field == query.Author || n.Field.IsOwn() {
				continue
			}
			leaf, quoted = n.Text, true
			at = n.Offset + max(strings.Index(text[min(n.Offset, len(text)):], leaf), 0)
		}
		if at > len(text) || !strings.HasPrefix(text[at:], leaf) {
			continue // it was not typed as it is understood
		}
		for _, t := range s.analyzer.AppendUnits(nil, leaf) {
			w := asked{Token: t, start: at + t.Start, end: at + t.End, quoted: quoted}
			if !quoted && slices.Contains(s.stops, leaf[t.Start:t.End]) {
				w.Stop, w.Stem, w.Root = true, "", ""
			}
			w.settled = slices.Contains(s.read, leaf[t.Start:t.End])
			if err := s.lookUp(&w); err != nil {
				return nil, err
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// How often a form or the stem it comes from must have been counted for the
// language to have it. Common slips were counted dozens of times.
const (
	commonForm = 60
	commonStem = 400
)

// lookUp says what index and language know of a word.
func (s *search) lookUp(w *asked) (err error) {
	if w.Stop {
		return nil
	}
	w.latin = strings.ContainsFunc(w.Exact, latinLetter)
	if w.docs, w.stemmed, err = s.src.Look(&w.Token); err != nil {
		return err
	}
	w.rare = s.isRareWord(w.docs)
	w.seen = w.docs > 0 || s.analyzer.Occurrences(w.Exact) > 0 || s.analyzer.Occurrences(w.Stem) > 0
	letters := strings.ContainsFunc(w.Exact, unicode.IsLetter)
	w.common = !letters || s.isCommon(&w.Token)
	w.unheard = letters && s.analyzer.Occurrences(w.Exact) == 0
	w.settled = w.settled || spell.Counterpart(w.Exact) != ""
	return nil
}

// isCommon says whether the language has a word.
func (g *Suggester) isCommon(t *analysis.Token) bool {
	return t.Stop || g.analyzer.Occurrences(t.Exact) >= commonForm ||
		t.Stem != t.Exact && g.analyzer.Occurrences(t.Stem) >= commonStem
}

func latinLetter(r rune) bool { return unicode.Is(unicode.Latin, r) }
