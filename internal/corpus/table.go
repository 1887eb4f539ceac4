package corpus

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// headerRows is how many rows are looked at for the names of the columns:
// above them there may be a title, and blank rows.
const headerRows = 10

// tabulate makes records of rows. The names of columns are in the first row
// that looks like names; else the columns are numbered from 1.
func tabulate(doc *document, rows iter.Seq2[row, error]) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		t := tabulator{doc: doc}
		var start []row
		more := true
		for r, err := range rows {
			if err == nil && len(r.cells) > maxWidth {
				err = errTooWide
			}
			switch {
			case err != nil:
				more = yield(record{line: r.line}, err)
			case t.names != nil:
				more = yield(t.record(r), nil)
			default:
				if start = append(start, r); len(start) == headerRows {
					more = t.begin(start, yield)
				}
			}
			if !more {
				return
			}
		}
		if t.names == nil && len(start) > 0 {
			t.begin(start, yield)
		}
	}
}

// tabulator knows the columns.
type tabulator struct {
	doc    *document
	names  []string
	number int
	body   int // the column that cells too many belong to, -1 for none
}

// begin finds the names of the columns in the first rows and yields the others.
func (t *tabulator) begin(start []row, yield func(record, error) bool) bool {
	at := headerAt(start)
	if at >= 0 {
		for i, name := range start[at].cells {
			t.names = append(t.names, t.name(i, name))
		}
		start = start[at+1:]
	}
	if at < 0 {
		t.names = []string{} // not nil: they were looked for
		t.doc.note(0, "no row of names: columns are told by what is in them")
	}
	t.body = t.bodyColumn(start)
	for _, r := range start {
		if !yield(t.record(r), nil) {
			return false
		}
	}
	return true
}

// name is the name of a column; two of one name are kept apart.
func (t *tabulator) name(i int, name string) string {
	name = strings.Join(strings.Fields(strings.Trim(name, "\ufeff\u200e\u200f \"")), " ")
	for _, other := range t.names {
		if other == name && name != "" {
			return name + " " + strconv.Itoa(i+1)
		}
	}
	return name
}

// headerAt returns the row with the names of the columns, or -1: a row of
// which two cells, or the only one, name fields of articles; else the first
// row, if its cells are short words and what follows is not.
func headerAt(rows []row) int {
	for i, r := range rows {
		if n := knownNames(r.cells); !areNames(r.cells) {
			continue
		} else if n >= 2 || n == 1 && filled(r.cells) <= 2 && i == 0 {
			return i
		}
	}
	if namesColumns(rows) {
		return 0
	}
	return -1
}

// areNames tells a row that may be one of names: no cell is a date, an address or
// longer than a name.
func areNames(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool {
		_, date := wholeDate(c)
		return date || isURL(strings.TrimSpace(c)) || utf8.RuneCountInString(c) > maxName
	})
}

// maxName is how many letters the name of a column has at most.
const maxName = 60

func filled(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// namesColumns tells a first row of names though none of them is known: all
// cells are short, none is a number, a date or an address, all differ, and
// some column has under it what its name is not: numbers, long texts, or Arabic
// where the name is Latin.
func namesColumns(rows []row) bool {
	if len(rows) < 2 {
		return false
	}
	seen := map[string]bool{}
	for i, c := range rows[0].cells {
		c = strings.TrimSpace(c)
		if c == "" && i == 0 {
			continue // pandas
		}
		if _, err := strconv.ParseFloat(c, 64); err == nil || c == "" || seen[c] || utf8.RuneCountInString(c) > 40 || isURL(c) || strings.ContainsAny(c, ".،!؟\n") {
			return false
		}
		seen[c] = true
	}
	for i := range rows[0].cells {
		if differs(rows, i) {
			return true
		}
	}
	return false
}

// differs tells whether what stands under a name is of another sort.
func differs(rows []row, column int) bool {
	numbers, long, arabic := 0, 0, 0
	_, named := letters(rows[0].cells[column])
	for _, r := range rows[1:] {
		if column >= len(r.cells) {
			continue
		}
		c := strings.TrimSpace(r.cells[column])
		if c != "" && !strings.ContainsFunc(c, unicode.IsLetter) {
			numbers++
		}
		if utf8.RuneCountInString(c) > 60 {
			long++
		}
		if _, n := letters(c); n > 0 && named == 0 {
			arabic++
		}
	}
	n := len(rows) - 1
	return 2*numbers > n || 2*long > n || 2*arabic > n
}

// bodyColumn returns the column of the longest texts.
func (t *tabulator) bodyColumn(rows []row) int {
	best, size := -1, 0
	for i, name := range t.names {
		if n, ok := roleOf(name); ok && n.role == roleBody {
			return i
		}
		total := 0
		for _, r := range rows {
			if i < len(r.cells) {
				total += len(r.cells[i])
			}
		}
		if total > size {
			best, size = i, total
		}
	}
	return best
}

// record makes a record of a row. Cells too many come of separators within a
// text that nobody quoted: they are put back together.
func (t *tabulator) record(r row) record {
	t.number++
	rec := record{number: t.number, line: r.line}
	cells := r.cells
	if extra := len(cells) - len(t.names); extra > 0 && len(t.names) > 0 && filled(cells[len(t.names):]) > 0 {
		cells = t.joined(cells, extra)
	}
	for i, c := range cells {
		key := strconv.Itoa(i + 1)
		if i < len(t.names) {
			key = t.names[i]
		} else if len(t.names) > 0 {
			break // blank cells behind the last column
		}
		rec.fields = append(rec.fields, field{key, value{cell: c}})
	}
	return rec
}

// joined puts the cells of the body back together.
func (t *tabulator) joined(cells []string, extra int) []string {
	t.doc.note(0, fmt.Sprintf("rows with more cells than there are columns: the cells too many were joined to %q", t.names[t.body]))
	out := append([]string{}, cells[:t.body]...)
	out = append(out, strings.Join(cells[t.body:t.body+extra+1], ","))
	return append(out, cells[t.body+extra+1:]...)
}
