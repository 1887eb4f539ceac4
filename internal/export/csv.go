package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
)

// columns of a table, in their order.
var columns = [...]string{"fihris", "id", "title", "body", "author", "source", "section", "url", "published", "tags", "extra", "file", "base", "fields"}

// fewest is how many of them the first tables had.
const fewest = 13

// CSVHeader is the first line of a table.
var CSVHeader = strings.Join(columns[:], ",") + "\r\n"

// CSVStart is how a table begins, whatever follows.
var CSVStart = strings.Join(columns[:fewest], ",")

// AppendCSV appends a record as a row.
func AppendCSV(b []byte, r *Record) ([]byte, error) {
	a := &r.Article
	published, _ := formatTime(a.Published)
	tags := ""
	if len(a.Tags) > 0 {
		list, err := json.Marshal(a.Tags)
		if err != nil {
			return b, fmt.Errorf("article %q: tags: %w", a.ID, err)
		}
		tags = string(list)
	}
	extra, err := appendExtra(nil, a.Extra)
	if err != nil {
		return b, fmt.Errorf("article %q: %w", a.ID, err)
	}
	fields := ""
	if len(r.Fields) > 0 {
		list, err := json.Marshal(formatFields(r.Fields))
		if err != nil {
			return b, fmt.Errorf("fields: %w", err)
		}
		fields = string(list)
	}
	cells := [...]string{a.ID, a.Title, a.Body, a.Author, a.Source, a.Section, a.URL, published, tags, string(extra), a.File, r.Base, fields}
	b = strconv.AppendInt(b, Version, 10)
	for _, cell := range cells {
		if !utf8.ValidString(cell) {
			return b, fmt.Errorf("article %q: its text is not UTF-8", a.ID)
		}
		b = appendCell(append(b, ','), cell)
	}
	return append(b, "\r\n"...), nil
}

// appendCell appends a cell, in quotes unless it is empty.
func appendCell(b []byte, cell string) []byte {
	if cell == "" {
		return b
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(b, '"')
}

// ReadCSV yields the records of a table with its header. A row that cannot be
// read comes with an error, and the next one is read; where quotes do not close,
// or the reader fails, the rest is lost, and the sequence ends.
//
// encoding/csv is of no use: it makes line feeds of the carriage returns in texts.
func ReadCSV(r *bufio.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		t, wide := table{r: r, line: 1}, 0
		for header := true; ; header = false {
			line := t.line
			cells, err := t.row()
			if errors.Is(err, io.EOF) {
				return
			}
			broken := err != nil
			var rec Record
			switch {
			case broken:
			case header:
				if wide = len(cells); (wide == fewest || wide == len(columns)) && slices.Equal(cells, columns[:wide]) {
					continue
				}
				err, broken = errUnknown, true
			case len(cells) == 1 && cells[0] == "":
				continue
			default:
				rec, err = parseCells(cells, wide)
			}
			rec.Line = line
			if !yield(rec, err) || broken {
				return
			}
		}
	}
}

func parseCells(cells []string, wide int) (Record, error) {
	if len(cells) != wide {
		return Record{}, fmt.Errorf("a row of %d cells, %d are wanted", len(cells), wide)
	}
	version, err := strconv.Atoi(cells[0])
	if err != nil {
		return Record{}, errUnknown
	}
	if err := checkVersion(version); err != nil {
		return Record{}, err
	}
	for _, cell := range cells {
		if !utf8.ValidString(cell) {
			return Record{}, errors.New("text that is not UTF-8")
		}
	}
	r := Record{Base: cells[12]}
	r.ID, r.Title, r.Body, r.Author, r.Source, r.Section, r.URL = cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]
	r.File = cells[11]
	if cells[9] != "" {
		if err := json.Unmarshal([]byte(cells[9]), &r.Tags); err != nil {
			return r, fmt.Errorf("tags: a list of texts as JSON is wanted: %w", err)
		}
	}
	var extraErr, fieldsErr error
	r.Published, err = parseTime(cells[8])
	r.Extra, extraErr = parseExtra([]byte(cells[10]))
	if wide > fewest && cells[13] != "" {
		var list []string
		if fieldsErr = json.Unmarshal([]byte(cells[13]), &list); fieldsErr == nil {
			r.Fields, fieldsErr = parseFields(list)
		}
	}
	return r, errors.Join(err, extraErr, fieldsErr)
}

// table reads rows of RFC 4180 byte for byte.
type table struct {
	r    *bufio.Reader
	line int
	size int // bytes of the row at hand
}

// row returns the cells of the next row, or io.EOF.
func (t *table) row() (cells []string, err error) {
	t.size = 0
	for {
		cell, last, err := t.cell(len(cells) == 0)
		if err != nil {
			return nil, err
		}
		if cells = append(cells, cell); last {
			return cells, nil
		}
		if len(cells) > 2*len(columns) {
			return nil, fmt.Errorf("a row of more than %d cells: the rest of the file is lost", 2*len(columns))
		}
	}
}

// cell returns the next cell, and whether it is the last of its row. The first
// of a row may be io.EOF.
func (t *table) cell(first bool) (cell string, last bool, err error) {
	var text strings.Builder
	quoted, closed := false, false
	for began := false; ; began = true {
		c, err := t.byte()
		if errors.Is(err, io.EOF) {
			switch {
			case first && !began:
				return "", false, io.EOF
			case quoted && !closed:
				return "", false, errors.New("a quote that is never closed: the rest of the file is lost")
			}
			return text.String(), true, nil
		}
		if err != nil {
			return "", false, err
		}
		switch {
		case quoted && !closed:
			if c != '"' {
				text.WriteByte(c)
			} else if next, _ := t.r.Peek(1); len(next) == 1 && next[0] == '"' {
				_, _ = t.byte()
				text.WriteByte('"')
			} else {
				closed = true
			}
		case c == '"' && !began:
			quoted = true
		case c == ',':
			return text.String(), false, nil
		case c == '\n':
			return text.String(), true, nil
		case c == '\r' && t.endsLine():
		case closed:
			return "", false, errors.New("text behind a closing quote: the rest of the file is lost")
		default:
			text.WriteByte(c)
		}
	}
}

// endsLine says whether a carriage return is that of the end of a line.
func (t *table) endsLine() bool {
	next, err := t.r.Peek(1)
	return err != nil || next[0] == '\n'
}

// byte returns the next byte.
func (t *table) byte() (byte, error) {
	c, err := t.r.ReadByte()
	if t.size++; t.size > maxRecord {
		return 0, fmt.Errorf("a row %w: the rest of the file is lost", errTooLong)
	}
	if c == '\n' && err == nil {
		t.line++
	}
	return c, err
}
