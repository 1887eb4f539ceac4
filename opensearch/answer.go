package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/fihris-search/fihris"
)

// answer is what a cluster answers to a search.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Shards   struct {
		Total, Successful, Skipped, Failed int
		Failures                           []struct {
			Reason errorCause `json:"reason"`
		} `json:"failures"`
	} `json:"_shards"`
	Hits struct {
		Total struct {
			Value uint64 `json:"value"`
		} `json:"total"`
		Hits []found `json:"hits"`
	} `json:"hits"`
	Aggs map[string]json.RawMessage `json:"aggregations"`
	PIT  string                     `json:"pit_id"`
}

// found is an article that a cluster has found.
type found struct {
	Source source            `json:"_source"`
	Sort   []json.RawMessage `json:"sort"` // of two, the last of which is the ID
}

// id is that of the article.
func (f *found) id() (id string, err error) {
	if len(f.Sort) == 0 {
		return "", errNoPlace
	}
	err = json.Unmarshal(f.Sort[len(f.Sort)-1], &id)
	return id, err
}

// score is that of the hit, in a list in the order of scores.
func (f *found) score() (score float64, err error) {
	if len(f.Sort) == 0 {
		return 0, errNoPlace
	}
	err = json.Unmarshal(f.Sort[0], &score)
	return score, err
}

var errNoPlace = errors.New("a hit of the cluster has no place in the order")

// buckets are the counts of values.
type buckets struct {
	Error   int64 `json:"doc_count_error_upper_bound"`
	Others  int64 `json:"sum_other_doc_count"`
	Buckets []struct {
		Key  bucketKey `json:"key"`
		Docs uint64    `json:"doc_count"`
	} `json:"buckets"`
}

// bucketKey is a value: a text or a number.
type bucketKey struct{ text string }

// UnmarshalJSON reads the value.
func (k *bucketKey) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &k.text)
	}
	k.text = string(b)
	return nil
}

func (k bucketKey) String() string { return k.text }

// whole says what is missing in an answer: one without some of the articles is none.
func (a *answer) whole() error {
	switch {
	case len(a.Shards.Failures) > 0:
		kind, reason := a.Shards.Failures[0].Reason.deepest()
		return &Error{http.StatusServiceUnavailable, kind, reason}
	case a.TimedOut || a.Shards.Failed > 0:
		return &Error{http.StatusServiceUnavailable, "", fmt.Sprintf("%d of %d shards did not answer", a.Shards.Failed, a.Shards.Total)}
	}
	return nil
}

// search asks the index. An answer that is not of all shards is asked for again.
func (e *engine) search(ctx context.Context, body obj, a *answer) error {
	path := "/_search?allow_partial_search_results=false"
	if body["pit"] == nil {
		path = "/" + e.opts.Index + path
	}
	*a = answer{}
	return named(e.client.ask(ctx, http.MethodPost, path, body, a))
}

// named gives what a cluster refuses the name that callers know.
func named(err error) error {
	var refused *Error
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.Type {
	case "too_many_nested_clauses", "too_many_clauses", "too_many_buckets_exception", "circuit_breaking_exception":
		return fmt.Errorf("%w: %w", fihris.ErrTooMuch, err)
	case "index_not_found_exception":
		return fmt.Errorf("%w: %w", fihris.ErrNoIndex, err)
	}
	return err
}
