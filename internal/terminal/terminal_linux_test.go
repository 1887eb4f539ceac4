package terminal

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openTerminal returns a terminal that has so many columns: the end of a
// pseudo-terminal to which a program would write.
func openTerminal(t *testing.T, columns uint16) *os.File {
	t.Helper()
	control, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system gives no pseudo-terminals:", err)
	}
	t.Cleanup(func() { control.Close() })
	var number, locked uint32
	ask(t, control, syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	ask(t, control, syscall.TIOCGPTN, unsafe.Pointer(&number))
	size := [4]uint16{25, columns} // lines, columns, and both again in pixels
	ask(t, control, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	f, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func ask(t *testing.T, f *os.File, what uintptr, argument unsafe.Pointer) {
	t.Helper()
	_, _, err := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), what, uintptr(argument))
	require.Zero(t, err)
}

// Lines are as long as the terminal is wide, but no longer than one reads; a
// terminal that does not know its width is taken for a wide one.
func TestNewOfATerminal(t *testing.T) {
	for name, value := range map[string]string{"NO_COLOR": "", "TERM": "xterm", "VTE_VERSION": "5800", "KONSOLE_VERSION": "", "TERM_PROGRAM": "", "XTERM_VERSION": ""} {
		t.Setenv(name, value)
	}
	for columns, width := range map[uint16]int{1: 1, 72: 72, maxWidth: maxWidth, 250: maxWidth, 0: maxWidth} {
		assert.Equal(t, Screen{Colour: true, Order: Isolates, Width: width}, New(openTerminal(t, columns)), columns)
	}
	t.Setenv("TERM", "dumb")
	assert.False(t, New(openTerminal(t, 72)).Colour)
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "1")
	assert.False(t, New(openTerminal(t, 72)).Colour)
}

func TestStatusOfATerminal(t *testing.T) {
	for columns, room := range map[uint16]int{1: 0, 72: 71, 250: 249, 0: 79} {
		s := NewStatus(openTerminal(t, columns))
		shown := false
		s.Show(time.Now(), func(columns int) string {
			assert.Equal(t, room, columns)
			shown = true
			return ""
		})
		assert.True(t, shown, columns)
	}
}
