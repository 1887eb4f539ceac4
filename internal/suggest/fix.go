package suggest

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// fromKnown lists words that a likely slip makes of a word that is one, and any slip of one that few
// articles have.
func (sp *speller) fromKnown(i int) []fix {
	w := &sp.asked[i]
	reach := cheapSlip
	if w.docs <= max(rareSlip, sp.src.Articles()/fewEvery) {
		reach = spell.Unit
	}
	if utf8.RuneCountInString(w.Exact) < 3 || strings.ContainsFunc(w.Exact, unicode.IsDigit) {
		return nil // of a number any other is one too
	}
	near := map[string]int{}
	docs := spell.Counts{}
	spell.Near(sp.words, w.Exact, reach, func(form string, n, distance int) bool {
		if distance > 0 && !isHehOf(form, w.Exact) && (distance <= cheapSlip || uint64(n) >= timesSlip*w.docs) {
			near[form], docs[form] = distance, n
		}
		return true
	})
	var out []fix
	for _, form := range docs.Best(triedKnown) {
		likely := spell.Likelihood(docs[form], near[form])
		f := fix{
			first: i, last: i, form: form, held: docs[form], distance: near[form], tokens: sp.analyzer.AppendUnits(nil, form),
			likely: likely, score: likely - (1-weightDocs)*math.Log(float64(docs[form])),
		}
		// A stop word goes with everything, and a word that is asked for already
		// with itself, which shows nothing.
		if len(f.tokens) == 1 && !f.tokens[0].Stop && f.tokens[0].Stem != w.Stem && !sp.asksFor(f.tokens[0].Stem, i) {
			out = append(out, f)
		}
	}
	return out
}

// isHehOf says whether a form is a word with heh for its teh marbuta: nobody types it the other
// way round, and it is read so anyway.
func isHehOf(form, word string) bool {
	rest, ok := strings.CutSuffix(word, "ة")
	return ok && form == rest+"ه"
}

// proposals lists what may stand in place of a word, or of it and the next.
func (sp *speller) proposals(i, n int) []fix {
	w := &sp.asked[i]
	var out []fix
	add := func(p spell.Proposal, repeats bool) {
		text, apart := cutAs(sp.text[w.start:w.end], p.Text)
		f := fix{
			first: i, last: i, form: p.Text, held: p.Articles, distance: p.Distance, tokens: sp.analyzer.AppendUnits(nil, text),
			likely: p.Score, score: p.Score, repeats: repeats,
		}
		if apart {
			f.text = text
			f.score -= toApart
			if last := &f.tokens[len(f.tokens)-1]; last.Stop && utf8.RuneCountInString(last.Exact) <= shortStop {
				if len(sp.asked) == 1 {
					return // nobody asks for a word and such a one alone: المعارضان is a dual
				}
				f.score -= toStopBehind
			}
		} else {
			f.score -= (1 - weightDocs) * math.Log(float64(max(p.Articles, 1)))
		}
		if !slices.ContainsFunc(f.tokens, func(t analysis.Token) bool { return !t.Stop }) {
			f.score -= toStop
			if f.distance > cheapSlip {
				f.score -= toStop
			}
		}
		out = append(out, f)
	}
	for _, p := range sp.corrector.Word(w.Exact, n) {
		if isHehOf(p.Text, w.Exact) {
			continue
		}
		t := sp.analyzer.Word(p.Text)
		repeats := !t.Stop && !strings.Contains(p.Text, " ") && sp.asksFor(t.Stem, i)
		if repeats && (w.common || p.Distance > cheapSlip) {
			continue // a word goes with itself, which shows nothing; but what people ask about they say again
		}
		if !slices.Contains(strings.Fields(p.Text), analysis.Article) { // which nobody writes alone
			add(p, repeats)
		}
	}
	if !w.stemmed {
		for _, p := range sp.behindOthers(w.Exact) {
			add(p, false)
		}
	}
	for _, k := range [...]int{i - 1, i} {
		if f, ok := sp.joined(k); ok {
			out = append(out, f)
		}
	}
	return out
}

