package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"strings"
)

// article is what every engine gets: the same file of them, one a line.
type article struct{ ID, Source, Title, Body string }

// lineFeed stands for the line feeds of a body, which would end the line.
const lineFeed = "\u2028"

var flat = strings.NewReplacer("\t", " ", "\r\n", lineFeed, "\n", lineFeed, "\r", " ")

func (a *article) line() string {
	return strings.Join([]string{flat.Replace(a.ID), flat.Replace(a.Source), flat.Replace(a.Title), flat.Replace(a.Body)}, "\t")
}

func parseLine(line string) (article, error) {
	f := strings.SplitN(line, "\t", 4)
	if len(f) < 4 {
		return article{}, fmt.Errorf("a line of %d columns instead of 4", len(f))
	}
	return article{f[0], f[1], f[2], strings.ReplaceAll(f[3], lineFeed, "\n")}, nil
}

// readJSON reads articles as lines of JSON with id, source, title and body.
func readJSON(files []string, limit int) ([]article, error) {
	var out []article
	for _, name := range files {
		err := eachLine(name, func(line string) error {
			var a article
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				return err
			}
			if a.ID != "" && len(out) < limit {
				out = append(out, a)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return out, nil
}

func eachLine(name string, visit func(string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := r.ReadString('\n')
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			if err := visit(line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// writeLines writes the file that all engines read, and returns how many there were.
func writeLines(name string, articles iter.Seq[article]) (n int, err error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for a := range articles {
		w.WriteString(a.line()) // Flush has the error
		w.WriteByte('\n')
		n++
	}
	return n, errors.Join(w.Flush(), f.Close())
}

// recombine makes n articles of real ones: each has the title of one and as
// many paragraphs as another, drawn from all. Words and paragraphs are as
// frequent as in the news. It makes them as they are asked for: two million do not
// fit in memory.
func recombine(real []article, n int) iter.Seq[article] {
	var paragraphs []string
	counts := make([]int, len(real))
	for i := range real {
		for p := range strings.SplitSeq(real[i].Body, "\n") {
			if p = strings.TrimSpace(p); p != "" {
				paragraphs = append(paragraphs, p)
				counts[i]++
			}
		}
	}
	return func(yield func(article) bool) {
		r := rand.New(rand.NewPCG(2, uint64(n)))
		for i := range n {
			body := make([]string, counts[r.IntN(len(real))])
			for j := range body {
				body[j] = paragraphs[r.IntN(len(paragraphs))]
			}
			a := article{
				ID: fmt.Sprintf("mix-%07d", i), Source: real[r.IntN(len(real))].Source,
				Title: real[r.IntN(len(real))].Title, Body: strings.Join(body, "\n"),
			}
			if !yield(a) {
				return
			}
		}
	}
}
