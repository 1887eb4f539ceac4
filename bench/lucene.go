package main

import (
	"cmp"
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
		answers: func(dir, queries string) ([]result, error) {
			return peer("answers", dir, queries, strconv.Itoa(o.k), fields)
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
