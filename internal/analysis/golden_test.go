package analysis

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/terms.golden anew; refuses changed terms under an unchanged Version")

const goldenFile = "testdata/terms.golden"

// terms.golden holds the terms of some thousand words under one Version: a line
// "version: N", then word, exact form, stem and root with tabs between, "-" for
// no term. An index must never meet a query analyzed otherwise than its
// articles were, so terms change only together with Version:
//
//	go test ./internal/analysis -run TestTermsStayPut -update
//
// What a new version joined and parted: see lexicon/diff.
func TestTermsStayPut(t *testing.T) {
	version, golden, err := readGolden()
	if errors.Is(err, fs.ErrNotExist) && *update {
		version, golden = Version, map[string]string{}
	} else {
		require.NoError(t, err)
	}
	var changed []string
	for _, word := range slices.Sorted(maps.Keys(golden)) {
		if now := goldenTerms(word); now != golden[word] {
			changed = append(changed, fmt.Sprintf("%s: was %q, is %q", word, golden[word], now))
		}
	}
	if len(changed) > 0 && version == Version {
		require.Failf(t, "terms changed but Version did not", "%d words, among them:\n%s\nRaise Version in version.go and run with -update, or find what changed them.",
			len(changed), strings.Join(changed[:min(len(changed), 20)], "\n"))
	}
	if *update {
		require.NoError(t, writeGolden(golden))
		return
	}
	require.Equal(t, Version, version, "run with -update")
	require.Greater(t, len(golden), 2000, "too few words to notice a change")
}

func goldenTerms(word string) string {
	var b strings.Builder
	for i, tok := range Default().AppendTokens(nil, word) {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s\t%s\t%s", tok.Exact, orDash(tok.Stem), orDash(tok.Root))
	}
	return b.String()
}

func orDash(term string) string {
	if term == "" {
		return "-"
	}
	return term
}

func readGolden() (version int, golden map[string]string, err error) {
	data, err := os.ReadFile(goldenFile)
	if err != nil {
		return 0, nil, err
	}
	golden = map[string]string{}
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if n == 0 {
			if _, err := fmt.Sscanf(line, "version: %d", &version); err != nil {
				return 0, nil, fmt.Errorf("%s:1: %w", goldenFile, err)
			}
			continue
		}
		word, terms, ok := strings.Cut(line, "\t")
		if !ok {
			return 0, nil, fmt.Errorf("%s:%d: no tab", goldenFile, n+1)
		}
		golden[word] = terms
	}
	return version, golden, nil
}

// writeGolden writes the terms of the words that the file has and of all words
// of the other test data.
func writeGolden(golden map[string]string) error {
	words := slices.Collect(maps.Keys(golden))
	for _, name := range []string{"testdata/conflate.txt", "testdata/article.txt", "testdata/stopwords.txt"} {
		more, err := wordsOf(name)
		if err != nil {
			return err
		}
		words = append(words, more...)
	}
	slices.Sort(words)
	var b strings.Builder
	fmt.Fprintf(&b, "version: %d\n", Version)
	for _, word := range slices.Compact(words) {
		fmt.Fprintf(&b, "%s\t%s\n", word, goldenTerms(word))
	}
	return os.WriteFile(goldenFile, []byte(b.String()), 0o644)
}

// wordsOf returns the words of a file as written, comments left out.
func wordsOf(name string) (words []string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		for _, tok := range Default().AppendTokens(nil, line) {
			if word := line[tok.Start:tok.End]; isArabic(tok.Exact) && !strings.ContainsAny(word, " _") {
				words = append(words, word)
			}
		}
	}
	return words, lines.Err()
}
