// Command bench measures Fihris beside Lucene, tantivy and bleve on the same articles
// and the same queries, in one run, and prints tables. See README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// options are the flags.
type options struct {
	work      string
	engines   string
	rounds    int
	limit     int
	queries   int
	repeat    int
	k         int
	grow      string
	classes   string
	fresh     bool
	reuse     bool
	cpu       bool
	known     int
	passes    int
	java      string
	javac     string
	classpath string
	jdk21     string
	lucene10  string
	cargo     string
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == childFlag {
		exitOn(child(os.Args[2:]))
		return
	}
	var o options
	flag.StringVar(&o.work, "work", "", "folder for indexes and queries; kept (default: a temporary one, removed)")
	flag.StringVar(&o.engines, "engines", "fihris,lucene,bleve", "what to measure, of "+names)
	flag.IntVar(&o.rounds, "rounds", 3, "rounds of searching, engines in turn; the table has medians over rounds")
	flag.IntVar(&o.limit, "n", 1<<30, "articles at most")
	flag.IntVar(&o.queries, "queries", 300, "queries of each class")
	flag.IntVar(&o.repeat, "repeat", 5, "times that each query is asked in a round")
	flag.IntVar(&o.k, "k", 10, "hits of a query")
	flag.StringVar(&o.grow, "grow", "", "numbers of articles, as 50000,200000,500000: measure growth on articles recombined from real ones")
	flag.BoolVar(&o.fresh, "new", true, "also ask queries that were not asked before, in warm and in cold processes, and one in a process of its own")
	flag.BoolVar(&o.reuse, "reuse", false, "take the indexes that an earlier run left in -work")
	flag.BoolVar(&o.cpu, "cpu", false, "measure how long the thread of a query computes, not how long it takes: for a machine that others use as well")
	flag.IntVar(&o.known, "known", 0, "known items instead: ask for so many articles by their titles, which the index does not have")
	flag.IntVar(&o.passes, "passes", 40, "times that Lucene's virtual machine answers other queries before it is measured")
	flag.StringVar(&o.classes, "classes", "", "classes of queries, as one,or4 (default: all)")
	flag.StringVar(&o.java, "java", env("JAVA", "java"), "Java runtime (JAVA)")
	flag.StringVar(&o.javac, "javac", env("JAVAC", "javac"), "Java compiler (JAVAC)")
	flag.StringVar(&o.classpath, "classpath", env("LUCENE_CLASSPATH", debianLucene), "Lucene's core and analyzers-common (LUCENE_CLASSPATH)")
	flag.StringVar(&o.jdk21, "jdk21", findJDK(), "folder of a JDK of version 21 or later, for Lucene 10 (JAVA_HOME, or beside the java that is found)")
	flag.StringVar(&o.lucene10, "lucene10", os.Getenv("LUCENE10_CLASSPATH"), "Lucene 10's core and analysis-common (LUCENE10_CLASSPATH)")
	flag.StringVar(&o.cargo, "cargo", env("CARGO", "cargo"), "cargo, which builds the peer tantivy (CARGO)")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: bench [flags] ARTICLES.jsonl...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	exitOn(o.run(flag.Args()))
}

