package corpus

import (
	"fmt"
	"strconv"
)

// turnColumns makes records of an object that holds columns, as pandas writes
// tables: by column and row, as lists of one length, or apart from their
// names. It returns nil for anything else.
func turnColumns(v value) []record {
	members := v.members()
	if columns, data := member(members, "columns"), member(members, "data"); columns.kind() == '[' && data.kind() == '[' {
		return turnSplit(columns, data)
	}
	if texts := turnTexts(members); texts != nil {
		return texts
	}
	return turnNamed(members)
}

// turnTexts makes records of texts under their IDs.
func turnTexts(members []field) (out []record) {
	if len(members) < 3 {
		return nil
	}
	for _, m := range members {
		_, known := roleOf(m.key)
		if _, arabic := letters(m.scalar()); m.kind() != '"' || known || arabic < 3*leastArabicBody {
			return nil
		}
		out = append(out, record{key: m.key, fields: []field{{"text", m.value}}})
	}
	return out
}

func member(members []field, key string) value {
	for _, m := range members {
		if m.key == key {
			return m.value
		}
	}
	return value{json: []byte("null")}
}

// turnSplit makes records of rows whose names stand apart.
func turnSplit(columns, data value) (out []record) {
	names := columns.all()
	for _, r := range data.elements() {
		if r.kind() != '[' {
			return nil
		}
		var rec record
		for i, cell := range r.elements() {
			if i < len(names) {
				rec.fields = append(rec.fields, field{names[i], cell})
			}
		}
		out = append(out, rec)
	}
	return out
}

// turnNamed makes records of columns under their names: all of one form and
// length, one of them a title or a body.
func turnNamed(members []field) []record {
	var cells [][]field
	prose := false
	for _, m := range members {
		n, ok := roleOf(m.key)
		prose = prose || ok && isProse(n.role)
		column := columnOf(m.value)
		if len(column) == 0 || len(cells) > 0 && len(column) != len(cells[0]) {
			return nil
		}
		cells = append(cells, column)
	}
	if !prose || len(cells) == 0 {
		return nil
	}
	out := make([]record, len(cells[0]))
	for c, m := range members {
		for i, cell := range cells[c] {
			if cell.key != cells[0][i].key {
				return nil
			}
			out[i].fields = append(out[i].fields, field{m.key, cell.value})
		}
	}
	return out
}

// columnOf returns the cells of a column with the keys of their rows: an object
// by row numbers, or a list of at least two.
func columnOf(v value) []field {
	switch v.kind() {
	case '{':
		column := v.members()
		for i, cell := range column {
			if k := cell.kind(); k == '{' || k == '[' {
				return nil
			}
			if _, err := strconv.Atoi(cell.key); err != nil && i == 0 {
				return nil
			}
		}
		return column
	case '[':
		var column []field
		for i, cell := range v.elements() {
			if k := cell.kind(); k == '{' || k == '[' {
				return nil
			}
			column = append(column, field{fmt.Sprint(i), cell})
		}
		if len(column) < 2 {
			return nil
		}
		return column
	}
	return nil
}
