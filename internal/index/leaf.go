package index

import (
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// leaf is a word or a phrase of the query as the index understands it.
type leaf struct {
	node   query.Node
	text   string       // as typed
	tokens []token      // what the analyzer makes of it
	stop   bool         // holds stop words only
	form   query.Form   // of a word
	words  []rank.Word  // what scores, one a token; one for a phrase
	phrase *phraseQuery // of a phrase, or of a fuzzy word that lacks a space
}

// token is a token of the query with the terms it stands for.
type token struct {
	analysis.Token
	readings []analysis.Token // the words that it may be, itself the first
	words    []analysis.Token // of a name: the words that it is made of
	read     []reading        // words that it is read as too
	terms    []string         // exact forms that it expands to (prefix, wildcard, fuzzy); nil for itself
}

// compile builds the leaf of a word.
func (p *plan) compileWord(n *query.Word, boost float64) (*leaf, error) {
	switch n.Form {
	case query.Fuzzy:
		return p.compileFuzzy(n, boost)
	case query.Prefix, query.Wildcard:
		x, err := p.expand(n)
		if err != nil {
			return nil, err
		}
		l := expandedLeaf(n, x.forms)
		l.words = []rank.Word{p.expandedWord(n.Field, x, boost)}
		return l, nil
	}
	l := &leaf{node: n, text: n.Text, form: n.Form}
	return l, p.fill(l, n, n.Text, p.analyzer.AppendTokens(nil, n.Text), boost, besideRead{})
}

// expandedLeaf is the leaf of a word that stands for some forms, or for none.
func expandedLeaf(n *query.Word, forms []string) *leaf {
	if forms == nil {
		forms = []string{}
	}
	t := token{Token: analysis.Token{Exact: analysis.Fold(n.Text), Position: 1}, terms: forms}
	return &leaf{node: n, text: n.Text, form: n.Form, tokens: []token{t}}
}

// compileRun builds the leaves of bare words side by side: they are analyzed as
// one text, for a name may be written as several words (عبد الله). The first
// word of a name then stands for all of it, and the others for nothing by
// themselves: an article must hold the name, and one that holds only words of
// it comes behind.
func (p *plan) compileRun(run []*query.Word, boost float64) error {
	text := ""
	ends := make([]int, len(run))
	for i, n := range run {
		if i > 0 {
			text += " "
		}
		text += n.Text
		ends[i] = len(text)
	}
	tokens := p.analyzer.AppendTokens(nil, text)
	side, err := p.readBeside(run, text, tokens)
	if err != nil {
		return err
	}
	for i, n := range run {
		k := 0
		end := ends[i] // of what the word stands for
		for k < len(tokens) && (tokens[k].Start < ends[i] || !tokens[k].IsUnit()) {
			end = max(end, tokens[k].End)
			k++
		}
		l := &leaf{node: n, text: n.Text, form: n.Form}
		if end > ends[i] {
			l.text = text[ends[i]-len(n.Text) : end]
		}
		if err := p.fill(l, n, text, tokens[:k], boost, side); err != nil {
			return err
		}
		for k := range l.tokens {
			if r, ok := side.stops[l.tokens[k].Start]; ok {
				l.tokens[k].read = []reading{r}
			}
		}
		p.leaves[n] = l
		tokens = tokens[k:]
	}
	return nil
}

// runs cuts the nodes of a group into bare words side by side and the rest.
func runs(nodes []query.Node) [][]query.Node {
	var out [][]query.Node
	var last *query.Word
	for _, n := range nodes {
		w, _ := n.(*query.Word)
		if w != nil && last != nil && w.Form == query.Stem && last.Form == query.Stem && w.Field == last.Field &&
			w.Boost == last.Boost && w.Offset == last.Offset+len(last.Text)+len(" ") {
			out[len(out)-1] = append(out[len(out)-1], n)
		} else {
			out = append(out, []query.Node{n})
		}
		last = w
	}
	return out
}

// fill makes the tokens of a word, read from a text, what scores.
func (p *plan) fill(l *leaf, n *query.Word, text string, tokens []analysis.Token, boost float64, side besideRead) error {
	const size = 2 << 10 // of a leaf, about
	if err := p.work.take(size); err != nil {
		return err
	}
	l.stop = len(tokens) > 0
	for _, t := range tokens {
		if k := len(l.tokens); t.IsUnit() {
			l.tokens = append(l.tokens, token{Token: t, readings: p.analyzer.Meant(t, text[t.Start:t.End])})
			l.stop = l.stop && t.Stop
		} else if t.Role == analysis.Part && !t.Stop {
			l.tokens[k-1].words = append(l.tokens[k-1].words, t)
		}
	}
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.Stop && !l.stop && n.Form != query.Exact {
			continue // beside a content word a stop word only blurs
		}
		if p.reads && n.Form == query.Stem && n.Field != query.Author && !n.Field.IsOwn() && len(t.words) == 0 {
			of, err := p.readWord(&t.Token, text[t.Start:t.End])
			if err != nil {
				return err
			}
			t.read = side.of(&t.Token, of.as)
		}
		w := rank.Word{Boost: boost, Parts: p.parts(n.Field, n.Form, &t.Token, termsRead(t))}
		if len(t.read) > 0 { // of two that count alike, the one that was typed comes first
			w.Parts = append(w.Parts, typedPart(n.Field, t.termsAt))
		}
		if n.Form == query.Stem && p.weights.Part > 0 {
			w.Parts = append(w.Parts, p.nameParts(n.Field, t.words[:min(len(t.words), rank.MaxParts-len(w.Parts))])...)
		}
		if err := p.spelled(n, &t.Token, w.Parts); err != nil {
			return err
		}
		l.words = append(l.words, w)
	}
	return nil
}

