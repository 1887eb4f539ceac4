package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/load"
	"github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/opensearch"
)

// clusterPrefix begins what --index names where a cluster of OpenSearch has the articles:
//
//	opensearch+https://node1:9200,node2:9200/news?auth=FILE&ca=FILE&shards=6&replicas=1&plugin=yes
const clusterPrefix = "opensearch+"

const clusterForm = "opensearch+https://HOST:9200/NAME; several hosts are parted by commas, and ?auth=FILE has USER:PASSWORD or a token, &ca=FILE the certificate of who signed theirs, &shards=N&replicas=N what a new index has, &plugin=yes that the plugin scores it"

// opened is what commands ask that an index of this machine and a cluster both are.
type opened interface {
	fihris.Searcher
	fihris.Relater
	fihris.Lister
	fihris.Describer
	fihris.Declarer
	web.Writer
	Base() string
	Close() error
}

var (
	_ opened = (*fihris.Index)(nil)
	_ opened = (*opensearch.Cluster)(nil)
)

// isCluster says whether --index names a cluster.
func (a *app) isCluster() bool { return strings.HasPrefix(a.index, clusterPrefix) }

// clusterOptions reads what --index says of a cluster.
func (a *app) clusterOptions() (o opensearch.Options, err error) {
	bad := func(format string, args ...any) error {
		return hint(fmt.Errorf("-i %s: %w", a.index, fmt.Errorf(format, args...)), "write %s", clusterForm)
	}
	scheme, rest, ok := strings.Cut(strings.TrimPrefix(a.index, clusterPrefix), "://")
	hosts, path, slash := strings.Cut(rest, "/")
	if !ok || scheme != "http" && scheme != "https" || !slash || hosts == "" {
		return o, bad("no address and name of an index")
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if strings.Contains(host, "@") {
			return o, bad("a password on the command line is seen by everybody: put it into a file")
		}
		o.Addresses = append(o.Addresses, scheme+"://"+host)
	}
	name, query, _ := strings.Cut(path, "?")
	o.Index = strings.TrimSuffix(name, "/")
	values, err := url.ParseQuery(query)
	if err != nil {
		return o, bad("%w", err)
	}
	for key, all := range values {
		value := all[0]
		switch key {
		case "auth":
			if o.Auth, err = readAuth(value); err != nil {
				return o, err
			}
		case "ca":
			if o.TLS, err = readAuthority(value); err != nil {
				return o, err
			}
		case "shards", "replicas":
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 || key == "shards" && n == 0 {
				return o, bad("%s=%s is no number of them", key, value)
			}
			if key == "shards" {
				o.Shards = n
			} else if o.Replicas = n; n == 0 {
				o.Replicas = opensearch.NoReplicas
			}
		case "plugin":
			if o.Plugin = value == "yes"; !o.Plugin && value != "no" {
				return o, bad("plugin=%s is neither yes nor no", value)
			}
		default:
			return o, bad("there is no %q there", key)
		}
	}
	words, err := a.words.read()
	o.Words = words
	return o, err
}

// readAuth reads a file with USER:PASSWORD or with a token.
func readAuth(file string) (auth opensearch.Auth, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return auth, err
	}
	text := strings.TrimSpace(string(b))
	if text == "" || strings.ContainsAny(text, "\r\n") {
		return auth, fmt.Errorf("%s: one line is wanted: USER:PASSWORD, or a token", file)
	}
	var named bool
	if auth.User, auth.Password, named = strings.Cut(text, ":"); !named {
		return opensearch.Auth{Token: text}, nil
	}
	return auth, nil
}

// readAuthority trusts whoever a certificate is of.
func readAuthority(file string) (*tls.Config, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate in PEM is there", file)
	}
	return &tls.Config{RootCAs: pool}, nil
}

// openCluster opens the index of a cluster.
func (a *app) openCluster(ctx context.Context) (*opensearch.Cluster, error) {
	if a.embedder.url != "" {
		return nil, hint(errors.New("a cluster holds no vectors: its articles are found by their words only"), "leave --embedder out")
	}
	o, err := a.clusterOptions()
	if err != nil {
		return nil, err
	}
	return opensearch.Open(ctx, o)
}

// openAny opens what --index names for commands that ask a cluster as well.
func (a *app) openAny(cmd *cobra.Command, opts fihris.Options) (opened, error) {
	if a.isCluster() {
		if a.embedder.url != "" {
			return nil, hint(fmt.Errorf("--embedder needs an index of this machine, and %s is a cluster's, which keeps no vectors", a.index), "leave it out: articles are found by their words")
		}
		return a.openCluster(cmd.Context())
	}
	ix, err := a.open(cmd, opts)
	if err != nil {
		return nil, err
	}
	return ix, nil
}

// createCluster opens the index of a cluster, or makes it where there is none.
func (a *app) createCluster(ctx context.Context, fields []fihris.Field) (*opensearch.Cluster, error) {
	c, err := a.openCluster(ctx)
	if !errors.Is(err, fihris.ErrNoIndex) {
		return c, err
	}
	o, optErr := a.clusterOptions()
	if optErr != nil {
		return nil, optErr
	}
	o.Fields = fields
	c, createErr := opensearch.Create(ctx, o)
	if errors.Is(createErr, fihris.ErrExists) {
		return nil, err // which says what there is
	}
	return c, createErr
}

// clusterTarget is a load.Target: an index that a cluster has.
type clusterTarget struct{ *opensearch.Cluster }

var _ load.Target = clusterTarget{}

// openTarget makes the index of a cluster, if there is one, the target of a run.
func (r *indexRun) openTarget() (err error) {
	f := r.flags
	if f.optimize || f.prune != "" || f.watch {
		return usage(r.cmd, "--optimize, --prune and --watch need an index of this machine: a cluster merges by itself, and says nothing of files")
	}
	r.cluster, err = r.openCluster(r.cmd.Context())
	if errors.Is(err, fihris.ErrNoIndex) {
		return nil // it is created once there is an article for it
	}
	return err
}

// known lets the corpus know what the index of the cluster knows.
func (c clusterTarget) known(ctx context.Context, opts *corpus.Options) {
	if opts.Base == "" {
		opts.Base = c.Base()
	}
	opts.Fields = c.Fields()
	if st, err := c.Stats(ctx); err == nil && st.Articles > 0 {
		opts.Known = func(id string) (fihris.Article, bool) {
			a, err := c.Article(ctx, id)
			return a, err == nil
		}
	}
}

// Add puts a batch of articles in.
func (c clusterTarget) Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error) {
	return c.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for _, a := range batch {
			if !yield(a, nil) {
				return
			}
		}
	})
}

// Remove takes articles out.
func (c clusterTarget) Remove(ctx context.Context, ids []string) (int, error) {
	return load.Removed(len(ids), c.Cluster.Remove(ctx, ids...))
}
