package fihris_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/fihris-search/fihris"

// rule says what the non-test files of a package may import of this module,
// and which parts of bleve.
type rule struct {
	own   []string
	bleve []string // path prefixes; nil for none
}

// layers is the table of ARCHITECTURE.md. Packages are named by folder.
var layers = map[string]rule{
	"internal/analysis":             {},
	"internal/analysis/lexicon/gen": {own: []string{"internal/analysis"}},
	"internal/docset":               {},
	"internal/mutate":               {},
	"internal/posting":              {},
	"internal/query":                {own: []string{"internal/analysis"}},
	"internal/rank":                 {},
	"internal/spell":                {},
	"internal/licenses":             {},
	"internal/licenses/gen":         {},
	"internal/terminal":             {own: []string{"internal/textdir"}},
	"internal/textdir":              {},
	"arabic":                        {own: []string{"internal/analysis"}, bleve: []string{"github.com/blevesearch/bleve/v2/analysis", "github.com/blevesearch/bleve/v2/registry"}},
	"internal/store":                {own: []string{"internal/posting"}, bleve: []string{"github.com/blevesearch/"}},
	"internal/passage":              {own: []string{"internal/analysis", "internal/query"}},
	"internal/suggest":              {own: []string{"internal/analysis", "internal/docset", "internal/query", "internal/spell"}},
	"internal/index":                {own: []string{"internal/analysis", "internal/docset", "internal/passage", "internal/posting", "internal/query", "internal/rank", "internal/spell", "internal/store", "internal/suggest"}},
	".":                             {own: []string{"arabic", "internal/index", "internal/query"}},
	"internal/answer":               {own: []string{"."}},
	"internal/corpus":               {own: []string{"."}},
	"internal/eval":                 {own: []string{"."}},
	"internal/web":                  {own: []string{".", "internal/answer", "internal/textdir"}},
	"cmd/fihris":                    {own: []string{".", "arabic", "internal/answer", "internal/corpus", "internal/eval", "internal/licenses", "internal/terminal", "internal/web", "testdata"}},
	"testdata":                      {},
}

// TestLayers keeps the table. It reads the sources itself: a test that runs
// the go command is answered from the test cache.
func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		name := d.Name()
		if d.IsDir() {
			if file != "." && (strings.HasPrefix(name, ".") || name == "bench" || name == "opensearch" || name == "examples") {
				return fs.SkipDir // modules of their own
			}
			if name == "testdata" && file != "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		dir := path.Dir(filepath.ToSlash(file))
		r, ok := layers[dir]
		if !assert.True(t, ok, "package %s is not in the table of layers", dir) {
			return nil
		}
		seen[dir] = true
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, imp := range f.Imports {
			p, err := strconv.Unquote(imp.Path.Value)
			require.NoError(t, err)
			checkImport(t, file, p, r)
		}
		return nil
	})
	require.NoError(t, err)
	for dir := range layers {
		if dir == "internal/spell" || dir == "internal/analysis/lexicon/gen" {
			continue
		}
		assert.True(t, seen[dir], "the table of layers has %s, which has no Go files", dir)
	}
}

func checkImport(t *testing.T, file, p string, r rule) {
	t.Helper()
	if p == module || strings.HasPrefix(p, module+"/") {
		own := strings.TrimPrefix(strings.TrimPrefix(p, module), "/")
		if own == "" {
			own = "."
		}
		assert.True(t, slices.Contains(r.own, own), "%s may not import %s", file, p)
	}
	if strings.HasPrefix(p, "github.com/blevesearch/") {
		ok := slices.ContainsFunc(r.bleve, func(pre string) bool { return strings.HasPrefix(p, pre) })
		assert.True(t, ok, "%s may not import %s: only internal/store knows the index of bleve", file, p)
	}
}
