package index

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// A stop word that is typed carelessly is mostly another word, which asks for articles
// that nobody wants: علي is the name Ali or على, اثنا two or أثناء. Which of them is
// meant its neighbours say: an index has positions of stop words, too. It is then
// a stop word and asks for nothing.

// stopMeant is the stop word that a word may have been meant for.
type stopMeant struct {
	analysis.Token
	kind string // of the rule; "" where there is none
	text string // as it may be written
	sure bool   // it is, whatever stands beside it, unless that says otherwise
}

// stopMeant looks whether a word is a stop word of the language that is typed carelessly.
func (r *wordReader) stopMeant(word string) (best stopMeant) {
	most := r.lex
	for _, v := range spell.Variants(word) {
		if v.Careless {
			continue
		}
		lex := r.analyzer.OccurrencesAs(v.Text)
		if lex < most || lex < ownWord {
			continue
		}
		if t := r.analyzer.Word(v.Text); t.Stop {
			most = lex
			best = stopMeant{t, v.Kind, v.Text, common(0, lex) >= timesEqual*common(0, r.lex)}
		}
	}
	return best
}

// readStops puts stop words in the place of words side by side that were meant for
// them, and returns these by where they begin in the text.
func (p *plan) readStops(run []*query.Word, text string, tokens []analysis.Token) (map[int]reading, error) {
	if f := run[0].Field; !p.reads || f == query.Author || f.IsOwn() {
		return nil, nil
	}
	var out map[int]reading
	for i := range tokens {
		t := &tokens[i]
		if t.Stop || t.Width > 1 || !t.IsUnit() {
			continue
		}
		of, err := p.readWord(t, text[t.Start:t.End])
		if err != nil {
			return nil, err
		}
		if of.stop.kind == "" || !hasContent(tokens, i) {
			continue
		}
		meant, err := p.isStopMeant(tokens, i, &of.stop)
		if err != nil {
			return nil, err
		}
		if !meant {
			continue
		}
		if out == nil {
			out = map[int]reading{}
		}
		p.stops = append(p.stops, text[t.Start:t.End])
		r := reading{Token: of.stop.Token, kind: of.stop.kind}
		if p.v.bareWords().Lookup(r.Exact) == 0 { // articles do not show how it is written
			r.shown = of.stop.text
		}
		out[t.Start] = r
		t.Exact, t.Stem, t.Root, t.Stop = of.stop.Exact, "", "", true
	}
	return out, nil
}

// hasContent says whether there is a word but the one at i that asks for something.
func hasContent(tokens []analysis.Token, i int) bool {
	for k := range tokens {
		if k != i && !tokens[k].Stop {
			return true
		}
	}
	return false
}

// isStopMeant says whether the word at i is meant for a stop word: with the next word that
// stands many times as often as the word itself does, and before no word more
// often the word itself.
func (p *plan) isStopMeant(tokens []analysis.Token, i int, stop *stopMeant) (bool, error) {
	t := &tokens[i]
	var before, behind *analysis.Token
	for k := range tokens {
		switch other := &tokens[k]; {
		case other.Position+int(other.Width) == t.Position && before == nil:
			before = other
		case other.Position == t.Position+1 && behind == nil:
			behind = other
		}
	}
	if behind == nil {
		return stop.sure, nil // what it would stand before is missing
	}
	typedBehind, stopBehind, err := p.beside(t, &stop.Token, behind, 1)
	if err != nil {
		return false, err
	}
	typedBefore, stopBefore := 0, 0
	if before != nil {
		if typedBefore, stopBefore, err = p.beside(t, &stop.Token, before, -int(before.Width)); err != nil {
			return false, err
		}
	}
	switch {
	case typedBefore > stopBefore:
		return false, nil
	case stopBehind+typedBehind > 0:
		return stopBehind >= timesRead*typedBehind, nil
	case stopBefore+typedBefore > 0:
		return stopBefore >= timesRead*typedBefore, nil
	}
	return stop.sure, nil
}
