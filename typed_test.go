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

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/eval"
)

// typedFolder names a folder with corpus.jsonl, and queries.tsv with qrels.tsv
// (qid 0 docid grade); else each title asks for its article. Where it has an
// index of the corpus in index/, that is opened, else one is made in memory.
// TestTyped asks the queries literally and read, as they are and typed as people
// type, and prints nDCG@10 and what was read; with typedShown, what reading
// changed for the clean ones.
const (
	typedFolder = "FIHRIS_TYPED"
	typedShown  = "FIHRIS_SHOW"
)

// typedQueries is how many queries are typed in each way, a third of them with -short.
const typedQueries = 300

// typists are the ways in which people type what they mean; a query that one of
// them leaves as it is is not asked.
var typists = []struct {
	name  string
	type_ func(r *rand.Rand, words []string) []string
}{
	{"hamza", eachWord(dropHamza)},
	{"heh", eachWord(hehForTeh)},
	{"yeh", eachWord(yehForMaksura)},
	{"slip", slipOnce},
	{"sound", soundOnce},
	{"latin", inLatin},
	{"together", typeOnPhone},
}

func eachWord(change func(string) string) func(*rand.Rand, []string) []string {
	return func(_ *rand.Rand, words []string) []string {
		out := make([]string, len(words))
		for i, w := range words {
			out[i] = change(w)
		}
		return out
	}
}

var seats = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ئ", "ي", "ؤ", "و", "ءة", "ة", "ءات", "ات")

func dropHamza(w string) string { return strings.TrimSuffix(seats.Replace(w), "ء") }

func hehForTeh(w string) string { return strings.ReplaceAll(w, "ة", "ه") }

func yehForMaksura(w string) string {
	if rest, ok := strings.CutSuffix(w, "ى"); ok {
		return rest + "ي"
	}
	return w
}

// slipOnce changes one letter, with those that keyboards have side by side.
func slipOnce(r *rand.Rand, words []string) []string {
	const row = "ضصثقفغعهخحجد شسيبلاتنمكط ئءؤرلاىةوزظ"
	keys := []rune(row)
	out, ok := inWord(r, words, func(w []rune, at int) []rune {
		switch r.IntN(4) {
		case 0:
			return slices.Delete(w, at, at+1)
		case 1:
			return slices.Insert(w, at, w[at])
		case 2:
			if at > 0 && w[at] != w[at-1] {
				w[at], w[at-1] = w[at-1], w[at]
				return w
			}
			return nil
		}
		k := slices.Index(keys, w[at])
		if k < 0 || k+1 == len(keys) || keys[k+1] == ' ' {
			return nil
		}
		w[at] = keys[k+1]
		return w
	})
	if !ok {
		return words
	}
	return out
}

// soundOnce writes one word as a dialect sounds.
func soundOnce(r *rand.Rand, words []string) []string {
	out, ok := inWord(r, words, func(w []rune, at int) []rune {
		sounds := map[rune]string{'ث': "تس", 'ذ': "دز", 'ظ': "ضز", 'ض': "ظد", 'ق': "كغ", 'ص': "س", 'ط': "ت"}
		if s := []rune(sounds[w[at]]); len(s) > 0 {
			w[at] = s[r.IntN(len(s))]
			return w
		}
		return nil
	})
	if !ok {
		return words
	}
	return out
}

// latinLetters are what people write for a letter who have no Arabic keyboard:
// the commonest first, which every second one takes.
var latinLetters = map[rune][]string{
	'ء': {"'", ""}, 'أ': {"a"}, 'إ': {"i", "e"}, 'آ': {"a", "aa"}, 'ؤ': {"o", "'"}, 'ئ': {"'", "i"}, 'ا': {"a", "aa"},
	'ب': {"b"}, 'ت': {"t"}, 'ث': {"th"}, 'ج': {"j", "g"}, 'ح': {"h", "7"}, 'خ': {"kh", "5"}, 'د': {"d"}, 'ذ': {"dh", "z"},
	'ر': {"r"}, 'ز': {"z"}, 'س': {"s"}, 'ش': {"sh"}, 'ص': {"s"}, 'ض': {"d"}, 'ط': {"t"}, 'ظ': {"z"}, 'ع': {"a", "3"},
	'غ': {"gh", "g"}, 'ف': {"f"}, 'ق': {"q", "k"}, 'ك': {"k"}, 'ل': {"l"}, 'م': {"m"}, 'ن': {"n"}, 'ه': {"h"}, 'ة': {"a", "ah"},
	'و': {"w", "u", "o"}, 'ى': {"a"}, 'ي': {"y", "i", "ee"},
}

