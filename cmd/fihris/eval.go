package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/eval"
	"github.com/fihris-search/fihris/internal/terminal"
)

// evalDepth is how many articles are rated for each topic.
const evalDepth = 1000

// evalFlags are the flags of eval.
type evalFlags struct {
	topics, qrels, compare, gain string
	perQuery, firstStage         bool
	literal                      bool
	weights                      weightFlags
}

func newEval(a *app) *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval -i DIR --topics FILE --qrels FILE",
		Short: "Measure the search against judgments",
		Long: `Asks the topics and compares the articles found with the judgments of a qrels file
(qid 0 docid grade): nDCG@10, MRR@10, MAP, P@10 and R@100, means over all queries
that have a relevant article. To nDCG an article is worth 2^grade-1; with --gain
linear it is worth its grade, as in trec_eval. --compare says whether the
difference to another run, written by "fihris run" or by another engine, may be
chance.

Judged articles that the index does not have and judged queries that are no topics
count as zero; how many they are is told. If none is there, the exit code is 2.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.eval(cmd, f) },
	}
	cmd.Flags().StringVar(&f.topics, "topics", "", "file of topics: qid, tab, text")
	cmd.Flags().StringVar(&f.qrels, "qrels", "", "file of judgments: qid 0 docid grade")
	cmd.Flags().StringVar(&f.compare, "compare", "", "file of another run to compare with")
	cmd.Flags().StringVar(&f.gain, "gain", string(eval.Exponential), "what nDCG takes an article to be worth: exponential (2^grade-1), or linear (the grade)")
	cmd.Flags().BoolVar(&f.perQuery, "per-query", false, "also show every query")
	cmd.Flags().BoolVar(&f.firstStage, "first-stage", false, firstStageUsage)
	cmd.Flags().BoolVar(&f.literal, "literal", false, literalTopicsUsage)
	f.weights.add(cmd.Flags())
	a.embedder.add(cmd)
	offer(cmd, "gain", eval.Gains...)
	return cmd
}

// evalReport is what eval found, as JSON.
type evalReport struct {
	Queries int       `json:"queries"`
	Unasked int       `json:"unasked"` // queries without a topic
	Judged  int       `json:"judged"`  // articles judged relevant
	Missing int       `json:"missing"` // judged articles that the index does not have
	Gain    eval.Gain `json:"gain"`    // of nDCG

	// Topics that were answered by words only, though an embedder was named.
	WordsOnly int `json:"words_only,omitempty"`
	eval.Metrics
	PerQuery []eval.QueryMetrics `json:"per_query,omitempty"`
	Compare  []eval.Comparison   `json:"compare,omitempty"`
}

// eval measures the search and prints the figures.
func (a *app) eval(cmd *cobra.Command, f evalFlags) error {
	gain, err := eval.ParseGain(f.gain)
	if err != nil {
		return usage(cmd, "--gain: %w", err)
	}
	if err := a.embedder.second(cmd, f.firstStage); err != nil {
		return err
	}
	if f.qrels == "" {
		return usage(cmd, "which judgments? --qrels FILE")
	}
	qrels, err := readFile(f.qrels, eval.ReadQrels)
	if err != nil {
		return err
	}
	var other eval.Run
	if f.compare != "" {
		if other, err = readFile(f.compare, eval.ReadRun); err != nil {
			return err
		}
		if len(qrels.Unasked(other)) == len(qrels) {
			return fmt.Errorf("%s: it answers none of the %s judged queries", f.compare, count(len(qrels)))
		}
	}
	req := fihris.Request{Limit: evalDepth, FirstStage: f.firstStage, Literal: f.literal}
	if req.Weights, err = f.weights.of(cmd); err != nil {
		return err
	}
	run, judged, without, err := a.askJudged(cmd, f.topics, qrels, req)
	if err != nil {
		return err
	}
	rated := eval.EvaluateGain(qrels, run, gain)
	report := evalReport{
		Queries: judged.Queries, Unasked: len(judged.Unasked), Judged: judged.Articles, Missing: len(judged.Missing),
		Gain: gain, Metrics: rated.Mean, WordsOnly: without.topics,
	}
	if f.perQuery {
		report.PerQuery = rated.PerQuery
	}
	if other != nil {
		report.Compare = eval.Compare(rated, eval.EvaluateGain(qrels, other, gain))
	}
	if a.json {
		return a.printJSON(report)
	}
	a.printEval(report)
	return nil
}

// askJudged asks the topics of a file and looks whether the judgments fit the
// index and the topics: if not at all, that is an error.
func (a *app) askJudged(cmd *cobra.Command, topicFile string, qrels eval.Qrels, req fihris.Request) (run eval.Run, judged eval.Judged, without wordsOnly, err error) {
	ix, topics, err := a.openTopics(cmd, topicFile)
	if err != nil {
		return nil, judged, without, err
	}
	defer closing(ix, &err)
	run = eval.Run{}
	err = eval.Ask(cmd.Context(), ix, topics, req, func(answer eval.Answer) error {
		without.note(answer.Meaning)
		run[answer.Topic.ID] = answer.IDs()
		return nil
	})
	if err != nil {
		return run, judged, without, err
	}
	without.tell(a, len(topics))
	if judged, err = eval.Inspect(cmd.Context(), ix, qrels, run); err != nil {
		return run, judged, without, err
	}
	return run, judged, without, a.tellJudged(judged, run, topics)
}

// tellJudged tells how many judged articles and queries are not there. An error
// says that none is, so that there is nothing to measure.
func (a *app) tellJudged(j eval.Judged, run eval.Run, topics []eval.Topic) error {
	if len(j.Unasked) == j.Queries {
		return hint(fmt.Errorf("none of the %s judged queries is a topic; e.g. judged is %q, a topic is %q", count(j.Queries), j.Unasked[0], topics[0].ID),
			"give the topics that these judgments are of: --topics FILE")
	}
	if len(j.Unasked) > 0 {
		fmt.Fprintf(a.err, "fihris: %s of the %s judged queries are no topics and count as zero; e.g. %q\n", count(len(j.Unasked)), count(j.Queries), j.Unasked[0])
	}
	if len(j.Missing) == 0 {
		return nil
	}
	example, found := j.Example(run)
	text := fmt.Sprintf("e.g. judged is %q", example)
	if found != "" {
		text += fmt.Sprintf(", the index has %q", found)
	}
	if len(j.Missing) == j.Articles {
		return hint(fmt.Errorf("none of the %s judged IDs is in the index; %s", count(j.Articles), text),
			"index the articles under the IDs of the judgments, or write those of the index into the judgments")
	}
	fmt.Fprintf(a.err, "fihris: %s of the %s judged IDs are not in the index and count as not found; %s\n",
		count(len(j.Missing)), count(j.Articles), text)
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
	fmt.Fprintf(a.out, "%-8s %s\n", "gain", r.Gain)
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
