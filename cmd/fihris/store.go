package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
)

// openIndex opens the index that --index names for reading, or for writing.
func (a *app) openIndex(cmd *cobra.Command, readOnly bool) (*fihris.Index, error) {
	if err := a.needIndex(cmd); err != nil {
		return nil, err
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	return fihris.Open(a.index, &fihris.Options{ReadOnly: readOnly, Words: words})
}

// openOrCreate opens the index that --index names, or creates it where there
// is nothing yet or an empty folder.
func (a *app) openOrCreate(cmd *cobra.Command) (*fihris.Index, error) {
	entries, err := os.ReadDir(a.index)
	if err == nil && len(entries) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a.openIndex(cmd, false)
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	return fihris.Create(a.index, &fihris.Options{Words: words})
}

// needIndex refuses to go on without --index.
func (a *app) needIndex(cmd *cobra.Command) error {
	if a.index == "" {
		return hint(errors.New("which index?"), "name its folder: fihris %s -i DIR, or set FIHRIS_INDEX=DIR", cmd.Name())
	}
	return nil
}

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

// printJSON writes one value on one line.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false) // for programs and eyes, never for a page
	return enc.Encode(v)
}

// closing closes what a command opened and keeps the first error.
func closing(c interface{ Close() error }, err *error) {
	if closeErr := c.Close(); *err == nil {
		*err = closeErr
	}
}
