package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/eval"
	"github.com/fihris-search/fihris/internal/terminal"
)

func newRun(a *app) *cobra.Command {
	var topics, tag string
	k := 0
	cmd := &cobra.Command{
		Use:   "run -i DIR --topics FILE",
		Short: "Answer many queries as a TREC run",
		Long: `Asks the topics of a file (an ID, a tab, and the text, which is plain words and
never query syntax) one after the other and prints the articles found:
qid Q0 docid rank score tag.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if strings.Join(strings.Fields(tag), "") != tag || tag == "" {
				return usage(cmd, "--tag %q: it must be one word", tag)
			}
			return a.ask(cmd, topics, k, func(answer eval.Answer) error {
				line, err := eval.AppendRun(nil, answer, tag)
				if err == nil {
					_, err = a.out.Write(line)
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&topics, "topics", "", "file of topics")
	cmd.Flags().IntVarP(&k, "depth", "k", 1000, "articles for each topic, at most")
	cmd.Flags().StringVar(&tag, "tag", "fihris", "name of the run")
	return cmd
}

// ask answers the topics of a file from the index.
func (a *app) ask(cmd *cobra.Command, topicFile string, k int, use func(eval.Answer) error) (err error) {
	if topicFile == "" {
		return usage(cmd, "which topics? --topics FILE")
	}
	if k < 1 {
		return usage(cmd, "-k %d: at least 1 is wanted", k)
	}
	topics, err := readFile(topicFile, eval.ReadTopics)
	if err != nil {
		return err
	}
	ix, err := a.openIndex(cmd, true)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	return eval.Ask(cmd.Context(), ix, topics, k, use)
}

// readFile reads a file by one of eval's readers; errors name the file.
func readFile[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

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
