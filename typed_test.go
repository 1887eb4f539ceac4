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
	"github.com/fihris-search/fihris/internal/eval"
)

// typedFolder names a folder with corpus.jsonl, and queries.tsv with qrels.tsv
// (qid 0 docid grade); else each title asks for its article. TestTyped types the
// queries as people do and prints nDCG@10: of the clean ones literally and read,
// of the typed ones literally and read.
const typedFolder = "FIHRIS_TYPED"

// typedQueries is how many queries are typed in each way.
const typedQueries = 300

// typists are the ways in which people type what they mean; none may change a
// query, which is then left out.
var typists = []struct {
	name  string
	type_ func(r *rand.Rand, words []string) []string
}{
	{"hamza", eachWord(dropHamza)},
	{"heh", eachWord(hehForTeh)},
	{"yeh", eachWord(yehForMaksura)},
	{"slip", slipOnce},
	{"sound", soundOnce},
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

// typeOnPhone leaves out what takes a second tap, and slips now and then.
func typeOnPhone(r *rand.Rand, words []string) []string {
	for _, change := range []func(string) string{dropHamza, hehForTeh, yehForMaksura} {
		words = eachWord(change)(r, words)
	}
	switch r.IntN(6) {
	case 0:
		return slipOnce(r, words)
	case 1:
		return soundOnce(r, words)
	}
	return words
}

func TestTyped(t *testing.T) {
	folder := os.Getenv(typedFolder)
	if folder == "" {
		t.Skip("no folder in " + typedFolder)
	}
	ix, topics, qrels := typedIndex(t, folder)
	r := rand.New(rand.NewPCG(2026, 12))
	r.Shuffle(len(topics), func(i, k int) { topics[i], topics[k] = topics[k], topics[i] })
	fmt.Printf("%-10s %4s  %-6s %-6s  %-6s %-6s  %7s %5s %7s\n", filepath.Base(folder), "n", "clean", "read", "typed", "read", "wonback", "read", "instead")
	for _, typist := range typists {
		var sum [4]float64
		n, read, instead := 0, 0, 0
		for _, topic := range topics {
			if n == typedQueries {
				break
			}
			words := strings.Fields(topic.Text)
			typed := typist.type_(r, slices.Clone(words))
			if slices.Equal(words, typed) {
				continue
			}
			n++
			for i, query := range [...]string{topic.Text, topic.Text, strings.Join(typed, " "), strings.Join(typed, " ")} {
				q, err := fihris.ParseQuery(query)
				require.NoError(t, err)
				res, err := ix.Search(ctx, fihris.Request{Query: q, Literal: i%2 == 0, Suggest: true, IDsOnly: true})
				require.NoError(t, err)
				var ids []string
				for _, h := range res.Hits {
					ids = append(ids, h.Article.ID)
				}
				x := eval.Measure(qrels[topic.ID], ids, eval.Exponential).NDCG10
				sum[i] += x
				if i == 3 && len(res.ReadAs) > 0 {
					read++
				}
				if i == 3 && res.Instead != nil {
					instead++
				}
				if testing.Verbose() && os.Getenv("FIHRIS_SHOW") != "" && i == 1 && len(res.ReadAs) > 0 {
					fmt.Println("   clean read:", query, res.ReadAs)
				}
			}
		}
		for i := range sum {
			sum[i] /= float64(max(n, 1))
		}
		fmt.Printf("%-10s %4d  %.4f %.4f  %.4f %.4f  %6.1f%% %5d %7d\n", typist.name, n, sum[0], sum[1], sum[2], sum[3], 100*(sum[3]-sum[2])/max(sum[0]-sum[2], 1e-9), read, instead)
	}
}

// typedIndex indexes the articles of a folder and reads its topics and judgments.
func typedIndex(t *testing.T, folder string) (*fihris.Index, []eval.Topic, eval.Qrels) {
	t.Helper()
	ix, _ := repairIndex(t, folder)
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
