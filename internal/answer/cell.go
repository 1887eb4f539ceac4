package answer

import "strings"

// formula are the characters that a cell must not begin with, or a spreadsheet runs it as a formula (OWASP, CSV
// injection); those of full width too, which some read as the narrow ones.
const formula = "=+-@\t\r\n＝＋－＠"

// Cells are the cells of a row for a table that spreadsheets open. A text that would be a formula there stands behind
// an apostrophe; numbers stay numbers. Programs that want texts to the letter ask for JSON.
func Cells(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		if out[i] = cell; cell != "" && strings.ContainsRune(formula, []rune(cell)[0]) && !isNumber(cell) {
			out[i] = "'" + cell
		}
	}
	return out
}

// isNumber says whether a cell is a sign with a plain decimal number behind it.
func isNumber(cell string) bool {
	whole, places, point := strings.Cut(cell[1:], ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return (cell[0] == '-' || cell[0] == '+') && digits(whole) && (!point || digits(places))
}
