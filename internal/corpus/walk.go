package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/ledger"
)

// entry is one file to be read, or one that cannot be.
type entry struct {
	path  string // as its user named it
	real  string // absolute, links resolved: what its name is made of
	pipe  bool   // standard input, a named pipe, a device: read once, without a size
	stdin bool
	size  int64 // on the disk
	err   error // why it cannot be read, known before it was tried
	state ledger.State
}

// walker lists files.
type walker struct {
	files   []entry
	roots   []string        // what was named, absolute
	folders []string        // of these, the folders
	looked  []string        // folders whose entries were read
	named   []string        // what was named, also where it is not there; absolute
	seen    map[string]bool // folders entered, so that a link that leads back ends there; and files, which are read once
	size    int64           // of the files; -1 where it cannot be known
}

// add appends the files that one path names.
func (w *walker) add(p string) error {
	if p == "-" {
		w.files = append(w.files, entry{path: "stdin", pipe: true, stdin: true})
		w.size = -1
		return nil
	}
	info, err := os.Stat(p)
	if abs, err := filepath.Abs(p); err == nil {
		w.named = append(w.named, abs)
	}
	if err == nil {
		return w.addNamed(p, info)
	}
	if matches := glob(p); len(matches) > 0 {
		var missing []error
		for _, m := range matches {
			info, err := os.Stat(m)
			if err == nil {
				err = w.addNamed(m, info)
			} else {
				err = fmt.Errorf("%s: %w", m, reason(err))
			}
			missing = append(missing, err)
		}
		return errors.Join(missing...)
	}
	return fmt.Errorf("%s: %w", p, reason(err))
}

// glob returns what a pattern matches; hidden files only where it says so.
func glob(pattern string) []string {
	matches, _ := filepath.Glob(pattern) // a broken pattern matches nothing
	if !isHidden(pattern) {
		matches = slices.DeleteFunc(matches, isHidden)
	}
	return matches
}

// isHidden tells names that begin with a dot, and what systems leave behind in
// folders and archives.
func isHidden(p string) bool {
	name := filepath.Base(p)
	return strings.HasPrefix(name, ".") && name != "." && name != ".." ||
		name == "__MACOSX" || name == "Thumbs.db" || name == "desktop.ini"
}

// addNamed appends a file that its user named, or the files of a folder.
func (w *walker) addNamed(p string, info fs.FileInfo) error {
	real, err := realPath(p)
	if err != nil {
		return fmt.Errorf("%s: %w", p, reason(err))
	}
	w.named = append(w.named, real)
	if info.IsDir() {
		w.roots = append(w.roots, real)
		return w.addFolder(p, real)
	}
	e := entry{path: p, real: real, pipe: !info.Mode().IsRegular(), state: ledger.StateOf(info)}
	if e.pipe {
		w.size = -1
	} else {
		w.roots = append(w.roots, real)
	}
	w.addFile(e, info.Size())
	return nil
}

// realPath is absolute and free of links, so that a file has one name.
func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// addFolder appends the files in and under a folder that was named.
func (w *walker) addFolder(p, real string) error {
	entries, err := os.ReadDir(p)
	if err != nil {
		return fmt.Errorf("%s: %w", p, reason(err))
	}
	w.folders = append(w.folders, real)
	w.enter(p, real, entries)
	return nil
}

// enter appends what is in a folder, in the order of names.
func (w *walker) enter(p, real string, entries []fs.DirEntry) {
	w.seen[real] = true
	w.looked = append(w.looked, real)
	device := uint64(0) // that of the folder: of what is mounted there
	if info, err := os.Stat(p); err == nil {
		device = ledger.StateOf(info).Device
	}
	for _, d := range entries {
		if !isHidden(d.Name()) {
			w.addEntry(filepath.Join(p, d.Name()), filepath.Join(real, d.Name()), d, device)
		}
	}
}

// addEntry appends one entry of a folder. What cannot be entered or read
// becomes a file with the reason, so that it is reported among the skipped.
func (w *walker) addEntry(p, real string, d fs.DirEntry, device uint64) {
	fail := func(err error) { w.addFile(entry{path: p, real: real, err: reason(err)}, 0) }
	info, err := os.Stat(p) // follows links
	if err != nil {
		if d.Type()&fs.ModeSymlink != 0 || !errors.Is(err, fs.ErrNotExist) { // else it went since the folder was read
			fail(linkError(d, err))
		}
		return
	}
	if d.Type()&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(real)
		if err != nil {
			fail(err)
			return
		}
		real = target
	}
	switch {
	case info.IsDir():
		w.addSubfolder(p, real, d, fail)
	case !info.Mode().IsRegular():
		fail(notRegular(info.Mode()))
	default:
		state := ledger.StateOf(info)
		state.Device = device
		w.addFile(entry{path: p, real: real, state: state}, info.Size())
	}
}

// addSubfolder appends the files of a folder in a folder, unless it was there
// already: a link may lead back.
func (w *walker) addSubfolder(p, real string, d fs.DirEntry, fail func(error)) {
	if isIndex(p) {
		return
	}
	if w.seen[real] || d.Type()&fs.ModeSymlink != 0 && w.leadsBack(real) {
		if d.Type()&fs.ModeSymlink != 0 {
			fail(fault{what: "a link to a folder that is read anyway"})
		}
		return
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		fail(err)
		return
	}
	w.enter(p, real, entries)
}

// leadsBack tells a link to a folder around one that is being read.
func (w *walker) leadsBack(real string) bool {
	for _, root := range w.roots {
		if root == real || strings.HasPrefix(root, real+string(filepath.Separator)) ||
			strings.HasPrefix(real, root+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// linkError says of a link that it leads nowhere.
func linkError(d fs.DirEntry, err error) error {
	if d.Type()&fs.ModeSymlink != 0 {
		return fault{what: "a link that leads nowhere", detail: reason(err).Error()}
	}
	return err
}

// notRegular says what in a folder or an archive is no file. A named pipe could
// keep the run waiting forever; who means it names it.
func notRegular(mode fs.FileMode) error {
	if mode&fs.ModeSymlink != 0 {
		return errLink
	}
	what := "a device"
	switch {
	case mode&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	}
	return fault{what: what + ", not read within a folder", next: "name it itself if it is meant", kind: true}
}

// isIndex tells the folder of an index, which may lie among its articles.
func isIndex(p string) bool {
	_, err := os.Stat(filepath.Join(p, "fihris.json"))
	if err == nil {
		_, err = os.Stat(filepath.Join(p, "store"))
	}
	return err == nil
}

func (w *walker) addFile(e entry, size int64) {
	if !e.pipe && e.err == nil {
		if w.seen[e.real] {
			return // named twice
		}
		w.seen[e.real] = true
	}
	e.size = size
	w.files = append(w.files, e)
	if w.size >= 0 {
		w.size += size
	}
}