// inLatin writes a query in Latin letters.
func inLatin(r *rand.Rand, words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = latinWord(r, w)
	}
	return out
}

// latinWord writes a word in Latin letters, with the short vowels that a reader
// would hear somewhere: between two consonants that stand together.
func latinWord(r *rand.Rand, word string) string {
	var b strings.Builder
	letters := []rune(word)
	if len(letters) > 3 && letters[0] == 'ا' && letters[1] == 'ل' {
		b.WriteString([]string{"al-", "al", "el "}[r.IntN(3)])
		letters = letters[2:]
	}
	vowel := true // nothing, or a vowel, stands before
	for i, l := range letters {
		of := latinLetters[l]
		if len(of) == 0 {
			b.WriteRune(l)
			continue
		}
		text := of[0]
		if k := r.IntN(2 * len(of)); k < len(of) {
			text = of[k]
		}
		if (l == 'و' || l == 'ي') && i > 0 && !vowel && (i+1 == len(letters) || !strings.ContainsRune("اىةوي", letters[i+1])) {
			text = of[1] // a long vowel
		}
		isVowel := strings.Trim(text, "aeiou") == ""
		if !vowel && !isVowel {
			b.WriteString([]string{"a", "a", "i", "u"}[r.IntN(4)])
		}
		b.WriteString(text)
		vowel = isVowel
	}
	return b.String()
}

// typeOnPhone leaves out what takes a second tap, slips now and then, and now
// and then has no Arabic keyboard.
func typeOnPhone(r *rand.Rand, words []string) []string {
	for _, change := range []func(string) string{dropHamza, hehForTeh, yehForMaksura} {
		words = eachWord(change)(r, words)
	}
	switch r.IntN(6) {
	case 0:
		return slipOnce(r, words)
	case 1:
		return soundOnce(r, words)
	case 2:
		if isName(words) {
			return inLatin(r, words)
		}
	}
	return words
}

// isName says whether a query may be typed in Latin letters: people write names
// and topics so, no sentences.
func isName(words []string) bool {
	return len(words) <= 3 && !slices.ContainsFunc(words, func(w string) bool {
		return len(arabic.Analyze(w)) != 1 || arabic.Stem(w) == ""
	})
}

func TestTyped(t *testing.T) {
	folder := measured(t, typedFolder)
	ix, topics, qrels := typedIndex(t, folder)
	most := typedQueries
	if testing.Short() {
		most /= 3
	}
	r := rand.New(rand.NewPCG(2026, 12))
	r.Shuffle(len(topics), func(i, k int) { topics[i], topics[k] = topics[k], topics[i] })
	printClean(t, ix, topics[:min(len(topics), 5*most)], qrels)
	fmt.Printf("%-10s %4s  %-6s %-6s  %-6s %-6s  %7s %5s %7s\n", filepath.Base(folder), "n", "clean", "read", "typed", "read", "wonback", "read", "instead")
	for _, typist := range typists {
		var sum [4]float64
		n, read, instead := 0, 0, 0
		for _, topic := range topics {
			if n == most {
				break
			}
			words := strings.Fields(topic.Text)
			if typist.name == "latin" && !isName(words) {
				continue
			}
			typed := typist.type_(r, slices.Clone(words))
			if slices.Equal(words, typed) {
				continue
			}
			n++
			for i, query := range [...]string{topic.Text, topic.Text, strings.Join(typed, " "), strings.Join(typed, " ")} {
				res := typedAnswer(t, ix, query, i%2 == 0)
				x := ndcg(qrels[topic.ID], res)
				sum[i] += x
				if i == 3 && len(res.ReadAs) > 0 {
					read++
				}
				if i == 3 && res.Instead != nil {
					instead++
				}
				if os.Getenv(typedShown) == typist.name && i == 3 && x < 0.5 {
					fmt.Println("   ", topic.Text, "=>", query, res.ReadAs, res.Suggestions, x)
				}
			}
		}
		for i := range sum {
			sum[i] /= float64(max(n, 1))
		}
		won := "-" // where typing loses nothing
		if lost := sum[0] - sum[2]; lost > 1e-3 {
			won = fmt.Sprintf("%.1f%%", 100*(sum[3]-sum[2])/lost)
		}
		fmt.Printf("%-10s %4d  %.4f %.4f  %.4f %.4f  %7s %5d %7d\n", typist.name, n, sum[0], sum[1], sum[2], sum[3], won, read, instead)
	}
}

