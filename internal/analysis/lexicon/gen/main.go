// Command gen compiles the word counts beside it into the lexicon that package
// analysis embeds.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/klauspost/compress/zstd"
)

func main() {
	if err := run("lexicon/counts.tsv.zst", "lexicon/lexicon.bin"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		return err
	}
	defer z.Close()
	counts := map[string]float64{}
	lines := bufio.NewScanner(z)
	for n := 1; lines.Scan(); n++ {
		c := strings.Split(lines.Text(), "\t")
		if len(c) != 3 {
			return fmt.Errorf("%s: line %d: %d columns", from, n, len(c))
		}
		news, err1 := strconv.Atoi(c[1])
		book, err2 := strconv.Atoi(c[2])
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%s: line %d: not a number", from, n)
		}
		counts[analysis.FoldWritten(c[0])] += float64(2*news + book)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	b, err := analysis.CompileLexicon(counts)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
