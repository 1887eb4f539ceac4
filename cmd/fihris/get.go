package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newGet(a *app) *cobra.Command {
	var bidi string
	var dates bool
	cmd := &cobra.Command{
		Use:         "get -i DIR ID...",
		Short:       "Print articles by ID",
		Annotations: takesText,
		Long: `Prints articles whole. With --json each is one line that "fihris index" can read
again. With --dates also the dates that the text mentions, those said from the
dateline (أمس) too. The exit code is 1 if one of them is not there.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if len(args) == 0 {
				return usage(cmd, "which article? name its ID")
			}
			return a.get(cmd, args, dates)
		},
	}
	cmd.Flags().BoolVar(&dates, "dates", false, "also the dates that the text mentions, as ISO 8601 has them")
	addBidi(cmd, &bidi)
	return cmd
}

func (a *app) get(cmd *cobra.Command, ids []string, dates bool) (err error) {
	ix, err := a.openToAsk(cmd)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	missing := 0
	for i, id := range ids {
		article, err := ix.Article(cmd.Context(), id)
		if errors.Is(err, fihris.ErrNotFound) {
			fmt.Fprintf(a.err, "fihris: %s: no such article\n", terminal.OneLine(id))
			missing++
			continue
		}
		if err != nil {
			return err
		}
		var mentions []fihris.Mention
		if dates {
			if mentions, err = ix.Mentions(cmd.Context(), article); err != nil {
				return err
			}
		}
		switch {
		case a.json && dates:
			err = a.printJSON(answer.NewDatedArticle(article, mentions))
		case a.json:
			err = a.printJSON(article)
		default:
			a.printArticle(article, i > 0)
			a.printMentions(article, mentions)
		}
		if err != nil {
			return err
		}
	}
	if missing > 0 {
		return exitStatus(exitNoHits)
	}
	return nil
}

// printArticle shows an article to people, after an empty line if it is not
// the first.
func (a *app) printArticle(article fihris.Article, more bool) {
	if more {
		fmt.Fprintln(a.out)
	}
	for _, line := range a.screen.Lines([]terminal.Span{{Text: article.Title}}, terminal.StyleTitle, 1) {
		fmt.Fprintln(a.out, line)
	}
	fmt.Fprintln(a.out, a.metadata(article))
	if article.URL != "" {
		fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, a.screen.Plain(article.URL)))
	}
	for paragraph := range strings.Lines(article.Body) {
		lines := a.screen.Lines([]terminal.Span{{Text: paragraph}}, "", 1)
		if len(lines) > 0 {
			fmt.Fprintf(a.out, "\n%s\n", strings.Join(lines, "\n"))
		}
	}
}

// printMentions shows the dates that an article mentions.
func (a *app) printMentions(article fihris.Article, mentions []fihris.Mention) {
	for i, m := range mentions {
		if i == 0 {
			fmt.Fprintln(a.out)
		}
		text := article.Body
		if m.InTitle {
			text = article.Title
		}
		fmt.Fprintf(a.out, "%s  %s\n", a.screen.Style(terminal.StyleFaint, m.ISO), a.screen.Plain(text[m.Start:m.End]))
	}
}