// printClean asks all queries as they are, literally and read, and prints how
// many answers differ.
func printClean(t *testing.T, ix *fihris.Index, topics []eval.Topic, qrels eval.Qrels) {
	t.Helper()
	var literal, read, better, worse float64
	asRead, tens, firsts := 0, 0, 0
	kinds := map[string]int{}
	for _, topic := range topics {
		a, b := typedAnswer(t, ix, topic.Text, true), typedAnswer(t, ix, topic.Text, false)
		x, y := ndcg(qrels[topic.ID], a), ndcg(qrels[topic.ID], b)
		literal, read = literal+x, read+y
		switch {
		case x < y:
			better++
		case x > y:
			worse++
		}
		if len(b.ReadAs) > 0 {
			asRead++
		}
		if slices.Equal(hitIDs(a), hitIDs(b)) {
			continue
		}
		tens++
		if len(a.Hits) == 0 || a.Hits[0].Article.ID != b.Hits[0].Article.ID {
			firsts++
		}
		for _, r := range b.ReadAs {
			kinds[r.Why]++
		}
		if b.Instead != nil {
			kinds["instead"]++
		}
		if os.Getenv(typedShown) == "clean" {
			fmt.Printf("  %.3f -> %.3f %s  %v %v\n", x, y, topic.Text, b.ReadAs, b.Instead)
		}
	}
	n := float64(len(topics))
	fmt.Printf("%d clean queries: nDCG@10 %.4f literally, %.4f read (%.0f better, %.0f worse); %d are read otherwise too, the first ten of %d differ, the first of %d; by %v\n",
		len(topics), literal/n, read/n, better, worse, asRead, tens, firsts, kinds)
}

func typedAnswer(t *testing.T, ix *fihris.Index, query string, literal bool) *fihris.Results {
	t.Helper()
	q, err := fihris.ParseQuery(query)
	require.NoError(t, err)
	res, err := ix.Search(ctx, fihris.Request{Query: q, Literal: literal, Suggest: !literal, IDsOnly: true})
	require.NoError(t, err)
	return res
}

func hitIDs(res *fihris.Results) (ids []string) {
	for _, h := range res.Hits {
		ids = append(ids, h.Article.ID)
	}
	return ids
}

func ndcg(grades map[string]int, res *fihris.Results) float64 {
	return eval.Measure(grades, hitIDs(res), eval.Exponential).NDCG10
}

// typedIndex indexes the articles of a folder and reads its topics and judgments.
func typedIndex(t *testing.T, folder string) (*fihris.Index, []eval.Topic, eval.Qrels) {
	t.Helper()
	var ix *fihris.Index
	if made := filepath.Join(folder, "index"); isFolder(made) {
		var err error
		ix, err = fihris.Open(made, nil)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, ix.Close()) })
	} else {
		ix, _ = repairIndex(t, folder)
	}
	qrels := eval.Qrels{}
	var topics []eval.Topic
	f, err := os.Open(filepath.Join(folder, "qrels.tsv"))
	if err != nil { // each title asks for its article
		eachLine(t, filepath.Join(folder, "corpus.jsonl"), func(line string) {
			var a struct{ ID, Title string }
			require.NoError(t, json.Unmarshal([]byte(line), &a))
			if n := len(strings.Fields(a.Title)); n >= 3 && n <= 15 {
				topics = append(topics, eval.Topic{ID: a.ID, Text: a.Title})
				qrels[a.ID] = map[string]int{a.ID: 1}
			}
		})
		return ix, topics, qrels
	}
	defer f.Close()
	qrels, err = eval.ReadQrels(f)
	require.NoError(t, err)
	eachLine(t, filepath.Join(folder, "queries.tsv"), func(line string) {
		if id, text, ok := strings.Cut(line, "\t"); ok && len(qrels[id]) > 0 {
			topics = append(topics, eval.Topic{ID: id, Text: text})
		}
	})
	return ix, topics, qrels
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
