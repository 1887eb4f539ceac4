package main

import (
	"go/ast"
	"go/token"
	"math/big"
	"strings"
)

// other is the operator that takes an operator's place: the one that a slip of
// the hand, or of the mind at a border, would have written.
var other = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS,
	token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD,
	token.MUL: token.ADD, token.QUO: token.MUL, token.REM: token.MUL,
	token.AND: token.OR, token.OR: token.AND,
	token.SHL: token.SHR, token.SHR: token.SHL,
	token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN,
	token.OR_ASSIGN: token.AND_ASSIGN, token.AND_ASSIGN: token.OR_ASSIGN,
	token.INC: token.DEC, token.DEC: token.INC,
}

// finder collects the sites of a file.
type finder struct {
	file, fn string
	source   []byte
	lines    []string
	fset     *token.FileSet
	sites    []site
}

// visit is called with every node of a function.
func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.operator(n.OpPos, n.Op)
	case *ast.IncDecStmt:
		f.operator(n.TokPos, n.Tok)
	case *ast.AssignStmt:
		f.operator(n.TokPos, n.Tok)
	case *ast.IfStmt:
		f.condition(n.Cond, "never", "false && (")
		f.condition(n.Cond, "always", "true || (")
	case *ast.ForStmt:
		if n.Cond != nil { // always would not come to an end
			f.condition(n.Cond, "never", "false && (")
		}
	case *ast.ReturnStmt:
		for _, r := range n.Results {
			f.truth(r)
		}
	case *ast.BasicLit:
		f.constant(n)
	case *ast.BlockStmt:
		f.statements(n.List)
	case *ast.CaseClause:
		f.statements(n.Body)
	case *ast.CommClause:
		f.statements(n.Body)
	}
	return true
}

// operator exchanges an operator.
func (f *finder) operator(at token.Pos, op token.Token) {
	if with, ok := other[op]; ok {
		f.add(at, at+token.Pos(len(op.String())), op.String()+" -> "+with.String(), with.String())
	}
}

// condition makes a condition never or always hold. The condition stays where
// it is, for its variables must stay used.
func (f *finder) condition(c ast.Expr, kind, before string) {
	f.add(c.Pos(), c.End(), kind, before+f.text(c)+")")
}

// truth returns true for false, and false for true.
func (f *finder) truth(r ast.Expr) {
	switch id, ok := r.(*ast.Ident); {
	case ok && id.Name == "true":
		f.add(id.Pos(), id.End(), "return true -> false", "false")
	case ok && id.Name == "false":
		f.add(id.Pos(), id.End(), "return false -> true", "true")
	}
}

// constant adds 1 to a whole number.
func (f *finder) constant(lit *ast.BasicLit) {
	if lit.Kind != token.INT {
		return
	}
	if n, ok := new(big.Int).SetString(lit.Value, 0); ok {
		more := n.Add(n, big.NewInt(1)).String()
		f.add(lit.Pos(), lit.End(), lit.Value+" -> "+more, more)
	}
}

// statements drops each statement that is there for its effect. It stays in
// the text, and so compiles, but is never run.
func (f *finder) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				continue
			}
		default:
			continue
		}
		f.add(s.Pos(), s.End(), "dropped", "if false { "+f.text(s)+" }")
	}
}

func (f *finder) text(n ast.Node) string {
	return string(f.source[f.offset(n.Pos()):f.offset(n.End())])
}

func (f *finder) offset(p token.Pos) int { return f.fset.Position(p).Offset }

func (f *finder) add(from, to token.Pos, kind, with string) {
	line := f.fset.Position(from).Line
	f.sites = append(f.sites, site{
		file: f.file, fn: f.fn, kind: kind, line: line, text: strings.TrimSpace(f.lines[line-1]),
		from: f.offset(from), to: f.offset(to), with: with,
	})
}
