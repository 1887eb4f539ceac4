package fihris_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// promised are the packages whose exported names stay what they are from 1.0 on. Package web
// joins them when the page has its final form.
var promised = []string{".", "arabic", "client", "corpus", "embed", "searchertest"}

const apiGolden = "testdata/api.golden"

// TestAPIStaysPut compares what is exported with testdata/api.golden, so that no change of it
// passes unseen. Names that others may use already are not to be taken away.
func TestAPIStaysPut(t *testing.T) {
	var b strings.Builder
	for _, dir := range promised {
		b.WriteString(strings.Join(exported(t, dir), "\n"))
		b.WriteString("\n")
	}
	if *update {
		require.NoError(t, os.WriteFile(apiGolden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(apiGolden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String(), "what is exported has changed; if that is meant, say so in CHANGELOG.md and run: go test -run TestAPIStaysPut -update .")
}

// source is a package as it is written.
type source struct {
	name  string
	files []*ast.File
	set   *token.FileSet
}

func parse(t *testing.T, dir string) source {
	t.Helper()
	s := source{set: token.NewFileSet()}
	names, err := filepath.Glob(filepath.Join(filepath.FromSlash(dir), "*.go"))
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_windows.go") {
			continue
		}
		f, err := parser.ParseFile(s.set, name, nil, 0)
		require.NoError(t, err)
		s.name, s.files = f.Name.Name, append(s.files, f)
	}
	require.NotEmpty(t, s.files, dir)
	return s
}

// exported lists the declarations of a package in the order of their names, without comments
// and bodies.
func exported(t *testing.T, dir string) []string {
	t.Helper()
	s := parse(t, dir)
	var decls []string
	for _, f := range s.files {
		for _, d := range f.Decls {
			decls = append(decls, s.declared(t, f, d, ast.IsExported)...)
		}
	}
	slices.Sort(decls)
	return append([]string{"package " + path.Join(module, dir), ""}, decls...)
}

// declared writes what a declaration gives to others: functions, and methods and
// types of which wanted says yes. What an alias stands for is written behind it.
func (s source) declared(t *testing.T, f *ast.File, d ast.Decl, wanted func(typ string) bool) (out []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		d.Body = nil
		owner := d.Name.Name
		if d.Recv != nil {
			owner = receiver(d)
		}
		if !d.Name.IsExported() || !wanted(owner) {
			return nil
		}
		return []string{s.print(t, d)}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if !wanted(spec.Name.Name) {
					continue
				}
				trim(spec.Type)
				out = append(out, "type "+s.print(t, spec)+s.behind(t, f, spec))
			case *ast.ValueSpec:
				for i, name := range spec.Names {
					if !name.IsExported() || !wanted(name.Name) {
						continue
					}
					one := &ast.ValueSpec{Names: []*ast.Ident{name}, Type: spec.Type}
					if i < len(spec.Values) && d.Tok == token.CONST {
						one.Values = []ast.Expr{spec.Values[i]}
					}
					out = append(out, d.Tok.String()+" "+s.print(t, one))
				}
			}
		}
	}
	return out
}

// behind is what an alias of a type of this module stands for, with its methods.
func (s source) behind(t *testing.T, f *ast.File, spec *ast.TypeSpec) string {
	sel, ok := spec.Type.(*ast.SelectorExpr)
	if !spec.Assign.IsValid() || !ok {
		return ""
	}
	for _, imp := range f.Imports {
		dir, own := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module+"/")
		if !own || path.Base(dir) != fmt.Sprint(sel.X) {
			continue
		}
		other := parse(t, dir)
		var decls []string
		for _, f := range other.files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
					continue
				}
				decls = append(decls, other.declared(t, f, d, func(name string) bool { return name == sel.Sel.Name })...)
			}
		}
		slices.Sort(decls)
		return "\n\t" + strings.ReplaceAll(strings.Join(decls, "\n"), "\n", "\n\t")
	}
	return ""
}

// receiver is the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	typ := d.Recv.List[0].Type
	if p, ok := typ.(*ast.StarExpr); ok {
		typ = p.X
	}
	return fmt.Sprint(typ)
}

// trim leaves the exported fields of a struct, and says where there are others.
func trim(typ ast.Expr) {
	s, ok := typ.(*ast.StructType)
	if !ok {
		return
	}
	s.Fields.List = slices.DeleteFunc(s.Fields.List, func(f *ast.Field) bool {
		f.Names = slices.DeleteFunc(f.Names, func(n *ast.Ident) bool { return !n.IsExported() })
		if len(f.Names) > 0 {
			return false
		}
		embedded := fmt.Sprint(f.Type)
		return !ast.IsExported(embedded)
	})
}

func (s source) print(t *testing.T, node any) string {
	var b bytes.Buffer
	require.NoError(t, (&printer.Config{Mode: printer.UseSpaces, Tabwidth: 4}).Fprint(&b, s.set, node))
	return b.String()
}
