package opensearch_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/fihris-search/fihris"
)

// question is something that a cluster and an index are asked.
type question struct {
	text  string         // the query, unless the request has one
	req   fihris.Request // with it
	like  string         // articles like the one of this ID are wanted
	pages int            // how many, one behind the other by cursors; 0 for the first
}

func (q *question) String() string {
	filter := ""
	if !q.req.Filter.IsZero() {
		filter = fmt.Sprintf(" within %+v", q.req.Filter)
	}
	return fmt.Sprintf("%q, like %q, from %d%s", q.text, q.like, q.req.Offset, filter)
}

// writer makes questions of the words of an article.
type writer struct {
	*rand.Rand
	words   []string
	article fihris.Article
}

// asking makes questions of one of some articles that has words enough.
func asking(r *rand.Rand, articles []fihris.Article) *writer {
	w := &writer{Rand: r}
	for len(w.words) < 20 {
		w.article = articles[r.IntN(len(articles))]
		w.words = plainWords(w.article.Title + " " + w.article.Body)
	}
	return w
}

// classes are the kinds of questions. Each says what is written, or what else is asked.
var classes = []struct {
	name string
	ask  func(w *writer) question
}{
	{"one", typed(func(w *writer) string { return w.pick() })},
	{"or2", some(2, "")}, {"or4", some(4, "")}, {"or9", some(9, "")},
	{"headline", typed(func(w *writer) string { return strings.Join(plainWords(w.article.Title), " ") })},
	{"and2", some(2, "+")}, {"and3", some(3, "+")},
	{"not", typed(func(w *writer) string { return w.pick() + " " + w.pick() + " -" + w.pick() })},
	{"or", typed(func(w *writer) string { return "(" + w.pick() + " OR " + w.pick() + ") " + w.pick() })},
	{"phrase2", typed(func(w *writer) string { return `"` + w.side(2) + `"` })},
	{"phrase3", typed(func(w *writer) string { return `"` + w.side(3) + `"` })},
	{"phrase5", typed(func(w *writer) string { return `"` + w.side(5) + `"` })},
	{"phrase+word", typed(func(w *writer) string { return `"` + w.side(2) + `" ` + w.pick() })},
	{"phrase@stem", typed(func(w *writer) string { return `"` + w.side(2) + `"@stem` })},
	{"verbatim", typed(func(w *writer) string { return `="` + w.side(2) + `"` })},
	{"near", typed(func(w *writer) string { return `"` + w.side(2) + `"~5` })},
	{"exact", some(2, "=")}, {"root", some(2, "√")},
	{"prefix", typed(func(w *writer) string { return cut(w.pick(), 4) + "*" })},
	{"pattern", typed(func(w *writer) string { x := []rune(w.pick()); x[2] = '?'; return string(x) })},
	{"fuzzy", typed(func(w *writer) string { return w.pick() + "~" })},
	{"title", some(2, "title:")}, {"body", some(2, "body:")},
	{"source", typed(func(w *writer) string { return w.pick() + " source:" + fihris.Quote(w.article.Source) })},
	{"dates", typed(func(w *writer) string {
		year := w.article.Published.Year()
		return w.pick() + " " + w.pick() + " after:" + strconv.Itoa(year-1) + " before:" + strconv.Itoa(year+1)
	})},
	{"mentioned", typed(func(w *writer) string {
		return w.pick() + " mentioned:" + strconv.Itoa(w.article.Published.Year()-w.IntN(3))
	})},
	{"filters", func(w *writer) question {
		at := w.article.Published
		return question{text: w.pick() + " " + w.pick(), req: fihris.Request{Filter: fihris.Filter{
			Sources: []string{w.article.Source}, From: at.Add(-300 * 24 * time.Hour), To: at.Add(300 * 24 * time.Hour), Except: []string{w.article.ID},
		}}}
	}},
	{"newest", ordered(fihris.Newest, 0)}, {"oldest", ordered(fihris.Oldest, 0)},
	{"5 pages", ordered(fihris.ByScore, 5)}, {"5 pages, newest", ordered(fihris.Newest, 5)},
	{"from 200", deep(200)}, {"from 1000", deep(1000)},
	{"group", func(w *writer) question {
		return question{text: w.pick() + " " + w.pick(), req: fihris.Request{Group: true}}
	}},
	{"similar", func(w *writer) question { return question{like: w.article.ID} }},
	{"spelled", typed(func(w *writer) string { return w.marked() + " " + w.pick() })},
	{"=spelled", typed(func(w *writer) string { return "=" + w.marked() + " " + w.pick() })},
}

func typed(write func(*writer) string) func(*writer) question {
	return func(w *writer) question { return question{text: write(w)} }
}

// some are words, each behind a sign.
func some(n int, sign string) func(*writer) question {
	return typed(func(w *writer) string {
		var out []string
		for range n {
			out = append(out, sign+w.pick())
		}
		return strings.Join(out, " ")
	})
}

// ordered are two words whose hits come in an order.
func ordered(by fihris.Order, pages int) func(*writer) question {
	return func(w *writer) question {
		return question{text: w.pick() + " " + w.pick(), req: fihris.Request{Order: by}, pages: pages}
	}
}

// deep is a page of two words that stands far behind.
func deep(offset int) func(*writer) question {
	return func(w *writer) question {
		return question{text: w.pick() + " " + w.pick(), req: fihris.Request{Offset: offset}}
	}
}

// pick is a word of more than three letters, if it finds one.
func (w *writer) pick() (word string) {
	for range 50 {
		if word = w.words[w.IntN(len(w.words))]; len([]rune(word)) > 3 {
			break
		}
	}
	return word
}

// marked is a word of the article as it is written there, with vowel marks or a hamza that says more than the form, if there is one.
func (w *writer) marked() string {
	var all []string
	for word := range strings.FieldsFuncSeq(w.article.Title+" "+w.article.Body, func(r rune) bool { return !unicode.Is(unicode.Arabic, r) && !unicode.Is(unicode.Mn, r) }) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Mn, r) || strings.ContainsRune("أإآ", r) }) && len([]rune(word)) > 3 {
			all = append(all, word)
		}
	}
	if len(all) == 0 {
		return w.pick()
	}
	return all[w.IntN(len(all))]
}

// side is words that stand side by side.
func (w *writer) side(n int) string {
	at := w.IntN(max(len(w.words)-n, 1))
	return strings.Join(w.words[at:min(at+n, len(w.words))], " ")
}

func cut(word string, n int) string { return string([]rune(word)[:min(n, len([]rune(word)))]) }

// plainWords are the words of a text that have letters only.
func plainWords(text string) (out []string) {
	for w := range strings.FieldsSeq(text) {
		if len([]rune(w)) > 2 && !strings.ContainsFunc(w, func(r rune) bool { return r < 'ء' || r > 'ي' || r == 'ـ' }) {
			out = append(out, w)
		}
	}
	return out
}
