// Command gen counts which letters stand side by side in the words of the
// lexicon, and writes the table that package charset reads.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// letters are the letters of the table. The first column and row, called "-",
// are the edges of a word.
const letters = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"

func main() {
	if err := run("../analysis/lexicon/counts.tsv.zst", "pairs.txt"); err != nil {
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
	pairs := map[[2]rune]float64{}
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
		count(pairs, c[0], float64(2*news+book))
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return os.WriteFile(to, table(pairs), 0o644)
}

// count adds the pairs of a word, its edges with them. A word with any other
// sign is left out.
func count(pairs map[[2]rune]float64, word string, n float64) {
	if strings.Trim(word, letters) != "" {
		return
	}
	prev := '-'
	for _, r := range word + "-" {
		pairs[[2]rune{prev, r}] += n
		prev = r
	}
}

// unseen is the share of pairs that obey no counts: slips, names, letters
// glued to others. It bounds what one strange pair may say against a text.
const unseen = 0.01

// table writes, for each letter, what each next letter costs: the negative
// logarithm of its probability, in hundredths.
func table(pairs map[[2]rune]float64) []byte {
	all := []rune("-" + letters)
	var b strings.Builder
	b.WriteString("# What letter follows which, in hundredths of a nat: made by go generate from\n# the counts of the lexicon. Rows: the letter before; columns: the letter after.\n")
	fmt.Fprintf(&b, "%s\n", string(all))
	for _, from := range all {
		sum := 0.0
		for _, to := range all {
			sum += pairs[[2]rune{from, to}]
		}
		b.WriteRune(from)
		for _, to := range all {
			p := (1-unseen)*pairs[[2]rune{from, to}]/sum + unseen/float64(len(all))
			fmt.Fprintf(&b, " %.0f", -100*math.Log(p))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}
