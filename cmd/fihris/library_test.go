package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// aProgram is a block of a page that is a whole program, and what it prints where the page says so.
var aProgram = regexp.MustCompile("(?ms)^```go\n(package main\n.*?)^```\n(?:\n```text\n(.*?)^```\n)?")

// programs runs "programs PAGE": the programs of a page become 1/main.go, 2/main.go …, and what
// they print 1/want, 2/want …
func programs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: programs PAGE")
	}
	for i, m := range aProgram.FindAllStringSubmatch(ts.ReadFile(args[0]), -1) {
		dir := ts.MkAbs(strconv.Itoa(i + 1))
		ts.Check(os.MkdirAll(dir, 0o777))
		ts.Check(os.WriteFile(filepath.Join(dir, "main.go"), []byte(m[1]), 0o666))
		ts.Check(os.WriteFile(filepath.Join(dir, "want"), []byte(m[2]), 0o666))
	}
}

// page runs "page ADDRESS COMMAND...": the command says first at which URL its page is; what is found at the
// address below it is printed, and the command must end well when it is interrupted.
func page(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: page ADDRESS COMMAND...")
	}
	cmd := exec.Command(ts.MkAbs(args[1]), args[2:]...)
	cmd.Dir, cmd.Stderr = ts.MkAbs("."), ts.Stderr()
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		var r *http.Response
		if r, err = http.Get(strings.TrimSuffix(strings.Fields(line)[1], "/") + args[0]); err == nil {
			_, err = io.Copy(ts.Stdout(), r.Body)
			r.Body.Close()
		}
	}
	interrupted := cmd.Process.Signal(os.Interrupt)
	ended := cmd.Wait()
	ts.Check(err)
	ts.Check(interrupted)
	ts.Check(ended)
}

// The programs are the same in both languages, and the archive has no more than the lines that its title says.
func TestProgramsOfThePages(t *testing.T) {
	var found [2][][]string
	for i, name := range []string{"library.md", "library.ar.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
		require.NoError(t, err)
		assert.Equal(t, strings.Count(string(text), "```go\n"), len(aProgram.FindAllString(string(text), -1)), "%s: every block of Go is a program", name)
		for _, m := range aProgram.FindAllStringSubmatch(string(text), -1) {
			found[i] = append(found[i], m[1:])
		}
	}
	require.Len(t, found[0], 3)
	assert.Equal(t, found[0], found[1])
	assert.LessOrEqual(t, strings.Count(found[0][2][0], "\n"), 80)
}
