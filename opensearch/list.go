package opensearch

import (
	"encoding/json"
	"fmt"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/index"
)

const (
	mostAtOnce = 5000      // hits of one answer without their texts; clusters give no more than 10,000
	mostTexts  = 64        // hits of one answer with their texts
	mostListed = 1_000_000 // hits that are passed over for a page: cursors go farther
)

// listed is the first hits of a list.
type listed struct {
	hits  []found
	texts bool         // they have their articles
	here  *index.Found // all of them, if they were brought already
}

// list returns the first n hits behind a place or more, if there are as many; nil stands for the first place.
func (x *asked) list(after []json.RawMessage, n int) (*listed, error) {
	if x.most {
		return x.certain(n)
	}
	return x.asListed(after, n)
}

// asListed returns hits in the order of the cluster.
func (x *asked) asListed(after []json.RawMessage, n int) (*listed, error) {
	l := &listed{texts: n <= mostTexts}
	for len(l.hits) < n {
		size := min(n-len(l.hits), mostAtOnce)
		body := obj{"size": size, "track_total_hits": false, "query": x.query, "sort": x.sort, "_source": false}
		if x.a.Sort != nil && x.only != nil {
			body["query"] = obj{"bool": obj{"filter": []obj{x.query, x.only}}}
		}
		if l.texts {
			body["_source"] = []string{"id", "article", "file"}
		}
		if after != nil {
			body["search_after"] = after
		}
		var a answer
		if err := x.search(x.ctx, body, &a); err != nil {
			return nil, err
		}
		l.hits = append(l.hits, a.Hits.Hits...)
		if len(a.Hits.Hits) < size {
			break
		}
		after = a.Hits.Hits[size-1].Sort
	}
	return l, nil
}

// How many hits are brought here for an order that is certain, first and at most.
const (
	firstBrought = 200
	mostBrought  = 1000
)

// certain returns the first n hits or more in our order, where the cluster's scores are the most that ours may
// be: what comes behind the hits that were brought here has no higher score than the cluster says of the next.
func (x *asked) certain(n int) (*listed, error) {
	for some := firstBrought; ; some = mostBrought {
		l, err := x.asListed(nil, some+1)
		if err != nil {
			return nil, err
		}
		brought := l.hits[:min(some, len(l.hits))]
		f, err := x.bring(l, brought)
		if err != nil {
			return nil, err
		}
		hits, err := scored(f, brought)
		if err != nil {
			return nil, err
		}
		sure := len(hits)
		if len(l.hits) > some {
			most, err := l.hits[some].score()
			if err != nil {
				return nil, err
			}
			for sure > 0 && hits[sure-1].Score <= most+precision*max(most, -most) {
				sure--
			}
		}
		if sure >= n || len(l.hits) <= some {
			byID := make(map[string]found, len(brought))
			for _, h := range brought {
				id, err := h.id()
				if err != nil {
					return nil, err
				}
				byID[id] = h
			}
			l.hits = nil
			for _, h := range hits[:sure] {
				id, err := f.ID(h.Doc)
				if err != nil {
					return nil, err
				}
				l.hits = append(l.hits, byID[id])
			}
			l.here = f
			return l, nil
		}
		if some == mostBrought {
			return nil, fmt.Errorf("%w: OpenSearch does not count windows (\"…\"~5), phrases of four words or more, or those with a name of several words or a spelling in them: which %d hits are the first is not certain from the %d that may be; ask for fewer, with more words or a filter, or in the order of date", fihris.ErrTooMuch, n, mostBrought)
		}
	}
}

// bring makes hits ready here. Those of which the article went meanwhile are left out.
func (x *asked) bring(l *listed, hits []found) (*index.Found, error) {
	if l.here != nil {
		return l.here, nil
	}
	texts := hits
	if !l.texts {
		var err error
		if texts, err = x.textsOf(hits); err != nil {
			return nil, err
		}
	}
	docs := make([]index.Document, len(texts))
	for i := range texts {
		var err error
		if docs[i], err = texts[i].Source.document(); err != nil {
			return nil, err
		}
	}
	return x.a.Found(x.ctx, docs, x.all)
}

// textsOf asks for the articles of hits.
func (x *asked) textsOf(hits []found) (out []found, err error) {
	for len(hits) > 0 {
		n := min(len(hits), mostTexts)
		ids := make([]string, n)
		for i := range ids {
			if ids[i], err = hits[i].id(); err != nil {
				return nil, err
			}
		}
		var a answer
		body := obj{"size": n, "track_total_hits": false, "query": obj{"terms": obj{"id": ids}}, "_source": []string{"id", "article", "file"}}
		if err := x.search(x.ctx, body, &a); err != nil {
			return nil, err
		}
		out, hits = append(out, a.Hits.Hits...), hits[n:]
	}
	return out, nil
}

// sort is an order by a field.
func (l *layout) sort(s *index.SortWant) obj {
	field := l.stored(s.Field)
	if s.Kind == index.KeywordField {
		field = "sort." + flat(field)
	}
	by := obj{"order": "asc", "mode": "min", "missing": "_last"}
	if s.Descending {
		by["order"], by["mode"] = "desc", "max"
	}
	return obj{field: by}
}
