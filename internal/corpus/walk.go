package corpus

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// kind says how a file holds articles.
type kind int

const (
	sniffed kind = iota // its first bytes tell
	text                // one article
	jsonl               // JSON: one article a line, or as one document
	other               // not a kind that is read
)

// kindOf tells the kind of a file from its name. Endings of compression are
// looked through.
func kindOf(name string) kind {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zst", ".xz"} {
		name = strings.TrimSuffix(name, packed)
	}
	switch path.Ext(name) {
	case ".txt", ".text":
		return text
	case ".jsonl", ".ndjson", ".json":
		return jsonl
	case "":
		return sniffed
	}
	return other
}

// add appends the files that one path names.
func (c *Corpus) add(p string) error {
	if p == "-" {
		c.files = append(c.files, file{path: "stdin", id: "stdin", stdin: true})
		c.size = -1
		return nil
	}
	info, err := os.Stat(p)
	if err == nil {
		return c.addFound(p, info)
	}
	matches, _ := filepath.Glob(p) // a broken pattern matches nothing
	if !isHidden(p) {
		matches = slices.DeleteFunc(matches, isHidden)
	}
	if len(matches) == 0 {
		return fmt.Errorf("%s: %w", p, reason(err))
	}
	for _, m := range matches {
		info, err := os.Stat(m)
		if err != nil {
			return fmt.Errorf("%s: %w", m, reason(err))
		}
		if err := c.addFound(m, info); err != nil {
			return err
		}
	}
	return nil
}

// isHidden tells names that begin with a dot.
func isHidden(p string) bool { return strings.HasPrefix(filepath.Base(p), ".") }

// addFound appends a file that its user named, whatever its name ends in, or
// the files of a folder.
func (c *Corpus) addFound(p string, info fs.FileInfo) error {
	if info.IsDir() {
		return c.addFolder(p)
	}
	k := kindOf(p)
	if k == other {
		k = sniffed
	}
	c.addFile(file{path: p, id: filepath.Base(p), kind: k}, info.Size())
	return nil
}

// addFolder appends the files in and under a folder. What cannot be entered
// becomes a file that cannot be read, so that it is reported among the skipped.
func (c *Corpus) addFolder(root string) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if p == root {
			if err != nil {
				return fmt.Errorf("%s: %w", root, reason(err))
			}
			return nil
		}
		hidden := isHidden(p)
		switch {
		case hidden && d != nil && d.IsDir():
			return filepath.SkipDir
		case hidden:
			return nil
		case err != nil:
			c.addFile(file{path: p}, 0)
			return nil
		case d.IsDir() && isIndex(p):
			return filepath.SkipDir
		case d.IsDir():
			return nil
		}
		return c.addEntry(root, p)
	})
}

// isIndex tells the folder of an index, which may lie among its articles.
func isIndex(p string) bool {
	_, err := os.Stat(filepath.Join(p, "fihris.json"))
	if err == nil {
		_, err = os.Stat(filepath.Join(p, "store"))
	}
	return err == nil
}

// addEntry appends one file of a folder if it is of a kind that is read. Links
// to files are followed, links to folders are not: they may lead back.
func (c *Corpus) addEntry(root, p string) error {
	info, err := os.Stat(p)
	if err != nil {
		c.addFile(file{path: p}, 0)
		return nil
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	k := kindOf(p)
	if k == other {
		c.notes.add(fmt.Sprintf("not read: file of another kind (%s)", filepath.Ext(p)), p, 0)
		return nil
	}
	rel, err := filepath.Rel(root, p)
	if err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	c.addFile(file{path: p, id: filepath.ToSlash(rel), kind: k}, info.Size())
	return nil
}

func (c *Corpus) addFile(f file, size int64) {
	c.files = append(c.files, f)
	if c.size >= 0 {
		c.size += size
	}
}
