package web

import (
	"cmp"
	"html/template"
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

// WhyTable is the explanation of a hit as HTML, empty where there is none: closed, with a column for each level that
// adds anything. Ten of them are half of a page, so they are written by hand, without the ends that HTML does not ask
// for, and say how a form of a word comes from it once, where one is met: told has the words of
// which the page said so.
func (v hitView) WhyTable(l *locale, told map[string]bool) template.HTML {
	if v.Why == nil {
		return ""
	}
	rows, others, rest := fewer(v.whyRows())
	var columns []int
	for at := range whyLevels {
		if slices.ContainsFunc(rows, func(r whyRow) bool { return r.Shares[at] > 0 }) {
			columns = append(columns, at)
		}
	}
	var b strings.Builder
	put := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
	}
	put("<details class=why><summary>", escape(l.text("why.title")), "</summary>\n<table><thead><tr>")
	for _, key := range []string{"why.word", "why.forms"} {
		put("<th scope=col>", escape(l.text(key)))
	}
	for _, at := range columns {
		put("<th scope=col>", escape(l.Level(whyLevels[at])))
	}
	put("<th scope=col>", escape(l.text("why.share")), "<tbody>\n")
	for _, row := range rows {
		put("<tr><td>")
		if row.Word != "" {
			put("<bdi>", escape(row.Word), "</bdi>")
		}
		if row.Level != "" {
			put(" ", escape(l.Level(row.Level)))
		}
		put("<td>")
		for i, form := range row.Forms {
			if i > 0 {
				put(escape(l.text("comma")), " ")
			}
			put("<bdi>", escape(form), "</bdi>")
		}
		if l.Lang == english.Lang && row.Rule != "" && !told[row.Word] {
			told[row.Word] = true
			put(" <small><bdi>", escape(row.Rule), "</bdi></small>")
		}
		for _, at := range columns {
			if put("<td>"); row.Shares[at] > 0 {
				put(l.Real(row.Shares[at], 3))
			}
		}
		put("<td>", l.Real(row.Share, 3), "\n")
	}
	if others > 0 {
		form, number := l.form("why.others", uint64(others))
		put("<tr><td>", escape(l.text(form, number...)), strings.Repeat("<td>", len(columns)+1), "<td>", l.Real(rest, 3), "\n")
	}
	put("</table></details>")
	return template.HTML(b.String()) // every text in it was escaped
}
