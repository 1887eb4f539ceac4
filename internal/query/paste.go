package query

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// What a text copied from an address, a page's source or a program may hold in
// place of its characters.
var (
	percents = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)
	entities = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	twice    = regexp.MustCompile(`^[0-9A-Fa-f]{2}%`) // behind a percent sign: encoded again
	escapes  = regexp.MustCompile(`(?:\\u[0-9A-Fa-f]{4})+`)
)

// maxDecoded is how many times a text may have been encoded.
const maxDecoded = 3

// Decode undoes the encodings of a text that was pasted: percents of an address
// (%D8%B3), entities of a page (&#1575; &quot;), escapes of a program (\u0633).
// It returns any other text as it is, addresses too, and one in which a percent
// sign may be meant.
func Decode(text string) string {
	if strings.Contains(text, "://") || !strings.ContainsAny(text, `%&\`) {
		return text
	}
	for range maxDecoded {
		before := text
		text = decodePercents(text)
		text = entities.ReplaceAllStringFunc(text, html.UnescapeString)
		text = escapes.ReplaceAllStringFunc(text, decodeEscapes)
		if text == before {
			break
		}
	}
	return text
}

// decodePercents undoes the encoding of an address, if some of it is a letter
// beyond ASCII, or a space or a percent sign that stands between others. What is
// not UTF-8 is none.
func decodePercents(text string) string {
	sure, at := false, 0
	var b strings.Builder
	for _, m := range percents.FindAllStringIndex(text, -1) {
		b.WriteString(text[at:m[0]])
		at = m[1]
		decoded := make([]byte, 0, (m[1]-m[0])/3)
		for i := m[0]; i < m[1]; i += 3 {
			n, _ := strconv.ParseUint(text[i+1:i+3], 16, 8)
			decoded = append(decoded, byte(n))
		}
		if !utf8.Valid(decoded) {
			return text
		}
		sure = sure || isEncoded(text[:m[0]], string(decoded), text[m[1]:])
		b.Write(decoded)
	}
	if !sure {
		return text
	}
	b.WriteString(text[at:])
	return b.String()
}

// isEncoded says whether percents between two texts cannot be meant as such.
func isEncoded(before, decoded, after string) bool {
	if strings.ContainsFunc(decoded, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }) {
		return true
	}
	if decoded == "%" && twice.MatchString(after) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return strings.Trim(decoded, " %") == "" && unicode.IsLetter(last) && (unicode.IsLetter(next) || unicode.IsNumber(next))
}

// decodeEscapes reads a run of UTF-16 code units.
func decodeEscapes(run string) string {
	units := make([]uint16, 0, len(run)/6)
	for i := 0; i < len(run); i += 6 {
		n, _ := strconv.ParseUint(run[i+2:i+6], 16, 16)
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}
