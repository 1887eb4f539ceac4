package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
)

// given is an article and how often its ID was given.
type given struct {
	article fihris.Article
	times   int
}

// write writes a batch.
func (e *engine) write(ctx context.Context, batch []given) (changes fihris.Changes, refused []error, err error) {
	there, err := e.sums(ctx, batch)
	if err != nil {
		return changes, nil, err
	}
	var actions []*action
	for i := range batch {
		a := &batch[i].article
		d := index.Document(*a)
		t, err := e.elsewhere.Terms(ctx, &d)
		if ctx.Err() != nil {
			return changes, refused, ctx.Err()
		}
		if err == nil && there[i].sum == t.Sum {
			changes.Unchanged += batch[i].times
			continue
		}
		var doc obj
		if err == nil {
			doc, err = e.layout.write(a, t)
		}
		if err != nil {
			refused = append(refused, &fihris.AddError{ID: a.ID, Err: err})
			continue
		}
		x := &action{id: a.ID, times: batch[i].times, fresh: there[i].absent}
		if x.lines, err = lines(obj{"index": obj{"_id": keyOfID(a.ID)}}, doc); err != nil {
			return changes, refused, err
		}
		actions = append(actions, x)
	}
	if err := e.bulk(ctx, actions); err != nil {
		return changes, refused, err
	}
	for _, x := range actions {
		switch {
		case x.err != nil:
			refused = append(refused, &fihris.AddError{ID: x.id, Err: x.err})
		case x.fresh || x.result == "created": // by a request whose answer got lost, it is updated by the next
			changes.Added++
			changes.Changed += x.times - 1
		default:
			changes.Changed += x.times
		}
	}
	return changes, refused, nil
}

// held is what a cluster says of an article before it is written: neither, where it could not tell.
type held struct {
	sum    string // of what is there
	absent bool
}

// sums asks for the checksums of what is there of a batch.
func (e *engine) sums(ctx context.Context, batch []given) ([]held, error) {
	ids := make([]string, len(batch))
	for i := range batch {
		ids[i] = keyOfID(batch[i].article.ID)
	}
	var a struct {
		Docs []struct {
			Found  bool        `json:"found"`
			Source source      `json:"_source"`
			Error  *errorCause `json:"error"`
		} `json:"docs"`
	}
	if err := e.client.ask(ctx, http.MethodPost, "/"+e.opts.Index+"/_mget?_source_includes=id,sum", obj{"ids": ids}, &a); err != nil {
		return nil, named(err)
	}
	if len(a.Docs) != len(batch) {
		return nil, fmt.Errorf("the cluster told of %d of %d articles whether it has them", len(a.Docs), len(batch))
	}
	out := make([]held, len(batch)) // of what was not told it is written anew
	for i, d := range a.Docs {
		if d.Error == nil {
			out[i] = held{sum: d.Source.Sum, absent: !d.Found}
		}
	}
	return out, nil
}

const requestBytes = 16 << 20 // of one request; clusters take 100 MB

// action is what is to be done with one document, and what became of that.
type action struct {
	id     string
	times  int
	fresh  bool // it was surely not there before
	lines  []byte
	result string // created, updated, deleted or not_found
	err    error
}

func lines(values ...obj) (out []byte, err error) {
	for _, v := range values {
		if v == nil {
			continue
		}
		b, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		out = append(append(out, b...), '\n')
	}
	return out, nil
}

// bulk does what is to be done. What the cluster has no room for, or whose shard is just moving, is sent
// again; what it refuses for good is the error of its action.
func (e *engine) bulk(ctx context.Context, actions []*action) error {
	left := actions
	for try := 1; len(left) > 0; try++ {
		var again []*action
		for len(left) > 0 {
			n, size := 0, 0
			for n < len(left) && (n == 0 || size+len(left[n].lines) <= requestBytes) {
				size += len(left[n].lines)
				n++
			}
			some, err := e.bulkOnce(ctx, left[:n])
			if err != nil {
				return err
			}
			again = append(again, some...)
			left = left[n:]
		}
		if left = again; len(left) == 0 {
			return nil
		}
		if try == attempts {
			for _, x := range left {
				x.err = fmt.Errorf("%w; the cluster had no room for it %d times: load more slowly, or again later", x.err, try)
			}
			return nil
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
	return nil
}

// bulkOnce sends actions in one request, and returns those to be sent again.
func (e *engine) bulkOnce(ctx context.Context, actions []*action) (again []*action, err error) {
	var body bytes.Buffer
	for _, x := range actions {
		body.Write(x.lines)
	}
	var a struct {
		Items []map[string]struct {
			Status int         `json:"status"`
			Result string      `json:"result"`
			Error  *errorCause `json:"error"`
		} `json:"items"`
	}
	if err := e.client.ask(ctx, http.MethodPost, "/"+e.opts.Index+"/_bulk", body.Bytes(), &a); err != nil {
		return nil, named(err)
	}
	if len(a.Items) != len(actions) {
		return nil, fmt.Errorf("the cluster answered %d of %d actions", len(a.Items), len(actions))
	}
	for i, x := range actions {
		for _, item := range a.Items[i] { // one
			if x.result, x.err = item.Result, nil; item.Error == nil {
				continue
			}
			kind, reason := item.Error.deepest()
			refused := &Error{item.Status, kind, reason}
			if x.err = refused; refused.passing() {
				again = append(again, x)
			}
		}
	}
	return again, nil
}
