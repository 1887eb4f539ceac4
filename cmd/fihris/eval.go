package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/eval"
	"github.com/fihris-search/fihris/internal/terminal"
)

// evalDepth is how many articles are rated for each topic.
const evalDepth = 1000

func newEval(a *app) *cobra.Command {
	var topics, qrels, compare string
	var perQuery bool
	cmd := &cobra.Command{
		Use:   "eval -i DIR --topics FILE --qrels FILE",
		Short: "Measure the search against judgments",
		Long: `Asks the topics and compares the articles found with the judgments of a qrels file
(qid 0 docid grade): nDCG@10, MRR@10, MAP, P@10 and R@100, means over all queries
that have a relevant article. --compare says whether the difference to another
run, written by "fihris run" or by another engine, may be chance.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.eval(cmd, topics, qrels, compare, perQuery)
		},
	}
	cmd.Flags().StringVar(&topics, "topics", "", "file of topics: qid, tab, text")
	cmd.Flags().StringVar(&qrels, "qrels", "", "file of judgments: qid 0 docid grade")
	cmd.Flags().StringVar(&compare, "compare", "", "file of another run to compare with")
	cmd.Flags().BoolVar(&perQuery, "per-query", false, "also show every query")
	return cmd
}

// evalReport is what eval found, as JSON.
type evalReport struct {
	Queries int `json:"queries"`
	eval.Metrics
	PerQuery []eval.QueryMetrics `json:"per_query,omitempty"`
	Compare  []eval.Comparison   `json:"compare,omitempty"`
}

func (a *app) eval(cmd *cobra.Command, topicFile, qrelsFile, compareFile string, perQuery bool) error {
	if qrelsFile == "" {
		return usage(cmd, "which judgments? --qrels FILE")
	}
	qrels, err := readFile(qrelsFile, eval.ReadQrels)
	if err != nil {
		return err
	}
	var other eval.Run
	if compareFile != "" {
		if other, err = readFile(compareFile, eval.ReadRun); err != nil {
			return err
		}
	}
	run := eval.Run{}
	err = a.ask(cmd, topicFile, evalDepth, func(answer eval.Answer) error {
		run[answer.Topic.ID] = answer.IDs()
		return nil
	})
	if err != nil {
		return err
	}
	rated := eval.Evaluate(qrels, run)
	report := evalReport{Queries: len(rated.PerQuery), Metrics: rated.Mean}
	if perQuery {
		report.PerQuery = rated.PerQuery
	}
	if other != nil {
		report.Compare = eval.Compare(rated, eval.Evaluate(qrels, other))
	}
	if a.json {
		return a.printJSON(report)
	}
	a.printEval(report)
	return nil
}

// printEval shows figures as a table.
func (a *app) printEval(r evalReport) {
	if len(r.PerQuery) > 0 {
		a.printFigures("query", nil)
		for _, q := range r.PerQuery {
			a.printFigures(terminal.OneLine(q.Query), q.Values())
		}
		fmt.Fprintln(a.out)
	}
	for i, v := range r.Values() {
		fmt.Fprintf(a.out, "%-8s %.4f\n", eval.Names[i], v)
	}
	fmt.Fprintf(a.out, "%-8s %s\n", "queries", count(r.Queries))
	if len(r.Compare) > 0 {
		fmt.Fprintf(a.out, "\n%-8s %8s %8s %8s %7s %7s %9s %9s\n", "metric", "this", "other", "differs", "better", "worse", "p random", "p t-test")
	}
	for _, c := range r.Compare {
		fmt.Fprintf(a.out, "%-8s %8.4f %8.4f %+8.4f %7d %7d %9.4f %9.4f\n",
			c.Metric, c.Mean, c.Other, c.Mean-c.Other, c.Better, c.Worse, c.PRandom, c.PStudent)
	}
}

// printFigures prints one line of the table of queries, or its head.
func (a *app) printFigures(name string, values []float64) {
	fmt.Fprintf(a.out, "%-16s", name)
	for i := range eval.Names {
		if values == nil {
			fmt.Fprintf(a.out, " %8s", eval.Names[i])
		} else {
			fmt.Fprintf(a.out, " %8.4f", values[i])
		}
	}
	fmt.Fprintln(a.out)
}
