package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serving runs "serving args...": fihris serve with these, in the background until the script
// ends or "serving stop". $SERVER is its address.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serving args... | serving stop")
	}
	if len(args) == 1 && args[0] == "stop" {
		ts.Value(servingKey{}).(*server).stop(ts)
		return
	}
	s := ts.Value(servingKey{}).(*server)
	path := ""
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		found, err := exec.LookPath(filepath.Join(dir, "fihris"))
		if err == nil {
			path = found
			break
		}
	}
	cmd := exec.Command(path, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	s.cmd = cmd
	ts.Defer(func() { s.stop(ts) })
	line, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	ts.Setenv("SERVER", strings.TrimSuffix(strings.Fields(line)[1], "/"))
}

// servingKey is where a script has its server.
type servingKey struct{}

type server struct{ cmd *exec.Cmd }

func (s *server) stop(ts *testscript.TestScript) {
	if s.cmd != nil {
		ts.Check(s.cmd.Process.Signal(os.Interrupt))
		ts.Check(s.cmd.Wait())
		s.cmd = nil
	}
}

// A server of this machine answers to its own names, and to no others.
func TestServeToItsNames(t *testing.T) {
	out, stop := start(t, nil, "demo", "--serve", "--addr", "127.0.0.1:0", "--host", "archive.example")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	for host, want := range map[string]int{"": 200, "localhost": 200, "archive.example:80": 200, "evil.example": 421} {
		r, err := http.NewRequest(http.MethodGet, strings.Fields(line)[1], nil)
		require.NoError(t, err)
		r.Host = host // "" is that of the address
		resp, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, want, resp.StatusCode, host)
	}
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
}
