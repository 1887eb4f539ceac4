package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/arabic"
)

// query is a line of the file of queries: CLASS<TAB>TEXT. The text of a
// filtered query begins with its source, spaces written as _, and a space.
type query struct{ class, text string }

func (q query) line() string { return q.class + "\t" + q.text }

// classes says how queries are made of the words of a headline, stop words left out.
var classes = []struct {
	name  string
	words int // that the headline must have
	make  func(r *rand.Rand, a *article, w []string) string
}{
	{"one", 1, func(r *rand.Rand, _ *article, w []string) string { return w[r.IntN(len(w))] }},
	{"or2", 2, first},
	{"or4", 4, first},
	{"or6", 6, first},
	{"or9", 9, first},
	{"and2", 2, first},
	{"and3", 3, first},
	{"phrase2", 0, adjacent(2)},
	{"phrase3", 0, adjacent(3)},
	{"prefix", 1, func(r *rand.Rand, _ *article, w []string) string { return string([]rune(w[r.IntN(len(w))])[:3]) }},
	{"fuzzy", 1, misspelt},
	{"filter4", 4, func(_ *rand.Rand, a *article, w []string) string {
		return strings.ReplaceAll(a.Source, " ", "_") + " " + strings.Join(w, " ")
	}},
}

func first(_ *rand.Rand, _ *article, w []string) string { return strings.Join(w, " ") }

// adjacent is n words as they stand in the headline, none of them a stop word.
func adjacent(n int) func(*rand.Rand, *article, []string) string {
	return func(r *rand.Rand, a *article, _ []string) string {
		f := strings.Fields(a.Title)
		if len(f) < n {
			return ""
		}
		at := r.IntN(len(f) - n + 1)
		for _, w := range f[at : at+n] {
			if !isWord(w) || arabic.IsStopWord(w) {
				return ""
			}
		}
		return strings.Join(f[at:at+n], " ")
	}
}

// misspelt is a word of at least five letters with one left out.
func misspelt(r *rand.Rand, _ *article, w []string) string {
	letters := []rune(w[r.IntN(len(w))])
	if len(letters) < 5 {
		return ""
	}
	i := 1 + r.IntN(len(letters)-2)
	return string(letters[:i]) + string(letters[i+1:])
}

// isWord says whether s is at least three Arabic letters and nothing else.
func isWord(s string) bool {
	for _, c := range s {
		if c < '\u0621' || c > '\u064a' || c == '\u0640' {
			return false
		}
	}
	return utf8.RuneCountInString(s) >= 3
}

// makeQueries makes n queries of every class from headlines.
func makeQueries(articles []article, n int) ([]query, error) {
	r := rand.New(rand.NewPCG(7, 7))
	var out []query
	for _, c := range classes {
		seen := map[string]bool{}
		for tries := 0; len(seen) < n; tries++ {
			if tries > 1000*n {
				return nil, fmt.Errorf("only %d queries of class %s in the headlines", len(seen), c.name)
			}
			a := &articles[r.IntN(len(articles))]
			w := content(a.Title)
			if len(w) < c.words {
				continue
			}
			if c.words > 1 {
				w = w[:c.words]
			}
			if t := c.make(r, a, w); t != "" && !seen[t] {
				seen[t] = true
				out = append(out, query{c.name, t})
			}
		}
	}
	return out, nil
}

// halves parts the queries of each class: those that are measured, and as many
// others.
func halves(queries []query) (measured, others []query) {
	n := map[string]int{}
	for _, q := range queries {
		if n[q.class]++; n[q.class]%2 == 1 {
			measured = append(measured, q)
		} else {
			others = append(others, q)
		}
	}
	return measured, others
}

// writeQueries writes the file that all engines read.
func writeQueries(name string, queries []query) error {
	var b strings.Builder
	for _, q := range queries {
		b.WriteString(q.line() + "\n")
	}
	return os.WriteFile(name, []byte(b.String()), 0o666)
}

// readQueries reads what writeQueries wrote.
func readQueries(name string) (queries []query, err error) {
	err = eachLine(name, func(line string) error {
		class, text, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("query %q", line)
		}
		queries = append(queries, query{class, text})
		return nil
	})
	return queries, err
}

// firstLine copies the first line of a file.
func firstLine(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return os.WriteFile(to, []byte(line+"\n"), 0o666)
}

// content is the different words of a headline that are no stop words.
func content(title string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range strings.Fields(title) {
		if isWord(w) && !arabic.IsStopWord(w) && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
