package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"sync"
	"time"
	"unicode/utf8"
)

// Article is one news story. Only ID is required, and Published is kept to the second; the zero
// time means that the date is not known. Extra holds JSON. Its fields are those of
// fihris.Article, so that one converts to the other.
type Article struct {
	ID        string         `json:"id"`
	Title     string         `json:"title,omitempty"`
	Body      string         `json:"body,omitempty"`
	Author    string         `json:"author,omitempty"`
	Source    string         `json:"source,omitempty"`
	Section   string         `json:"section,omitempty"`
	URL       string         `json:"url,omitempty"`
	Published time.Time      `json:"published,omitzero"`
	Tags      []string       `json:"tags,omitempty"`
	Extra     map[string]any `json:"extra,omitempty"`
	File      string         `json:"file,omitempty"` // what it was read from, relative to the server's base; told only to those who show a token

	Vector      []float32 `json:"vector,omitempty"` // its meaning, if it comes with it; the server does not give it back
	VectorModel string    `json:"vector_model,omitempty"`
}

// Result says what became of articles. All that it counts is durable.
type Result struct {
	Added     int       // no article had the ID
	Changed   int       // took the place of another
	Unchanged int       // equal to what was there; also what was sent again because an answer was lost
	Refused   []Refused // not taken; nothing else is wrong with the call
}

// Refused is an article that the server did not take.
type Refused struct {
	ID     string
	Reason string
}

// Total counts the articles that the server has answered for, in the order in which they
// were sent: after an error, those from there on are in or not, nobody knows.
func (r Result) Total() int { return r.Added + r.Changed + r.Unchanged + len(r.Refused) }

func (r *Result) add(w written) {
	r.Added += w.Added
	r.Changed += w.Changed
	r.Unchanged += w.Unchanged
}

// written is what a server answers for a stream.
type written struct {
	Added, Changed, Unchanged, Failed, Lines int

	Problems []struct {
		Line       int
		ID, Reason string
	}
}

// How much goes into one request: it is held in memory until it is answered.
const (
	mostSent      = 1000    // articles: the server names as many that it does not take
	mostSentBytes = 4 << 20 // of JSON
)

// Add sends articles and returns when they are durable. Articles of the same ID
// are replaced; of two with one ID the later stays.
func (c *Client) Add(ctx context.Context, articles ...Article) (Result, error) {
	return c.AddAll(ctx, func(yield func(Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	})
}

// AddAll sends the articles of a sequence, of any length, in requests of a bounded size, the
// next being filled while one is under way. It ends with the first error, of the sequence too;
// the result says exactly what was acknowledged until then.
func (c *Client) AddAll(ctx context.Context, seq iter.Seq2[Article, error]) (Result, error) {
	s := sender{c: c, ctx: ctx}
	for a, err := range seq {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = s.add(a)
		}
		if err != nil {
			s.fail(err)
			break
		}
	}
	_ = s.flush() // what fails is kept
	s.wait()
	return s.result, s.err
}

// sender fills one request while the one before is under way.
type sender struct {
	c      *Client
	ctx    context.Context
	now    parcel
	flying chan struct{} // closed when the request under way was answered; nil for none

	result Result // while a request is under way, its own
	err    error
}

// parcel is what is sent at once: lines of JSON, and where each of them ends.
type parcel struct {
	lines   bytes.Buffer
	ends    []int
	ids     []string
	refused []Refused // what JSON cannot hold, and is not sent
}

func (s *sender) fail(err error) {
	s.wait()
	if s.err == nil {
		s.err = err
	}
}

func (s *sender) add(a Article) error {
	p := &s.now
	before := p.lines.Len()
	if err := a.encode(&p.lines); err != nil {
		p.lines.Truncate(before)
		p.refused = append(p.refused, Refused{a.ID, err.Error()})
	} else {
		p.ends = append(p.ends, p.lines.Len())
		p.ids = append(p.ids, a.ID)
	}
	if len(p.ends)+len(p.refused) >= mostSent || p.lines.Len() >= mostSentBytes {
		return s.flush()
	}
	return nil
}

