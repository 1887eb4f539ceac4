package analysis

import "strings"

// WithProclitics returns the exact form itself and the exact forms in which a
// text may hold the same word behind proclitics that it lacks: the
// conjunctions wa and fa, the prepositions bi, li and ka, and a conjunction
// before a preposition (وقف: ووقف، لوقف، ولوقف …). Behind li the article is
// written without its alef (الأمم: للأمم), and where the word itself begins
// with lam, of three lams two are written (اللغة: للغة).
//
// The forms are those of the alphabet, not of the grammar: which of them a
// text really has, only an index knows.
func WithProclitics(exact string) []string {
	forms := []string{exact}
	bare, article := strings.CutPrefix(exact, string([]rune{alef, lam}))
	if bare == "" {
		article = false
	}
	for _, c := range []string{"", string(waw), string(feh)} {
		if c != "" {
			forms = append(forms, c+exact)
		}
		for _, p := range []rune{beh, kaf} {
			forms = append(forms, c+string(p)+exact)
		}
		switch {
		case article && strings.HasPrefix(bare, string(lam)):
			forms = append(forms, c+string(lam)+bare)
		case article:
			forms = append(forms, c+string([]rune{lam, lam})+bare)
		default:
			forms = append(forms, c+string(lam)+exact)
		}
	}
	return forms
}

// WithArticle returns the word itself and the word behind the article.
func WithArticle(word string) []string {
	article := string([]rune{alef, lam})
	if strings.HasPrefix(word, article) {
		return []string{word}
	}
	return []string{word, article + word}
}
