package fihris_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/spell"
)

// repairFolder names a folder with corpus.jsonl (articles with id, title, body)
// and, if there are real queries, queries.tsv (id, tab, text); else the titles
// serve as queries. TestRepair then damages queries and prints how many of them
// suggestions repair, and how many of the undamaged they leave alone.
const repairFolder = "FIHRIS_REPAIR"

// repaired is how many queries of each kind are tried.
const repairedQueries = 500

// damages are the slips of people, each made once or twice in a query.
var damages = append(letterSlips("ضظ", "ضد", "ذز", "ذد", "ثت", "ثس", "تط", "سص", "قغ"),
	damage{"doubled letter", doubleLetter}, damage{"letters exchanged", exchangeLetters},
	damage{"missing space", dropSpace}, damage{"space too many", addSpace})

type damage struct {
	name string
	do   func(r *rand.Rand, words []string) ([]string, bool)
}

// letterSlips makes one letter of each pair the other.
func letterSlips(pairs ...string) (out []damage) {
	for _, pair := range pairs {
		letters := []rune(pair)
		other := map[rune]rune{letters[0]: letters[1], letters[1]: letters[0]}
		out = append(out, damage{string(letters[0]) + "/" + string(letters[1]), func(r *rand.Rand, words []string) ([]string, bool) {
			return inWord(r, words, func(w []rune, at int) []rune {
				if other[w[at]] == 0 {
					return nil
				}
				w[at] = other[w[at]]
				return w
			})
		}})
	}
	return out
}

func doubleLetter(r *rand.Rand, words []string) ([]string, bool) {
	return inWord(r, words, func(w []rune, at int) []rune { return slices.Insert(w, at, w[at]) })
}

func exchangeLetters(r *rand.Rand, words []string) ([]string, bool) {
	return inWord(r, words, func(w []rune, at int) []rune {
		if at == 0 || w[at] == w[at-1] {
			return nil
		}
		w[at], w[at-1] = w[at-1], w[at]
		return w
	})
}

// inWord changes a word of four letters or more at some letter.
func inWord(r *rand.Rand, words []string, change func(w []rune, at int) []rune) ([]string, bool) {
	for range 200 {
		i := r.IntN(len(words))
		w := []rune(words[i])
		if len(w) < 4 || w[0] < '\u0621' || w[0] > '\u064A' {
			continue
		}
		if w = change(w, r.IntN(len(w))); w != nil {
			out := slices.Clone(words)
			out[i] = string(w)
			return out, true
		}
	}
	return nil, false
}

func dropSpace(r *rand.Rand, words []string) ([]string, bool) {
	for range 20 {
		i := r.IntN(len(words))
		if i+1 < len(words) && utf8.RuneCountInString(words[i]) > 2 && utf8.RuneCountInString(words[i+1]) > 2 {
			return slices.Concat(words[:i], []string{words[i] + words[i+1]}, words[i+2:]), true
		}
	}
	return nil, false
}

func addSpace(r *rand.Rand, words []string) ([]string, bool) {
	for range 20 {
		i := r.IntN(len(words))
		if w := []rune(words[i]); len(w) > 4 {
			at := 2 + r.IntN(len(w)-3)
			return slices.Concat(words[:i], []string{string(w[:at]), string(w[at:])}, words[i+1:]), true
		}
	}
	return nil, false
}

// otherLayout types the query with a Latin keyboard switched on.
func otherLayout(r *rand.Rand, query string) string {
	readings := spell.Retype(query)
	return readings[r.IntN(len(readings))].Text
}

// measured is the folder that a variable names of what is measured, which the repository has not; without one there is
// nothing to measure.
func measured(t *testing.T, variable string) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		t.Skipf("%s names no folder to measure: bench/README.md says what it holds", variable)
	}
	return folder
}

func TestRepair(t *testing.T) {
	folder := measured(t, repairFolder)
	ix, queries := repairIndex(t, folder)
	r := rand.New(rand.NewPCG(2026, 11))
	r.Shuffle(len(queries), func(i, j int) { queries[i], queries[j] = queries[j], queries[i] })
	everyQuery := queries
	queries = nil
	for _, q := range everyQuery {
		if len(queries) < 4*repairedQueries && isWhole(t, ix, q) {
			queries = append(queries, q)
		}
	}
	fmt.Printf("%d queries of %d\n%-20s %6s %8s %8s %8s\n", len(queries), len(everyQuery), "damage", "tried", "repaired", "harmless", "median")
	var all tally
	rows := map[string]*tally{}
	for n := range repairedQueries {
		d := damages[n%len(damages)]
		for k := range queries {
			query := queries[(n+k*len(damages))%len(queries)]
			words := strings.Fields(query)
			harmed, ok := d.do(r, words)
			name := "1 " + d.name
			if n/len(damages)%2 == 1 && ok {
				name = "2 " + d.name
				harmed, ok = d.do(r, harmed)
			}
			if ok && slices.Equal(strings.Fields(strings.Join(harmed, " ")), words) {
				ok = false
			}
			if ok {
				row := rows[name]
				if row == nil {
					row = &tally{}
					rows[name] = row
				}
				repair(t, ix, query, strings.Join(harmed, " "), row, &all)
				break
			}
		}
	}
	for _, edits := range []string{"1 ", "2 "} {
		for _, d := range damages {
			if row := rows[edits+d.name]; row != nil {
				row.print(edits + d.name)
			}
		}
	}
	all.print("all slips")
	layouts := tally{}
	for n := range repairedQueries {
		query := queries[n%len(queries)]
		repair(t, ix, query, otherLayout(r, query), &layouts)
	}
	layouts.print("other layout")
	alone := tally{}
	for n := range repairedQueries {
		leftAlone(t, ix, queries[n%len(queries)], &alone)
	}
	alone.print("left alone")
	alone = tally{}
	for n := range repairedQueries {
		leftAlone(t, ix, everyQuery[n%len(everyQuery)], &alone)
	}
	alone.print("left alone, any query")
}

