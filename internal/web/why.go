package web

import (
	"cmp"
	"slices"
	"strings"
)

// Why a hit is one, in a table below it.

// whyLevels are the levels that have a column where a hit is explained; what is at another has a row of its own.
var whyLevels = []string{"exact", "stem", "root"}

// whyRow is a word of the query with what its levels add to the score of a hit.
type whyRow struct {
	Word   string
	Forms  []string
	Shares []float64 // by whyLevels; 0 for none
	Level  string    // another one
	Rule   string    // how the forms and the word come together, in English
	Share  float64   // of all levels
}

// whyRows are the words of the query that a hit holds, the levels of each together.
func (v hitView) whyRows() (rows []whyRow) {
	for _, m := range v.Why.Terms {
		level := slices.Index(whyLevels, m.Level)
		if n := len(rows); n == 0 || level < 0 || rows[n-1].Word != m.Word || rows[n-1].Level != "" {
			rows = append(rows, whyRow{Word: m.Word, Shares: make([]float64, len(whyLevels))})
		}
		row := &rows[len(rows)-1]
		for _, form := range m.Forms {
			if !slices.Contains(row.Forms, form) {
				row.Forms = append(row.Forms, form)
			}
		}
		if level < 0 {
			row.Level = m.Level
		} else {
			row.Shares[level] += m.Share
		}
		if row.Rule == "" && !(len(m.Forms) == 1 && m.Forms[0] == m.Word) { // else it says that the word is the word
			row.Rule = m.Rule
		}
		row.Share += m.Share
	}
	return rows
}

// mostWhy is how many rows an explanation has: those that add most, and the others together.
const mostWhy = 5

// fewer are the rows that add most, in their order, and how many others there are, which add rest.
func fewer(rows []whyRow) (shown []whyRow, others int, rest float64) {
	if len(rows) <= mostWhy+1 {
		return rows, 0, 0
	}
	ranked := slices.Clone(rows)
	slices.SortStableFunc(ranked, func(a, b whyRow) int { return cmp.Compare(b.Share, a.Share) })
	least := ranked[mostWhy-1].Share
	for _, row := range rows {
		if row.Share >= least && len(shown) < mostWhy {
			shown = append(shown, row)
			continue
		}
		rest += row.Share
	}
	return shown, len(rows) - len(shown), rest
}

// whyTable puts the explanation of a hit, nothing where there is none: closed, with a column for each level that
// adds anything. Ten of them are half of a page, so they are without the ends that HTML does not ask
// for, and say how a form of a word comes from it once, where one is met: told has the words of
// which the page said so.
func (w *htmlWriter) whyTable(v *hitView, told map[string]bool) {
	if v.Why == nil {
		return
	}
	rows, others, rest := fewer(v.whyRows())
	var columns []int
	for at := range whyLevels {
		if slices.ContainsFunc(rows, func(r whyRow) bool { return r.Shares[at] > 0 }) {
			columns = append(columns, at)
		}
	}
	w.put("<details class=why><summary>")
	w.say("why.title")
	w.put("</summary>\n<table><thead><tr>")
	for _, key := range []string{"why.word", "why.forms"} {
		w.put("<th scope=col>")
		w.say(key)
	}
	for _, at := range columns {
		w.put("<th scope=col>")
		w.text(w.l.Level(whyLevels[at]))
	}
	w.put("<th scope=col>")
	w.say("why.share")
	w.put("<tbody>\n")
	for _, row := range rows {
		if w.put("<tr><td>"); row.Word != "" {
			w.bdi(row.Word)
		}
		if row.Level != "" {
			w.put(" ")
			w.text(w.l.Level(row.Level))
		}
		w.put("<td>")
		w.listed(row.Forms)
		if w.l.Lang == english.Lang && row.Rule != "" && !told[row.Word] {
			told[row.Word] = true
			w.put(" <small>")
			w.bdi(row.Rule)
			w.put("</small>")
		}
		for _, at := range columns {
			if w.put("<td>"); row.Shares[at] > 0 {
				w.put(w.l.Real(row.Shares[at], 3))
			}
		}
		w.put("<td>", w.l.Real(row.Share, 3), "\n")
	}
	if others > 0 {
		w.put("<tr><td>")
		w.count("why.others", uint64(others))
		w.put(strings.Repeat("<td>", len(columns)+1), "<td>", w.l.Real(rest, 3), "\n")
	}
	w.put("</table></details>")
}
