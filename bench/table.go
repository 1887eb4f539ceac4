package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// table collects results and prints them as Markdown: a line for each class of
// queries, a column for each way to ask.
type table struct {
	title   string
	index   []string
	columns []string
	classes []string
	cells   map[[2]string][]result // by class and column: one for each round
	rss     map[string]int64       // the greatest of all rounds
	own     map[string]int64
}

func newTable(title string) *table {
	return &table{title: title, cells: map[[2]string][]result{}, rss: map[string]int64{}, own: map[string]int64{}}
}

func (t *table) addIndex(engine string, results []result) {
	for _, r := range results {
		t.index = append(t.index, fmt.Sprintf("| %s | %.0f | %.1f | %.1f | %.0f | %.0f |", engine,
			float64(r.Docs)/r.Seconds, r.Seconds, r.CPU, float64(r.RSS)/(1<<20), float64(r.Bytes)/float64(r.Docs)))
	}
}

func (t *table) addSearch(column string, results []result) {
	if !slices.Contains(t.columns, column) {
		t.columns = append(t.columns, column)
	}
	for _, r := range results {
		if r.Class == "" {
			t.rss[column], t.own[column] = max(t.rss[column], r.RSS), max(t.own[column], r.Own)
			continue
		}
		if !slices.Contains(t.classes, r.Class) {
			t.classes = append(t.classes, r.Class)
		}
		at := [2]string{r.Class, column}
		t.cells[at] = append(t.cells[at], r)
	}
}

// print prints medians over rounds. Times are in microseconds.
func (t *table) print(w io.Writer) {
	fmt.Fprintf(w, "## %s\n\n", t.title)
	if len(t.index) > 0 {
		fmt.Fprintf(w, "| indexing | docs/s | seconds | CPU s | peak RSS MB | bytes/article |\n|---|---|---|---|---|---|\n%s\n\n", strings.Join(t.index, "\n"))
	}
	fmt.Fprintf(w, "| p50 / p95 / p99 µs (first) | %s |\n|---|%s\n", strings.Join(t.columns, " | "), strings.Repeat("---|", len(t.columns)))
	for _, class := range t.classes {
		fmt.Fprintf(w, "| %s |", class)
		for _, column := range t.columns {
			r := t.cells[[2]string{class, column}]
			first := ""
			if x := median(r, func(r result) float64 { return r.First }); x > 0 {
				first = fmt.Sprintf(" (%.0f)", x)
			}
			fmt.Fprintf(w, " %.0f / %.0f / %.0f%s |", median(r, func(r result) float64 { return r.P50 }),
				median(r, func(r result) float64 { return r.P95 }), median(r, func(r result) float64 { return r.P99 }), first)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "| queries/s, mean of classes |")
	for _, column := range t.columns {
		sum := 0.0
		for _, class := range t.classes {
			sum += median(t.cells[[2]string{class, column}], func(r result) float64 { return r.QPS })
		}
		fmt.Fprintf(w, " %.0f |", sum/float64(len(t.classes)))
	}
	for _, m := range [...]struct {
		name string
		of   map[string]int64
	}{{"peak RSS MB", t.rss}, {"in no file, at the end, MB", t.own}} {
		fmt.Fprintf(w, "\n| %s |", m.name)
		for _, column := range t.columns {
			fmt.Fprintf(w, " %.0f |", float64(m.of[column])/(1<<20))
		}
	}
	fmt.Fprint(w, "\n\n")
}

func median(results []result, of func(result) float64) float64 {
	if len(results) == 0 {
		return 0
	}
	x := make([]float64, len(results))
	for i := range results {
		x[i] = of(results[i])
	}
	slices.Sort(x)
	return x[len(x)/2]
}