func env(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

func (o *options) run(files []string) error {
	if o.cpu {
		if _, err := threadTime(); err != nil {
			return err
		}
		if err := os.Setenv(clockVariable, "cpu"); err != nil {
			return err
		}
	}
	if o.work == "" {
		dir, err := os.MkdirTemp("", "fihris-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.work = dir
	} else if err := os.MkdirAll(o.work, 0o777); err != nil {
		return err
	}
	articles, err := readJSON(files, o.limit)
	if err != nil {
		return err
	}
	engines, err := o.chosen()
	if err != nil {
		return err
	}
	if o.known > 0 {
		return o.compareKnown(engines, articles)
	}
	queries, err := makeQueries(articles, 2*o.queries) // as many to warm up as are measured
	if err != nil {
		return err
	}
	if o.classes != "" {
		queries = slices.DeleteFunc(queries, func(q query) bool { return !slices.Contains(strings.Split(o.classes, ","), q.class) })
	}
	if o.grow == "" {
		return o.compare(engines, slices.Values(articles), queries, "all", true)
	}
	for n := range strings.SplitSeq(o.grow, ",") {
		size, err := strconv.Atoi(n)
		if err != nil || size <= 0 {
			return fmt.Errorf("-grow: %q is not a number of articles", n)
		}
		if err := o.compare(engines, recombine(articles, size), queries, n, false); err != nil {
			return err
		}
	}
	return nil
}

// compare indexes the articles with every engine, asks all of them the
// queries, and prints the tables. Wide adds exact totals and two clients.
func (o *options) compare(engines []engine, articles iter.Seq[article], queries []query, name string, wide bool) error {
	asked, warm := filepath.Join(o.work, name+".queries"), filepath.Join(o.work, name+".warm")
	measured, others := halves(queries)
	if err := errors.Join(writeQueries(asked, measured), writeQueries(warm, others)); err != nil {
		return err
	}
	n, indexed, err := o.indexAll(engines, articles, name)
	if err != nil {
		return err
	}
	t := newTable(fmt.Sprintf("%d articles, %d queries a class, k = %d, %d rounds", n, o.queries, o.k, o.rounds))
	for i, e := range engines {
		t.addIndex(e.name, indexed[i])
	}
	for round := range o.rounds {
		for _, e := range engines {
			if round > 0 && e.once {
				continue
			}
			for _, m := range modes(e, wide) {
				fmt.Fprintf(os.Stderr, "%s: round %d: %s\n", name, round+1, m.column)
				results, err := e.search(filepath.Join(o.work, name+"."+e.name), asked, m)
				if err != nil {
					return fmt.Errorf("%s: %w", e.name, err)
				}
				t.addSearch(m.column, results)
			}
		}
	}
	t.print(os.Stdout)
	if !o.fresh {
		return nil
	}
	return o.compareNew(engines, name, asked, warm)
}

// indexAll writes the articles into a file and indexes that with every engine; with
// -reuse only where no earlier run did. It returns how many articles there are.
func (o *options) indexAll(engines []engine, articles iter.Seq[article], name string) (int, [][]result, error) {
	corpus := filepath.Join(o.work, name+".articles")
	n, err := writeLines(corpus, articles)
	if err != nil {
		return 0, nil, err
	}
	out := make([][]result, len(engines))
	for i, e := range engines {
		dir := filepath.Join(o.work, name+"."+e.name)
		if _, err := os.Stat(dir); o.reuse && err == nil {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			return 0, nil, err
		}
		fmt.Fprintf(os.Stderr, "%s: indexing with %s\n", name, e.name)
		if out[i], err = e.index(dir, corpus); err != nil {
			return 0, nil, fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return n, out, os.Remove(corpus)
}

// compareNew asks every query once: after as many others in the process, and in a
// process that was asked nothing before. Then one query in a process of its own.
func (o *options) compareNew(engines []engine, name, asked, warm string) error {
	for _, w := range [...]struct{ title, file string }{{"new queries in a warm process", warm}, {"new queries in a cold process", ""}} {
		t := newTable(fmt.Sprintf("%s: %s, each asked once, %d rounds", name, w.title, o.rounds))
		for round := range o.rounds {
			for _, e := range engines {
				if round > 0 && e.once {
					continue
				}
				fmt.Fprintf(os.Stderr, "%s: round %d: %s: %s\n", name, round+1, e.name, w.title)
				results, err := e.search(filepath.Join(o.work, name+"."+e.name), asked, mode{column: e.name, exact: e.alwaysExact, clients: 1, once: true, warm: w.file})
				if err != nil {
					return fmt.Errorf("%s: %w", e.name, err)
				}
				t.addSearch(e.name, results)
			}
		}
		t.print(os.Stdout)
	}
	return o.compareShots(engines, name, asked)
}

// mode is a way to ask an engine: a column of the table.
type mode struct {
	column  string
	exact   bool // totals
	clients int
	once    bool   // every query once
	warm    string // file of queries that are asked before; empty for none
}

func modes(e engine, wide bool) []mode {
	out := []mode{{column: e.name, exact: e.alwaysExact, clients: 1}}
	if !wide {
		return out
	}
	if !e.alwaysExact {
		out = append(out, mode{column: e.name + " +totals", exact: true, clients: 1})
	}
	return append(out, mode{column: e.name + " x2", exact: e.alwaysExact, clients: 2})
}
