package index

import (
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// A stop word that is typed carelessly is mostly another word, which asks for articles
// that nobody wants: علي is the name Ali or على, اثنا two or أثناء. Which of them is
// meant its neighbours say: an index has positions of stop words, too. It is then
// a stop word and asks for nothing. They say as well whether a word that is one of its own is
// meant, or what it may be a slip of.

// stopMeant is the stop word that a word may have been meant for.
type stopMeant struct {
	analysis.Token
	kind string // of the rule; "" where there is none
	text string // as it may be written
	sure bool   // it is, whatever stands beside it, unless that says otherwise
}

// stopMeant looks whether a word is a stop word of the language that is typed carelessly.
func (r *wordReader) stopMeant(variants []typist) (best stopMeant) {
	most := r.lex
	for _, v := range variants {
		if v.Careless || v.lex < most || v.lex < ownWord {
			continue
		}
		if t := r.analyzer.Word(v.Text); t.Stop {
			most = v.lex
			best = stopMeant{t, v.Kind, v.Text, common(0, v.lex) >= timesEqual*common(0, r.lex)}
		}
	}
	return best
}

// besideRead is what the neighbours of words have to say of how these are read, by where the words
// begin in the text.
type besideRead struct {
	stops   map[int]reading // stop words that were meant
	asTyped map[int]bool    // words of their own that are meant so
}

// of returns the readings of a token that its neighbours leave.
func (b *besideRead) of(t *analysis.Token, as []reading) []reading {
	if !b.asTyped[t.Start] {
		return as
	}
	return slices.DeleteFunc(slices.Clone(as), func(r reading) bool { return r.own })
}

// readBeside looks at words side by side: it puts stop words in the place of those that were meant for
// them, and finds words that are meant as typed though they may be slips of others.
func (p *plan) readBeside(run []*query.Word, text string, tokens []analysis.Token) (out besideRead, err error) {
	if f := run[0].Field; !p.reads || f == query.Author || f.IsOwn() {
		return out, nil
	}
	for i := range tokens {
		t := &tokens[i]
		if t.Stop || t.Width > 1 || !t.IsUnit() {
			continue
		}
		of, err := p.readWord(t, text[t.Start:t.End])
		if err != nil {
			return out, err
		}
		if of.stop.kind != "" && hasContent(tokens, i) {
			meant, err := p.isStopMeant(tokens, i, &of.stop)
			if err != nil {
				return out, err
			}
			if meant {
				p.stops = append(p.stops, text[t.Start:t.End])
				out.putStop(t, p.stopRead(&of.stop))
				continue
			}
		}
		meant, err := p.isMeantAsTyped(tokens, i, of.as)
		if err != nil {
			return out, err
		}
		if meant {
			if out.asTyped == nil {
				out.asTyped = map[int]bool{}
			}
			out.asTyped[t.Start] = true
		}
	}
	return out, nil
}

// stopRead is the reading as a stop word.
func (p *plan) stopRead(stop *stopMeant) reading {
	r := reading{Token: stop.Token, kind: stop.kind}
	if p.v.bareWords().Lookup(r.Exact) == 0 { // articles do not show how it is written
		r.shown = stop.text
	}
	return r
}

// putStop puts a stop word in the place of a token.
func (b *besideRead) putStop(t *analysis.Token, r reading) {
	if b.stops == nil {
		b.stops = map[int]reading{}
	}
	b.stops[t.Start] = r
	t.Exact, t.Stem, t.Root, t.Stop = r.Exact, "", "", true
}

// isMeantAsTyped says whether the word at i, which is one of its own, stands beside its neighbours more
// often than what it may be a slip of: يودي بحياة is no يؤدي, as كره القدم is كرة.
func (p *plan) isMeantAsTyped(tokens []analysis.Token, i int, as []reading) (bool, error) {
	before, behind := tokensBeside(tokens, i)
	for k := range as {
		if !as[k].own {
			continue
		}
		var typed, other int
		for _, n := range [...]*analysis.Token{before, behind} {
			if n == nil {
				continue
			}
			ofTyped, ofOther, err := p.beside(&tokens[i], &as[k].Token, n, n.Position-tokens[i].Position)
			if err != nil {
				return false, err
			}
			typed, other = typed+ofTyped, other+ofOther
		}
		if typed > other {
			return true, nil
		}
	}
	return false, nil
}

// tokensBeside returns the tokens at once before and behind the one at i; nil for none.
func tokensBeside(tokens []analysis.Token, i int) (before, behind *analysis.Token) {
	t := &tokens[i]
	for k := range tokens {
		switch other := &tokens[k]; {
		case other.Position+int(other.Width) == t.Position && before == nil:
			before = other
		case other.Position == t.Position+1 && behind == nil:
			behind = other
		}
	}
	return before, behind
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
	before, behind := tokensBeside(tokens, i)
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
