package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is looked at to recognize an address, so that no text takes
// more than linear time.
const (
	maxLocal = 128 // bytes before the @ of an e-mail address
	maxHost  = 256 // bytes of a host name
)

// topDomains are the endings by which a host name without "www." or a scheme
// is told from two sentences without a space between them: the general ones
// and the countries that Arabic news links to.
var topDomains = setOf("com net org edu gov mil int info biz tv me io co app dev news online " +
	"ae bh dz eg iq jo kw lb ly ma mr om ps qa sa sd so sy tn ye dj km " +
	"uk us fr de it es ca eu ch at be nl se no dk fi ru cn jp in pk tr ir il au br za gr cy mt ng ke")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// addressEnd returns where the URL, host name or e-mail address ends that
// begins with the word text[start:end], or 0 if none does.
func addressEnd(text string, start, end int) int {
	switch text[end] {
	default:
		return 0
	case '@', '_', '%', '+', '-':
	case ':':
		if isScheme(text[start:end]) && strings.HasPrefix(text[end:], "://") {
			host := scanner{text: text}
			if c := host.classAt(end + len("://")); startsWord(c) {
				return urlEnd(text, end+len("://"))
			}
		}
		return 0
	case '.':
		if host := hostEnd(text, start, end); host > 0 {
			if at := mailEnd(text, start, end); at > 0 {
				return at
			}
			if host < len(text) && (text[host] == '/' || text[host] == '?' || text[host] == ':') {
				return urlEnd(text, host)
			}
			return host
		}
	}
	return mailEnd(text, start, end)
}

func isScheme(word string) bool {
	switch Fold(word) {
	case "http", "https", "ftp":
		return true
	}
	return false
}

// urlEnd returns where a URL ends whose characters begin at i: at white space,
// a quote, a bracket of any angle, Arabic punctuation, or an Arabic letter right
// behind a Latin one, and before the punctuation of the sentence around it.
func urlEnd(text string, i int) int {
	start, before := i, classBreak
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		c := classOf(r)
		if r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || c == classControl || strings.ContainsRune(urlStops, r) {
			break
		}
		if c == classArabic && (before == classLetter || before == classDigit) {
			break // people forget the space behind an address
		}
		if i += n; c != classMark && c != classAccent && !isApostrophe(r) {
			before = c
		}
	}
	return trimSentence(text, start, i)
}

// trimSentence returns the end of text[start:end] without the punctuation of
// the sentence around it: a closing bracket belongs to a URL that opens one.
func trimSentence(text string, start, end int) int {
	for end > start {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if r == ')' && strings.IndexByte(text[start:end], '(') >= 0 || !strings.ContainsRune(sentenceEnds, r) {
			break
		}
		end -= n
	}
	return end
}

const (
	urlStops     = "<>\"`{}|\\^\u00AB\u00BB\u060C\u061B\u061F\u2018\u2019\u201C\u201D"
	sentenceEnds = ".,;:!?)]('*_~-/"
)

// hostEnd returns where a host name ends whose first label is text[start:end],
// or 0: behind the last label that is a known domain, or wherever it ends if it
// begins with www.
func hostEnd(text string, start, end int) (host int) {
	www := Fold(text[start:end]) == "www"
	for i := end; i < min(len(text), start+maxHost) && text[i] == '.'; {
		next := labelEnd(text, i+1)
		if next == i+1 {
			break
		}
		if www || topDomains[Fold(text[i+1:next])] {
			host = next
		}
		i = next
	}
	return host
}

// labelEnd returns where a label of a host name ends that begins at i: words
// with hyphens between them.
func labelEnd(text string, i int) int {
	s := scanner{text: text, at: i}
	end := i
	for c := s.classAt(i); c == classLetter || c == classDigit; c = s.classAt(s.at) {
		p := piece{start: s.at}
		s.latinRun(&p)
		s.apostrophe(&p)
		end = p.end
		for s.at < len(text) && text[s.at] == '-' {
			s.at++
		}
	}
	return end
}

func startsWord(c class) bool {
	return c == classArabic || c == classLetter || c == classDigit
}

func isLatinWord(c class) bool {
	return c == classLetter || c == classDigit || c == classAccent
}

// mailEnd returns where the e-mail address ends that begins with the word
// text[start:end], or 0.
func mailEnd(text string, start, end int) int {
	i, point := end, false
	for i < min(len(text), start+maxLocal) {
		r, n := utf8.DecodeRuneInString(text[i:])
		c := classOf(r)
		if !isLatinWord(c) && c != classControl && !strings.ContainsRune("._%+-", r) {
			break
		}
		i, point = i+n, r == '.'
	}
	if i >= len(text) || text[i] != '@' || point {
		return 0
	}
	host := i + 1
	first := labelEnd(text, host)
	if first == host || isNumber(Fold(text[host:first])) {
		return 0
	}
	i = first
	for i < min(len(text), host+maxHost) && text[i] == '.' {
		next := labelEnd(text, i+1)
		if next == i+1 {
			break
		}
		i = next
	}
	if i == first {
		return 0
	}
	return i
}

// addressTerm is the exact form of an address: its words folded, all other
// signs but apostrophes as they are. The end is cut like that of any URL in a sentence.
func addressTerm(raw string) string {
	term := make([]byte, 0, len(raw))
	for _, r := range raw {
		if classOf(r) == classBreak && r != '\'' {
			term = utf8.AppendRune(term, r)
		} else {
			term = appendFoldedRune(term, len(term), r)
		}
		if len(term) > maxAddress {
			break
		}
	}
	cut := cutBytes(string(term), maxAddress)
	return cut[:trimSentence(cut, 0, len(cut))]
}

// hostOf returns the host of a URL without "www.", the stem of an address, so
// that the name of a site finds the links to it. An e-mail address is its own.
func hostOf(exact string) string {
	_, rest, ok := strings.Cut(exact, "://")
	if !ok {
		rest = exact
	}
	if i := strings.IndexAny(rest, "/?#:"); i >= 0 {
		rest = rest[:i]
	}
	rest = strings.TrimPrefix(rest, "www.")
	if rest == "" {
		return exact
	}
	return rest
}
