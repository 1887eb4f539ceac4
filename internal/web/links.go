package web

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Every link of a page repeats what was asked, in percents six bytes a letter: that was half of a page.

// hrefOf is an address of this site as the attribute href.
func hrefOf(address string) template.HTMLAttr {
	var w htmlWriter
	w.href(address)
	return template.HTMLAttr(w.String()) // it was escaped
}

// linksHTML are links as HTML, a line each; of says as what the current one is current, empty for none.
func linksHTML(list []link, of string) template.HTML {
	var w htmlWriter
	w.links(list, of)
	return w.HTML()
}

func (w *htmlWriter) links(list []link, of string) {
	for _, l := range list {
		w.put("<a ")
		w.href(l.Href)
		if l.Current && of != "" {
			w.attr("aria-current", of)
		}
		w.put(">")
		w.text(l.Text)
		w.put("</a>\n")
	}
}

// choicesHTML is linksHTML where the current one leads nowhere.
func choicesHTML(list []link, of string) template.HTML {
	var w htmlWriter
	w.choices(list, of)
	return w.HTML()
}

func (w *htmlWriter) choices(list []link, of string) {
	for _, l := range list {
		if l.Current {
			w.put("<span")
			w.attr("aria-current", of)
			w.put(">")
			w.text(l.Text)
			w.put("</span>\n")
			continue
		}
		w.put("<a ")
		w.href(l.Href)
		if l.Label != "" {
			w.attr("aria-label", l.Label)
		}
		w.put(">")
		w.text(l.Text)
		w.put("</a>\n")
	}
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
	if !strings.Contains(address, "%") {
		return address
	}
	var b strings.Builder
	b.Grow(len(address))
	decode(address, func(text string) { b.WriteString(text) }, func(letter rune) { b.WriteRune(letter) })
	return b.String()
}

// decode takes an address apart into what is written as it stands, and letters.
func decode(address string, text func(string), letter func(rune)) {
	for at := strings.IndexByte(address, '%'); at >= 0; at = strings.IndexByte(address, '%') {
		text(address[:at])
		r, n := encodedLetter(address[at:])
		letter(r)
		address = address[at+n:]
	}
	text(address)
}

// encodedLetter is the letter that an address begins with in percents, and how many bytes it takes; for what is no
// letter it is the first percent as it stands.
func encodedLetter(address string) (letter rune, n int) {
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
			if standsInAddress(r) {
				return r, 3 * size
			}
			break
		}
	}
	return '%', 1
}

// standsInAddress says whether a character can stand in an address as it is: those are letters, marks and digits.
func standsInAddress(r rune) bool {
	return 'ء' <= r && r <= 'ي' || unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// hexDigit is the value of a digit as addresses have it, negative for none.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