// behindOthers proposes words that the index has behind another article or other
// proclitics only.
func (sp *speller) behindOthers(word string) []spell.Proposal {
	if utf8.RuneCountInString(word) < 4 {
		return nil
	}
	before, bare := "", word
	if rest, ok := strings.CutPrefix(word, analysis.Article); ok {
		before, bare = analysis.Article, rest
	}
	docs, near := spell.Counts{}, map[string]int{}
	befores := slices.Concat(analysis.Proclitics(), analysis.ArticleProclitics())
	_ = sp.words.NearBehind(context.Background(), befores, bare, cheapSlip, func(form string, n, distance int) bool {
		docs[form], near[form] = docs[form]+n, distance
		return true
	}) // nothing ends it
	var out []spell.Proposal
	for _, form := range docs.Best(triedKnown) {
		for _, b := range befores {
			base, ok := strings.CutPrefix(form, b)
			if d := spell.Distance(base, bare, cheapSlip); ok && d > 0 && d <= cheapSlip && sp.words.Lookup(before+base) == 0 {
				score := spell.Likelihood(docs[form], d) - spell.Behind
				out = append(out, spell.Proposal{Text: before + base, Articles: docs[form], Distance: d, Score: score})
			}
		}
	}
	return out
}

// joined puts a word and the next one together, if the index has that.
func (sp *speller) joined(i int) (f fix, ok bool) {
	if i < 0 || i+1 >= len(sp.asked) || sp.fixed(i) || sp.fixed(i+1) {
		return f, false
	}
	a, b := &sp.asked[i], &sp.asked[i+1]
	if sp.text[a.end:b.start] != " " || utf8.RuneCountInString(b.Exact) == 1 && slices.Contains(analysis.Proclitics(), b.Exact) {
		return f, false // a lone proclitic belongs to the word behind it
	}
	text := sp.text[a.start:a.end] + sp.text[b.start:b.end]
	tokens := sp.analyzer.AppendUnits(nil, text)
	if len(tokens) != 1 || sp.words.Lookup(tokens[0].Exact) == 0 {
		return f, false
	}
	if a.Exact != analysis.Article && !sp.isJoined(a, b, &tokens[0]) {
		return f, false
	}
	form := tokens[0].Exact
	held := sp.words.Lookup(form)
	likely := math.Log(float64(held))
	return fix{
		first: i, last: i + 1, form: form, text: text, tokens: tokens, held: held,
		distance: spell.Distance(a.Exact+" "+b.Exact, form, 2*spell.Unit),
		likely:   likely, score: weightDocs * likely,
	}, true
}

// isJoined says whether two words may be one with a space in it. A proclitic may
// stand apart, and so may the parts of a name, which go together more often than
// any two words: if both are words, the language must have the two as one.
func (sp *speller) isJoined(a, b *asked, t *analysis.Token) bool {
	if a.Stop && t.Stem == b.Stem || b.Stop && t.Stem == a.Stem {
		return false
	}
	rarer := math.Inf(1)
	for _, w := range [...]*asked{a, b} {
		if w.Stop {
			continue
		}
		if !w.seen {
			return true
		}
		rarer = min(rarer, sp.analyzer.Occurrences(w.Exact))
	}
	return sp.analyzer.Occurrences(t.Exact) > rarer
}

// cutAs puts spaces into a text where a form has them, if its letters are those
// of the form: spelled as typed, words are not mistaken for others of one form.
func cutAs(typed, form string) (text string, ok bool) {
	letters := []rune(typed)
	if !strings.Contains(form, " ") || len(letters) != utf8.RuneCountInString(strings.ReplaceAll(form, " ", "")) {
		return form, false
	}
	var b strings.Builder
	for _, r := range form {
		if r == ' ' {
			b.WriteRune(r)
			continue
		}
		b.WriteRune(letters[0])
		letters = letters[1:]
	}
	return b.String(), true
}
