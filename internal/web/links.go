package web

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Every link of a page repeats what was asked, in percents six bytes a letter: that was half of a page.

// hrefOf is an address of this site as the attribute href, with its letters as they are written: browsers encode them, as
// the page is in UTF-8. What is neither below the root or the <base> nor within the page leads nowhere.
func hrefOf(address string) template.HTMLAttr {
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "#") && !isShort(address) || strings.HasPrefix(address, "//") {
		address = "#"
	}
	return template.HTMLAttr(`href="` + template.HTMLEscapeString(readable(address)) + `"`) // it was escaped
}

// linksHTML are links as HTML, a line each; of says as what the current one is current, empty for none.
func linksHTML(list []link, of string) template.HTML {
	var b strings.Builder
	for _, l := range list {
		b.WriteString("<a " + string(hrefOf(l.Href)))
		if l.Current && of != "" {
			b.WriteString(` aria-current="` + of + `"`)
		}
		b.WriteString(">" + escape(l.Text) + "</a>\n")
	}
	return template.HTML(b.String()) // every text in it was escaped
}

// choicesHTML is linksHTML where the current one leads nowhere.
func choicesHTML(list []link, of string) template.HTML {
	var b strings.Builder
	for _, l := range list {
		if l.Current {
			b.WriteString(`<span aria-current="` + of + `">` + escape(l.Text) + "</span>\n")
			continue
		}
		b.WriteString("<a " + string(hrefOf(l.Href)))
		if l.Label != "" {
			b.WriteString(` aria-label="` + escape(l.Label) + `"`)
		}
		b.WriteString(">" + escape(l.Text) + "</a>\n")
	}
	return template.HTML(b.String()) // every text in it was escaped
}

// readable writes the letters in the query of an address as they are; its path stays as it is.
func readable(address string) string {
	path, asked, asks := strings.Cut(address, "?")
	if !asks {
		return path
	}
	return path + "?" + decodeLetters(asked)
}

// decodeLetters writes the letters of an encoded address that are not ASCII as they are. What is invisible or has another
// meaning in an address stays encoded.
func decodeLetters(address string) string {
	at := strings.IndexByte(address, '%')
	if at < 0 {
		return address
	}
	var b strings.Builder
	b.Grow(len(address))
	for ; at >= 0; at = strings.IndexByte(address, '%') {
		b.WriteString(address[:at])
		letter, n := encodedLetter(address[at:])
		b.WriteString(letter)
		address = address[at+n:]
	}
	b.WriteString(address)
	return b.String()
}

// encodedLetter is the letter that an address begins with in percents, and how many bytes it takes; for what is no
// letter it is the first percent as it stands.
func encodedLetter(address string) (letter string, n int) {
	var raw [utf8.UTFMax]byte
	for k := 0; k < len(raw) && len(address) >= 3*k+3 && address[3*k] == '%'; k++ {
		high, low := hexDigit(address[3*k+1]), hexDigit(address[3*k+2])
		if high < 0 || low < 0 {
			break
		}
		raw[k] = byte(high<<4 | low)
		if raw[0] < utf8.RuneSelf {
			break
		}
		if r, size := utf8.DecodeRune(raw[:k+1]); r != utf8.RuneError && size == k+1 {
			if unicode.In(r, unicode.L, unicode.M, unicode.N) {
				return string(r), 3 * size
			}
			break
		}
	}
	return address[:1], 1
}

func hexDigit(c byte) int { return strings.IndexByte("0123456789ABCDEF", c) }
