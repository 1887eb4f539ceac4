package query

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/pattern"
)

// What a text copied from an address, a page's source or a program may hold in
// place of its characters.
var (
	percents = pattern.New(escaped + `(?:%[0-9A-Fa-f]{2})+`)
	entities = pattern.New(escaped + `&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	twice    = pattern.New(`^[0-9A-Fa-f]{2}%`) // behind a percent sign: encoded again
	escapes  = pattern.New(escaped + `(?:[\\%]u[0-9A-Fa-f]{4})+`)
	tags     = pattern.New(`(?i)</?(?:(a|abbr|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|u)|blockquote|br|div|h[1-6]|hr|img|li|ol|p|table|t[dhr]|ul)(?:\s+[a-z-]+=[^<>]*)?\s*/?>`)
)

// escaped is the beginning of the patterns above: a sign behind a backslash is
// text, and no encoding begins there. So a query that String wrote is read as it is.
const escaped = `\\[\\%&]|`

func isEscaped(match string) bool { return len(match) == 2 && match[0] == '\\' }

// maxDecoded is how many times a text may have been encoded.
const maxDecoded = 3

// Decode undoes the encodings of a text that was pasted: percents of an address
// (%D8%B3; of windows-1256, %D3; cut within a letter too), entities of a page
// (&#1575; &quot;), escapes of a program (\u0633, and %u0633, which JavaScript's
// escape writes), letters that were read in another encoding than they were written in
// (Ø³Ø¹Ø±, ÓÚÑ); and the tags of a page (<b>, <br>), if there are no quotes. Of the address of a page of results it returns what was searched there.
// It returns any other text as it is, other addresses too, and one in which a percent
// sign may be meant.
func Decode(text string) string {
	if asked, ok := searchedAt(text); ok {
		text = asked
	}
	if strings.Contains(text, "://") {
		return text
	}
	for range maxDecoded {
		before := text
		if strings.ContainsAny(text, `%&\`) {
			text = decodePercents(text)
			text = entities().ReplaceAllStringFunc(text, decodeEntity)
			text = escapes().ReplaceAllStringFunc(text, decodeEscapes)
		}
		if text = readBack(dropTags(text)); text == before {
			break
		}
	}
	return text
}

// dropTags takes the tags out of a piece of a page: those within a line part no words.
// In quotes they are meant.
func dropTags(text string) string {
	if !strings.Contains(text, ">") {
		return text
	}
	plain := tags().ReplaceAllStringFunc(text, func(tag string) string {
		if tags().FindStringSubmatch(tag)[1] != "" {
			return ""
		}
		return " "
	})
	if strings.ContainsAny(plain, `"\`) {
		return text
	}
	return plain
}

// results is the address of a page of results, with what was searched there.
var results = pattern.New(`(?i)^(?:https?://[^\s?\\"]+|[^\s?\\":]*[./][^\s?\\":]*)\?(?:[^\s"]*&)?(?:q|query|search|search_query|keywords?|term|text|wd|s)=([^&#\s"]+)[^\s"]*$`)

// searchedAt returns what the address of a page of results asks for.
func searchedAt(text string) (asked string, ok bool) {
	if !strings.Contains(text, "?") { // as of nearly every query
		return "", false
	}
	m := results().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	value := strings.ReplaceAll(m[1], "+", " ")
	if decoded, err := url.PathUnescape(value); err == nil && utf8.ValidString(decoded) {
		value = decoded
	}
	value = strings.TrimSpace(decodePercents(value))
	return value, strings.ContainsFunc(value, unicode.IsLetter)
}

// decodePercents undoes the encoding of an address, if some of it is a letter
// beyond ASCII, or a space or a percent sign that stands between others. What is
// neither UTF-8 nor windows-1256 is none.
func decodePercents(text string) string {
	sure, at := false, 0
	var b strings.Builder
	for _, m := range percents().FindAllStringIndex(text, -1) {
		if isEscaped(text[m[0]:m[1]]) {
			continue
		}
		bytes := make([]byte, 0, (m[1]-m[0])/3)
		for i := m[0]; i < m[1]; i += 3 {
			n, _ := strconv.ParseUint(text[i+1:i+3], 16, 8)
			bytes = append(bytes, byte(n))
		}
		from, to := m[0], m[1]
		decoded := string(bytes)
		if !utf8.Valid(bytes) {
			var ok bool
			if decoded, from, to, ok = decodeBroken(text, bytes, from, to); !ok {
				return text
			}
		}
		b.WriteString(text[at:from])
		at = to
		sure = sure || isEncoded(text[:from], decoded, text[to:])
		b.WriteString(decoded)
	}
	if !sure {
		return text
	}
	if at < len(text) && half().MatchString(text[at:]) {
		at = len(text)
	}
	b.WriteString(text[at:])
	out := b.String()
	for before := ""; out != before && !strings.Contains(text, " "); { // as forms write a space
		before, out = out, plus().ReplaceAllString(out, "$1 $2")
	}
	return out
}

var (
	half    = pattern.New(`^%[0-9A-Fa-f]?(?:\.{2,3}|…)?$`) // the end of a text that was cut within an escape
	ellipse = pattern.New(`^(?:%[0-9A-Fa-f]?)?(?:\.{2,3}|…)?$`)
	hex     = pattern.New(`^[0-9A-Fa-f]{0,2}$`)
	plus    = pattern.New(`([\pL\pN])\+([\pL\pN])`)
)

// decodeBroken reads percents that are no UTF-8: of a text that was cut
// within a letter, or of windows-1256. It returns what of the text they stand for, with a
// rest of a letter before and behind them.
func decodeBroken(text string, bytes []byte, from, to int) (decoded string, start, end int, ok bool) {
	cut := bytes
	start, end = from, to
	if hex().MatchString(text[:from]) {
		if lead, err := strconv.ParseUint(text[:from], 16, 8); err == nil && from == 2 && lead >= 0xC2 {
			cut = append([]byte{byte(lead)}, cut...)
		}
		for len(cut) > 0 && !utf8.RuneStart(cut[0]) {
			cut = cut[1:]
		}
		if !utf8.RuneStart(bytes[0]) {
			start = 0
		}
	}
	if ellipse().MatchString(text[to:]) {
		for i := 1; i <= min(len(cut), utf8.UTFMax-1); i++ {
			if last := cut[len(cut)-i:]; utf8.RuneStart(last[0]) {
				if !utf8.FullRune(last) {
					cut, end = cut[:len(cut)-i], len(text)
				}
				break
			}
		}
	}
	if utf8.Valid(cut) && strings.ContainsFunc(string(cut), unicode.IsLetter) {
		return string(cut), start, end, true
	}
	decoded, letters := in1256(bytes)
	return decoded, from, to, letters >= 2
}

// decodeEntity reads an entity of a page.
func decodeEntity(entity string) string {
	if isEscaped(entity) {
		return entity
	}
	return html.UnescapeString(entity)
}

// isEncoded says whether percents between two texts cannot be meant as such.
func isEncoded(before, decoded, after string) bool {
	if strings.ContainsFunc(decoded, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }) {
		return true
	}
	if decoded == "%" && twice().MatchString(after) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return strings.Trim(decoded, " %") == "" && unicode.IsLetter(last) && (unicode.IsLetter(next) || unicode.IsNumber(next))
}

// decodeEscapes reads a run of UTF-16 code units.
func decodeEscapes(run string) string {
	if isEscaped(run) {
		return run
	}
	units := make([]uint16, 0, len(run)/6)
	for i := 0; i < len(run); i += 6 {
		n, _ := strconv.ParseUint(run[i+2:i+6], 16, 16)
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}
