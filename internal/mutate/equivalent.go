package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// readEquivalent reads the mutants that are known to do what the code does:
// file, function, kind, line and reason, parted by tabs. It returns the reasons
// by the keys of the sites.
func readEquivalent(name string) (map[string]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		at := strings.LastIndexByte(line, '\t')
		if strings.Count(line, "\t") < 4 || strings.TrimSpace(line[at+1:]) == "" {
			return nil, fmt.Errorf("%s:%d: file, function, kind, line of code and reason, parted by tabs, are wanted", name, i+1)
		}
		known[line[:at]] = line[at+1:]
	}
	return known, nil
}

// stale returns the known mutants of a package that its code no longer has.
func stale(known map[string]string, sites []site, dir string) []string {
	here := map[string]bool{}
	for _, s := range sites {
		here[s.key()] = true
	}
	var gone []string
	for k := range known {
		if file, _, _ := strings.Cut(k, "\t"); path.Dir(file) == dir && !here[k] {
			gone = append(gone, k)
		}
	}
	slices.Sort(gone)
	return gone
}
