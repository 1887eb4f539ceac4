// Command bench measures Fihris beside Lucene and bleve on the same articles
// and the same queries, in one run, and prints one table. See README.md.
package main

import (
	"flag"
	"fmt"
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
	java      string
	javac     string
	classpath string
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == childFlag {
		exitOn(child(os.Args[2:]))
		return
	}
	var o options
	flag.StringVar(&o.work, "work", "", "folder for indexes and queries; kept (default: a temporary one, removed)")
	flag.StringVar(&o.engines, "engines", "fihris,lucene,bleve", "what to measure")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds of searching, engines in turn; the table has medians over rounds")
	flag.IntVar(&o.limit, "n", 1<<30, "articles at most")
	flag.IntVar(&o.queries, "queries", 300, "queries of each class")
	flag.IntVar(&o.repeat, "repeat", 5, "times that each query is asked in a round")
	flag.IntVar(&o.k, "k", 10, "hits of a query")
	flag.StringVar(&o.grow, "grow", "", "numbers of articles, as 50000,200000,500000: measure growth on articles recombined from real ones")
	flag.StringVar(&o.classes, "classes", "", "classes of queries, as one,or4 (default: all)")
	flag.StringVar(&o.java, "java", env("JAVA", "java"), "Java runtime (JAVA)")
	flag.StringVar(&o.javac, "javac", env("JAVAC", "javac"), "Java compiler (JAVAC)")
	flag.StringVar(&o.classpath, "classpath", env("LUCENE_CLASSPATH", debianLucene), "Lucene's core and analyzers-common (LUCENE_CLASSPATH)")
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
	queries, err := makeQueries(articles, o.queries)
	if err != nil {
		return err
	}
	if o.classes != "" {
		queries = slices.DeleteFunc(queries, func(q query) bool { return !strings.Contains(","+o.classes+",", ","+q.class+",") })
	}
	if strings.Contains(o.engines, "lucene") {
		if err := o.compilePeer(); err != nil {
			return err
		}
	}
	if o.grow == "" {
		return o.compare(articles, queries, "all", true)
	}
	for n := range strings.SplitSeq(o.grow, ",") {
		size, err := strconv.Atoi(n)
		if err != nil || size <= 0 {
			return fmt.Errorf("-grow: %q is not a number of articles", n)
		}
		if err := o.compare(recombine(articles, size), queries, n, false); err != nil {
			return err
		}
	}
	return nil
}

// compare indexes the articles with every engine, asks all of them the
// queries, and prints the tables. Wide adds exact totals and two clients.
func (o *options) compare(articles []article, queries []query, name string, wide bool) error {
	corpus, asked := filepath.Join(o.work, name+".articles"), filepath.Join(o.work, name+".queries")
	if err := writeLines(corpus, articles); err != nil {
		return err
	}
	var lines []string
	for _, q := range queries {
		lines = append(lines, q.line())
	}
	if err := os.WriteFile(asked, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		return err
	}
	t := newTable(fmt.Sprintf("%d articles, %d queries a class, k = %d, %d rounds", len(articles), o.queries, o.k, o.rounds))
	var engines []engine
	for _, e := range o.all() {
		if !strings.Contains(o.engines, e.name) {
			continue
		}
		engines = append(engines, e)
		dir := filepath.Join(o.work, name+"."+e.name)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: indexing with %s\n", name, e.name)
		results, err := e.index(dir, corpus)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		t.addIndex(e.name, results)
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
	return nil
}

// mode is a way to ask an engine: a column of the table.
type mode struct {
	column  string
	exact   bool // totals
	clients int
}

func modes(e engine, wide bool) []mode {
	out := []mode{{e.name, e.alwaysExact, 1}}
	if !wide {
		return out
	}
	if !e.alwaysExact {
		out = append(out, mode{e.name + " +totals", true, 1})
	}
	return append(out, mode{e.name + " x2", e.alwaysExact, 2})
}
