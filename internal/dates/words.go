package dates

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.txt
var wordData string

// meanings gives the meanings of the words of words.txt.
var meanings = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(wordData) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		for i := 1; i < len(fields); i++ {
			words[plain(strings.ReplaceAll(fields[i], "_", " "))] = fields[0]
		}
	}
	return words
})

var alike = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ی", "ي", "ئ", "ي", "ة", "ه", "ک", "ك", "ـ", "")

// plain takes marks and case off a word, and the differences between letters
// that are often written for each other.
func plain(word string) string {
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(word))
	return alike.Replace(word)
}
