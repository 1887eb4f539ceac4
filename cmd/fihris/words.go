package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/fihris-search/fihris"
)

// wordFiles names the files of the user's own words.
type wordFiles struct{ families, protected, stopWords string }

// read reads the files, a word or family a line; # begins a comment.
func (f wordFiles) read() (fihris.Words, error) {
	var w fihris.Words
	for _, list := range []struct {
		name  string
		lines *[]string
	}{{f.families, &w.Families}, {f.protected, &w.Protected}, {f.stopWords, &w.StopWords}} {
		if list.name == "" {
			continue
		}
		data, err := os.ReadFile(list.name)
		if err != nil {
			return w, fmt.Errorf("word list: %w", err)
		}
		for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				*list.lines = append(*list.lines, line)
			}
		}
	}
	return w, nil
}
