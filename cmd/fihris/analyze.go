package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newAnalyze(a *app) *cobra.Command {
	var level, bidi string
	var explain bool
	cmd := &cobra.Command{
		Use:         "analyze [TEXT]",
		Short:       "Show what words become in the index",
		Annotations: takesText,
		Long: `Shows the three levels of every word: exact (the spelling), stem (the lexeme) and
root (the word family). Without TEXT it reads lines from standard input. With
--level exact, stem or root every line becomes one line: the terms of that
level, parted by spaces; stop words have an exact form only.`,
		Example: `  fihris analyze 'وقال الوزراء'
  fihris analyze --explain بالوزراء
  fihris analyze --level stem < corpus.txt > stems.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if _, ok := levels[level]; !ok && level != "all" {
				return usage(cmd, "--level %s: it is all, exact, stem or root", level)
			}
			words, err := a.words.read()
			if err != nil {
				return err
			}
			analyzer, err := arabic.New(arabic.Words(words))
			if err != nil {
				return err
			}
			return (&analysis{app: a, analyzer: analyzer, level: level, explain: explain}).run(args)
		},
	}
	cmd.Flags().StringVar(&level, "level", "all", "all, exact, stem or root")
	cmd.Flags().BoolVar(&explain, "explain", false, "say which rule, family or evidence gave each level")
	addBidi(cmd, &bidi)
	offer(cmd, "level", "all", "exact", "stem", "root")
	return cmd
}

// levels are the values of --level but all.
var levels = map[string]func(*arabic.Token) string{
	"exact": func(t *arabic.Token) string { return t.Exact },
	"stem":  func(t *arabic.Token) string { return t.Stem },
	"root":  func(t *arabic.Token) string { return t.Root },
}

// analysis is one run of analyze.
type analysis struct {
	*app
	analyzer *arabic.Analyzer
	level    string
	explain  bool
	tokens   []arabic.Token
}

// run analyzes the text given, or the lines of standard input.
func (a *analysis) run(args []string) error {
	if len(args) > 0 {
		text := strings.Join(args, " ")
		if !utf8.ValidString(text) {
			return fmt.Errorf("the text is not valid UTF-8")
		}
		return a.text(text)
	}
	return a.lines()
}

// lines analyzes the lines of standard input: one line in, one line out. Bytes
// that are not UTF-8 part words; the lines that have some are told at the end.
func (a *analysis) lines() error {
	in := bufio.NewReaderSize(a.in, 1<<20)
	broken, first := 0, 0
	for n := 1; ; n++ {
		line, err := in.ReadString('\n')
		if err == io.EOF && line == "" {
			break
		}
		if err != nil && err != io.EOF {
			return err
		}
		line = strings.TrimRight(line, "\r\n")
		if !utf8.ValidString(line) {
			if broken++; broken == 1 {
				first = n
			}
		}
		if err := a.text(line); err != nil {
			return err
		}
	}
	if broken > 0 {
		return hint(fmt.Errorf("stdin:%d: invalid UTF-8, in %d line(s) in all; what could be read is analyzed", first, broken),
			"Arabic that is not UTF-8 is mostly Windows-1256: iconv -f WINDOWS-1256 -t UTF-8")
	}
	return nil
}

// text analyzes one text and prints what it becomes.
func (a *analysis) text(text string) error {
	term, oneLevel := levels[a.level]
	switch {
	case a.explain:
		return a.printExplanations(text)
	case a.json:
		return a.printTokens(text, term)
	case oneLevel:
		return a.printTerms(text, term)
	}
	a.tokens = a.analyzer.AppendTokens(a.tokens[:0], text)
	for _, t := range a.tokens {
		a.printRow(t)
	}
	return nil
}

// printTerms prints the terms of one level on one line.
func (a *analysis) printTerms(text string, term func(*arabic.Token) string) error {
	a.tokens = a.analyzer.AppendTokens(a.tokens[:0], text)
	first := true
	for i := range a.tokens {
		t := term(&a.tokens[i])
		if t == "" || a.tokens[i].Part {
			continue
		}
		if !first {
			a.out.WriteByte(' ')
		}
		first = false
		a.out.WriteString(t)
	}
	return a.out.WriteByte('\n') // a failed write is remembered by the buffer
}

// printRow prints the levels of a token for people.
func (a *analysis) printRow(t arabic.Token) {
	if t.Stem == "" {
		fmt.Fprintf(a.out, "%s  exact %s  (stop word)\n", a.screen.Plain(t.Text), a.screen.Plain(t.Exact))
		return
	}
	fmt.Fprintf(a.out, "%s  exact %s  stem %s  root %s\n", a.screen.Plain(t.Text),
		a.screen.Plain(t.Exact), a.screen.Plain(t.Stem), a.screen.Plain(t.Root))
}

// printTokens prints a text as JSON: its tokens, or the terms of one level.
func (a *analysis) printTokens(text string, term func(*arabic.Token) string) error {
	tokens := a.analyzer.Analyze(text)
	if term == nil {
		return a.printJSON(answer.NewAnalyzed(text, tokens))
	}
	terms := []string{}
	for i := range tokens {
		if t := term(&tokens[i]); t != "" && !tokens[i].Part {
			terms = append(terms, t)
		}
	}
	return a.printJSON(map[string]any{"text": text, "terms": terms})
}

// printExplanations says how each token of a text came to its levels.
func (a *analysis) printExplanations(text string) error {
	all := a.analyzer.Explain(text)
	if a.json {
		return a.printJSON(answer.NewExplained(text, all))
	}
	for _, e := range all {
		fmt.Fprintln(a.out, a.screen.Style(terminal.StyleTitle, a.screen.Plain(e.Text)))
		for _, l := range []struct {
			name, term string
			why        []string
		}{{"exact", e.Exact, e.ExactWhy}, {"stem", e.Stem, e.StemWhy}, {"root", e.Root, e.RootWhy}} {
			if l.term == "" && len(l.why) == 0 {
				continue
			}
			fmt.Fprintf(a.out, "  %-5s  %s\n", l.name, a.screen.Plain(l.term))
			for _, why := range l.why {
				fmt.Fprintf(a.out, "         %s\n", a.screen.Plain(why))
			}
		}
	}
	return nil
}
