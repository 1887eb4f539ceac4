package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/chart"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newTrend(a *app) *cobra.Command {
	var f studyFlags
	var req fihris.TrendRequest
	var period, by string
	var svg bool
	cmd := &cobra.Command{
		Use:         "trend -i DIR QUERY...",
		Short:       "Show how often words are used over time",
		Annotations: takesText,
		Long: `Shows how often the words of queries are used in the articles of each year, month,
week or day, of a million words of that time: an archive has more articles of some
times than of others. Each argument is a query of its own: quote one of several words.`,
		Example: `  fihris trend -i news.idx وزير
  fihris trend -i news.idx نفط غاز --per month --average 3 --svg > oil.svg
  fihris trend -i news.idx 'وقف إطلاق النار' --by source --csv > truce.csv`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(args) == 0 {
				return usage(cmd, "which words?")
			}
			if svg && (f.csv || a.json) {
				return usage(cmd, "--svg, --csv and --json: which of them?")
			}
			ix, err := f.prepare(a, cmd)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			for _, query := range args {
				s, err := f.study(cmd, ix, query)
				if err != nil {
					return err
				}
				req.Queries, req.Filter, req.Level = append(req.Queries, s.Query), s.Filter, s.Level
			}
			req.Period, req.By = fihris.Period(period), fihris.FacetField(by)
			res, err := ix.Trend(cmd.Context(), req)
			if err != nil {
				return err
			}
			if len(res.Periods) == 0 {
				fmt.Fprintf(a.err, "fihris: no article of these has a date (%s without)\n", plural(res.Undated, "article"))
				return exitStatus(exitNoHits)
			}
			t := trendShown{app: a, Trend: &res, req: &req}
			switch {
			case a.json:
				return a.printJSON(answer.NewTrend(&res, req.Period))
			case f.csv:
				return a.printCSV(answer.TrendTable(&res))
			case svg:
				_, err := a.out.Write(answer.TrendChart(&res, &req).SVG())
				return err
			}
			t.print()
			return nil
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&period, "per", string(fihris.PerMonth), choice(namesOf(fihris.Periods)))
	fl.StringVar(&by, "by", "", "a line for each "+choice(namesOf(fihris.KeywordFields())))
	fl.IntVar(&req.Average, "average", 1, "show the moving average of so many periods, an odd number")
	fl.BoolVar(&svg, "svg", false, "draw a picture (SVG)")
	offer(cmd, "per", namesOf(fihris.Periods)...)
	offer(cmd, "by", namesOf(fihris.KeywordFields())...)
	return cmd
}

// trendShown is a trend to be shown.
type trendShown struct {
	*app
	*fihris.Trend
	req *fihris.TrendRequest
}

// mostBars is how many periods are shown as bars, a line each; more are a row of blocks.
const mostBars = 40

// print shows a trend to people.
func (t *trendShown) print() {
	c := answer.TrendChart(t.Trend, t.req)
	most := 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			most = max(most, v)
		}
	}
	first, last := c.Labels[0], c.Labels[len(c.Labels)-1]
	fmt.Fprintln(t.out, t.screen.Style(terminal.StyleFaint, fmt.Sprintf("of a million words, per %s, %s to %s; the highest is %s", t.req.Period, first, last, chart.Figure(most))))
	if t.Undated > 0 {
		fmt.Fprintln(t.out, t.screen.Style(terminal.StyleFaint, verb(t.Undated, "without a date is in no period", "without a date are in no period")))
	}
	for i := range t.Series {
		s := &t.Series[i]
		total := uint64(0)
		for _, p := range s.Points {
			total += p.Occurrences
		}
		fmt.Fprintf(t.out, "\n%s  %s\n", t.screen.Style(terminal.StyleTitle, t.screen.Plain(answer.TrendName(t.req, s))), plural(total, "occurrence"))
		if len(s.Points) > mostBars {
			columns := t.screen.Width
			if columns == 0 {
				columns = 100
			}
			fmt.Fprintf(t.out, "%s\n", chart.Spark(c.Series[i].Values, most, columns))
			continue
		}
		for k, p := range s.Points {
			fmt.Fprintf(t.out, "%s  %9s  %8s  %s\n", c.Labels[k], chart.Figure(c.Series[i].Values[k]), count(p.Occurrences), chart.Bar(c.Series[i].Values[k], most, 50))
		}
	}
}
