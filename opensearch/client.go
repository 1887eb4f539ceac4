package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	"github.com/fihris-search/fihris"
)

// What a request may take. A cluster that loses a node needs some seconds to choose a new
// manager and to promote replicas, and on busy machines many: as long as that everything is
// tried again, while a node answers at all.
const (
	patience     = 3 * time.Minute  // with a cluster that says that it cannot just now
	crowded      = 20 * time.Second // with nodes that fail for want of memory: what takes longer is too much for them
	deaf         = 10 * time.Second // with one of which no node can be reached
	silence      = 2 * time.Minute  // of a node that was reached: it may itself wait a minute for shards that have moved
	attempts     = 12               // to write an article that a cluster has no room for
	firstWait    = 100 * time.Millisecond
	longestWait  = 5 * time.Second
	mostResponse = 256 << 20 // bytes
	mostReason   = 500       // bytes of what a cluster says is wrong
)

// client speaks to the nodes of a cluster. It is safe for concurrent use.
type client struct {
	http      *http.Client
	addresses []string // without a slash at the end
	header    http.Header
	next      atomic.Uint32 // the address that is asked first
}

func newClient(opts *Options) (*client, error) {
	c := &client{header: http.Header{}}
	for _, a := range opts.Addresses {
		u, err := url.Parse(a)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
			return nil, fmt.Errorf("%w: %q is no address of a node such as https://10.0.0.5:9200", fihris.ErrBadRequest, a)
		}
		if u.User != nil {
			return nil, fmt.Errorf("%w: an address with a password in it: give it by Options.Auth", fihris.ErrBadRequest)
		}
		c.addresses = append(c.addresses, strings.TrimSuffix(u.String(), "/"))
	}
	if len(c.addresses) == 0 {
		return nil, fmt.Errorf("%w: no address of a node: Options.Addresses", fihris.ErrBadRequest)
	}
	if err := opts.Auth.set(c.header); err != nil {
		return nil, err
	}
	if c.http = opts.HTTP; c.http == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.TLSClientConfig, t.MaxIdleConnsPerHost = opts.TLS, 16
		t.ResponseHeaderTimeout = silence
		c.http = &http.Client{Transport: t}
	}
	return c, nil
}

// Error is what a cluster has refused.
type Error struct {
	Status int    // of HTTP
	Type   string // as the cluster names it, such as index_not_found_exception
	Reason string
}

// Error returns the reason.
func (e *Error) Error() string {
	return fmt.Sprintf("OpenSearch answers %d %s: %.500s", e.Status, e.Type, e.Reason)
}

// passing says whether it may be otherwise soon.
func (e *Error) passing() bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusInternalServerError:
		return lostNode[e.Type] || e.heapFull()
	case http.StatusNotFound: // a shard went to another node between finding articles and reading them
		return e.Type == "search_context_missing_exception"
	}
	return false
}

// lostNode are the errors of a node that has just lost another, which it calls internal ones.
var lostNode = map[string]bool{
	"node_disconnected_exception": true, "node_not_connected_exception": true, "node_closed_exception": true, "connect_transport_exception": true,
	"send_request_transport_exception": true, "receive_timeout_transport_exception": true, "no_node_available_exception": true,
	"already_closed_exception": true, "alreadyclosed_exception": true, "shard_not_found_exception": true, "index_shard_closed_exception": true,
}

// heapFull says whether the heap of a node was full, mostly of what its next collection of garbage takes
// away (its parent breaker). A request that by itself takes too much is refused by other breakers.
func (e *Error) heapFull() bool { return strings.Contains(e.Reason, "[parent] Data too large") }

