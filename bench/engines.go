package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// debianLucene is where Debian's package liblucene8-java puts Lucene.
const debianLucene = "/usr/share/java/lucene-core-8.7.0.jar:/usr/share/java/lucene-analyzers-common-8.7.0.jar"

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
}

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
			name, slow, slow,
			func(dir, articles string) ([]result, error) { return self("index", dir, articles) },
			func(dir, queries string, m mode) ([]result, error) {
				return self("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeat), strconv.Itoa(m.clients), strconv.FormatBool(m.exact))
			},
		}
	}
	return []engine{own("fihris", false), o.lucene(), own("bleve", true)}
}

// lucene is the peer of peer/Peer.java.
func (o *options) lucene() engine {
	peer := func(args ...string) ([]result, error) {
		return start(o.java, append([]string{"-Xmx1g", "-cp", o.classpath + string(os.PathListSeparator) + o.work, "Peer"}, args...)...)
	}
	return engine{
		name:  "lucene",
		index: func(dir, articles string) ([]result, error) { return peer("index", dir, articles, "2") },
		search: func(dir, queries string, m mode) ([]result, error) {
			totals := "default"
			if m.exact {
				totals = "exact"
			}
			return peer("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeat), strconv.Itoa(m.clients), totals)
		},
	}
}

// compilePeer compiles peer/Peer.java into the work folder.
func (o *options) compilePeer() error {
	source := filepath.Join("peer", "Peer.java")
	if _, err := os.Stat(source); err != nil {
		return fmt.Errorf("run it in the folder bench: %w", err)
	}
	cmd := exec.Command(o.javac, "-encoding", "UTF-8", "-cp", o.classpath, "-d", o.work, source)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compile the Lucene peer: %w\n%s", err, out)
	}
	return nil
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
	return results, nil
}

// child is what a process does that is measured: ENGINE index DIR ARTICLES, or
// ENGINE search DIR QUERIES K REPEAT CLIENTS EXACT.
func child(args []string) error {
	if len(args) == 4 && args[1] == "index" {
		if args[0] == "bleve" {
			return indexBleve(args[2], args[3])
		}
		return indexFihris(args[2], args[3])
	}
	if len(args) != 8 || args[1] != "search" {
		return fmt.Errorf("arguments %q", args)
	}
	var numbers [3]int
	for i := range numbers {
		n, err := strconv.Atoi(args[4+i])
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	var queries []query
	err := eachLine(args[3], func(line string) error {
		class, text, ok := bytes.Cut([]byte(line), []byte("\t"))
		if !ok {
			return fmt.Errorf("query %q", line)
		}
		queries = append(queries, query{string(class), string(text)})
		return nil
	})
	if err != nil {
		return err
	}
	open := func() (searcher, error) { return openFihris(args[2], args[7] == "true") }
	if args[0] == "bleve" {
		open = func() (searcher, error) { return openBleve(args[2]) }
	}
	search, err := open()
	if err != nil {
		return err
	}
	if err := measure(search, queries, numbers[0], numbers[1], numbers[2]); err != nil {
		return err
	}
	report(result{RSS: peakRSS()})
	return nil
}
