package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/corpus"
)

// remoteFlags name a server that has the index.
type remoteFlags struct{ server, tokenFile, ledger string }

// add adds --server and --token-file.
func (f *remoteFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.server, "server", "", "the address of a server that has the index, such as http://127.0.0.1:8080, in place of -i")
	cmd.Flags().StringVar(&f.tokenFile, "token-file", "", "the file with the token of that server")
}

// open makes a client of the server.
func (f *remoteFlags) open(cmd *cobra.Command) (*client.Client, error) {
	if i := cmd.Flag("index"); i.Changed && cmd.Flags().Changed("server") && !fromEnv(i.Name) {
		return nil, usage(cmd, "which index? name its folder by -i or its server by --server, not both")
	}
	if f.tokenFile == "" {
		return nil, hint(errors.New("who writes to a server shows its token"), "give the file that the server was started with: --token-file FILE")
	}
	tokens, err := readTokens("--token-file", f.tokenFile)
	if err != nil {
		return nil, err
	}
	c, err := client.New(f.server, client.Options{Token: tokens[0]})
	if err != nil {
		return nil, hint(err, "name the server as its first line does: --server http://127.0.0.1:8080")
	}
	return c, nil
}

// remote is a load.Target: an index that a server has.
type remote struct {
	c      *client.Client
	base   string
	fields []fihris.Field // of the index's own
	files  remoteFiles
	failed atomic.Pointer[error] // the first question of this run that was not answered: see known
}

// newRemote asks the server what an index must know before it is loaded.
func newRemote(ctx context.Context, c *client.Client) (*remote, error) {
	base, err := c.Base(ctx)
	if err != nil {
		return nil, err
	}
	r := &remote{c: c, base: base}
	stats, err := c.Stats(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range stats.Fields {
		f, err := fihris.ParseField(s)
		if err != nil {
			return nil, hint(err, "the server is of a newer version: use its fihris")
		}
		r.fields = append(r.fields, f)
	}
	return r, nil
}

// openServer makes a server the target of a run.
func (r *indexRun) openServer() error {
	f := r.flags
	switch {
	case f.optimize:
		return usage(r.cmd, "--optimize: a server merges its index by itself")
	}
	c, err := f.server.open(r.cmd)
	if err != nil {
		return err
	}
	r.index = f.server.server // which is what the summary calls it
	if r.remote, err = newRemote(r.cmd.Context(), c); err != nil {
		return err
	}
	for _, f := range r.opts.Fields {
		if !slices.ContainsFunc(r.remote.fields, func(has fihris.Field) bool { return has.String() == f.String() }) {
			return usage(r.cmd, "--field %s: the index of the server has no such field, and gets its fields when it is created: leave --field out", f)
		}
	}
	if r.ledgerPath = f.server.ledger; r.ledgerPath == "" {
		r.ledgerPath, err = serverLedger(f.server.server)
	}
	if err != nil && f.prune == "" && !f.watch {
		r.ledgerPath, err = "", nil // all is read then
	}
	if err != nil {
		return hint(fmt.Errorf("there is no place to remember which files were sent: %w", err), "name a file for it: --ledger FILE")
	}
	return nil
}

// known lets the corpus know what the index of the server knows. Where a question is not answered,
// nothing more is sent in the run: an article might take the place of another that has its ID.
func (r *remote) known(ctx context.Context, opts *corpus.Options) error {
	r.failed.Store(nil)
	r.files.changed() // since the last run, maybe, by others
	if opts.Base == "" {
		opts.Base = r.base
	}
	opts.Fields = r.fields
	n, err := r.c.Count(ctx)
	if err != nil || n == 0 {
		return err
	}
	opts.Known = func(id string) (fihris.Article, bool) {
		a, err := r.Article(ctx, id)
		if err != nil && !errors.Is(err, fihris.ErrNotFound) {
			r.failed.CompareAndSwap(nil, &err)
		}
		return a, err == nil
	}
	return nil
}

// Add puts a batch of articles in.
func (r *remote) Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error) {
	if failed := r.failed.Load(); failed != nil {
		return fihris.Changes{}, *failed
	}
	defer r.files.changed()
	res, err := r.c.AddAll(ctx, func(yield func(client.Article, error) bool) {
		for _, a := range batch {
			if !yield(client.Article(a), nil) {
				return
			}
		}
	})
	errs := []error{err}
	for _, f := range res.Refused {
		errs = append(errs, &fihris.AddError{ID: f.ID, Err: errors.New(f.Reason)})
	}
	return fihris.Changes{Added: res.Added, Changed: res.Changed, Unchanged: res.Unchanged}, errors.Join(errs...)
}

// Remove takes articles out.
func (r *remote) Remove(ctx context.Context, ids []string) (int, error) {
	defer r.files.changed()
	n, _, err := r.c.Remove(ctx, ids...)
	return n, err
}

// Article returns the article of an ID.
func (r *remote) Article(ctx context.Context, id string) (fihris.Article, error) {
	a, err := r.c.Article(ctx, id)
	if errors.Is(err, client.ErrNotFound) {
		err = fmt.Errorf("%w: %w", fihris.ErrNotFound, err)
	}
	return fihris.Article(a), err
}

// Base returns the folder that names of files are relative to.
func (r *remote) Base() string { return r.base }

// SetBase makes the server remember that folder.
func (r *remote) SetBase(ctx context.Context, folder string) error {
	err := r.c.SetBase(ctx, folder)
	if err == nil {
		r.base = folder
	}
	return err
}

// nextOfServer says what is likely to help with the error of a server.
func nextOfServer(err error) string {
	_, unreachable := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, client.ErrUnauthorized):
		return "give the file that the server was started with: --token-file FILE"
	case errors.Is(err, client.ErrReadOnly):
		return "start the server so that it takes articles: fihris serve -i DIR --token-file FILE"
	case errors.Is(err, client.ErrFull):
		return "make room on the disk of the server and run it again: what was told as done is safe"
	case errors.Is(err, client.ErrDamaged):
		return "stop the server, and see what is damaged: fihris check -i DIR"
	case errors.Is(err, client.ErrBusy):
		return "run it again in a while: what was told as done is safe"
	case unreachable:
		return "see whether the server runs, and where: it says so in its first line"
	}
	return ""
}
