package eval

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// Judged says how far judgments fit what they are used with. An article or a
// query that is not there counts as zero, and nothing in a figure shows it.
type Judged struct {
	Articles int      // judged relevant, each once
	Missing  []string // those of them that the index does not have, sorted
	Queries  int      // with a relevant article
	Unasked  []string // those of them that are no topics, in the order of reports
}

// articles is what can look an ID up, as an *fihris.Index can.
type articles interface {
	Article(ctx context.Context, id string) (fihris.Article, error)
}

// Inspect compares judgments with an index and with the run that it gave for
// all topics: one that found nothing is in it with no articles.
func Inspect(ctx context.Context, ix articles, qrels Qrels, run Run) (Judged, error) {
	there := map[string]bool{} // what was found need not be looked up
	for _, ids := range run {
		for _, id := range ids {
			there[id] = true
		}
	}
	relevant := map[string]bool{}
	for _, grades := range qrels {
		for id := range grades {
			relevant[id] = true
		}
	}
	j := Judged{Articles: len(relevant), Queries: len(qrels), Unasked: qrels.Unasked(run)}
	for _, id := range slices.Sorted(maps.Keys(relevant)) {
		if there[id] {
			continue
		}
		switch _, err := ix.Article(ctx, id); {
		case errors.Is(err, fihris.ErrNotFound):
			j.Missing = append(j.Missing, id)
		case err != nil:
			return j, err
		}
	}
	return j, nil
}

// Unasked returns the queries of which a run knows nothing, in the order of
// reports.
func (q Qrels) Unasked(run Run) []string {
	var unasked []string
	for qid := range q {
		if _, asked := run[qid]; !asked {
			unasked = append(unasked, qid)
		}
	}
	slices.SortFunc(unasked, compareIDs)
	return unasked
}

// Example returns a judged article that the index does not have and one that
// was found: the same by another name if there is such a pair, else any. What
// there is none of is empty.
func (j Judged) Example(run Run) (judged, found string) {
	names := map[string]string{}
	for _, qid := range slices.Sorted(maps.Keys(run)) {
		for _, id := range run[qid] {
			if name := bareName(id); names[name] == "" {
				names[name] = id
			}
			if found == "" {
				found = id
			}
		}
	}
	for _, id := range j.Missing {
		if other := names[bareName(id)]; other != "" {
			return id, other
		}
	}
	if len(j.Missing) > 0 {
		judged = j.Missing[0]
	}
	return judged, found
}

// bareName is what is left of an ID without folder, ending and case: what two
// ways to make IDs of one file have in common.
func bareName(id string) string {
	name := path.Base(strings.ReplaceAll(id, `\`, "/"))
	if bare := strings.TrimSuffix(name, path.Ext(name)); bare != "" {
		name = bare
	}
	return strings.ToLower(name)
}
