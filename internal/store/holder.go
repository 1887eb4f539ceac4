package store

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// LockedError says which processes have an index open that this one cannot
// have meanwhile. It is an ErrLocked.
type LockedError struct {
	Holders []Holder // none where nobody can tell
}

// Holder is a process that has an index open.
type Holder struct {
	PID     int
	Command string // its command line; empty if it is not known
	Host    string // the machine (or container) that it runs on; empty for this one
	Note    string // what it wants to be known of it, such as an address (Options.Note)
}

// Unwrap returns ErrLocked.
func (e *LockedError) Unwrap() error { return ErrLocked }

// mostNamed is how many holders a message names.
const mostNamed = 3

// Error names the holders.
func (e *LockedError) Error() string {
	if len(e.Holders) == 0 {
		return ErrLocked.Error()
	}
	names := make([]string, 0, mostNamed+1)
	for i, h := range e.Holders {
		if i == mostNamed {
			names = append(names, fmt.Sprintf("%d more", len(e.Holders)-i))
			break
		}
		names = append(names, h.String())
	}
	if len(e.Holders) == 1 {
		if e.Holders[0].isThis() {
			return "open in this process already"
		}
		return ErrLocked.Error() + ": " + names[0]
	}
	return "in use by other processes: " + strings.Join(names, ", ")
}

// String names a process by its number, its command line and its machine.
func (h Holder) String() string {
	s := fmt.Sprintf("process %d", h.PID)
	if h.Command != "" {
		s += " (" + h.Command + ")"
	}
	if h.Host != "" {
		s += " on " + h.Host
	}
	return s
}

func (h Holder) isThis() bool { return h.Host == "" && h.PID == os.Getpid() }

// The record of the process that writes stands in the lock file behind the
// witness, as one line of JSON. It is taken away when the lock is let go; one that
// a killed process has left is believed only while a process of its number runs.
const (
	recordAt   = 32
	mostRecord = 4 << 10
	mostShown  = 200 // bytes of a command line
)

// sign writes down who holds the lock. Where that cannot be done, others are
// told less; nothing else depends on it.
func (l *lock) sign(note string) {
	host, _ := os.Hostname()
	b, err := json.Marshal(Holder{PID: os.Getpid(), Command: commandLine(os.Args), Host: host, Note: note})
	if err == nil && len(b) < mostRecord && l.file.Truncate(recordAt) == nil {
		_, _ = l.file.WriteAt(append(b, '\n'), recordAt)
	}
}

// unsign takes away what sign has written.
func (l *lock) unsign() { _ = l.file.Truncate(recordAt) }

// record is what the process that writes has written down, or has left.
func record(f *os.File) (h Holder, ok bool) {
	b, err := io.ReadAll(io.NewSectionReader(f, recordAt, mostRecord))
	if err != nil || json.Unmarshal(b, &h) != nil || h.PID <= 0 {
		return Holder{}, false
	}
	if host, err := os.Hostname(); err == nil && h.Host == host {
		h.Host = ""
	}
	return h, true
}

// holders finds out who holds the lock of a file: from the system, where it
// tells, else from the record. None are found where nobody holds it any more.
func holders(f *os.File) []Holder {
	wrote, recorded := record(f)
	running, told := lockHolders(f, wrote.PID)
	if len(running) == 0 {
		if recorded && (wrote.Host != "" || !told && processExists(wrote.PID)) {
			return []Holder{wrote}
		}
		return nil
	}
	for i, h := range running {
		if recorded && wrote.Host == "" && h.PID == wrote.PID {
			running[i].Note = wrote.Note
			if h.Command == "" {
				running[i].Command = wrote.Command
			}
		}
	}
	return running
}

// commandLine writes a command and its arguments as one line, cut where it
// becomes long.
func commandLine(args []string) string {
	s := strings.ToValidUTF8(strings.Join(args, " "), "\ufffd")
	if len(s) > mostShown {
		s = strings.ToValidUTF8(s[:mostShown], "") + " …"
	}
	return s
}
