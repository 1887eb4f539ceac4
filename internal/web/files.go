package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// fileHolder is a [Writer] that says what it holds of the files that articles were read from;
// an open [fihris.Index] is one. Who keeps it in step with files needs it, and nobody else is told.
type fileHolder interface {
	Files(ctx context.Context, in string, visit func(fihris.FileSum) error) error
	FileIDs(ctx context.Context, in string, visit func(file, id string) error) error
}

// trailerLines is how many lines an answer has: fewer, and it was cut off.
const trailerLines = "Fihris-Lines"

// files answers GET /v1/files.
func (srv *server) files(w http.ResponseWriter, r *http.Request) error {
	return srv.lines(w, r, func(ctx context.Context, in string, line func(any) error) error {
		return srv.writing.to.(fileHolder).Files(ctx, in, func(f fihris.FileSum) error { return line(answer.FileSum(f)) })
	})
}

// fileIDs answers GET /v1/files/ids.
func (srv *server) fileIDs(w http.ResponseWriter, r *http.Request) error {
	return srv.lines(w, r, func(ctx context.Context, in string, line func(any) error) error {
		return srv.writing.to.(fileHolder).FileIDs(ctx, in, func(file, id string) error { return line(answer.FileID{File: file, ID: id}) })
	})
}

// lines answers with lines of JSON, one after the other as they are found, and their number
// behind them.
func (srv *server) lines(w http.ResponseWriter, r *http.Request, each func(ctx context.Context, in string, line func(any) error) error) error {
	values, err := readValues(r)
	if err != nil {
		return err
	}
	in, err := checkText("in", values.Get("in"))
	if err != nil {
		return err
	}
	if err := srv.exports.enter(r.Context()); err != nil {
		return err
	}
	defer srv.exports.leave()
	out := newLineWriter(w, trailerLines)
	err = each(r.Context(), in, func(v any) error {
		line, err := json.Marshal(v)
		if err != nil {
			return err
		}
		return out.write(append(line, '\n'))
	})
	if err != nil {
		return out.cut(srv.log, "list of files", err)
	}
	out.end(trailerLines, out.written)
	return nil
}
