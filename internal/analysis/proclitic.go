package analysis

import "strings"

// Article is the definite article as it stands before a word.
const Article = string(alef) + string(lam)

// What a text may write onto a word before it, besides the article.
var (
	coordinators = []string{"", string(waw), string(feh)}
	prepositions = []string{"", string(beh), string(kaf), string(lam)}
)

var proclitics, articleProclitics = func() (bare, articled []string) {
	for _, and := range coordinators {
		for _, prep := range prepositions {
			bare = append(bare, and+prep)
			articled = append(articled, and+withArticle(prep))
		}
	}
	return bare, articled
}()

// withArticle writes the article behind a preposition: its alef goes after lam.
func withArticle(prep string) string {
	if prep == string(lam) {
		return prep + prep
	}
	return prep + Article
}

// Proclitics returns what may stand before a word that has no article, nothing
// being the first: the conjunctions wa and fa, the prepositions bi, ka and li,
// and a conjunction before a preposition. The slice is shared, not to be changed.
func Proclitics() []string { return proclitics }

// ArticleProclitics returns the same with the article behind each: ال بال كال لل
// وال وبال … The slice is shared, not to be changed.
func ArticleProclitics() []string { return articleProclitics }

// WithProclitics returns the exact form itself and the exact forms in which a
// text may hold the same word behind proclitics that it lacks (وقف: ووقف، لوقف،
// ولوقف …). Behind li the article is written without its alef (الأمم: للأمم),
// and where the word itself begins with lam, of three lams two are written
// (اللغة: للغة).
//
// The forms are those of the alphabet, not of the grammar: which of them a
// text really has, only an index knows.
func WithProclitics(exact string) []string {
	forms := make([]string, 0, len(proclitics))
	for _, and := range coordinators {
		for _, prep := range prepositions {
			forms = append(forms, and+withPreposition(exact, prep))
		}
	}
	return forms
}

// withPreposition writes a preposition of one letter before a word.
func withPreposition(word, prep string) string {
	rest, ok := strings.CutPrefix(word, Article)
	switch {
	case !ok || rest == "":
		return prep + word
	case prep == string(lam) && strings.HasPrefix(rest, string(lam)):
		return prep + rest
	}
	return withArticle(prep) + rest
}

// WithArticle returns the word itself and the word behind the article.
func WithArticle(word string) []string {
	if strings.HasPrefix(word, Article) {
		return []string{word}
	}
	return []string{word, Article + word}
}

// Behind lists the beginnings of the forms in which a text may hold a word that
// begins so: behind the article, and behind proclitics. A reader who types
// اقتصاد means والاقتصادية too.
func Behind(start string) []string {
	var out []string
	for _, base := range WithArticle(start) {
		out = append(out, WithProclitics(base)...)
	}
	return out
}
