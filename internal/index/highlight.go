package index

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
)

// highlighter marks the words of the query in articles: one of its words for
// each leaf that scores, in the order of these.
func (p *plan) highlighter() *passage.Highlighter {
	words := make([]passage.Word, len(p.order))
	for i, l := range p.order {
		words[i] = l.marks()
	}
	return passage.NewHighlighter(p.analyzer, words)
}

// marks says what the tokens of a text must have to be met by a leaf.
func (l *leaf) marks() passage.Word {
	w := passage.Word{Field: l.field(), ByRoot: l.form == query.Root}
	if l.phrase != nil {
		if w.Slop = l.phrase.slop; w.Slop > 0 {
			w.Slop += l.phrase.width - len(l.phrase.slots) // a name takes several positions
		}
		for _, s := range l.phrase.slots {
			slot := passage.Slot{Level: s.level, Terms: s.forms, At: s.at}
			if s.spelling != nil {
				slot.Written = s.spelling.typed
			}
			w.Slots = append(w.Slots, slot)
		}
	}
	if _, ok := l.node.(*query.Phrase); ok {
		return w
	}
	for i := range l.tokens {
		t := &l.tokens[i]
		switch {
		case t.terms != nil:
			w.Terms[analysis.Exact] = append(w.Terms[analysis.Exact], t.terms...)
		case l.form == query.Exact || t.Stop:
			if l.form == query.Exact || l.stop {
				w.Terms[analysis.Exact] = append(w.Terms[analysis.Exact], t.Exact)
			}
			if l.form == query.Exact && t.Written != 0 {
				if w.Written == nil {
					w.Written = map[string]analysis.Written{}
				}
				w.Written[t.Exact] = t.Written
			}
		default:
			for _, lv := range analysis.Levels {
				for i := range t.readings {
					w.Terms[lv] = append(w.Terms[lv], t.readings[i].At(lv))
				}
			}
			for i := range t.read {
				for _, lv := range analysis.Levels {
					if t.read[i].equals || lv == analysis.Stem {
						w.Terms[lv] = append(w.Terms[lv], t.read[i].At(lv))
					}
				}
			}
			for i := range t.words {
				w.Parts = append(w.Parts, t.words[i].Stem)
			}
		}
	}
	return w
}

// field is where the leaf is looked for.
func (l *leaf) field() query.Field {
	switch n := l.node.(type) {
	case *query.Word:
		return n.Field
	case *query.Phrase:
		return n.Field
	}
	return query.Text
}
