package analysis

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"
)

func TestZZStops(t *testing.T) {
	if os.Getenv("CORE_WC") == "" {
		t.Skip()
	}
	f, _ := os.Open(os.Getenv("CORE_WC"))
	s, err := parseStopWords(stopWordFile)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	sc := bufio.NewScanner(f)
	other := map[string]int{}
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		k, _ := strconv.Atoi(c[1])
		w := foldKeepMaksura(c[0])
		if _, ok := s.find(w); ok {
			n[w] += k
		} else {
			other[w] += k
		}
	}
	out := func(n map[string]int, max int) {
		var ks []string
		for k := range n {
			ks = append(ks, k)
		}
		sort.Slice(ks, func(i, j int) bool { return n[ks[i]] > n[ks[j]] })
		if len(ks) > max {
			ks = ks[:max]
		}
		for i, k := range ks {
			fmt.Print(k, ":", n[k], " ")
			if i%15 == 14 {
				fmt.Println()
			}
		}
		fmt.Println()
	}
	fmt.Println(len(s))
	out(n, 2000)
	fmt.Println("=== others")
	out(other, 700)
}

func TestZZRandom(t *testing.T) {
	if os.Getenv("CORE_RND") == "" {
		t.Skip()
	}
	n, _ := strconv.Atoi(os.Getenv("CORE_RND"))
	seed, _ := strconv.Atoi(os.Getenv("CORE_SEED"))
	alpha := strings.Split("ا|ب|ل|ال|و|ى|ي|ه|ة|ء|أ|آ|ئ|ٔ|َ|ـ|\u200f|\u200b| |  |\n|.|.|.|,|،|_|-|@|:|://|http|www|com|a|b|A|é|ß|e\u0301|'|’|1|2|000|٣|٫|٬|%|#|علي|على|الي|عبد|الله|كانون|الثاني|أبو|ظبي|ﷲ|ﻻ|م|د|\xff|\u0130|北|х|한|/|(|)|ʾ|ŉ|\u0640|\uFEFF|مدرسه|من|وزير|🎉|١|ｈ|²|هذه|اللة|x.com|/path", "|")
	r := rand.New(rand.NewSource(int64(seed)))
	a := Default()
	bad := 0
	for k := 0; k < n && bad < 10; k++ {
		var b strings.Builder
		for m := r.Intn(8) + 1; m > 0; m-- {
			b.WriteString(alpha[r.Intn(len(alpha))])
		}
		text := b.String()
		toks := a.AppendTokens(nil, text)
		checkTokens(t, text, toks)
		nm := a.Normalize(text)
		again := a.AppendTokens(nil, nm)
		if fmt.Sprint(exactForms(toks)) != fmt.Sprint(exactForms(again)) || a.Normalize(nm) != nm {
			fmt.Printf("%q -> %q -> %q: %q %q\n", text, nm, a.Normalize(nm), exactForms(toks), exactForms(again))
			bad++
		}
		for _, tok := range toks {
			w := a.Word(tok.Exact)
			if w.Exact != tok.Exact || w.Stem != tok.Stem || w.Root != tok.Root {
				fmt.Printf("%q: %q %q %q != %q %q %q\n", text, tok.Exact, tok.Stem, tok.Root, w.Exact, w.Stem, w.Root)
				bad++
			}
			if Fold(Fold(tok.Exact)) != Fold(tok.Exact) {
				fmt.Printf("fold %q\n", tok.Exact)
			}
		}
	}
}
