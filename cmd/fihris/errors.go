package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

// hinted is an error that brings its own next step.
type hinted struct {
	error
	next string
}

func (h hinted) Unwrap() error { return h.error }

// hint adds the next step to an error.
func hint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...)}
}

// report prints an error once prefixed, a line for each that is joined in it,
// then the next step.
func report(w io.Writer, cmd *cobra.Command, err error) {
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "fihris: "), "client: ")
		line = strings.ReplaceAll(line, context.Canceled.Error(), "stopped as asked") // of Go's words
		if line != "" {
			fmt.Fprintf(w, "fihris: %s\n", terminal.OneLine(line))
		}
	}
	if next := nextStep(cmd, err); next != "" {
		fmt.Fprintf(w, "  next: %s\n", next)
	}
}

// nextStep says what is likely to help.
func nextStep(cmd *cobra.Command, err error) string {
	if h, ok := errors.AsType[hinted](err); ok {
		return h.next
	}
	index := "DIR"
	if f := cmd.Flag("index"); f != nil && f.Value.String() != "" {
		index = f.Value.String()
	}
	if next := nextOfServer(err); next != "" {
		return next
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "run it again for the whole of it"
	case errors.Is(err, fihris.ErrLocked):
		return nextOfLocked(cmd, err)
	case errors.Is(err, fihris.ErrOtherWords):
		return "give the same lists (--families, --protected, --stop-words), or take those given now: fihris rebuild --new-words -i " + index
	case errors.Is(err, fihris.ErrOtherFields):
		return "leave --field out, the index knows its own; or have it those given now: fihris rebuild --new-fields --field ... -i " + index
	case errors.Is(err, fihris.ErrAnalyzerChanged):
		return "make it anew of what it holds: fihris rebuild -i " + index
	case errors.Is(err, fihris.ErrBadRequest):
		return "see: " + cmd.CommandPath() + " --help; and which fields the index has of its own: fihris stats -i " + index
	case errors.Is(err, fihris.ErrTooMuch):
		return "ask for fewer words, a shorter phrase, or a longer beginning of a word"
	case errors.Is(err, fihris.ErrNoIndex):
		return "name the folder of an index, or an empty or new one to create it: fihris index -i NEW PATH..."
	case errors.Is(err, fihris.ErrCorrupt):
		return "see what is damaged: fihris check -i " + index + "; then restore a backup, or take out what is whole: fihris export -i " + index
	case errors.Is(err, syscall.ENOSPC):
		return "make room on the disk and run it again: what was told as done is safe"
	case errors.Is(err, syscall.EROFS):
		return "nothing can be written there: copy the index to a disk where one can, or allow it"
	case errors.Is(err, syscall.EMFILE):
		return "too few files may be open at once: see ulimit -n"
	case errors.Is(err, syscall.EIO):
		return "the disk or what leads to it fails: look after it, and restore a backup elsewhere"
	case errors.Is(err, fs.ErrPermission):
		return allowance(err, index, writes(cmd))
	case errors.Is(err, fs.ErrNotExist) && cmd.Name() == "index":
		return "look at the name: a PATH is a file, a folder, a glob, or - for standard input"
	case errors.Is(err, fs.ErrNotExist) && strings.Contains(err.Error(), "open "+index+":"):
		return "create one: fihris index -i " + index + " PATH..."
	case isUsage(err):
		return "see: " + cmd.CommandPath() + " --help"
	}
	return ""
}

// nextOfLocked says how to get at an index that another process has: where that is
// a server which takes articles, through it.
func nextOfLocked(cmd *cobra.Command, err error) string {
	sends := cmd.Name() == "index" || cmd.Name() == "remove"
	if locked, ok := errors.AsType[*fihris.LockedError](err); ok && sends {
		for _, h := range locked.Holders {
			if strings.HasPrefix(h.Note, "http") {
				return fmt.Sprintf("that server takes it: fihris %s --server %s --token-file FILE, with the file that it was started with", cmd.Name(), h.Note)
			}
		}
	}
	const wait = "wait until the other process is done, or stop it"
	if sends {
		return wait + fmt.Sprintf("; a server that is started with --token-file takes articles meanwhile: fihris %s --server URL", cmd.Name())
	}
	return wait
}

// isUsage tells errors that cobra and its flags raise about the command line;
// they have no type of their own.
func isUsage(err error) bool {
	text := err.Error()
	for _, sign := range []string{"unknown ", "flag needs", "invalid argument", "arg(s)", "bad flag", "FIHRIS_"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// usage is an error about the command line.
func usage(cmd *cobra.Command, format string, args ...any) error {
	return hint(fmt.Errorf(format, args...), "see: %s --help", cmd.CommandPath())
}

// eachError puts every error that is joined in err through f and joins what is
// left.
func eachError(err error, f func(error) error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		if err == nil {
			return nil
		}
		return f(err)
	}
	var rest []error
	for _, e := range joined.Unwrap() {
		rest = append(rest, eachError(e, f))
	}
	return errors.Join(rest...)
}
