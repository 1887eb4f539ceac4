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
		again := Parse(Decode(canonical)) // as it is read when it is pasted
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

// FuzzQuote checks that a quoted text is nothing but its words, alone and within
// other queries, whatever signs it holds.
func FuzzQuote(f *testing.F) {
	for _, r := range readTable(f, "parse.txt") {
		f.Add(r.query)
	}
	for _, s := range []string{"a و b", "عنوان:مصر", `a\u0022b`, "u0022b", "%D8%B3", "&quot;أ&quot;", "قبل:2020 -x", "a\\", "www.a.example/%D8%B3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := Match(s)
		if len(s) > MaxLength/8 || len(Leaves(want)) == MaxLeaves {
			return
		}
		quoted := Quote(s)
		for _, again := range []Node{Parse(quoted), Parse(Decode(quoted))} {
			if dump(again) != dump(want) {
				t.Fatalf("%q is quoted as %s\n and gives %s\n not %s", s, quoted, dump(again), dump(want))
			}
		}
		if _, err := ParseStrict(quoted); err != nil {
			t.Fatalf("%q is quoted as %s: %v", s, quoted, err)
		}
		if _, none := want.(None); none {
			return
		}
		inTitle, err := NewIn(Title, want)
		if err != nil {
			t.Fatal(err)
		}
		got := Parse("(x OR y) title:(" + quoted + ") AND NOT z")
		composed := newGroup([]operand{{node: NewOr(Match("x"), Match("y"))}, {node: NewAnd(inTitle, NewNot(Match("z")))}})
		if dump(got) != dump(composed) {
			t.Fatalf("%q within a query is %s\n not %s", s, dump(got), dump(composed))
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
			if n.Offset < 0 || n.Offset >= length || n.Field.IsValue() {
				t.Fatalf("word %+v", n)
			}
		case *Phrase:
			if !hasWord(n.Text) || strings.ContainsAny(n.Text, doubleQuotes) || n.Slop < 0 || n.Slop > MaxSlop {
				t.Fatalf("phrase %+v", n)
			}
		case *Value:
			if n.Text == "" || !n.Field.IsValue() {
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
