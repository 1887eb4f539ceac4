package opensearch

import (
	"fmt"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// phraseFields are the texts in which a phrase of a field may stand; their levels lie below.
func (w *writer) phraseFields(f query.Field) []string {
	switch {
	case f == query.Text:
		return []string{"title", "body"}
	case f.IsOwn():
		return []string{w.ownField(f.String())}
	}
	return []string{f.String()}
}

// phrase is where a phrase stands in one text, as spans.
func (w *writer) phrase(c *index.CountPhrase, text string) obj {
	base := baseOf(c, text)
	if c.Slop > 0 {
		if err := distinct(c); err != nil {
			return w.fail(err)
		}
	}
	var clauses []obj
	next := 0
	for i := range c.Slots {
		s := &c.Slots[i]
		if c.Slop == 0 && s.At > next {
			clauses = append(clauses, obj{"span_gap": obj{base: s.At - next}})
		}
		next = s.At + 1
		clauses = append(clauses, w.slot(s, text, base))
	}
	if len(clauses) == 1 {
		return clauses[0]
	}
	near := obj{"clauses": clauses, "slop": 0, "in_order": true}
	if c.Slop > 0 {
		near["slop"], near["in_order"] = c.Width+c.Slop-len(c.Slots), false
	}
	return obj{"span_near": near}
}

// rough says whether a cluster cannot count the phrase, only find it: the score of spans is how often
// they stand there times the terms that the shard has of them, and intervals, which are counted, know neither
// windows that do not overlap, nor gaps, nor spellings, nor more ways of writing all words than a query may have
// clauses.
func (w *writer) rough(c *index.CountPhrase) bool {
	ways := 1
	for i := range c.Slots {
		if c.Slots[i].Spelled != nil || c.Slots[i].At != i {
			return len(c.Slots) > 1
		}
		if ways *= max(len(c.Slots[i].Terms), 1); ways > min(mostWays, w.most) && len(c.Slots) > 1 {
			return true
		}
	}
	return c.Slop > 0
}

// atMost is where a phrase stands in one text, scored by how often one of its words does: no phrase is there more often.
func (w *writer) atMost(c *index.CountPhrase, text string) obj {
	rarest, length := &c.Slots[0], 0 // the longest word, as a rule
	for i := range c.Slots {
		if s := &c.Slots[i]; s.Spelled == nil && len(s.Terms) > 0 && len(s.Terms[0]) > length {
			rarest, length = s, len(s.Terms[0])
		}
	}
	field, terms := text+"."+levels[rarest.Level], rarest.Terms
	if x := rarest.Spelled; x != nil {
		if field, terms = text+".spelling", x.Terms; x.Usual {
			field, terms = text+".exact", []string{x.Form}
		}
	}
	return obj{"bool": obj{"filter": w.phrase(c, text), "must": w.terms([]string{field}, terms, false)}}
}

// mostWays is in how many ways a phrase may be written that is counted: the engine goes through each.
// Three words with all proclitics are 2,744.
const mostWays = 4096

// unsaturated makes of the score of intervals, n/(n+1), how many there are.
var unsaturated = script{"Math.rint(_score / (1.0 - _score))", "unsaturated"}

// intervals is a phrase in one text, side by side, whose score is how often it stands there.
func (w *writer) intervals(c *index.CountPhrase, text string) obj {
	if len(c.Slots) == 1 {
		if s := &c.Slots[0]; s.Spelled == nil {
			return w.terms([]string{text + "." + levels[s.Level]}, s.Terms, false)
		}
		return w.phrase(c, text)
	}
	base := baseOf(c, text)
	var words []obj
	for i := range c.Slots {
		s := &c.Slots[i]
		if len(s.Terms) == 0 {
			return obj{"match_none": obj{}}
		}
		w.clause(len(s.Terms))
		var forms []obj
		for _, t := range s.Terms {
			match := obj{"query": writeTerm(t)}
			if field := text + "." + levels[s.Level]; field != base {
				match["use_field"] = field
			}
			forms = append(forms, obj{"match": match})
		}
		if len(forms) == 1 {
			words = append(words, forms[0])
		} else {
			words = append(words, obj{"any_of": obj{"intervals": forms}})
		}
	}
	find := obj{"intervals": obj{base: obj{"all_of": obj{"ordered": true, "max_gaps": 0, "intervals": words}}}}
	return w.scripted(find, unsaturated, nil)
}

// baseOf is the field of which all words of a phrase are said to be: that of exact forms, unless every word
// is asked for in any form.
func baseOf(c *index.CountPhrase, text string) string {
	for _, s := range c.Slots {
		if s.Level == analysis.Exact {
			return text + ".exact"
		}
	}
	return text + ".stem"
}

// distinct refuses a window in which two words may be the same place: there each must have one of its
// own, which the engine does not look at.
func distinct(c *index.CountPhrase) error {
	met := map[string]bool{}
	for _, s := range c.Slots {
		for _, t := range s.Terms {
			if key := levels[s.Level] + " " + t; met[key] {
				return fmt.Errorf("%w: OpenSearch cannot tell two words of a window (\"…\"~%d) from each other that share the form %s: ask for them without ~, or for one of them", fihris.ErrBadRequest, c.Slop, t)
			}
		}
		for _, t := range s.Terms {
			met[levels[s.Level]+" "+t] = true
		}
	}
	return nil
}

// slot is a word of a phrase, said to be of the field base.
func (w *writer) slot(s *index.CountSlot, text, base string) obj {
	if s.Spelled != nil {
		if s.Spelled.Usual {
			return w.spelled(s.Spelled, text)
		}
		return masked(w.spans(text+".spelling", s.Spelled.Terms), base)
	}
	field := text + "." + levels[s.Level]
	spans := w.spans(field, s.Terms)
	if field != base {
		return masked(spans, base)
	}
	return spans
}

// spelled is an exact form where it is not spelled in some ways.
func (w *writer) spelled(c *index.CountSpelled, text string) obj {
	form := w.spans(text+".exact", []string{c.Form})
	if len(c.Terms) == 0 {
		return form
	}
	return obj{"span_not": obj{"include": form, "exclude": masked(w.spans(text+".spelling", c.Terms), text+".exact")}}
}

// spans is the places of any of some terms.
func (w *writer) spans(field string, terms []string) obj {
	w.clause(len(terms))
	var out []obj
	for _, t := range terms {
		out = append(out, obj{"span_term": obj{field: obj{"value": writeTerm(t)}}})
	}
	switch len(out) {
	case 0:
		return obj{"span_term": obj{field: obj{"value": gapTerm}}} // which no document has
	case 1:
		return out[0]
	}
	return obj{"span_or": obj{"clauses": out}}
}

func masked(spans obj, field string) obj {
	return obj{"field_masking_span": obj{"query": spans, "field": field}}
}
