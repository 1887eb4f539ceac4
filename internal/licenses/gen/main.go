// Command gen collects the licences of Fihris, of the modules that its program
// is linked with, and of Go, from where the go command keeps them.
package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run("../..", "third_party.txt"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root, to string) error {
	modules := map[string]*module{}
	for _, target := range targets {
		if err := linked(root, target, modules); err != nil {
			return err
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	c := collection{holders: map[string][]string{}}
	if err := c.add("Fihris", root, nil); err != nil {
		return err
	}
	if err := c.add("The Go standard library and runtime", strings.TrimSpace(string(goroot)), nil); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		m := modules[path]
		if err := c.add(heading+m.String(), m.Dir, m.packages); err != nil {
			return err
		}
	}
	return os.WriteFile(to, []byte(c.String()), 0o644)
}

// heading stands before the name of a module; nothing else begins so.
const heading = "Module "

const rule = "================================================================================"

// collection is texts of licences in the order in which they came, and what
// each is the licence of.
type collection struct {
	texts   []string
	holders map[string][]string
}

// add takes the licences of a folder, and of the packages in it.
func (c *collection) add(name, dir string, packages map[string]bool) error {
	folders := []string{dir}
	for p := range packages {
		for ; len(p) > len(dir); p = filepath.Dir(p) { // a licence holds for what lies under it
			folders = append(folders, p)
		}
	}
	slices.Sort(folders)
	var text strings.Builder
	for _, folder := range slices.Compact(folders) {
		if err := readLicenses(&text, dir, folder); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if text.Len() == 0 {
		return fmt.Errorf("%s: no licence in %s", name, dir)
	}
	if c.holders[text.String()] == nil {
		c.texts = append(c.texts, text.String())
	}
	c.holders[text.String()] = append(c.holders[text.String()], name)
	return nil
}

// isLicense tells the names of files that are to be distributed.
var isLicense = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)[^/]*$`)

// readLicenses appends the licences that lie in a folder of a module.
func readLicenses(text *strings.Builder, dir, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || !isLicense.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		file := filepath.Join(folder, e.Name())
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		plain := strings.Trim(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		fmt.Fprintf(text, "\n%s:\n\n%s\n", filepath.ToSlash(name), plain)
	}
	return nil
}

// String returns the whole text: each licence under the names that it is of.
func (c *collection) String() string {
	var b strings.Builder
	b.WriteString("The licences of Fihris and of what its program is linked with. A text stands\nonce, under all that it is the licence of.\n")
	for _, text := range c.texts {
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n%s", rule, strings.Join(c.holders[text], "\n"), rule, text)
	}
	return b.String()
}
