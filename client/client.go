package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options of a client; zero fields stand for the defaults.
type Options struct {
	Token    string       // what the server wants of those who write; reading needs none
	HTTP     *http.Client // default: one of its own, without a limit of time: contexts have these
	Attempts int          // how often a call is tried that may succeed later; default 5, over about 6 seconds
}

// Client speaks to one server. It is safe for concurrent use.
type Client struct {
	base     url.URL
	token    string
	http     *http.Client
	attempts int
}

// New makes a client of the server at an address such as http://127.0.0.1:8080,
// which may have a path where a proxy has put it. It does not ask the server anything.
func New(server string, opts Options) (*Client, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("client: %q is no address of a server, such as http://127.0.0.1:8080", server)
	}
	c := &Client{base: *u, token: opts.Token, http: opts.HTTP, attempts: opts.Attempts}
	c.base.Path = strings.TrimSuffix(c.base.Path, "/")
	c.base.RawPath = ""
	if c.http == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = removers // as many as we use at once
		c.http = &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // the token is for this server alone
		}}
	}
	if c.attempts <= 0 {
		c.attempts = 5
	}
	return c, nil
}

// Article returns the article of an ID, or an error that is [ErrNotFound].
func (c *Client) Article(ctx context.Context, id string) (Article, error) {
	var a Article
	err := c.do(ctx, request{method: http.MethodGet, path: "/v1/articles", query: url.Values{"id": {id}}}, &a)
	return a, err
}

// Base returns the folder that the names of files are relative to on the server
// ([Article.File], and the IDs that are made of them); empty where none was set.
func (c *Client) Base(ctx context.Context) (string, error) {
	var b struct{ Base string }
	err := c.do(ctx, request{method: http.MethodGet, path: "/v1/base"}, &b)
	return b.Base, err
}

// SetBase makes the server remember that folder.
func (c *Client) SetBase(ctx context.Context, folder string) error {
	body, err := json.Marshal(map[string]string{"base": folder})
	if err != nil {
		return fmt.Errorf("client: %w", err)
	}
	return c.do(ctx, request{method: http.MethodPut, path: "/v1/base", body: body, kind: "application/json"}, &struct{}{})
}

// Count returns how many articles the server has.
func (c *Client) Count(ctx context.Context) (uint64, error) {
	var h struct{ Articles uint64 }
	err := c.do(ctx, request{method: http.MethodGet, path: "/healthz"}, &h)
	return h.Articles, err
}

// request is a call that may be sent more than once.
type request struct {
	method, path string
	query        url.Values
	body         []byte
	kind         string // of the body
}

// do sends a request until it succeeds, cannot, or was tried often enough, and
// reads the answer.
func (c *Client) do(ctx context.Context, r request, answer any) error {
	for attempt := 1; ; attempt++ {
		err := c.once(ctx, r, answer)
		if err == nil || attempt >= c.attempts || !IsAway(err) || ctx.Err() != nil {
			return err
		}
		if wait(ctx, attempt, err) != nil {
			return err
		}
	}
}

// IsAway says whether a call failed because the server was not there, or could not answer just then:
// nothing is wrong with the call, and sent again later it may succeed. Calls do so by themselves
// for some seconds ([Options.Attempts]); who has more patience asks this and waits.
func IsAway(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status == http.StatusServiceUnavailable && e.Code != "damaged" || e.Status == http.StatusTooManyRequests ||
			e.Status == http.StatusBadGateway || e.Status == http.StatusGatewayTimeout || e.Status == http.StatusRequestTimeout
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		name, ok := errors.AsType[*net.DNSError](err)
		return !ok || !name.IsNotFound
	}
	return errors.Is(err, errLost)
}

// errLost says that the connection was lost before there was a whole answer.
var errLost = errors.New("the connection was lost before the answer")

// wait waits before the next attempt: as long as the server asks for, else twice as long
// each time, and never as long as others who wait.
func wait(ctx context.Context, attempt int, err error) error {
	pause := 200 * time.Millisecond << min(attempt-1, 6)
	if e, ok := errors.AsType[*Error](err); ok && e.RetryAfter > 0 {
		pause = min(e.RetryAfter, time.Minute)
	}
	pause += time.Duration(rand.Int64N(int64(pause)))
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// mostAnswer bounds what is read of an answer: an article and what JSON makes of it.
const mostAnswer = 256 << 20

// once sends a request and reads the answer.
func (c *Client) once(ctx context.Context, r request, answer any) error {
	resp, err := c.ask(ctx, r)
	if resp == nil {
		return err
	}
	defer resp.Body.Close()
	b, readErr := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if readErr != nil {
		return lost(ctx, fmt.Errorf("client: %s %s: %w", r.method, r.path, readErr))
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // what is in Extra keeps its digits
	decodeErr := d.Decode(answer)
	if resp.StatusCode/100 != 2 {
		return newError(resp, b)
	}
	if decodeErr != nil {
		return fmt.Errorf("client: %s %s: this is no answer of a Fihris server: %w", r.method, r.path, decodeErr)
	}
	return nil
}

// ask sends a request. Whoever gets an answer closes its body, whatever its status.
func (c *Client) ask(ctx context.Context, r request) (*http.Response, error) {
	u := c.base
	u.Path += r.path
	u.RawQuery = r.query.Encode()
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), bytes.NewReader(r.body))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if r.body == nil {
		req.Body, req.GetBody, req.ContentLength = http.NoBody, nil, 0
	} else {
		req.Header.Set("Content-Type", r.kind)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, lost(ctx, fmt.Errorf("client: %w", err))
	}
	return resp, nil
}

// lost marks an error of a connection, unless it is that of the caller's context.
func lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return &lostError{err}
}

type lostError struct{ error }

func (e *lostError) Unwrap() []error { return []error{e.error, errLost} }

// newError reads what a server says of a failure.
func newError(resp *http.Response, body []byte) *Error {
	var said struct {
		Error struct{ Code, Message string }
	}
	e := &Error{Status: resp.StatusCode}
	if json.Unmarshal(body, &said) == nil {
		e.Code, e.Message = said.Error.Code, said.Error.Message
	}
	if e.Message == "" { // a proxy, or no Fihris at all
		e.Message = "the answer is " + resp.Status
	}
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		e.RetryAfter = time.Duration(n) * time.Second
	}
	return e
}
