package alert

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/fihris-search/fihris/internal/store"
)

// The file is a line of JSON, then a line with its SHA-256: it is replaced in one step, so that one which
// does not agree was damaged, and never a write cut short.
const version = 1

// mostBytes is how large a file may be: that of MostArticles articles told by some alerts.
const mostBytes = 1 << 30

type file struct {
	Version int      `json:"fihris_alerts"`
	Alerts  []*entry `json:"alerts"`
}

// read reads the alerts of a folder; none where there is no file.
func read(dir string) (map[string]*entry, error) {
	path := filepath.Join(dir, store.AlertsFile)
	all := map[string]*entry{}
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = os.Stat(dir)
		return all, err
	}
	if err != nil {
		return nil, err
	}
	if fi.Size() > mostBytes {
		return nil, fmt.Errorf("%s: %w: %d bytes", path, ErrBook, fi.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	line, sum, ok := bytes.Cut(b, []byte("\n"))
	h := sha256.Sum256(line)
	if !ok || string(bytes.TrimSuffix(sum, []byte("\n"))) != hex.EncodeToString(h[:]) {
		return nil, fmt.Errorf("%s: %w: it does not agree with its checksum", path, ErrBook)
	}
	var f file
	if err := json.Unmarshal(line, &f); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, ErrBook, err)
	}
	if f.Version != version {
		return nil, fmt.Errorf("%s: %w: version %d", path, ErrBook, f.Version)
	}
	for _, e := range f.Alerts {
		if e == nil || len(e.Seen)%len(seenID{}) != 0 || all[e.Name] != nil {
			return nil, fmt.Errorf("%s: %w", path, ErrBook)
		}
		e.seen = make(map[seenID]bool, len(e.Seen)/len(seenID{}))
		for s := range slices.Chunk(e.Seen, len(seenID{})) {
			e.seen[seenID(s)] = true
		}
		e.Seen = nil
		all[e.Name] = e
	}
	return all, nil
}

// write replaces the file, and returns when that is durable.
func (b *Book) write() error {
	f := file{Version: version}
	for _, name := range b.Names() {
		e := *b.all[name]
		ids := slices.SortedFunc(maps.Keys(e.seen), func(a, b seenID) int { return bytes.Compare(a[:], b[:]) })
		e.Seen = make([]byte, 0, len(ids)*len(seenID{}))
		for _, id := range ids {
			e.Seen = append(e.Seen, id[:]...)
		}
		f.Alerts = append(f.Alerts, &e)
	}
	line, err := json.Marshal(f)
	if err != nil {
		return err
	}
	h := sha256.Sum256(line)
	line = append(line, '\n')
	line = append(hex.AppendEncode(line, h[:]), '\n')
	return store.ReplaceAside(b.dir, store.AlertsFile, line)
}
