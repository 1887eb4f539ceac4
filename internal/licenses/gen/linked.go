package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// targets are the systems that fihris is built for; some link a module that
// others do not.
var targets = []string{"linux/amd64", "linux/arm64", "linux/386", "darwin/arm64", "windows/amd64", "freebsd/amd64"}

// module is a module and the folders of its packages that are linked.
type module struct {
	Path, Version string
	Dir           string
	packages      map[string]bool
}

// String is the module as a heading names it.
func (m *module) String() string { return m.Path + " " + m.Version }

// linked adds to found, by path, the modules that the program is linked with on
// a system, but for the module that it is of. root is the folder of that one.
func linked(root, target string, found map[string]*module) error {
	system, arch, _ := strings.Cut(target, "/")
	cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module,Standard", "./cmd/fihris")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0", "GOWORK=off")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list for %s: %w\n%s", target, err, &said)
	}
	for packages := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir      string
			Standard bool
			Module   *struct {
				module
				Main bool
			}
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list for %s: %w", target, err)
		}
		if p.Standard || p.Module == nil || p.Module.Main {
			continue
		}
		m := found[p.Module.Path]
		if m == nil {
			m = &p.Module.module
			m.packages = map[string]bool{}
			found[m.Path] = m
		}
		m.packages[p.Dir] = true
	}
}
