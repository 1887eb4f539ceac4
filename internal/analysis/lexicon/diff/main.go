// Command diff shows what changed between two golden files of terms: which words
// joined at the stem, which parted, the weightiest first. A group weighs as often
// as the words of its smaller side stand in the texts that were counted.
//
//	git show v1:internal/analysis/testdata/terms.golden > old.golden
//	go run ./lexicon/diff old.golden testdata/terms.golden
package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "diff:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("want two golden files, the old one first")
	}
	old, err := readStems(args[0])
	if err != nil {
		return err
	}
	now, err := readStems(args[1])
	if err != nil {
		return err
	}
	counts, err := readCounts("lexicon/counts.tsv.zst")
	if err != nil {
		return err
	}
	show(out, "joined", changes(old, now, counts))
	show(out, "parted", changes(now, old, counts))
	return nil
}

// readStems reads a golden file: a line with the version, then word, exact form,
// stem and root. Words that are several tokens and stop words are left out.
func readStems(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	stems := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		c := strings.Split(lines.Text(), "\t")
		if len(c) == 4 && c[2] != "-" {
			stems[c[0]] = c[2]
		} else if n > 1 && len(c) < 4 {
			return nil, fmt.Errorf("%s: line %d: want four columns", path, n)
		}
	}
	return stems, lines.Err()
}

func readCounts(path string) (map[string]int, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("run it in internal/analysis: %w", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	counts := map[string]int{}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		for _, n := range c[1:] {
			k, err := strconv.Atoi(n)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: not a number", path, c[0])
			}
			counts[c[0]] += k
		}
	}
	return counts, lines.Err()
}

// change is a group of words with one stem that had several, the heaviest first.
type change struct {
	sides  []side
	tokens int // of all but the heaviest side
}

type side struct {
	words  []string
	tokens int
}

// changes lists the groups of b that were several in a.
func changes(a, b map[string]string, counts map[string]int) (list []change) {
	groups := map[string]map[string]*side{}
	for w, stem := range b {
		was, ok := a[w]
		if !ok {
			continue
		}
		if groups[stem] == nil {
			groups[stem] = map[string]*side{}
		}
		s := groups[stem][was]
		if s == nil {
			s = &side{}
			groups[stem][was] = s
		}
		s.words, s.tokens = append(s.words, w), s.tokens+counts[w]
	}
	for _, sides := range groups {
		if len(sides) < 2 {
			continue
		}
		var c change
		for _, s := range sides {
			slices.SortFunc(s.words, func(v, w string) int { return cmp.Or(counts[w]-counts[v], strings.Compare(v, w)) })
			c.sides, c.tokens = append(c.sides, *s), c.tokens+s.tokens
		}
		slices.SortFunc(c.sides, func(x, y side) int { return cmp.Or(y.tokens-x.tokens, strings.Compare(x.words[0], y.words[0])) })
		c.tokens -= c.sides[0].tokens
		list = append(list, c)
	}
	slices.SortFunc(list, func(x, y change) int {
		return cmp.Or(y.tokens-x.tokens, strings.Compare(x.sides[0].words[0], y.sides[0].words[0]))
	})
	return list
}

func show(out io.Writer, what string, list []change) {
	tokens := 0
	for _, c := range list {
		tokens += c.tokens
	}
	fmt.Fprintf(out, "%s: %d groups, %d tokens\n", what, len(list), tokens)
	for _, c := range list {
		fmt.Fprintf(out, "%8d ", c.tokens)
		for i, s := range c.sides {
			if i > 0 {
				fmt.Fprint(out, " | ")
			}
			fmt.Fprint(out, strings.Join(s.words[:min(len(s.words), 8)], " "))
		}
		fmt.Fprintln(out)
	}
}
