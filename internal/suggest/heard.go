package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// What speaks for and against a reading of Latin letters that the letters do not say: how articles write
// it, and whether anybody names a thing so.

// isAsRead says whether a word is the one that was read: with the article that was heard in it, if there
// is one (Azzam is no إلزام), and with the last letter that was read (sahih is no ساحة).
func (s *search) isAsRead(t *analysis.Token, latin, read string) (bool, error) {
	if !strings.HasSuffix(t.Exact, read) {
		return false, nil
	}
	if !strings.HasPrefix(read, analysis.Article) || !strings.HasPrefix(t.Stem, analysis.Article) || strings.ContainsAny(latin, "lL") {
		return true, nil
	}
	written, err := s.asWritten(s.src, s.words, read) // a name may keep its article: السبسي
	return strings.HasPrefix(written, analysis.Article), err
}

// yehCost is what it costs, or saves, that articles write the last letter of a reading as an alef maksura:
// Salma is سلمى as often as any word in teh marbuta, and Sami is no سمى, though some write names so.
func (s *search) yehCost(latin, read string) (float64, error) {
	if !strings.HasSuffix(read, "ي") || strings.Contains(read, " ") || !strings.ContainsAny(latin[len(latin)-1:], "aAiIyY") {
		return 0, nil
	}
	written, err := s.asWritten(s.src, s.words, read)
	switch {
	case err != nil || !strings.HasSuffix(written, "ى"):
		return 0, err
	case strings.HasSuffix(strings.ToLower(latin), "a"):
		return -maksuraSaves, nil
	}
	return maksuraCost, nil
}

// endings are those of forms that no word is named by: pronouns, verbs, the accusative.
var endings = [...]string{"ه", "ها", "هم", "نا", "كم", "وا", "ا", "ت", "تا"}

// isInflected says whether a form is none that a word is named by: what it begins with or ends in is no
// part of the word, as in نسير, we go, and أمره, his affair. The article belongs to that.
func isInflected(t *analysis.Token) bool {
	form := strings.TrimPrefix(t.Exact, analysis.Article)
	_, n := utf8.DecodeRuneInString(form)
	if t.Stop || !strings.HasPrefix(t.Stem, form[:n]) {
		return !t.Stop
	}
	return !strings.HasSuffix(form, "ات") && slices.ContainsFunc(endings[:], func(e string) bool {
		return strings.HasSuffix(form, e) && !strings.HasSuffix(t.Stem, e) && utf8.RuneCountInString(t.Stem) < utf8.RuneCountInString(form)
	})
}

// isOtherSeat says whether a word begins with a hamza on another seat than what is typed is heard with.
func isOtherSeat(arabic, latin string) bool {
	first := strings.ToLower(latin[:1])
	return strings.ContainsAny(first, "auo") && strings.HasPrefix(arabic, "إ") || first == "i" && strings.HasPrefix(arabic, "أ")
}
