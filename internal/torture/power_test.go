package torture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// A disk as it may be after the power was cut: a file has the bytes that it had
// when it was last synced, a folder the names that it had when it was last
// synced. What was not synced may be there, or not, or a half of it: the trials take it away, then
// let some of it be, and then tear what was being written.

// inode is a file or a folder.
type inode struct {
	data, synced   []byte
	names, durable map[string]*inode // of a folder; nil for a file
}

func newFolder() *inode { return &inode{names: map[string]*inode{}, durable: map[string]*inode{}} }

// disk replays the calls of a process below a folder.
type disk struct {
	root  string
	top   *inode
	files map[string]*opened // by process and descriptor
	acked int                // changes that the process was told are durable
}

type opened struct {
	node *inode
	at   int
}

// find finds what is at a path; nil for nothing.
func (d *disk) find(path string) *inode {
	rel, ok := strings.CutPrefix(path, d.root)
	if !ok {
		return nil
	}
	n := d.top
	for _, name := range strings.FieldsFunc(rel, func(r rune) bool { return r == '/' }) {
		if n == nil || n.names == nil {
			return nil
		}
		n = n.names[name]
	}
	return n
}

func (d *disk) parent(path string) (*inode, string) {
	return d.find(filepath.Dir(path)), filepath.Base(path)
}

// The calls, as strace writes them with -xx: strings are \x61\x62.
var call = regexp.MustCompile(`^(?:\d+ +)?([a-z0-9_]+)\((.*)\) += (-?\d+)`)

var quoted = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)

func unhex(s string) []byte {
	out := make([]byte, 0, len(s)/4)
	for i := 0; i+4 <= len(s); i += 4 {
		n, _ := strconv.ParseUint(s[i+2:i+4], 16, 8)
		out = append(out, byte(n))
	}
	return out
}

// replay does what a line says.
func (d *disk) replay(line string) error {
	m := call.FindStringSubmatch(line)
	if m == nil || strings.HasPrefix(m[3], "-") {
		return nil
	}
	name, args := m[1], m[2]
	var texts []string
	for _, q := range quoted.FindAllStringSubmatch(args, -1) {
		texts = append(texts, string(unhex(q[1])))
	}
	fields := strings.Split(args, ", ")
	fd := fields[0]
	switch name {
	case "openat":
		n := d.find(texts[0])
		if n == nil && strings.Contains(args, "O_CREAT") {
			if dir, base := d.parent(texts[0]); dir != nil && dir.names != nil {
				n = &inode{}
				dir.names[base] = n
			}
		}
		if n == nil {
			delete(d.files, m[3])
			return nil
		}
		if strings.Contains(args, "O_TRUNC") {
			n.data = nil
		}
		d.files[m[3]] = &opened{node: n}
	case "close":
		delete(d.files, fd)
	case "write", "pwrite64":
		if fd == "1" {
			d.acked += strings.Count(texts[0], "\n")
			return nil
		}
		f := d.files[fd]
		if f == nil {
			return nil
		}
		written, err := strconv.Atoi(m[3])
		if err != nil || written > len(texts[0]) {
			return fmt.Errorf("%d bytes written, %d seen", written, len(texts[0]))
		}
		at := &f.at
		if name == "pwrite64" {
			n, err := strconv.Atoi(fields[len(fields)-1])
			if err != nil {
				return err
			}
			at = &n
		}
		if grow := *at + written - len(f.node.data); grow > 0 {
			f.node.data = append(f.node.data, make([]byte, grow)...)
		}
		copy(f.node.data[*at:], texts[0][:written])
		*at += written
	case "ftruncate":
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			return err
		}
		if f := d.files[fd]; f != nil {
			f.node.data = append(f.node.data[:min(size, len(f.node.data))], make([]byte, max(0, size-len(f.node.data)))...)
		}
	case "truncate":
		return fmt.Errorf("not replayed: %s", line[:min(len(line), 80)])
	case "fsync", "fdatasync":
		if f := d.files[fd]; f != nil {
			f.node.synced = append([]byte(nil), f.node.data...)
			if f.node.names != nil {
				f.node.durable = map[string]*inode{}
				for k, v := range f.node.names {
					f.node.durable[k] = v
				}
			}
		}
	case "mkdirat":
		if dir, base := d.parent(texts[0]); dir != nil {
			dir.names[base] = newFolder()
		}
	case "renameat", "renameat2":
		from, base := d.parent(texts[0])
		to, name := d.parent(texts[1])
		if from != nil && to != nil {
			to.names[name] = from.names[base]
			delete(from.names, base)
		}
	case "unlinkat":
		if dir, base := d.parent(texts[0]); dir != nil {
			delete(dir.names, base)
		}
	}
	return nil
}

