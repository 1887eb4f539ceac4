package corpus

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// rowReader reads the rows of a table of text, as spreadsheets and scrapers
// write them. encoding/csv would read an open quote to the end of the file, in
// memory; here it costs its own line.
//
// A cell may be quoted; within quotes a quote is doubled, or has a backslash
// before it where the file writes it so; a quote that neither opens nor closes
// a cell is a quote. The quotes of a cell may span lines.
type rowReader struct {
	r       *bufio.Reader
	sep     rune
	escaped bool // \" is a quote within quotes
	width   int  // cells of a row, 0 where it is not known yet
	next    int  // lines read
	back    []string
	open    int // quotes that were never closed
}

// row is one row of a table.
type row struct {
	cells []string
	line  int
	open  bool // it has a quote that is never closed, read as a letter
}

// maxOpenQuotes is after how many quotes that were never closed they are read
// as letters at once: looking for the end of each would take forever.
const maxOpenQuotes = 16

// maxRowLines is how many lines the quotes of a row may span.
const maxRowLines = 20_000

// read returns the next row that is not blank, or io.EOF.
func (t *rowReader) read() (row, error) {
	for {
		first, err := t.takeLine()
		if err != nil {
			return row{line: t.next}, err
		}
		if strings.TrimSpace(first) == "" {
			continue
		}
		return t.rowFrom(first)
	}
}

// rowFrom reads the row that begins with a line. If its quotes end on no line,
// or on one that makes a row of another width, the line is a row by itself and
// its quote a letter.
func (t *rowReader) rowFrom(first string) (row, error) {
	at := t.next
	s := splitter{sep: t.sep, escaped: t.escaped}
	s.line(first)
	if !s.quoted {
		return row{cells: s.done(), line: at}, nil
	}
	var more []string
	size := len(first)
	for s.quoted && len(more) < maxRowLines && size < maxDocument && t.open < maxOpenQuotes {
		line, err := t.takeLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return row{line: at}, err
		}
		more = append(more, line)
		size += len(line)
		s.line(line)
	}
	whole := !s.quoted
	cells := s.done()
	plain := splitter{sep: t.sep, escaped: t.escaped, literal: true}
	plain.line(first)
	alone := plain.done()
	if whole && (len(alone) != t.width || len(cells) == t.width && !t.isRow(more)) {
		return row{cells: cells, line: at}, nil
	}
	t.open++
	t.putBack(more)
	return row{cells: alone, line: at, open: true}, nil
}

// isRow tells whether the last of the lines that a quote spans is a row by
// itself, with quotes of its own: then the quote before it was never closed.
func (t *rowReader) isRow(lines []string) bool {
	s := splitter{sep: t.sep, escaped: t.escaped}
	s.line(lines[len(lines)-1])
	return !s.quoted && s.opened > 0 && !s.stray && len(s.cells) == t.width
}

// takeLine returns the next line with its end. What is longer than a document
// may be is an error, and reading goes on after it.
func (t *rowReader) takeLine() (string, error) {
	if n := len(t.back); n > 0 {
		line := t.back[n-1]
		t.back = t.back[:n-1]
		t.next++
		return line, nil
	}
	line, err := readLine(t.r)
	if err == nil || errors.Is(err, errTooLong) {
		t.next++
	}
	return string(line), err
}

// putBack returns lines to be read again.
func (t *rowReader) putBack(lines []string) {
	for i := len(lines) - 1; i >= 0; i-- {
		t.back = append(t.back, lines[i])
	}
	t.next -= len(lines)
}

// readLine returns the next line with its end, or io.EOF after the last one; it
// is good until the next one is read. A line over the bound is passed over to its
// end and comes back as errTooLong.
func readLine(r *bufio.Reader) ([]byte, error) {
	part, err := r.ReadSlice('\n')
	if err == nil || err == io.EOF && len(part) > 0 {
		return part, nil
	}
	if !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	buf := append(make([]byte, 0, 4*len(part)), part...)
	long := false
	for errors.Is(err, bufio.ErrBufferFull) {
		part, err = r.ReadSlice('\n')
		if long = long || len(buf)+len(part) > maxDocument; !long {
			buf = append(buf, part...)
		}
	}
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case long:
		return nil, errTooLong
	}
	return buf, nil
}

// splitter cuts lines into cells.
type splitter struct {
	sep     rune
	escaped bool
	literal bool // quotes are letters
	quoted  bool // a quote is open at the end of what was read
	opened  int  // quotes that opened a cell
	stray   bool // a quote stands within a cell that is not quoted
	cells   []string
	cell    strings.Builder
}

// line takes one more line, with its end.
func (s *splitter) line(line string) {
	end := len(strings.TrimRight(line, "\r\n"))
	for i := 0; i >= 0; {
		switch {
		case s.quoted:
			i = s.inQuotes(line, i, end)
		case i >= end:
			s.cut()
			return
		case s.cell.Len() == 0 && !s.literal && strings.HasPrefix(strings.TrimLeft(line[i:end], " "), `"`) && s.opens(line[i:end]):
			i += strings.IndexByte(line[i:end], '"') + 1
			s.quoted = true
			s.opened++
		default:
			i = s.plain(line, i, end)
		}
	}
}

// opens tells whether a quote before which only blanks stand opens a cell.
func (s *splitter) opens(rest string) bool {
	return rest[0] == '"' || s.sep != ' '
}

// plain takes a cell, or the rest of one, up to the next separator.
func (s *splitter) plain(line string, i, end int) int {
	cell, _, more := strings.Cut(line[i:end], string(s.sep))
	s.cell.WriteString(cell)
	s.stray = s.stray || strings.Contains(cell, `"`)
	if !more {
		return end
	}
	s.cut()
	return i + len(cell) + utf8.RuneLen(s.sep)
}

// inQuotes takes what stands in quotes, up to the quote that closes it. It
// returns -1 at the end of the line.
func (s *splitter) inQuotes(line string, i, end int) int {
	for {
		at := strings.IndexByte(line[i:], '"')
		if at < 0 {
			s.cell.WriteString(line[i:])
			return -1
		}
		at += i
		rest := line[at+1:]
		switch {
		case s.escaped && at > i && line[at-1] == '\\':
			s.cell.WriteString(line[i:at-1] + `"`)
			i = at + 1
		case strings.HasPrefix(rest, `"`):
			s.cell.WriteString(line[i : at+1])
			i = at + 2
		case s.closes(rest):
			s.cell.WriteString(line[i:at])
			s.quoted = false
			return s.afterQuotes(at+1, line, end)
		default:
			s.cell.WriteString(line[i : at+1])
			i = at + 1
		}
	}
}

// closes tells whether a quote before rest ends its cell.
func (s *splitter) closes(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return strings.Trim(rest, "\r\n") == "" || strings.HasPrefix(rest, string(s.sep))
}

// afterQuotes goes to the cell behind closed quotes, or -1 where none follows.
func (s *splitter) afterQuotes(i int, line string, end int) int {
	s.cut()
	for i < end && line[i] == ' ' && s.sep != ' ' {
		i++
	}
	if i >= end {
		return -1
	}
	return i + utf8.RuneLen(s.sep)
}

func (s *splitter) cut() {
	s.cells = append(s.cells, s.cell.String())
	s.cell.Reset()
}

// done returns the cells; an open quote ends with what there is.
func (s *splitter) done() []string {
	if s.quoted {
		s.cut()
	}
	return s.cells
}
