package main

import (
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newSimilar(a *app) *cobra.Command {
	var limit int
	var bidi string
	var noGroup bool
	cmd := &cobra.Command{
		Use:         "similar -i DIR ID|-",
		Short:       "Find articles like an article of the index, or like a text",
		Annotations: takesText,
		Long: `Finds the articles that are most like the one of an ID, its near-duplicates first;
or, for -, like the text on standard input.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if len(args) != 1 {
				return usage(cmd, "like which article? name one ID, or - for a text on standard input")
			}
			if limit < 1 {
				return usage(cmd, "--limit %d: at least 1 is wanted", limit)
			}
			return a.similar(cmd, args[0], fihris.Request{Limit: limit, Group: !a.json && !noGroup})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 10, "show at most this many articles")
	cmd.Flags().BoolVar(&noGroup, "no-group", false, "show near-duplicates as hits of their own")
	addBidi(cmd, &bidi)
	return cmd
}

// maxSimilarText bounds the text that articles are compared with.
const maxSimilarText = 1 << 20

// similar finds articles like one of the index, or like a text for "-".
func (a *app) similar(cmd *cobra.Command, id string, req fihris.Request) (err error) {
	ix, err := a.openToAsk(cmd)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	var res *fihris.Results
	if id != "-" {
		res, err = ix.Similar(cmd.Context(), id, req)
	} else if req.Query, err = a.likeInput(cmd, ix); err == nil {
		req.NoTotals = true
		res, err = ix.Search(cmd.Context(), req)
	}
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(answer.NewSearch(res))
	} else {
		fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, plural(len(res.Hits), "article")+" most like it"))
		a.printHits(res, 0)
	}
	if err == nil && len(res.Hits) == 0 {
		return exitStatus(exitNoHits)
	}
	return err
}

// likeInput makes a query of the text on standard input.
func (a *app) likeInput(cmd *cobra.Command, ix *fihris.Index) (fihris.Query, error) {
	text, err := io.ReadAll(io.LimitReader(a.in, maxSimilarText))
	if err != nil {
		return fihris.Query{}, err
	}
	for cut := 0; cut < utf8.UTFMax && !utf8.Valid(text) && len(text) == maxSimilarText-cut; cut++ {
		text = text[:len(text)-1] // a letter cut by the limit
	}
	if !utf8.Valid(text) {
		return fihris.Query{}, fmt.Errorf("stdin: invalid UTF-8")
	}
	return ix.Like(cmd.Context(), string(text))
}