// tally counts what became of some queries.
type tally struct {
	tried, repaired, harmless int
	took                      []time.Duration
}

func (s *tally) print(name string) {
	slices.Sort(s.took)
	fmt.Printf("%-20s %6d %7.1f%% %8d %8v %8v\n", name, s.tried, 100*float64(s.repaired)/float64(max(s.tried, 1)), s.harmless,
		s.took[len(s.took)/2].Round(10*time.Microsecond), s.took[len(s.took)-1].Round(time.Millisecond))
}

func suggestions(t *testing.T, ix *fihris.Index, query string) (*fihris.Results, time.Duration) {
	t.Helper()
	q, err := fihris.ParseQuery(query)
	require.NoError(t, err)
	_, err = ix.Search(ctx, fihris.Request{Query: q, Limit: fihris.NoHits}) // warm, as the same search without suggestions is
	require.NoError(t, err)
	began := time.Now()
	res, err := ix.Search(ctx, fihris.Request{Query: q, Limit: fihris.NoHits, Suggest: true})
	require.NoError(t, err)
	return res, time.Since(began)
}

// repair asks a damaged query and compares the first suggestion with the sound
// one, word by word as they are indexed.
func repair(t *testing.T, ix *fihris.Index, sound, damaged string, tallies ...*tally) {
	t.Helper()
	res, took := suggestions(t, ix, damaged)
	found, read := res.Suggestions, damaged
	for _, r := range res.ReadAs { // what is read needs no suggestion
		read = strings.Replace(read, r.Word, r.Reading, 1)
	}
	good := len(found) > 0 && arabic.Normalize(found[0].Query) == arabic.Normalize(sound) || arabic.Normalize(read) == arabic.Normalize(sound)
	harmless := !good && arabic.Stem(damaged) == arabic.Stem(sound)
	if !good && testing.Verbose() {
		fmt.Printf("  %s\n    as %s\n    -> %v %s\n", sound, damaged, found, map[bool]string{true: "(harmless)"}[harmless])
	}
	for _, s := range tallies {
		s.tried++
		s.took = append(s.took, took)
		if good {
			s.repaired++
		}
		if harmless {
			s.harmless++
		}
	}
}

// leftAlone asks a sound query, which should get no suggestion.
func leftAlone(t *testing.T, ix *fihris.Index, query string, s *tally) {
	t.Helper()
	res, took := suggestions(t, ix, query)
	found := res.Suggestions
	s.tried++
	s.took = append(s.took, took)
	if len(found) == 0 {
		s.repaired++
	} else if testing.Verbose() {
		fmt.Printf("  touched %s\n    -> %v\n", query, found)
	}
}

// repairIndex indexes the articles of a folder and reads its queries.
func repairIndex(t *testing.T, folder string) (*fihris.Index, []string) {
	t.Helper()
	var articles []fihris.Article
	var queries []string
	eachLine(t, filepath.Join(folder, "corpus.jsonl"), func(line string) {
		var a struct{ ID, Title, Body string }
		require.NoError(t, json.Unmarshal([]byte(line), &a))
		articles = append(articles, fihris.Article{ID: a.ID, Title: a.Title, Body: a.Body})
		if n := len(strings.Fields(a.Title)); n >= 3 && n <= 15 {
			queries = append(queries, a.Title)
		}
	})
	if _, err := os.Stat(filepath.Join(folder, "queries.tsv")); err == nil {
		queries = nil
		eachLine(t, filepath.Join(folder, "queries.tsv"), func(line string) {
			if _, text, ok := strings.Cut(line, "\t"); ok {
				queries = append(queries, text)
			}
		})
	}
	for i, q := range queries { // as words: the damage is done to letters
		var words []string
		for _, t := range arabic.Analyze(q) {
			words = append(words, t.Text)
		}
		queries[i] = strings.Join(words, " ")
	}
	return memory(t, articles...), slices.DeleteFunc(queries, func(q string) bool { return len(strings.Fields(q)) < 2 })
}

// isWhole says whether every word of a query stands in some article as it is
// written: only then can the vocabulary of the index repair it.
func isWhole(t *testing.T, ix *fihris.Index, query string) bool {
	t.Helper()
	for _, w := range strings.Fields(query) {
		if search(t, ix, "="+w).Total == 0 {
			return false
		}
	}
	return true
}

func eachLine(t *testing.T, path string, visit func(string)) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		visit(s.Text())
	}
	require.NoError(t, s.Err())
}