// bytesOf chooses the bytes of a file of those that it had when it was last synced and those that it
// was to get since.
type bytesOf func(name string, synced, data []byte) []byte

// wholly chooses either.
func wholly(data func() bool) bytesOf {
	return func(_ string, synced, now []byte) []byte {
		if data() {
			return now
		}
		return synced
	}
}

// tearing chooses, of a file that was appended to, a beginning of the new bytes, often with zeros in
// the place of the rest or of some of them, as a file system leaves them that has written the length first; of another
// some sectors of either. torn counts the files of the journal in which there are some of the new bytes and not all.
func tearing(r *rand.Rand, torn *int) bytesOf {
	const sector = 512
	return func(name string, synced, data []byte) []byte {
		b := bytes.Clone(data)
		if at := len(synced); bytes.HasPrefix(data, synced) && len(data) > at {
			from := at + r.IntN(len(data)-at+1)
			switch r.IntN(3) {
			case 0:
				b = b[:from]
			case 1:
				clear(b[from:])
			default:
				clear(b[from:min(len(b), from+sector)])
			}
			if strings.HasPrefix(name, "journal-") && from > at && !bytes.Equal(b, data) {
				*torn++
			}
			return b
		}
		for at := 0; at < len(b); at += sector {
			if end := min(at+sector, len(b)); at < len(synced) && r.IntN(2) == 0 {
				copy(b[at:end], synced[at:])
			}
		}
		if strings.HasPrefix(name, "journal-") && !bytes.Equal(b, data) && !bytes.Equal(b, synced) {
			*torn++
		}
		return b
	}
}

// put writes the disk as it may be now into a folder: of what was not synced, the
// names and the bytes that are chosen.
func (n *inode) put(t *testing.T, path string, keepNames func() bool, choose bytesOf) {
	if n.names == nil {
		require.NoError(t, os.WriteFile(path, choose(filepath.Base(path), n.synced, n.data), 0o600))
		return
	}
	require.NoError(t, os.MkdirAll(path, 0o755))
	for name := range n.durable {
		if _, ok := n.names[name]; !ok && !keepNames() { // it was taken away, or not yet
			n.durable[name].put(t, filepath.Join(path, name), keepNames, choose)
		}
	}
	for name, child := range n.names {
		if !keepNames() {
			child = n.durable[name]
		}
		if child != nil {
			child.put(t, filepath.Join(path, name), keepNames, choose)
		}
	}
}

// TestPowerLoss records what a writer asks of the disk, and cuts the power at
// every call: what was acknowledged is there, and nothing is damaged.
func TestPowerLoss(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "disk")
	require.NoError(t, os.Mkdir(dir, 0o755))
	h := &history{seed: 71}
	changes := howOften(8, 60)
	lines := recorded(t, asChild("writer", filepath.Join(dir, "ix"), fmt.Sprint(h.seed), "0", fmt.Sprint(changes)))
	d := &disk{root: dir, top: newFolder(), files: map[string]*opened{}}
	cuts, torn := d.cut(t, lines, func(now, line string) { looksRight(t, filepath.Join(now, "ix"), h, d.acked, line) })
	require.Equal(t, changes, d.acked)
	require.Positive(t, torn, "appends to the journal that were half written")
	t.Logf("%d changes, %d calls, %d cuts of the power, %d of them amid an append to the journal", changes, len(lines), cuts, torn)
}

// recorded runs a child to its end and returns what it asked of the disk.
func recorded(t *testing.T, child *exec.Cmd) (lines []string) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed: no calls can be recorded")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command("strace", "-f", "-xx", "-s", "100000000", "-o", trace,
		"-e", "trace=openat,close,write,pwrite64,ftruncate,truncate,fsync,fdatasync,mkdirat,renameat,renameat2,unlinkat",
		os.Args[0])
	cmd.Args = append(cmd.Args, child.Args[1:]...)
	cmd.Env = child.Env
	if out, err := cmd.CombinedOutput(); err != nil {
		if strings.Contains(string(out), "error:") {
			t.Fatal(string(out))
		}
		t.Skipf("calls cannot be recorded here: %v: %s", err, out)
	}
	raw, err := os.ReadFile(trace)
	require.NoError(t, err)
	return joined(raw)
}