// levelWeight is what a word counts for at a level.
type levelWeight struct {
	level  analysis.Level
	weight float64
}

// counted says at which levels a word counts, in the order of its parts, by the
// level that was asked for. The first decides whether an article holds it.
func (w *Weights) counted(asked analysis.Level) []levelWeight {
	switch asked {
	case analysis.Stem:
		return []levelWeight{{analysis.Stem, w.Stem}, {analysis.Exact, w.Exact}, {analysis.Root, w.Root}}
	case analysis.Root:
		return []levelWeight{{analysis.Root, w.Stem}, {analysis.Stem, w.Root}, {analysis.Exact, w.Exact}}
	}
	return []levelWeight{{analysis.Exact, w.Stem}}
}

// askedLevel is the level at which an article must hold a token of the query.
func askedLevel(form query.Form, t *analysis.Token) analysis.Level {
	switch {
	case form == query.Exact || t.Stop:
		return analysis.Exact
	case form == query.Root:
		return analysis.Root
	}
	return analysis.Stem
}

// parts says how a token counts, by the terms that it has at a level. Form says
// how it was asked for.
func (p *plan) parts(f query.Field, form query.Form, t *analysis.Token, terms func(analysis.Level) []string) []rank.Part {
	w := p.weights
	if f == query.Author {
		return []rank.Part{{Field: fieldAuthor, Weight: 1, Terms: []string{stemOrExact(t)}}}
	}
	levels := levelsOf(f)
	asked := askedLevel(form, t)
	var parts []rank.Part
	for i, c := range w.counted(asked) {
		if c.weight == 0 && i > 0 {
			continue // it counts for nothing, and finds nothing
		}
		part := rank.Part{Field: levels[c.level], Weight: c.weight, Terms: terms(c.level)}
		if f == query.Body {
			part = bodyPart(part)
		}
		parts = append(parts, part)
	}
	if f == query.Text && w.Title > 0 { // the title counts once more, at the level asked for
		parts = append(parts, rank.Part{Field: titleLevels[asked], Weight: w.Title, Terms: terms(asked)})
	}
	if f == query.Text {
		for _, own := range p.v.own.texts { // so do texts of one's own
			parts = append(parts, rank.Part{Field: own.levels[asked], Weight: own.weight, Terms: terms(asked), Suffices: true})
		}
	}
	return parts
}

// levelsOf returns the fields of the ranking that a field of words has.
func levelsOf(f query.Field) *[analysis.Exact + 1]string {
	switch {
	case f == query.Title:
		return &titleLevels
	case f.IsOwn():
		return ownLevels(f.String())
	}
	return &textLevels
}