// encode writes an article as a line of JSON. What would be changed by that is
// an error: encoding/json replaces what is not UTF-8.
func (a *Article) encode(out *bytes.Buffer) error {
	for _, t := range append([]string{a.ID, a.Title, a.Body, a.Author, a.Source, a.Section, a.URL, a.File}, a.Tags...) {
		if !utf8.ValidString(t) {
			return fmt.Errorf("%.40q is not valid UTF-8", t)
		}
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(a)
}

func (s *sender) wait() {
	if s.flying != nil {
		<-s.flying
		s.flying = nil
	}
}

// flush sends what was collected, after what is under way, of which it returns
// the error.
func (s *sender) flush() error {
	s.wait()
	p := s.now
	s.now = parcel{}
	if s.err != nil {
		return s.err
	}
	if s.result.Refused = append(s.result.Refused, p.refused...); len(p.ends) == 0 {
		return nil
	}
	s.flying = make(chan struct{})
	go func(done chan<- struct{}) {
		defer close(done)
		s.err = s.c.send(s.ctx, p, &s.result)
	}(s.flying)
	return nil
}

// send sends a parcel until all of it was answered for.
func (c *Client) send(ctx context.Context, p parcel, r *Result) error {
	body := p.lines.Bytes()
	for first, attempt := 0, 1; ; attempt++ {
		begin := 0
		if first > 0 {
			begin = p.ends[first-1]
		}
		var w written
		kind := "application/x-ndjson"
		if len(p.ends) == 1 { // costs the server less than a stream of one
			kind, w.Lines = "application/json", 1
		}
		err := c.once(ctx, request{method: http.MethodPost, path: "/v1/articles", body: body[begin:], kind: kind}, &w)
		if err != nil && len(p.ends) == 1 {
			w.Lines = w.Failed
		}
		r.add(w)
		for _, problem := range w.Problems {
			if at := first + problem.Line - 1; at >= 0 && at < len(p.ids) {
				r.Refused = append(r.Refused, Refused{p.ids[at], problem.Reason})
			}
		}
		if w.Lines > 0 {
			attempt = 1 // it goes on
		}
		if first += w.Lines; first >= len(p.ends) && (err == nil || w.Failed > 0) {
			return nil
		}
		switch {
		case err == nil:
			return fmt.Errorf("client: the server answered for %d of %d articles", first, len(p.ends))
		case attempt >= c.attempts || !IsAway(err) || ctx.Err() != nil:
			return err
		}
		if wait(ctx, attempt, err) != nil {
			return err
		}
	}
}

// removers is how many articles are removed at the same time: the server writes
// such changes together.
const removers = 16

// Remove removes articles, and returns how many there were; the IDs of no article are
// missing. After an error others may have been removed as well.
func (c *Client) Remove(ctx context.Context, ids ...string) (removed int, missing []string, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next := make(chan string)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(removers, len(ids)) {
		wg.Go(func() {
			for id := range next {
				there, failure := c.removeOne(ctx, id)
				mu.Lock()
				switch {
				case failure != nil && err == nil:
					err = failure
					stop()
				case failure != nil:
				case there:
					removed++
				default:
					missing = append(missing, id)
				}
				mu.Unlock()
			}
		})
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		next <- id
	}
	close(next)
	wg.Wait()
	if err == nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return removed, missing, err
}

// removeOne removes an article and says whether it was there. Where the answer of an
// attempt was lost, it may be this one that removed it.
func (c *Client) removeOne(ctx context.Context, id string) (bool, error) {
	unknown := false
	for attempt := 1; ; attempt++ {
		err := c.once(ctx, request{method: http.MethodDelete, path: "/v1/articles", query: url.Values{"id": {id}}}, &struct{}{})
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, ErrNotFound):
			return unknown, nil
		case attempt >= c.attempts || !IsAway(err) || ctx.Err() != nil:
			return false, err
		}
		unknown = unknown || errors.Is(err, errLost)
		if wait(ctx, attempt, err) != nil {
			return false, err
		}
	}
}
