package web

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// Articles of a stream on their way into the index.

// streamWriter writes what a stream brings.
type streamWriter struct {
	srv   *server
	ctx   context.Context
	items <-chan item
	sum   answer.Written

	now    chunk
	flying chan outcome // nil while nothing is being written
}

// outcome is what became of a chunk.
type outcome struct {
	chunk
	changes fihris.Changes
	refused []*fihris.AddError
	err     error
}

// run writes a stream to its end, or until something fails; the sum is of
// exactly the lines that it says.
func (s *streamWriter) run() error {
	idle := time.NewTimer(chunkIdle)
	defer idle.Stop()
	for {
		select {
		case it := <-s.items:
			if it.end != nil {
				return s.end(it)
			}
			if err := s.take(it); err != nil {
				return err
			}
			idle.Reset(chunkIdle)
		case <-idle.C:
			if s.flying == nil {
				s.launch()
			}
		case o := <-s.flying:
			if err := s.landed(o); err != nil {
				return err
			}
			idle.Reset(chunkIdle)
		}
	}
}

// end writes what is left. What a client has begun who is gone is nobody's.
func (s *streamWriter) end(it item) error {
	if errors.Is(it.end, errCut) {
		_ = s.wait()
		return it.end
	}
	s.now.upTo = max(s.now.upTo, it.line)
	err := s.flush()
	if err == nil {
		err = s.wait()
	}
	if err == nil && !errors.Is(it.end, io.EOF) {
		err = it.end
	}
	return err
}

// take puts a line into the chunk, and writes that if it is full.
func (s *streamWriter) take(it item) (err error) {
	if it.release != nil { // by itself, so that its place is soon free
		defer it.release()
		err = s.flush()
	}
	if err != nil {
		return err
	}
	s.now.upTo = it.line
	switch {
	case it.fault != nil:
		s.now.fail(it.line, it.article.ID, it.fault.Error())
	case !it.blank:
		it.article.ID = s.srv.composed(s.ctx, it.article.ID)
		s.now.articles = append(s.now.articles, it.article)
		s.now.lines = append(s.now.lines, it.line)
		s.now.bytes += it.bytes
	}
	if it.release != nil || len(s.now.articles) >= chunkArticles || s.now.bytes >= chunkBytes {
		err = s.flush()
	}
	if err == nil && it.release != nil {
		err = s.wait()
	}
	return err
}

// flush waits for the chunk under way and begins to write the next.
func (s *streamWriter) flush() error {
	if err := s.wait(); err != nil {
		return err
	}
	s.launch()
	return nil
}

// launch begins to write what was collected.
func (s *streamWriter) launch() {
	c := s.now
	s.now = chunk{upTo: c.upTo}
	if len(c.articles) == 0 {
		_ = s.landed(outcome{chunk: c})
		return
	}
	flying := make(chan outcome, 1)
	s.flying = flying
	go func() {
		o := outcome{chunk: c}
		o.changes, o.refused, o.err = s.srv.write(s.ctx, c.articles...)
		flying <- o
	}()
}

// wait waits for the chunk under way.
func (s *streamWriter) wait() error {
	if s.flying == nil {
		return nil
	}
	return s.landed(<-s.flying)
}

// landed counts what became of a chunk. One that failed is not counted at all.
func (s *streamWriter) landed(o outcome) error {
	s.flying = nil
	if o.err != nil {
		return o.err
	}
	for _, r := range o.refused {
		line := 0
		for i := range o.articles {
			if o.articles[i].ID == r.ID {
				line = o.lines[i]
			}
		}
		o.fail(line, r.ID, r.Err.Error())
	}
	s.sum.Add(o.changes)
	s.sum.Failed += o.failed
	s.sum.Problems = append(s.sum.Problems, o.problems[:min(len(o.problems), maxProblems-len(s.sum.Problems))]...)
	s.sum.Lines = o.upTo
	return nil
}
