package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// Tokens: secrets that allow to read or to write.
const (
	leastToken   = 16 // letters; a shorter one could be guessed
	mostTokens   = 64 << 10
	makeOneToken = "make one: (umask 077; head -c 24 /dev/urandom | base64 > %s)"
)

// readTokens reads the tokens of the file that a flag names, one a line; lines that are empty or
// begin with # are none. It refuses a file that others may read, too.
func readTokens(flag, path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, hint(fmt.Errorf("%s: %w", flag, err), makeOneToken, path)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
		return nil, hint(fmt.Errorf("%s %s: others may read or change it (%s)", flag, path, info.Mode().Perm()), "keep it to yourself: chmod 600 %s", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, mostTokens+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if len(b) > mostTokens {
		return nil, fmt.Errorf("%s %s: it is longer than a file of tokens", flag, path)
	}
	var tokens []string
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(line) < leastToken || strings.ContainsFunc(line, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return nil, hint(fmt.Errorf("%s %s:%d: a token is %d or more letters, digits and signs of ASCII, without a space", flag, path, i+1, leastToken), makeOneToken, path)
		}
		tokens = append(tokens, line)
	}
	if len(tokens) == 0 {
		return nil, hint(fmt.Errorf("%s %s: there is no token in it", flag, path), makeOneToken, path)
	}
	return tokens, nil
}
