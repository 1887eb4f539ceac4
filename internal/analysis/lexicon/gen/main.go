// Command gen compiles the word counts beside it into what package analysis
// embeds: the lexicon, or with the argument usual, how words are written.
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
	compile, to, key := analysis.CompileLexicon, "lexicon/lexicon.bin", analysis.FoldWritten
	if len(os.Args) > 1 && os.Args[1] == "usual" {
		compile, to, key = analysis.CompileUsual, "lexicon/usual.bin", func(word string) string { return word }
	}
	if err := run("lexicon/counts.tsv.zst", to, key, compile); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(from, to string, key func(string) string, compile func(map[string]float64) ([]byte, error)) error {
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
		counts[key(c[0])] += float64(2*news + book)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	b, err := compile(counts)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
