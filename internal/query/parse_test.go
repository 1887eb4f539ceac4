package query

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// row is one line of a table: a query and what is wanted of it.
type row struct {
	line        int
	query, want string
}

// readTable reads the rows of a file in testdata.
func readTable(t testing.TB, name string) []row {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	defer f.Close()
	var rows []row
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		query, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, "%s:%d: no tab", name, n)
		rows = append(rows, row{n, unescapeTable(t, query), want})
	}
	require.NoError(t, sc.Err())
	return rows
}

// unescapeTable replaces \t, \n and \uXXXX.
func unescapeTable(t testing.TB, s string) string {
	t.Helper()
	s = strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(s)
	for {
		i := strings.Index(s, `\u`)
		if i < 0 {
			return s
		}
		r, err := strconv.ParseUint(s[i+2:i+6], 16, 32)
		require.NoError(t, err)
		s = s[:i] + string(rune(r)) + s[i+6:]
	}
}

// dump writes a tree in the notation of testdata/parse.txt.
func dump(n Node) string {
	switch n := n.(type) {
	case *Word:
		forms := [...]string{"", "exact", "root", "prefix", "wild", "fuzzy"}
		s := n.Text
		if n.Form != Stem {
			edits := ""
			if n.Edits != 0 {
				edits = strconv.Itoa(n.Edits)
			}
			s = forms[n.Form] + edits + "(" + s + ")"
		}
		return dumpField(n.Field) + s + dumpBoost(n.Boost)
	case *Phrase:
		s := dumpField(n.Field) + [...]string{"", "verbatim", "anyform"}[n.Kind] + `"` + n.Text + `"`
		if n.Slop != 0 {
			s += fmt.Sprintf("~%d", n.Slop)
		}
		return s + dumpBoost(n.Boost)
	case *Value:
		return n.Field.String() + "{" + n.Text + "}"
	case *Mentioned:
		return n.String()
	case *Dates:
		return "dates{" + dumpTime(n.From) + ".." + dumpTime(n.To) + "}"
	case *Group:
		var parts []string
		for _, c := range n.Must {
			parts = append(parts, "+"+dump(c))
		}
		for _, c := range n.Any {
			parts = append(parts, dump(c))
		}
		for _, c := range n.Not {
			parts = append(parts, "-"+dump(c))
		}
		return "[" + strings.Join(parts, " ") + "]" + dumpBoost(n.Boost)
	case *And:
		return "and(" + dumpAll(n.Nodes) + ")" + dumpBoost(n.Boost)
	case *Or:
		return "or(" + dumpAll(n.Nodes) + ")" + dumpBoost(n.Boost)
	case All:
		return "ALL"
	case None:
		return "NONE"
	}
	return fmt.Sprintf("%T", n)
}

func dumpAll(nodes []Node) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = dump(n)
	}
	return strings.Join(parts, " ")
}

func dumpField(f Field) string {
	if f == Text {
		return ""
	}
	return f.String() + ":"
}

func dumpBoost(b float64) string {
	if b == 0 {
		return ""
	}
	return "^" + strconv.FormatFloat(b, 'g', -1, 64)
}

func dumpTime(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

// without returns a copy of the tree without offsets.
func without(n Node) Node {
	all := func(nodes []Node) []Node {
		var out []Node
		for _, c := range nodes {
			out = append(out, without(c))
		}
		return out
	}
	switch n := n.(type) {
	case *Word:
		c := *n
		c.Offset = 0
		return &c
	case *Phrase:
		c := *n
		c.Offset = 0
		return &c
	case *Value:
		c := *n
		c.Offset = 0
		return &c
	case *Group:
		return &Group{Must: all(n.Must), Any: all(n.Any), Not: all(n.Not), Boost: n.Boost}
	case *And:
		return &And{Nodes: all(n.Nodes), Boost: n.Boost}
	case *Or:
		return &Or{Nodes: all(n.Nodes), Boost: n.Boost}
	}
	return n
}

func TestParse(t *testing.T) {
	rows := readTable(t, "parse.txt")
	require.GreaterOrEqual(t, len(rows), 220)
	for _, r := range rows {
		n := Parse(r.query)
		assert.Equal(t, r.want, dump(n), "parse.txt:%d: %s", r.line, r.query)
		assert.Equal(t, without(n), without(Parse(n.String())),
			"parse.txt:%d: %s: canonical form %s", r.line, r.query, n.String())
	}
}