// ask sends a request, again where that may help, and reads the answer into out unless that is
// nil. Body is nil, or bytes of lines of JSON, or what is written as JSON.
func (c *client) ask(ctx context.Context, method, path string, body, out any) error {
	var data []byte
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		data, kind = b, "application/x-ndjson"
	default:
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	at := c.next.Load()
	var told error // what a node that could be reached said last, or why it did not
	began := time.Now()
	alive := began // when a node was last reached
	for try, waits := 1, 0; ; try++ {
		err := c.once(ctx, method, c.addresses[int(at)%len(c.addresses)]+path, kind, data, out)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			return nil
		}
		var refused *Error
		if errors.As(err, &refused) && !refused.passing() || errors.Is(err, errTooLarge) {
			return err
		}
		at++
		there := reached(err)
		if there {
			told, alive = err, time.Now()
		}
		if refused == nil { // no answer: ask another node first from now on
			c.next.Store(at)
			if try%len(c.addresses) != 0 {
				continue // the others may answer at once
			}
		}
		switch {
		case time.Since(alive) > deaf, refused != nil && refused.Status == http.StatusInternalServerError && refused.heapFull() && time.Since(began) > crowded:
			return err
		case time.Since(began) > patience:
			return fmt.Errorf("for %d seconds %w", int(time.Since(began).Seconds()), told)
		}
		if waits++; !there {
			waits = min(waits, 3) // who cannot be reached is not busy
		}
		if err := pause(ctx, waits); err != nil {
			return err
		}
	}
}

// reached says whether an error came of a node that could be reached: one that refuses, is
// silent for long or breaks off is there, or was.
func reached(err error) bool {
	var refused *Error
	var network *net.OpError
	switch {
	case errors.As(err, &refused):
		return true
	case errors.As(err, &network):
		return network.Op != "dial"
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || os.IsTimeout(err)
}

// pause waits before something is tried again, the longer the more often it was.
func pause(ctx context.Context, try int) error {
	wait := min(firstWait<<min(try, 10), longestWait)
	wait += time.Duration(rand.Int64N(int64(wait)))/2 - wait/4
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

var errTooLarge = fmt.Errorf("%w: an answer of more than %d MB: ask for fewer hits at once", fihris.ErrTooMuch, mostResponse>>20)

// once sends a request to one node.
func (c *client) once(ctx context.Context, method, address, kind string, data []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header = c.header.Clone()
	if data != nil {
		req.Header.Set("Content-Type", kind)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, mostResponse+1))
	switch {
	case err != nil:
		return fmt.Errorf("read the answer of %s: %w", req.URL.Host, err)
	case len(answer) > mostResponse:
		return errTooLarge
	case res.StatusCode/100 != 2:
		return refusal(res.StatusCode, answer)
	case out == nil:
		return nil
	}
	reflect.ValueOf(out).Elem().SetZero() // what an earlier try has left
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("the answer of %s to %s %s cannot be read: %w", req.URL.Host, method, req.URL.Path, err)
	}
	if w, ok := out.(interface{ whole() error }); ok {
		return w.whole()
	}
	return nil
}

// refusal reads what a cluster says is wrong.
func refusal(status int, answer []byte) error {
	var told struct {
		Error json.RawMessage `json:"error"`
	}
	e := &Error{Status: status, Reason: strings.TrimSpace(string(answer[:min(len(answer), mostReason)]))}
	var cause errorCause
	if json.Unmarshal(answer, &told) == nil && json.Unmarshal(told.Error, &cause) == nil && cause.Type != "" {
		e.Type, e.Reason = cause.deepest()
	}
	return e
}

// errorCause is an error as a cluster tells it.
type errorCause struct {
	Type   string       `json:"type"`
	Reason string       `json:"reason"`
	Root   []errorCause `json:"root_cause"`
	By     *errorCause  `json:"caused_by"`
	Failed []struct {
		Reason errorCause `json:"reason"`
	} `json:"failed_shards"`
}

// deepest is what the error says that tells most: that of a shard that failed, and what caused it.
func (c *errorCause) deepest() (kind, reason string) {
	kind, reason = c.Type, c.Reason
	if len(c.Failed) > 0 {
		c = &c.Failed[0].Reason
		kind, reason = c.Type, c.Reason
	}
	for by := c.By; by != nil; by = by.By {
		if by.Reason != "" {
			reason += ": " + by.Reason
		}
		if by.Type == "too_many_nested_clauses" || by.Type == "too_many_clauses" {
			kind = by.Type
		}
	}
	return kind, reason
}

// address is that of the node that is asked first.
func (c *client) address() string { return c.addresses[int(c.next.Load())%len(c.addresses)] }

// body is JSON that cannot fail to be written.
func (c *client) body(v any) []byte {
	b, _ := json.Marshal(v)
	return b
}
