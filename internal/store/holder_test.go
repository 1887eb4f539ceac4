package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// holdDir tells the test binary, started by itself, which index to hold.
const holdDir = "FIHRIS_TEST_HOLD_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdDir); dir != "" {
		s, err := Open(dir, made, Options{ReadOnly: os.Getenv("READ") != "", Note: "http://127.0.0.1:8080/"})
		if err == nil {
			fmt.Println("held")
			_, _ = io.Copy(io.Discard, os.Stdin) // until the test closes it
			err = s.Close()
		}
		fmt.Println(err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hold lets another process hold an index until it is killed or told to let go.
func hold(t *testing.T, dir string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "an argument")
	cmd.Env = append(append(os.Environ(), holdDir+"="+dir), env...)
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	b := make([]byte, 5)
	_, err = io.ReadFull(out, b)
	require.NoError(t, err)
	require.Equal(t, "held\n", string(b))
	return cmd
}

func tryOpen(dir string) (*LockedError, error) {
	s, err := Open(dir, made, Options{LockTimeout: time.Millisecond})
	if err == nil {
		return nil, s.Close()
	}
	locked, _ := errors.AsType[*LockedError](err)
	return locked, err
}

func TestWhoHoldsIt(t *testing.T) {
	s, dir := create(t)
	locked, err := tryOpen(dir)
	require.ErrorIs(t, err, ErrLocked)
	require.NotNil(t, locked)
	assert.Equal(t, "open in this process already", err.Error())
	require.NoError(t, s.Close())

	cmd := hold(t, dir)
	locked, err = tryOpen(dir)
	require.ErrorIs(t, err, ErrLocked)
	require.Len(t, locked.Holders, 1)
	h := locked.Holders[0]
	assert.Equal(t, Holder{PID: cmd.Process.Pid, Command: os.Args[0] + " an argument", Note: "http://127.0.0.1:8080/"}, h)
	assert.Equal(t, fmt.Sprintf("in use by another process: process %d (%s an argument)", h.PID, os.Args[0]), err.Error())

	// killed without warning it holds nothing, and what it has written misleads nobody
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	locked, err = tryOpen(dir)
	require.NoError(t, err, "%v", locked)
}

// Who is written down need not be who holds it.
func TestARecordThatIsStale(t *testing.T) {
	s, dir := create(t)
	path := filepath.Join(dir, segmentFolder, lockFile)
	write := func(h Holder) {
		b, err := json.Marshal(h)
		require.NoError(t, err)
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		require.NoError(t, err)
		require.NoError(t, f.Truncate(recordAt))
		_, err = f.WriteAt(b, recordAt)
		require.NoError(t, errors.Join(err, f.Close()))
	}
	host, err := os.Hostname()
	require.NoError(t, err)
	const nobody = 1 << 30
	write(Holder{PID: nobody, Command: "gone", Host: host})
	_, err = tryOpen(dir)
	require.ErrorIs(t, err, ErrLocked)
	assert.NotContains(t, err.Error(), "gone")

	// a process that this machine cannot see is told as what it says of itself
	require.NoError(t, s.Close())
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	write(Holder{PID: 7, Command: "fihris serve", Host: "another machine"})
	assert.Equal(t, []Holder{{PID: 7, Command: "fihris serve", Host: "another machine"}}, holders(f))
	for _, nonsense := range []string{"", "{", `{"PID":-1}`, strings.Repeat("x", 9000)} {
		require.NoError(t, f.Truncate(recordAt))
		_, err := f.WriteAt([]byte(nonsense), recordAt)
		require.NoError(t, err)
		assert.Empty(t, holders(f), nonsense)
	}
}

// Who reads holds nothing.
func TestReadersAreInNobodysWay(t *testing.T) {
	s, dir := create(t)
	require.NoError(t, s.Close())
	hold(t, dir, "READ=1")
	s, err := Open(dir, made, Options{LockTimeout: time.Millisecond})
	require.NoError(t, err)
	write(t, s, "one", "a")
	require.NoError(t, s.Close())
}
