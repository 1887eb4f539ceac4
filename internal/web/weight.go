package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
)

// What makes a search heavy before anybody has looked at the index. Most people ask for
// fewer words than that, and programs that ask for more can wait.
const (
	heavyWords = 16
	heavyLimit = 50
	heavyStart = 1000
)

// studied are the addresses that count words in texts, which reads more than any search.
var studied = []string{pathObservatory, pathTrend, pathKeywords, pathNGrams, pathConcordance, pathCollocations}

// heavy guesses whether a request asks for much work: long queries, patterns and fuzzy words, which
// stand for many, long lists, whole texts and deep pages. Which of them really do is known only
// afterwards; the queue counts that.
func heavy(r *http.Request) bool {
	values := r.URL.Query()
	n := func(name string, most int) bool {
		v, err := readInt(values, name, 0, most)
		return values.Get(name) != "" && err == nil && v >= 0 && v <= most
	}
	if values.Get("limit") != "" && !n("limit", heavyLimit) || values.Get("offset") != "" && !n("offset", heavyStart) || values.Get("page") != "" && !n("page", heavyStart/newState(values).perPage()) {
		return true
	}
	if whole(values) || slices.Contains(studied, r.URL.EscapedPath()) {
		return true
	}
	q := values.Get("q")
	words, inWord := 0, false
	runes := []rune(q)
	for i, c := range runes {
		switch {
		case c == '*' || c == '~':
			return true
		case (c == '?' || c == '؟') && i+1 < len(runes) && unicode.IsLetter(runes[i+1]): // at the end of a word it ends a question
			return true
		case unicode.IsSpace(c):
			inWord = false
		case !inWord:
			inWord = true
			words++
		}
	}
	return words > heavyWords || strings.Count(q, "(") > heavyWords/2
}
