package corpus

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths by which a headline is known, in letters.
const (
	maxTitle    = 300 // from here on a first line is a paragraph
	maxHeadline = 120 // of a headline that no blank line sets off
	maxWords    = 22  // of the same
)

// readText reads a text as one article: perhaps a head of "key: value" lines,
// perhaps a line that is nothing but a date, the headline, the body.
func readText(doc *document) iter.Seq2[draft, error] {
	return func(yield func(draft, error) bool) {
		s, err := doc.readText()
		if err == nil {
			err = checkProse(s)
		}
		if err != nil {
			yield(draft{}, err)
			return
		}
		s = strings.TrimSpace(unixLines(s))
		d := draft{prose: true}
		rest, ok := readHeader(s, &d, doc.opts.own)
		if !ok || d.title == "" {
			rest = dateLine(rest, &d)
			d.title, rest = parseText(rest)
			d.took(roleTitle, d.title, "the first line")
		}
		d.body = splitJoints(strings.TrimSpace(dateLine(rest, &d)))
		yield(d, nil)
	}
}

// checkProse refuses what is blank or has no words.
func checkProse(s string) error {
	if strings.TrimSpace(s) == "" {
		return errEmpty
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return fault{what: "no words: nothing to search", kind: true}
	}
	return nil
}

// parseText takes a text apart: the title line, a blank line, the body. Where
// no blank line follows, the first line is the title if it looks like a
// headline, and else all is body.
func parseText(s string) (title, body string) {
	s = strings.TrimSpace(s)
	first, rest, more := strings.Cut(s, "\n")
	if !more {
		return "", s
	}
	second, _, _ := strings.Cut(rest, "\n")
	apart := strings.TrimSpace(second) == ""
	if apart && utf8.RuneCountInString(first) > maxTitle || !apart && !isHeadline(first, rest) {
		return "", s
	}
	return strings.TrimSpace(first), strings.TrimSpace(rest)
}

// isHeadline tells a first line that stands for itself though no blank line
// follows: it is short, has letters, does not end as a sentence does, and what
// follows is at least three times as long and not lines of its own length, as
// poems and texts with broken lines have.
func isHeadline(first, rest string) bool {
	first = strings.TrimSpace(first)
	n := utf8.RuneCountInString(first)
	if n < 2 || n > maxHeadline || len(strings.Fields(first)) > maxWords || !strings.ContainsFunc(first, unicode.IsLetter) {
		return false
	}
	if last, _ := utf8.DecodeLastRuneInString(first); strings.ContainsRune(".،؛:,;", last) && !strings.HasSuffix(first, "..") {
		return false
	}
	if utf8.RuneCountInString(rest) < 3*n {
		return false
	}
	longest := 0
	for line := range strings.Lines(rest) {
		longest = max(longest, utf8.RuneCountInString(strings.TrimSpace(line)))
	}
	return longest >= 2*n || longest > maxHeadline
}

// unixLines turns the line ends of other systems into line feeds.
func unixLines(s string) string {
	for _, end := range oddLineEnds { // one by one: asked for together they cost ten times as much
		if strings.Contains(s, end) {
			return lineEnds.Replace(s)
		}
	}
	return s
}

var oddLineEnds = [...]string{"\r", "\u2028", "\u2029", "\u0085", "\f", "\v"}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\f", "\n", "\v", "\n")

// maxHeader is how many lines a head may have.
const maxHeader = 20

// readHeader reads a head of "key: value" lines into the draft and returns
// what follows. There is one only if at least two lines begin with known keys,
// or the first one with that of a title, up to a line that is none; a key of
// the body ends it. Declared fields are known keys as well.
func readHeader(s string, d *draft, own ownNames) (rest string, ok bool) {
	got, extra := map[role]string{}, map[string]any{}
	rest = s
	for range maxHeader {
		line, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) == "" && len(got)+len(extra) > 0 {
			rest = after
			break
		}
		key, value, found := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if f := own.of(key); found && f != nil && extra[f.Name] == nil {
			extra[f.Name], rest = value, after
			continue
		}
		r, known := exactRole(key)
		if !found || !known || got[r] != "" {
			break
		}
		if r == roleBody {
			rest = value + "\n" + after
			got[r] = "here"
			break
		}
		got[r], rest = value, after
	}
	if len(got)+len(extra) < 2 && got[roleTitle] == "" || rest == s {
		return s, false
	}
	if len(extra) > 0 {
		d.extra = extra
	}
	d.id, d.title, d.author, d.source = got[roleID], got[roleTitle], got[roleAuthor], got[roleSource]
	d.section, d.url, d.tags = got[roleSection], got[roleURL], splitTags(got[roleTags])
	if date := got[rolePublished]; date != "" {
		d.published = []written{{date, "the head"}}
	}
	for _, r := range roles {
		if r != roleBody && r != rolePublished {
			d.took(r, got[r], "the head")
		}
	}
	return strings.TrimSpace(rest), true
}

// dateLine takes a first line that is nothing but a date off a text.
func dateLine(s string, d *draft) string {
	first, rest, more := strings.Cut(s, "\n")
	if len(d.published) > 0 || !more || utf8.RuneCountInString(first) > maxHeadline {
		return s
	}
	if _, ok := wholeDate(first); !ok {
		return s
	}
	d.published = []written{{first, "the first line"}}
	return strings.TrimSpace(rest)
}
