package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// site is one mutation that is possible: an edit of one file.
type site struct {
	file string // by its path from the root of the module
	fn   string // the function, with its receiver's type where it has one
	kind string // "< -> <=", "never", "dropped"; a second of its kind in a line has #2
	text string // the line as it is now
	line int

	from, to int    // the bytes of the file that the edit replaces
	with     string // by what
}

// key names a site by what it says, not where it stands, so that it stays the
// same when lines move.
func (s site) key() string { return strings.Join([]string{s.file, s.fn, s.kind, s.text}, "\t") }

// String says where a site is and what is changed there.
func (s site) String() string {
	return fmt.Sprintf("%s:%d %s [%s] %s", s.file, s.line, s.fn, s.kind, s.text)
}

// unnumbered is what String wrote, without the number of the line.
func unnumbered(s string) string {
	at, rest, _ := strings.Cut(s, " ")
	file, _, _ := strings.Cut(at, ":")
	return file + " " + rest
}

// function names the function of a site.
func (s site) function() string { return s.file + "\t" + s.fn }

// findSites returns all sites of the non-test files of a package, in the order
// of files and lines. dir is the package's folder by its path from root.
func findSites(root, dir string) ([]site, error) {
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*.go"))
	if err != nil {
		return nil, err
	}
	var all []site
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		found, err := sitesOf(path.Join(dir, filepath.Base(name)), source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no Go code that could be mutated", dir)
	}
	return all, nil
}

// sitesOf returns the sites of one file.
func sitesOf(file string, source []byte) ([]site, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := finder{file: file, source: source, fset: fset, lines: strings.Split(string(source), "\n")}
	for _, decl := range tree.Decls {
		if d, ok := decl.(*ast.FuncDecl); ok && d.Body != nil {
			f.fn = nameOf(d)
			ast.Inspect(d.Body, f.visit)
		}
	}
	slices.SortStableFunc(f.sites, func(a, b site) int { return cmp.Compare(a.from, b.from) })
	number(f.sites)
	return f.sites, nil
}

// nameOf returns the name of a function as the linker writes it: Type.Method.
func nameOf(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// number tells sites apart whose keys are the same.
func number(sites []site) {
	seen := map[string]int{}
	for i := range sites {
		k := sites[i].key()
		seen[k]++
		if n := seen[k]; n > 1 {
			sites[i].kind += "#" + strconv.Itoa(n)
		}
	}
}

// shuffle orders sites by a hash of seed and key. So the order does not change
// where the code does not: an edit of one function leaves the choice in all
// others as it was.
func shuffle(sites []site, seed uint64) []site {
	hash := func(s site) uint64 {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d\t%s", seed, s.key())
		x := h.Sum64() // the high bits of FNV hardly feel the last bytes
		x ^= x >> 32
		x *= 0xd6e8feb86659fd93
		return x ^ x>>32
	}
	ordered := slices.Clone(sites)
	slices.SortStableFunc(ordered, func(a, b site) int { return cmp.Compare(hash(a), hash(b)) })
	return spread(ordered)
}

// spread puts the first site of every function before any second one, so that
// a small sample sees as many functions as it can.
func spread(sites []site) []site {
	var rounds [][]site
	met := map[string]int{}
	for _, s := range sites {
		r := met[s.function()]
		met[s.function()]++
		if r == len(rounds) {
			rounds = append(rounds, nil)
		}
		rounds[r] = append(rounds[r], s)
	}
	return slices.Concat(rounds...)
}
