package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// childFlag makes this program one of the processes that are measured.
const childFlag = "-child"

// engine is something that is measured, in processes of its own so that the
// memory of one is not counted for another.
type engine struct {
	name        string
	alwaysExact bool // it cannot search without counting all hits
	once        bool // it is so much slower that one round must do
	index       func(dir, articles string) ([]result, error)
	search      func(dir, queries string, m mode) ([]result, error)
	answers     func(dir, queries string) ([]result, error) // the IDs of the k best of each query
}

// names are the engines that there are.
const names = "fihris, lucene, lucene10two, lucene10one, tantivytwo, tantivyone, bleve"

// all returns the engines, in the order in which they are measured.
func (o *options) all() []engine {
	own := func(name string, slow bool) engine {
		self := func(args ...string) ([]result, error) {
			exe, err := os.Executable()
			if err != nil {
				return nil, err
			}
			return start(exe, append([]string{childFlag, name}, args...)...)
		}
		return engine{
			name: name, alwaysExact: slow, once: slow,
			index: func(dir, articles string) ([]result, error) { return self("index", dir, articles) },
			search: func(dir, queries string, m mode) ([]result, error) {
				return self("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeats(m)), strconv.Itoa(m.clients), strconv.FormatBool(m.exact), m.warm)
			},
			answers: func(dir, queries string) ([]result, error) { return self("answers", dir, queries, strconv.Itoa(o.k)) },
		}
	}
	jdk21 := filepath.Join(o.jdk21, "bin", "java")
	vector := []string{"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"}
	return []engine{
		own("fihris", false),
		o.lucene("lucene", o.java, o.classpath, "two", "no"),
		o.lucene("lucene10two", jdk21, o.lucene10, "two", "merge", vector...),
		o.lucene("lucene10one", jdk21, o.lucene10, "one", "merge", vector...),
		o.tantivy("tantivytwo", "two"),
		o.tantivy("tantivyone", "one"),
		own("bleve", true),
	}
}

// chosen returns the engines that are to be measured, their peers built.
func (o *options) chosen() ([]engine, error) {
	all := o.all()
	var out []engine
	for name := range strings.SplitSeq(o.engines, ",") {
		i := slices.IndexFunc(all, func(e engine) bool { return e.name == name })
		if i < 0 {
			return nil, fmt.Errorf("-engines: there is no %q, only %s", name, names)
		}
		out = append(out, all[i])
	}
	return out, errors.Join(o.compilePeers(), o.buildTantivy())
}

// has says whether an engine is to be measured.
func (o *options) has(name string) bool { return slices.Contains(strings.Split(o.engines, ","), name) }

// repeats is how many times each query is asked after the first.
func (o *options) repeats(m mode) int {
	if m.once {
		return 0
	}
	return o.repeat
}

// start runs a process and reads what it reports.
func start(program string, args ...string) ([]result, error) {
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var results []result
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		var r result
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("what it reports: %w", err)
		}
		results = append(results, r)
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("%s reports nothing", program)
	}
	results[0].CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return results, nil
}

// child is what a process does that is measured: ENGINE index DIR ARTICLES,
// ENGINE search DIR QUERIES K REPEAT CLIENTS EXACT WARM, or ENGINE answers DIR QUERIES K.
func child(args []string) error {
	if len(args) == 4 && args[1] == "index" {
		if args[0] == "bleve" {
			return indexBleve(args[2], args[3])
		}
		return indexFihris(args[2], args[3])
	}
	counts := map[string]int{"search": 9, "answers": 5}
	if len(args) < 2 || len(args) != counts[args[1]] {
		return fmt.Errorf("arguments %q", args)
	}
	queries, err := readQueries(args[3])
	if err != nil {
		return err
	}
	exact := args[1] == "search" && args[7] == "true"
	search, err := openEngine(args[0], args[2], exact)
	if err != nil {
		return err
	}
	k, err := strconv.Atoi(args[4])
	if err != nil {
		return err
	}
	if args[1] == "answers" {
		return answer(search, queries, k)
	}
	repeat, err := strconv.Atoi(args[5])
	if err != nil {
		return err
	}
	clients, err := strconv.Atoi(args[6])
	if err != nil {
		return err
	}
	if args[8] != "" {
		warm, err := readQueries(args[8])
		if err != nil {
			return err
		}
		if _, _, err := run(search, warm, k, 1, 1); err != nil {
			return err
		}
	}
	if err := measure(search, queries, k, repeat, clients); err != nil {
		return err
	}
	report(result{RSS: memory("VmHWM:"), Own: memory("RssAnon:")})
	return nil
}

func openEngine(name, dir string, exact bool) (searcher, error) {
	if name == "bleve" {
		return openBleve(dir)
	}
	return openFihris(dir, exact)
}
