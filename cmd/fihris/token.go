package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// Tokens: secrets that allow to write.
const (
	leastToken   = 16 // letters; a shorter one could be guessed
	mostTokens   = 64 << 10
	makeOneToken = "make one: (umask 077; head -c 24 /dev/urandom | base64 > %s)"
)

// readTokens reads the tokens of a file, one a line; lines that are empty or
// begin with # are none. It refuses a file that others may read, too.
func readTokens(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, hint(fmt.Errorf("--token-file: %w", err), makeOneToken, path)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("--token-file: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
		return nil, hint(fmt.Errorf("--token-file %s: others may read or change it (%s)", path, info.Mode().Perm()), "keep it to yourself: chmod 600 %s", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, mostTokens+1))
	if err != nil {
		return nil, fmt.Errorf("--token-file: %w", err)
	}
	if len(b) > mostTokens {
		return nil, fmt.Errorf("--token-file %s: it is longer than a file of tokens", path)
	}
	var tokens []string
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(line) < leastToken || strings.ContainsFunc(line, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return nil, hint(fmt.Errorf("--token-file %s:%d: a token is %d or more letters, digits and signs of ASCII, without a space", path, i+1, leastToken), makeOneToken, path)
		}
		tokens = append(tokens, line)
	}
	if len(tokens) == 0 {
		return nil, hint(fmt.Errorf("--token-file %s: there is no token in it", path), makeOneToken, path)
	}
	return tokens, nil
}
