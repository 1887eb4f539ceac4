package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Limits on one conversion.
type Limits struct {
	Time time.Duration // how long it may take
	In   int64         // bytes of the file
	Out  int64         // bytes of all that it writes
}

// DefaultLimits are what a book of a thousand pages stays well within.
var DefaultLimits = Limits{Time: 2 * time.Minute, In: 512 << 20, Out: 512 << 20}

// What a conversion is ended for.
var (
	ErrTime = errors.New("it took too long")
	ErrIn   = errors.New("the file is too large")
	ErrOut  = errors.New("what it writes is too large")
)

// Bench is where tools work, one file after the other. It is not safe for
// concurrent use.
type Bench struct {
	ctx    context.Context
	limits Limits
	dir    string // made with the first conversion
}

// NewBench returns a bench whose tools end when ctx does.
func NewBench(ctx context.Context, limits Limits) *Bench { return &Bench{ctx: ctx, limits: limits} }

// Close removes what is left.
func (b *Bench) Close() error {
	if b.dir == "" {
		return nil
	}
	return os.RemoveAll(b.dir)
}

// Convert gives what a tool makes of the bytes of a file: a file of its own,
// which is gone when it is closed by the function returned. The error is a *Missing, one
// of the limits, or what the tool said.
func (b *Bench) Convert(t *Tool, src io.Reader) (*os.File, func(), error) {
	program, err := t.find()
	if err != nil {
		return nil, nil, err
	}
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "fihris-tools-*"); err != nil {
			return nil, nil, err
		}
	}
	work, err := os.MkdirTemp(b.dir, "file-*")
	if err != nil {
		return nil, nil, err
	}
	done := func() { os.RemoveAll(work) }
	out, err := b.run(t, program, work, src)
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	return out, func() { out.Close(); done() }, nil
}

// run lets the program work in a folder, and opens what it made.
func (b *Bench) run(t *Tool, program, work string, src io.Reader) (*os.File, error) {
	in, out := filepath.Join(work, "in"+t.in), filepath.Join(work, "in"+t.out)
	if err := b.copyIn(in, src); err != nil {
		return nil, err
	}
	if t.template != "" {
		if err := os.WriteFile(filepath.Join(work, templateName), []byte(t.template), 0o600); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeoutCause(b.ctx, b.limits.Time, ErrTime)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var said tail
	cmd := exec.CommandContext(ctx, program, t.args(work, in, out)...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = work, environment(work), &said, &said
	cmd.WaitDelay = 5 * time.Second
	alone(cmd)
	go b.watch(ctx, stop, work)
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err == nil && size(work) > b.limits.Out+b.limits.In {
		return nil, ErrOut
	}
	f, openErr := os.Open(out)
	switch {
	case err != nil || openErr != nil: // LibreOffice ends well whatever comes of it
		if openErr == nil {
			f.Close()
		}
		return nil, errors.New(said.reason(err))
	}
	return f, nil
}

// copyIn copies a file into the folder: a program may leave locks beside what it
// reads, and what it reads may be a member of an archive.
func (b *Bench) copyIn(path string, src io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, io.LimitReader(src, b.limits.In+1))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil && n > b.limits.In {
		err = ErrIn
	}
	return err
}

// watch ends a program that writes more than it may.
func (b *Bench) watch(ctx context.Context, stop context.CancelCauseFunc, work string) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if size(work) > b.limits.Out+b.limits.In {
				stop(ErrOut)
				return
			}
		}
	}
}

// size adds up the files of a folder.
func size(dir string) (sum int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				sum += info.Size()
			}
		}
		return nil
	})
	return sum
}

// environment is what a program sees: where programs are, and a home that is
// removed.
func environment(home string) []string {
	env := []string{"HOME=" + home, "TMPDIR=" + home, "TEMP=" + home, "TMP=" + home, "LANG=C.UTF-8", "LC_ALL=C.UTF-8"}
	for _, name := range []string{"PATH", "SystemRoot", "ProgramFiles"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// tail keeps the end of what a program says.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if over := len(t.b) - 4096; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

// reason is the last line of what was said, or how the program ended.
func (t *tail) reason(err error) string {
	lines := bytes.Split(bytes.TrimSpace(t.b), []byte("\n"))
	if last := strings.TrimSpace(strings.ToValidUTF8(string(lines[len(lines)-1]), "")); last != "" {
		return last
	}
	if err != nil {
		return err.Error()
	}
	return "it made nothing of it"
}
