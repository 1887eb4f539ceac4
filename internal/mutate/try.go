package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// outcome is what became of a mutant.
type outcome string

const (
	killed     outcome = "killed"
	survived   outcome = "SURVIVED"
	timedOut   outcome = "timed out"       // killed too: somebody would have noticed
	uncompiled outcome = "did not compile" // no mutant at all
	equivalent outcome = "equivalent"      // known to do what the code does: not tried
)

// maxMemory bounds what the tests of a mutant may take, in KiB of address
// space: a loop that has lost its end often has found the heap.
const maxMemory = 6 << 20

// trial tries mutants of one package on the tests of some packages.
type trial struct {
	root    string   // of the module
	tests   []string // the folders of the packages whose tests are run, from root
	short   bool
	timeout time.Duration // of the tests of one package
	scratch string        // a folder for binaries
}

// try runs the tests on the code with one site changed, or, without a site, on
// the code as it is. Nothing is written into the module.
func (t trial) try(ctx context.Context, s *site) (outcome, error) {
	overlay := ""
	if s != nil {
		var err error
		if overlay, err = t.overlay(*s); err != nil {
			return "", err
		}
	}
	for _, dir := range t.tests {
		if o, err := t.test(ctx, dir, overlay); err != nil || o != survived {
			return o, err
		}
	}
	return survived, nil
}

// overlay writes the changed file and the file that tells the go command of it.
func (t trial) overlay(s site) (string, error) {
	original := filepath.Join(t.root, filepath.FromSlash(s.file))
	source, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(t.scratch, "mutant.go")
	text := string(source[:s.from]) + s.with + string(source[s.to:])
	if err := os.WriteFile(changed, []byte(text), 0o644); err != nil {
		return "", err
	}
	b, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(t.scratch, "overlay.json")
	return name, os.WriteFile(name, b, 0o644)
}

// test compiles and runs the tests of one package.
func (t trial) test(ctx context.Context, dir, overlay string) (outcome, error) {
	binary := filepath.Join(t.scratch, "mutant.test")
	args := []string{"test", "-c", "-vet=off", "-o", binary}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	build := exec.CommandContext(ctx, "go", append(args, "./"+dir)...)
	build.Dir = t.root
	if err := build.Run(); err != nil {
		var exit *exec.ExitError
		if ctx.Err() != nil || !errors.As(err, &exit) {
			return "", errors.Join(err, ctx.Err())
		}
		return uncompiled, nil
	}
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("%s has no tests", dir)
	}
	return t.run(ctx, dir, binary)
}

// rapid says whether the tests of a package use rapid, which would write down
// in the package's folder what made them fail.
func (t trial) rapid(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(t.root, filepath.FromSlash(dir), "*_test.go"))
	return slices.ContainsFunc(files, func(name string) bool {
		b, err := os.ReadFile(name)
		return err == nil && bytes.Contains(b, []byte(`"pgregory.net/rapid"`))
	})
}

// run runs a test binary in the folder of its package, as go test does.
func (t trial) run(ctx context.Context, dir, binary string) (outcome, error) {
	limited, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	limit := fmt.Sprintf(`ulimit -v %d 2>/dev/null; exec "$0" "$@"`, maxMemory)
	args := []string{"-c", limit, binary, "-test.failfast", "-test.timeout=0"}
	if t.short {
		args = append(args, "-test.short")
	}
	if t.rapid(dir) {
		args = append(args, "-rapid.nofailfile")
	}
	tests := exec.CommandContext(limited, "sh", args...)
	tests.Dir = filepath.Join(t.root, filepath.FromSlash(dir))
	together(tests)
	tests.WaitDelay = time.Second
	err := tests.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return timedOut, nil
	case err == nil:
		return survived, nil
	case errors.As(err, &exit):
		return killed, nil
	}
	return "", err
}
