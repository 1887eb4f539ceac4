package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/load"
)

var _ load.Holder = (*remote)(nil)

// remoteFiles is what a server has told of its files, as long as we have changed nothing since.
type remoteFiles struct {
	mu      sync.Mutex
	changes int // that we have made
	asked   int // for single files since the last of them
	all     []client.FileSum
	whole   bool // all is what the server has
}

// fewFiles is how many files the server is asked for one by one before it is asked for all: a
// run over a folder asks for each that it has read.
const fewFiles = 8

// changed forgets what was told: it is called after what was sent was answered.
func (f *remoteFiles) changed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes++
	f.asked, f.all, f.whole = 0, nil, false
}

// Files visits what the server holds of a file and of those that lie in it, or of all.
func (r *remote) Files(ctx context.Context, in string, visit func(fihris.FileSum) error) error {
	found, err := r.filesIn(ctx, in)
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := visit(fihris.FileSum(f)); err != nil {
			return err
		}
	}
	return nil
}

func (r *remote) filesIn(ctx context.Context, in string) ([]client.FileSum, error) {
	f := &r.files
	f.mu.Lock()
	f.asked++
	before, whole, all := f.changes, f.whole, f.all
	alone := in != "" && f.asked <= fewFiles
	f.mu.Unlock()
	if whole {
		return among(all, in), nil
	}
	if alone {
		return r.c.Files(ctx, in)
	}
	all, err := r.c.Files(ctx, "")
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	if f.changes == before {
		f.all, f.whole = all, true
	}
	f.mu.Unlock()
	return among(all, in), nil
}

// among returns of files that are sorted by name the one of a name, and those that lie in it.
func among(all []client.FileSum, in string) []client.FileSum {
	if in == "" {
		return all
	}
	from := func(name string) int { return sort.Search(len(all), func(i int) bool { return all[i].File >= name }) }
	var out []client.FileSum
	if at := from(in); at < len(all) && all[at].File == in {
		out = append(out, all[at])
	}
	return slices.Concat(out, all[from(in+"/"):from(in+"0")]) // 0 is what comes behind the slash
}

// FileIDs visits the IDs of the articles that the server holds of a file and of those that lie in it.
func (r *remote) FileIDs(ctx context.Context, in string, visit func(file, id string) error) error {
	found, err := r.c.FileIDs(ctx, in)
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := visit(f.File, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// serverLedger is where it is remembered which files this user has sent to a server: not in the
// index, which others send to, too, from other folders of the same names.
func serverLedger(server string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "fihris")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.TrimSuffix(server, "/")))
	return filepath.Join(folder, "server-"+hex.EncodeToString(sum[:8])+".ledger"), nil
}