// nameParts counts the words of a name beside the name itself.
func (p *plan) nameParts(f query.Field, words []analysis.Token) []rank.Part {
	var out []rank.Part
	for i := range words {
		own := func(l analysis.Level) []string { return []string{termAt(l, &words[i])} }
		part := p.parts(f, query.Stem, &words[i], own)[0]
		part.Weight = p.weights.Part
		out = append(out, part)
	}
	return out
}

// termsAt returns the terms of a token of the query at a level, by all of its
// readings. The exact form is looked for in all words that have it.
func (t *token) termsAt(l analysis.Level) (terms []string) {
	if l == analysis.Exact {
		return []string{t.Exact}
	}
	for i := range t.readings {
		if term := termAt(l, &t.readings[i]); !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// stems returns the stems of a token of the query, by all of its readings.
func (t *token) stems() (stems []string) {
	for i := range t.readings {
		if stem := t.readings[i].Stem; !slices.Contains(stems, stem) {
			stems = append(stems, stem)
		}
	}
	return stems
}

// termsRead adds the terms of what a token is read as too.
func termsRead(t *token) func(analysis.Level) []string {
	if len(t.read) == 0 {
		return t.termsAt
	}
	return func(l analysis.Level) []string {
		terms := t.termsAt(l)
		for i := range t.read {
			r := &t.read[i]
			if term := termAt(l, &r.Token); (r.equals || l == analysis.Stem) && !slices.Contains(terms, term) {
				terms = append(terms, term)
			}
		}
		return terms
	}
}

// typedPart counts the word that was typed by itself.
func typedPart(f query.Field, typed func(analysis.Level) []string) rank.Part {
	part := rank.Part{Field: levelsOf(f)[analysis.Stem], Weight: weightTyped, Terms: typed(analysis.Stem)}
	if f == query.Body {
		part = bodyPart(part)
	}
	return part
}

// expandedWord counts all forms that a word stands for as one word.
func (p *plan) expandedWord(f query.Field, x *expanded, boost float64) rank.Word {
	w := rank.Word{Boost: boost, Parts: p.expandedParts(f, x, len(x.forms))}
	if f != query.Author && f != query.Body { // of which the one has no levels, and the other no lists
		var fields []counting
		for i := range w.Parts {
			parts := make([]int, len(w.Parts))
			parts[i] = len(x.forms)
			fields = append(fields, counting{w.Parts[i].Field, parts})
		}
		w.Read = p.work.read(x, fields)
	}
	return w
}

// expandedParts counts the first n forms that a word stands for as one word.
func (p *plan) expandedParts(f query.Field, x *expanded, n int) []rank.Part {
	text, title := textLevels[analysis.Exact], titleLevels[analysis.Exact]
	if f.IsOwn() {
		return []rank.Part{p.formsPart(levelsOf(f)[analysis.Exact], 1, x, n)}
	}
	switch f {
	case query.Author:
		return []rank.Part{p.formsPart(fieldAuthor, 1, x, n)}
	case query.Title:
		return []rank.Part{p.formsPart(title, 1, x, n)}
	case query.Body:
		return []rank.Part{inBody(p.formsPart(text, 1, x, n), p.formsPart(title, 1, x, n))}
	}
	parts := []rank.Part{p.formsPart(text, 1, x, n), p.formsPart(title, p.weights.Title, x, n)}
	for _, own := range p.v.own.texts {
		part := p.formsPart(own.levels[analysis.Exact], own.weight, x, n)
		part.Suffices = true
		parts = append(parts, part)
	}
	return parts
}

// bodyPart counts a part of some terms in the body alone.
func bodyPart(of rank.Part) rank.Part {
	title := of
	title.Field = titleLevels[levelFields[of.Field].level]
	return inBody(of, title)
}

// inBody counts in the body alone what two parts count in the text and in the
// title. The body has no fields of its own: what it holds is what the text holds
// less what the title holds.
func inBody(text, title rank.Part) rank.Part {
	list := func(seg rank.Segment, dst *rank.Postings) error {
		var all, less rank.Postings
		if err := readPart(seg, &text, &all); err != nil {
			return err
		}
		if err := readPart(seg, &title, &less); err != nil {
			return err
		}
		subtract(&all, &less, dst)
		return nil
	}
	return rank.Part{Field: text.Field, Weight: text.Weight, List: list, Key: rank.KeyOf("body", partKey(&text)), Of: countInBody(&text)}
}
