package opensearch

import (
	"github.com/fihris-search/fihris/internal/blockmax"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// script is what computes a score of the one of a query: in Painless, or by its name in the plugin.
type script struct{ source, name string }

// scripted is a query whose scores a script makes of those of another.
func (w *writer) scripted(query obj, s script, params obj) obj {
	by := obj{"source": s.source}
	if w.plugin {
		by = obj{"lang": pluginLanguage, "source": s.name}
	}
	if params != nil {
		by["params"] = params
	}
	return obj{"script_score": obj{"query": query, "script": by}}
}

const pluginLanguage = "fihris"

// scorer is what a part adds to a score, of how often a document has it: the formula of BM25 with
// the exact length. Both sides compute it; here is the other one.
var scorer = script{"double t = _score; return params.f * t / (t + params.a + params.b * doc[params.n].value)", "bm25"}

// scored are queries whose scores add up to those of the words; all says what the collection has.
func (w *writer) scored(words []rank.Word, all *rank.Statistics) (out []obj) {
	for i := range words {
		boost := words[i].Boost
		if boost == 0 {
			boost = 1
		}
		for k := range words[i].Parts {
			p := &words[i].Parts[k]
			c, err := index.CountOf(p)
			if err != nil {
				w.fail(err)
				continue
			}
			held, _ := all.Holders(p)
			perWord := 0.0
			if average := all.Averages[p.Field]; average > 0 {
				perWord = blockmax.K1 * blockmax.B / average
			}
			out = append(out, w.scripted(w.times(c, false), scorer, obj{
				"f": boost * p.Weight * rank.IDF(min(held, all.Docs), all.Docs) * (blockmax.K1 + 1), "a": blockmax.K1 * (1 - blockmax.B), "b": perWord, "n": w.length(p.Field),
			}))
		}
	}
	return out
}

// isRough says whether the score of a word is the most that ours may be: that of a phrase which is found but not counted.
func (w *writer) isRough(words []rank.Word) bool {
	var phrase func(c index.Count) bool
	phrase = func(c index.Count) bool {
		switch c := c.(type) {
		case index.CountPhrase:
			return w.rough(&c)
		case index.CountEither:
			return phrase(c.A) || phrase(c.B)
		}
		return false
	}
	for i := range words {
		for k := range words[i].Parts {
			if c, err := index.CountOf(&words[i].Parts[k]); err == nil && phrase(c) {
				return true
			}
		}
	}
	return false
}
