package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// stopWords is where Lucene keeps its stop words, which tantivy leaves out as well.
const stopWords = "org/apache/lucene/analysis/ar/stopwords.txt"

// tantivy is the peer of peer/tantivy: its articles have one field or two.
func (o *options) tantivy(name, fields string) engine {
	stop := filepath.Join(o.work, "stopwords.txt")
	peer := func(args ...string) ([]result, error) { return start(o.tantivyPeer(), append(args, stop)...) }
	return engine{
		name:  name,
		index: func(dir, articles string) ([]result, error) { return peer("index", dir, articles, "2", fields) },
		search: func(dir, queries string, m mode) ([]result, error) {
			totals := "default"
			if m.exact {
				totals = "exact"
			}
			passes, warm := 1, m.warm // nothing is compiled: once is enough
			if warm == "" {
				passes, warm = 0, queries
			}
			return peer("search", dir, queries, strconv.Itoa(o.k), strconv.Itoa(o.repeats(m)), strconv.Itoa(m.clients), totals, fields, strconv.Itoa(passes), warm)
		},
		answers: func(dir, queries string) ([]result, error) {
			return peer("answers", dir, queries, strconv.Itoa(o.k), fields)
		},
	}
}

// tantivyPeer is the program that cargo builds.
func (o *options) tantivyPeer() string { return filepath.Join(o.cargoTarget(), "release", "peer") }

func (o *options) cargoTarget() string {
	if dir := os.Getenv("CARGO_TARGET_DIR"); dir != "" {
		return dir
	}
	return filepath.Join(o.work, "tantivy.target")
}

// buildTantivy builds the peer with cargo, if it is measured, and takes Lucene's stop
// words out of one of its jars.
func (o *options) buildTantivy() error {
	if !o.has("tantivytwo") && !o.has("tantivyone") {
		return nil
	}
	cmd := exec.Command(o.cargo, "build", "--release", "--locked", "--manifest-path", filepath.Join("peer", "tantivy", "Cargo.toml"), "--target-dir", o.cargoTarget())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the peer tantivy, in the folder bench (-cargo, or -engines without it): %w\n%s", err, out)
	}
	for _, jar := range strings.Split(o.lucene10+string(os.PathListSeparator)+o.classpath, string(os.PathListSeparator)) {
		if ok, err := unzip(jar, stopWords, filepath.Join(o.work, "stopwords.txt")); ok || err != nil {
			return err
		}
	}
	return fmt.Errorf("tantivy leaves out the stop words of Lucene, and no jar has them (-lucene10 or -classpath)")
}

// unzip copies a file out of an archive, and says whether both are there.
func unzip(archive, name, to string) (bool, error) {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return false, nil // another jar may have it
	}
	defer z.Close()
	f, err := z.Open(name)
	if err != nil {
		return false, nil
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return false, err
	}
	return true, os.WriteFile(to, b, 0o666)
}
