package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// known is a question for an article that is known to be there: its title, which
// the index does not have, and the articles that are right.
type known struct {
	title string
	right map[string]bool
}

// knownItems makes n questions of titles of at least four words, by a fixed seed. The
// articles to be indexed have their number for an ID, no title, and a body without it.
// Right is the article and whatever is a copy of it.
func knownItems(articles []article, n int) ([]known, []article, error) {
	bare := make([]article, len(articles))
	for i, a := range articles {
		bare[i] = article{ID: strconv.Itoa(i), Source: a.Source, Body: a.Body}
		if a.Title != "" {
			bare[i].Body = strings.ReplaceAll(a.Body, a.Title, " ")
		}
	}
	var items []known
	var rows []int
	asked := map[string]bool{}
	for _, i := range rand.New(rand.NewPCG(7, 7)).Perm(len(articles)) {
		title := flat.Replace(articles[i].Title)
		if len(items) == n || len(strings.Fields(title)) < 4 || asked[title] || strings.TrimSpace(bare[i].Body) == "" {
			continue
		}
		asked[title] = true
		items, rows = append(items, known{title, map[string]bool{bare[i].ID: true}}), append(rows, i)
	}
	if len(items) < n {
		return nil, nil, fmt.Errorf("-known %d: only %d articles have a title of four words and a body", n, len(items))
	}
	for at, copies := range copiesOf(bare, rows) {
		for _, c := range copies {
			items[at].right[bare[c].ID] = true
		}
	}
	return items, bare, nil
}

// copiesOf returns for each of some articles those that have at least half of their
// different words in common with it: of the words of both, half are in both.
func copiesOf(articles []article, rows []int) [][]int {
	number := map[string]int32{}
	sets := make([][]int32, len(articles)) // the words of each article, ascending
	for i := range articles {
		for _, w := range strings.FieldsFunc(articles[i].Body, func(c rune) bool { return !unicode.IsLetter(c) }) {
			n, ok := number[w]
			if !ok {
				n = int32(len(number))
				number[strings.Clone(w)] = n
			}
			sets[i] = append(sets[i], n)
		}
		slices.Sort(sets[i])
		sets[i] = slices.Compact(sets[i])
	}
	holders := make([][]int32, len(number))
	for i, set := range sets {
		for _, w := range set {
			holders[w] = append(holders[w], int32(i))
		}
	}
	out := make([][]int, len(rows))
	for at, row := range rows {
		// A copy has half of the words at least: one of any set of more than half of them,
		// so that the rarest will do.
		rare := slices.Clone(sets[row])
		slices.SortFunc(rare, func(a, b int32) int { return len(holders[a]) - len(holders[b]) })
		seen := map[int32]bool{int32(row): true}
		for _, w := range rare[:len(rare)/2+min(1, len(rare))] {
			for _, other := range holders[w] {
				if !seen[other] {
					seen[other] = true
					if copies(sets[row], sets[other]) {
						out[at] = append(out[at], int(other))
					}
				}
			}
		}
		slices.Sort(out[at])
	}
	return out
}

// copies says whether two ascending sets have half of their union in common.
func copies(a, b []int32) bool {
	if 2*min(len(a), len(b)) < max(len(a), len(b)) {
		return false
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return 2*both >= len(a)+len(b)-both
}

// standing is how an engine found known items, each a mean over all of them.
type standing struct{ first, found, reciprocal, gain float64 }

// standingOf looks where the first right article of each answer stands.
func standingOf(items []known, answers []result) (s standing) {
	for i, item := range items {
		at := slices.IndexFunc(answers[i].IDs, func(id string) bool { return item.right[id] })
		if at < 0 {
			continue
		}
		if at == 0 {
			s.first++
		}
		s.found++
		s.reciprocal += 1 / float64(at+1)
		s.gain += 1 / math.Log2(float64(at+2))
	}
	n := float64(len(items))
	return standing{s.first / n, s.found / n, s.reciprocal / n, s.gain / n}
}

// compareKnown indexes the articles without their titles with every engine, asks for
// some by their titles, and prints how they are found.
func (o *options) compareKnown(engines []engine, articles []article) error {
	items, bare, err := knownItems(articles, o.known)
	if err != nil {
		return err
	}
	if _, _, err := o.indexAll(engines, slices.Values(bare), "known"); err != nil {
		return err
	}
	queries, copied := make([]query, len(items)), 0
	for i, item := range items {
		queries[i] = query{"known", item.title}
		if len(item.right) > 1 {
			copied++
		}
	}
	asked := filepath.Join(o.work, "known.queries")
	if err := writeQueries(asked, queries); err != nil {
		return err
	}
	fmt.Printf("## %d known items of %d articles, %d of them with copies, k = %d\n\n", len(items), len(articles), copied, o.k)
	fmt.Print("| | right at once | among the hits | MRR | nDCG of the first that is right |\n|---|---|---|---|---|\n")
	for _, e := range engines {
		answers, err := e.answers(filepath.Join(o.work, "known."+e.name), asked)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		if len(answers) != len(items) {
			return fmt.Errorf("%s: %d answers to %d queries", e.name, len(answers), len(items))
		}
		s := standingOf(items, answers)
		fmt.Printf("| %s | %.4f | %.4f | %.4f | %.4f |\n", e.name, s.first, s.found, s.reciprocal, s.gain)
	}
	fmt.Println()
	return nil
}
