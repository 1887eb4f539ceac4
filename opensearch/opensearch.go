// Package opensearch searches and loads articles that an OpenSearch cluster holds, for those who
// outgrow one machine: with the words, the ranking and the passages of an index of this process
// ([fihris.Index]).
//
// Analysis runs here: the cluster gets terms and gives counts. It finds documents, counts them and
// scores each by the same formula with exact lengths (a script; no plugin is needed). What is first in
// its answer comes here, where the plan of the query goes on in it: the finer order of the first thirty
// hits, explanations and passages are those of an index. [docs/scale.md] says what that costs, when to
// change over, and what differs.
//
// What a cluster cannot do is an error that says so.
//
// [docs/scale.md]: https://github.com/fihris-search/fihris/blob/main/docs/scale.md
package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// Cluster is an index in a cluster: a [fihris.Searcher], and what loads it. It is safe for
// concurrent use.
type Cluster struct {
	*fihris.Elsewhere
	e    *engine
	name string
}

// engine is what a cluster is to package fihris.
type engine struct {
	opts      Options
	client    *client
	elsewhere *index.Elsewhere
	layout    *layout
	clauses   int  // that a query may have
	plugin    bool // it scores

	mu       sync.Mutex
	known    *collection
	terms    *index.Terms
	termsAt  time.Time
	termsOf  [2]uint64    // articles and words that there were
	fetching atomic.Int64 // how long it took to fetch them, in ns
	base     string
}

var _ index.Engine = (*engine)(nil)

// Open opens an index that there is. One of another version of the analysis, of the format or of other words
// is [fihris.ErrAnalyzerChanged]; where there is none the error is [fihris.ErrNoIndex].
func Open(ctx context.Context, opts Options) (*Cluster, error) {
	return open(ctx, opts, func(c *client) ([]index.Field, error) {
		m, err := c.readMeta(ctx, opts.Index)
		if err != nil {
			return nil, err
		}
		return index.ParseFields(m.Fields)
	}, false)
}

// Create makes an empty index; where there is one of the name the error is [fihris.ErrExists].
func Create(ctx context.Context, opts Options) (*Cluster, error) {
	return open(ctx, opts, func(*client) (fields []index.Field, err error) {
		for _, f := range opts.Fields {
			one, err := index.ParseField(f.String())
			if err != nil {
				return nil, err
			}
			fields = append(fields, one)
		}
		return fields, nil
	}, true)
}

func open(ctx context.Context, opts Options, fieldsOf func(*client) ([]index.Field, error), create bool) (*Cluster, error) {
	name := opts.Index + " of OpenSearch"
	c, err := func() (*Cluster, error) {
		if err := opts.check(); err != nil {
			return nil, err
		}
		c, err := newClient(&opts)
		if err != nil {
			return nil, err
		}
		fields, err := fieldsOf(c)
		if err != nil {
			return nil, err
		}
		x, err := index.NewElsewhere(index.Words(opts.Words), fields, opts.SearchBytes)
		if err != nil {
			return nil, err
		}
		if create {
			if err := c.create(ctx, &opts, x); err != nil {
				return nil, err
			}
		}
		m, err := c.readMeta(ctx, opts.Index)
		if err == nil {
			err = m.check(x.WordsHash())
		}
		if err != nil {
			return nil, err
		}
		e := &engine{opts: opts, client: c, elsewhere: x, layout: newLayout(x.Fields()), base: m.Base, plugin: m.Plugin}
		if e.clauses, err = c.readClauses(ctx); err != nil {
			return nil, err
		}
		return &Cluster{fihris.NewElsewhere(e, name), e, name}, nil
	}()
	return c, wrap("open "+name, err)
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("fihris: %s: %w", doing, err)
}

// readClauses asks how many clauses a query may have.
func (c *client) readClauses(ctx context.Context) (int, error) {
	const name, usual = "indices.query.bool.max_clause_count", 1024
	var a struct {
		Persistent, Transient, Defaults map[string]any
	}
	// A dot in filter_path parts names, and flat ones have some: a star stands for them.
	err := c.ask(ctx, http.MethodGet, "/_cluster/settings?include_defaults=true&flat_settings=true&filter_path=*.indices*max_clause_count", nil, &a)
	var refused *Error
	if errors.As(err, &refused) && (refused.Status == http.StatusForbidden || refused.Status == http.StatusUnauthorized) {
		return usual, nil // who may only search is not told
	}
	if err != nil {
		return 0, err
	}
	for _, of := range [...]map[string]any{a.Transient, a.Persistent, a.Defaults} {
		if text, ok := of[name].(string); ok {
			n := 0
			if _, err := fmt.Sscan(text, &n); err == nil && n > 0 {
				return n, nil
			}
		}
	}
	return usual, nil
}

func (e *engine) writer() *writer {
	return &writer{layout: e.layout, most: e.clauses, plugin: e.plugin}
}

// Own are the fields of one's own that a query can name.
func (e *engine) Own() query.Own { return e.elsewhere.Own() }

// Fields are the fields of one's own.
func (e *engine) Fields() []index.Field { return e.elsewhere.Fields() }

// Article returns the document of an ID, as it was written last.
func (e *engine) Article(ctx context.Context, id string) (index.Document, error) {
	if id == "" {
		return index.Document{}, fihris.ErrNotFound
	}
	var a struct {
		Found  bool   `json:"found"`
		Source source `json:"_source"`
	}
	err := e.client.ask(ctx, http.MethodGet, "/"+e.opts.Index+"/_doc/"+keyOfID(id)+"?_source_includes=id,article,file", nil, &a)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound && refused.Type == "" {
		return index.Document{}, fihris.ErrNotFound
	}
	if err != nil {
		return index.Document{}, named(err)
	}
	if a.Source.ID != id {
		return index.Document{}, fihris.ErrNotFound
	}
	return a.Source.document()
}

// Like is [index.Index.Like].
func (e *engine) Like(ctx context.Context, text string, known uint64) (query.Node, error) {
	c, err := e.collection(ctx)
	if err != nil {
		return nil, err
	}
	return e.elsewhere.Like(ctx, text, known, c.terms.Within(ctx, e.asker(c)), c.docs)
}

// Stats counts what there is.
func (e *engine) Stats(ctx context.Context) (index.Stats, error) {
	c, err := e.collection(ctx)
	if err != nil {
		return index.Stats{}, err
	}
	var a struct {
		All struct {
			Primaries struct {
				Store struct {
					Bytes int64 `json:"size_in_bytes"`
				}
				Segments struct{ Count int }
			} `json:"primaries"`
		} `json:"_all"`
	}
	if err := e.client.ask(ctx, http.MethodGet, "/"+e.opts.Index+"/_stats/store,segments", nil, &a); err != nil {
		return index.Stats{}, named(err)
	}
	return e.elsewhere.Stats(c.docs, c.words, a.All.Primaries.Store.Bytes, a.All.Primaries.Segments.Count, c.oldest, c.newest), nil
}
