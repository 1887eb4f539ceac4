// Command mutate asks how much of a package its tests hold: it changes the
// code in one small place, runs the tests, and says whether they noticed.
//
//	go run ./internal/mutate [-n 60] [-seed 7] PACKAGE...
//
// The changes are those of a slip: a comparison with its border moved or turned
// round, && for ||, a condition that never or always holds, true returned for
// false, a whole number one greater, another operator, a statement left out. Which places
// are tried follows from the seed and the code alone, at most one a function
// until every function had its turn. The tests that stand in other packages
// count where -tests names them.
//
// A mutant that does what the code does cannot be noticed. Those that are known
// stand in equivalent.tsv, with the reason, and do not count.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// options are what the command line says.
type options struct {
	root       string
	n          int
	seed       uint64
	short      bool
	timeout    time.Duration
	tests      string
	equivalent string
	again      string
	packages   []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := read(args)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	known, err := readEquivalent(o.equivalent)
	if err != nil {
		return err
	}
	var scores []score
	for _, dir := range o.packages {
		s, err := o.mutate(ctx, dir, scratch, known, out)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		scores = append(scores, s)
	}
	return table(out, scores)
}

// read reads the command line.
func read(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.IntVar(&o.n, "n", 60, "how many mutants of each package")
	flags.Uint64Var(&o.seed, "seed", 7, "which mutants: the same seed gives the same ones")
	flags.BoolVar(&o.short, "short", false, "run the tests with -short")
	flags.DurationVar(&o.timeout, "timeout", 0, "how long the tests of a mutant may take; 0 for five times what they take without, and 10s")
	flags.StringVar(&o.tests, "tests", "", "folders, parted by commas, of packages whose tests are run; empty for the package's own")
	flags.StringVar(&o.equivalent, "equivalent", "", "the file of mutants that do not count; empty for internal/mutate/equivalent.tsv")
	flags.StringVar(&o.again, "again", "", "the output of a former run: try only what survived there")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() == 0 || o.n < 1 {
		return o, errors.New("name one or more packages by their folders, and an -n of 1 or more: mutate -n 60 ./internal/rank")
	}
	gomod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return o, fmt.Errorf("go env GOMOD: %w", err)
	}
	o.root = filepath.Dir(strings.TrimSpace(string(gomod)))
	for _, arg := range flags.Args() {
		o.packages = append(o.packages, filepath.ToSlash(filepath.Clean(arg)))
	}
	o.equivalent = cmp.Or(o.equivalent, filepath.Join(o.root, "internal/mutate/equivalent.tsv"))
	return o, nil
}

// mutate tries n mutants of one package.
func (o options) mutate(ctx context.Context, dir, scratch string, known map[string]string, out io.Writer) (score, error) {
	sites, err := findSites(o.root, dir)
	if err != nil {
		return score{}, err
	}
	for _, k := range stale(known, sites, dir) {
		fmt.Fprintln(out, "no longer in the code, take it out of the file of equivalent mutants:", k)
	}
	t, err := o.trial(ctx, dir, scratch)
	if err != nil {
		return score{}, err
	}
	s := score{dir: dir, sites: len(sites), counts: map[outcome]int{}}
	chosen, err := o.choose(sites)
	if err != nil {
		return s, err
	}
	for _, site := range chosen {
		if s.mutants() == o.n {
			break
		}
		result := equivalent
		if known[site.key()] == "" {
			if result, err = t.try(ctx, &site); err != nil {
				return s, err
			}
		}
		s.counts[result]++
		fmt.Fprintf(out, "%-15s %s\n", result, site)
	}
	return s, nil
}

// choose returns the sites in the order in which they are tried: all of them,
// or those that survived before.
func (o options) choose(sites []site) ([]site, error) {
	if o.again == "" {
		return shuffle(sites, o.seed), nil
	}
	b, err := os.ReadFile(o.again)
	if err != nil {
		return nil, err
	}
	alive := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, string(survived)); ok {
			alive[unnumbered(strings.TrimSpace(rest))] = true
		}
	}
	return slices.DeleteFunc(shuffle(sites, o.seed), func(s site) bool { return !alive[unnumbered(s.String())] }), nil
}

// trial runs the tests on the code as it is, which they must pass, to learn how
// long they take.
func (o options) trial(ctx context.Context, dir, scratch string) (trial, error) {
	t := trial{root: o.root, tests: []string{dir}, short: o.short, timeout: 10 * time.Minute, scratch: scratch}
	if o.tests != "" {
		t.tests = strings.Split(o.tests, ",")
	}
	if _, err := t.try(ctx, nil); err != nil { // the first time compiles what is needed
		return t, err
	}
	began := time.Now()
	result, err := t.try(ctx, nil)
	if err == nil && result != survived {
		err = fmt.Errorf("the tests of the unchanged code: %s; mend that first", result)
	}
	t.timeout = cmp.Or(o.timeout, 5*time.Since(began)+10*time.Second)
	return t, err
}

// score is what became of the mutants of a package.
type score struct {
	dir    string
	sites  int
	counts map[outcome]int
}

// mutants returns how many were chosen, equivalent ones among them.
func (s score) mutants() int { return s.dead() + s.counts[survived] + s.counts[equivalent] }

func (s score) dead() int { return s.counts[killed] + s.counts[timedOut] }

// table writes a line for each package.
func table(out io.Writer, scores []score) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "package\tpossible\tmutants\tkilled\t(timed out)\tsurvived\tequivalent\tscore\t")
	for _, s := range scores {
		counted := s.mutants() - s.counts[equivalent]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%.0f %%\t\n", s.dir, s.sites, s.mutants(), s.dead(),
			s.counts[timedOut], s.counts[survived], s.counts[equivalent], 100*float64(s.dead())/float64(max(counted, 1)))
	}
	return w.Flush()
}
