package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fihris": main})
}

// TestScripts runs testdata/script: each file is a session at a shell, with the
// files it needs, and says what must come out.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", root)
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache")) // what is remembered of servers
			env.Values[servingKey{}] = &server{}
			return goEnv(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "age": age, "serving": serving, "programs": programs, "page": page},
	})
}

// goEnv lets scripts build Go programs as this one was built: with the modules
// and the compiled packages that are here, never from the network.
func goEnv(env *testscript.Env) error {
	names := []string{"GOMODCACHE", "GOCACHE", "GOROOT"}
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil // no go command: scripts that need it are skipped by their [exec:go]
	}
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		env.Setenv(names[i], value)
	}
	for _, setting := range []string{"GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off", "GOTOOLCHAIN=local"} {
		name, value, _ := strings.Cut(setting, "=")
		env.Setenv(name, value)
	}
	return nil
}

// age makes files, and those in folders, as old as an hour, or as a number of seconds: "age
// PATH [SECONDS]". What was written a moment ago is not yet known for certain.
func age(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: age PATH [SECONDS]")
	}
	seconds := 3600
	if len(args) > 1 {
		var err error
		seconds, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	then := time.Now().Add(-time.Duration(seconds) * time.Second)
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(p, then, then)
	}))
}

// code runs "code N command args...": the command must exit with N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command args...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = strconv.Itoa(exit.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
