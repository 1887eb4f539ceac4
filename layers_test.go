package fihris_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/fihris-search/fihris"

// layer is a row of the table in ARCHITECTURE.md.
type layer struct {
	number int
	own    []string // packages of this module that it imports, named by folder
	others []string // packages of others, or what their paths begin with
}

var quotedName = regexp.MustCompile("`([^`]+)`")

// readLayers reads the table: | layer | `package` | `own`, … | `others`, … |
func readLayers(t *testing.T) map[string]layer {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(text), "\n## Layers\n")
	require.True(t, ok, "ARCHITECTURE.md has no section Layers")
	section, _, _ = strings.Cut(section, "\n## ")
	names := func(cell string) (out []string) {
		for _, m := range quotedName.FindAllStringSubmatch(cell, -1) {
			out = append(out, m[1])
		}
		return out
	}
	layers := map[string]layer{}
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.Contains(cells[2], "`") {
			continue
		}
		number, err := strconv.Atoi(strings.TrimSpace(cells[1]))
		require.NoError(t, err, line)
		for _, p := range names(cells[2]) {
			require.NotContains(t, layers, p)
			layers[p] = layer{number, names(cells[3]), names(cells[4])}
		}
	}
	return layers
}

// TestLayers compares the table of ARCHITECTURE.md with what the non-test files
// import, both ways: nothing is imported that the table does not say, the table
// says nothing that is not imported, and imports go down. It reads the sources
// itself: a test that runs the go command is answered from the test cache.
func TestLayers(t *testing.T) {
	layers := readLayers(t)
	imports := readImports(t)
	assert.ElementsMatch(t, slices.Collect(maps.Keys(layers)), slices.Collect(maps.Keys(imports)), "packages in the table, and packages there are")
	for name, l := range layers {
		used := map[string]bool{}
		for imported := range imports[name] {
			own, isOwn := strings.CutPrefix(imported, module)
			if isOwn {
				own = strings.TrimPrefix(own, "/")
				if own == "" {
					own = "."
				}
				used[own] = true
				assert.Contains(t, l.own, own, "%s may not import it", name)
				assert.Less(t, layers[own].number, l.number, "%s is no layer below %s", own, name)
				continue
			}
			if !strings.Contains(strings.Split(imported, "/")[0], ".") {
				continue // the standard library
			}
			i := slices.IndexFunc(l.others, func(pre string) bool { return imported == pre || strings.HasPrefix(imported, pre+"/") })
			if assert.GreaterOrEqual(t, i, 0, "%s may not import %s", name, imported) {
				used[l.others[i]] = true
			}
		}
		for _, said := range slices.Concat(l.own, l.others) {
			assert.True(t, used[said], "the table says that %s imports %s, which it does not", name, said)
		}
	}
}

// readImports reads what the non-test files of each package import, by folder.
func readImports(t *testing.T) map[string]map[string]bool {
	t.Helper()
	imports := map[string]map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		if d.IsDir() {
			_, err := os.Stat(filepath.Join(file, "go.mod"))
			otherModule := err == nil && file != "."
			if otherModule || file != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" && file != "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		dir := path.Dir(filepath.ToSlash(file))
		if imports[dir] == nil {
			imports[dir] = map[string]bool{}
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, imp := range f.Imports {
			p, err := strconv.Unquote(imp.Path.Value)
			require.NoError(t, err)
			imports[dir][p] = true
		}
		return nil
	})
	require.NoError(t, err)
	return imports
}
