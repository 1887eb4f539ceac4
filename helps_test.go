package fihris_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// How many of each kind TestHelps asks.
const (
	helpedPairs     = 200 // words of which the completion of the next is asked, by two or three letters
	helpedFuzzy     = 160 // words of titles with one letter changed, asked with ~
	helpedMisprints = 40  // forms of one to five articles beside a word of hundreds
	leastHelped     = 100 // articles that hold a word which is asked
	leastFollowing  = 60  // articles in which a word follows another that completion is to offer
)

// TestHelps prints of a folder as TestTyped takes it (corpus.jsonl, index/), for how many
// words the first completion of the next is the one that follows most often, for how many
// damaged words the first hit of a fuzzy search holds the word, and for how many
// misprints that a few articles have the first suggestion is the word.
func TestHelps(t *testing.T) {
	folder := measured(t, typedFolder)
	ix, _, _ := typedIndex(t, folder)
	r := rand.New(rand.NewPCG(2026, 4))
	texts := helpedTexts(t, filepath.Join(folder, "corpus.jsonl"))
	holders := map[string]int{}
	for _, words := range texts {
		for w := range setOfWords(words) {
			holders[w]++
		}
	}
	var frequent []string
	for w, n := range holders {
		if n >= leastHelped && len([]rune(w)) >= 4 && arabic.Stem(w) != "" {
			frequent = append(frequent, w)
		}
	}
	slices.Sort(frequent)
	r.Shuffle(len(frequent), func(i, k int) { frequent[i], frequent[k] = frequent[k], frequent[i] })
	fmt.Println(completed(t, ix, texts, frequent))
	fmt.Println(fuzzed(t, ix, r, holders, frequent[:min(helpedFuzzy, len(frequent))]))
	fmt.Println(misprinted(t, ix, holders, frequent))
}

// completed types each of the words and the first letters of what follows it most often.
func completed(t *testing.T, ix *fihris.Index, texts [][]string, words []string) string {
	follow := map[string]map[string]int{}
	for _, w := range words {
		follow[w] = map[string]int{}
	}
	for _, text := range texts {
		pairs := map[[2]string]bool{}
		for i, w := range text[:max(len(text)-1, 0)] {
			if pair := [2]string{w, text[i+1]}; follow[w] != nil && !pairs[pair] {
				pairs[pair] = true
				follow[w][text[i+1]]++
			}
		}
	}
	asked, right, any := 0, 0, 0
	for i, w := range words {
		most, meant := 0, ""
		for next, n := range follow[w] {
			if long := len([]rune(next)) > 3; long && (n > most || n == most && next < meant) {
				most, meant = n, next
			}
		}
		if most < leastFollowing || asked == helpedPairs {
			continue
		}
		asked++
		typed := w + " " + string([]rune(meant)[:2+i%2])
		offers, err := ix.Complete(ctx, typed, 8)
		require.NoError(t, err)
		at := slices.IndexFunc(offers, func(o fihris.Completion) bool { return o.Kind == fihris.KindWord && o.Text == w+" "+meant })
		if at >= 0 {
			any++
		}
		if at == 0 {
			right++
		} else if os.Getenv(typedShown) == "helps" {
			fmt.Println("   ", typed, "not", meant, most, offers)
		}
	}
	return fmt.Sprintf("completion: of %d words the commonest next is the first offer of %d, among eight of %d", asked, right, any)
}

// fuzzed changes a letter of each word. Of what holds another word it counts that which has
// one that is as near to what was typed, and held by as many articles.
func fuzzed(t *testing.T, ix *fihris.Index, r *rand.Rand, holders map[string]int, words []string) string {
	const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
	forms := map[string]int{}
	for w, n := range holders {
		forms[arabic.Normalize(w)] += n
	}
	right, commoner := 0, 0
	for _, w := range words {
		damaged := []rune(w)
		damaged[1+r.IntN(len(damaged)-1)] = []rune(letters)[r.IntN(len([]rune(letters)))]
		res, err := ix.Search(ctx, fihris.Request{Query: parsed(t, string(damaged)+"~"), Limit: 1})
		require.NoError(t, err)
		typed, meant := arabic.Normalize(string(damaged)), arabic.Normalize(w)
		far := spell.Distance(typed, meant, 2*spell.Unit)
		holds, better := false, false
		for _, hit := range res.Hits {
			for _, text := range lettersOf(hit.Article.Title + " " + hit.Article.Body) {
				form := arabic.Normalize(text)
				holds = holds || form == meant
				better = better || forms[form] >= forms[meant] && spell.Distance(typed, form, far) <= far || form == typed
			}
		}
		switch {
		case holds:
			right++
		case better:
			commoner++
		case os.Getenv(typedShown) == "helps":
			fmt.Println("   ", string(damaged), "not", w, res.Total, titlesOf(res))
		}
	}
	return fmt.Sprintf("fuzzy: of %d words with one letter changed the first hit holds the word for %d, another that is as near and as common, or the word typed, for %d", len(words), right, commoner)
}

// misprinted asks forms that a few articles have and that are one letter more than a
// common word, two of its letters exchanged, which makes no word of the language.
func misprinted(t *testing.T, ix *fihris.Index, holders map[string]int, words []string) string {
	asked, right := 0, 0
	for _, w := range words {
		letters := []rune(w)
		for i := 1; i+1 < len(letters) && asked < helpedMisprints; i++ {
			if letters[i] == letters[i+1] {
				continue
			}
			slip := slices.Clone(letters)
			slip[i], slip[i+1] = slip[i+1], slip[i]
			n := holders[string(slip)]
			if n < 1 || n > 5 || analysis.Default().Occurrences(string(slip)) > 0 {
				continue
			}
			asked++
			res, err := ix.Search(ctx, fihris.Request{Query: parsed(t, string(slip)), Suggest: true, Limit: 1})
			require.NoError(t, err)
			if len(res.Suggestions) > 0 && res.Suggestions[0].Query == w {
				right++
			} else if os.Getenv(typedShown) == "helps" {
				fmt.Println("   ", string(slip), n, "not", w, holders[w], res.Suggestions)
			}
			break
		}
	}
	return fmt.Sprintf("misprints: of %d that one to five articles have the first suggestion is the word for %d", asked, right)
}

func titlesOf(res *fihris.Results) (titles []string) {
	for _, h := range res.Hits {
		titles = append(titles, h.Article.Title)
	}
	return titles
}

// helpedTexts reads the words of all articles.
func helpedTexts(t *testing.T, path string) (texts [][]string) {
	t.Helper()
	eachLine(t, path, func(line string) {
		var a struct{ Title, Body string }
		require.NoError(t, json.Unmarshal([]byte(line), &a))
		texts = append(texts, lettersOf(a.Title+" . "+a.Body))
	})
	return texts
}

func lettersOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func setOfWords(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}
