package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// A stream of articles is written chunk by chunk, the next being read while one
// is written, so that it may be of any length.
const (
	chunkArticles = 2000
	chunkBytes    = 8 << 20
	chunkIdle     = 200 * time.Millisecond // what has come is written if no more comes for so long
	readAhead     = 16                     // articles
)

// chunk is a part of a stream: some lines, and what they hold.
type chunk struct {
	articles []fihris.Article
	lines    []int // of the articles
	problems []answer.Problem
	failed   int
	bytes    int
	upTo     int // the last line of it
}

func (c *chunk) fail(line int, id, reason string) {
	if c.failed++; len(c.problems) < maxProblems {
		c.problems = append(c.problems, answer.Problem{Line: line, ID: shortened(id), Reason: shortened(reason)})
	}
}

// item is a line of a stream, or the end of it.
type item struct {
	line    int
	bytes   int
	article fihris.Article
	blank   bool
	fault   error  // why the line is no article
	end     error  // io.EOF, or why no more is read
	release func() // to be called when the article is written; nil for small ones
}

// stream answers POST /v1/articles of JSON Lines.
func (srv *server) stream(w http.ResponseWriter, r *http.Request) error {
	turns := srv.writing.streams
	if r.ContentLength >= 0 && r.ContentLength <= smallBody { // a few articles are no more than one
		turns = srv.writing.writes
	}
	if err := turns.enter(r.Context()); err != nil {
		return err
	}
	defer turns.leave()
	in := newPatient(w, r)
	defer context.AfterFunc(ending(r), func() { in.halt(errStopping) })()
	items := make(chan item, readAhead)
	go srv.readLines(r.Context(), in, r.ContentLength, items)
	s := streamWriter{srv: srv, ctx: r.Context(), items: items}
	err := s.run()
	if err != nil {
		in.halt(err)
		w.Header().Set("Connection", "close") // the rest of the body is not read
	}
	for it := range items { // until the reader has ended: nothing may read the body after us
		if it.release != nil {
			it.release()
		}
	}
	if errors.Is(err, errCut) {
		return err
	}
	in.answer()
	if err == nil && s.sum.Failed > 0 {
		err = &problem{status: http.StatusUnprocessableEntity, code: "bad_article", key: "error.articles"}
	}
	status := http.StatusOK
	if err != nil {
		status, s.sum.Error = srv.told(w, r, err)
	}
	writeJSON(w, status, s.sum)
	return nil
}

// readLines reads the lines of a stream, of a length or -1, until it ends or
// cannot be read.
func (srv *server) readLines(ctx context.Context, in *patient, length int64, out chan<- item) {
	defer close(out)
	size := int64(64 << 10)
	if length >= 0 {
		size = min(size, length)
	}
	lines := bufio.NewReaderSize(in, int(size))
	var buffer []byte
	for n := 1; ; n++ {
		it := item{line: n}
		var end error
		buffer, it.fault, end = srv.readLine(ctx, lines, buffer[:0], &it)
		if end != nil && (len(buffer) == 0 || !errors.Is(end, io.EOF)) { // no line, or one that is not whole
			if it.release != nil {
				it.release()
			}
			out <- item{line: n - 1, end: end}
			return
		}
		it.bytes = len(buffer)
		if n == 1 {
			buffer = bytes.TrimPrefix(buffer, []byte("\ufeff"))
		}
		text := bytes.TrimSpace(buffer)
		if it.blank = len(text) == 0 && it.fault == nil; !it.blank && it.fault == nil {
			it.article, it.fault = answer.ReadArticle(text)
		}
		out <- it
		if end != nil {
			out <- item{line: n, end: end}
			return
		}
		if cap(buffer) > smallBody {
			buffer = nil
		}
	}
}

// readLine appends the next line to b. Beyond smallBody it takes a place among
// those that are long; beyond maxArticle it reads to the end of the line and says so.
func (srv *server) readLine(ctx context.Context, lines *bufio.Reader, b []byte, it *item) (line []byte, fault, end error) {
	for {
		part, err := lines.ReadSlice('\n')
		if fault == nil {
			b = append(b, part...)
		}
		if fault == nil && len(b) > maxArticle {
			b, fault = append(b[:0], ' '), errArticleSize
		}
		if len(b) > smallBody && it.release == nil {
			if err := srv.writing.large.enter(ctx); err != nil {
				return nil, nil, err
			}
			it.release = srv.writing.large.leave
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, fault, err
		}
	}
}
