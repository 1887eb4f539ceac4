package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

func newStats(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "stats -i DIR",
		Short: "Say what an index holds",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ix, err := a.openToAsk(cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			st, err := ix.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(answer.NewStats(st))
			}
			a.printStats(st)
			return nil
		},
	}
}

// printStats shows what an index holds to people.
func (a *app) printStats(st fihris.Stats) {
	fmt.Fprintf(a.out, "articles  %s\n", count(st.Articles))
	fmt.Fprintf(a.out, "words     %s\n", count(st.Tokens))
	fmt.Fprintf(a.out, "on disk   %s", bytesText(st.Bytes))
	if st.Articles > 0 {
		fmt.Fprintf(a.out, " (%s an article)", bytesText(st.Bytes/int64(st.Articles)))
	}
	fmt.Fprintf(a.out, " in %s\n", plural(st.Segments, "segment"))
	if !st.Oldest.IsZero() {
		fmt.Fprintf(a.out, "dates     %s to %s\n", st.Oldest.Format(time.DateOnly), st.Newest.Format(time.DateOnly))
	}
	for _, f := range st.Fields {
		fmt.Fprintf(a.out, "field     %s\n", f)
	}
	fmt.Fprintf(a.out, "versions  analyzer %d, format %d\n", st.AnalyzerVersion, st.FormatVersion)
}
