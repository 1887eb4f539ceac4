package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/embedtest"
)

// command is a line of a page that is run at a shell.
var command = regexp.MustCompile(`(?m)^    fihris (.+)$`)

// arguments cuts a line as a shell does that knows single quotes only.
func arguments(line string) (args []string) {
	open, quoted := false, false
	for _, r := range line {
		switch {
		case r == '\'':
			quoted = !quoted
			if !open {
				args, open = append(args, ""), true
			}
		case r == ' ' && !quoted:
			open = false
		default:
			if !open {
				args, open = append(args, ""), true
			}
			args[len(args)-1] += string(r)
		}
	}
	return args
}

// Every command of the pages about research finds something, in the order in which
// they stand there, and both pages have the same.
func TestCommandsOfThePagesOfResearch(t *testing.T) {
	read := func(name string) []string {
		page, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
		require.NoError(t, err)
		var lines []string
		for _, m := range command.FindAllStringSubmatch(string(page), -1) {
			lines = append(lines, m[1])
		}
		return lines
	}
	english := read("research.md")
	require.Greater(t, len(english), 15)
	assert.Equal(t, english, read("research.ar.md"))
	t.Chdir(t.TempDir())
	model := httptest.NewServer(embedtest.Handler(nil))
	defer model.Close()
	for _, line := range english {
		line = strings.ReplaceAll(line, "http://localhost:11434", model.URL)
		var out, errs bytes.Buffer
		code := run(context.Background(), arguments(line), strings.NewReader(""), &out, &errs)
		assert.Equal(t, exitDone, code, "%s\n%s", line, &errs)
		assert.NotEmpty(t, out.String(), line)
		assert.Empty(t, errs.String(), line)
	}
}
