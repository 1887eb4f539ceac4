package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// separators are what parts cells, the likeliest first.
var separators = []rune{',', ';', '\t', '|', '،', '؛'}

// tableEndings are those of tables, and what they say of the separator.
var tableEndings = map[string]rune{".csv": ',', ".tsv": '\t', ".tab": '\t', ".psv": '|'}

// isTable tells a table by the ending of the name, or because the lines of a
// text have the same number of cells, at least two by tabs, three by others.
func isTable(h *head) bool {
	if _, ok := tableEndings[h.ending]; ok {
		return h.text() != ""
	}
	shape, ok := tableShape(h.text(), h.all)
	if !ok || h.err != nil {
		return false
	}
	return shape.rows >= 3 && shape.width >= 3 || shape.width == 2 && shape.rows >= 3 && shape.sep == '\t' ||
		shape.rows >= 2 && shape.width >= 2 && knownNames(shape.header) >= 2
}

// shape is what the start of a table looks like with one separator.
type shape struct {
	sep    rune
	width  int
	rows   int
	agree  int // rows of that width
	header []string
}

// shapeRows is how many rows are looked at.
const shapeRows = 200

// tableShape finds the separator with which most rows have the same number of
// cells, and reports whether nearly all have.
func tableShape(s string, all bool) (best shape, ok bool) {
	for _, sep := range separators {
		sh := shapeWith(s, sep, all)
		if sh.width >= 2 && sh.agree*(sh.width+1) > best.agree*(best.width+1) && 10*sh.agree >= 9*sh.rows {
			best = sh
		}
	}
	return best, best.width >= 2
}

func shapeWith(s string, sep rune, all bool) shape {
	t := rowReader{r: bufio.NewReader(strings.NewReader(s)), sep: sep, escaped: escapesQuotes(s)}
	sh := shape{sep: sep}
	widths := map[int]int{}
	last := 0
	for sh.rows < shapeRows {
		r, err := t.read()
		if err != nil {
			break
		}
		if sh.rows == 0 {
			sh.header = r.cells
		}
		sh.rows++
		last = len(r.cells)
		widths[last]++
	}
	if !all && sh.rows > 1 && sh.rows < shapeRows { // the last row is cut
		sh.rows--
		widths[last]--
	}
	for w, n := range widths {
		if n > sh.agree || n == sh.agree && w > sh.width {
			sh.agree, sh.width = n, w
		}
	}
	return sh
}

// escapesQuotes tells files that write \" for a quote within quotes, as
// databases do.
func escapesQuotes(s string) bool {
	return strings.Count(s, `\"`) > strings.Count(s, `""`)
}

// knownNames counts the cells that name a field of articles.
func knownNames(cells []string) (n int) {
	for _, c := range cells {
		if utf8.RuneCountInString(c) <= 40 {
			if _, ok := roleOf(c); ok {
				n++
			}
		}
	}
	return n
}

// readTable reads a table of text: a row an article.
func readTable(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		r, done, err := doc.stream()
		if err != nil {
			yield(draft{}, err)
			return
		}
		start := doc.head.text()
		t := &rowReader{r: bufio.NewReaderSize(r, bufferBytes), escaped: escapesQuotes(start)}
		t.sep = doc.separator(t, start)
		for d, err := range doc.drafts(tabulate(doc, rowsOf(t))) {
			if !yield(d, err) {
				return
			}
		}
		done()
		if t.open > 0 {
			doc.note(0, "a quote that is never closed, read as a letter")
		}
	}
}

// separator finds what parts the cells. A first line that says it, as Excel
// writes it, is taken off.
func (doc *document) separator(t *rowReader, start string) rune {
	first, _, _ := strings.Cut(start, "\n")
	if sep, ok := strings.CutPrefix(strings.TrimSpace(first), "sep="); ok && utf8.RuneCountInString(sep) <= 1 {
		_, _ = t.takeLine()
		if sep == "" {
			return '\t'
		}
		r, _ := utf8.DecodeRuneInString(sep)
		return r
	}
	if sh, ok := tableShape(start, doc.head.all); ok {
		return sh.sep
	}
	if sep, ok := tableEndings[doc.head.ending]; ok {
		return widest(start, sep)
	}
	return ','
}

// widest returns the separator that the first line has, where the one that the
// ending means is not in it.
func widest(s string, sep rune) rune {
	first, _, _ := strings.Cut(s, "\n")
	if strings.ContainsRune(first, sep) {
		return sep
	}
	for _, other := range separators[:4] {
		if strings.ContainsRune(first, other) {
			return other
		}
	}
	return sep
}

// rowsOf yields the rows of a text; a row that is too long is an error, and
// reading goes on.
func rowsOf(t *rowReader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for {
			r, err := t.read()
			switch {
			case err == io.EOF:
				return
			case errors.Is(err, errTooLong):
				if !yield(r, errTooLong) {
					return
				}
			case err != nil:
				yield(r, lost(err))
				return
			default:
				if !yield(r, nil) {
					return
				}
				if t.width == 0 {
					t.width = len(r.cells)
				}
			}
		}
	}
}

// maxWidth is how many columns a table may have.
const maxWidth = 16_384

var errTooWide = fault{what: fmt.Sprintf("a row of more than %d cells", maxWidth), next: "look whether this is a table"}
