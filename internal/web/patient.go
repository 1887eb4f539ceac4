package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// silence is how long a client may send nothing within a body. As long as
// something comes, it may take as long as it likes.
const silence = 30 * time.Second

// patient reads a body for as long as something comes, beyond the time that
// other requests have. It ends early when the server is being shut down.
type patient struct {
	body io.Reader
	conn *http.ResponseController

	mu     sync.Mutex
	halted error // why no more is read
}

func newPatient(w http.ResponseWriter, r *http.Request) *patient {
	return &patient{body: r.Body, conn: http.NewResponseController(w)}
}

// Read reads what comes next. Its errors may be told to the client.
func (p *patient) Read(b []byte) (int, error) {
	p.mu.Lock()
	if p.halted != nil {
		p.mu.Unlock()
		return 0, p.halted
	}
	_ = p.conn.SetReadDeadline(time.Now().Add(silence)) // a test has no connection
	p.mu.Unlock()
	n, err := p.body.Read(b)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.halted != nil:
		err = p.halted
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errSlow
	default:
		err = errCut
	}
	return n, err
}

// halt makes the read under way, and all after it, fail with an error.
func (p *patient) halt(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.halted == nil {
		p.halted = why
	}
	_ = p.conn.SetReadDeadline(time.Unix(1, 0))
}

// done says that the body was read: while it is being written, nothing is
// expected to come.
func (p *patient) done() { _ = p.conn.SetReadDeadline(time.Time{}) }

// answer gives the answer the time that it would have had at the beginning.
func (p *patient) answer() { _ = p.conn.SetWriteDeadline(time.Now().Add(writeTimeout)) }

// endingKey is where the context of a request has that of the server, which is
// done when it is being shut down.
type endingKey struct{}

func withEnding(base, server context.Context) context.Context {
	return context.WithValue(base, endingKey{}, server)
}

// ending is done when the server is being shut down; without a server, never.
func ending(r *http.Request) context.Context {
	if ctx, ok := r.Context().Value(endingKey{}).(context.Context); ok {
		return ctx
	}
	return context.Background()
}
