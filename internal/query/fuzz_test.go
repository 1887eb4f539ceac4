package query

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse checks that no text breaks the parser, that what it says is in
// bounds, and that the canonical form of a tree gives the tree again.
func FuzzParse(f *testing.F) {
	for _, r := range readTable(f, "parse.txt") {
		f.Add(r.query)
	}
	for _, r := range readTable(f, "strict.txt") {
		f.Add(r.query)
	}
	f.Add("\xff(\x00\"\xc3")
	f.Fuzz(func(t *testing.T, s string) {
		n := Parse(s)
		checkTree(t, n, len(s))
		if _, err := ParseStrict(s); err != nil {
			if at := err.(*SyntaxError).Offset; at < 0 || at > len(s) {
				t.Fatalf("fault at %d of %d bytes", at, len(s))
			}
		}
		canonical := n.String()
		again := Parse(canonical)
		if dump(again) != dump(n) {
			t.Fatalf("canonical form %q\n gives %s\n not   %s", canonical, dump(again), dump(n))
		}
		if again.String() != canonical {
			t.Fatalf("canonical form %q becomes %q", canonical, again.String())
		}
		checkTree(t, Match(s), len(s))
		if m := Parse(Match(s).String()); dump(m) != dump(Match(s)) {
			t.Fatalf("Match: %q gives %s not %s", Match(s), dump(m), dump(Match(s)))
		}
		if p := Parse(NewPhrase(s).String()); dump(p) != dump(NewPhrase(s)) {
			t.Fatalf("NewPhrase: %q gives %s", NewPhrase(s), dump(p))
		}
	})
}

// checkTree checks what the doc comments of the nodes promise.
func checkTree(t *testing.T, n Node, length int) {
	t.Helper()
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case *Word:
			if !hasWord(n.Text) || strings.ContainsAny(n.Text, " \n\t") || !utf8.ValidString(n.Text) {
				t.Fatalf("word %q", n.Text)
			}
			if n.Offset < 0 || n.Offset >= length || n.Field.exactValue() {
				t.Fatalf("word %+v", n)
			}
		case *Phrase:
			if !hasWord(n.Text) || strings.ContainsAny(n.Text, doubleQuotes) || n.Slop < 0 || n.Slop > MaxSlop {
				t.Fatalf("phrase %+v", n)
			}
		case *Value:
			if n.Text == "" || !n.Field.exactValue() {
				t.Fatalf("value %+v", n)
			}
		case *Group:
			if len(n.Must)+len(n.Any) == 0 || len(n.Must)+len(n.Any)+len(n.Not) == 1 && len(n.Must) == 0 {
				t.Fatalf("group %s", dump(n))
			}
		case *And:
			if len(n.Nodes) < 2 {
				t.Fatalf("and %s", dump(n))
			}
		case *Or:
			if len(n.Nodes) < 2 {
				t.Fatalf("or %s", dump(n))
			}
		case nil:
			t.Fatal("nil node")
		}
		return true
	})
}
