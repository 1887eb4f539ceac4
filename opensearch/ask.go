package opensearch

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// asker is a cluster as one request asks it for what is not in the dictionary.
type asker struct {
	*engine
	of   *collection
	sent int // counts
	most int // of these
}

func (e *engine) asker(c *collection) *asker { return &asker{engine: e, of: c, most: mostSent} }

// mostSent is how many counts one request may need beside those for the ranking: a slip needs a hundred, many in one query some thousands.
const mostSent = 8192

// Counts counts the articles of each of some sets.
func (x *asker) Counts(ctx context.Context, sets []index.Want) ([]uint64, error) {
	queries := make([]obj, len(sets))
	for i, set := range sets {
		w := x.writer()
		if queries[i] = w.want(set); w.err != nil {
			return nil, w.err
		}
	}
	return x.counts(ctx, queries)
}

// counts counts the documents that each of some queries finds. What was counted in this state of the collection is kept.
func (x *asker) counts(ctx context.Context, queries []obj) ([]uint64, error) {
	counts := make([]uint64, len(queries))
	var lines [][]byte
	waiting := map[counted][]int{} // for the answer to a line
	var order []counted
	for i, q := range queries {
		line, err := json.Marshal(obj{"size": 0, "track_total_hits": true, "query": obj{"bool": obj{"filter": q}}})
		if err != nil {
			return nil, err
		}
		key := counted(sha256.Sum256(line))
		n, ok := x.of.count(key)
		if counts[i] = n; ok {
			continue
		}
		if waiting[key] == nil {
			lines, order = append(lines, line), append(order, key)
		}
		waiting[key] = append(waiting[key], i)
	}
	if x.sent += len(lines); x.sent > x.most {
		return nil, index.ErrManyCounts
	}
	for from := 0; from < len(lines); from += mostTogether {
		some := lines[from:min(from+mostTogether, len(lines))]
		var body []byte
		for _, line := range some {
			body = append(append(append(body, "{}\n"...), line...), '\n')
		}
		var a answers
		if err := x.client.ask(ctx, http.MethodPost, "/"+x.opts.Index+"/_msearch", body, &a); err != nil {
			return nil, named(err)
		}
		if len(a.Responses) != len(some) {
			return nil, fmt.Errorf("the cluster answered %d of %d counts", len(a.Responses), len(some))
		}
		for k := range a.Responses {
			key, n := order[from+k], a.Responses[k].Hits.Total.Value
			x.of.keep(key, n)
			for _, i := range waiting[key] {
				counts[i] = n
			}
		}
	}
	return counts, nil
}

// mostTogether is how many counts are asked in one request.
const mostTogether = 64

// answers are those to several searches.
type answers struct {
	Responses []struct {
		answer
		Error  *errorCause `json:"error"`
		Status int         `json:"status"`
	} `json:"responses"`
}

// whole says what is missing.
func (a *answers) whole() error {
	for i := range a.Responses {
		r := &a.Responses[i]
		if r.Error != nil {
			kind, reason := r.Error.deepest()
			return &Error{r.Status, kind, reason}
		}
		if err := r.answer.whole(); err != nil {
			return err
		}
	}
	return nil
}

// Texts returns titles and bodies of up to n documents that hold an exact form.
func (x *asker) Texts(ctx context.Context, form string, n int) ([]string, error) {
	e := x.engine
	w := e.writer()
	q := w.terms(w.texts(query.Text, "exact"), []string{form}, true)
	var a answer
	body := obj{"size": n, "track_total_hits": false, "query": obj{"bool": obj{"filter": q}}, "sort": []obj{{"id": "asc"}}, "_source": []string{"id", "article"}}
	if err := e.search(ctx, body, &a); err != nil {
		return nil, err
	}
	var out []string
	for i := range a.Hits.Hits {
		d, err := a.Hits.Hits[i].Source.document()
		if err != nil {
			return nil, err
		}
		out = append(out, d.Title, d.Body[:min(len(d.Body), mostText)])
	}
	return out, nil
}

// Values counts the values of a facet in all articles; of more than a cluster can count it has none.
func (x *asker) Values(ctx context.Context, f index.FacetWant) ([]index.FacetValue, error) {
	wanted := []index.FacetWant{f}
	var a answer
	if err := x.search(ctx, obj{"size": 0, "track_total_hits": false, "aggs": x.layout.facets(wanted)}, &a); err != nil {
		return nil, err
	}
	all, err := readFacets(wanted, a.Aggs)
	switch {
	case errors.Is(err, fihris.ErrTooMuch):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return all[0], nil
}

// Published are the seconds since 1970 of the oldest and the newest date of an article.
func (x *asker) Published() (oldest, newest int64, ok bool) {
	if x.of.oldest == nil || x.of.newest == nil {
		return 0, 0, false
	}
	return *x.of.oldest, *x.of.newest, true
}

// mostText is how much of a text is looked at for how people write a word, in bytes.
const mostText = 64 << 10
