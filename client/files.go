package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// FileSum is what the index of a server holds of one file: the articles whose [Article.File] it is.
type FileSum struct {
	File     string `json:"file"`
	Articles int    `json:"articles"`
	Sum      uint64 `json:"sum"` // of checksums of the articles: it is another as soon as one of them is
}

// FileID is an article that was read from a file.
type FileID struct {
	File string `json:"file"`
	ID   string `json:"id"`
}

// Files returns the files that the articles of the index were read from, in the order of their names:
// all for "", else the file of a name and those that lie in it, as in a folder or an archive. It needs the token.
func (c *Client) Files(ctx context.Context, in string) ([]FileSum, error) {
	return lines[FileSum](ctx, c, "/v1/files", in)
}

// FileIDs returns the IDs of the articles that were read from a file, or from those that lie in
// it; for "" those of all files. It needs the token.
func (c *Client) FileIDs(ctx context.Context, in string) ([]FileID, error) {
	return lines[FileID](ctx, c, "/v1/files/ids", in)
}

// lines asks for lines of JSON until all have come, or it was tried often enough.
func lines[T any](ctx context.Context, c *Client, path, in string) ([]T, error) {
	v := url.Values{}
	set(v, "in", in)
	for attempt := 1; ; attempt++ {
		all, err := linesOnce[T](ctx, c, request{method: http.MethodGet, path: path, query: v})
		if err == nil || attempt >= c.attempts || !IsAway(err) || ctx.Err() != nil {
			return all, err
		}
		if wait(ctx, attempt, err) != nil {
			return nil, err
		}
	}
}

func linesOnce[T any](ctx context.Context, c *Client, r request) (all []T, err error) {
	resp, err := c.ask(ctx, r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(io.LimitReader(resp.Body, mostProblem))
		return nil, newError(resp, b)
	}
	in := bufio.NewReaderSize(resp.Body, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil {
			return nil, lost(ctx, fmt.Errorf("client: %w", err))
		}
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			return nil, fmt.Errorf("client: a line of %s: %w", r.path, err)
		}
		all = append(all, one)
	}
	if said, err := strconv.Atoi(resp.Trailer.Get("Fihris-Lines")); err != nil || said != len(all) {
		return nil, lost(ctx, fmt.Errorf("client: the answer was cut off after %d lines", len(all)))
	}
	return all, nil
}
