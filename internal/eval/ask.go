package eval

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris"
)

// Answer is what one topic found.
type Answer struct {
	Topic   Topic
	Hits    []fihris.Hit    // IDs and scores only, best first
	Meaning *fihris.Meaning // what part it had in them; nil for none
}

// Ask asks the topics one after the other as plain words, by a request that says
// how many articles are wanted and in which order, and hands each answer to use.
// Its errors name the topic.
func Ask(ctx context.Context, s fihris.Searcher, topics []Topic, req fihris.Request, use func(Answer) error) error {
	req.IDsOnly, req.NoTotals = true, true
	for _, t := range topics {
		req.Query = fihris.Match(t.Text)
		res, err := s.Search(ctx, req)
		if err != nil {
			return fmt.Errorf("topic %s: %w", t.ID, err)
		}
		if err := use(Answer{t, res.Hits, res.Meaning}); err != nil {
			return fmt.Errorf("topic %s: %w", t.ID, err)
		}
	}
	return nil
}

// AppendRun appends an answer as lines of a TREC run. Scores are written in
// full, so that equal scores are equal again when read. An article's ID with a
// space in it cannot stand in a run and is an error.
func AppendRun(dst []byte, a Answer, tag string) ([]byte, error) {
	for i, h := range a.Hits {
		id := h.Article.ID
		if len(strings.Fields(id)) != 1 || strings.TrimSpace(id) != id {
			return dst, fmt.Errorf("article %q: an ID with spaces cannot stand in a run", id)
		}
		dst = append(dst, a.Topic.ID...)
		dst = append(dst, " Q0 "...)
		dst = append(dst, id...)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(i+1), 10)
		dst = append(dst, ' ')
		dst = strconv.AppendFloat(dst, h.Score, 'g', -1, 64)
		dst = append(dst, ' ')
		dst = append(dst, tag...)
		dst = append(dst, '\n')
	}
	return dst, nil
}

// IDs returns the articles of an answer, best first.
func (a Answer) IDs() []string {
	ids := make([]string, len(a.Hits))
	for i, h := range a.Hits {
		ids[i] = h.Article.ID
	}
	return ids
}