// cut replays calls and cuts the power at each: look is shown what may be on the
// disk then. It returns how often that was, and with how many torn ends of the journal.
func (d *disk) cut(t *testing.T, lines []string, look func(now, line string)) (cuts, torn int) {
	t.Helper()
	r := random(72)
	never, always := func() bool { return false }, func() bool { return true }
	sometimes := func() bool { return r.IntN(2) == 0 }
	lines = withSyncs(lines)
	for at, line := range lines {
		require.NoError(t, d.replay(line))
		if !changesDisk(line) && at+1 < len(lines) || !long && cuts > 150 && r.IntN(4) > 0 {
			continue
		}
		for _, keep := range []struct {
			names func() bool
			bytes bytesOf
		}{{never, wholly(never)}, {always, wholly(never)}, {sometimes, wholly(sometimes)}, {sometimes, tearing(r, &torn)}} {
			cuts++
			now := filepath.Join(t.TempDir(), "disk")
			d.top.put(t, now, keep.names, keep.bytes)
			look(now, line[:min(len(line), 120)])
			require.NoError(t, os.RemoveAll(now))
		}
	}
	return cuts, torn
}

// withSyncs parts each write to a file that was opened with O_DSYNC in two, between which the power may be cut.
func withSyncs(lines []string) (parted []string) {
	synced := map[string]bool{} // descriptors
	for _, line := range lines {
		parted = append(parted, line)
		m := call.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		switch fd, _, _ := strings.Cut(m[2], ", "); m[1] {
		case "openat":
			synced[m[3]] = strings.Contains(m[2], "O_DSYNC")
		case "write", "pwrite64":
			if synced[fd] {
				parted = append(parted, "fdatasync("+fd+") = 0")
			}
		}
	}
	return parted
}

// onDisk takes what lies in a folder as what is on the disk, durably.
func onDisk(t *testing.T, path string) *inode {
	t.Helper()
	fi, err := os.Stat(path)
	require.NoError(t, err)
	if !fi.IsDir() {
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		return &inode{data: b, synced: bytes.Clone(b)}
	}
	n := newFolder()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	for _, e := range entries {
		child := onDisk(t, filepath.Join(path, e.Name()))
		n.names[e.Name()], n.durable[e.Name()] = child, child
	}
	return n
}

// joined puts the two halves of calls together that another thread interrupted.
func joined(raw []byte) (lines []string) {
	waiting := map[string]string{}
	sc := bufio.NewScanner(bytes.NewReader(raw))
	sc.Buffer(nil, 1<<30)
	for sc.Scan() {
		line := sc.Text()
		pid, _, _ := strings.Cut(line, " ")
		if head, ok := strings.CutSuffix(line, " <unfinished ...>"); ok {
			waiting[pid] = head
			continue
		}
		if _, rest, ok := strings.Cut(line, " resumed>"); ok {
			line = waiting[pid] + rest
		}
		lines = append(lines, line)
	}
	return lines
}

func changesDisk(line string) bool {
	for _, name := range []string{"openat(", "write(", "pwrite64(", "ftruncate(", "sync(", "fdatasync(", "mkdirat(", "renameat", "unlinkat("} {
		if strings.Contains(line, name) {
			return name != "openat(" || strings.Contains(line, "O_CREAT")
		}
	}
	return false
}

// looksRight opens what a cut has left: the state of the acknowledged changes, or
// that and the next one.
func looksRight(t *testing.T, dir string, h *history, acked int, line string) {
	t.Helper()
	ix, err := fihris.Open(dir, nil)
	if err != nil && !errors.Is(err, fihris.ErrCorrupt) && acked == 0 {
		ix, err = fihris.Create(dir, nil) // cut within Create
	}
	require.NoError(t, err, "after %d changes, at %s", acked, line)
	before, next := h.at(acked)
	diff, err := before.differs(ix)
	require.NoError(t, err, "after %d changes, at %s", acked, line)
	if diff != "" {
		more, err := before.after(next).differs(ix)
		require.NoError(t, err)
		require.Empty(t, more, "after %d changes, at %s: neither before (%s) nor after", acked, line, diff)
	}
	require.NoError(t, ix.Close())
}
