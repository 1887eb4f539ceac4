// Package eval measures a search: topics are asked, the articles found are
// compared with judgments (qrels), and two runs are compared with one another.
//
// The formats are those of TREC. The figures are those of the usual tools over
// all judged queries: a query without an answer counts as zero. In one of them
// the tools differ, in what a grade is worth to nDCG: see [Gain].
package eval

import (
	"fmt"
	"math"
	"slices"
)

// Gain is what an article is worth to nDCG by its grade. With grades of 0 and 1
// only, both are the same.
type Gain string

// The gains.
const (
	Exponential Gain = "exponential" // 2^grade-1: of most papers on search in the web
	Linear      Gain = "linear"      // the grade: of trec_eval and ir_measures
)

// Gains are the names that [ParseGain] knows.
var Gains = []string{string(Exponential), string(Linear)}

// ParseGain reads the name of a gain.
func ParseGain(name string) (Gain, error) {
	if g := Gain(name); g == Exponential || g == Linear {
		return g, nil
	}
	return "", fmt.Errorf("gain %q: it is exponential (2^grade-1) or linear (the grade)", name)
}

// of returns what a grade is worth.
func (g Gain) of(grade int) float64 {
	if g == Linear {
		return float64(grade)
	}
	return math.Exp2(float64(grade)) - 1
}

// Metrics are the figures of one query, or their means over many; each is 0 to 1.
type Metrics struct {
	NDCG10 float64 `json:"ndcg@10"` // discount log2(rank+1), first ten; over the best that is possible
	MRR10  float64 `json:"mrr@10"`  // 1/rank of the first relevant article within ten
	MAP    float64 `json:"map"`     // mean precision at the relevant articles, over all that there are
	P10    float64 `json:"p@10"`    // share of the first ten that is relevant
	R100   float64 `json:"r@100"`   // share of the relevant that is among the first hundred
}

// Names are the names of the metrics in the order of [Metrics.Values].
var Names = []string{"nDCG@10", "MRR@10", "MAP", "P@10", "R@100"}

// Values returns the figures in the order of Names.
func (m Metrics) Values() []float64 {
	return []float64{m.NDCG10, m.MRR10, m.MAP, m.P10, m.R100}
}

// Measure rates the answer to one query: ids from best to worst, without
// repetitions, against the grades of its relevant articles. Without relevant
// articles all figures are 0.
func Measure(grades map[string]int, ids []string, gain Gain) Metrics {
	if len(grades) == 0 {
		return Metrics{}
	}
	var m Metrics
	var dcg, precisions float64
	found, found100 := 0, 0
	for i, id := range ids {
		grade := grades[id]
		if grade <= 0 {
			continue
		}
		found++
		precisions += float64(found) / float64(i+1)
		if i < 100 {
			found100++
		}
		if i >= 10 {
			continue
		}
		dcg += gain.of(grade) / discount(i)
		m.P10 += 1. / 10
		if m.MRR10 == 0 {
			m.MRR10 = 1 / float64(i+1)
		}
	}
	m.NDCG10 = dcg / idealDCG(grades, gain)
	m.MAP = precisions / float64(len(grades))
	m.R100 = float64(found100) / float64(len(grades))
	return m
}

// discount divides what an article is worth at a place, from 0.
func discount(place int) float64 { return math.Log2(float64(place + 2)) }

// idealDCG returns the discounted gain of the best possible first ten.
func idealDCG(grades map[string]int, gain Gain) float64 {
	var all []int
	for _, g := range grades {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b int) int { return b - a })
	sum := 0.0
	for i, g := range all[:min(10, len(all))] {
		sum += gain.of(g) / discount(i)
	}
	return sum
}

// QueryMetrics are the figures of one judged query.
type QueryMetrics struct {
	Query string `json:"query"`
	Metrics
}

// Report rates a run.
type Report struct {
	Mean     Metrics        // over all judged queries
	PerQuery []QueryMetrics // ordered by the query's ID
}

// Evaluate rates a run with the exponential gain. Every query with a relevant
// article counts, answered or not; queries without one are left out.
func Evaluate(qrels Qrels, run Run) Report { return EvaluateGain(qrels, run, Exponential) }

// EvaluateGain rates a run as [Evaluate] does, with a gain of choice.
func EvaluateGain(qrels Qrels, run Run, gain Gain) Report {
	var r Report
	for qid, grades := range qrels {
		r.PerQuery = append(r.PerQuery, QueryMetrics{qid, Measure(grades, run[qid], gain)})
	}
	slices.SortFunc(r.PerQuery, func(a, b QueryMetrics) int { return compareIDs(a.Query, b.Query) })
	for _, q := range r.PerQuery {
		r.Mean.NDCG10 += q.NDCG10
		r.Mean.MRR10 += q.MRR10
		r.Mean.MAP += q.MAP
		r.Mean.P10 += q.P10
		r.Mean.R100 += q.R100
	}
	if n := float64(len(r.PerQuery)); n > 0 {
		r.Mean = Metrics{r.Mean.NDCG10 / n, r.Mean.MRR10 / n, r.Mean.MAP / n, r.Mean.P10 / n, r.Mean.R100 / n}
	}
	return r
}
