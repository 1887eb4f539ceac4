package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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
				return self("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeats(m)), strconv.Itoa(m.clients), strconv.FormatBool(m.exact), m.warm)
			},
		}
	}
	all := []engine{own("fihris", false), o.lucene("lucene", o.java, o.classpath, "two", "no")}
	if o.jdk21 != "" {
		java := filepath.Join(o.jdk21, "bin", "java")
		vector := []string{"--add-modules", "jdk.incubator.vector"}
		all = append(all, o.lucene("lucene10two", java, o.lucene10, "two", "merge", vector...), o.lucene("lucene10one", java, o.lucene10, "one", "merge", vector...))
	}
	return append(all, own("bleve", true))
}

// has says whether an engine is to be measured.
func (o *options) has(name string) bool { return slices.Contains(strings.Split(o.engines, ","), name) }

// findJDK finds the folder of a JDK of version 21 or later: what JAVA_HOME names,
// or one beside the java that is found; "" if there is none.
func findJDK() string {
	homes := []string{os.Getenv("JAVA_HOME")}
	if java, err := exec.LookPath("java"); err == nil {
		if java, err = filepath.EvalSymlinks(java); err == nil {
			beside, _ := filepath.Glob(filepath.Join(filepath.Dir(java), "..", "..", "*")) // only a bad pattern is an error
			homes = append(homes, beside...)
		}
	}
	for _, home := range homes {
		b, err := os.ReadFile(filepath.Join(home, "release"))
		if err != nil {
			continue
		}
		_, version, _ := strings.Cut(string(b), `JAVA_VERSION="`)
		major, _, _ := strings.Cut(version, ".")
		if n, err := strconv.Atoi(strings.TrimRight(major, "\"\n")); err == nil && n >= 21 {
			return home
		}
	}
	return ""
}

// repeats is how many times each query is asked after the first.
func (o *options) repeats(m mode) int {
	if m.once {
		return 0
	}
	return o.repeat
}

// lucene is the peer of peer/Peer.java, with some version of Lucene: its articles
// have one field or two, and are merged into one segment or left as they are.
func (o *options) lucene(name, java, classpath, fields, merge string, flags ...string) engine {
	peer := func(args ...string) ([]result, error) {
		command := append(slices.Clone(flags), "-Xmx1g", "-cp", classpath+string(os.PathListSeparator)+filepath.Join(o.work, name+".classes"), "Peer")
		return start(java, append(command, args...)...)
	}
	return engine{
		name:  name,
		index: func(dir, articles string) ([]result, error) { return peer("index", dir, articles, "2", fields, merge) },
		search: func(dir, queries string, m mode) ([]result, error) {
			totals := "default"
			if m.exact {
				totals = "exact"
			}
			passes := o.passes // of the queries asked before, or of these: the compiler takes thousands of calls
			if m.once && m.warm == "" {
				passes = 0
			}
			return peer("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeats(m)), strconv.Itoa(m.clients), totals, fields, strconv.Itoa(passes), cmp.Or(m.warm, queries))
		},
	}
}

// compilePeers compiles peer/Peer.java into the work folder, once for each
// version of Lucene that is measured.
func (o *options) compilePeers() error {
	compile := func(name, javac, classpath string) error {
		source := filepath.Join("peer", "Peer.java")
		if _, err := os.Stat(source); err != nil {
			return fmt.Errorf("run it in the folder bench: %w", err)
		}
		cmd := exec.Command(javac, "-encoding", "UTF-8", "-cp", classpath, "-d", filepath.Join(o.work, name+".classes"), source)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("compile the peer %s: %w\n%s", name, err, out)
		}
		return nil
	}
	if o.has("lucene") {
		if err := compile("lucene", o.javac, o.classpath); err != nil {
			return err
		}
	}
	for _, name := range [...]string{"lucene10two", "lucene10one"} {
		if !o.has(name) {
			continue
		}
		if o.jdk21 == "" || o.lucene10 == "" {
			return fmt.Errorf("%s needs a JDK of version 21 or later (-jdk21 or JAVA_HOME) and Lucene 10 (-lucene10 or LUCENE10_CLASSPATH)", name)
		}
		if err := compile(name, filepath.Join(o.jdk21, "bin", "javac"), o.lucene10); err != nil {
			return err
		}
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
	if len(results) == 0 {
		return nil, fmt.Errorf("%s reports nothing", program)
	}
	results[0].CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return results, nil
}

// child is what a process does that is measured: ENGINE index DIR ARTICLES, or
// ENGINE search DIR QUERIES K REPEAT CLIENTS EXACT WARM.
func child(args []string) error {
	if len(args) == 4 && args[1] == "index" {
		if args[0] == "bleve" {
			return indexBleve(args[2], args[3])
		}
		return indexFihris(args[2], args[3])
	}
	if len(args) != 9 || args[1] != "search" {
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
	queries, err := readQueries(args[3])
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
	if args[8] != "" {
		warm, err := readQueries(args[8])
		if err != nil {
			return err
		}
		if _, _, err := run(search, warm, numbers[0], 1, 1); err != nil {
			return err
		}
	}
	if err := measure(search, queries, numbers[0], numbers[1], numbers[2]); err != nil {
		return err
	}
	report(result{RSS: peakRSS()})
	return nil
}
