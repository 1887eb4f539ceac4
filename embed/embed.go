// Package embed asks a program that runs a model for the meaning of texts, over HTTP as OpenAI's
// /v1/embeddings has it: Ollama, Text Embeddings Inference, vLLM, llama.cpp and others understand that. What
// it makes is a fihris.Embedder, for Options.Embedder.
//
// Texts leave the machine where the address is another one's: nothing is sent unless it is asked for.
package embed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/meaning"
)

// Options of a client; zero fields stand for the defaults.
type Options struct {
	Model    string        // as the server calls it; it must be named
	Key      string        // of the API, sent as a bearer token; empty for none
	Query    string        // what is written before a query, as "query: " for models of the E5 family
	Passage  string        // what is written before an article, as "passage: "
	Letters  int           // of a text that are sent at most; default 2000, some 500 tokens
	Batch    int           // texts sent at once; default 32
	Timeout  time.Duration // of one request; default 60 seconds
	Attempts int           // how often a batch of articles is tried; default 4, over about 4 seconds. A query is tried once
	HTTP     *http.Client  // default: one of its own that follows no redirect: the key is for this server alone
}

// Client asks one server for one model. It is safe for concurrent use.
type Client struct {
	url  string
	opts Options
}

// Bounds of what a server may answer.
const (
	mostAnswer = 64 << 20 // bytes
	mostError  = 2 << 10  // bytes of an error that are read
	mostWait   = 30 * time.Second
)

// ErrAnswer is the error of an answer that is none.
var ErrAnswer = errors.New("embed: the server gave no vectors")

// StatusError is the answer of a server that refuses.
type StatusError struct {
	Status  int           // of HTTP
	Message string        // of the server, shortened
	After   time.Duration // how long it wants to be left alone; 0 for not said
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("the embedder answers %d %s", e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// New makes a client of an address such as http://localhost:11434: that of the server, of its
// API (…/v1) or of the embeddings themselves (…/embeddings). It asks nothing yet.
func New(address string, opts Options) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("embed: %q is no address of a server, such as http://localhost:11434", address)
	}
	if opts.Model == "" || len(opts.Model) > meaning.MostModel {
		return nil, fmt.Errorf("embed: the model must be named, in %d bytes at most", meaning.MostModel)
	}
	switch path := strings.TrimSuffix(u.Path, "/"); {
	case strings.HasSuffix(path, "/embeddings"):
	case strings.HasSuffix(path, "/v1"):
		u.Path = path + "/embeddings"
	default:
		u.Path = path + "/v1/embeddings"
	}
	opts.Letters, opts.Batch, opts.Attempts = orDefault(opts.Letters, 2000), orDefault(opts.Batch, 32), orDefault(opts.Attempts, 4)
	if opts.Timeout <= 0 {
		opts.Timeout = time.Minute
	}
	if opts.HTTP == nil {
		opts.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &Client{u.String(), opts}, nil
}

func orDefault(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}

// Model names the model. Where prefixes are written before texts they belong to its name.
func (c *Client) Model() string { return c.opts.Model }

// Embed returns a vector for each text.
func (c *Client) Embed(ctx context.Context, kind meaning.Kind, texts []string) ([][]float32, error) {
	prefix, attempts := c.opts.Passage, c.opts.Attempts
	if kind == meaning.Query {
		prefix, attempts = c.opts.Query, 1
	}
	var all [][]float32
	for len(texts) > 0 {
		n := min(c.opts.Batch, len(texts))
		batch := make([]string, n)
		for i, text := range texts[:n] {
			batch[i] = prefix + shorten(text, c.opts.Letters)
		}
		some, err := c.persist(ctx, batch, attempts)
		if err != nil {
			return nil, err
		}
		all, texts = append(all, some...), texts[n:]
	}
	return all, nil
}

// shorten keeps the first letters of a text.
func shorten(text string, letters int) string {
	for i := range text {
		if letters == 0 {
			return text[:i]
		}
		letters--
	}
	return text
}

// persist asks again what may succeed later.
func (c *Client) persist(ctx context.Context, texts []string, attempts int) ([][]float32, error) {
	for attempt := 1; ; attempt++ {
		vectors, err := c.once(ctx, texts)
		if err == nil || attempt >= attempts || !mayHelp(err) || ctx.Err() != nil {
			return vectors, err
		}
		pause := time.Duration(float64(300*time.Millisecond<<attempt) * (.5 + rand.Float64()))
		if refused, ok := errors.AsType[*StatusError](err); ok && refused.After > 0 {
			pause = min(refused.After, mostWait)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// mayHelp says whether asking again may help: the server is busy, broken or not there.
func mayHelp(err error) bool {
	if refused, ok := errors.AsType[*StatusError](err); ok {
		return refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusRequestTimeout || refused.Status >= 500
	}
	return !errors.Is(err, ErrAnswer)
}

type request struct {
	Model    string   `json:"model"`
	Input    []string `json:"input"`
	Encoding string   `json:"encoding_format"`
}

type answer struct {
	Data []struct {
		Index     *int      `json:"index"`
		Embedding []float32 `json:"embedding"`
	} `json:"data"`
}

// once sends one request.
func (c *Client) once(ctx context.Context, texts []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	body, err := json.Marshal(request{c.opts.Model, texts, "float"})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.opts.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.opts.Key)
	}
	res, err := c.opts.HTTP.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, refusal(res)
	}
	b, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(b) > mostAnswer {
		return nil, fmt.Errorf("%w: over %d MB for %d texts", ErrAnswer, mostAnswer>>20, len(texts))
	}
	return read(b, len(texts))
}

// withoutURL is the error of a request without its address, which may hold what is secret.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("ask the embedder: %w", e.Err)
	}
	return err
}

// refusal reads an answer that is none.
func refusal(res *http.Response) error {
	b, _ := io.ReadAll(io.LimitReader(res.Body, mostError)) // what can be read
	e := &StatusError{Status: res.StatusCode, Message: strings.ToValidUTF8(strings.Join(strings.Fields(string(b)), " "), "")}
	if len(e.Message) > 200 {
		e.Message = strings.ToValidUTF8(e.Message[:200], "") + "…"
	}
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.After = min(time.Duration(seconds)*time.Second, mostWait)
	}
	return e
}

// read reads the vectors, in the order of the texts.
func read(b []byte, texts int) ([][]float32, error) {
	var a answer
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	if len(a.Data) != texts {
		return nil, fmt.Errorf("%w: %d for %d texts", ErrAnswer, len(a.Data), texts)
	}
	out := make([][]float32, texts)
	for i, d := range a.Data {
		at := i
		if d.Index != nil {
			at = *d.Index
		}
		if at < 0 || at >= texts || out[at] != nil || len(d.Embedding) == 0 {
			return nil, fmt.Errorf("%w: they cannot be told apart", ErrAnswer)
		}
		out[at] = d.Embedding
	}
	return out, nil
}
