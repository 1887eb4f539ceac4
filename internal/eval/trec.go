package eval

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Topic is one question of a collection.
type Topic struct {
	ID   string
	Text string // plain words, never query syntax
}

// Qrels hold, for each query, its relevant articles and their grades above 0.
type Qrels map[string]map[string]int

// Run holds, for each query, the articles found, best first, each once.
type Run map[string][]string

// maxLine bounds a line of the files read here.
const maxLine = 1 << 20

// eachLine calls f with every line that is not blank. Errors name the line.
func eachLine(r io.Reader, f func(line string) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxLine)
	n := 0
	for sc.Scan() {
		n++
		line := sc.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			return fmt.Errorf("line %d: invalid UTF-8", n)
		}
		if err := f(string(line)); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := sc.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d: longer than %d bytes", n+1, maxLine)
	} else if err != nil {
		return err
	}
	if n == 0 {
		return errors.New("empty")
	}
	return nil
}

// ReadTopics reads lines of an ID, a tab, and a text. Errors name the line.
func ReadTopics(r io.Reader) ([]Topic, error) {
	var topics []Topic
	seen := map[string]bool{}
	err := eachLine(r, func(line string) error {
		id, text, ok := strings.Cut(line, "\t")
		id, text = strings.TrimSpace(id), strings.TrimSpace(text)
		switch {
		case !ok:
			return errors.New("a topic is an ID, a tab, and its text")
		case id == "" || strings.ContainsAny(id, " \v\f\u00a0"):
			return fmt.Errorf("topic ID %q: it must be one word", id)
		case seen[id]:
			return fmt.Errorf("topic ID %q comes twice", id)
		}
		seen[id] = true
		topics = append(topics, Topic{id, text})
		return nil
	})
	return topics, err
}

// ReadQrels reads lines of a query's ID, a number that says nothing, an
// article's ID and its grade, parted by tabs or spaces. Errors name the line.
func ReadQrels(r io.Reader) (Qrels, error) {
	qrels := Qrels{}
	err := eachLine(r, func(line string) error {
		f := strings.Fields(line)
		if len(f) != 4 {
			return fmt.Errorf("a judgment is 4 fields, not %d: qid 0 docid grade", len(f))
		}
		grade, err := strconv.Atoi(f[3])
		if err != nil || grade > 30 {
			return fmt.Errorf("grade %q: a small whole number is wanted", f[3])
		}
		if grade <= 0 {
			return nil
		}
		if qrels[f[0]] == nil {
			qrels[f[0]] = map[string]int{}
		}
		qrels[f[0]][f[2]] = grade
		return nil
	})
	if err == nil && len(qrels) == 0 {
		err = errors.New("no article is judged relevant")
	}
	return qrels, err
}

// entry is one line of a run.
type entry struct {
	id    string
	score float64
	rank  int
}

// ReadRun reads lines of a query's ID, a word that says nothing, an article's
// ID, its rank, its score and a tag. The score decides, then the rank; an
// article that comes again is left out. Errors name the line.
func ReadRun(r io.Reader) (Run, error) {
	entries := map[string][]entry{}
	err := eachLine(r, func(line string) error {
		f := strings.Fields(line)
		if len(f) != 6 {
			return fmt.Errorf("a line of a run is 6 fields, not %d: qid Q0 docid rank score tag", len(f))
		}
		rank, err := strconv.Atoi(f[3])
		if err != nil {
			return fmt.Errorf("rank %q: a whole number is wanted", f[3])
		}
		score, err := strconv.ParseFloat(f[4], 64)
		if err != nil || math.IsNaN(score) {
			return fmt.Errorf("score %q: a number is wanted", f[4])
		}
		entries[f[0]] = append(entries[f[0]], entry{f[2], score, rank})
		return nil
	})
	run := Run{}
	for qid, all := range entries {
		slices.SortStableFunc(all, func(a, b entry) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.rank, b.rank))
		})
		seen := map[string]bool{}
		for _, e := range all {
			if !seen[e.id] {
				seen[e.id] = true
				run[qid] = append(run[qid], e.id)
			}
		}
	}
	return run, err
}

// compareIDs orders q2 before q10: by length where they are numbered alike.
func compareIDs(a, b string) int {
	pa, na := splitNumber(a)
	pb, nb := splitNumber(b)
	return cmp.Or(cmp.Compare(pa, pb), cmp.Compare(na, nb), cmp.Compare(a, b))
}

// splitNumber cuts a number off the end of an ID.
func splitNumber(id string) (prefix string, number uint64) {
	prefix = strings.TrimRight(id, "0123456789")
	number, err := strconv.ParseUint(id[len(prefix):], 10, 64)
	if err != nil {
		return id, 0
	}
	return prefix, number
}
