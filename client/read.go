package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Completion is what a text may become.
type Completion struct {
	Text     string `json:"text"`
	Kind     string `json:"kind"` // word or title
	Articles uint64 `json:"articles"`
	ID       string `json:"id"`      // of the newest article that has a title; empty for words
	Spans    []Span `json:"spans"`   // the text, with what was typed marked
	Counted  string `json:"counted"` // the articles with their noun
}

// Complete completes the last word of what is typed; limit 0 is what the server thinks fit.
// Nouns are in the language of lang: en or ar.
func (c *Client) Complete(ctx context.Context, typed string, limit int, lang string) ([]Completion, error) {
	v := url.Values{"q": {typed}}
	if limit > 0 {
		setLimit(v, limit)
	}
	set(v, "lang", lang)
	res, err := get[struct{ Completions []Completion }](ctx, c, "/v1/complete", v)
	if err != nil {
		return nil, err
	}
	return res.Completions, nil
}

// Token is a word at its three levels, or a name of several words.
type Token struct {
	Text     string   `json:"text"`
	Exact    string   `json:"exact"`
	Stem     string   `json:"stem"`
	Root     string   `json:"root"`
	Stop     bool     `json:"stop"`
	Start    int      `json:"start"` // bytes of the text
	End      int      `json:"end"`
	Position int      `json:"position"`
	Part     bool     `json:"part"`
	ExactWhy []string `json:"exact_why"`
	StemWhy  []string `json:"stem_why"`
	RootWhy  []string `json:"root_why"`
}

// Analyze says what the words of a text become in the index, with explain also why.
func (c *Client) Analyze(ctx context.Context, text string, explain bool) ([]Token, error) {
	v := url.Values{"text": {text}}
	if explain {
		v.Set("explain", "1")
	}
	res, err := get[struct{ Tokens []Token }](ctx, c, "/v1/analyze", v)
	if err != nil {
		return nil, err
	}
	return res.Tokens, nil
}

// Stats is what an index holds.
type Stats struct {
	Articles        uint64    `json:"articles"`
	Words           uint64    `json:"words"`
	Bytes           int64     `json:"bytes"`
	Segments        int       `json:"segments"`
	Oldest          time.Time `json:"oldest"`
	Newest          time.Time `json:"newest"`
	AnalyzerVersion int       `json:"analyzer_version"`
	FormatVersion   int       `json:"format_version"`
	Fields          []string  `json:"fields"` // of the index's own, as they were declared: lang=keyword
}

// Stats says what the index of the server holds.
func (c *Client) Stats(ctx context.Context) (*Stats, error) {
	return get[Stats](ctx, c, "/v1/stats", nil)
}

// Match is a place in an article, in bytes of its title or body.
type Match struct {
	Field string `json:"field"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Matches says where the words of a query stand in an article.
func (c *Client) Matches(ctx context.Context, id, query string) ([]Match, error) {
	res, err := get[struct{ Matches []Match }](ctx, c, "/v1/matches", url.Values{"id": {id}, "q": {query}})
	if err != nil {
		return nil, err
	}
	return res.Matches, nil
}

// Edit is a run of text that both articles have, or the first or the second alone.
type Edit struct {
	Text string `json:"text"`
	In   string `json:"in"` // both, first or second
}

// Difference says what two articles have otherwise.
func (c *Client) Difference(ctx context.Context, id, with string) (title, body []Edit, err error) {
	res, err := get[struct{ Title, Body []Edit }](ctx, c, "/v1/difference", url.Values{"id": {id}, "with": {with}})
	if err != nil {
		return nil, nil, err
	}
	return res.Title, res.Body, nil
}

// Ready says whether readers should be sent to the server; the error says why not.
func (c *Client) Ready(ctx context.Context) error {
	_, err := get[struct{}](ctx, c, "/readyz", nil)
	return err
}

// mostProblem bounds what is read of why there is no export.
const mostProblem = 1 << 20

// ErrCut says that an export ended before its end.
var ErrCut = errors.New("client: the export was cut off")

// Export yields all articles in the order of their IDs, or those that hold every word of a query and
// pass a filter. A failure ends it with an error: what came before is sound, and not all. It is not tried again.
func (c *Client) Export(ctx context.Context, query string, f Filter) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		v := url.Values{}
		set(v, "q", query)
		f.add(v)
		resp, err := c.ask(ctx, request{method: http.MethodGet, path: "/v1/export", query: v})
		if err != nil {
			yield(Article{}, err)
			return
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			b, _ := io.ReadAll(io.LimitReader(resp.Body, mostProblem))
			yield(Article{}, newError(resp, b))
			return
		}
		lines := bufio.NewReaderSize(resp.Body, 64<<10)
		n := 0
		for {
			line, err := lines.ReadBytes('\n')
			if errors.Is(err, io.EOF) && len(line) == 0 {
				break
			}
			if err != nil {
				yield(Article{}, fmt.Errorf("%w after %d articles: %w", ErrCut, n, err))
				return
			}
			a, err := exported(line)
			if !yield(a, err) || err != nil {
				return
			}
			n++
		}
		if said, err := strconv.Atoi(resp.Trailer.Get("Fihris-Articles")); err != nil || said != n {
			yield(Article{}, fmt.Errorf("%w after %d articles", ErrCut, n))
		}
	}
}

// exported reads a line of an export, whose dates beyond the year 9999 are seconds since 1970.
func exported(line []byte) (Article, error) {
	var e struct {
		Article
		Published json.RawMessage `json:"published"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber() // what is in Extra keeps its digits
	if err := d.Decode(&e); err != nil {
		return Article{}, fmt.Errorf("client: a line of the export: %w", err)
	}
	if len(e.Published) > 0 {
		var seconds int64
		switch err := json.Unmarshal(e.Published, &seconds); {
		case err == nil:
			e.Article.Published = time.Unix(seconds, 0).UTC()
		default:
			if err := json.Unmarshal(e.Published, &e.Article.Published); err != nil {
				return Article{}, fmt.Errorf("client: a line of the export: %w", err)
			}
		}
	}
	return e.Article, nil
}
